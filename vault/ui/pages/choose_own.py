"""Whoever opened a file with an opening code chooses a passphrase of their own, before the file is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from vault.errors import InvalidRecord
from vault.i18n import _
from vault.services.passphrases import wipe
from vault.ui import tasks, theme
from vault.ui.pages.way_in import WayIn
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Sentence, prose
from vault.ui.parts.new_passphrase import NewPassphrase
from vault.ui.parts.passphrase_field import PassphraseField

#: sets the passphrase, with that of before when it was typed; raises what `choosing.choose` raises
Choosing = Callable[[bytearray, bytearray | None], object]

_WIDTH, _FIELD_WIDTH = 820, 420


class ChooseOwn(WayIn):
    """`chosen` when the passphrase holds. `waits`: something sealed for this person waits for the one of before."""

    chosen = Signal()

    def __init__(self, profile: int, choosing: Choosing, *, waits: bool) -> None:
        super().__init__(Button(_("Set my passphrase"), "main", run=self._set))
        self._choosing = choosing
        self.asked = NewPassphrase(profile)
        self.before = PassphraseField(_("The passphrase you had before"), with_keyboard=False)
        self.before.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
        about_before = prose(
            _(
                "What only you could read is still closed. The passphrase you had before opens it again. If you leave "
                "this empty, it stays closed for good."
            )
        )
        self.wrong = Sentence("error")
        self.before.edited.connect(lambda: self.wrong.say(""))
        inside = (self.asked, *((about_before, self.before) if waits else ()), self.wrong)
        self.lay_out(
            "key-round",
            _("Choose your own passphrase"),
            _("The opening code was for this one time. From now on your own passphrase opens the file for you."),
            inside,
            _WIDTH,
        )
        self.setFocusProxy(self.asked)

    def _set(self) -> None:
        if not self.button.isEnabled():
            return
        if self.asked.fault():
            self.asked.setFocus()
            return
        passphrase, before = self.asked.copied(), None if self.before.is_empty() else self.before.copied()
        self._wait(True)

        def work(_progress: object) -> None:
            try:
                self._choosing(passphrase, before)
            finally:
                wipe(passphrase, before or bytearray())

        tasks.start(work, self, self._done, self._failed)

    def _wait(self, waiting: bool) -> None:
        self.notice.clear()
        self.button.set_busy(_("Setting it ...") if waiting else "")
        for widget in (self.asked, self.before, self.cancel):
            widget.setEnabled(not waiting)

    def _done(self, _result: object) -> None:
        for field in (self.asked.first, self.asked.second, self.before):
            field.clear()
        self.chosen.emit()

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if not isinstance(error, InvalidRecord):
            self.notice.tell(error)
        elif "before" in error.faults:
            self.wrong.say(_(error.faults["before"]))
            self.before.setFocus()
        else:
            self.asked.wrong.say(" ".join(_(fault) for fault in error.faults.values()))
            self.asked.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._set()
        else:
            super().keyPressEvent(event)
