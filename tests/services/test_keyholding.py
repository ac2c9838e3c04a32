from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.vaults import CODE, PHRASE, StillClock, closed, database_of, made, opens, phrase, writing
from vault.errors import ChangedElsewhere, DiskFull, InvalidRecord, ReadOnly, StorageFault
from vault.services import keyholding, unlocking
from vault.services import writing as writing_jobs
from vault.services.keyholding import Keyholder
from vault.services.passphrases import recovery_code
from vault.services.unlocking import Opened
from vault.storage import container, keyholders
from vault.storage.database import Connection
from vault.storage.kdf import TEST, derive
from vault.storage.keys import canonical
from vault.storage.slots import Kind


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.vault"


@pytest.fixture
def opened(path: Path) -> Iterator[Opened]:
    with made(path) as one:
        yield one


@pytest.fixture
def connection(opened: Opened) -> Iterator[Connection]:
    one = database_of(opened)
    yield one
    one.close()


def opens_now(opened: Opened, text: str) -> bool:
    """Whether the passphrase opens the vault as its key file is on the disk at this moment."""
    keyfile = container.read(opened.keyfile.path)
    assert keyfile.header.authentic(opened.key)
    assert keyfile.header == opened.keyfile.header
    secret = derive(canonical(text), keyfile.header.salt, TEST)
    return any(hit.secret == opened.key.secret() for hit in keyfile.opened_by(secret).values())


def personal_key(path: Path, text: str) -> bytes:
    with unlocking.unlock(path, phrase(text), clock=StillClock()) as one:
        return bytes(one.personal_key)


def held(connection: Connection) -> list[Keyholder]:
    return [one for one in keyholders.listed(connection) if one.held]


def names(connection: Connection) -> list[str]:
    return [holder.name for holder in held(connection)]


def refused(opened: Opened, connection: Connection) -> tuple[bytes, list[str], bytes]:
    """What must be the same after a refusal."""
    return opened.keyfile.path.read_bytes(), names(connection), opened.keyfile.header.pack()


def test_adding_a_keyholder(path: Path, opened: Opened, connection: Connection) -> None:
    position = keyholding.add(
        opened, writing(opened, connection), "  Amina   B. ", phrase("velvet sixteen harbour"), clock=StillClock()
    )
    assert opened.seq == 2
    assert opens_now(opened, "velvet sixteen harbour")
    assert opens_now(opened, PHRASE)
    (added,) = [one for one in held(connection) if one.position == position]
    assert (added.role, added.name, added.since) == ("keyholder", "Amina B.", "2026-11-24T09:30:00.000+00:00")
    mine = bytes(opened.personal_key)
    connection.close()
    opened.close()
    with unlocking.unlock(path, phrase("velvet sixteen harbour"), clock=StillClock()) as amina:
        assert amina.position == position
        assert amina.slot_kind is Kind.KEYHOLDER
        assert amina.personal_key != mine


def test_five_keyholders_at_most_and_every_other_slot_untouched(opened: Opened, connection: Connection) -> None:
    """A phrase in a reserved slot still opens after all the others are filled."""
    assert opened.roles
    keep = {at: opened.keyfile.header.slots[at] for at, role in enumerate(opened.roles) if role != "keyholder"}
    for number in range(4):
        keyholding.add(opened, writing(opened, connection), f"Person {number}", phrase(f"phrase number {number}"))
    before = refused(opened, connection)
    with pytest.raises(InvalidRecord) as caught:
        keyholding.add(opened, writing(opened, connection), "Sixth", phrase("the sixth phrase"))
    assert caught.value.faults == {"position": keyholding.FULL}
    assert refused(opened, connection) == before
    assert {at: opened.keyfile.header.slots[at] for at in keep} == keep
    assert all(opens_now(opened, text) for text in [PHRASE, *(f"phrase number {number}" for number in range(4))])


@pytest.mark.parametrize(
    ("name", "text", "field"),
    [("", "new words here", "name"), ("Amina", "", "passphrase"), ("Amina", f" {PHRASE} ", "passphrase")],
)
def test_what_cannot_be_added(opened: Opened, connection: Connection, name: str, text: str, field: str) -> None:
    before = refused(opened, connection)
    with pytest.raises(InvalidRecord) as caught:
        keyholding.add(opened, writing(opened, connection), name, phrase(text))
    assert list(caught.value.faults) == [field]
    assert refused(opened, connection) == before


