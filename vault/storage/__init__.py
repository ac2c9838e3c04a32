"""How a plan is kept: key file, encrypted database, backups. Never Qt."""
