"""`vault import`, `vault list` and `vault search`."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from vault.cli.terminal import OBEYED, Commands, ask_kind, command, opened, say
from vault.plans import display, exchange
from vault.plans.fields import Links
from vault.plans.query import Query
from vault.plans.records import Record
from vault.services import filtering, importing
from vault.services.session import Session


def declare(commands: Commands) -> None:
    """What can be asked of them."""
    bring = command(commands, "import", _import, "bring in a table: CSV, XLSX or ODS")
    ask_kind(bring)
    bring.add_argument("source", type=Path, metavar="SOURCE.csv")
    bring.add_argument("--sheet", default="", metavar="SHEET", help="which sheet of a workbook; else the first")
    bring.add_argument("--source", dest="source_name", required=True, metavar="NAME", help="where the rows come from")
    bring.add_argument("--map", type=Path, metavar="MAP.toml")
    bring.add_argument("--dry-run", action="store_true")
    bring.add_argument("--changed", choices=("ask", "take", "keep"), default="ask")
    show = command(commands, "list", _list, "show records")
    ask_kind(show)
    show.add_argument("--where", action="append", default=[], metavar="FIELD=VALUE")
    show.add_argument("--json", action="store_true")
    search = command(commands, "search", _search, "find records by words")
    search.add_argument("words", metavar="WORDS")
    search.add_argument("--json", action="store_true")


def _import(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        outcome = importing.import_file(
            session,
            asked.kind,
            asked.source,
            source=asked.source_name,
            mapping=asked.map,
            dry_run=asked.dry_run,
            changed=asked.changed,
            page=asked.sheet,
        )
    say("\n".join(outcome.lines))
    return outcome.exit_code


def _list(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        where = tuple(filtering.condition(session, asked.kind, one) for one in asked.where)
        _tell(session, session.page(Query(asked.kind, where, (("number", False),)), 0, -1), asked.json)
    return 0


def _search(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        _tell(session, session.search(asked.words, limit=1000), asked.json)
    return 0


def _tell(session: Session, found: list[Record], as_json: bool) -> None:
    if as_json:
        plain = json.dumps([exchange.record_to_plain(one) for one in found], ensure_ascii=False, indent=1)
        print(OBEYED.sub(lambda sign: f"\\u{ord(sign[0]):04x}", plain))
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
        say(f"{one.kind} {one.number}: " + " | ".join(text.replace("\n", " ") for text in shown if text))
