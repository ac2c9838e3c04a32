"""New keys: who opens the vault afterwards, what is kept, and what is left of the keys of before."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.vaults import CODE, PHRASE, StillClock, begun, phrase
from vault.errors import (
    Cancelled,
    ChangedElsewhere,
    Damaged,
    DiskFull,
    InvalidRecord,
    ReadOnly,
    VaultError,
    WrongPassphrase,
)
from vault.plans.model import Incident
from vault.services import duress, keyholding, new_keys, one_time, passphrases, rotation, unlocking
from vault.services.rotation import Wanted
from vault.services.session import OTHER_KEYS, Session
from vault.services.writing import Writing
from vault.storage import container, generations
from vault.storage.bundle import Bundle

MARIA, OMAR = "velvet sixteen harbour", "garden canoe pepper morning"
NEW_CODE = passphrases.recovery_code()
OPENING = passphrases.recovery_code()


def add(session: Session, name: str, text: str) -> int:
    return session.submit(
        lambda work: keyholding.add(session.opened, work, name, phrase(text), clock=session.clock)
    ).result()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Nasrin, Maria and Omar have keys, there is a code on paper, and an incident."""
    path = tmp_path / "notes.vault"
    with begun(path, recovery=CODE, clock=StillClock(), by="Nasrin") as session:
        add(session, "Maria", MARIA)
        add(session, "Omar", OMAR)
        session.save(Incident(title="the bridge was closed")).result()
    return path


@pytest.fixture
def session(path: Path) -> Iterator[Session]:
    with Session.open(path, phrase(), clock=StillClock()) as one:
        yield one


def position(session: Session, name: str) -> int:
    return next(one.position for one in session.keyholders() if one.name == name)


def wanted(session: Session, *, text: str = PHRASE, code: str = NEW_CODE) -> Wanted:
    """Maria is here, Omar is not."""
    present, codes = {position(session, "Maria"): phrase(MARIA)}, {position(session, "Omar"): phrase(OPENING)}
    return Wanted(phrase(text), present, codes, phrase(code))


def rotate(
    session: Session, how: Wanted | None = None, progress: Callable[[int, int, str], None] | None = None
) -> None:
    secrets = how or wanted(session)

    def job(work: object) -> None:
        rotation.rotate(
            work,  # type: ignore[arg-type]
            session.opened,
            secrets,
            clock=session.clock,
            progress=progress or (lambda _done, _total, _words: None),
        )

    session.submit(job).result()


def titles(path: Path, text: str) -> set[str]:
    """The incidents of the vault a passphrase opens; none when it opens nothing."""
    try:
        with Session.open(path, phrase(text), clock=StillClock()) as session:
            return {one.title for one in session.all("incident")}
    except WrongPassphrase:
        return set()


def personal_key(path: Path, text: str) -> bytes:
    with unlocking.unlock(path, phrase(text), clock=StillClock()) as opened:
        return bytes(opened.personal_key)


def folders(path: Path) -> list[str]:
    return sorted(one.name for one in path.iterdir() if one.is_dir())


def everything(path: Path) -> dict[str, bytes]:
    return {str(one.relative_to(path)): one.read_bytes() for one in path.rglob("*") if one.is_file()}


# --------------------------------------------------------------------------------- who opens it afterwards


def test_whoever_is_here_keeps_the_passphrase_and_the_old_code_opens_nothing(path: Path, session: Session) -> None:
    rotate(session)
    session.close()
    assert folders(path) == ["g0001", "g0002"]
    for text in (PHRASE, MARIA, OPENING, NEW_CODE):
        assert titles(path, text) == {"the bridge was closed"}
    assert folders(path) == ["g0002"]
    assert titles(path, OMAR) == titles(path, CODE) == set()


def test_everything_secret_is_new_and_the_vault_is_the_same(path: Path, session: Session) -> None:
    before = session.opened.keyfile
    key = session.opened.key.secret()
    rotate(session)
    session.close()
    with Session.open(path, phrase(), clock=StillClock()) as after:
        header = after.opened.keyfile.header
        assert after.opened.key.secret() != key
        assert header.vault_id == before.header.vault_id
        assert (header.profile, header.floor) == (before.header.profile, before.header.floor)
        assert header.salt != before.header.salt
        assert after.opened.keyfile.shred != before.shred
        assert not set(header.slots) & set(before.header.slots)
        assert after.notices == ()


