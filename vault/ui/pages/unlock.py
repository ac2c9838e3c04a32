"""One field, one button: the passphrase that opens a vault. The same words after every failure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.errors import Damaged, Gone, WrongPassphrase
from vault.i18n import _
from vault.services import places
from vault.ui import tasks, theme, words
from vault.ui.gate import middle
from vault.ui.pages.way_in import headed
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Sentence
from vault.ui.parts.notice import Notice
from vault.ui.parts.passphrase_field import PassphraseField

if TYPE_CHECKING:
    from vault.services.unlocking import Opened

#: opens the vault at a path with a passphrase, slowly; raises what `unlocking.unlock` raises
Unlocking = Callable[[Path, bytearray], "Opened"]

_WIDTH = 440


class Unlock(QWidget):
    """`opened` carries an `Opened`; `elsewhere_asked`, `restore_asked` and `pieces_asked` ask for another page.

    `salvage_asked`: it is damaged. `gone`: there is no vault any more.
    """

    began = Signal()
    opened = Signal(object)
    gone = Signal()
    elsewhere_asked = Signal()
    restore_asked = Signal()
    pieces_asked = Signal()
    salvage_asked = Signal()

    def __init__(self, path: Path, unlocking: Unlocking, note: str = "") -> None:
        super().__init__()
        self._path, self._unlocking = path, unlocking
        self.field = PassphraseField(_("Passphrase"), tall=True)
        self.field.entered.connect(self._open)
        self.button = Button(_("Open"), "main", run=self._open)
        self.button.setFixedHeight(theme.current().px(36))
        self.wrong = Sentence("error")
        self.notice, self._saving = Notice(), QWidget()
        self.salvage = Button(_("Save what can be read"), icon="save", small=True, run=self.salvage_asked.emit)
        self.others = [
            Button(_("Open another file"), "quiet", "folder-open", run=self.elsewhere_asked.emit),
            Button(_("Restore a backup"), "quiet", "archive-restore", run=self.restore_asked.emit),
            Button(_("Open with two pieces"), "quiet", "users-round", run=self.pieces_asked.emit),
        ]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        about = note or _("Type your passphrase to open this file")
        name = places.shown_name(path)
        column.addWidget(middle(headed("file-text", name, about, self._card(), _WIDTH, self._ways_out())))
        self.setFocusProxy(self.field)

    def _card(self) -> Card:
        look, card, saving = theme.current(), Card(), QVBoxLayout(self._saving)
        saving.setContentsMargins(0, look.px(6), 0, look.px(12))
        saving.addWidget(self.salvage)
        card.body.setSpacing(0)
        for widget, gap in (
            (self.notice, 0),
            (self._saving, 0),
            (self.field, 6),
            (self.wrong, 12),
            (self.button, 0),
        ):
            card.body.addWidget(widget)
            card.body.addSpacing(look.px(gap))
        self._saving.hide()
        return card

    def tell(self, error: Exception) -> None:
        """What stands in the way; of what is damaged, something may be saved."""
        self.notice.tell(error)
        self._saving.setVisible(isinstance(error, Damaged))

    def _ways_out(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.current().px(4))
        row.addStretch(1)
        for button in self.others:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _open(self) -> None:
        if not self.button.isEnabled() or self.field.is_empty():
            self.field.setFocus()
            return
        from vault.services.passphrases import wipe  # late: it brings the ciphers, and the field is to be there first

        passphrase = self.field.take()
        self._wait(True)

        def work(_progress: object) -> Opened:
            try:
                return self._unlocking(self._path, passphrase)
            finally:
                wipe(passphrase)

        tasks.start(work, self, self._done, self._failed, closed)
        self.began.emit()

    def _wait(self, waiting: bool) -> None:
        self.wrong.say("")
        self.notice.clear()
        self._saving.hide()
        for widget in (self.field, *self.others):  # whoever goes elsewhere now would leave an open file behind
            widget.setEnabled(not waiting)
        self.button.set_busy(_("Opening ...") if waiting else "")

    def _done(self, opened: Opened) -> None:
        self.opened.emit(opened)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, Gone):
            self.gone.emit()
        elif isinstance(error, WrongPassphrase):
            self.wrong.say(words.told(error).whole())
        else:
            self.tell(error)
        self.field.setFocus()


def closed(opened: Opened) -> None:
    """What was opened for a page that is gone: nobody would lock it."""
    opened.close()
