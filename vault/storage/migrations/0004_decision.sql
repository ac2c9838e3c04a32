CREATE TABLE decision (
    key INTEGER PRIMARY KEY REFERENCES record(key),
    id TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    sharing INTEGER,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    trashed_at TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL DEFAULT '',
    unreachable TEXT NOT NULL DEFAULT '',
    authority TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX decision_title ON decision(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX decision_type ON decision(type) WHERE trashed_at = '';
CREATE INDEX incident_follow_up_on ON incident(follow_up_on) WHERE trashed_at = '' AND follow_up_on > '';
CREATE INDEX risk_accepted_until ON risk(accepted_until) WHERE trashed_at = '' AND accepted_until > '';
CREATE INDEX risk_review_on ON risk(review_on) WHERE trashed_at = '' AND review_on > '';
CREATE TABLE version (
    key INTEGER PRIMARY KEY REFERENCES record(key),
    id TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    sharing INTEGER,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    trashed_at TEXT NOT NULL DEFAULT '',
    title TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    agreed_on TEXT,
    changes TEXT NOT NULL DEFAULT '',
    signatures TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX version_title ON version(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX version_state ON version(state) WHERE trashed_at = '';
CREATE INDEX version_agreed_on ON version(agreed_on) WHERE trashed_at = '';
CREATE INDEX threat_review_on ON threat(review_on) WHERE trashed_at = '' AND review_on > '';
CREATE INDEX analysis_look_again ON analysis(look_again) WHERE trashed_at = '' AND look_again > '';
