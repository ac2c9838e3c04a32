"""The command line: the same services as the window, and no Qt except for `open`."""

from __future__ import annotations

import argparse
import codecs
import getpass
import json
import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeAlias

from vault import __version__
from vault.clock import Clock
from vault.errors import Cancelled, VaultError
from vault.log import bare
from vault.plans import display, exchange
from vault.plans.days import Day
from vault.plans.fields import Links
from vault.plans.periods import Period
from vault.plans.query import Query
from vault.plans.records import KINDS, Record
from vault.services import (
    backing_up,
    checking,
    exporting,
    filtering,
    founding,
    importing,
    keyholding,
    passphrases,
    sample,
)
from vault.services.hardening import harden
from vault.services.session import Session
from vault.services.writing import Writing

USAGE, FAULT, STOPPED = 2, 1, 130

# what a terminal obeys instead of showing it, and what turns the reading order round; imported texts may hold any.
# Surrogates stand for the bytes of a path that is no UTF-8, on a stick from elsewhere.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def main(arguments: list[str] | None = None) -> int:
    """Run one command; its exit code (0 done, 1 something found, 2 usage, 3 to 7 as `vault.errors` says)."""
    if arguments is None:
        harden()  # the whole process is ours, as in the window
    parser = _parser()
    asked = parser.parse_args(sys.argv[1:] if arguments is None else arguments)
    try:
        return int(asked.run(asked))
    except filtering.NotUnderstood as fault:
        return _said(str(fault), USAGE)
    except VaultError as fault:
        return _said(str(fault), fault.exit_code)
    except (KeyboardInterrupt, EOFError, Cancelled):  # Ctrl+D at a question means the same as Ctrl+C
        return _said("Stopped. Nothing half done was left.", STOPPED)
    except BrokenPipeError:
        # whoever was reading has gone; the exit must not try to flush to them again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 - a fault of the program is told without a value or a traceback
        return _said(f"Something went wrong inside the program ({bare(fault)}). What was saved before is kept.", FAULT)


def _said(sentence: str, code: int) -> int:
    print(_OBEYED.sub("\ufffd", " ".join(sentence.split())), file=sys.stderr)
    return code


def _say(text: str) -> None:
    print(_OBEYED.sub("\ufffd", text))


# ------------------------------------------------------------------------------------------------- passphrases


def _line(asked: argparse.Namespace, question: str) -> bytearray:
    if asked.passphrase_stdin:
        line = bytearray(sys.stdin.buffer.readline().rstrip(b"\r\n"))
        # some editors and shells mark a file as UTF-8 with three bytes that nobody can type in the window
        return line.removeprefix(codecs.BOM_UTF8)
    return bytearray(getpass.getpass(f"{question}: ").encode("utf-8", "surrogateescape"))


def _new_line(asked: argparse.Namespace, question: str) -> bytearray:
    """A passphrase about to be set; a person at a prompt types it twice."""
    first = _line(asked, question)
    if not asked.passphrase_stdin and _line(asked, f"{question}, once more") != first:
        raise filtering.NotUnderstood("The two were not the same. Nothing was changed.")
    return first


@contextmanager
def _wiped(passphrase: bytearray) -> Iterator[bytearray]:
    try:
        yield passphrase
    finally:
        passphrases.wipe(passphrase)


@contextmanager
def _opened(asked: argparse.Namespace) -> Iterator[Session]:
    with _wiped(_line(asked, "Passphrase")) as passphrase, Session.open(asked.file, passphrase) as session:
        yield session


# ---------------------------------------------------------------------------------------------------- commands


def _open(asked: argparse.Namespace) -> int:
    # Qt takes a quarter of a second to load, and every other command works without it
    from vault import app  # noqa: PLC0415

    return app.main(asked.file)


def _create(asked: argparse.Namespace) -> int:
    code = passphrases.recovery_code() if asked.print_recovery else ""
    recovery = bytearray(code.encode()) if code else None
    with _wiped(_new_line(asked, "New passphrase")) as passphrase:
        opened = founding.found(
            asked.file,
            passphrase,
            organisation=asked.organisation,
            profile=asked.kdf_profile,
            recovery=recovery,
            clock=Clock(),
            by=asked.name,
        )
    opened.close()
    _say(f"Made {asked.file}")
    if code:
        _say(f"Recovery code, shown this once; write it on paper: {code}")
    return 0


def _sample(asked: argparse.Namespace) -> int:
    with _opened(asked) as session:
        _say(f"{sample.fill(session)} records of an invented organisation.")
    return 0