def test_a_personal_key_goes_only_with_its_owner(path: Path, session: Session) -> None:
    before = {text: personal_key_of(session, text) for text in (PHRASE, MARIA, OMAR)}
    rotate(session)
    session.close()
    assert personal_key(path, PHRASE) == before[PHRASE]
    assert personal_key(path, MARIA) == before[MARIA]
    assert personal_key(path, OPENING) not in before.values()


def personal_key_of(session: Session, text: str) -> bytes:
    (hit,) = unlocking.attempt(session.opened.keyfile, phrase(text)).values()
    return bytes(hit.personal_key)


def test_who_was_not_here_chooses_a_passphrase_and_has_their_own_again(path: Path, session: Session) -> None:
    before = personal_key_of(session, OMAR)
    rotate(session)
    session.close()
    with Session.open(path, phrase(OPENING), clock=StillClock()) as omar:
        opened, at = omar.opened, omar.opened.position
        assert opened.one_time
        assert omar.submit(lambda work: one_time.waits(work.db, at)).result()
        with pytest.raises(InvalidRecord) as refused:
            omar.submit(lambda work: one_time.reclaim(opened, work.db, phrase("not that"))).result()
        assert refused.value.faults == {"before": one_time.NOT_BEFORE}
        omar.submit(lambda work: one_time.reclaim(opened, work.db, phrase(OMAR))).result()
        omar.submit(lambda work: keyholding.change(opened, work, at, phrase("entirely new words"))).result()
        assert not opened.one_time
        assert not omar.submit(lambda work: one_time.has_code(work.db, at)).result()
        assert not omar.submit(lambda work: one_time.waits(work.db, at)).result()
    assert personal_key(path, "entirely new words") == before
    assert titles(path, OPENING) == titles(path, OMAR) == set()
    with unlocking.unlock(path, phrase("entirely new words"), clock=StillClock()) as opened:
        assert not opened.one_time


def test_what_waits_for_somebody_waits_through_a_second_time(path: Path, session: Session) -> None:
    before = personal_key_of(session, OMAR)
    rotate(session)
    session.close()
    second = passphrases.recovery_code()
    with Session.open(path, phrase(), clock=StillClock()) as again:
        at = position(again, "Omar")
        rotate(again, Wanted(phrase(), {}, {at: phrase(second)}))
    with Session.open(path, phrase(second), clock=StillClock()) as omar:
        omar.submit(lambda work: one_time.reclaim(omar.opened, work.db, phrase(OMAR))).result()
        assert bytes(omar.opened.personal_key) == before


def test_who_is_left_out_has_no_key_any_more(path: Path, session: Session) -> None:
    rotate(session, Wanted(phrase()))
    session.close()
    with Session.open(path, phrase(), clock=StillClock()) as after:
        assert [(one.role, one.name) for one in after.keyholders()] == [("keyholder", "Nasrin")]
        add(after, "Maria", MARIA)  # her place is free again
    assert titles(path, MARIA)
    assert titles(path, OMAR) == titles(path, CODE) == set()


def test_a_keyholder_added_with_a_code_chooses_a_passphrase_as_well(path: Path, session: Session) -> None:
    code, clock = passphrases.recovery_code(), session.clock
    session.submit(
        lambda work: keyholding.add(session.opened, work, "Amina", phrase(code), code=True, clock=clock)
    ).result()
    at = position(session, "Amina")
    assert session.submit(lambda work: one_time.has_code(work.db, at)).result()
    assert not session.submit(lambda work: one_time.waits(work.db, at)).result()
    session.close()
    with unlocking.unlock(path, phrase(code), clock=StillClock()) as opened:
        assert opened.one_time
    with unlocking.unlock(path, phrase(), clock=StillClock()) as opened:
        assert not opened.one_time


