"""The editor of links: chips with a cross, a line that finds records, and new ones made on the way."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from vault.i18n import _
from vault.plans.fields import Link, Links
from vault.plans.query import Query
from vault.plans.records import KINDS, Record
from vault.ui.desk import Desk
from vault.ui.editors.editor import Editor, Unclear
from vault.ui.parts.chip_field import ChipField, Held
from vault.ui.parts.suggestions import Suggestion

_OFFERED = 8
_NEW = "new:"
_TYPED = "typed"  # in a draft: words that lead to no record yet


class LinksEditor(Editor):
    """Connections to records of the field's kinds, each with one of its roles."""

    def __init__(self, field: Links, desk: Desk) -> None:
        super().__init__(field, desk)
        self._kinds, self._roles = field.kinds, field.roles
        self._links: tuple[Link, ...] = ()
        self._titles: dict[str, str] = {}
        self.box = ChipField(self._suggest)
        self.box.chosen.connect(self._chosen)
        self.box.written.connect(lambda text: self._create(self._kinds[0], text))
        self.box.removed.connect(self._remove)
        self.box.typed.connect(self._touch)
        self.box.left.connect(self._take_exactly)
        self._hold(self.box, self.box.line)
        self.box.keep_clear(self._fault)

    def read(self) -> tuple[Link, ...]:
        left = self.box.line.text().strip()
        if left and (meant := self._exactly(left)):
            return self._with(meant)
        if left:
            raise Unclear(_("Choose “{words}” from the list, or take it out.").format(words=left))
        return self._links

    def links(self) -> tuple[Link, ...]:
        """What is connected, whatever stands in the line beside it."""
        return self._links

    def kept(self) -> Any:
        links: list[dict[str, str]] = [{"id": link.id, "role": link.role} for link in self._links]
        typed = self.box.line.text().strip()
        return [*links, {_TYPED: typed}] if typed else links

    def put_back(self, kept: Any) -> None:
        super().put_back([one for one in kept if _TYPED not in one])
        self.box.line.setText("".join(one.get(_TYPED, "") for one in kept))

    def add(self, record: Record, role: str | None = None) -> None:
        """Connect a record."""
        self._titles[record.id] = record.title
        links = self._with(record, role)
        if links != self._links:
            self._links = links
            self._redraw()
            self._touch()

    def _with(self, record: Record, role: str | None = None) -> tuple[Link, ...]:
        if record.id in [link.id for link in self._links]:
            return self._links
        return (*self._links, Link(record.id, self._first_role() if role is None else role))

    def _first_role(self) -> str:
        return self._roles[0][0] if self._roles else ""

    def _show(self, value: tuple[Link, ...]) -> None:
        if value:
            self._titles |= self.desk.session.titles(link.id for link in value)
        self._links = tuple(link for link in value if link.id in self._titles)
        self.box.clear_line()
        self._redraw()

    def _redraw(self) -> None:
        self.box.set_held([self._chip(link) for link in self._links])

    def _chip(self, link: Link) -> Held:
        roles = dict(self._roles)
        words = self._titles[link.id]
        if link.role in roles and link.role != self._first_role():
            words = f"{words} · {_(roles[link.role])}"
        menu = tuple((_(said), partial(self._set_role, link.id, role)) for role, said in self._roles)
        return Held(link.id, words, menu)

    def _set_role(self, id: str, role: str) -> None:
        self._links = tuple(replace(link, role=role) if link.id == id else link for link in self._links)
        self._redraw()
        self._touch()

    def _remove(self, id: str) -> None:
        self._links = tuple(link for link in self._links if link.id != id)
        self._redraw()
        self._touch()

    # ------------------------------------------------------------------ finding and making

    def _suggest(self, text: str) -> list[Suggestion]:
        taken = {link.id for link in self._links}
        found = [one for one in self._found(text) if one.id not in taken]
        offers = [Suggestion(one.id, self._offered(one)) for one in found[:_OFFERED]]
        if text:
            offers += [Suggestion(f"{_NEW}{kind}", self._new_words(kind, text), writes=True) for kind in self._kinds]
        self._typed = text
        return offers

    _typed = ""

    def _found(self, text: str) -> list[Record]:
        session = self.desk.session
        if text:
            return session.search(text, kinds=self._kinds, limit=3 * _OFFERED + len(self._links))
        newest = (("changed_at", True),)
        return [one for kind in self._kinds for one in session.page(Query(kind, sort=newest), 0, _OFFERED)]

    def _exactly(self, text: str) -> Record | None:
        """The one record of this very name: whoever typed all of it need not choose it as well."""
        found = [one for one in self._found(text) if one.title.casefold() == text.casefold()]
        return found[0] if len(found) == 1 else None

    def _take_exactly(self, text: str) -> None:
        if meant := self._exactly(text):
            self.box.clear_line()
            self.add(meant)

    def _offered(self, one: Record) -> str:
        return f"{one.title}  ·  {_(one.words)}" if len(self._kinds) > 1 else one.title

    def _new_words(self, kind: str, text: str) -> str:
        return _("New {kind}: “{title}”").format(kind=_(KINDS[kind].words).lower(), title=text)

    def _chosen(self, key: str) -> None:
        if key.startswith(_NEW):
            self._create(key.removeprefix(_NEW), self._typed)
        else:
            self.add(self.desk.session.find(key))

    def _create(self, kind: str, title: str) -> None:
        values: dict[str, Any] = {KINDS[kind].title_field: title}
        new = KINDS[kind](**values)
        self.desk.ask(self.desk.session.save(new), self, self.add)