def test_changing_ones_own_passphrase(path: Path, opened: Opened, connection: Connection) -> None:
    mine = bytes(opened.personal_key)
    keyholding.change(
        opened, writing(opened, connection), opened.position, phrase("other words now"), clock=StillClock()
    )
    assert opens_now(opened, "other words now")
    assert not opens_now(opened, PHRASE)
    assert names(connection) == ["Nasrin"]
    connection.close()
    opened.close()
    assert personal_key(path, "other words now") == mine


def test_changing_to_the_same_passphrase(opened: Opened, connection: Connection) -> None:
    keyholding.change(opened, writing(opened, connection), opened.position, phrase())
    assert opens_now(opened, PHRASE)
    assert opened.seq == 2


def test_a_passphrase_of_another_slot_is_refused(opened: Opened, connection: Connection) -> None:
    keyholding.add(opened, writing(opened, connection), "Amina", phrase("velvet sixteen harbour"))
    before = refused(opened, connection)
    with pytest.raises(InvalidRecord) as caught:
        keyholding.change(opened, writing(opened, connection), opened.position, phrase("velvet  sixteen harbour"))
    assert caught.value.faults == {"passphrase": keyholding.IN_USE}
    assert refused(opened, connection) == before


def test_somebody_elses_passphrase_is_theirs_to_change(opened: Opened, connection: Connection) -> None:
    position = keyholding.add(opened, writing(opened, connection), "Amina", phrase("velvet sixteen harbour"))
    before = refused(opened, connection)
    with pytest.raises(InvalidRecord) as caught:
        keyholding.change(opened, writing(opened, connection), position, phrase("other words now"))
    assert caught.value.faults == {"position": keyholding.OWN_ONLY}
    assert refused(opened, connection) == before


def test_after_the_recovery_code_a_forgotten_passphrase_gets_a_new_personal_key(path: Path) -> None:
    closed(path, recovery=CODE)
    mine = personal_key(path, PHRASE)
    with unlocking.unlock(path, phrase(CODE), clock=StillClock()) as opened:
        connection = database_of(opened)
        (holder,) = held(connection)
        keyholding.change(opened, writing(opened, connection), holder.position, phrase("a phrase to remember"))
        connection.close()
    assert not opens(path, PHRASE)
    assert personal_key(path, "a phrase to remember") not in (mine, bytes(32))


@pytest.mark.parametrize("which", ["recovery", "reserved", "keyholder"])
def test_a_place_without_a_keyholder_cannot_be_changed_or_taken_away(
    opened: Opened, connection: Connection, which: str
) -> None:
    assert opened.roles
    position = next(at for at, role in enumerate(opened.roles) if role == which and at != opened.position)
    before = refused(opened, connection)
    with pytest.raises(InvalidRecord, match="no keyholder"):
        keyholding.change(opened, writing(opened, connection), position, phrase("other words now"))
    with pytest.raises(InvalidRecord, match="no keyholder"):
        keyholding.remove(opened, writing(opened, connection), position)
    assert refused(opened, connection) == before


def test_taking_a_key_away(opened: Opened, connection: Connection) -> None:
    position = keyholding.add(opened, writing(opened, connection), "Amina", phrase("velvet sixteen harbour"))
    slot = opened.keyfile.header.slots[position]
    keyholding.remove(opened, writing(opened, connection), position)
    assert not opens_now(opened, "velvet sixteen harbour")
    assert opens_now(opened, PHRASE)
    assert names(connection) == ["Nasrin"]
    assert slot not in opened.keyfile.path.read_bytes()
    keyholding.add(opened, writing(opened, connection), "Amina", phrase("velvet sixteen harbour"))
    assert opens_now(opened, "velvet sixteen harbour")


def test_the_last_key_stays(opened: Opened, connection: Connection) -> None:
    keyholding.new_recovery(opened, writing(opened, connection), phrase(CODE))
    before = refused(opened, connection)
    with pytest.raises(InvalidRecord) as caught:
        keyholding.remove(opened, writing(opened, connection), opened.position)
    assert caught.value.faults == {"position": keyholding.LAST}
    assert refused(opened, connection) == before


