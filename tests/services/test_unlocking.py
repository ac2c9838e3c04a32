from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.vaults import CODE, PHRASE, StillClock, as_nobody, closed, database_of, made, opens, phrase, writing
from vault import errors
from vault.errors import (
    AlreadyThere,
    Damaged,
    InUse,
    InvalidRecord,
    NewerVersion,
    NotAVault,
    NotEnoughMemory,
    NotFound,
    WrongPassphrase,
)
from vault.services import keyholding, unlocking
from vault.services.founding import create
from vault.services.unlocking import Opened, unlock
from vault.storage import container, keyholders, slots
from vault.storage.bundle import Bundle
from vault.storage.container import KeyFile
from vault.storage.database import connect
from vault.storage.kdf import TEST
from vault.storage.keys import canonical
from vault.storage.slots import Kind, Payload


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.vault"


def held(opened: Opened) -> list[str]:
    connection = database_of(opened)
    words = [row[0] for row in connection.execute("SELECT words FROM note")]
    connection.close()
    return words


def write_payload(path: Path, text: str, change: Callable[[Payload], Payload]) -> None:
    """Put a slot of any content into a reserved position, as `text` opens it."""
    with unlock(path, phrase(), clock=StillClock()) as opened:
        connection = database_of(opened)
        free = next(one.position for one in keyholders.listed(connection) if one.role == slots.RESERVED)
        connection.close()
        secret = unlocking.kdf.derive(canonical(text), opened.keyfile.header.salt, TEST)
        payload = change(unlocking.slot_payload(Kind.KEYHOLDER, opened.key, bytearray(32), StillClock()))
        slot = opened.keyfile.place.seal(free, secret, payload)
        container.replace_slots(opened.keyfile, {free: slot}, opened.key)


# ------------------------------------------------------------------------------------------------ making a vault


def test_a_new_vault_is_open_and_opens_again(path: Path) -> None:
    with made(path) as opened:
        assert opened.slot_kind is Kind.KEYHOLDER
        assert opened.roles is not None
        assert opened.roles[opened.position] == "keyholder"
        assert sorted(opened.roles) == ["keyholder"] * 5 + ["recovery"] + ["reserved"] * 2
        assert (opened.readonly, opened.notices, opened.seq, opened.name) == (False, (), 1, "Nasrin")
        assert opened.bundle == Bundle(path)
        assert held(opened) == ["the bridge was closed"]
        position, personal = opened.position, bytes(opened.personal_key)
    with unlock(path, phrase(), clock=StillClock()) as again:
        assert (again.position, bytes(again.personal_key), again.roles) == (position, personal, None)
        assert again.keyfile.header == container.read(path / "g0001" / "keys.bin").header
        assert held(again) == ["the bridge was closed"]


def test_the_database_is_there_from_the_first_moment(path: Path) -> None:
    create(path, phrase(), profile=TEST).close()
    with unlock(path, phrase()) as opened:
        assert database_of(opened).execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


@pytest.mark.linux
def test_everything_is_for_its_owner_alone(path: Path) -> None:
    closed(path)
    modes = {stat.S_IMODE(one.stat().st_mode) for one in path.rglob("*") if one.is_file()}
    assert modes == {0o600}
    assert {stat.S_IMODE(one.stat().st_mode) for one in (path, path / "g0001")} == {0o700}


def test_the_recovery_code_opens_in_any_dress(path: Path) -> None:
    closed(path, recovery=CODE)
    with unlock(path, phrase(CODE.lower().replace("-", " ").replace("0", "o")), clock=StillClock()) as opened:
        assert opened.slot_kind is Kind.RECOVERY
        assert held(opened) == ["the bridge was closed"]
    assert opens(path, PHRASE)


def test_the_same_phrase_from_another_keyboard(path: Path) -> None:
    closed(path, "Åse  går på tur ")
    assert opens(path, "A\u030ase ga\u030ar pa\u030a tur")


