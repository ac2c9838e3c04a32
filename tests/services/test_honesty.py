"""The honest picture: what it says follows from what is so, and never says more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from tests.vaults import CODE, StillClock, phrase
from vault.services import backing_up, duress, honesty, keyholding, machine, partners, places, reach
from vault.services.honesty import Finding, Machine, State, picture
from vault.services.reach import Grade, Reach
from vault.services.session import Session
from vault.storage import kdf, registers

STRONG = "quiet lantern drift onion harbour seven"
COMPUTER = Machine(
    reach=Reach(Grade.REACHES, reach.IN_PLACE, encrypted=True),
    swap_readable=False,
    watches_screen_lock=True,
    hides_from_screenshots=True,
)


def opened(path: Path, text: str = STRONG, recovery: str | None = None) -> Session:
    code = None if recovery is None else phrase(recovery)
    return Session.create(path, phrase(text), profile=255, clock=StillClock(), by="N", recovery=code)


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with opened(tmp_path / "a.vault") as made:
        yield made


def found(session: Session, key: str, computer: Machine = COMPUTER, minutes: int = 5) -> Finding:
    (one,) = [one for one in picture(session, computer, minutes).findings if one.key == key]
    return one


def test_every_danger_is_told_once_with_a_reason(session: Session) -> None:
    told = picture(session, COMPUTER, 5)
    assert len({one.key for one in told.findings}) == len(told.findings) == 12
    assert all(one.danger and one.because and bool(one.cure) == bool(one.cure_words) for one in told.findings)
    assert told.summary.endswith("Weak if someone makes you open it.")
    assert set(honesty.WORDS) == set(State)


def test_how_strong_the_passphrases_are(tmp_path: Path, session: Session) -> None:
    assert found(session, "stolen").state is State.PROTECTED
    with opened(tmp_path / "weak.vault", "river") as weak:
        assert found(weak, "stolen").state is State.PARTLY
        assert found(weak, "stolen").cure == "passphrases"
        weak.submit(
            lambda work: keyholding.change(weak.opened, work, weak.opened.position, phrase(STRONG), clock=StillClock())
        ).result()
        assert found(weak, "stolen").state is State.PROTECTED
        weak.submit(
            lambda work: keyholding.add(weak.opened, work, "B", phrase("river stone"), clock=StillClock())
        ).result()
        assert found(weak, "stolen").state is State.PARTLY
    with opened(tmp_path / "other.vault", "четыре слова без всякой связи") as other:
        assert found(other, "stolen").state is State.UNKNOWN  # nobody can judge them


def test_a_vault_of_before_strength_was_noted(session: Session) -> None:
    session.submit(lambda work: work.db.execute("DELETE FROM setting WHERE name LIKE 'strength%'")).result()
    assert found(session, "stolen").state is State.UNKNOWN


def test_backups(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (found(session, "disk").state, found(session, "disk").cure) == (State.NOT, "backup")
    assert found(session, "office").state is State.NOT
    backing_up.back_up(session, tmp_path / "b.backup")
    assert (found(session, "disk").state, found(session, "disk").cure) == (State.NOT, "backups")
    monkeypatch.setattr(places, "same_disk", lambda one, other: False)
    assert found(session, "disk").state is State.PROTECTED
    assert found(session, "office").state is State.UNKNOWN
    assert picture(session, COMPUTER, 5).summary.startswith("Good against theft and a broken disk.")
    for at, verified, state, said in (
        ("2026-11-10T09:00:00.000+00:00", "x", State.PARTLY, "14 days old"),
        ("2026-11-23T09:00:00.000+00:00", "x", State.PROTECTED, "1 day old"),
        ("2026-11-24T09:00:00.000+00:00", "", State.PARTLY, "not read again"),
        ("2036-11-24T09:00:00.000+00:00", "x", State.PARTLY, "nobody can tell"),
    ):
        made = registers.BackedUp(at, "N", "/elsewhere/b", 1, verified)
        session.submit(
            lambda work, made=made: (  # type: ignore[misc]
                work.db.execute("DELETE FROM backup_register"),
                registers.put_backup(work.db, made),
                registers.put_setting(work.db, backing_up.ELSEWHERE, made.at),
            )
        ).result()
        assert found(session, "disk").state is state
        assert said in found(session, "disk").because


def test_a_backup_that_is_gone_protects_from_nothing(session: Session, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    made = backing_up.back_up(session, folder)
    assert found(session, "disk").state is State.NOT  # on the same disk
    made.path.unlink()
    assert found(session, "disk").state is State.UNKNOWN
    assert "not where it was written" in found(session, "disk").because
    folder.rmdir()
    assert found(session, "disk").state is State.UNKNOWN
    session.set_setting(backing_up.ELSEWHERE, session.clock.stamp()).result()
    assert found(session, "disk").state is State.PROTECTED  # it lay on a stick that is not plugged in


def test_ways_in_when_one_is_lost(tmp_path: Path, session: Session) -> None:
    assert found(session, "forgotten").state is State.NOT
    session.submit(
        lambda work: keyholding.add(session.opened, work, "B", phrase(f"{STRONG} two"), clock=StillClock())
    ).result()
    assert found(session, "forgotten").state is State.PARTLY
    session.submit(
        lambda work: keyholding.new_recovery(session.opened, work, phrase(CODE), clock=StillClock())
    ).result()
    assert found(session, "forgotten").state is State.PROTECTED
    with opened(tmp_path / "code.vault", recovery=CODE) as coded:
        assert found(coded, "forgotten").state is State.PARTLY


@pytest.mark.parametrize(("minutes", "cure"), [(2, ""), (5, "locking"), (30, "locking")])
def test_locking(session: Session, minutes: int, cure: str) -> None:
    one = found(session, "left", minutes=minutes)
    assert (one.state, one.cure) == (State.PARTLY, cure)
    assert f"{minutes} quiet minutes and when the screen locks." in one.because
    deaf = found(session, "left", replace(COMPUTER, watches_screen_lock=False), minutes)
    assert "screen locks" not in deaf.because


@pytest.mark.parametrize(
    ("key", "computer", "state"),
    [
        ("pieces", COMPUTER, State.PROTECTED),
        ("pieces", replace(COMPUTER, reach=Reach(Grade.NOT, reach.COPIES, None)), State.PARTLY),
        ("whole", COMPUTER, State.PROTECTED),
        ("whole", replace(COMPUTER, reach=Reach(Grade.REACHES, reach.IN_PLACE, encrypted=False)), State.NOT),
        ("whole", replace(COMPUTER, reach=Reach(Grade.REACHES, reach.IN_PLACE, None)), State.UNKNOWN),
        ("swap", COMPUTER, State.PROTECTED),
        ("swap", replace(COMPUTER, swap_readable=True), State.NOT),
        ("swap", replace(COMPUTER, swap_readable=None), State.UNKNOWN),
        ("screen", COMPUTER, State.PROTECTED),
        ("screen", replace(COMPUTER, hides_from_screenshots=False), State.NOT),
        ("spied", COMPUTER, State.NOT),
    ],
)
def test_this_computer(session: Session, key: str, computer: Machine, state: State) -> None:
    assert found(session, key, computer).state is state


def test_screenshots_that_were_allowed_for_the_moment_are_said_so(session: Session) -> None:
    allowed = replace(COMPUTER, hides_from_screenshots=False, shown_in_screenshots=True)
    one = found(session, "screen", allowed)
    assert (one.state, one.cure) == (State.NOT, "locking")
    assert "ten minutes" in one.because


def test_a_partner_elsewhere_is_told_of_and_promises_nothing(tmp_path: Path, session: Session) -> None:
    backing_up.back_up(session, tmp_path / "a.backup")
    assert found(session, "office").state is State.UNKNOWN
    partners.add(session, "Far friends", str(pyrage.x25519.Identity.generate().to_public())).result()
    told = found(session, "office")
    assert told.state is State.UNKNOWN  # that somebody could open a backup does not say that they have one
    assert "partners" in told.because


def test_exports(session: Session) -> None:
    assert found(session, "exports").state is State.UNKNOWN
    assert "What was printed is not written down." in found(session, "exports").because
    session.record_export("nhrf-plan", "nhrf", "/somewhere/plan.pdf", "00").result()
    assert found(session, "exports").state is State.NOT
    assert found(session, "exports").because.startswith("1 file left this year.")


def test_of_force_the_same_is_said_of_every_vault(session: Session, tmp_path: Path) -> None:
    survivor = backing_up.back_up(session, tmp_path / "b.backup")
    before = found(session, "forced")
    session.submit(
        lambda work: duress.arm(
            session.opened,
            work.db,
            phrase(STRONG),
            phrase("the kettle sings at noon"),
            duress.orders("wrong", None, ()),
            survivor,
            clock=StillClock(),
        )
    ).result()
    assert found(session, "forced") == before


def test_a_cheaper_key_is_told(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "costs less" in found(session, "stolen").because  # the quick profile of the tests
    monkeypatch.setattr(honesty.kdf, "profile", lambda number: kdf.Profile(number, 3, 1, 1))
    assert "costs less" not in found(session, "stolen").because


@pytest.mark.linux
@pytest.mark.parametrize(
    ("listed", "readable"),
    [
        ("Filename Type Size Used Priority\n", False),
        ("Filename Type Size Used Priority\n/dev/zram0 partition 1 0 100\n", False),
        ("Filename Type Size Used Priority\n/dev/none partition 1 0 100\n", True),
        ("Filename Type Size Used Priority\n/swapfile file 1 0 -2\n", True),
    ],
)
def test_memory_on_the_disk(listed: str, readable: bool) -> None:
    assert machine.readable_in(listed) is readable
