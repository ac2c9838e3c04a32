"""Vault: an encrypted home for the security plan of a human-rights organisation."""

__version__ = "0.1.0"