@pytest.mark.parametrize("what", ["file", "empty folder", "vault", "dangling link"])
def test_what_exists_is_left_alone(path: Path, what: str) -> None:
    match what:
        case "file":
            path.write_text("mine")
        case "empty folder":
            path.mkdir()
        case "vault":
            closed(path)
        case _:
            path.symlink_to(path.parent / "nowhere")
    before = sorted(path.parent.rglob("*"))
    with pytest.raises(AlreadyThere):
        made(path, "other words")
    assert sorted(path.parent.rglob("*")) == before


@pytest.mark.parametrize(
    ("text", "recovery"), [("", None), ("   ", None), ("x" * 1025, None), (PHRASE, ""), (CODE, CODE.lower())]
)
def test_what_cannot_be_a_passphrase_makes_no_vault(path: Path, text: str, recovery: str | None) -> None:
    with pytest.raises(InvalidRecord) as caught:
        made(path, text, recovery)
    assert "passphrase" in caught.value.faults
    assert list(path.parent.iterdir()) == []


def test_missing_folders_above_are_made(tmp_path: Path) -> None:
    closed(tmp_path / "a" / "b" / "c.vault")
    assert opens(tmp_path / "a" / "b" / "c.vault", PHRASE)


class FullDisk:
    """Stands in for `os.fsync` and refuses one of its calls."""

    def __init__(self, refused: int) -> None:
        self.refused, self.count, self.whole = refused, 0, os.fsync

    def __call__(self, descriptor: int) -> None:
        self.count += 1
        if self.count == self.refused:
            raise OSError(errno.ENOSPC, "No space left on device")
        self.whole(descriptor)


def test_a_failure_at_any_step_leaves_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = FullDisk(0)
    monkeypatch.setattr(os, "fsync", disk)
    closed(path.with_name("counted.vault"))
    assert disk.count > 6
    for refused in range(1, disk.count + 1):
        monkeypatch.setattr(disk, "refused", refused)
        monkeypatch.setattr(disk, "count", 0)
        with pytest.raises(errors.DiskFull):
            made(path)
        assert [one.name for one in path.parent.iterdir()] == ["counted.vault"]
    made(path).close()


def test_a_failure_while_the_database_is_filled_leaves_nothing(path: Path) -> None:
    def fail(opened: Opened) -> None:
        raise errors.StorageFault(opened.bundle.path)

    with pytest.raises(errors.StorageFault):
        create(path, phrase(), profile=TEST, fill=fail)
    assert list(path.parent.iterdir()) == []


def test_until_it_is_whole_a_vault_has_no_name(path: Path) -> None:
    """A kill while it is made leaves a hidden folder at most."""
    seen: list[bool] = []
    create(path, phrase(), profile=TEST, fill=lambda opened: seen.append(path.exists())).close()
    assert seen == [False]
    assert path.exists()


