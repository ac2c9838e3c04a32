"""`vault keys`: who may open the vault."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

from vault.cli.terminal import Commands, chosen, command, opened, say, typed, wiped
from vault.services import keyholding, one_time, passphrases, rotation
from vault.services.rotation import Wanted
from vault.services.session import Session
from vault.services.writing import Writing


def declare(commands: Commands) -> None:
    """What can be asked of it."""
    keys = command(commands, "keys", _keys, "who may open the vault").add_subparsers(dest="what", required=True)
    keys.add_parser("list")
    add = keys.add_parser("add")
    add.add_argument("name", metavar="NAME")
    add.add_argument("--one-time", action="store_true", help="print an opening code; NAME chooses a passphrase with it")
    change = keys.add_parser("change")
    change.add_argument("position", nargs="?", type=int, metavar="POSITION")
    change.add_argument("--before", action="store_true", help="after an opening code: ask for the passphrase of before")
    keys.add_parser("remove").add_argument("position", type=int, metavar="POSITION")
    keys.add_parser("rotate", help="make new keys; all others who have one get an opening code")
    for one in keys.choices.values():
        one.add_argument("--passphrase-stdin", action="store_true", default=argparse.SUPPRESS)


def _keys(asked: argparse.Namespace) -> int:
    if asked.what == "rotate":
        return _keys_rotate(asked)
    with opened(asked, choosing=asked.what == "change") as session:
        return _KEYS[asked.what](asked, session)


def _keys_list(asked: argparse.Namespace, session: Session) -> int:
    for one in session.keyholders():
        say(f"{one.position} {one.role} {one.name} since {one.since[:10]}".replace("  ", " "))
    return 0


def _keys_add(asked: argparse.Namespace, session: Session) -> int:
    if asked.one_time:
        return _keys_add_code(asked, session)
    with wiped(chosen(asked, f"Passphrase of {asked.name}")) as passphrase:
        position = session.submit(lambda work: keyholding.add(session.opened, work, asked.name, passphrase)).result()
    say(f"{asked.name} may open the vault ({position}).")
    return 0


def _keys_add_code(asked: argparse.Namespace, session: Session) -> int:
    code = passphrases.recovery_code()

    def add(work: Writing) -> int:
        with wiped(bytearray(code.encode())) as secret:
            return keyholding.add(session.opened, work, asked.name, secret, code=True)

    say(f"{asked.name} may open the vault ({session.submit(add).result()}) with this code, shown this once: {code}")
    return 0


def _keys_change(asked: argparse.Namespace, session: Session) -> int:
    position = session.opened.position if asked.position is None else asked.position
    with wiped(chosen(asked, "New passphrase")) as passphrase:
        if asked.before:
            with wiped(typed(asked, "Passphrase of before")) as before:
                session.submit(lambda work: one_time.reclaim(session.opened, work.db, before)).result()
        session.submit(lambda work: keyholding.change(session.opened, work, position, passphrase)).result()
    say("The passphrase was changed. Backups made before still open with the old one.")
    return 0


def _keys_remove(asked: argparse.Namespace, session: Session) -> int:
    def remove(work: Writing) -> None:
        keyholding.remove(session.opened, work, asked.position)

    session.submit(remove).result()
    say("The key was taken away. Copies of the vault made before still open with it.")
    return 0


def _keys_rotate(asked: argparse.Namespace) -> int:
    with wiped(typed(asked, "Passphrase")) as passphrase:
        with Session.open(asked.file, passphrase) as session:
            _rotate(session, passphrase)
        Session.open(asked.file, passphrase).close()  # which erases what the new keys replaced
    say("New keys were made. Backups and copies made before still open with what opened them then.")
    say(rotation.AGAIN)
    return 0


def _rotate(session: Session, passphrase: bytearray) -> None:
    """The codes are told before they hold: nothing may come between the new keys and their only way to somebody."""
    rotation.refuse_unfit(session.opened)
    holders = session.keyholders()
    others = [one for one in keyholding.people(holders) if one.position != session.opened.position]
    codes = {one.position: passphrases.recovery_code() for one in others}
    for one in others:
        say(f"Opening code of {one.name} ({one.position}), shown this once: {codes[one.position]}")
    recovery = passphrases.recovery_code() if keyholding.recovery(holders) else ""
    if recovery:
        say(f"Recovery code, shown this once; write it on paper: {recovery}")
    sys.stdout.flush()
    with _secrets({at: bytearray(code.encode()) for at, code in codes.items()}) as coded:
        wanted = Wanted(passphrase, {}, coded, bytearray(recovery.encode()) if recovery else None)
        session.submit(lambda work: rotation.rotate(work, session.opened, wanted)).result()


@contextmanager
def _secrets(secrets: dict[int, bytearray]) -> Iterator[Mapping[int, bytearray]]:
    """Have several overwritten in the end."""
    try:
        yield secrets
    finally:
        passphrases.wipe(*secrets.values())


_KEYS: dict[str, Callable[[argparse.Namespace, Session], int]] = {
    "list": _keys_list,
    "add": _keys_add,
    "change": _keys_change,
    "remove": _keys_remove,
}
