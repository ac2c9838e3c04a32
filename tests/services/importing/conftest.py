from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vaults import StillClock, begun
from vault.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """An empty vault, open, on 24 November 2026."""
    with begun(tmp_path / "vault", clock=StillClock()) as session:
        yield session
