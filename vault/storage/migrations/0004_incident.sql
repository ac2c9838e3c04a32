CREATE INDEX incident_follow_up_on ON incident(follow_up_on) WHERE trashed_at = '' AND follow_up_on > '';
CREATE INDEX risk_accepted_until ON risk(accepted_until) WHERE trashed_at = '' AND accepted_until > '';
CREATE INDEX risk_review_on ON risk(review_on) WHERE trashed_at = '' AND review_on > '';
CREATE INDEX threat_review_on ON threat(review_on) WHERE trashed_at = '' AND review_on > '';
CREATE INDEX analysis_look_again ON analysis(look_again) WHERE trashed_at = '' AND look_again > '';
