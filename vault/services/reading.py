"""Reading from an open vault, on the thread that opened it; what the database complains of is told as what it means."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import date, datetime, time, timedelta
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

from vault.clock import Clock
from vault.plans.comparing import Difference, differences
from vault.plans.fold import fold
from vault.plans.likeness import Alike, ranked
from vault.plans.patterns import Counts
from vault.plans.query import Query
from vault.plans.records import Record
from vault.storage import alike, changes, keyholders, links, patterns, records, registers, search
from vault.storage.changes import Entry
from vault.storage.database import Connection, database_errors
from vault.storage.keyholders import Keyholder
from vault.storage.registers import BackedUp, Draft, Exported

_EVER, _NEVER = date(1980, 1, 1), date(9000, 1, 1)

P = ParamSpec("P")
T = TypeVar("T")


class _AtPath(Protocol):
    path: Path
    turn: AbstractContextManager[object]


S = TypeVar("S", bound=_AtPath)


def reads(method: Callable[Concatenate[S, P], T]) -> Callable[Concatenate[S, P], T]:
    """Have a method that reads say in words that the vault is damaged, or its disk is gone."""

    @wraps(method)
    def reading(self: S, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with self.turn, database_errors(self.path):
            return method(self, *args, **kwargs)

    return reading


def _morning(day: date) -> str:
    """The beginning of a day here; days before there were clocks of computers and after them are no moments."""
    return datetime.combine(min(max(day, _EVER), _NEVER), time()).astimezone().isoformat()


class Reading:
    """What can be asked of an open vault. Whoever takes it opens `_reader` and closes it; who reads holds `turn`."""

    path: Path
    turn: AbstractContextManager[object]
    by: str
    clock: Clock
    _reader: Connection

    @reads
    def find(self, id: str) -> Record:
        """The record, trashed or not. Raises NotFound."""
        return records.find(self._reader, id)

    @reads
    def find_many(self, ids: Sequence[str]) -> list[Record]:
        """The records in that order; missing ones are left out."""
        keys = records.keys_of(self._reader, ids)
        return records.find_keys(self._reader, [keys[id] for id in ids if id in keys])

    @reads
    def count(self, query: Query) -> int:
        """How many records the query finds."""
        return records.count(self._reader, query)

    @reads
    def page(self, query: Query, offset: int = 0, limit: int = 200) -> list[Record]:
        """A window of what the query finds."""
        return records.page(self._reader, query, offset, limit)

    def all(self, kind: str) -> list[Record]:
        """All live records of a kind, oldest number first."""
        return self.page(Query(kind, sort=(("number", False),)), 0, -1)

    @reads
    def titles(self, ids: Iterable[str]) -> dict[str, str]:
        """id -> title, of trashed records too."""
        return records.titles(self._reader, list(dict.fromkeys(ids)))

    @reads
    def backlinks(self, id: str) -> list[tuple[Record, str]]:
        """Live records that link to this one, with the name of the field."""
        key, _kind = records.key_of(self._reader, id)
        pairs = links.leading_to(self._reader, key)
        found = {one.id: one for one in records.find_keys(self._reader, [source for source, _field in pairs])}
        keys = records.keys_of(self._reader, list(found))
        by_key = {keys[id]: one for id, one in found.items() if id in keys}  # one may be erased meanwhile
        return [(by_key[s], field) for s, field in pairs if s in by_key and not by_key[s].trashed_at]

    @reads
    def alike(self, subject: Record, most: int = 8) -> list[Alike]:
        """Earlier incidents and threats like this one, each with its reasons; the most alike first."""
        return ranked(subject, alike.candidates(self._reader, subject), most)

    @reads
    def patterns(self, begin: date, end: date) -> Counts:
        """What the incident log holds from `begin` until the day before `end`."""
        return patterns.counts(self._reader, begin, end)

    @reads
    def event_days(self, begin: date, end: date) -> dict[date, int]:
        """Of the exact days from `begin` until the day before `end`, how many incidents each holds."""
        return patterns.days(self._reader, begin, end)

    @reads
    def tally(self, query: Query, field: str) -> dict[Any, int]:
        """Stored value of a choice, scale or derived field -> how many records of the query have it."""
        return records.tally(self._reader, query, field)

    @reads
    def search(self, words: str, *, kinds: Sequence[str] = (), limit: int = 50) -> list[Record]:
        """Records in which every word begins one of theirs: titles that begin so first, then the newest."""
        found = records.find_keys(self._reader, search.keys(self._reader, words, kinds, limit))
        begin = fold(words)
        return sorted(found, key=lambda one: not fold(one.title).startswith(begin))

    @reads
    def history(self, id: str) -> list[Entry]:
        """The changes of a record, newest first."""
        key, _kind = records.key_of(self._reader, id)
        return changes.of(self._reader, key)

    @reads
    def differences(self, since: date, until: date | None = None) -> list[Difference]:
        """What changed from the morning of a day on, a record once, in the order in which they were first touched.

        `until`: no later than in the evening of that day.
        """
        end = _morning(min(until, _NEVER) + timedelta(days=1)) if until else None
        return differences(changes.since(self._reader, _morning(since), end))

    @reads
    def differences_between(self, after: int, until: int) -> list[Difference]:
        """As `differences`, of the acts after one and up to another (`settled_in`, `last_act`)."""
        return differences(changes.between(self._reader, after, until))

    @reads
    def settled_in(self, id: str, field: str, value: str) -> int:
        """The act since which a choice of a record is what it is now. Raises NotFound."""
        key, _kind = records.key_of(self._reader, id)
        return changes.settled_in(self._reader, key, field, value)

    @reads
    def last_act(self) -> int:
        """The latest act that changed anything; 0 for none."""
        return changes.last_batch(self._reader)

    @reads
    def drafts(self) -> list[Draft]:
        """Forms left open, latest first."""
        return registers.drafts(self._reader)

    def draft_of(self, record: str) -> Draft | None:
        """The draft that edits a record."""
        return next((draft for draft in self.drafts() if record and draft.record == record), None)

    @reads
    def keyholders(self) -> list[Keyholder]:
        """Who may open the vault, the recovery code included."""
        return [one for one in keyholders.listed(self._reader) if one.held]

    @reads
    def setting(self, name: str, default: Any = None) -> Any:
        """A setting kept inside the vault."""
        return registers.setting(self._reader, name, default)

    @reads
    def exports(self) -> list[Exported]:
        """The register of exports, latest first."""
        return registers.exports(self._reader)

    @reads
    def backups(self) -> list[BackedUp]:
        """The register of backups, latest first."""
        return registers.backups(self._reader)

    @reads
    def backups_holding(self, many: Iterable[Record]) -> list[BackedUp]:
        """The registered backups that were made when one of the records was there already, latest first."""
        return registers.backups_since(self._reader, [one.created_at for one in many])

    @reads
    def last_change(self) -> str:
        """The moment of the last change of a record, "" before there is one."""
        return changes.last_moment(self._reader)

    @reads
    def imported(self, source: str, kind: str) -> dict[str, str]:
        """their id -> our id of what was imported from a source."""
        return registers.imported(self._reader, source, kind)

    @reads
    def sources(self) -> list[str]:
        """Names of the sources records were imported from."""
        return registers.sources(self._reader)


class Snapshot(Reading):
    """One state of an open vault, for the one thread that made it, from `begin` on until its connection is closed."""

    def __init__(self, reader: Connection, path: Path, by: str, clock: Clock) -> None:
        self._reader, self.path, self.by, self.clock = reader, path, by, clock
        self.db, self.turn = reader, nullcontext()
        reader.execute("BEGIN")
