"""The invented organisation: what it has to show."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.vaults import begun
from vault.services import patterns, sample
from vault.services.patterns import top
from vault.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "v") as one:
        yield one


def test_its_log_says_who_may_be_behind_what_happened(session: Session) -> None:
    sample.fill(session)
    found = patterns.found(session, 365)
    shown = top(dict(found.counts.actors), found.names)
    assert len(shown) >= 4
    assert all(words and n for words, n in shown)
