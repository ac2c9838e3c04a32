"""Backups that make themselves: the folders, how many stay there, when Today reminds of one elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import asdict
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.errors import VaultError
from vault.i18n import N_, _, plural
from vault.services import places, recurring, trying
from vault.services.recurring import Destination, Keep
from vault.ui import files, tabbing, theme
from vault.ui.desk import Desk
from vault.ui.facts import empty, moment_words
from vault.ui.pages.settings_section import House, Offer, side_by_side
from vault.ui.parts.buttons import Button
from vault.ui.parts.choices import Choices
from vault.ui.parts.labels import Sentence, secondary, small
from vault.ui.parts.numbers import Numbers

#: how many stay: key, words, of how many days, weeks and months
_KEEPING = (
    ("few", N_("Fewer: 3 days, 2 weeks, 3 months"), Keep(3, 2, 3)),
    ("usual", N_("As usual: 7 days, 4 weeks, 12 months"), Keep()),
    ("many", N_("More: 14 days, 8 weeks, 24 months"), Keep(14, 8, 24)),
)
_OWN = "own"
_REMIND = (7, 14, 30)


class ByThemselves(QWidget):
    """A row a folder, and a way to add one."""

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__()
        self._desk, self._house, self._may = desk, house, not desk.session.readonly
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space.s"))
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.add = Button(_("Add a folder"), icon="folder-open", small=True, run=self._ask)
        self.add.setEnabled(self._may)
        self.near = Sentence("late")
        column.addLayout(self._rows)
        column.addWidget(side_by_side(self.add))
        column.addWidget(self.near)

    def reload(self) -> None:
        """Read the folders again."""
        many = recurring.destinations(self._desk.session)
        with tabbing.keeping_focus(self):
            empty(self._rows)
            for one in many:
                self._rows.addWidget(self._row(one))
        if not many:
            self._rows.addWidget(secondary(_("No folder yet. Backups are made when somebody asks for one."), wrap=True))

    def _row(self, one: Destination) -> Offer:
        stop = Button(_("Stop using it"), small=True, run=lambda: self._remove(one.folder))
        stop.setAccessibleName(f"{_('Stop using it')}: {one.folder}")
        stop.setEnabled(self._may)
        return Offer(str(one.folder), self._about(one), stop)

    def _about(self, one: Destination) -> str:
        if not one.is_there:
            return _("It is not there now. A backup is made as soon as it is back.")
        if not one.at:
            return _("The first backup is made in a moment.")
        last = _("The last one is from {when}.").format(when=moment_words(one.at, self._desk.today()))
        return f"{last} {plural('{n} is kept there.', '{n} are kept there.', len(one.made))}"

    def _ask(self) -> None:
        files.ask_for_folder(self, _("A folder for backups that make themselves"), self.take, _("Use this folder"))

    def take(self, folder: Path) -> None:
        """Use a folder from now on, and begin at once."""
        try:
            added = recurring.add(self._desk.session, folder)
        except VaultError as error:
            self._desk.complain(error)
            return
        self._wait_for(added, lambda _none: self._added(folder))

    def _wait_for(self, change: Future[None], done: Callable[[None], object]) -> None:
        """Nothing else is asked until it is written; where it cannot be, all is shown as it is."""
        self.setEnabled(False)
        self._desk.ask(change, self, self._ready(done), self._ready(self._desk.complain))

    def _ready(self, then: Callable[[Any], object]) -> Callable[[Any], object]:
        def ready(told: Any) -> None:
            self.setEnabled(True)
            self.reload()
            self.add.setFocus()
            then(told)

        return ready

    def _added(self, folder: Path) -> None:
        near = places.same_disk(folder, self._desk.session.path)
        self.near.say(_("This folder is on the same disk as the file: add a stick as well.") if near else "")
        self._house.keep()

    def _remove(self, folder: Path) -> None:
        self._wait_for(recurring.remove(self._desk.session, folder), self._removed)

    def _removed(self, _none: None) -> None:
        self.near.say("")
        self._desk.say(_("No more backups go there by themselves. Those that are there stay."))


class HowMany(QWidget):
    """How many of them stay, and when Today reminds."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        session = desk.session
        now = recurring.keep(session)
        kept = next((key for key, _words, keep in _KEEPING if keep == now), _OWN)
        ways = [(key, _(words), "") for key, words, _keep in _KEEPING]
        self.keep = Choices([*ways, (_OWN, _("Numbers of your own"), "")], kept)
        self.numbers = Numbers({"days": _("Days"), "weeks": _("Weeks"), "months": _("Months")}, asdict(now))
        if kept != _OWN:
            self.numbers.hide()
        self.keep.changed.connect(self._keep)
        self.numbers.changed.connect(lambda: self._write(Keep(**self.numbers.values())))
        days = trying.remind_after(session)
        after = [(str(n), plural("after {n} day", "after {n} days", n), "") for n in sorted({*_REMIND, days})]
        self.remind = Choices(after, str(days))
        self.remind.changed.connect(self._remind)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.current().px("space.s"))
        column.addWidget(small(_("How many of them stay: the last one of so many"), "secondary", wrap=True))
        column.addWidget(self.keep)
        column.addWidget(self.numbers)
        column.addWidget(small(_("Today reminds of a backup on another disk"), "secondary", wrap=True))
        column.addWidget(self.remind)
        self.setEnabled(not session.readonly)

    def _keep(self, key: str) -> None:
        self.numbers.setVisible(key == _OWN)
        if key == _OWN:
            self.numbers.setFocus()
            QTimer.singleShot(0, self, lambda: tabbing.bring_into_view(self.numbers))  # laid out by then
            return
        wished = next(keep for one, _words, keep in _KEEPING if one == key)
        self._write(wished)
        self.numbers.set_values(asdict(wished))

    def _write(self, wished: Keep) -> None:
        self._desk.ask(recurring.set_keep(self._desk.session, wished), self)

    def _remind(self, key: str) -> None:
        self._desk.ask(self._desk.session.set_setting(trying.REMIND, int(key)), self)