def test_a_duress_passphrase_has_to_be_set_up_again(path: Path, session: Session) -> None:
    with unlocking_connection(session) as connection:
        wished = duress.orders("wrong", None, ())
        survivor = duress.Verified(path.parent / "elsewhere.backup", 1, {})
        duress.arm(session.opened, connection, phrase(), phrase("the kettle sings at noon"), wished, survivor)
    assert not duress.rehearse(session.opened, phrase("the kettle sings at noon")).opens
    assert duress.rehearse(session.opened, phrase("the kettle sings at noon")).outcome is not None
    rotate(session)
    session.close()
    with Session.open(path, phrase(), clock=StillClock()) as after:
        assert duress.rehearse(after.opened, phrase("the kettle sings at noon")).outcome is None


def unlocking_connection(session: Session):  # type: ignore[no-untyped-def]
    return session._connections.another()


# ----------------------------------------------------------------------------------------- what is refused


def refused(session: Session, how: Wanted) -> dict[str, str]:
    before = everything(session.path)
    with pytest.raises(InvalidRecord) as error:
        rotate(session, how)
    assert everything(session.path) == before
    return error.value.faults


def test_a_wrong_passphrase_makes_nothing(path: Path, session: Session) -> None:
    for how in (
        Wanted(phrase("wrong")),
        Wanted(phrase(MARIA)),
        Wanted(phrase(), {position(session, "Omar"): phrase("x")}),
    ):
        with pytest.raises(WrongPassphrase):
            rotate(session, how)
    assert folders(path) == ["g0001"]


def test_one_keyholder_does_not_stand_in_for_another(session: Session) -> None:
    at = position(session, "Omar")
    assert refused(session, Wanted(phrase(), {at: phrase(MARIA)})) == {f"present.{at}": rotation.SOMEBODY_ELSE}


def test_new_keys_are_made_by_a_keyholder(path: Path) -> None:
    with Session.open(path, phrase(CODE), clock=StillClock()) as session:
        assert refused(session, Wanted(phrase(CODE))) == {"passphrase": rotation.BY_CODE}


def test_whoever_has_a_code_chooses_a_passphrase_first(path: Path, session: Session) -> None:
    rotate(session)
    session.close()
    with Session.open(path, phrase(OPENING), clock=StillClock()) as omar:
        assert refused(omar, Wanted(phrase(OPENING))) == {"passphrase": rotation.CHOOSE_FIRST}
        at = omar.opened.position
    with Session.open(path, phrase(), clock=StillClock()) as nasrin:
        assert refused(nasrin, Wanted(phrase(), {at: phrase(OPENING)})) == {f"present.{at}": rotation.STILL_A_CODE}


def test_a_vault_open_for_reading_only_gets_no_keys(path: Path) -> None:
    with Session.open(path, phrase(), clock=StillClock(), readonly=True) as session, pytest.raises(ReadOnly):
        rotate(session, Wanted(phrase()))


# -------------------------------------------------------------------------------- what happens on the way


def test_nothing_is_written_into_the_old_one_afterwards(session: Session) -> None:
    rotate(session)
    with pytest.raises(ChangedElsewhere):
        session.save(Incident(title="too late")).result()


def test_the_old_keys_are_worthless_at_once(path: Path, session: Session, tmp_path: Path) -> None:
    old = session.opened.bundle
    rotate(session)
    session.close()
    (path / "CURRENT").write_text("g0001\n")
    shutil.copytree(path, tmp_path / "looked at")
    assert Bundle.at(tmp_path / "looked at").generation == old.generation
    for text in (PHRASE, MARIA, OMAR, CODE):
        assert titles(tmp_path / "looked at", text) == set()


STEPS = len(new_keys._STEPS)


@pytest.mark.parametrize("step", range(STEPS))
def test_stopping_before_the_change_over_changes_nothing(path: Path, session: Session, step: int) -> None:
    def stop(done: int, _total: int, _words: str) -> None:
        if done == step:
            raise Cancelled

    if step == STEPS - 1:
        rotate(session, progress=stop)
        return
    with pytest.raises(Cancelled):
        rotate(session, progress=stop)
    assert sorted(one.name for one in path.iterdir()) == ["CURRENT", "README.txt", "g0001", "lock"]
    session.save(Incident(title="and goes on")).result()
    session.close()
    assert titles(path, OMAR) == {"the bridge was closed", "and goes on"}
    assert titles(path, OPENING) == set()


