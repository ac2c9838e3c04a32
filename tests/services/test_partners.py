"""A backup for a partner opens for nobody here, for the partner with age or this program, and becomes a vault again."""

from __future__ import annotations

import io
import os
import shutil
import stat
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import apsw
import pyrage
import pytest

from tests.security.independent_reader import keyed
from tests.vaults import begun, phrase
from vault.errors import (
    AlreadyThere,
    Cancelled,
    Damaged,
    DiskFull,
    InvalidRecord,
    NotAVault,
    NotFound,
    VaultError,
    WrongPassphrase,
)
from vault.plans.model import Incident
from vault.services import backing_up, checking, one_time, partners, recurring
from vault.services.partners import Partner, Sort
from vault.services.session import Session
from vault.services.writing import Writing
from vault.storage import generations, key_zip, registers, sealed_backups

AGE = shutil.which("age") or shutil.which("rage")


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    (tmp_path / "stick").mkdir()
    with begun(tmp_path / "a.vault", organisation="R", by="N") as opened:
        opened.save_all([Incident(title=f"I{n}", facts="words " * 40) for n in range(300)]).result()
        yield opened


@pytest.fixture
def identity() -> Any:
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def made(session: Session, identity: Any, tmp_path: Path) -> Path:
    return partners.back_up_for(session, [str(identity.to_public())], tmp_path / "stick").path


def file_of(identity: Any) -> str:
    return f"# created: 2026-11-25T09:00:00Z\n# public key: {identity.to_public()}\n{identity}\n"


def opened(made: Path, identity: Any, folder: Path) -> Path:
    """As a partner decrypts it."""
    plain = folder / "plain.zip"
    plain.write_bytes(pyrage.decrypt(made.read_bytes(), [identity]))
    return plain


def test_it_is_opened_again_before_it_gets_its_name_and_written_down(session: Session, made: Path) -> None:
    assert [one.name for one in made.parent.iterdir()] == [made.name]
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert made.read_bytes().startswith(b"age-encryption.org/v1\n")
    assert [(one.place, one.size) for one in session.backups()] == [(str(made), made.stat().st_size)]
    assert partners.sort_of(made) is Sort.SEALED


def test_nobody_here_can_open_it(session: Session, made: Path) -> None:
    for attempt in (
        lambda: partners.check(made, str(pyrage.x25519.Identity.generate())),
        lambda: partners.check(made, ""),
        lambda: backing_up.check_backup(made, phrase()),
    ):
        with pytest.raises((WrongPassphrase, NotAVault)):
            attempt()
    secret = session.opened.key.secret()
    assert bytes(secret) not in made.read_bytes()


def test_the_partner_checks_it_and_nothing_is_left_of_that(made: Path, identity: Any, tmp_path: Path) -> None:
    checked = partners.check(made, file_of(identity))
    assert checked.counts["incident"] == 300
    assert [one.name for one in made.parent.iterdir()] == [made.name]
    plain = opened(made, identity, tmp_path)
    assert partners.sort_of(plain) is Sort.OPENED
    assert partners.check(plain, beside=made.parent).counts == checked.counts


def with_keys_of_before(work: Writing) -> None:
    """Every position has an opening code that was not used, and there were other keys once."""
    with work.transaction():
        for position in range(8):
            registers.put_setting(work.db, one_time.setting(position), True)
            registers.put_setting(work.db, one_time.waiting_setting(position), {"slot": "00"})
        generations.note_replaced(work.db, bytes(16))


def settings_of(session: Session) -> list[str]:
    return session.submit(
        lambda work: [name for (name,) in work.db.execute("SELECT name FROM setting").fetchall()]
    ).result()


