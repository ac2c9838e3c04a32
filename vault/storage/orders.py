"""What a duress passphrase orders, as it stands inside its slot and nowhere else."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path

from vault.storage.slots import Kind, Payload

MOST_BACKUPS = 4

_VAULT, _BACKUPS, _EXPORTS, _TRACES = 1, 2, 4, 8
_OUTCOME_AT = 8


class Outcome(IntEnum):
    """What is shown afterwards."""

    WRONG = 0
    OTHER = 1
    WELCOME = 2


@dataclass(frozen=True, slots=True)
class Orders:
    """What is made worthless besides the vault itself, and what is shown.

    `backups`: at most four, each how the paths of files begin ("/media/stick/notes-", "/media/stick/" for all in the
    folder), looked up when it happens;
    `exports`: single files; `traces`: what the program keeps beside its vaults; `other`: the vault that opens with
    `Outcome.OTHER`.
    """

    outcome: Outcome = Outcome.WRONG
    backups: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    traces: bool = False
    other: str = ""

    @property
    def vanishes(self) -> bool:
        """Whether nothing of the vault is to be seen any more."""
        return self.outcome is Outcome.WELCOME

    def fill(self, payload: Payload) -> None:
        """Write them into a slot's payload. Raises ValueError when they do not fit."""
        bits = ((_BACKUPS, self.backups), (_EXPORTS, self.exports), (_TRACES, self.traces))
        payload.kind = Kind.DURESS
        payload.actions = _VAULT | sum(bit for bit, wished in bits if wished) | self.outcome << _OUTCOME_AT
        said = {"backups": list(self.backups), "exports": list(self.exports), "other": self.other}
        kept = {name: value for name, value in said.items() if value}
        plain = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
        payload.words = plain.encode("utf-8", "surrogatepass") if kept else b""  # as `json` reads what is no UTF-8

    def listed_backups(self) -> list[Path]:
        """The files that are there now and whose names begin so; of a folder that is not there, none."""
        return [file for begin in self.backups for file in _beginning_with(begin)]


def covers(begin: str, file: Path) -> bool:
    """Whether a file is among those whose paths begin so."""
    folder, start = os.path.split(begin)
    return file.parent.resolve() == Path(folder).resolve() and file.name.startswith(start)


def _beginning_with(begin: str) -> list[Path]:
    folder = Path(os.path.split(begin)[0])
    try:
        return sorted(one for one in folder.iterdir() if covers(begin, one) and one.is_file())
    except OSError:
        return []


def of(payload: Payload) -> Orders:
    """The orders of a duress slot; what cannot be understood is left out."""
    try:
        said = json.loads(payload.words or b"{}")
        outcome = Outcome(payload.actions >> _OUTCOME_AT & 3)
    except ValueError:
        return Orders()
    if not isinstance(said, dict):
        return Orders(outcome)
    return Orders(
        outcome=outcome,
        backups=_texts(said.get("backups"))[:MOST_BACKUPS] if payload.actions & _BACKUPS else (),
        exports=_texts(said.get("exports")) if payload.actions & _EXPORTS else (),
        traces=bool(payload.actions & _TRACES),
        other=str(said.get("other", "")) if outcome is Outcome.OTHER else "",
    )


def _texts(value: object) -> tuple[str, ...]:
    return tuple(one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
