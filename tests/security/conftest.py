from __future__ import annotations

from tests.security.duress_vault import done, survivor, vault

__all__ = ["done", "survivor", "vault"]
