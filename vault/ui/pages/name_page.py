"""What colleagues call a keyholder."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from vault.errors import InvalidRecord
from vault.i18n import _
from vault.services import keyholding
from vault.services.writing import Writing
from vault.ui.desk import Desk
from vault.ui.pages.settings_section import at_top
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.fields import Field
from vault.ui.parts.page import Page

_WIDTH = 540


class ChangeName(Page):
    """One's own name; the key stays, so nothing is asked as a proof."""

    def __init__(self, desk: Desk, position: int, name: str) -> None:
        super().__init__(_("Change my name"))
        self.desk, self._position = desk, position
        self.way_back = desk.back
        self.set_path([(_("Settings"), desk.back), (_("Change my name"), None)])
        self.name = QLineEdit(name)
        self.name.setMaxLength(80)
        self.name.returnPressed.connect(self.save)
        self.field = Field(
            _("Your name, or what colleagues call you"),
            self.name,
            _("The history says it from the next opening on; what was written before keeps the name of its day."),
        )
        self.add_to_head(
            Button(_("Cancel"), "quiet", run=desk.back), Button(_("Change my name"), "main", run=self.save)
        )
        card = Card()
        card.body.addWidget(self.field)
        self.body.addWidget(at_top(card, _WIDTH), 1)
        self.body.addStretch(0)
        self.setFocusProxy(self.name)

    def save(self) -> None:
        """Keep the name."""
        session, position, name = self.desk.session, self._position, self.name.text()
        opened = session.opened

        def job(work: Writing) -> None:
            keyholding.rename(opened, work, position, name)

        self.desk.ask(session.submit(job), self, lambda _done: self.desk.back(), self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, InvalidRecord):
            self.field.say_wrong(" ".join(_(fault) for fault in error.faults.values()))
            self.name.setFocus()
        else:
            self.desk.complain(error)
