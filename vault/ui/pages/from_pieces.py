"""Two people put their pieces together: the recovery code comes out of them and opens the file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from vault.errors import Gone, InvalidRecord, WrongPassphrase
from vault.i18n import _
from vault.services import pieces
from vault.services.passphrases import wipe
from vault.services.unlocking import Opened
from vault.ui import tasks
from vault.ui.pages.unlock import Unlocking, closed
from vault.ui.pages.way_in import WayIn
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Sentence
from vault.ui.parts.passphrase_field import PassphraseField

_WIDTH = 620


class FromPieces(WayIn):
    """`opened` carries an `Opened`; `gone`: there is no vault any more."""

    opened = Signal(object)
    gone = Signal()

    def __init__(self, path: Path, unlocking: Unlocking) -> None:
        super().__init__(Button(_("Open"), "main", run=self._open))
        self._path, self._unlocking = path, unlocking
        self.fields = [
            PassphraseField(words, with_keyboard=False)
            for words in (_("One piece"), _("Another piece of the same code"))
        ]
        self.wrong = [Sentence("error") for _field in self.fields]
        for field, wrong in zip(self.fields, self.wrong, strict=True):
            field.reveal(True)  # it is read off a paper, by people who hold it
            field.entered.connect(self._open)
            field.edited.connect(lambda wrong=wrong: wrong.say(""))
        inside = [one for pair in zip(self.fields, self.wrong, strict=True) for one in pair]
        self.lay_out(
            "users-round",
            _("Open with two pieces"),
            _("Each has 22 words. The first four letters of a word are enough."),
            inside,
            _WIDTH,
        )
        self.tab_last = tuple(field.eye for field in self.fields)  # Tab leads from one field to the other
        self.setFocusProxy(self.fields[0])

    def _open(self) -> None:
        if not self.button.isEnabled():
            return
        empty = {str(n): _("Type this piece as well.") for n, field in enumerate(self.fields) if field.is_empty()}
        if empty:
            self._say(empty)
            return
        try:
            code = pieces.join([field.line.text() for field in self.fields])
        except InvalidRecord as error:
            self._say(error.faults)
            return
        self._wait(True)

        def work(_progress: object) -> Opened:
            try:
                return self._unlocking(self._path, code)
            finally:
                wipe(code)

        tasks.start(work, self, self._done, self._failed, closed)

    def _say(self, faults: dict[str, str]) -> None:
        for number, sentence in enumerate(self.wrong):
            sentence.say(faults.get(str(number), ""))
        self.fields[int(next(iter(faults)))].setFocus()

    def _wait(self, waiting: bool) -> None:
        self.notice.clear()
        self._say_nothing()
        self.button.set_busy(_("Opening ...") if waiting else "")
        for widget in (*self.fields, self.cancel):
            widget.setEnabled(not waiting)

    def _say_nothing(self) -> None:
        for sentence in self.wrong:
            sentence.say("")

    def _done(self, opened: Opened) -> None:
        for field in self.fields:
            field.clear()
        self.opened.emit(opened)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, Gone):
            self.gone.emit()
        elif isinstance(error, WrongPassphrase):
            self.wrong[-1].say(_("These two give a recovery code, but not one of this file, or not any more."))
        else:
            self.notice.tell(error)
        self.fields[0].setFocus()