def test_a_new_recovery_code_replaces_the_old_one(path: Path) -> None:
    with made(path, recovery=CODE) as opened:
        connection = database_of(opened)
        code = recovery_code()
        keyholding.new_recovery(opened, writing(opened, connection), phrase(code), clock=StillClock())
        assert opens_now(opened, code.lower())
        assert not opens_now(opened, CODE)
        assert [(one.role, one.name) for one in held(connection)] in (
            [("keyholder", "Nasrin"), ("recovery", "")],
            [("recovery", ""), ("keyholder", "Nasrin")],
        )
        connection.close()
    with unlocking.unlock(path, phrase(code), clock=StillClock()) as recovered:
        assert recovered.slot_kind is Kind.RECOVERY


@pytest.mark.parametrize("code", ["six words are not a code", CODE[:-1] + "X", ""])
def test_a_recovery_code_with_a_slip_is_refused(opened: Opened, connection: Connection, code: str) -> None:
    before = refused(opened, connection)
    with pytest.raises(InvalidRecord) as caught:
        keyholding.new_recovery(opened, writing(opened, connection), phrase(code))
    assert caught.value.faults == {"passphrase": keyholding.NO_CODE}
    assert refused(opened, connection) == before


def test_nothing_is_written_where_reading_alone_is_allowed(opened: Opened, connection: Connection) -> None:
    position = keyholding.add(opened, writing(opened, connection), "Amina", phrase("velvet sixteen harbour"))
    opened.readonly = True
    before = refused(opened, connection)
    for attempt in (
        lambda: keyholding.add(opened, writing(opened, connection), "Omar", phrase("new words here")),
        lambda: keyholding.change(opened, writing(opened, connection), opened.position, phrase("new words here")),
        lambda: keyholding.remove(opened, writing(opened, connection), position),
        lambda: keyholding.new_recovery(opened, writing(opened, connection), phrase(CODE)),
    ):
        with pytest.raises(ReadOnly):
            attempt()
    assert refused(opened, connection) == before


def test_a_full_disk_changes_nothing(opened: Opened, connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: container.FileMedium, at: int, content: bytes) -> None:
        raise OSError(28, "No space left on device")

    before = refused(opened, connection)
    monkeypatch.setattr(container.FileMedium, "write", full)
    with pytest.raises(DiskFull):
        keyholding.change(opened, writing(opened, connection), opened.position, phrase("other words now"))
    with pytest.raises(DiskFull):
        keyholding.add(opened, writing(opened, connection), "Amina", phrase("velvet sixteen harbour"))
    assert refused(opened, connection) == before
    assert not connection.in_transaction
    assert opens_now(opened, PHRASE)


@pytest.mark.parametrize("refuses", [False, True])
def test_a_note_that_is_not_kept_takes_the_slot_back_or_says_that_nobody_can_tell(
    opened: Opened, connection: Connection, monkeypatch: pytest.MonkeyPatch, refuses: bool
) -> None:
    write, written = container.FileMedium.write, list[int]()

    def counted(self: container.FileMedium, at: int, content: bytes) -> None:
        written.append(at)
        if refuses and len(written) > 2:  # both copies are down; from now on the disk may only be read
            raise OSError(30, "Read-only file system")
        write(self, at, content)

    @contextmanager
    def never_committed(connection: Connection) -> Iterator[None]:
        yield
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(container.FileMedium, "write", counted)
    monkeypatch.setattr(writing_jobs, "transaction", never_committed)
    with pytest.raises((OSError, StorageFault), match="may hold" if refuses else "Read-only"):
        keyholding.change(opened, writing(opened, connection), opened.position, phrase("other words now"))
    assert opens_now(opened, PHRASE) is not refuses


def test_a_key_file_changed_by_another_program(opened: Opened, connection: Connection) -> None:
    container.replace_slots(opened.keyfile, {0: bytes(1536)}, opened.key)
    on_disk = opened.keyfile.path.read_bytes()
    with pytest.raises(ChangedElsewhere):
        keyholding.change(opened, writing(opened, connection), opened.position, phrase("other words now"))
    assert opened.keyfile.path.read_bytes() == on_disk
    assert names(connection) == ["Nasrin"]


def test_it_joins_the_transaction_it_finds(opened: Opened, connection: Connection) -> None:
    connection.execute("BEGIN IMMEDIATE")
    keyholding.add(opened, writing(opened, connection), "Amina", phrase("velvet sixteen harbour"))
    assert connection.in_transaction
    connection.execute("COMMIT")
    assert "Amina" in names(connection)


