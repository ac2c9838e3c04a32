-- The registry every record has a line in; links, history and search text hang on `key`.
CREATE TABLE record (
    key INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL
);
CREATE TABLE numbering (kind TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE link (
    source INTEGER NOT NULL REFERENCES record(key),
    field TEXT NOT NULL,
    position INTEGER NOT NULL,
    target INTEGER NOT NULL REFERENCES record(key),
    role TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (source, field, position)
) WITHOUT ROWID;
CREATE INDEX link_target ON link(target);
-- History: one batch for a thing a person did, one change a record, one value a field.
CREATE TABLE batch (
    key INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL DEFAULT ''
);
CREATE TABLE change (
    key INTEGER PRIMARY KEY,
    batch INTEGER NOT NULL REFERENCES batch(key),
    record INTEGER NOT NULL REFERENCES record(key),
    action TEXT NOT NULL,
    why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX change_record ON change(record);
CREATE INDEX change_batch ON change(batch);
CREATE TABLE change_value (
    change INTEGER NOT NULL REFERENCES change(key) ON DELETE CASCADE,
    field TEXT NOT NULL,
    old TEXT NOT NULL,
    new TEXT NOT NULL,
    PRIMARY KEY (change, field)
) WITHOUT ROWID;
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    record TEXT NOT NULL DEFAULT '',
    saved_at TEXT NOT NULL,
    plain TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE imported (
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    theirs TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record(key),
    PRIMARY KEY (source, kind, theirs)
) WITHOUT ROWID;
CREATE INDEX imported_record ON imported(record);
CREATE TABLE keyholder (
    position INTEGER PRIMARY KEY,
    role TEXT NOT NULL,
    name TEXT NOT NULL DEFAULT '',
    since TEXT NOT NULL DEFAULT ''
);
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE export_register (
    key INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    what TEXT NOT NULL,
    audience TEXT NOT NULL,
    place TEXT NOT NULL,
    digest TEXT NOT NULL,
    decisions TEXT NOT NULL DEFAULT ''
);
CREATE TABLE backup_register (
    key INTEGER PRIMARY KEY,
    at TEXT NOT NULL,
    by TEXT NOT NULL,
    place TEXT NOT NULL,
    size INTEGER NOT NULL,
    verified_at TEXT NOT NULL DEFAULT ''
);
-- Search text, folded before it comes here, so the tokenizer only splits at spaces.
CREATE VIRTUAL TABLE search USING fts5(words, tokenize='ascii', prefix='1 2 3');
INSERT INTO search(search, rank) VALUES ('secure-delete', 1);
-- Bytes of index a transaction gathers before writing them out: halves the time of a long import.
INSERT INTO search(search, rank) VALUES ('hashsize', 16000000);
-- The record kinds, as declared in vault/plans/model.
CREATE TABLE person (
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
    alias TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '',
    emergency_roles TEXT NOT NULL DEFAULT '',
    agreed TEXT NOT NULL DEFAULT '',
    phone TEXT NOT NULL DEFAULT '',
    email TEXT NOT NULL DEFAULT '',
    channel TEXT NOT NULL DEFAULT '',
    hours TEXT NOT NULL DEFAULT '',
    call_order INTEGER,
    checked_on TEXT,
    can_do TEXT NOT NULL DEFAULT '',
    exposed TEXT NOT NULL DEFAULT '',
    may_be_named INTEGER NOT NULL DEFAULT 0,
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX person_name ON person(name COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX person_category ON person(category) WHERE trashed_at = '';
CREATE INDEX person_agreed ON person(agreed) WHERE trashed_at = '';
CREATE INDEX person_checked_on ON person(checked_on) WHERE trashed_at = '';
CREATE TABLE place (
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
    category TEXT NOT NULL DEFAULT '',
    address TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    country TEXT NOT NULL DEFAULT '',
    coordinates TEXT NOT NULL DEFAULT '',
    security TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX place_name ON place(name COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX place_category ON place(category) WHERE trashed_at = '';
CREATE INDEX place_region ON place(region COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX place_country ON place(country COLLATE NOCASE) WHERE trashed_at = '';
CREATE TABLE organisation (
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
    code_name TEXT NOT NULL DEFAULT '',
    grant_reference TEXT NOT NULL DEFAULT '',
    mission TEXT NOT NULL DEFAULT '',
    region TEXT NOT NULL DEFAULT '',
    languages TEXT NOT NULL DEFAULT '',
    acceptable_risk TEXT NOT NULL DEFAULT '',
    assessed TEXT NOT NULL DEFAULT '',
    assessed_on TEXT,
    everyone_covered TEXT NOT NULL DEFAULT '',
    able_to_respond TEXT NOT NULL DEFAULT '',
    spaces_to_talk TEXT NOT NULL DEFAULT '',
    needs_for_plan TEXT NOT NULL DEFAULT '',
    needs_for_now TEXT NOT NULL DEFAULT '',
    donor_exposes TEXT NOT NULL DEFAULT '',
    visits_expose TEXT NOT NULL DEFAULT '',
    other_channels INTEGER NOT NULL DEFAULT 0,
    answers_wording TEXT NOT NULL DEFAULT '',
    please_do TEXT NOT NULL DEFAULT '',
    please_do_not TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX organisation_name ON organisation(name COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX organisation_code_name ON organisation(code_name COLLATE NOCASE) WHERE trashed_at = '';
CREATE TABLE risk (
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
    area TEXT NOT NULL DEFAULT '',
    probability INTEGER,
    impact INTEGER,
    reason TEXT NOT NULL DEFAULT '',
    level_override INTEGER,
    override_reason TEXT NOT NULL DEFAULT '',
    treatment TEXT NOT NULL DEFAULT '',
    residual_probability INTEGER,
    residual_impact INTEGER,
    trend TEXT NOT NULL DEFAULT '',
    acceptable TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    review_on TEXT,
    vulnerabilities TEXT NOT NULL DEFAULT '',
    capacities TEXT NOT NULL DEFAULT '',
    donor_wording TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    level_now INTEGER
);
CREATE INDEX risk_title ON risk(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX risk_area ON risk(area) WHERE trashed_at = '';
CREATE INDEX risk_probability ON risk(probability) WHERE trashed_at = '';
CREATE INDEX risk_impact ON risk(impact) WHERE trashed_at = '';
CREATE INDEX risk_treatment ON risk(treatment) WHERE trashed_at = '';
CREATE INDEX risk_level_now ON risk(level_now) WHERE trashed_at = '';
CREATE TABLE action (
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
    effect TEXT NOT NULL DEFAULT '',
    strategy TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    due TEXT,
    done_on TEXT,
    cost INTEGER,
    details TEXT NOT NULL DEFAULT '',
    barrier TEXT NOT NULL DEFAULT '',
    donor_wording TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT '',
    open INTEGER
);
CREATE INDEX action_title ON action(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX action_state ON action(state) WHERE trashed_at = '';
CREATE INDEX action_due ON action(due) WHERE trashed_at = '';
CREATE INDEX action_open ON action(open) WHERE trashed_at = '';
CREATE TABLE procedure (
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
    area TEXT NOT NULL DEFAULT '',
    phase TEXT NOT NULL DEFAULT '',
    trigger TEXT NOT NULL DEFAULT '',
    aim TEXT NOT NULL DEFAULT '',
    steps TEXT NOT NULL DEFAULT '',
    code_words TEXT NOT NULL DEFAULT '',
    materials TEXT NOT NULL DEFAULT '',
    covers TEXT NOT NULL DEFAULT '',
    practised_on TEXT,
    used_on TEXT,
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX procedure_title ON procedure(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX procedure_area ON procedure(area) WHERE trashed_at = '';
CREATE INDEX procedure_phase ON procedure(phase) WHERE trashed_at = '';
CREATE INDEX procedure_practised_on ON procedure(practised_on) WHERE trashed_at = '';
CREATE TABLE plan (
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
    level TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    version TEXT NOT NULL DEFAULT '',
    written_on TEXT,
    in_force_from TEXT,
    review_on TEXT,
    agreed_by TEXT NOT NULL DEFAULT '',
    kept_where TEXT NOT NULL DEFAULT '',
    donor_wording TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX plan_title ON plan(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX plan_level ON plan(level) WHERE trashed_at = '';
CREATE INDEX plan_state ON plan(state) WHERE trashed_at = '';
CREATE INDEX plan_version ON plan(version COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX plan_review_on ON plan(review_on) WHERE trashed_at = '';
CREATE TABLE incident (
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
    occurred TEXT,
    facts TEXT NOT NULL DEFAULT '',
    interpretation TEXT NOT NULL DEFAULT '',
    category TEXT NOT NULL DEFAULT '',
    place_kind TEXT NOT NULL DEFAULT '',
    affected INTEGER,
    harm TEXT NOT NULL DEFAULT '',
    severity TEXT NOT NULL DEFAULT '',
    related TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL DEFAULT '',
    may_mean_nothing INTEGER NOT NULL DEFAULT 0,
    mistake INTEGER NOT NULL DEFAULT 0,
    steps_taken TEXT NOT NULL DEFAULT '',
    lesson TEXT NOT NULL DEFAULT '',
    told TEXT NOT NULL DEFAULT '',
    tags TEXT NOT NULL DEFAULT '',
    notes TEXT NOT NULL DEFAULT ''
);
CREATE INDEX incident_title ON incident(title COLLATE NOCASE) WHERE trashed_at = '';
CREATE INDEX incident_occurred ON incident(occurred) WHERE trashed_at = '';
CREATE INDEX incident_severity ON incident(severity) WHERE trashed_at = '';
CREATE INDEX incident_state ON incident(state) WHERE trashed_at = '';
