"""A person at work whose computer is switched off, again and again.

`python -m tests.security.killed FOLDER SEED COUNT`

A child saves, imports, changes its passphrase, makes new keys, backups and vaults, and writes down what it was told is
done. It is killed at a moment nobody chose. Then the vault must open with the passphrase in force, hold all that was
acknowledged and nothing by halves, and be sound.

A process of its own: only one without other threads may fork.
"""

from __future__ import annotations

import os
import random
import re
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pyrage

from vault.errors import WrongPassphrase
from vault.plans.model import Incident, Person
from vault.services import backing_up, checking, keyholding, partners, recurring, rotation
from vault.services.importing import import_file
from vault.services.new_keys import Wanted
from vault.services.recurring import Keep
from vault.services.session import Session
from vault.storage import backups, key_zip

FIRST = "lantern drift onion"
ROWS = 150
MOST = 6  # lines a child may write into its journal before it is to die: a slow machine is not killed any earlier
LONGEST = 0.05  # seconds that it works on after them
TEST = 255
IDENTITY, AUTO = "identity.txt", "auto"
_PASSING = re.compile(r"\.[0-9a-f]{8}")


class Reopen(Exception):
    """New keys were made: the vault is to be opened anew."""


class Journal:
    """What the child was told is done; it survives the child. `text` is the passphrase in force."""

    def __init__(self, path: Path, text: str = FIRST) -> None:
        self.path, self.text = path, text
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def note(self, *words: object) -> None:
        os.write(self._file, (" ".join(map(str, words)) + "\n").encode())


# ------------------------------------------------------------------------------------------------ in the child


def save(session: Session, journal: Journal, name: str, folder: Path) -> None:
    session.save(Incident(title=name, facts="words " * 200)).result()
    journal.note("saved", name)


def bring_in(session: Session, journal: Journal, name: str, folder: Path) -> None:
    import_file(session, "person", folder / "sheet.csv", source=name)
    journal.note("imported", name)


def change_passphrase(session: Session, journal: Journal, name: str, folder: Path) -> None:
    position = session.opened.position
    journal.note("changing", name)
    session.submit(lambda work: keyholding.change(session.opened, work, position, phrase_of(name))).result()
    journal.note("changed", name)
    journal.text = name


def rotate(session: Session, journal: Journal, name: str, folder: Path) -> None:
    wanted = Wanted(phrase_of(journal.text))
    journal.note("rotating", name)
    session.submit(lambda work: rotation.rotate(work, session.opened, wanted)).result()
    journal.note("rotated", name)
    raise Reopen


def back_up(session: Session, journal: Journal, name: str, folder: Path) -> None:
    backing_up.back_up(session, folder / f"{name}.backup")
    journal.note("backed-up", name)


def back_up_for_a_partner(session: Session, journal: Journal, name: str, folder: Path) -> None:
    identity = pyrage.x25519.Identity.from_str((folder / IDENTITY).read_text())
    partners.back_up_for(session, [str(identity.to_public())], folder / f"{name}.age")
    journal.note("sealed", name)


def back_up_by_itself(session: Session, journal: Journal, name: str, folder: Path) -> None:
    recurring.run(session, timedelta(0))
    journal.note("thinned", name)


def purge(session: Session, journal: Journal, name: str, folder: Path) -> None:
    one = session.save(Person(name=f"purged-{name}")).result()
    session.purge([one.id]).result()
    journal.note("purged", f"purged-{name}")


def create(session: Session, journal: Journal, name: str, folder: Path) -> None:
    Session.create(folder / f"{name}.vault", phrase_of(FIRST), profile=TEST).close()
    journal.note("created", name)


ACTS: list[Callable[[Session, Journal, str, Path], None]] = [
    save,
    save,
    bring_in,
    change_passphrase,
    change_passphrase,
    rotate,
    back_up,
    back_up_for_a_partner,
    back_up_by_itself,
    purge,
    create,
]


