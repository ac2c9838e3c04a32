"""What stands on the stage: one module a page."""
