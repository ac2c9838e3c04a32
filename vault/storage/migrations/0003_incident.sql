ALTER TABLE incident ADD COLUMN asked TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN followed TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN stress TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN closed_as TEXT NOT NULL DEFAULT '';
ALTER TABLE incident ADD COLUMN follow_up_on TEXT;
CREATE INDEX incident_counted ON incident(occurred, category) WHERE trashed_at = '';
ALTER TABLE analysis ADD COLUMN tendency TEXT NOT NULL DEFAULT '';
ALTER TABLE analysis ADD COLUMN look_again TEXT;
