"""The command line: the same services as the window, and no Qt except for `open`."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from vault import __version__
from vault.cli import content, keys, leaving, locking, making, protecting
from vault.cli.terminal import said, say_in_any_letters
from vault.errors import Cancelled, StorageFault, VaultError
from vault.log import bare
from vault.services import filtering
from vault.services.hardening import harden

USAGE, FAULT, STOPPED = 2, 1, 130


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code (0 done, 1 something found, 2 usage, 3 to 7 as `vault.errors` says)."""
    if arguments is None:
        harden()  # the whole process is ours, as in the window
        say_in_any_letters()
    parser = _parser()
    asked = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    try:
        return _run(asked)
    except filtering.NotUnderstood as fault:
        return said(str(fault), USAGE)
    except VaultError as fault:
        return said(str(fault), fault.exit_code)
    except (KeyboardInterrupt, EOFError, Cancelled):  # Ctrl+D at a question means the same as Ctrl+C
        return said("Stopped. Nothing half done was left.", STOPPED)
    except BrokenPipeError:
        # whoever was reading has gone; the exit must not try to flush to them again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 - a fault of the program is told without a value or a traceback
        return _fault(fault)


def _run(asked: argparse.Namespace) -> int:
    code = int(asked.run(asked))
    if sys.stdout is not None:
        sys.stdout.flush()  # a full disk is told here, and not by Python when it ends
    return code


def _fault(fault: Exception) -> int:
    if isinstance(fault, OSError) and fault.strerror and fault.filename is None:  # no file of ours: what is written to
        return said(f"Not everything could be written out: {fault.strerror}.", StorageFault.exit_code)
    return said(f"Something went wrong inside the program ({bare(fault)}). What was saved before is kept.", FAULT)


def _open(asked: argparse.Namespace) -> int:
    # Qt takes a quarter of a second to load, and every other command works without it
    from vault import app  # noqa: PLC0415

    return app.run(asked.file)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vault", description="An encrypted home for an organisation's security plan.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(run=_open, file=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    window = commands.add_parser("open", help="the window")
    window.add_argument("file", nargs="?", type=Path, metavar="FILE")
    window.set_defaults(run=_open)
    for part in (making, content, leaving, keys, locking, protecting):
        part.declare(commands)
    return parser
