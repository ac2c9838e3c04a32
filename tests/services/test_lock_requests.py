"""Asking whoever has a vault open to lock it: answered, not answered, not open; and no request stays behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.vaults import StillClock, as_nobody, phrase
from vault import cli
from vault.errors import InUse, NotFound
from vault.services import lock_requests
from vault.services.session import Session


@pytest.fixture
def path(tmp_path: Path) -> Path:
    Session.create(tmp_path / "a.vault", phrase(), profile=255, by="N", clock=StillClock()).close()
    return tmp_path / "a.vault"


@dataclass(frozen=True)
class Waiting(StillClock):
    """While somebody waits, the other side does what it does."""

    meanwhile: list[Callable[[], object]] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        for one in self.meanwhile:
            one()


def opened(path: Path) -> Session:
    return Session.open(path, phrase(), clock=StillClock())


def test_whoever_has_it_open_is_asked_and_waited_for(path: Path) -> None:
    session, seen = opened(path), list[bool]()

    def answer() -> None:
        seen.append(lock_requests.heard(path))
        session.close()

    assert lock_requests.ask(path, Waiting(meanwhile=[answer]))
    assert seen == [True]
    assert not lock_requests.file_of(path).exists()


def test_a_vault_that_nobody_has_open_is_locked_already(path: Path) -> None:
    lock_requests.file_of(path).touch()  # of a day when nobody answered
    before = {one.name for one in path.iterdir()} - {lock_requests.NAME}
    assert not lock_requests.ask(path)
    assert {one.name for one in path.iterdir()} == before


def test_where_nobody_answers_that_is_said_and_no_request_stays(path: Path) -> None:
    clock = Waiting()
    with opened(path), pytest.raises(InUse):
        lock_requests.ask(path, clock)
    assert sum(clock.slept) > 10
    assert not lock_requests.file_of(path).exists()


def test_a_request_of_an_earlier_day_is_forgotten_when_the_vault_is_opened(path: Path) -> None:
    lock_requests.file_of(path).touch()
    with opened(path):
        assert not lock_requests.waiting(path)
        lock_requests.file_of(path).touch()  # while the window is made
        assert lock_requests.waiting(path)
        assert not lock_requests.file_of(path).exists()


@pytest.mark.linux
def test_a_request_that_cannot_be_taken_away_locks_nothing_for_ever(path: Path) -> None:
    lock_requests.file_of(path).touch()
    with as_nobody(path):
        assert lock_requests.heard(path)
        assert not lock_requests.waiting(path)


def test_no_file_is_made_where_a_link_leads(path: Path, tmp_path: Path) -> None:
    with opened(path):
        lock_requests.file_of(path).symlink_to(tmp_path / "elsewhere")
        with pytest.raises(Exception, match="could not be written"):
            lock_requests.ask(path, Waiting())
    assert not (tmp_path / "elsewhere").exists()
    assert not lock_requests.file_of(path).is_symlink()


def test_the_command_says_what_it_found(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["lock", str(path)]) == 0
    assert capsys.readouterr().out == "It was not open.\n"
    assert cli.main(["lock", str(tmp_path / "none.vault")]) == NotFound.exit_code
