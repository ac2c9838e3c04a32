"""What a duress passphrase may be, where it counts, what it does and what it never does."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.security.duress_vault import DURESS, backed_up, set_up, typed
from tests.ui.outside import Watch
from tests.vaults import CODE, PHRASE, StillClock, as_nobody, opens, phrase
from vault.errors import DiskFull, Gone, InUse, InvalidRecord, ReadOnly, WrongPassphrase
from vault.services import backing_up, duress, keyholding, partners, unlocking
from vault.services.duress import Rehearsal
from vault.services.session import Session
from vault.services.tidying import Rest
from vault.storage import backups, container, kdf, orders
from vault.storage.bundle import Bundle
from vault.storage.keys import canonical
from vault.storage.orders import Orders, Outcome
from vault.storage.slots import Kind, Payload

OTHER_PHRASE = "quiet harbour lamps tonight"


def digests(folder: Path) -> dict[Path, str]:
    return {one: hashlib.sha256(one.read_bytes()).hexdigest() for one in sorted(folder.rglob("*")) if one.is_file()}


# ------------------------------------------------------------------------------------------- what it may be


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("three words only", "phrase"),
        (PHRASE, "phrase"),
        (f"{PHRASE} and more words", "phrase"),
        ("lantern  drift  ONION", "phrase"),
        (CODE, "phrase"),
        ("", "passphrase"),
        (" ".join(["word"] * 300), "passphrase"),
    ],
)
def test_what_a_duress_passphrase_may_not_be(vault: Path, survivor: Path, text: str, field: str) -> None:
    before = digests(vault)
    with pytest.raises(InvalidRecord) as refused:
        set_up(vault, survivor, text)
    assert list(refused.value.faults) == [field]
    assert {**digests(vault)} == before


def test_it_may_not_be_like_a_long_passphrase(tmp_path: Path, done: list[Rest]) -> None:
    path, right = tmp_path / "b.vault", "seven green boats cross over water"
    Session.create(path, phrase(right), profile=255, clock=StillClock(), by="N").close()
    with Session.open(path, phrase(right), clock=StillClock()) as session:
        survivor = backing_up.back_up(session, tmp_path / "x.backup").path
    for near in ("seven green boats cross over wat", "seven green goats cross over winter", "SEVEN GREEN BOATS CROSS"):
        with pytest.raises(InvalidRecord) as refused:
            duress.set_up(path, phrase(right), phrase(near), backup=survivor, clock=StillClock())
        assert refused.value.faults == {"phrase": duress.SIMILAR}
    duress.set_up(path, phrase(right), phrase("seven brown birds cross a river"), backup=survivor, clock=StillClock())


def test_it_may_not_open_another_slot(vault: Path, survivor: Path) -> None:
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        session.submit(
            lambda work: keyholding.add(session.opened, work, "Omar", phrase("four words of Omar"), clock=StillClock())
        ).result()
    with pytest.raises(InvalidRecord) as refused:
        set_up(vault, survivor, "four words of Omar")
    assert refused.value.faults == {"phrase": duress.TAKEN}


@given(st.text(max_size=12), st.text(max_size=12))
def test_the_distance_between_words(one: str, other: str) -> None:
    there = duress.distance(one, other)
    assert there == duress.distance(other, one)
    assert (there == 0) == (one == other)
    assert abs(len(one) - len(other)) <= there <= max(len(one), len(other))
    assert duress.distance(one + "x", other) <= there + 1


@pytest.mark.parametrize(("one", "other", "there"), [("kitten", "sitting", 3), ("", "abc", 3), ("flaw", "lawn", 2)])
def test_known_distances(one: str, other: str, there: int) -> None:
    assert duress.distance(one, other) == there


# ------------------------------------------------------------------------------------- the backup that survives


def test_a_backup_must_survive_and_have_been_opened(vault: Path, survivor: Path, tmp_path: Path) -> None:
    foreign = tmp_path / "c.vault"
    Session.create(foreign, phrase(), profile=255, clock=StillClock(), by="N").close()
    broken = tmp_path / "broken.backup"
    broken.write_bytes(survivor.read_bytes()[:-200_000])
    inside = backed_up(vault, vault / "inside.backup")
    text = tmp_path / "text"
    text.write_text("words")
    for backup, words in (
        (tmp_path / "none.backup", duress.NO_BACKUP),
        (text, duress.NO_BACKUP),
        (broken, duress.NO_BACKUP),
        (backed_up(foreign, tmp_path / "foreign.backup"), duress.NO_BACKUP),
        (inside, duress.INSIDE),
    ):
        with pytest.raises(InvalidRecord) as refused:
            set_up(vault, backup)
        assert refused.value.faults == {"backup": words}


def test_a_backup_on_a_stick_that_cannot_be_written_to_may_survive(
    vault: Path, survivor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = Path.mkdir

    def refused(self: Path, *how: object, **more: object) -> None:
        if self.parent == survivor.parent:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))
        make(self, *how, **more)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(Path, "mkdir", refused)
        set_up(vault, survivor)
    assert typed(vault, DURESS) is WrongPassphrase
    assert typed(vault, PHRASE) is WrongPassphrase


def test_a_full_disk_is_not_said_to_be_a_bad_backup(
    vault: Path, survivor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_how: object, **_more: object) -> None:
        raise DiskFull(vault)

    monkeypatch.setattr(backing_up, "check_backup", full)
    with pytest.raises(DiskFull):
        set_up(vault, survivor)


def test_the_backup_that_survives_is_never_on_the_list(vault: Path, survivor: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(survivor.parent)
    for listed in (survivor, survivor.parent, survivor.with_name("notes"), tmp_path / "way"):
        with pytest.raises(InvalidRecord) as refused:
            set_up(vault, survivor, also_backups=[listed])
        assert refused.value.faults == {"also_backups": duress.LISTED}


@pytest.mark.linux
def test_no_link_and_no_second_name_brings_the_survivor_onto_the_list(
    vault: Path, survivor: Path, tmp_path: Path
) -> None:
    stick, drawer = tmp_path / "stick", tmp_path / "drawer"
    stick.mkdir()
    drawer.mkdir()
    (stick / "notes.backup").symlink_to(survivor)
    os.link(survivor, drawer / "notes.backup")
    (tmp_path / "way.backup").symlink_to(survivor)
    refused_lists: list[dict[str, list[Path]]] = [
        {"also_backups": [stick]},
        {"also_backups": [drawer]},
        {"also_backups": [stick / "notes.backup"]},
        {"exports": [survivor]},
        {"exports": [drawer / "notes.backup"]},
        {"exports": [tmp_path / "whole"]},
    ]
    (tmp_path / "whole").mkdir()
    os.link(survivor, tmp_path / "whole" / "person.json")
    for listed in refused_lists:
        with pytest.raises(InvalidRecord) as refused:
            set_up(vault, survivor, **listed)  # type: ignore[arg-type]
        assert refused.value.faults == {"also_backups": duress.LISTED}
    with pytest.raises(InvalidRecord):  # named by a link that leads into a listed folder
        set_up(vault, tmp_path / "way.backup", also_backups=[survivor.parent])
    (stick / "notes.backup").unlink()
    set_up(vault, survivor, also_backups=[stick])


def test_room_is_for_four_places_of_usual_length(vault: Path, survivor: Path, tmp_path: Path) -> None:
    with pytest.raises(InvalidRecord) as refused:
        set_up(vault, survivor, also_backups=[tmp_path / str(n) for n in range(5)])
    assert refused.value.faults == {"also_backups": duress.MANY}
    with pytest.raises(InvalidRecord) as refused:
        set_up(vault, survivor, exports=[f"/{'x' * 200}/{n}" for n in range(9)])
    assert refused.value.faults == {"also_backups": duress.LONG}
    set_up(vault, survivor, also_backups=[f"/{'x' * 250}/{n}" for n in range(4)])


# --------------------------------------------------------------------------------------------- what it does


def test_it_is_answered_like_a_wrong_one_and_nothing_opens_any_more(vault: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    assert opens(vault, PHRASE)
    clocks = StillClock(), StillClock()
    errors = []
    for text, clock in zip(("wrong words here now", DURESS), clocks, strict=True):
        with pytest.raises(WrongPassphrase) as raised:
            unlocking.unlock(vault, phrase(text), clock=clock)
        errors.append((str(raised.value), raised.value.onto, raised.value.exit_code))
    assert errors[0] == errors[1]
    for text in (PHRASE, CODE, DURESS):
        assert typed(vault, text) is WrongPassphrase  # at once, and not "damaged"
    assert container.read(Bundle.at(vault).keys_file).whole
    assert (vault / "g0001" / "data.db").exists()


def test_the_floor_hides_the_wipe(vault: Path, survivor: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(vault, survivor)
    answers = []
    monkeypatch.setattr(unlocking, "_floor", lambda keyfile: 2.0)
    monkeypatch.setattr(unlocking, "_moment", lambda: 0.0)
    for text in ("wrong words here now", DURESS):
        clock = StillClock(readings=[0.0, 0.7 if text == DURESS else 0.6])
        with pytest.raises(WrongPassphrase):
            unlocking.unlock(vault, phrase(text), clock=clock)
        answers.append(sum(clock.slept) + (0.7 if text == DURESS else 0.6))
    assert answers == [2.0, 2.0]


def test_it_has_its_effect_also_while_another_window_has_the_file_open(vault: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    with Session.open(vault, phrase(), clock=StillClock()):
        for text in ("wrong words here now", DURESS):
            with pytest.raises(InUse):
                unlocking.unlock(vault, phrase(text), clock=StillClock())
    assert typed(vault, PHRASE) is WrongPassphrase


def test_another_vault_opens(vault: Path, survivor: Path, tmp_path: Path) -> None:
    other = tmp_path / "training.vault"
    Session.create(other, phrase(DURESS), profile=255, clock=StillClock(), by="N").close()
    set_up(vault, survivor, outcome="other", other=other)
    assert typed(vault, DURESS) == other
    assert typed(vault, PHRASE) is WrongPassphrase
    assert typed(other, DURESS) == other


def test_the_other_vault_must_open_with_it(vault: Path, survivor: Path, tmp_path: Path) -> None:
    other = tmp_path / "training.vault"
    Session.create(other, phrase(OTHER_PHRASE), profile=255, clock=StillClock(), by="N").close()
    for wrong in (other, tmp_path / "none.vault", vault, None):
        with pytest.raises(InvalidRecord) as refused:
            set_up(vault, survivor, outcome="other", other=wrong)
        assert refused.value.faults == {"other": duress.OTHER_MISSING}


def test_another_vault_that_is_gone_leaves_a_wrong_passphrase(vault: Path, survivor: Path, tmp_path: Path) -> None:
    other = tmp_path / "training.vault"
    Session.create(other, phrase(DURESS), profile=255, clock=StillClock(), by="N").close()
    set_up(vault, survivor, outcome="other", other=other)
    shutil.rmtree(other)
    assert typed(vault, DURESS) is WrongPassphrase
    assert typed(vault, PHRASE) is WrongPassphrase


def test_there_was_never_a_vault(vault: Path, survivor: Path, done: list[Rest]) -> None:
    set_up(vault, survivor, outcome="welcome")
    assert typed(vault, DURESS) is Gone
    assert not vault.exists()
    assert [rest.folder for rest in done] == [vault]


def test_a_slot_stays_when_all_keyholders_are_set(vault: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        for name in ("A", "B", "C", "D"):
            session.submit(
                lambda work, name=name: keyholding.add(  # type: ignore[misc]
                    session.opened, work, name, phrase(f"{name} has words of their own"), clock=StillClock()
                )
            ).result()
        session.submit(
            lambda work: keyholding.new_recovery(session.opened, work, phrase(CODE), clock=StillClock())
        ).result()
    assert typed(vault, "A has words of their own") == vault
    assert typed(vault, DURESS) is WrongPassphrase
    assert typed(vault, "A has words of their own") is WrongPassphrase


def test_setting_it_anew_and_removing_it(vault: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    set_up(vault, survivor, "another kettle sings at night")
    set_up(vault, survivor, "another kettle sings at night")
    assert typed(vault, DURESS) is WrongPassphrase
    assert typed(vault, PHRASE) == vault
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        session.submit(lambda work: duress.remove_all(session.opened, work.db)).result()
    assert typed(vault, "another kettle sings at night") is WrongPassphrase
    assert typed(vault, PHRASE) == vault


def test_the_true_passphrase_wins(vault: Path, survivor: Path) -> None:
    """Even where both were made the same by something else than the set-up."""
    set_up(vault, survivor)
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        position = session.opened.position
        with pytest.raises(InvalidRecord):  # a new passphrase that is the duress passphrase is refused
            session.submit(
                lambda work: keyholding.change(session.opened, work, position, phrase(DURESS), clock=StillClock())
            ).result()
        keyfile = session.opened.keyfile
        secret = kdf.derive(canonical(DURESS), keyfile.header.salt, keyfile.header.profile)
        payload = unlocking.slot_payload(Kind.KEYHOLDER, session.opened.key, bytearray(32), StillClock())
        free = next(
            at for at in range(8) if at != position and not keyfile.place.open(at, secret, keyfile.header.slots[at])
        )
        container.replace_slots(keyfile, {free: keyfile.place.seal(free, secret, payload)}, session.opened.key)
    assert typed(vault, DURESS) == vault
    assert typed(vault, PHRASE) == vault


# ------------------------------------------------------------------------------------ where it counts, and where not


def test_inside_an_open_vault_it_counts_like_a_wrong_one(vault: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    with unlocking.unlock(vault, phrase(), clock=StillClock()) as opened:
        with pytest.raises(WrongPassphrase) as raised:
            unlocking.confirm(opened, phrase(DURESS), clock=StillClock())
        assert raised.value.onto is None
    assert typed(vault, PHRASE) is WrongPassphrase


def test_inside_an_open_vault_another_one_or_none_is_asked_for(vault: Path, survivor: Path, tmp_path: Path) -> None:
    other = tmp_path / "training.vault"
    Session.create(other, phrase(DURESS), profile=255, clock=StillClock(), by="N").close()
    second = tmp_path / "second.vault"
    shutil.copytree(vault, second)
    set_up(vault, survivor, outcome="other", other=other)
    with unlocking.unlock(vault, phrase(), clock=StillClock()) as opened:
        with pytest.raises(WrongPassphrase) as raised:
            unlocking.confirm(opened, phrase(DURESS), clock=StillClock())
        assert raised.value.onto == other
    set_up(second, survivor, outcome="welcome")
    with unlocking.unlock(second, phrase(), clock=StillClock()) as opened, pytest.raises(Gone):
        unlocking.confirm(opened, phrase(DURESS), clock=StillClock())


def test_fields_that_never_wipe(vault: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    before = digests(vault)
    with pytest.raises(WrongPassphrase):
        unlocking.unlock(vault, phrase(DURESS), clock=StillClock(), heed=False)
    with pytest.raises(WrongPassphrase):
        duress.set_up(vault, phrase(DURESS), phrase("a wholly new set of words"), backup=survivor, clock=StillClock())
    with unlocking.unlock(vault, phrase(), clock=StillClock()) as opened, pytest.raises(WrongPassphrase):
        unlocking.confirm(opened, phrase(DURESS), clock=StillClock(), heed=False)
    with Session.open(vault, phrase(), clock=StillClock()) as session, pytest.raises(InvalidRecord):
        session.submit(
            lambda work: keyholding.add(session.opened, work, "B", phrase(DURESS), clock=StillClock())
        ).result()
    assert {one: digests(vault)[one] for one in before if one.name == "keys.bin"} == {
        one: before[one] for one in before if one.name == "keys.bin"
    }
    assert typed(vault, PHRASE) == vault


def test_at_a_backup_it_is_a_wrong_one_and_the_backup_stays(vault: Path, survivor: Path, tmp_path: Path) -> None:
    set_up(vault, survivor)
    later = backed_up(vault, tmp_path / "later.backup")
    before = later.read_bytes()
    for ask in (
        lambda: backing_up.check_backup(later, phrase(DURESS), clock=StillClock()),
        lambda: backing_up.restore(later, tmp_path / "r.vault", phrase(DURESS), clock=StillClock()),
    ):
        with pytest.raises(WrongPassphrase):
            ask()
    assert later.read_bytes() == before
    assert typed(vault, PHRASE) == vault  # whose it is was not known
    with pytest.raises(WrongPassphrase):
        ask_outside(later, tmp_path / "elsewhere", DURESS)
    assert typed(vault, PHRASE) == vault
    with pytest.raises(WrongPassphrase):
        ask_outside(later, vault.parent, "one of chance that opens nothing")
    assert typed(vault, PHRASE) == vault
    with pytest.raises(WrongPassphrase):
        ask_outside(later, vault.parent, DURESS)
    assert later.read_bytes() == before
    assert typed(vault, PHRASE) is WrongPassphrase
    backing_up.restore(later, tmp_path / "r.vault", phrase(), clock=StillClock())
    assert typed(tmp_path / "r.vault", PHRASE) == tmp_path / "r.vault"


def ask_outside(backup: Path, folder: Path, text: str) -> None:
    refused = backing_up.outside(backup, folder, clock=StillClock())
    backing_up.check_backup(backup, phrase(text), clock=StillClock(), refused=refused)


def test_at_a_backup_of_another_vault_it_does_nothing(vault: Path, survivor: Path, tmp_path: Path) -> None:
    set_up(vault, survivor)
    Session.create(tmp_path / "b.vault", phrase(), profile=255).close()
    other = backed_up(tmp_path / "b.vault", tmp_path / "b.backup")
    with pytest.raises(WrongPassphrase):
        ask_outside(other, vault.parent, DURESS)
    assert typed(vault, PHRASE) == vault


def test_at_a_backup_while_the_vault_is_open_it_has_its_effect(vault: Path, survivor: Path, tmp_path: Path) -> None:
    set_up(vault, survivor)
    later = backed_up(vault, tmp_path / "later.backup")
    with Session.open(vault, phrase(), clock=StillClock()) as session, pytest.raises(WrongPassphrase):
        backing_up.check_backup(later, phrase(DURESS), clock=StillClock(), refused=backing_up.inside(session))
    assert typed(vault, PHRASE) is WrongPassphrase


def test_at_a_backup_it_takes_as_long_as_a_wrong_one(
    vault: Path, survivor: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(vault, survivor)
    monkeypatch.setattr(unlocking, "_floor", lambda _keyfile: 2.5)
    monkeypatch.setattr(unlocking, "_moment", lambda: 0.0)
    waited = []
    for text in ("no such words at all", DURESS):
        clock = Watch()
        unlocking.heed(vault, phrase(text), clock=clock)
        waited.append(clock.monotonic())
    assert waited == [2.5, 2.5]


def test_a_restored_vault_has_the_duress_passphrase_of_its_day(vault: Path, survivor: Path, tmp_path: Path) -> None:
    set_up(vault, survivor)
    later = backed_up(vault, tmp_path / "later.backup")
    backing_up.restore(later, tmp_path / "r.vault", phrase(), clock=StillClock())
    assert typed(tmp_path / "r.vault", DURESS) is WrongPassphrase
    assert typed(tmp_path / "r.vault", PHRASE) is WrongPassphrase


def test_a_vault_for_reading_only_cannot_be_given_one(vault: Path, survivor: Path) -> None:
    with pytest.raises(ReadOnly), as_nobody(vault):
        set_up(vault, survivor)


@pytest.mark.linux
def test_on_a_medium_that_cannot_be_written_it_is_a_wrong_one(vault: Path, survivor: Path) -> None:
    set_up(vault, survivor)
    with as_nobody(vault):
        assert typed(vault, DURESS) is WrongPassphrase
        assert typed(vault, "wrong words here now") is WrongPassphrase


# --------------------------------------------------------------------------------------------------- rehearsal


def test_a_rehearsal_tells_and_writes_nothing(vault: Path, survivor: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    listed = backed_up(vault, stick / "notes-1.backup")
    report = tmp_path / "plan.pdf"
    report.write_bytes(b"%PDF")
    (stick / "holiday.jpg").write_bytes(b"a picture")
    other = tmp_path / "other.vault"
    Session.create(other, phrase(), profile=255, clock=StillClock(), by="N").close()
    backed_up(other, stick / "other.backup")
    key = str(pyrage.x25519.Identity.generate().to_public())
    with Session.open(vault, phrase(), clock=StillClock()) as session:
        sealed = partners.back_up_for(session, [key], stick / "partner.backup").path
    set_up(vault, survivor, also_backups=[stick], exports=[report, tmp_path / "gone.pdf"])
    before = {**digests(vault), **digests(stick), **digests(survivor.parent)}
    with unlocking.unlock(vault, phrase(), clock=StillClock()) as opened:
        assert duress.rehearse(opened, phrase("wrong words here now")) == Rehearsal(opens=False)
        assert duress.rehearse(opened, phrase()) == Rehearsal(opens=True)
        told = duress.rehearse(opened, phrase(DURESS))
    assert told == Rehearsal(
        opens=False,
        outcome=Outcome.WRONG,
        reached=(vault / "g0001" / "keys.bin", listed, report),
        missed=(tmp_path / "gone.pdf", sealed),
    )
    assert {**digests(vault), **digests(stick), **digests(survivor.parent)} == before
    assert typed(vault, PHRASE) == vault


@pytest.mark.parametrize("words", [b"", b"[]", b"{", b'{"backups":3,"exports":{}}', b'{"backups":[1,null]}', b"\xff"])
def test_orders_nobody_understands_still_take_the_vault(words: bytes) -> None:
    payload = Payload(Kind.DURESS, bytearray(32), bytearray(32), actions=7, words=words)
    assert orders.of(payload) == Orders()


def test_the_command_that_tidies_does_what_came_by_the_pipe(vault: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick é"
    stick.mkdir()
    listed = backed_up(vault, stick / "a.backup")
    report = tmp_path / "plan.pdf"
    report.write_bytes(b"%PDF words")
    folder = tmp_path / "gone.vault"
    folder.mkdir()
    (folder / "data.db").write_bytes(b"x")
    vault_id = container.read(Bundle.at(vault).keys_file).header.vault_id
    rest = Rest(Orders(backups=(f"{stick}/",), exports=(str(report),)), vault_id, folder)
    subprocess.run([sys.executable, "-m", "vault.services.tidying"], input=rest.packed(), check=True)
    assert not report.exists()
    assert not folder.exists()
    assert list(tmp_path.glob("*.pdf")) == []
    assert backups.is_backup(listed)
    with pytest.raises(WrongPassphrase):
        backing_up.check_backup(listed, phrase(), clock=StillClock())
