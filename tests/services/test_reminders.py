"""What lies outside the vault for the reminders: nothing of its content, and gone where it has to be gone."""

from __future__ import annotations

import errno
import io
import json
import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from dateutil import tz
from icalendar import Calendar

from tests.ui.conftest import Tuesday
from tests.vaults import at_home_in, begun
from vault.errors import AlreadyThere, ExportRefused, StorageFault
from vault.plans import reminding
from vault.plans.days import Day
from vault.plans.model import Action, Person
from vault.plans.reminding import Bell, Wishes
from vault.services import autostart, bells, calendar_file, reminders, tidying
from vault.services.session import Session
from vault.storage.orders import Orders, Outcome

WISHES = Wishes(words="Water the plants", leads=(0, 1))


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with begun(tmp_path / "v", organisation="River Watch", by="Nadia", clock=Tuesday()) as one:
        one.save(Action(title="Buy a safe", due=Day("2026-12-01"), state="agreed")).result()
        one.save(Person(name="Leila of Old Mill")).result()
        yield one


def only_file() -> Path:
    (found,) = bells.files()
    return found


def test_nothing_lies_outside_until_somebody_wants_it(session: Session) -> None:
    reminders.renew(session)
    assert bells.files() == []
    assert reminders.wishes(session) is None


def test_the_file_holds_moments_and_the_chosen_words_alone(session: Session) -> None:
    reminders.choose(session, WISHES)
    text = only_file().read_text("utf-8")
    said = json.loads(text)
    assert set(said) == {"version", "words", "quiet", "moments", "told", "silent"}
    left = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", "", text.replace("Water the plants", ""))
    assert set(re.findall(r"[A-Za-z]{2,}", left)) == {"version", "words", "quiet", "moments", "told", "silent"}
    vault_id = session.opened.keyfile.header.vault_id.hex()
    assert vault_id not in text + only_file().name
    assert only_file().stat().st_mode & 0o077 == 0
    assert reminders.wishes(session) == WISHES


def test_while_people_sit_together_no_file_of_this_person_rings(session: Session) -> None:
    reminders.choose(session, WISHES)
    other = bells.ring_file(bells.new_name())
    now = session.clock.now()
    bells.write(other, Bell("Feed the cat", time(20), time(8), (now.astimezone(UTC),)))
    assert reminders.silent_until(now) is None
    reminders.silence(now)
    assert reminders.silent_until(now) == now + timedelta(hours=2)
    found = [bells.read(file) for file in bells.files()]
    assert all(one and not reminding.rings(one, now + timedelta(hours=1), UTC) for one in found)
    reminders.renew(session)  # something was written meanwhile
    assert reminders.silent_until(now) == now + timedelta(hours=2)
    reminders.speak()
    assert reminders.silent_until(now) is None
    assert [bell.silent for bell in map(bells.read, bells.files()) if bell] == [None, None]


@pytest.mark.parametrize("silent", ["soon", "9999-99-99", 7, ["x"], None, "2026-11-24T10:00:00"])
def test_a_silence_that_cannot_be_read_silences_nothing(session: Session, silent: object) -> None:
    reminders.choose(session, WISHES)
    said = json.loads(only_file().read_text("utf-8")) | {"silent": silent}
    only_file().write_text(json.dumps(said), encoding="utf-8")
    bell = bells.read(only_file())
    assert bell is not None
    assert (bell.words, bell.silent) == ("Water the plants", None)


