"""Check 11: a wiped vault is one whose passphrase nobody knows. Nothing about its files says more than that."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from tests.security.duress_vault import DURESS, backed_up, set_up, typed
from tests.vaults import CODE, PHRASE, StillClock, phrase
from vault.errors import WrongPassphrase
from vault.services import duress, keyholding
from vault.services.session import Session
from vault.storage import container, header
from vault.storage.container import SHRED_AT, SIZE, A, B
from vault.storage.header import HEADER_SIZE

OTHER = "garden canoe pepper morning"
#: of the public header: all but how often it was written
PUBLIC = [*range(0x20), *range(0x28, 0x80)]


@pytest.fixture
def keys(vault: Path) -> Path:
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        session.submit(lambda work: keyholding.add(session.opened, work, "Omar", phrase(OTHER))).result()
    return vault / "g0001" / "keys.bin"


def sizes(vault: Path) -> dict[str, int]:
    return {one.relative_to(vault).as_posix(): one.stat().st_size for one in vault.rglob("*") if one.is_file()}


def test_only_what_says_nothing_stays_and_everything_fits(vault: Path, keys: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    before, listed, moment = keys.read_bytes(), sizes(vault), keys.stat().st_mtime_ns
    assert typed(vault, DURESS) is WrongPassphrase
    after = keys.read_bytes()
    assert len(after) == SIZE
    assert sizes(vault) == listed
    assert keys.stat().st_mtime_ns == moment
    for start in (A, B):
        assert [before[start + at] for at in PUBLIC] == [after[start + at] for at in PUBLIC]
        assert header.is_sound(after[start : start + HEADER_SIZE])
        assert header.seq_of(after[start:]) == header.seq_of(before[start:]) + 1
        assert after[start + 0x3F80 : start + 0x3FA0] == hashlib.sha256(after[SHRED_AT:]).digest()
    assert container.read(keys).whole
    same = [at for at in range(0x80, SIZE) if before[at] == after[at] and at % HEADER_SIZE >= 0x80]
    assert len(same) < SIZE // 200, "one byte in 256 is alike by chance; more was left"
    assert before[0x80 : 0x80 + 16] not in after
    for text in (PHRASE, OTHER, CODE, DURESS, "never set at all"):
        assert typed(vault, text) is WrongPassphrase


def test_an_ordinary_change_leaves_the_same_traces(vault: Path, keys: Path, survivor: Path) -> None:
    """Seq grows by one and the public fields stay: so a wiped vault cannot be told by them from one just changed."""
    before = keys.read_bytes()
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        mine = session.opened.position
        session.submit(lambda work: keyholding.change(session.opened, work, mine, phrase("other words now"))).result()
    changed = keys.read_bytes()
    assert [before[at] for at in PUBLIC] == [changed[at] for at in PUBLIC]
    assert header.seq_of(changed) == header.seq_of(before) + 1


def test_the_look_at_the_traces_would_see_a_slot_that_was_left(vault: Path, keys: Path, survivor: Path) -> None:
    """A wipe that only emptied the reserved slots: keyholders would get in, and it would be found."""
    set_up(vault, survivor)
    before = keys.read_bytes()
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        session.submit(lambda work: duress.remove_all(session.opened, work.db)).result()
    after = keys.read_bytes()
    same = [at for at in range(0x80, SIZE) if before[at] == after[at] and at % HEADER_SIZE >= 0x80]
    assert len(same) > SIZE // 2
    assert typed(vault, PHRASE) == vault
    assert backed_up(vault, vault.parent / "again.backup").exists()
