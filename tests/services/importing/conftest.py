from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vaults import StillClock, phrase
from vault.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An empty vault, open, on 24 November 2026."""
    with Session.create(tmp_path / "vault", phrase(), profile=255, clock=StillClock()) as session:
        yield session
