"""What leaves a vault, and whether it is sound: `vault export`, `check`, `backup`, `restore` and `salvage`."""

from __future__ import annotations

import argparse
from pathlib import Path

from vault.cli.terminal import Commands, chosen, command, file_and_passphrase, opened, say, typed, wiped
from vault.paths import is_file
from vault.plans.days import Day
from vault.plans.periods import Period
from vault.plans.records import KINDS
from vault.services import backing_up, checking, exporting, filtering, partners, places, salvaging
from vault.services.partners import Sort


def declare(commands: Commands) -> None:
    """What can be asked of them."""
    export = command(commands, "export", _export, "a redacted report, or everything readable")
    what = export.add_mutually_exclusive_group(required=True)
    reports = f"one of: {', '.join(exporting.REPORTS)}"
    what.add_argument("--report", nargs=2, metavar=("REPORT", "OUT.pdf"), help=reports)
    what.add_argument("--all", type=Path, metavar="DIR")
    export.add_argument(
        "--period", type=_period, metavar="DAYS", help="such as 2026 or 2026-01/2026-06; else the last twelve months"
    )
    export.add_argument("--real-name", action="store_true", help="the organisation's real name, for this export only")
    export.add_argument("--accept", action="append", default=[], metavar="WORD", help="an ordinary word that may stay")
    check = command(commands, "check", _check, "whether everything in the vault, or in a backup, is sound")
    backup = command(commands, "backup", _backup, "write a backup and open it again")
    backup.add_argument("dest", type=Path, metavar="DEST")
    only = "only this partner can open it: a public key of age, or a name the vault knows; may be given several times"
    backup.add_argument("--partner", action="append", default=[], metavar="age1...", help=only)
    restore = commands.add_parser("restore", help="bring a backup back as a new vault")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("--name", default="", help="who brings a partner backup back, its first keyholder")
    file_and_passphrase(restore, _restore)
    salvage = command(
        commands, "salvage", _salvage, "save what can still be read of a damaged vault, as readable files"
    )
    salvage.add_argument("out", type=Path, metavar="OUT", help="a new or empty folder")
    for one in (check, restore):
        one.add_argument("--identity", type=Path, metavar="FILE", help="the identity file of age for a partner backup")


def _export(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        if asked.all:
            say(str(exporting.export_all(session, asked.all)))
            return 0
        report, target = asked.report
        if report not in exporting.REPORTS:
            raise filtering.NotUnderstood(f"There is no report “{report}”. There is: {', '.join(exporting.REPORTS)}.")
        prepared = exporting.prepare(session, report, period=asked.period, real_name=asked.real_name)
        pdf = exporting.render(prepared)
        decisions = dict.fromkeys(asked.accept, "accepted on the command line")
        say(str(exporting.deliver(session, prepared, pdf, decisions, target)))
    return 0


def _check(asked: argparse.Namespace) -> int:
    if is_file(asked.file):
        return _check_backup(asked)
    with opened(asked) as session:
        looked = checking.check(session)
    for one in looked:
        say(f"{one.what}: {' '.join(one.faults) or 'sound'}")
    return int(any(one.faults for one in looked))


def _check_backup(asked: argparse.Namespace) -> int:
    if partners.sort_of(asked.file) is Sort.OWN:
        with wiped(typed(asked, "Passphrase of the backup")) as passphrase:
            refused = backing_up.outside(asked.file, places.usual())
            made = backing_up.check_backup(asked.file, passphrase, refused=refused)
    else:
        made = partners.check(asked.file, _identities(asked, asked.file))
    say(f"Opened and counted: {_counted(made.counts)}")
    return 0


def _identities(asked: argparse.Namespace, backup: Path) -> str:
    """The text of the identity file; an opened backup needs none."""
    if partners.sort_of(backup) is Sort.OPENED:
        return ""
    if asked.identity is None:
        raise filtering.NotUnderstood("This backup was made for a partner: give their identity file with --identity.")
    return partners.identities_in(asked.identity)


def _backup(asked: argparse.Namespace) -> int:
    with opened(asked) as session:
        if asked.partner:
            known = {one.name: one.key for one in partners.partners(session)}
            keys = [known.get(one, one) for one in asked.partner]
            made = partners.back_up_for(session, keys, asked.dest)
        else:
            made = backing_up.back_up(session, asked.dest)
    say(f"{made.path}\nOpened again and counted: {_counted(made.counts)}")
    return 0


def _restore(asked: argparse.Namespace) -> int:
    if partners.sort_of(asked.backup) is Sort.OWN:
        with wiped(typed(asked, "Passphrase of the backup")) as passphrase:
            refused = backing_up.outside(asked.backup, places.usual())
            made = backing_up.restore(asked.backup, asked.file, passphrase, refused=refused)
    else:
        identities = _identities(asked, asked.backup)
        with wiped(chosen(asked, "New passphrase")) as passphrase:
            made = partners.restore(asked.backup, asked.file, passphrase, identities, name=asked.name)
    say(f"{made.path}\nOpened and counted: {_counted(made.counts)}")
    return 0


def _salvage(asked: argparse.Namespace) -> int:
    with wiped(typed(asked, "Passphrase")) as passphrase:
        made = salvaging.salvage(asked.file, passphrase, asked.out)
    say(f"{made.path}\nRead: {_counted(made.counts)}; {made.links} links, {made.drafts} drafts")
    for line in _lost(made) or ["Nothing is known to be missing."]:
        say(line)
    return int(bool(made.damaged) or not made.is_whole)


def _lost(made: salvaging.Salvaged) -> list[str]:
    """What could not be read."""
    told = [f"Not read: {kind or 'of an unknown kind'} {len(ids)}" for kind, ids in made.missing.items()]
    told += [f"Read in part, without the last fields: {kind} {len(ids)}" for kind, ids in made.in_part.items()]
    if told:
        told.append("missing.json names them.")
    if made.gaps:
        kinds = ["records of every kind"] if set(made.gaps) >= set(KINDS) else []
        things = ", ".join((*kinds, *(name for name in made.gaps if not kinds or name not in KINDS)))
        told.append(f"More may be missing than is known: {things}")
    if made.log_lost:
        told.append("What was saved last could not be read.")
    return told


def _counted(counts: dict[str, int]) -> str:
    return ", ".join(f"{kind} {count}" for kind, count in counts.items() if count)


def _period(text: str) -> Period:
    try:
        return Period.of(Day(text))
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no period; such as 2026 or 2026-01/2026-06.") from None