def test_a_file_that_refuses_keeps_no_other_from_being_silent(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminders.choose(session, WISHES)
    first, write = min(bells.files()), bells.write
    names = sorted(bells.ring_file(f"times-{n:08x}.json") for n in range(2))
    for name in names:
        write(name, Bell("Look", time(20), time(8)))

    def refusing(file: Path, bell: Bell) -> None:
        if file == names[0]:
            raise OSError(errno.EACCES, "no")
        write(file, bell)

    monkeypatch.setattr(bells, "write", refusing)
    with pytest.raises(OSError, match="no"):
        reminders.silence(session.clock.now())
    assert [bool(bell.silent) for bell in map(bells.read, [*names, first]) if bell] == [False, True, True]


def test_a_clock_set_back_a_little_does_not_end_a_silence(session: Session) -> None:
    reminders.choose(session, WISHES)
    now = session.clock.now()
    reminders.silence(now)
    assert reminders.silent_until(now - timedelta(minutes=3)) is not None
    assert reminders.silent_until(now - timedelta(days=1)) is None


def test_when_people_met_is_not_kept(session: Session) -> None:
    reminders.choose(session, WISHES)
    long_ago = session.clock.now() - timedelta(hours=3)
    reminders.silence(long_ago)
    session.save(Action(title="Ask for a quote", due=Day("2026-12-03"), state="agreed")).result()
    reminders.renew(session)
    bell = bells.read(only_file())
    assert bell is not None
    assert bell.silent is None


def test_it_follows_what_is_due(session: Session) -> None:
    reminders.choose(session, replace(WISHES, leads=(0,)))
    zone = tz.gettz("Europe/Oslo")
    reminders.renew(session, zone)
    bell = bells.read(only_file())
    assert bell is not None
    days = [one.astimezone(zone).date().isoformat() for one in bell.moments]
    assert "2026-12-01" in days
    action = next(one for one in session.all("action") if isinstance(one, Action))
    session.save(replace(action, state="done")).result()
    reminders.renew(session, zone)
    bell = bells.read(only_file())
    assert bell is not None
    assert "2026-12-01" not in [one.astimezone(zone).date().isoformat() for one in bell.moments]
    assert bell.told == Tuesday().now()  # whoever chose it saw what was due


def test_turned_off_it_is_gone(session: Session) -> None:
    reminders.choose(session, WISHES)
    reminders.turn_off(session)
    assert bells.files() == []
    reminders.renew(session)
    assert bells.files() == []


def test_a_vault_that_is_carried_elsewhere_writes_nothing_there_unasked(
    session: Session, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reminders.choose(session, WISHES)
    at_home_in(tmp_path / "elsewhere", monkeypatch)
    reminders.renew(session)
    reminders.just_told(session)
    assert bells.files() == []
    assert reminders.wishes(session) is None
    reminders.turn_off(session)
    at_home_in(home, monkeypatch)
    assert reminders.wishes(session) == WISHES  # where it was wanted, it is still


@pytest.mark.parametrize(("outcome", "left"), [(Outcome.WRONG, 1), (Outcome.OTHER, 1), (Outcome.WELCOME, 0)])
def test_reminders_that_stop_would_tell(session: Session, home: Path, outcome: Outcome, left: int) -> None:
    reminders.choose(session, WISHES)
    autostart.enter(["notes"])
    tidying.do(tidying.Rest(Orders(outcome=outcome, traces=True), bytes(16)))
    assert len(bells.files()) == left
    assert autostart.entry().is_file() == bool(left)


# ---------------------------------------------------------------------------------------------- the file


def test_what_was_written_is_read(home: Path) -> None:
    moments = tuple(datetime(2026, 12, day, 8, tzinfo=UTC) for day in (1, 2))
    made = Bell("Look", time(20), time(8), moments, moments[0])
    file = bells.ring_file(bells.new_name())
    bells.write(file, made)
    assert bells.read(file) == made
    assert [one.name for one in file.parent.iterdir()] == [file.name]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"{", b"[]", b"\xff\xfe", b"null",
        b'{"version": 2, "words": "x", "quiet": ["20:00", "08:00"], "moments": [], "told": ""}',
        b'{"version": 1, "words": 7, "quiet": ["20:00", "08:00"], "moments": [], "told": ""}',
        b'{"version": 1, "words": "x", "quiet": ["20:00"], "moments": [], "told": ""}',
        b'{"version": 1, "words": "x", "quiet": ["25:00", "08:00"], "moments": [], "told": ""}',
        b'{"version": 1, "words": "x", "quiet": ["20:00", "08:00"], "moments": ["soon"], "told": ""}',
        b'{"version": 1, "words": "x", "quiet": ["20:00", "08:00"], "moments": ["2026-01-01T00:00:00"], "told": ""}',
        b'{"version": 1, "words": "x", "quiet": ["20:00", "08:00"], "moments": ["0001-01-01T00:00:00+14:00"]}',
        b'{"version": 1, "words": "x", "quiet": ["20:00", "08:00"], "moments": 5}',
        b"[" * 100_000,
    ],
)  # fmt: skip
def test_a_corrupt_or_newer_file_rings_never_and_is_left_alone(home: Path, content: bytes) -> None:
    file = bells.ring_file(bells.new_name())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    assert bells.read(file) is None
    assert file.read_bytes() == content


def test_an_endless_file_is_not_read(home: Path) -> None:
    file = bells.ring_file(bells.new_name())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(b" " * (2 << 20))
    assert bells.read(file) is None


@pytest.mark.parametrize("quiet", ['["20:00+01:00", "08:00"]', '["20:00Z", "08:00Z"]'])
def test_a_time_of_day_with_a_zone_is_no_such_time(home: Path, quiet: str) -> None:
    file = bells.ring_file(bells.new_name())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{{"version": 1, "words": "x", "quiet": {quiet}, "moments": ["2020-01-01T00:00:00+00:00"]}}')
    assert bells.read(file) is None