def test_whether_a_reserved_slot_is_filled_is_written_nowhere(opened: Opened, connection: Connection) -> None:
    reserved = [one for one in keyholders.listed(connection) if one.role == "reserved"]
    assert [(one.name, one.since) for one in reserved] == [("", "")] * 2
    assert not any(one.role == "reserved" for one in held(connection))


class Keyholding(RuleBasedStateMachine):
    """Whatever is done in whatever order: exactly the passphrases in force open the vault, and it stays sound."""

    folder: Path

    @initialize()
    def make(self) -> None:
        self.count = getattr(type(self), "count", 0) + 1
        type(self).count = self.count
        self.opened = made(self.folder / f"{self.count}.vault")
        self.connection = database_of(self.opened)
        self.phrases = {self.opened.position: PHRASE}
        self.code = ""
        self.past: set[str] = set()
        self.drawn = 0

    def fresh(self) -> str:
        self.drawn += 1
        return f"fresh words {self.drawn}"

    @precondition(lambda self: len(self.phrases) < 5)
    @rule()
    def add(self) -> None:
        text = self.fresh()
        position = keyholding.add(self.opened, writing(self.opened, self.connection), "Somebody", phrase(text))
        assert position not in self.phrases
        self.phrases[position] = text

    @rule()
    def change(self) -> None:
        if self.opened.position in self.phrases:
            self.past.add(self.phrases[self.opened.position])
            self.phrases[self.opened.position] = text = self.fresh()
            keyholding.change(self.opened, writing(self.opened, self.connection), self.opened.position, phrase(text))

    @precondition(lambda self: len(self.phrases) > 1)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        position = data.draw(st.sampled_from(sorted(self.phrases)))
        keyholding.remove(self.opened, writing(self.opened, self.connection), position)
        self.past.add(self.phrases.pop(position))

    @rule()
    def recover(self) -> None:
        if self.code:
            self.past.add(self.code)
        self.code = recovery_code()
        keyholding.new_recovery(self.opened, writing(self.opened, self.connection), phrase(self.code))

    @invariant()
    def only_what_is_in_force_opens(self) -> None:
        if hasattr(self, "opened"):
            assert all(opens_now(self.opened, text) for text in self.phrases.values())
            assert not self.code or opens_now(self.opened, self.code)
            assert not any(opens_now(self.opened, text) for text in self.past)
            places = {one.position for one in held(self.connection) if one.role == "keyholder"}
            assert places == set(self.phrases)

    def teardown(self) -> None:
        if hasattr(self, "opened"):
            self.connection.close()
            self.opened.close()


def test_any_order_of_changes(tmp_path: Path) -> None:
    from hypothesis import settings
    from hypothesis.stateful import run_state_machine_as_test

    Keyholding.folder = tmp_path
    run_state_machine_as_test(Keyholding, settings=settings(max_examples=8, stateful_step_count=12, deadline=None))


def test_another_name_keeps_the_key(opened: Opened, connection: Connection) -> None:
    before = refused(opened, connection)
    keyholding.rename(opened, writing(opened, connection), opened.position, "  Nasrin   K. ")
    (mine,) = keyholding.people(held(connection))
    assert (mine.name, mine.since) == ("Nasrin K.", "2026-11-24T09:30:00.000+00:00")
    assert refused(opened, connection)[0] == before[0]
    with pytest.raises(InvalidRecord) as caught:
        keyholding.rename(opened, writing(opened, connection), opened.position, "  ")
    assert caught.value.faults == {"name": keyholding.NAME_NEEDED}
    opened.readonly = True
    with pytest.raises(ReadOnly):
        keyholding.rename(opened, writing(opened, connection), opened.position, "Somebody")


def test_the_recovery_code_is_no_person(opened: Opened, connection: Connection) -> None:
    assert keyholding.recovery(held(connection)) is None
    keyholding.new_recovery(opened, writing(opened, connection), phrase(CODE), clock=StillClock())
    holders = held(connection)
    assert [one.name for one in keyholding.people(holders)] == ["Nasrin"]
    code = keyholding.recovery(holders)
    assert code is not None
    assert code.role == "recovery"
