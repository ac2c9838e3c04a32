"""How a plan looks on paper. Never storage, never Qt."""
