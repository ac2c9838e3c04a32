ALTER TABLE incident ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN followed TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN stress TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN closed_as TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN follow_up_on TEXT;
CREATE INDEX incident_counted ON incident(occurred, category) WHERE trashed_at = '';
ALTER TABLE risk ADD COLUMN accepted_until TEXT;
CREATE TABLE review (
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
    planned_on TEXT,
    rhythm TEXT NOT NULL DEFAULT '',
    reason TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    held_on TEXT,
    findings TEXT NOT NULL DEFAULT '',
    changes TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    open INTEGER
);
CREATE INDEX review_title ON review(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX review_planned_on ON review(planned_on) WHERE trashed_at = '';
CREATE INDEX review_rhythm ON review(rhythm) WHERE trashed_at = '';
CREATE INDEX review_state ON review(state) WHERE trashed_at = '';
CREATE INDEX review_held_on ON review(held_on) WHERE trashed_at = '';
CREATE INDEX review_open ON review(open) WHERE trashed_at = '';
CREATE TABLE drill (
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
    scenario TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL DEFAULT '',
    planned_on TEXT,
    rhythm TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    held_on TEXT,
    times TEXT NOT NULL DEFAULT '',
    worked TEXT NOT NULL DEFAULT '',
    failed TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    open INTEGER
);
CREATE INDEX drill_title ON drill(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX drill_type ON drill(type) WHERE trashed_at = '';
CREATE INDEX drill_planned_on ON drill(planned_on) WHERE trashed_at = '';
CREATE INDEX drill_state ON drill(state) WHERE trashed_at = '';
CREATE INDEX drill_held_on ON drill(held_on) WHERE trashed_at = '';
CREATE INDEX drill_open ON drill(open) WHERE trashed_at = '';
ALTER TABLE analysis ADD COLUMN tendency TEXT NOT NULL DEFAULT '';
ALTER TABLE analysis ADD COLUMN look_again TEXT;