@pytest.mark.parametrize("sort", [Sort.SEALED, Sort.OPENED])
def test_it_becomes_a_vault_with_new_keys_and_one_keyholder(
    session: Session, made: Path, identity: Any, tmp_path: Path, sort: Sort
) -> None:
    recurring.add(session, made.parent).result()
    before = session.opened.keyfile.header.vault_id
    session.submit(with_keys_of_before).result()
    made = partners.back_up_for(session, [str(identity.to_public())], tmp_path / "stick").path
    session.close()
    source, text = (made, file_of(identity)) if sort is Sort.SEALED else (opened(made, identity, tmp_path), "")
    back = partners.restore(source, tmp_path / "back.vault", phrase("quite other words"), text, name="P", profile=255)
    assert back.counts["incident"] == 300
    with pytest.raises(WrongPassphrase):
        Session.open(back.path, phrase())
    with Session.open(back.path, phrase("quite other words")) as again:
        assert len(again.all("incident")) == 300
        assert again.search("I7")
        assert [(one.name, one.position) for one in again.keyholders()] == [("P", again.opened.position)]
        assert again.by == "P"
        assert recurring.destinations(again) == []
        assert not [name for name in settings_of(again) if name.startswith(("one-time.", "generations."))]
        assert [name for name in settings_of(again) if name.startswith("strength.")] == [
            f"strength.{again.opened.position}"
        ]
        assert again.opened.keyfile.header.vault_id != before
        assert not [one for one in checking.check(again) if one.faults]
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]


