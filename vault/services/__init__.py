"""What a person can do with a vault, for the window and the command line alike. Never Qt."""
