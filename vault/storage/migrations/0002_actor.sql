CREATE TABLE actor (
    key INTEGER PRIMARY KEY REFERENCES record(key),
    id TEXT NOT NULL UNIQUE,
    number INTEGER NOT NULL,
    sharing INTEGER,
    created_at TEXT NOT NULL,
    created_by TEXT NOT NULL,
    changed_at TEXT NOT NULL,
    changed_by TEXT NOT NULL,
    trashed_at TEXT NOT NULL DEFAULT '',
    name TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL DEFAULT '',
    stance TEXT NOT NULL DEFAULT '',
    power INTEGER,
    interests TEXT NOT NULL DEFAULT '',
    affected TEXT NOT NULL DEFAULT '',
    history TEXT NOT NULL DEFAULT '',
    history_degree TEXT NOT NULL DEFAULT '',
    intent TEXT NOT NULL DEFAULT '',
    intent_degree TEXT NOT NULL DEFAULT '',
    capability TEXT NOT NULL DEFAULT '',
    capability_degree TEXT NOT NULL DEFAULT '',
    gain TEXT NOT NULL DEFAULT '',
    lose TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX actor_name ON actor(name COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX actor_type ON actor(type) WHERE trashed_at = '';
CREATE INDEX actor_stance ON actor(stance) WHERE trashed_at = '';
CREATE INDEX actor_power ON actor(power) WHERE trashed_at = '';
CREATE TABLE factor (
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
    side TEXT NOT NULL DEFAULT '',
    belongs TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    applies TEXT NOT NULL DEFAULT '',
    changeable TEXT NOT NULL DEFAULT '',
    evidence TEXT NOT NULL DEFAULT '',
    checked_on TEXT,
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX factor_title ON factor(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX factor_side ON factor(side) WHERE trashed_at = '';
CREATE INDEX factor_state ON factor(state) WHERE trashed_at = '';
CREATE INDEX factor_checked_on ON factor(checked_on) WHERE trashed_at = '';
CREATE TABLE threat (
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
    description TEXT NOT NULL DEFAULT '',
    type TEXT NOT NULL DEFAULT '',
    nature TEXT NOT NULL DEFAULT '',
    sphere TEXT NOT NULL DEFAULT '',
    expression TEXT NOT NULL DEFAULT '',
    target TEXT NOT NULL DEFAULT '',
    received TEXT,
    first_seen TEXT,
    frequency TEXT NOT NULL DEFAULT '',
    limits TEXT NOT NULL DEFAULT '',
    likelihood INTEGER,
    answer TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    review_on TEXT,
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    open INTEGER
);
CREATE INDEX threat_title ON threat(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX threat_type ON threat(type) WHERE trashed_at = '';
CREATE INDEX threat_received ON threat(received) WHERE trashed_at = '';
CREATE INDEX threat_likelihood ON threat(likelihood) WHERE trashed_at = '';
CREATE INDEX threat_state ON threat(state) WHERE trashed_at = '';
CREATE INDEX threat_open ON threat(open) WHERE trashed_at = '';
CREATE TABLE analysis (
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
    made_on TEXT,
    facts TEXT NOT NULL DEFAULT '',
    facts_unknown INTEGER NOT NULL DEFAULT 0,
    pattern TEXT NOT NULL DEFAULT '',
    pattern_unknown INTEGER NOT NULL DEFAULT 0,
    objective TEXT NOT NULL DEFAULT '',
    objective_words TEXT NOT NULL DEFAULT '',
    behind TEXT NOT NULL DEFAULT '',
    behind_unknown INTEGER NOT NULL DEFAULT 0,
    conclusion TEXT NOT NULL DEFAULT '',
    because TEXT NOT NULL DEFAULT '',
    confidence TEXT NOT NULL DEFAULT '',
    why_a_threat TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    answered INTEGER
);
CREATE INDEX analysis_title ON analysis(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX analysis_made_on ON analysis(made_on) WHERE trashed_at = '';
CREATE INDEX analysis_conclusion ON analysis(conclusion) WHERE trashed_at = '';
CREATE INDEX analysis_confidence ON analysis(confidence) WHERE trashed_at = '';
CREATE INDEX analysis_answered ON analysis(answered) WHERE trashed_at = '';