def test_the_wait_of_a_vault_is_measured_when_it_is_made(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(unlocking.kdf, "derive", lambda passphrase, salt, number: bytearray(64))
    clock = StillClock(readings=[100.0, 102.4])
    with create(path, phrase(), profile=1, recovery=phrase(CODE), clock=clock) as opened:
        assert opened.keyfile.header.floor == 3000  # two derivations of 1.2 s


# --------------------------------------------------------------------------------------------- opening a vault


@pytest.mark.parametrize(
    "text", ["", "lantern drift", "lantern drift onions", "Lantern drift onion", "x" * 5000, "\ud800", CODE]
)
def test_a_wrong_passphrase(path: Path, text: str) -> None:
    closed(path)
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    with pytest.raises(WrongPassphrase):
        unlock(path, bytearray(text, "utf-8", "surrogatepass"), clock=StillClock())
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before
    assert opens(path, PHRASE)


def test_bytes_that_are_no_text(path: Path) -> None:
    closed(path)
    with pytest.raises(WrongPassphrase):
        unlock(path, bytearray(b"\xff\xfe"), clock=StillClock())


def test_a_duress_slot_says_the_same_as_a_wrong_passphrase(path: Path) -> None:
    closed(path)
    write_payload(path, "quiet river stone four", lambda payload: replace(payload, kind=Kind.DURESS))
    with pytest.raises(WrongPassphrase) as duress:
        unlock(path, phrase("quiet river stone four"), clock=StillClock())
    with pytest.raises(WrongPassphrase) as wrong:
        unlock(path, phrase("no such words at all"), clock=StillClock())
    assert str(duress.value) == str(wrong.value)
    assert not opens(path, PHRASE)


def test_the_real_passphrase_wins_over_a_duress_slot_with_the_same_words(path: Path) -> None:
    closed(path)
    write_payload(path, PHRASE, lambda payload: replace(payload, kind=Kind.DURESS))
    assert opens(path, PHRASE)


@pytest.mark.parametrize("change", [{"kind": 9}, {"version": 2}])
def test_a_slot_of_a_newer_program(path: Path, change: dict[str, int]) -> None:
    closed(path)
    write_payload(path, "written by a later version", lambda payload: replace(payload, **change))
    with pytest.raises(NewerVersion):
        unlock(path, phrase("written by a later version"), clock=StillClock())
    assert opens(path, PHRASE)


def test_every_slot_is_tried_whichever_opens_first(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    closed(path, recovery=CODE)
    tried: list[int] = []
    whole = slots.Place.open

    def counted(place: slots.Place, position: int, secret: bytearray, slot: bytes) -> Payload | None:
        tried.append(position)
        return whole(place, position, secret, slot)

    monkeypatch.setattr(slots.Place, "open", counted)
    for text in (PHRASE, CODE, "wrong"):
        tried.clear()
        opens(path, text)
        assert tried == list(range(8))


def timed(keyfile: KeyFile, began: float, ended: float) -> list[float]:
    clock = StillClock(readings=[ended])
    unlocking._wait(keyfile, began, clock)
    return [round(slept, 6) for slept in clock.slept]


@pytest.mark.parametrize(("took", "sleeps"), [(0.4, [1.1]), (1.5, [0.0]), (1.51, [0.49]), (2.0, [0.0]), (7.3, [0.2])])
def test_every_answer_comes_at_the_floor_or_at_a_full_half_second(
    path: Path, took: float, sleeps: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unlocking.secrets, "randbelow", lambda below: 0)
    blank, _ = container.drawn(path, 1, bytes(16), 1500)
    assert timed(blank, 10.0, 10.0 + took) == sleeps


def test_and_a_moment_of_chance_later(path: Path) -> None:
    blank, _ = container.drawn(path, 1, bytes(16), 1500)
    slept = [timed(blank, 10.0, 11.5)[0] for _turn in range(200)]
    assert 0.0 <= min(slept) < 0.01
    assert 0.04 < max(slept) <= 0.05


@pytest.mark.parametrize("text", [PHRASE, CODE, "wrong", ""])
def test_right_and_wrong_take_the_same_time(path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    derive = unlocking.kdf.derive
    monkeypatch.setattr(unlocking.kdf, "derive", lambda phrase, salt, number: derive(phrase, salt, TEST))
    monkeypatch.setattr(unlocking.secrets, "randbelow", lambda below: 0)
    create(path, phrase(), profile=1, recovery=phrase(CODE), clock=StillClock()).close()
    clock = StillClock()
    try:
        unlock(path, phrase(text), clock=clock).close()
    except WrongPassphrase:
        pass
    assert clock.slept == [0.5]


def test_the_typed_passphrase_is_left_to_the_caller(path: Path) -> None:
    closed(path)
    typed = phrase()
    unlock(path, typed, clock=StillClock()).close()
    assert typed == PHRASE.encode()


def test_closing_wipes_the_keys_and_lets_others_in(path: Path) -> None:
    closed(path)
    opened = unlock(path, phrase(), clock=StillClock())
    with pytest.raises(InUse, match="another window"):
        unlock(path, phrase(), clock=StillClock())
    opened.close()
    opened.close()
    assert opened.personal_key == bytes(32)
    with pytest.raises(ValueError, match="closed"):
        opened.key.secret()
    assert opens(path, PHRASE)


@pytest.mark.parametrize("text", [PHRASE, "wrong"])
def test_buffers_of_secrets_are_wiped(path: Path, monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    closed(path)
    kept: list[bytearray] = []

    def keeping(whole: Callable[..., bytearray]) -> Callable[..., bytearray]:
        def inner(*arguments: object) -> bytearray:
            kept.append(whole(*arguments))
            return kept[-1]

        return inner

    monkeypatch.setattr(unlocking, "canonical", keeping(unlocking.canonical))
    monkeypatch.setattr(unlocking.kdf, "derive", keeping(unlocking.kdf.derive))
    monkeypatch.setattr(slots, "slot_key", keeping(slots.slot_key))
    opens(path, text)
    assert len(kept) == 10
    assert [bytes(buffer).strip(b"\0") for buffer in kept] == [b""] * 10


def test_an_opened_vault_does_not_show_itself(path: Path) -> None:
    with made(path) as opened:
        for thing in (opened, opened.keyfile, opened.keyfile.header, opened.key):
            assert len(repr(thing)) < 120


def test_a_file_that_is_no_vault(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")
    for place, error in ((tmp_path / "x", NotAVault), (tmp_path, NotAVault), (tmp_path / "y", NotFound)):
        with pytest.raises(error):
            unlock(place, phrase())
    assert [one.name for one in tmp_path.iterdir()] == ["x"]


def test_a_failure_lets_go_of_the_lock(path: Path) -> None:
    closed(path)
    keys = path / "g0001" / "keys.bin"
    content = keys.read_bytes()
    keys.write_bytes(b"")
    with pytest.raises(Damaged):
        unlock(path, phrase(), clock=StillClock())
    keys.write_bytes(content)
    (path / "g0001" / "data.db").rename(path / "aside.db")
    with pytest.raises(Damaged):
        unlock(path, phrase(), clock=StillClock())
    (path / "aside.db").rename(path / "g0001" / "data.db")
    assert opens(path, PHRASE)


def test_a_key_file_of_another_vault_with_the_same_passphrase(path: Path, tmp_path: Path) -> None:
    closed(path)
    other = closed(tmp_path / "other.vault")
    (path / "g0001" / "keys.bin").write_bytes((other / "g0001" / "keys.bin").read_bytes())
    with unlock(path, phrase(), clock=StillClock()) as opened, pytest.raises(Damaged, match="key"):
        database_of(opened)


def test_an_altered_header_opens_for_reading_only(path: Path) -> None:
    with made(path) as opened:
        spare = opened.roles.index("reserved") if opened.roles else 0
    keys = path / "g0001" / "keys.bin"
    read = container.read(keys)
    forged = replace(read.header, slots=tuple(
        slots.empty_slot() if at == spare else slot for at, slot in enumerate(read.header.slots)
    ))  # fmt: skip
    keys.write_bytes(forged.pack() * 2 + keys.read_bytes()[container.SHRED_AT :])
    before = keys.read_bytes()
    with unlock(path, phrase(), clock=StillClock()) as opened:
        assert opened.readonly
        assert opened.notices == (unlocking.ALTERED,)
        connection = connect(opened.bundle.database, opened.key.database_spec(), readonly=opened.readonly)
        assert connection.execute("SELECT words FROM note").fetchall() == [("the bridge was closed",)]
        connection.close()
    assert keys.read_bytes() == before


@pytest.mark.parametrize("start", [container.A, container.B])
def test_a_damaged_copy_is_mended(path: Path, start: int) -> None:
    closed(path)
    keys = path / "g0001" / "keys.bin"
    whole = keys.read_bytes()
    content = bytearray(whole)
    content[start + 0x500] ^= 0xFF
    keys.write_bytes(content)
    with pytest.raises(WrongPassphrase):
        unlock(path, phrase("wrong"), clock=StillClock())
    assert keys.read_bytes() == content
    with unlock(path, phrase(), clock=StillClock(), readonly=True) as opened:
        assert opened.notices == ()
    assert keys.read_bytes() == content
    with unlock(path, phrase(), clock=StillClock()) as opened:
        assert opened.notices == (unlocking.MENDED,)
        assert not opened.readonly
    assert keys.read_bytes() == whole


def test_reading_only_on_request(path: Path) -> None:
    closed(path)
    with unlock(path, phrase(), clock=StillClock(), readonly=True) as opened:
        assert opened.readonly
        assert opened.notices == ()


@pytest.mark.linux
def test_without_permission_to_write_it_opens_for_reading(path: Path) -> None:
    closed(path)
    with as_nobody(path):
        with unlock(path, phrase(), clock=StillClock()) as opened:
            assert opened.readonly
            assert opened.notices == (unlocking.NO_PERMISSION,)
            connection = connect(opened.bundle.database, opened.key.database_spec(), readonly=True)
            assert connection.execute("SELECT count(*) FROM note").fetchone() == (1,)
            connection.close()
        with pytest.raises(WrongPassphrase):
            unlock(path, phrase("wrong"), clock=StillClock())


@pytest.mark.linux
def test_a_vault_that_may_not_be_read(path: Path) -> None:
    closed(path)
    with as_nobody(path):
        os.seteuid(0)
        (path / "g0001" / "keys.bin").chmod(0o000)
        os.seteuid(65534)
        with pytest.raises(errors.NoPermission):
            unlock(path, phrase(), clock=StillClock())


# ------------------------------------------------------------------------------------------- asking once more


def test_asking_again_in_an_open_vault(path: Path) -> None:
    with made(path, recovery=CODE) as opened:
        clock = StillClock()
        unlocking.confirm(opened, phrase(), clock=clock)
        unlocking.confirm(opened, phrase(CODE), clock=clock)
        with pytest.raises(WrongPassphrase):
            unlocking.confirm(opened, phrase("wrong"), clock=clock)
        assert held(opened) == ["the bridge was closed"]


def test_only_the_passphrase_that_opened_it_is_ones_own(path: Path) -> None:
    with made(path, recovery=CODE) as opened:
        unlocking.confirm(opened, phrase(), own=True, clock=StillClock())
        assert not opened.by_recovery
        with pytest.raises(WrongPassphrase):
            unlocking.confirm(opened, phrase(CODE), own=True, clock=StillClock())
    with unlocking.unlock(path, phrase(CODE), clock=StillClock()) as opened:
        assert opened.by_recovery
        unlocking.confirm(opened, phrase(CODE), own=True, clock=StillClock())
        with pytest.raises(WrongPassphrase):
            unlocking.confirm(opened, phrase(), own=True, clock=StillClock())


# ------------------------------------------------------------------------------------ folders made by somebody else


@pytest.mark.linux
@pytest.mark.parametrize("name", ["keys.bin", "CURRENT"])
def test_a_pipe_in_the_place_of_a_file_does_not_hold_the_program_up(path: Path, name: str) -> None:
    bundle = Bundle.at(closed(path))
    place = bundle.keys_file if name == "keys.bin" else bundle.current
    place.unlink()
    os.mkfifo(place)
    if name == "CURRENT":
        assert opens(path, PHRASE)  # there is one folder only, so nothing needs to name it
    else:
        with pytest.raises(Damaged):
            unlock(path, phrase(), clock=StillClock())


@pytest.mark.parametrize("way", ["unlock", "confirm", "add"])
def test_no_passphrase_is_left_behind_where_the_memory_does_not_suffice(
    path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    given: list[bytearray] = []

    def derive(passphrase: bytearray, _salt: bytes, _profile: int) -> bytearray:
        given.append(passphrase)
        raise NotEnoughMemory(256)

    with made(path) as opened:
        connection = database_of(opened)
        ways = {
            "unlock": lambda: unlock(path, phrase(), clock=StillClock()),
            "confirm": lambda: unlocking.confirm(opened, phrase(), clock=StillClock()),
            "add": lambda: keyholding.add(
                opened, writing(opened, connection), "Nadia", phrase("another one"), clock=StillClock()
            ),
        }
        opened.lock.release()
        monkeypatch.setattr(unlocking.kdf, "derive", derive)
        with pytest.raises(NotEnoughMemory):
            ways[way]()
        connection.close()
    (left,) = given
    assert left == bytes(len(left))
