"""Check 6, for saving, importing and backing up: a kill at each write, at each flush and at each name that is given.

A changed passphrase and new keys are killed so in `test_kills.py` and `test_rotation_kills.py`, and everything at any
moment in `killed.py`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.security.test_refused_writes import KEPT, NEEDS_STRACE, ROWS, Tried, content, numbers, opens, place, tried
from tests.vaults import PHRASE, phrase
from vault.services import backing_up

__all__ = ["place"]

CALLS = ("pwrite64", "fsync,fdatasync", "write", "rename,renameat2,link,linkat")
ACTS = ("save", "import", "backup")


def verify(one: Tried) -> bool:
    """All of it is there, or nothing; whether all of it is."""
    assert opens(one, PHRASE)
    titles, people = content(one, PHRASE)
    assert KEPT in titles
    assert people in (0, ROWS)
    backup = one.folder / "b.backup"
    if backup.exists():
        assert backing_up.check_backup(backup, phrase()).counts["incident"] == 1
    return {"save": len(titles) == 2, "import": people == ROWS, "backup": backup.exists()}[one.act]


@pytest.mark.linux
@pytest.mark.slow
@NEEDS_STRACE
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("act", ACTS)
def test_a_kill_at_each_of_them_leaves_all_or_nothing(place: Path, act: str, call: str) -> None:
    seen, kills = [], 0
    for number in numbers():
        one = tried(place, act, call, "signal=KILL", str(number))
        seen.append(verify(one))
        if one.code == 0:
            break
        assert one.code in (-9, 137), one
        kills += 1
    assert seen[-1]
    assert kills or call.startswith(("write", "rename"))
    assert seen == sorted(seen), "something that was there once is gone after a later kill"
    print(f"{act} {call}: {kills} kills")  # noqa: T201 - for whoever keeps the figures (pytest -s)
