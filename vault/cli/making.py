"""`vault create` and `vault sample`."""

from __future__ import annotations

import argparse

from vault.cli.terminal import Commands, chosen, command, opened, say, wiped
from vault.clock import Clock
from vault.services import founding, passphrases, sample


def declare(commands: Commands) -> None:
    """What can be asked of them."""
    create = command(commands, "create", _create, "make a new vault")
    create.add_argument("--organisation", default="", metavar="NAME")
    create.add_argument("--name", default="", help="the first keyholder's name")
    create.add_argument("--kdf-profile", type=_profile, default=founding.DEFAULT, metavar="N")
    create.add_argument("--print-recovery", action="store_true", help="set a recovery code and show it once")
    command(commands, "sample", _sample, "fill an empty vault with an invented organisation")


def _create(asked: argparse.Namespace) -> int:
    code = passphrases.recovery_code() if asked.print_recovery else ""
    recovery = bytearray(code.encode()) if code else None
    with wiped(chosen(asked, "New passphrase")) as passphrase:
        made = founding.found(
            asked.file,
            passphrase,
            organisation=asked.organisation,
            profile=asked.kdf_profile,
            recovery=recovery,
            clock=Clock(),
            by=asked.name,
        )
    made.close()
    say(f"Made {asked.file}")
    if code:
        say(f"Recovery code, shown this once; write it on paper: {code}")
    return 0


def _sample(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        say(f"{sample.fill(session)} records of an invented organisation.")
    return 0


def _profile(typed: str) -> int:
    try:
        return founding.profile(int(typed)).number
    except (KeyError, ValueError):
        raise argparse.ArgumentTypeError(f"{typed} is no key derivation profile; there are 0 to 3") from None
