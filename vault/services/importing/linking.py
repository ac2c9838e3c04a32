"""The records other people's words lead to: found among ours, or made once in the same import."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from vault.i18n import _
from vault.plans.fields import Link, Links
from vault.plans.model import Person, Place
from vault.plans.records import KINDS, Record
from vault.plans.vocabulary import plain
from vault.services.ids import new_id
from vault.services.importing.drafts import Draft, Wanted


class Linker:
    """`known`: live records links may lead to. `made` collects the places and people that were not there yet."""

    def __init__(self, known: Iterable[Record]) -> None:
        self.made: dict[str, Record] = {}
        self.titles: dict[str, str] = {}
        self._spelled: dict[str, tuple[str, str, str]] = {}
        self._ids: set[str] = set()
        self._places: dict[tuple[str, str, str], str] = {}
        self._names: dict[tuple[str, str], str] = {}
        self._before: dict[tuple[tuple[str, ...], Wanted], str] = {}
        for one in known:
            self.know(one)

    def know(self, one: Record) -> None:
        """Let links lead to a record; the first of a name stays the one that is meant."""
        self._ids.add(one.id)
        self.titles[one.id] = one.title
        self._names.setdefault((one.kind, plain(one.title)), one.id)
        self._spelled[one.id] = (one.title, "", "")
        if isinstance(one, Place):
            self._spelled[one.id] = (one.name, one.region, one.country)
            self._places.setdefault((plain(one.name), plain(one.region), plain(one.country)), one.id)
        if isinstance(one, Person) and one.alias:
            self._names.setdefault((one.kind, plain(one.alias)), one.id)

    def know_row(self, kind: str, id: str, title: str) -> None:
        """Let links lead to a row of the same table."""
        self._ids.add(id)
        self._spelled[id] = (title, "", "")
        self._names.setdefault((kind, plain(title)), id)

    def links(self, kind: str, draft: Draft) -> dict[str, tuple[Link, ...]]:
        """Field -> links of a row; what leads nowhere goes into its notes, with a message."""
        found: dict[str, tuple[Link, ...]] = {}
        for name, many in draft.links.items():
            field = cast(Links, KINDS[kind].fields[name])
            links: dict[str, Link] = {}
            for wanted in many:
                id = self._find(field.kinds, wanted)
                if id:
                    links.setdefault(id, Link(id, wanted.role))
                    self._keep_spelling(id, wanted, _(field.label), draft)
                else:
                    text = wanted.name or wanted.id
                    draft.keep(_(field.label), text)
                    words = _("There is no “{name}” to connect with; it is kept in the notes.")
                    draft.messages.append(words.format(name=text))
            if links:
                found[name] = tuple(links.values())
        return found

    def _keep_spelling(self, id: str, wanted: Wanted, label: str, draft: Draft) -> None:
        """What was written otherwise than the record found is called must come out again."""
        name, *around = self._spelled.get(id, ("", "", ""))
        same = wanted.name == name and [wanted.region, wanted.country] in (around, ["", ""])
        if not (same or wanted.id or wanted.name == id):
            draft.keep(label, ", ".join(dict.fromkeys(filter(None, (wanted.name, wanted.region, wanted.country)))))

    def _find(self, kinds: tuple[str, ...], wanted: Wanted) -> str:
        if wanted.id:
            return wanted.id if wanted.id in self._ids else ""
        if wanted.name in self._ids:
            return wanted.name
        key = (kinds, wanted)
        if key not in self._before:
            self._before[key] = self._look(kinds, wanted)
        return self._before[key]

    def _look(self, kinds: tuple[str, ...], wanted: Wanted) -> str:
        name = plain(wanted.name)
        if wanted.region or wanted.country:
            id = self._places.get((name, plain(wanted.region), plain(wanted.country)), "")
        else:
            id = next((id for kind in kinds if (id := self._names.get((kind, name), ""))), "")
        return id or self._make(kinds, wanted)

    def _make(self, kinds: tuple[str, ...], wanted: Wanted) -> str:
        one: Record
        if "place" in kinds:
            one = Place(id=new_id(), name=wanted.name, region=wanted.region, country=wanted.country)
        elif "person" in kinds:
            one = Person(id=new_id(), name=wanted.name)
        else:
            return ""
        self.made[one.id] = one
        self.know(one)
        return one.id
