"""Section 8.8: an older copy in the place of a newer one is noticed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.vaults import StillClock, begun, phrase
from vault import paths
from vault.errors import NewerVersion
from vault.plans.model import Person
from vault.services import checking, choosing, keyholding, unlocking
from vault.services.session import Session
from vault.services.writing import Writing
from vault.storage import generations, revisions


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    path = tmp_path / "a.vault"
    begun(path, clock=StillClock(), by="N").close()
    return path


def opened(path: Path, *, readonly: bool = False) -> Session:
    return Session.open(path, phrase(), clock=StillClock(), readonly=readonly)


def written(path: Path, name: str = "Leila") -> int:
    with opened(path) as session:
        session.save(Person(name=name)).result()
        session.save(Person(name=f"{name} again")).result()
        assert session.notices == ()
        return session.revision


def test_a_session_counts_once_and_only_when_it_writes(vault: Path) -> None:
    first = written(vault)
    assert written(vault) == first + 1
    for readonly in (False, True):
        with opened(vault, readonly=readonly) as session:
            session.all("person")
            assert session.revision == first + 1


def test_what_was_rolled_back_does_not_count(vault: Path) -> None:
    first = written(vault)
    with opened(vault) as session:
        with pytest.raises(RuntimeError):
            session.write(_fails).result()
        assert session.revision == first
        session.save(Person(name="Omar")).result()
        assert session.revision == first + 1
    with opened(vault) as session:
        assert session.revision == first + 1


def _fails(work: object, batch: object) -> None:
    raise RuntimeError


@pytest.mark.parametrize("readonly", [False, True])
def test_an_older_copy_is_noticed_once(vault: Path, tmp_path: Path, readonly: bool) -> None:
    written(vault)
    shutil.copytree(vault, tmp_path / "before")
    last = written(vault)
    shutil.rmtree(vault)
    shutil.copytree(tmp_path / "before", vault)
    with opened(vault, readonly=readonly) as session:
        (notice,) = [one for one in session.notices if "older" in one]
        assert f"(revision {last - 1}, then {last})" in notice
        assert not any(one.faults for one in checking.check(session))  # older, but whole
    with opened(vault) as session:
        assert session.notices == ()


def test_a_copy_from_before_a_key_was_taken_away_is_noticed(vault: Path, tmp_path: Path) -> None:
    with opened(vault) as session:
        session.submit(lambda work: keyholding.add(session.opened, work, "Omar", phrase("other words here"))).result()
        (omar,) = [one.position for one in session.keyholders() if one.name == "Omar"]
    shutil.copytree(vault, tmp_path / "before")
    with opened(vault) as session:
        session.submit(lambda work: keyholding.remove(session.opened, work, omar)).result()
    shutil.rmtree(vault)
    shutil.copytree(tmp_path / "before", vault)
    with opened(vault) as session:
        assert [one for one in session.notices if "older" in one]


@pytest.mark.parametrize("put_back", [False, True])
def test_a_passphrase_of_ones_own_counts_as_well(vault: Path, tmp_path: Path, put_back: bool) -> None:
    code, own = "other words here", "words of her own"
    with opened(vault) as session:
        session.submit(lambda work: keyholding.add(session.opened, work, "Amina", phrase(code), code=True)).result()
    shutil.copytree(vault, tmp_path / "before")
    if put_back:  # her code opens an older copy: that is told, although choosing comes first
        written(vault)
        shutil.rmtree(vault)
        shutil.copytree(tmp_path / "before", vault)
    with unlocking.unlock(vault, phrase(code), clock=StillClock()) as amina:
        choosing.choose(amina, phrase(own), clock=StillClock())
    if not put_back:
        shutil.rmtree(vault)
        shutil.copytree(tmp_path / "before", vault)
    with Session.open(vault, phrase() if not put_back else phrase(own), clock=StillClock()) as session:
        assert [one for one in session.notices if "older" in one]


def test_a_file_of_a_newer_program_is_refused_before_a_passphrase_is_chosen(vault: Path) -> None:
    with opened(vault) as session:
        session.submit(lambda work: work.db.execute("PRAGMA user_version = 999")).result()
    with unlocking.unlock(vault, phrase(), clock=StillClock()) as mine:
        before = mine.bundle.keys_file.read_bytes()
        with pytest.raises(NewerVersion):
            choosing.choose(mine, phrase("words of her own"), clock=StillClock())
        assert mine.bundle.keys_file.read_bytes() == before


def test_an_older_copy_is_noticed_even_if_opening_it_writes(vault: Path, tmp_path: Path) -> None:
    with opened(vault) as session:
        session.submit(_began_new_keys).result()
    shutil.copytree(vault, tmp_path / "before")
    last = written(vault)
    shutil.rmtree(vault)
    shutil.copytree(tmp_path / "before", vault)
    with opened(vault) as session:
        assert [one for one in session.notices if f"(revision {last - 1}, then {last})" in one]


def _began_new_keys(work: Writing) -> None:
    with work.transaction():
        generations.note_building(work.db, bytes(16))


def test_where_nothing_was_seen_nothing_is_said(vault: Path) -> None:
    written(vault)
    paths.seen().unlink()
    with opened(vault) as session:
        assert session.notices == ()
    assert paths.seen().stat().st_size == 64
    assert paths.seen().stat().st_mode & 0o077 == 0


def test_several_vaults_share_the_file_and_none_is_readable(vault: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.vault"
    Session.create(other, phrase(), profile=255, clock=StillClock(), by="N").close()
    written(other)
    written(vault)
    assert paths.seen().stat().st_size == 128
    with opened(other) as session:
        assert session.notices == ()


def test_one_vault_is_forgotten_and_the_others_are_not(vault: Path, tmp_path: Path) -> None:
    other = tmp_path / "b.vault"
    Session.create(other, phrase(), profile=255, clock=StillClock(), by="N").close()
    written(vault)
    written(other)
    with opened(other) as session:
        theirs = session.opened.keyfile.header.vault_id
    revisions.forget(paths.seen(), theirs)
    revisions.forget(paths.seen(), theirs)
    assert paths.seen().stat().st_size == 64
    assert theirs not in paths.seen().read_bytes()
    revisions.forget(paths.seen(), paths.seen().read_bytes()[:16])
    assert not paths.seen().exists()
    revisions.forget(paths.seen(), theirs)


@pytest.mark.parametrize("content", [b"", b"x" * 63, b"x" * 64, b"x" * 1000])
def test_a_file_that_was_altered_says_nothing_and_holds_nothing_up(vault: Path, content: bytes) -> None:
    written(vault)
    paths.seen().write_bytes(content)
    assert written(vault)


def test_where_nothing_can_be_remembered_the_vault_opens(vault: Path) -> None:
    written(vault)
    shutil.rmtree(paths.seen().parent)
    paths.seen().parent.write_text("in the way")
    assert written(vault)
