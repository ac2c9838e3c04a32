"""A backup becomes a file again, beside what is there and never over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vault.errors import WrongPassphrase
from vault.i18n import _
from vault.progress import Progress
from vault.services import places
from vault.services.backing_up import Verified
from vault.services.passphrases import wipe
from vault.ui import files, tasks, theme, words
from vault.ui.gate import Mark, centred, middle
from vault.ui.pages.create_steps import name_fault
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.fields import Field
from vault.ui.parts.labels import Elided, Sentence, field_label, page_title, secondary
from vault.ui.parts.notice import Notice
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.parts.progress import ProgressLine

#: brings the backup at the first path back at the second, slowly; raises what `backing_up.restore` raises
Restoring = Callable[[Path, Path, bytearray, Progress], Verified]

_WIDTH = 520


class Restore(QWidget):
    """`restored(Path)` when the file is there again, `cancelled` otherwise."""

    restored = Signal(object)
    cancelled = Signal()

    def __init__(self, folder: Path, restoring: Restoring) -> None:
        super().__init__()
        self._folder, self._restoring = folder, restoring
        self._file: Path | None = None
        self.file = Elided(_("No file chosen yet"))
        self.choose = Button(_("Choose the backup"), icon="folder-open", small=True, run=self._ask)
        self.name = QLineEdit(places.free_name(folder, _(places.NEUTRAL)))
        self.name_field = Field(
            _("Name of the file it becomes"), self.name, _("It is made beside what lies here; nothing is replaced.")
        )
        self.field = PassphraseField(_("A passphrase or the recovery code of that day"))
        self.field.entered.connect(self._restore)
        self.wrong, self.notice = Sentence("error"), Notice()
        self.button = Button(_("Restore"), "main", run=self._restore)
        self.cancel = Button(_("Cancel"), "quiet", run=self.cancelled.emit)
        self.progress = ProgressLine()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(middle(self._content()))
        self.setFocusProxy(self.choose)

    def _content(self) -> QWidget:
        look, content = theme.current(), QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Mark("archive-restore"), 0, centre)
        column.addSpacing(look.px(16))
        column.addWidget(page_title(_("Restore a backup")), 0, centre)
        column.addSpacing(look.px(4))
        column.addWidget(secondary(_("The backup itself is only read.")), 0, centre)
        column.addSpacing(look.px(20))
        column.addLayout(centred(self._card()))
        return content

    def _card(self) -> Card:
        look, card = theme.current(), Card()
        card.setFixedWidth(look.px(_WIDTH))
        card.column.setContentsMargins(look.px(27), look.px(23), look.px(27), look.px(23))
        card.body.setSpacing(look.px(12))
        chosen = QHBoxLayout()
        chosen.setSpacing(look.px(12))
        chosen.addWidget(self.file, 1)
        chosen.addWidget(self.choose)
        card.body.addWidget(self.notice)
        card.body.addWidget(field_label(_("Backup")))
        card.body.addLayout(chosen)
        for widget in (self.name_field, self.field, self.wrong, self.progress):
            card.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        return card

    def _ask(self) -> None:
        files.ask_for_file(self, _("Which backup?"), self.set_file, [(_("Backups"), "*.backup")])

    def set_file(self, file: Path) -> None:
        """Take this backup."""
        self._file = file
        self.file.setText(file.name)
        self.wrong.say("")
        self.field.setFocus()

    def _restore(self) -> None:
        if not self.button.isEnabled():
            return
        target = places.at(self._folder, self.name.text())
        self.name_field.say_wrong(name_fault(self.name.text(), target))
        file = self._file
        self.wrong.say("" if file else _("Choose the backup first."))
        if file is None or self.name_field.wrong() or self.field.is_empty():
            (self.field if file and not self.name_field.wrong() else self.choose).setFocus()
            return
        passphrase = self.field.take()
        self._wait(True)

        def work(progress: Progress) -> Path:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._restoring(file, target, passphrase, progress)
                return target
            finally:
                wipe(passphrase)

        task = tasks.start(work, self, self.restored.emit, self._failed)
        task.stopped.connect(lambda: self._wait(False))
        self.progress.follow(task)

    def _wait(self, waiting: bool) -> None:
        self.notice.clear()
        self.button.set_busy(_("Restoring ...") if waiting else "")
        for widget in (self.choose, self.name, self.field, self.cancel):
            widget.setEnabled(not waiting)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, WrongPassphrase):
            self.wrong.say(words.told(error).whole())
        else:
            self.notice.tell(error)
        self.field.setFocus()