@pytest.mark.linux
@pytest.mark.parametrize("place", ["pipe", "device", "link", "folder"])
def test_what_is_no_plain_file_is_not_read_and_not_written_into(home: Path, tmp_path: Path, place: str) -> None:
    file, other = bells.ring_file(bells.new_name()), tmp_path / "other"
    file.parent.mkdir(parents=True, exist_ok=True)
    other.write_text('{"version": 1, "words": "x", "quiet": ["20:00", "08:00"], "moments": []}')
    for one in (file, file.with_suffix(".new")):
        if place == "pipe":
            os.mkfifo(one)
        elif place == "device":
            one.symlink_to("/dev/zero")
        elif place == "link":
            one.symlink_to(other)
        elif one == file:
            one.mkdir()
    before = other.read_bytes()
    assert bells.read(file) is None
    made = Bell("Look", time(20), time(8), ())
    if place == "folder":
        with pytest.raises(OSError, match=r".*"):
            bells.write(file, made)
    else:
        bells.write(file, made)
        assert bells.read(file) == made
        assert not file.is_symlink()
    assert other.read_bytes() == before


@pytest.mark.parametrize("name", ["../x", "times-1.json", "times-0123456g.json", "notes.vault"])
def test_no_other_file_is_ever_meant(name: str) -> None:
    with pytest.raises(ValueError, match=re.escape(name)):
        bells.ring_file(name)


# ------------------------------------------ started with the desktop


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_the_entry_is_neutral_and_goes_again(home: Path, monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    monkeypatch.setattr("sys.platform", system)
    autostart.enter(['/opt/my "notes" $HOME/100%', "--times"])
    (file,) = [one for one in home.rglob("*notes-times*") if one.is_file()]
    text = file.read_text("utf-8")
    assert "vault" not in text.lower()
    if system == "linux":
        assert 'Exec="/opt/my \\\\"notes\\\\" \\\\$HOME/100%%" "--times"' in text
    else:
        assert "<string>--times</string>" in text
    assert file == autostart.entry()
    autostart.leave()
    autostart.leave()
    assert not file.exists()


def test_the_entry_lies_where_this_desktop_looks(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setattr("sys.platform", "linux")
    autostart.enter(["notes"])
    assert (tmp_path / "settings" / "autostart" / "notes-times.desktop").is_file()


class Registry:
    """The documented part of `winreg` that is used."""

    HKEY_CURRENT_USER, REG_SZ, KEY_SET_VALUE = 1, 1, 2

    def __init__(self) -> None:
        self.values: dict[str, str] = {}

    def CreateKey(self, *_where: object) -> Registry:  # noqa: N802
        return self

    OpenKey = CreateKey

    def __enter__(self) -> Registry:
        return self

    def __exit__(self, *exc: object) -> None: ...

    def SetValueEx(self, _key: object, name: str, _zero: int, _kind: int, value: str) -> None:  # noqa: N802
        self.values[name] = value

    def DeleteValue(self, _key: object, name: str) -> None:  # noqa: N802
        if name not in self.values:
            raise FileNotFoundError(name)
        del self.values[name]


def test_on_windows_it_is_a_value_of_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    registry = Registry()
    monkeypatch.setattr("sys.platform", "win32")
    monkeypatch.setattr(autostart, "_registry", lambda: registry)
    autostart.enter([r"C:\My Programs\notes.exe", "--times"])
    assert registry.values == {"notes-times": r'"C:\My Programs\notes.exe" --times'}
    autostart.leave()
    autostart.leave()
    assert registry.values == {}


# ---------------------------------------------------------------------------------------------- a file for a calendar


def test_the_calendar_file_holds_days_and_words_alone(session: Session, tmp_path: Path) -> None:
    target = tmp_path / "notes.ics"
    assert calendar_file.save(session, target, WISHES) >= 1
    text = target.read_text("utf-8")
    for word in ("Leila", "River", "safe", "Nadia", "Action", session.path.name + "/"):
        assert word not in text
    events = Calendar.from_ical(text).walk("VEVENT")
    assert {str(event["summary"]) for event in events} == {"Water the plants"}
    assert "2026-12-01" in {event.decoded("dtstart").isoformat() for event in events}
    assert {len(event.walk("VALARM")) for event in events} == {2}
    assert session.exports()[0].place == str(target)


def test_the_calendar_file_replaces_nothing_and_lies_outside(session: Session, tmp_path: Path) -> None:
    taken = tmp_path / "there.ics"
    taken.write_text("mine")
    with pytest.raises(AlreadyThere):
        calendar_file.save(session, taken, WISHES)
    assert taken.read_text() == "mine"
    with pytest.raises(ExportRefused):
        calendar_file.save(session, session.path / "notes.ics", WISHES)
    assert session.exports() == []


def test_half_a_calendar_file_is_taken_away(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(io.BytesIO):
        def write(self, *_given: object) -> int:
            raise OSError(errno.ENOSPC, "full")

    def full(descriptor: int, *_given: object) -> Full:
        os.close(descriptor)
        return Full()

    monkeypatch.setattr(calendar_file.os, "fdopen", full)
    with pytest.raises(StorageFault):
        calendar_file.save(session, tmp_path / "notes.ics", WISHES)
    assert not (tmp_path / "notes.ics").exists()
