"""A backup becomes a file again, beside what is there and never over it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from vault.errors import WrongPassphrase
from vault.i18n import N_, _
from vault.progress import Progress
from vault.services import places
from vault.services.backing_up import Verified
from vault.services.passphrases import wipe
from vault.ui import files, tasks, theme, words
from vault.ui.pages.create_steps import name_fault
from vault.ui.pages.restore_partner import ForPartner
from vault.ui.pages.way_in import WayIn
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.fields import Field
from vault.ui.parts.labels import Elided, Sentence, field_label
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.parts.progress import ProgressLine

#: brings the backup at the first path back at the second, slowly; raises what `backing_up.restore` raises
Restoring = Callable[[Path, Path, bytearray, Progress], Verified]

_WIDTH, _WIDE = 520, 720


class Restore(WayIn):
    """`restored(Path)` when the file is there again, `cancelled` otherwise."""

    restored = Signal(object)
    about = N_("The backup itself is only read.")

    def __init__(self, folder: Path, restoring: Restoring) -> None:
        super().__init__(Button(_("Restore"), "main", run=self._restore))
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
        self.partner = ForPartner()
        self.partner.entered.connect(self._restore)
        self.wrong, self.progress = Sentence("error"), ProgressLine()
        chosen = QHBoxLayout()
        chosen.setSpacing(theme.current().px(12))
        chosen.addWidget(self.file, 1)
        chosen.addWidget(self.choose)
        parts = (self.name_field, self.field, self.partner, self.wrong, self.progress)
        asked = (field_label(_("Backup")), chosen, *parts)
        self.lay_out("archive-restore", _("Restore a backup"), _(self.about), asked, _WIDTH)
        self.setFocusProxy(self.choose)

    def _ask(self) -> None:
        files.ask_for_file(self, _("Which backup?"), self.set_file, [(_("Backups"), "*.backup")])

    def set_file(self, file: Path) -> None:
        """Take this backup."""
        self._file = file
        self.file.setText(file.name)
        self.wrong.say("")
        theirs = self.partner.take(file)
        self.field.setVisible(not theirs)
        self._widen(theirs)
        if theirs:
            (self.partner.choose if self.partner.choose.isVisibleTo(self) else self.partner.new).setFocus()
        else:
            self.field.setFocus()

    def _widen(self, theirs: bool) -> None:
        """A new passphrase takes more room than one that is known."""
        card = self.partner.parentWidget()
        while card is not None and not isinstance(card, Card):
            card = card.parentWidget()
        if card is not None:
            card.setFixedWidth(theme.current().px(_WIDE if theirs else _WIDTH))

    def _restore(self) -> None:
        if not self.button.isEnabled():
            return
        target = places.at(self._folder, self.name.text())
        self.name_field.say_wrong(name_fault(self.name.text(), target))
        file = self._file
        self.wrong.say("" if file else _("Choose the backup first."))
        if file is None or self.name_field.wrong():
            (self.name if file else self.choose).setFocus()
            return
        wrong = self._wrong()
        if wrong is not None:
            wrong.setFocus()
            return
        bringing = self._own(file, target) if self._is_own() else self.partner.restoring(file, target)
        self._wait(True)

        def work(progress: Progress) -> Path:
            bringing(progress)
            return target

        task = tasks.start(work, self, self.restored.emit, self._failed)
        task.stopped.connect(lambda: self._wait(False))
        self.progress.follow(task)

    def _is_own(self) -> bool:
        return not self.partner.isVisibleTo(self)

    def _wrong(self) -> QWidget | None:
        """Where what opens the backup is missing."""
        if self._is_own():
            empty = self.field.is_empty()
            self.wrong.say(_("Type a passphrase or the recovery code of that day.") if empty else "")
            return self.field if empty else None
        return self.partner.fault()

    def _own(self, file: Path, target: Path) -> Callable[[Progress], Verified]:
        passphrase = self.field.take()

        def work(progress: Progress) -> Verified:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                return self._restoring(file, target, passphrase, progress)
            finally:
                wipe(passphrase)

        return work

    def _wait(self, waiting: bool) -> None:
        self.notice.clear()
        self.button.set_busy(_("Restoring ...") if waiting else "")
        for widget in (self.choose, self.name, self.field, self.partner, self.cancel):
            widget.setEnabled(not waiting)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if not self._is_own():
            if not self.partner.explain(error):
                self.notice.tell(error)
            return
        self.field.setFocus()
        self.refuse(error)

    def refuse(self, error: Exception) -> None:
        """What is said when the backup did not open."""
        if isinstance(error, WrongPassphrase):
            self.wrong.say(words.told(error).whole())
        else:
            self.notice.tell(error)