def work(folder: Path, text: str, round_: int, seed: int, ready: int) -> None:
    """Until it is killed."""
    chance, journal = random.Random(seed), Journal(folder / "journal", text)
    names = (f"{round_}-{step}" for step in range(1_000_000))
    while True:
        with suppress(Reopen), Session.open(folder / "notes.vault", phrase_of(journal.text)) as session:
            os.write(ready, b".")
            for name in names:
                chance.choice(ACTS)(session, journal, name, folder)


def phrase_of(text: str) -> bytearray:
    return bytearray(text, "utf-8")


# ---------------------------------------------------------------------------------------------- in the parent


@dataclass
class Known:
    """What the journal says must be there."""

    text: str = FIRST
    next_text: str = ""
    texts: list[str] = field(default_factory=list)  # that were in force since the last kill
    saved: set[str] = field(default_factory=set)
    imported: set[str] = field(default_factory=set)
    purged: set[str] = field(default_factory=set)
    backups: set[str] = field(default_factory=set)
    created: set[str] = field(default_factory=set)
    sealed: set[str] = field(default_factory=set)
    rotated: set[str] = field(default_factory=set)
    keyed_anew: bool = False  # since the last backup that made itself: the keys of today may not open it
    thinned: set[str] = field(default_factory=set)

    def read(self, path: Path) -> None:
        self.texts = [self.text]
        lists = {"saved": self.saved, "imported": self.imported, "purged": self.purged, "created": self.created}
        lists |= {"backed-up": self.backups, "sealed": self.sealed, "thinned": self.thinned}
        lists |= {"rotated": self.rotated, "rotating": set()}
        for line in path.read_text().splitlines():
            what, name = line.split()
            if what == "changing":
                self.next_text = name
                self.texts.append(name)
            elif what == "changed":
                self.text, self.next_text = name, ""
            else:
                lists[what].add(name)
                self.keyed_anew = what == "rotating" or (self.keyed_anew and what != "thinned")


def wait_until_alone() -> None:
    """A writer thread that ends may still hold a lock of OpenSSL; a child forked then would wait for it for ever."""
    while len(os.listdir("/proc/self/task")) > 1:  # noqa: PTH208 - a count is all that is wanted
        time.sleep(0.001)


def wait_until_told(journal: Path, lines: int, child: int) -> None:
    """Until the child wrote as much as that, or ended, which `killed_once` then finds out."""
    ended = os.WEXITED | os.WNOHANG | os.WNOWAIT
    while journal.read_bytes().count(b"\n") < lines and os.waitid(os.P_PID, child, ended) is None:
        time.sleep(0.002)


def killed_once(folder: Path, text: str, round_: int, chance: random.Random) -> None:
    wait_until_alone()
    ready, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(folder, text, round_, chance.randrange(1 << 30), told)
        finally:
            os._exit(3)  # it must not end by itself
    os.close(told)
    if round_ % 6:  # every sixth dies while it opens the vault
        os.read(ready, 1)
        wait_until_told(folder / "journal", chance.randrange(MOST), child)
    time.sleep(chance.random() * LONGEST)
    os.kill(child, signal.SIGKILL)
    os.close(ready)
    _pid, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "the child ended before it was killed: see above"


def opening(path: Path, known: Known) -> str:
    """The one passphrase that opens the vault: the last acknowledged, or the one being set."""
    found = []
    for text in filter(None, (known.text, known.next_text)):
        try:
            Session.open(path, phrase_of(text)).close()
            found.append(text)
        except WrongPassphrase:
            pass
    assert len(found) == 1, f"{len(found)} passphrases open the vault"
    return found[0]