@pytest.mark.parametrize("step", range(STEPS))
def test_a_kill_at_any_step_leaves_one_of_the_two(path: Path, session: Session, tmp_path: Path, step: int) -> None:
    """The folder as it lies at that moment is what a kill would leave."""
    looks: list[Path] = []

    def look(done: int, _total: int, _words: str) -> None:
        if done == step:
            looks.append(tmp_path / f"killed {len(looks)}")
            shutil.copytree(path, looks[-1])

    rotate(session, progress=look)
    assert looks
    for killed in looks:
        old, new = titles(killed, OMAR), titles(killed, OPENING)
        assert {"the bridge was closed"} in (old, new)
        assert old == set() or new == set()
        assert (new == set()) == (step < STEPS - 1)
        assert titles(killed, PHRASE) == titles(killed, MARIA) == {"the bridge was closed"}
        assert folders(killed) == [Bundle.at(killed).generation]
        assert sorted(one.name for one in killed.iterdir()) == ["CURRENT", "README.txt", folders(killed)[0], "lock"]
        with Session.open(killed, phrase(), clock=StillClock()) as after:
            assert after.notices == ()


def test_a_kill_between_the_change_over_and_the_name(path: Path, session: Session, tmp_path: Path) -> None:
    complete = generations.complete

    def look(new: Bundle) -> bool:
        shutil.copytree(path, tmp_path / "killed")
        return complete(new)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generations, "complete", look)
        rotate(session)
    killed = tmp_path / "killed"
    assert folders(killed) == ["g0001", "g0002.new"]
    assert titles(killed, OMAR) == set()
    assert titles(killed, OPENING) == {"the bridge was closed"}
    assert folders(killed) == ["g0002"]


def test_a_full_disk_changes_nothing(path: Path, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object, **_named: object) -> None:
        raise DiskFull(path)

    for name in ("copy_into", "flush_folder", "connect"):
        with monkeypatch.context() as patch:
            patch.setattr(new_keys, name, full)
            with pytest.raises(DiskFull):
                rotate(session)
        assert folders(path) == ["g0001"]
    with monkeypatch.context() as patch:
        patch.setattr(generations, "switch", full)
        with pytest.raises(DiskFull):
            rotate(session)
    session.close()
    assert titles(path, OMAR) == {"the bridge was closed"}
    assert sorted(one.name for one in path.iterdir()) == ["CURRENT", "README.txt", "g0001", "lock"]


