"""What a command says and asks: lines that steer no terminal, passphrases that are overwritten afterwards."""

from __future__ import annotations

import argparse
import codecs
import getpass
import io
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from vault.plans.records import KINDS
from vault.services import filtering, passphrases
from vault.services.session import Session

# what a terminal obeys instead of showing it, and what turns the reading order round; imported texts may hold any.
# Surrogates stand for the bytes of a path that is no UTF-8, on a stick from elsewhere.
OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

CODE_ONLY = "This is an opening code. Choose a passphrase of your own first, with `vault keys FILE change`."

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def said(sentence: str, code: int) -> int:
    """Tell what went wrong, in one line; the code to end with."""
    print(OBEYED.sub("\ufffd", " ".join(sentence.split())), file=sys.stderr)
    return code


def say(text: str) -> None:
    """Print a line, or several."""
    print(OBEYED.sub("\ufffd", text))


def say_in_any_letters() -> None:
    """Where the terminal or the file it writes to knows fewer letters, have a ? stand for the others."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def say_json(plain: object) -> None:
    """Print data; letters that the terminal lacks are written as their numbers, so that none is lost."""
    few = not (sys.stdout.encoding or "").lower().startswith("utf")
    text = json.dumps(plain, ensure_ascii=few, indent=1)
    print(OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", text))


def typed(asked: argparse.Namespace, question: str) -> bytearray:
    """A passphrase, from standard input or typed unseen; `wiped` overwrites it."""
    if asked.passphrase_stdin:
        if sys.stdin is None:  # closed by whoever started this
            raise EOFError
        line = bytearray(sys.stdin.buffer.readline().rstrip(b"\r\n"))
        # some editors and shells mark a file as UTF-8 with three bytes that nobody can type in the window
        return line.removeprefix(codecs.BOM_UTF8)
    return bytearray(getpass.getpass(f"{question}: ").encode("utf-8", "surrogateescape"))


def chosen(asked: argparse.Namespace, question: str) -> bytearray:
    """A passphrase about to be set; a person at a prompt types it twice."""
    first = typed(asked, question)
    if asked.passphrase_stdin:
        return first
    with wiped(typed(asked, f"{question}, once more")) as second:
        if second != first:
            passphrases.wipe(first)
            raise filtering.NotUnderstood("The two were not the same. Nothing was changed.")
    return first


@contextmanager
def wiped(passphrase: bytearray) -> Iterator[bytearray]:
    """Have a passphrase overwritten in the end."""
    try:
        yield passphrase
    finally:
        passphrases.wipe(passphrase)


@contextmanager
def opened(asked: argparse.Namespace, *, choosing: bool = False) -> Iterator[Session]:
    """The vault that was asked for, with the passphrase asked for; an opening code is good for `choosing` one only."""
    with wiped(typed(asked, "Passphrase")) as passphrase, Session.open(asked.file, passphrase) as session:
        if session.opened.one_time and not choosing:
            raise filtering.NotUnderstood(CODE_ONLY)
        yield session


def ask_kind(of: argparse.ArgumentParser) -> None:
    """Have a command ask for a kind of record."""
    of.add_argument("kind", choices=tuple(KINDS), metavar="KIND", help=f"one of: {', '.join(KINDS)}")


def command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    words: str,
) -> argparse.ArgumentParser:
    """A command that works on a vault."""
    made = commands.add_parser(name, help=words)
    file_and_passphrase(made, run)
    return made


def file_and_passphrase(of: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    """Have a command ask for a vault and its passphrase."""
    of.add_argument("file", type=Path, metavar="FILE", help="the vault's folder")
    of.add_argument("--passphrase-stdin", action="store_true", help="read passphrases from standard input")
    of.set_defaults(run=run)
