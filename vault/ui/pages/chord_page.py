"""Choosing the keys that destroy the file at once, after a backup that brings the work back was tried out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QLineEdit

from vault.errors import Gone, InvalidRecord, WrongPassphrase
from vault.i18n import _
from vault.progress import Progress
from vault.services import duress, recurring, unlocking
from vault.services.passphrases import wipe
from vault.ui import chord, files, tasks, theme
from vault.ui.desk import Desk
from vault.ui.pages.duress_steps import BackupStep
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import line
from vault.ui.parts.fields import Field
from vault.ui.parts.notice import Notice
from vault.ui.parts.page import Page
from vault.ui.parts.staying import Staying

_WIDTH, _FIELD_WIDTH = 900, 300


class ChordPage(Staying, Page):
    """`chosen(keys)` is called with what the file keeps once everything was right."""

    def __init__(self, desk: Desk, chosen: Callable[[str], object]) -> None:
        super().__init__(_("Keys that destroy the file"), _("At once, from anywhere in it. Nothing is asked then."))
        self.desk, self._chosen = desk, chosen
        self.way_back = desk.back
        self.set_path([(_("Settings"), desk.back), (_("Under pressure"), desk.back), (self.title, None)])
        self.button = Button(_("Use these keys"), "main", run=self.save)
        self.add_to_head(Button(_("Cancel"), "quiet", run=desk.back), self.button)
        self.backup = BackupStep(
            desk.session.path,
            _(
                "These keys are only for whoever has a copy that nobody here can reach. Plug it in once, so that it "
                "can be tried out. It is never destroyed by them."
            ),
            _("A wrong passphrase locks the file."),
        )
        self.backup.choose.clicked.connect(self._ask_for_backup)
        self.keys = chord.KeysEdit()
        self.keys.keySequenceChanged.connect(lambda _keys: self._say_how())
        self._say_how()
        self.keys.setMaximumSequenceLength(1)
        self.field = Field(_("Press the keys here"), self.keys, _("Such as Ctrl+Alt+Shift+W."))
        self.field.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
        self.keys.keySequenceChanged.connect(lambda _keys: self.field.say_wrong(""))
        self.notice = Notice()
        self.backup.add(line(), self.field, self.notice)
        self.backup.setMaximumWidth(theme.current().px(_WIDTH))
        self.body.addWidget(self.backup, 1)
        self.body.addStretch(0)
        self.setFocusProxy(self.backup)

    def _ask_for_backup(self) -> None:
        files.ask_for_file(self, _("The backup that stays"), self.backup.set_file, [(_("Backups"), "*.backup")])

    def _say_how(self) -> None:
        """In place of Qt's own words, which are in no language of ours and come back after every change."""
        for inner in self.keys.children():
            if isinstance(inner, QLineEdit):
                inner.setPlaceholderText(_("Press them once"))

    def save(self) -> None:
        """Try the backup out, then keep the keys."""
        if self.working:
            return
        wrong = self.backup.fault()
        self.field.say_wrong(chord.fault(self.keys.keySequence()))
        if wrong is not None or self.field.wrong():
            (wrong or self.keys).setFocus()
            return
        self._wait(True)
        passphrase, session, file = self.backup.proof.copied(), self.desk.session, self.backup.file
        assert file is not None

        def work(_progress: Progress) -> None:
            try:
                unlocking.confirm(session.opened, passphrase, own=True, clock=session.clock)
                duress.trial_restored(session.opened, file, passphrase, clock=session.clock)
                recurring.spare(session, file)
            finally:
                wipe(passphrase)

        tasks.start(work, self, self._tried, self._failed)

    def _wait(self, waiting: bool) -> None:
        self.working = waiting
        self.notice.clear()
        self.button.set_busy(_("Trying the backup out ...") if waiting else "")
        self.backup.setEnabled(not waiting)

    def _tried(self, _none: object) -> None:
        self._wait(False)
        keys = self.keys.keySequence().toString(QKeySequence.SequenceFormat.PortableText)
        self._chosen(keys)
        self.desk.back()
        self.desk.say(_("{keys} destroys this file from now on.").format(keys=chord.shown(keys)))

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, WrongPassphrase | Gone):
            self.backup.forget()
            self.desk.shut_out.emit(error)
        elif isinstance(error, InvalidRecord):
            self.backup.refuse("backup", " ".join(_(words) for words in error.faults.values()))
        else:
            self.notice.tell(error)