@pytest.mark.parametrize("fault", ["rows", "page", "keys"])
def test_a_copy_that_is_not_whole_is_not_used(
    path: Path, session: Session, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    if fault == "rows":
        counted = iter(({"incident": 1}, {"incident": 0}))
        monkeypatch.setattr(generations, "counts", lambda _db: next(counted))
    elif fault == "page":
        monkeypatch.setattr(new_keys.database, "faults", lambda _db: ["page: 7"])
    else:
        whole = container.create

        def torn(*given: object) -> None:
            whole(*given)  # type: ignore[arg-type]
            with Path(str(given[0])).open("r+b") as file:
                file.seek(0x4000)
                file.write(b"x" * 512)

        monkeypatch.setattr(container, "create", torn)
    with pytest.raises(Damaged):
        rotate(session)
    assert folders(path) == ["g0001"]
    session.close()
    assert titles(path, OMAR) == {"the bridge was closed"}


# ----------------------------------------------------------------------- what is destroyed, and what never


def rotated(path: Path) -> None:
    with Session.open(path, phrase(), clock=StillClock()) as session:
        rotate(session, Wanted(phrase()))


def test_an_old_current_does_not_destroy_the_live_keys(path: Path, tmp_path: Path) -> None:
    shutil.copytree(path / "g0001", tmp_path / "g0001")
    rotated(path)
    assert titles(path, PHRASE)
    before = everything(path / "g0002")
    shutil.copytree(tmp_path / "g0001", path / "g0001")
    (path / "CURRENT").write_text("g0001\n")
    with Session.open(path, phrase(OMAR), clock=StillClock()) as old:
        assert OTHER_KEYS in old.notices
        assert any("g0002" in notice for notice in old.notices)
    assert everything(path / "g0002") == before
    (path / "CURRENT").write_text("g0002\n")
    assert titles(path, PHRASE)
    assert folders(path) == ["g0002"]  # the live one says that it replaced the other


def test_an_older_state_with_the_keys_of_before_is_told_even_in_the_place_of_the_whole_folder(
    path: Path, tmp_path: Path
) -> None:
    shutil.copytree(path, tmp_path / "before")
    rotated(path)
    with Session.open(path, phrase(), clock=StillClock()) as after:
        assert after.notices == ()
    shutil.rmtree(path)
    shutil.copytree(tmp_path / "before", path)
    with Session.open(path, phrase(), clock=StillClock()) as old:
        assert old.notices == (OTHER_KEYS,)
    with Session.open(path, phrase(), clock=StillClock()) as old:
        assert old.notices == ()


def test_an_older_state_that_had_begun_new_keys_is_told(path: Path, tmp_path: Path) -> None:
    def began(work: Writing) -> None:
        with work.transaction():
            generations.note_building(work.db, bytes(16))

    with Session.open(path, phrase(), clock=StillClock()) as session:
        session.submit(began).result()
    shutil.copytree(path, tmp_path / "before")
    rotated(path)
    titles(path, PHRASE)
    shutil.rmtree(path)
    shutil.copytree(tmp_path / "before", path)
    with Session.open(path, phrase(), clock=StillClock()) as old:
        assert OTHER_KEYS in old.notices


def test_a_restored_backup_does_not_take_another_state_for_one_it_replaced(path: Path, tmp_path: Path) -> None:
    """Names begin anew in a restored vault; what was replaced is known by more than its name."""
    rotated(path)
    rotated(path)
    restored = tmp_path / "restored.vault"
    shutil.copytree(path, restored)
    titles(restored, PHRASE)
    (restored / "g0003").rename(restored / "g0001")
    (restored / "CURRENT").write_text("g0001\n")
    shutil.copytree(restored / "g0001", tmp_path / "g0001")
    rotated(restored)
    assert titles(restored, PHRASE)
    shutil.copytree(tmp_path / "g0001", restored / "g0001")
    (restored / "CURRENT").write_text("g0001\n")
    assert titles(restored, PHRASE)
    assert folders(restored) == ["g0001", "g0002"]


def test_a_backup_made_in_the_folder_under_old_keys_goes_with_them(path: Path) -> None:
    from vault.services import backing_up

    with Session.open(path, phrase(), clock=StillClock()) as session:
        backing_up.back_up(session, path / "before-2.backup")
        backing_up.back_up(session, path / "mine.backup")
        rotate(session, Wanted(phrase()))
    assert titles(path, PHRASE)
    assert {one.name for one in path.glob("*.backup")} == {"mine.backup"}


def test_no_backup_is_made_of_keys_that_were_replaced_meanwhile(path: Path, session: Session, tmp_path: Path) -> None:
    from vault.services import backing_up

    rotate(session)
    with pytest.raises(Damaged):
        backing_up.back_up(session, tmp_path / "late.backup")
    assert not list(tmp_path.glob("*late*"))


def test_what_cannot_be_erased_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rotated(path)
    monkeypatch.setattr(generations, "_remove", lambda _folder: None)
    with Session.open(path, phrase(), clock=StillClock()) as after:
        (notice,) = after.notices
        assert "g0001" in notice
    monkeypatch.undo()
    with Session.open(path, phrase(), clock=StillClock()) as after:
        assert after.notices == ()


def test_for_reading_only_nothing_is_destroyed(path: Path) -> None:
    rotated(path)
    with Session.open(path, phrase(), clock=StillClock(), readonly=True) as after:
        assert any("g0001" in notice for notice in after.notices)
    assert folders(path) == ["g0001", "g0002"]


def test_a_folder_without_anything_in_it_is_no_state(path: Path) -> None:
    (path / "g0007").mkdir()
    with Session.open(path, phrase(), clock=StillClock()) as session:
        assert session.notices == ()
    assert folders(path) == ["g0001"]


def test_all_that_fails_is_told_of_the_vault(path: Path, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_given: object, **_named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Bundle, "make_generation", refuse)
    with pytest.raises(VaultError) as error:
        rotate(session)
    assert ".new" not in str(error.value)