def _import(asked: argparse.Namespace) -> int:
    with _opened(asked) as session:
        outcome = importing.import_file(
            session,
            asked.kind,
            asked.source,
            source=asked.source_name,
            mapping=asked.map,
            dry_run=asked.dry_run,
            changed=asked.changed,
        )
    _say("\n".join(outcome.lines))
    return outcome.exit_code


def _list(asked: argparse.Namespace) -> int:
    with _opened(asked) as session:
        where = tuple(filtering.condition(session, asked.kind, one) for one in asked.where)
        _tell(session, session.page(Query(asked.kind, where, (("number", False),)), 0, -1), asked.json)
    return 0


def _search(asked: argparse.Namespace) -> int:
    with _opened(asked) as session:
        _tell(session, session.search(asked.words, limit=1000), asked.json)
    return 0


def _tell(session: Session, found: list[Record], as_json: bool) -> None:
    if as_json:
        plain = json.dumps([exchange.record_to_plain(one) for one in found], ensure_ascii=False, indent=1)
        print(_OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", plain))
        return
    linked = {
        link.id
        for one in found
        for name, field in one.fields.items()
        if isinstance(field, Links)
        for link in getattr(one, name)
    }
    titles = session.titles(linked)
    for one in found:
        shown = (
            display.shown(field, getattr(one, name), lambda id: titles.get(id, ""))
            for name, field in one.fields.items()
            if field.listed
        )
        _say(f"{one.kind} {one.number}: " + " | ".join(text.replace("\n", " ") for text in shown if text))


def _export(asked: argparse.Namespace) -> int:
    with _opened(asked) as session:
        if asked.all:
            _say(str(exporting.export_all(session, asked.all)))
            return 0
        report, target = asked.report
        if report not in exporting.REPORTS:
            raise filtering.NotUnderstood(f"There is no report “{report}”. There is: {', '.join(exporting.REPORTS)}.")
        prepared = exporting.prepare(session, report, period=asked.period, real_name=asked.real_name)
        pdf = exporting.render(prepared)
        decisions = dict.fromkeys(asked.accept, "accepted on the command line")
        _say(str(exporting.deliver(session, prepared, pdf, decisions, target)))
    return 0


def _check(asked: argparse.Namespace) -> int:
    with _opened(asked) as session:
        looked = checking.check(session)
    for one in looked:
        _say(f"{one.what}: {' '.join(one.faults) or 'sound'}")
    return int(any(one.faults for one in looked))


def _backup(asked: argparse.Namespace) -> int:
    with _opened(asked) as session:
        made = backing_up.back_up(session, asked.dest)
    _say(f"{made.path}\nOpened again and counted: {_counted(made.counts)}")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    with _wiped(_line(asked, "Passphrase of the backup")) as passphrase:
        made = backing_up.restore(asked.backup, asked.file, passphrase)
    _say(f"{made.path}\nOpened and counted: {_counted(made.counts)}")
    return 0


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items() if count)


# -------------------------------------------------------------------------------------------------------- keys


def _keys(asked: argparse.Namespace) -> int:
    with _opened(asked) as session:
        return _KEYS[asked.what](asked, session)


def _keys_list(asked: argparse.Namespace, session: Session) -> int:
    for one in session.keyholders():
        _say(f"{one.position} {one.role} {one.name} since {one.since[:10]}".replace("  ", " "))
    return 0


def _keys_add(asked: argparse.Namespace, session: Session) -> int:
    with _wiped(_new_line(asked, f"Passphrase of {asked.name}")) as passphrase:
        position = session.submit(lambda work: keyholding.add(session.opened, work.db, asked.name, passphrase)).result()
    _say(f"{asked.name} may open the vault ({position}).")
    return 0


def _keys_change(asked: argparse.Namespace, session: Session) -> int:
    position = session.opened.position if asked.position is None else asked.position
    with _wiped(_new_line(asked, "New passphrase")) as passphrase:
        session.submit(lambda work: keyholding.change(session.opened, work.db, position, passphrase)).result()
    _say("The passphrase was changed. Backups made before still open with the old one.")
    return 0


def _keys_remove(asked: argparse.Namespace, session: Session) -> int:
    def remove(work: Writing) -> None:
        keyholding.remove(session.opened, work.db, asked.position)

    session.submit(remove).result()
    _say("The key was taken away. Copies of the vault made before still open with it.")
    return 0


_KEYS: dict[str, Callable[[argparse.Namespace, Session], int]] = {
    "list": _keys_list,
    "add": _keys_add,
    "change": _keys_change,
    "remove": _keys_remove,
}