def verify(folder: Path, known: Known) -> None:
    path = folder / "notes.vault"
    known.text, known.next_text = opening(path, known), ""
    with Session.open(path, phrase_of(known.text)) as session:
        assert session.notices == (), session.notices
        assert [one.name for one in path.glob("g*")] == [session.opened.bundle.generation]
        faults = [one for one in checking.check(session) if one.faults]
        assert not faults, faults
        titles = {one.title for one in session.all("incident")}
        assert known.saved <= titles, f"lost: {known.saved - titles}"
        people = {one.title for one in session.all("person")}
        assert not known.purged & people
        for source in {*session.sources(), *known.imported}:
            assert len(session.imported(source, "person")) == ROWS, f"half an import: {source}"
    _verify_files(folder, known)


def _verify_files(folder: Path, known: Known) -> None:
    there = {one.name for one in folder.iterdir()}
    assert {f"{name}.backup" for name in known.backups} <= there
    assert {f"{name}.vault" for name in known.created} <= there
    for one in folder.glob("*-*.vault"):
        Session.open(one, phrase_of(FIRST)).close()
    for one in folder.glob("[0-9]*.backup"):
        assert sum(_holds(one, text) for text in known.texts) == 1, f"{one.name} is no whole backup"
        one.unlink()
    known.backups.clear()
    _verify_sealed(folder, known)
    _verify_thinned(folder, known)


def _verify_sealed(folder: Path, known: Known) -> None:
    assert known.sealed <= {one.stem for one in folder.glob("*.age")}
    for one in folder.glob("[0-9]*.age"):
        partners.check(one, (folder / IDENTITY).read_text())
        one.unlink()
    known.sealed.clear()


def _verify_thinned(folder: Path, known: Known) -> None:
    """Whole backups, the last of them always, and nothing of a key or a record in what a kill left beside them."""
    auto = folder / AUTO
    there = [one for one in auto.iterdir() if not one.name.startswith(".")]
    assert there or not known.thinned
    for one in there:
        assert backups.keys_in(one)
    with Session.open(folder / "notes.vault", phrase_of(known.text)) as session:
        secret = bytes(session.opened.key.secret())
        for one in (file for place in (auto, folder) for file in place.glob("**/*") if file.is_file()):
            content = one.read_bytes()
            assert secret not in content, f"{one.name} holds the key"
            assert key_zip.KEY.encode() not in content, f"{one.name} holds what opens it"
        for made in () if known.keyed_anew else recurring.destinations(session)[0].made[-1:]:
            assert backing_up.try_again(session, auto / made.name)
        for place in (auto, folder):
            backing_up.back_up(session, place / "after.backup")
            (place / "after.backup").unlink()
    assert not [one.name for place in (auto, folder) for one in place.iterdir() if _PASSING.fullmatch(one.name)]


def _holds(backup: Path, text: str) -> bool:
    try:
        backing_up.check_backup(backup, phrase_of(text))
    except WrongPassphrase:
        return False
    return True


def main(folder: Path, seed: int, count: int) -> None:
    chance, known = random.Random(seed), Known()
    rows = "".join(f"{number},Somebody {number}\n" for number in range(ROWS))
    (folder / "sheet.csv").write_text(f"id,name\n{rows}")
    Journal(folder / "journal")
    (folder / IDENTITY).write_text(str(pyrage.x25519.Identity.generate()))
    (folder / AUTO).mkdir()
    with Session.create(folder / "notes.vault", phrase_of(FIRST), profile=TEST, by="N") as session:
        recurring.add(session, folder / AUTO).result()
        recurring.set_keep(session, Keep(1, 1, 1)).result()
    for round_ in range(count):
        killed_once(folder, known.text, round_, chance)
        known.read(folder / "journal")
        verify(folder, known)
        (folder / "journal").write_text("")
    done = {"saved": known.saved, "imported": known.imported, "purged": known.purged, "created": known.created}
    done |= {"thinned": known.thinned, "rotated": known.rotated}
    sys.stdout.write(" ".join(f"{what}={len(names)}" for what, names in done.items()) + f" text={known.text}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
