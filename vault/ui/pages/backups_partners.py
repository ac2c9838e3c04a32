"""Backups for partners elsewhere: whose keys are known, and making one that nobody here can open."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from vault.errors import InvalidRecord
from vault.i18n import _, plural
from vault.progress import Progress
from vault.services import partners
from vault.services.backing_up import Verified
from vault.services.partners import Partner
from vault.ui import files, tabbing, tasks, theme
from vault.ui.desk import Desk
from vault.ui.facts import empty
from vault.ui.pages.backup_check import size_words
from vault.ui.pages.settings_section import House, Offer, side_by_side
from vault.ui.parts.buttons import Button
from vault.ui.parts.fields import Field
from vault.ui.parts.labels import Sentence
from vault.ui.parts.notice import Notice
from vault.ui.parts.progress import ProgressLine

_WIDTH, _SHOWN = 480, 16


class Partners(QWidget):
    """A row a partner, and a form to add one."""

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__()
        self._desk, self._house = desk, house
        look = theme.current()
        self._rows = QVBoxLayout()
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.name, self.key = QLineEdit(), QLineEdit()
        self.key.setPlaceholderText("age1 ...")
        self.name_field = Field(_("Whose key"), self.name)
        about = _("Your partner makes it with age and reads it to you, or sends it: it is no secret.")
        self.key_field = Field(_("Their public key"), self.key, about)
        for field in (self.name_field, self.key_field):
            field.setMaximumWidth(look.px(_WIDTH))
        self.add = Button(_("Add a partner"), small=True, run=self.take)
        self.key.returnPressed.connect(self.take)
        self._buttons, self._copying = [self.add], False
        self.progress, self.notice, self.made = ProgressLine(), Notice(), Sentence("good")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.s"))
        column.addLayout(self._rows)
        for widget in (self.progress, self.notice, self.made, self.name_field, self.key_field, side_by_side(self.add)):
            column.addWidget(widget)
        self.setEnabled(not desk.session.readonly)

    def reload(self) -> None:
        """Read the keys again."""
        self._buttons = [self.add]
        with tabbing.keeping_focus(self):
            empty(self._rows)
            for one in partners.partners(self._desk.session):
                self._rows.addWidget(self._row(one))

    def _row(self, one: Partner) -> Offer:
        make = Button(_("Back up for them"), small=True, run=lambda: self._ask(one))
        forget = Button(_("Forget"), "quiet", small=True, run=lambda: self._forget(one))
        self._buttons += [make, forget]
        for button in (make, forget):
            button.setEnabled(not self._copying)
            button.setAccessibleName(f"{button.text()}: {one.name}")
        return Offer(one.name, f"{one.key[:_SHOWN]} ... {one.key[-4:]}", make, forget)

    def take(self) -> None:
        """Keep a partner's key."""
        if self._copying:
            return
        for field in (self.name_field, self.key_field):
            field.say_wrong("")
        try:
            kept = partners.add(self._desk.session, self.name.text(), self.key.text())
        except InvalidRecord as error:
            self.name_field.say_wrong(_(error.faults.get("name", "")) if "name" in error.faults else "")
            self.key_field.say_wrong(_(error.faults["key"]) if "key" in error.faults else "")
            (self.key if "key" in error.faults else self.name).setFocus()
            return
        self._desk.ask(kept, self, self._kept)

    def _kept(self, _done: None) -> None:
        self.name.clear()
        self.key.clear()
        self.reload()

    def _forget(self, one: Partner) -> None:
        self._desk.ask(partners.remove(self._desk.session, one.key), self, lambda _done: self.reload())
        self.name.setFocus()

    def _ask(self, one: Partner) -> None:
        files.ask_for_folder(
            self, _("A folder for the backup"), lambda folder: self.back_up(one, folder), _("Back up here")
        )

    def back_up(self, one: Partner, folder: Path) -> None:
        """Make a backup that only this partner can open."""
        self.notice.clear()
        self.made.say("")
        self._wait(True)
        session = self._desk.session

        def work(progress: Progress) -> Verified:
            return partners.back_up_for(session, [one.key], folder, progress)

        task = tasks.start(work, self, lambda verified: self._done(one, verified), self._failed)
        task.stopped.connect(self._stopped)
        self.progress.follow(task, _("Copying ..."))
        self.progress.stop.setFocus()

    def _wait(self, waiting: bool) -> None:
        """One backup at a time: there is one line that shows how far it is."""
        self._copying = waiting
        for button in self._buttons:
            button.setEnabled(not waiting)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        self.notice.tell(error)

    def _stopped(self) -> None:
        self._wait(False)
        self._desk.say(_("Stopped. Nothing of the backup is left."))

    def _done(self, one: Partner, verified: Verified) -> None:
        self._wait(False)
        total = sum(verified.counts.values())
        read = plural("{n} record read again from the copy.", "{n} records read again from the copy.", total)
        only = _("{name}, {size}: only {partner} can open it. Send it, or give it away.")
        told = only.format(name=verified.path.name, size=size_words(verified.size), partner=one.name)
        self.made.say(f"{read} {told}")
        self._house.backed_up()
