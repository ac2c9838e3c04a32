"""A vault with a duress passphrase, for the tests of what that does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.vaults import CODE, PHRASE, StillClock, phrase
from vault.errors import Gone, WrongPassphrase
from vault.services import backing_up, duress, tidying, unlocking
from vault.services.session import Session
from vault.services.tidying import Rest

DURESS = "the kettle sings at noon"


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[Rest]:
    """The rest is done at once, and what it was is kept."""
    began: list[Rest] = []

    def at_once(rest: Rest) -> None:
        began.append(tidying.unpacked(rest.packed()))
        tidying.do(began[-1])

    monkeypatch.setattr(tidying, "start", at_once)
    return began


@pytest.fixture
def vault(tmp_path: Path, done: list[Rest]) -> Path:
    path = tmp_path / "a.vault"
    Session.create(path, phrase(), profile=255, recovery=phrase(CODE), clock=StillClock(), by="Nasrin").close()
    return path


def backed_up(vault: Path, target: Path) -> Path:
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        return backing_up.back_up(session, target).path


@pytest.fixture
def survivor(vault: Path, tmp_path: Path) -> Path:
    (tmp_path / "abroad").mkdir()
    return backed_up(vault, tmp_path / "abroad" / "notes.backup")


def set_up(vault: Path, survivor: Path, text: str = DURESS, passphrase: str = PHRASE, **how: object) -> None:
    duress.set_up(vault, phrase(passphrase), phrase(text), backup=survivor, clock=StillClock(), **how)  # type: ignore[arg-type]


def typed(vault: Path, text: str) -> object:
    """What an unlock gives: what it raised, or the folder that opened."""
    try:
        with unlocking.unlock(vault, phrase(text), clock=StillClock()) as opened:
            return opened.bundle.path
    except (WrongPassphrase, Gone) as error:
        return type(error)