def test_coming_back_overwrites_nothing_and_leaves_nothing_of_a_failed_try(
    session: Session, made: Path, identity: Any, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    for target, passphrase, text, told in (
        (session.path, "new words here", file_of(identity), AlreadyThere),
        (tmp_path / "b.vault", "", file_of(identity), InvalidRecord),
        (tmp_path / "b.vault", "new words here", str(pyrage.x25519.Identity.generate()), WrongPassphrase),
        (tmp_path / "none" / "b.vault", "new words here", file_of(identity), NotFound),
    ):
        with pytest.raises(told):
            partners.restore(made, target, phrase(passphrase), text, profile=255)
    assert sorted(tmp_path.iterdir()) == before


def test_stopping_at_any_point_leaves_nothing(session: Session, made: Path, identity: Any, tmp_path: Path) -> None:
    def stopping(at: int) -> Callable[[int, int, str], None]:
        left = iter(range(at))

        def progress(_done: int, _total: int, _what: str) -> None:
            if next(left, None) is None:
                raise Cancelled

        return progress

    before, key = sorted(tmp_path.iterdir()), str(identity.to_public())
    for run in (
        lambda progress: partners.back_up_for(session, [key], made.parent, progress),
        lambda progress: partners.restore(
            made, tmp_path / "b.vault", phrase("new words"), file_of(identity), profile=255, progress=progress
        ),
        lambda progress: partners.check(made, file_of(identity), progress=progress),
    ):
        for at in range(2):
            with pytest.raises(Cancelled):
                run(stopping(at))
            assert sorted(tmp_path.iterdir()) == before
            assert list(made.parent.iterdir()) == [made]


def test_a_full_stick_is_told_and_left_as_it_was(
    session: Session, identity: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(piece: bytes) -> int:
        raise OSError(28, "No space left on device")

    into = sealed_backups._Into
    monkeypatch.setattr(sealed_backups, "_Into", lambda _take: into(full))
    with pytest.raises(DiskFull):
        partners.back_up_for(session, [str(identity.to_public())], tmp_path / "stick")
    assert list((tmp_path / "stick").iterdir()) == []
    assert session.backups() == []


def test_no_plain_key_touches_the_disk(
    session: Session, identity: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At every report of progress, no file beside the backup, nor the backup, holds the data key or a zip around it."""
    secret, looked = bytes(session.opened.key.secret()), []

    def look(_done: int, _total: int, what: str) -> None:
        for file in (one for one in tmp_path.rglob("*") if one.is_file()):
            content = file.read_bytes()
            assert secret not in content
            assert key_zip.KEY.encode() not in content
            looked.append((file.name, what))

    made = partners.back_up_for(session, [str(identity.to_public())], tmp_path / "stick", look)
    partners.check(made.path, file_of(identity), progress=look)
    partners.restore(made.path, tmp_path / "b.vault", phrase("new"), file_of(identity), profile=255, progress=look)
    assert {"copy", "part"} <= {name for name, _what in looked}


@pytest.mark.parametrize("fault", ["cut", "flipped", "nothing", "text", "foreign"])
def test_a_broken_one_is_refused(made: Path, identity: Any, tmp_path: Path, fault: str) -> None:
    content = bytearray(made.read_bytes())
    if fault == "cut":
        content = content[: len(content) // 2]
    elif fault == "flipped":
        content[len(content) // 2] ^= 1
    elif fault == "foreign":
        content = bytearray(pyrage.encrypt(b"somebody's letter", [identity.to_public()]))
    else:
        content = bytearray(b"" if fault == "nothing" else b"a letter to somebody, of no kind that is known")
    made.write_bytes(content)
    before = sorted(tmp_path.iterdir())
    with pytest.raises((Damaged, NotAVault)):
        partners.restore(made, tmp_path / "b.vault", phrase("new words"), file_of(identity), profile=255)
    assert sorted(tmp_path.iterdir()) == before


def test_what_age_opened_is_taken_apart_only_when_it_is_whole(made: Path, identity: Any, tmp_path: Path) -> None:
    plain = opened(made, identity, tmp_path)
    whole = plain.read_bytes()
    for change in (
        lambda content: content[:-9000],
        lambda content: content[:20_000] + bytes([content[20_000] ^ 1]) + content[20_001:],
        lambda content: content[:18] + b"\xff" + content[19:],
        lambda content: content[:8] + b"\x08" + content[9:],
        lambda content: content[:60],
    ):
        plain.write_bytes(change(whole))
        with pytest.raises(Damaged):
            partners.check(plain)
    plain.write_bytes(b"PK\3\4" + whole[4:30] + b"diary.md" + whole[38:])
    with pytest.raises(NotAVault):
        partners.sort_of(plain)


def test_the_zip_is_one_for_everybody(made: Path, identity: Any, session: Session) -> None:
    with zipfile.ZipFile(io.BytesIO(pyrage.decrypt(made.read_bytes(), [identity]))) as packed:
        assert packed.testzip() is None
        assert packed.namelist() == ["data.key", "data.db"]
        assert packed.read("data.key") == bytes(session.opened.key.secret())


@pytest.mark.skipif(AGE is None, reason="needs age or rage")
def test_other_peoples_programs_open_it(made: Path, identity: Any, tmp_path: Path) -> None:
    """From docs/format.md alone: age, a zip program, and SQLite3MultipleCiphers."""
    secret_file, plain = tmp_path / "identity.txt", tmp_path / "plain.zip"
    secret_file.write_text(file_of(identity))
    subprocess.run([str(AGE), "--decrypt", "-i", secret_file, "-o", plain, made], check=True)
    with zipfile.ZipFile(plain) as packed:
        packed.extractall(tmp_path / "out")
    key = (tmp_path / "out" / "data.key").read_bytes()
    db = apsw.Connection(os.fspath(tmp_path / "out" / "data.db"))
    for pragma in ("cipher='sqlcipher'", "legacy=4", f"key=\"x'{keyed(key, b'spv1/db', 384).hex()}'\""):
        db.execute(f"PRAGMA {pragma}")
    assert db.execute("SELECT count(*) FROM incident").fetchall() == [(300,)]
    db.close()
    assert partners.check(plain).counts["incident"] == 300


def test_partners_are_kept_by_name_and_only_public_keys_are_taken(session: Session, identity: Any) -> None:
    key = str(identity.to_public())
    partners.add(session, "  Legal  aid abroad ", f" {key[:20]}\n{key[20:]} ").result()
    assert partners.partners(session) == [Partner("Legal aid abroad", key)]
    for name, typed, words in (
        ("X", key, "already"),
        ("X", str(identity), "secret"),
        ("X", key[:-1], "no public key"),
        ("", str(pyrage.x25519.Identity.generate().to_public()), "whose"),
    ):
        with pytest.raises(InvalidRecord, match=words):
            partners.add(session, name, typed)
    partners.remove(session, key).result()
    assert partners.partners(session) == []
    for keys in ([], ["age1nothing"]):
        with pytest.raises(InvalidRecord):
            partners.back_up_for(session, keys, session.path.parent / "b.backup")


def test_what_a_file_is_shows_its_content(session: Session, tmp_path: Path) -> None:
    own = backing_up.back_up(session, tmp_path / "stick").path
    assert partners.sort_of(own) is Sort.OWN
    with pytest.raises(NotFound):
        partners.sort_of(tmp_path / "nowhere")
    with pytest.raises(NotAVault):
        partners.sort_of(tmp_path / "stick")
    with pytest.raises(VaultError, match="no identity"):
        partners.identities_in(own)
