"""Trying a passphrase out: what typing it where the file is opened would do. Nothing is written."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from vault.i18n import N_, _, plural
from vault.services import duress
from vault.services.duress import Outcome, Rehearsal
from vault.services.passphrases import wipe
from vault.ui import tasks, theme
from vault.ui.desk import Desk
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Sentence, secondary, small
from vault.ui.parts.notice import Notice
from vault.ui.parts.page import Page
from vault.ui.parts.passphrase_field import PassphraseField

SHOWN = {
    Outcome.WRONG: N_("The window then says what it says after a wrong passphrase, and after the same time."),
    Outcome.OTHER: N_("The window then opens the other file, {other}."),
    Outcome.WELCOME: N_("The window then shows what it shows where there was never a file. The folder is removed."),
}
_WIDTH, _FIELD_WIDTH, _MOST_LISTED = 900, 420, 12


class Rehearse(Page):
    """One field that never destroys anything, and the answer below it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Try a passphrase out"), _("Nothing is written, nothing is destroyed."))
        self.desk, self._busy = desk, False
        self.way_back = desk.back
        self.set_path([(_("Settings"), desk.back), (_("Under pressure"), desk.back), (self.title, None)])
        self.button = Button(_("Try it out"), "main", run=self.try_out)
        self.add_to_head(Button(_("Back"), "quiet", run=desk.back), self.button)
        self.field = PassphraseField(_("The passphrase to try out"))
        self.field.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
        self.field.edited.connect(self._forget_answer)
        self.notice, self.answer, self.shown = Notice(), Sentence("late"), secondary("", wrap=True)
        self.files = small("", "secondary", wrap=True)
        card = Card()
        card.setMaximumWidth(theme.current().px(_WIDTH))
        never = Sentence("good", _("This field never destroys anything, whatever is typed."))
        for widget in (self.field, never, self.notice, self.answer, self.shown, self.files):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        self.body.addWidget(card, 1)
        self.body.addStretch(0)
        self.setFocusProxy(self.field)

    def try_out(self) -> None:
        """Work it out on another thread: that takes as long as opening the file."""
        if self._busy:
            return
        if self.field.is_empty():
            self._forget_answer()
            self.answer.say(_("Type what is to be tried."))
            self.field.setFocus()
            return
        self._wait(True)
        passphrase, opened = self.field.copied(), self.desk.session.opened

        def work(_progress: object) -> Rehearsal:
            try:
                return duress.rehearse(opened, passphrase)
            finally:
                wipe(passphrase)

        tasks.start(work, self, self._tell, self._failed)

    def _wait(self, waiting: bool) -> None:
        self._busy = waiting
        self.field.setEnabled(not waiting)
        self.button.set_busy(_("Trying ...") if waiting else "")

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        self.notice.tell(error)

    def _tell(self, told: Rehearsal) -> None:
        self._wait(False)
        self._forget_answer()
        self.answer.say(_sentence(told))
        self.shown.setText(_(SHOWN[told.outcome]).format(other=told.other) if told.outcome is not None else "")
        self.files.setText(_listed(told))
        self.field.setFocus()

    def _forget_answer(self) -> None:
        self.notice.clear()
        self.answer.say("")
        self.shown.setText("")
        self.files.setText("")

    def leave(self) -> bool:
        """Nothing of what was typed stays behind."""
        self.field.clear()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.try_out()
        else:
            super().keyPressEvent(event)


def _sentence(told: Rehearsal) -> str:
    if told.opens:
        return _("This one opens the file. It destroys nothing.")
    if told.outcome is None:
        return _("This is just a wrong passphrase. It does nothing.")
    return plural(
        "This one would make {n} file worthless, for good.",
        "This one would make {n} files worthless, for good.",
        len(told.reached),
    )


def _listed(told: Rehearsal) -> str:
    lines = [_("Reached: {file}").format(file=file) for file in told.reached[:_MOST_LISTED]]
    lines += [_("Not reached today: {file}").format(file=file) for file in told.missed[:_MOST_LISTED]]
    return "\n".join(lines)