# ------------------------------------------------------------------------------------------------------ parser


def _profile(typed: str) -> int:
    try:
        return founding.profile(int(typed)).number
    except (KeyError, ValueError):
        raise argparse.ArgumentTypeError(f"{typed} is no key derivation profile; there are 0 to 3") from None


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="vault", description="An encrypted home for an organisation's security plan.")
    parser.add_argument("--version", action="version", version=__version__)
    parser.set_defaults(run=_open, file=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    window = commands.add_parser("open", help="the window")
    window.add_argument("file", nargs="?", type=Path, metavar="FILE")
    window.set_defaults(run=_open)
    for declare in (_making, _bringing, _showing, _leaving, _keeping, _holding):
        declare(commands)
    return parser


def _making(commands: Commands) -> None:
    create = _command(commands, "create", _create, "make a new vault")
    create.add_argument("--organisation", default="", metavar="NAME")
    create.add_argument("--name", default="", help="the first keyholder's name")
    create.add_argument("--kdf-profile", type=_profile, default=founding.DEFAULT, metavar="N")
    create.add_argument("--print-recovery", action="store_true", help="set a recovery code and show it once")
    _command(commands, "sample", _sample, "fill an empty vault with an invented organisation")


def _bringing(commands: Commands) -> None:
    bring = _command(commands, "import", _import, "bring in a CSV file")
    _kind(bring)
    bring.add_argument("source", type=Path, metavar="SOURCE.csv")
    bring.add_argument("--source", dest="source_name", required=True, metavar="NAME", help="where the rows come from")
    bring.add_argument("--map", type=Path, metavar="MAP.toml")
    bring.add_argument("--dry-run", action="store_true")
    bring.add_argument("--changed", choices=("ask", "take", "keep"), default="ask")


def _showing(commands: Commands) -> None:
    show = _command(commands, "list", _list, "show records")
    _kind(show)
    show.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE")
    show.add_argument("--json", action="store_true")
    search = _command(commands, "search", _search, "find records by words")
    search.add_argument("words", metavar="WORDS")
    search.add_argument("--json", action="store_true")


def _leaving(commands: Commands) -> None:
    export = _command(commands, "export", _export, "a redacted report, or everything readable")
    what = export.add_mutually_exclusive_group(required=True)
    reports = f"one of: {', '.join(exporting.REPORTS)}"
    what.add_argument("--report", nargs=2, metavar=("REPORT", "OUT.pdf"), help=reports)
    what.add_argument("--all", type=Path, metavar="DIR")
    export.add_argument(
        "--period", type=_period, metavar="DAYS", help="such as 2026 or 2026-01/2026-06; else the last twelve months"
    )
    export.add_argument("--real-name", action="store_true", help="the organisation's real name, for this export only")
    export.add_argument("--accept", action="append", default=[], metavar="WORD", help="an ordinary word that may stay")


def _period(text: str) -> Period:
    try:
        return Period.of(Day(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no period; such as 2026 or 2026-01/2026-06.") from None


def _keeping(commands: Commands) -> None:
    _command(commands, "check", _check, "whether everything in the vault is sound")
    backup = _command(commands, "backup", _backup, "write a backup and open it again")
    backup.add_argument("dest", type=Path, metavar="DEST")
    restore = commands.add_parser("restore", help="bring a backup back as a new vault")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    _file_and_passphrase(restore, _restore)


def _holding(commands: Commands) -> None:
    keys = _command(commands, "keys", _keys, "who may open the vault").add_subparsers(dest="what", required=True)
    keys.add_parser("list")
    keys.add_parser("add").add_argument("name", metavar="NAME")
    keys.add_parser("change").add_argument("position", nargs="?", type=int, metavar="POSITION")
    keys.add_parser("remove").add_argument("position", type=int, metavar="POSITION")
    for command in keys.choices.values():
        command.add_argument("--passphrase-stdin", action="store_true", default=argparse.SUPPRESS)


def _kind(command: argparse.ArgumentParser) -> None:
    command.add_argument("kind", choices=tuple(KINDS), metavar="KIND", help=f"one of: {', '.join(KINDS)}")


def _command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int],
    words: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words)
    _file_and_passphrase(command, run)
    return command


def _file_and_passphrase(command: argparse.ArgumentParser, run: Callable[[argparse.Namespace], int]) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="the vault's folder")
    command.add_argument("--passphrase-stdin", action="store_true", help="read passphrases from standard input")
    command.set_defaults(run=run)
