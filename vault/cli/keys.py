"""`vault keys`: who may open the vault."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from vault.cli.terminal import Commands, chosen, command, opened, say, wiped
from vault.services import keyholding
from vault.services.session import Session
from vault.services.writing import Writing


def declare(commands: Commands) -> None:
    """What can be asked of it."""
    keys = command(commands, "keys", _keys, "who may open the vault").add_subparsers(dest="what", required=True)
    keys.add_parser("list")
    keys.add_parser("add").add_argument("name", metavar="NAME")
    keys.add_parser("change").add_argument("position", nargs="?", type=int, metavar="POSITION")
    keys.add_parser("remove").add_argument("position", type=int, metavar="POSITION")
    for one in keys.choices.values():
        one.add_argument("--passphrase-stdin", action="store_true", default=argparse.SUPPRESS)


def _keys(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        return _KEYS[asked.what](asked, session)


def _keys_list(asked: argparse.Namespace, session: Session) -> int:
    for one in session.keyholders():
        say(f"{one.position} {one.role} {one.name} since {one.since[:10]}".replace("  ", " "))
    return 0


def _keys_add(asked: argparse.Namespace, session: Session) -> int:
    with wiped(chosen(asked, f"Passphrase of {asked.name}")) as passphrase:
        position = session.submit(lambda work: keyholding.add(session.opened, work.db, asked.name, passphrase)).result()
    say(f"{asked.name} may open the vault ({position}).")
    return 0


def _keys_change(asked: argparse.Namespace, session: Session) -> int:
    position = session.opened.position if asked.position is None else asked.position
    with wiped(chosen(asked, "New passphrase")) as passphrase:
        session.submit(lambda work: keyholding.change(session.opened, work.db, position, passphrase)).result()
    say("The passphrase was changed. Backups made before still open with the old one.")
    return 0


def _keys_remove(asked: argparse.Namespace, session: Session) -> int:
    def remove(work: Writing) -> None:
        keyholding.remove(session.opened, work.db, asked.position)

    session.submit(remove).result()
    say("The key was taken away. Copies of the vault made before still open with it.")
    return 0


_KEYS: dict[str, Callable[[argparse.Namespace, Session], int]] = {
    "list": _keys_list,
    "add": _keys_add,
    "change": _keys_change,
    "remove": _keys_remove,
}
