"""`vault reach`."""

from __future__ import annotations

import argparse
from pathlib import Path

from vault.cli.terminal import Commands, say
from vault.errors import file_errors
from vault.i18n import _
from vault.services.reach import Grade, reach_of

_GRADES = {
    Grade.REACHES: "A wipe reaches the keys here.",
    Grade.LIMITED: "A wipe reaches the keys here in part.",
    Grade.NOT: "A wipe does not reach everything here.",
}
_ENCRYPTED = {
    True: "The disk is encrypted as a whole.",
    False: "The disk is not encrypted as a whole, as far as this computer tells.",
    None: "Whether the disk is encrypted as a whole, this computer does not tell.",
}


def declare(commands: Commands) -> None:
    """What can be asked of them."""
    reach = commands.add_parser("reach", help="how far a wipe reaches on the disk a folder lies on")
    reach.add_argument("path", type=Path, metavar="PATH")
    reach.set_defaults(run=_reach)


def _reach(asked: argparse.Namespace) -> int:
    with file_errors(asked.path):
        asked.path.stat()
    found = reach_of(asked.path)
    for sentence in (_GRADES[found.grade], _(found.because), _ENCRYPTED[found.encrypted]):
        say(sentence)
    return 0
