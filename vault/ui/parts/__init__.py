"""What pages are made of: small widgets that look like one product and know nothing of records."""
