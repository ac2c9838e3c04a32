"""`vault lock`: have the window that has a vault open lock it, from a script or a key of the desktop."""

from __future__ import annotations

import argparse
from pathlib import Path

from vault.cli.terminal import Commands, say
from vault.services import lock_requests


def declare(commands: Commands) -> None:
    """What can be asked of it."""
    lock = commands.add_parser("lock", help="have an open window lock the vault")
    lock.add_argument("file", type=Path, metavar="FILE", help="the vault's folder")
    lock.set_defaults(run=_lock)


def _lock(asked: argparse.Namespace) -> int:
    say("It is locked." if lock_requests.ask(asked.file) else "It was not open.")
    return 0
