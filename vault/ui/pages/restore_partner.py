"""What a backup for a partner is brought back with: the partner's identity, and a passphrase that is new."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.errors import NotAVault, VaultError, WrongPassphrase
from vault.i18n import _
from vault.progress import Progress
from vault.services import partners
from vault.services.backing_up import Verified
from vault.services.partners import Sort
from vault.services.passphrases import wipe
from vault.ui import files, theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Elided, Sentence, field_label, small
from vault.ui.parts.new_passphrase import NewPassphrase


class ForPartner(QWidget):
    """Hidden unless the chosen backup is one for a partner (`take`). `entered`: Enter was pressed in it."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        look = theme.current()
        self.sort: Sort | None = None
        self._identity: Path | None = None
        self.about = small("", "secondary", wrap=True)
        self.identity = Elided(_("No file chosen yet"))
        self.choose = Button(_("Choose the identity"), icon="key-round", small=True, run=self._ask)
        self.new = NewPassphrase()
        self.wrong = Sentence("error")
        self._label = field_label(_("Identity file of age"))
        chosen = QHBoxLayout()
        chosen.setSpacing(look.px(12))
        chosen.addWidget(self.identity, 1)
        chosen.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        column.addWidget(self.about)
        column.addWidget(self._label)
        column.addLayout(chosen)
        column.addWidget(self.new)
        column.addWidget(self.wrong)
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def take(self, file: Path) -> bool:
        """Show what this backup needs; whether it is one for a partner."""
        try:
            sort = partners.sort_of(file)
        except VaultError:
            sort = Sort.OWN  # whoever opens it says what is wrong
        self.sort = sort
        sealed = sort is Sort.SEALED
        for part in (self._label, self.identity, self.choose):
            part.setVisible(sealed)
        self.about.setText(
            _("This backup was made for a partner. It opens with their identity file, and gets a new passphrase.")
            if sealed
            else _(
                "A backup that a partner has opened already. It gets a new passphrase. Erase the opened one afterwards."
            )
        )
        self.setVisible(sort is not Sort.OWN)
        self.wrong.say("")
        return sort is not Sort.OWN

    def _ask(self) -> None:
        files.ask_for_file(self, _("Which identity?"), self.set_identity)

    def set_identity(self, file: Path) -> None:
        """Open the backup with this identity."""
        self._identity = file
        self.identity.setText(file.name)
        self.wrong.say("")
        self.new.setFocus()

    def fault(self) -> QWidget | None:
        """Where something is missing, said there; None when one may go on."""
        if self.sort is Sort.SEALED and self._identity is None:
            self.wrong.say(_("Choose the identity first."))
            return self.choose
        return self.new if self.new.fault() else None

    def explain(self, error: Exception) -> bool:
        """Say what is wrong with the identity; False when it is something else."""
        if isinstance(error, WrongPassphrase):
            self.wrong.say(_("This backup was not made for the owner of this identity."))
        elif isinstance(error, NotAVault) and self._identity and error.path == str(self._identity):
            self.wrong.say(_("This file holds no identity of age."))
        else:
            return False
        self.choose.setFocus()
        return True

    def restoring(self, file: Path, target: Path) -> _Bringing:
        """The work, with what was chosen and typed until now."""
        return _Bringing(file, target, self._identity if self.sort is Sort.SEALED else None, self.new.copied())


class _Bringing:
    """Brings a backup for a partner back; for a thread beside the window."""

    def __init__(self, file: Path, target: Path, identity: Path | None, passphrase: bytearray) -> None:
        self._file, self._target, self._identity, self._passphrase = file, target, identity, passphrase

    def __call__(self, progress: Progress) -> Verified:
        try:
            self._target.parent.mkdir(parents=True, exist_ok=True)
            identities = partners.identities_in(self._identity) if self._identity else ""
            return partners.restore(self._file, self._target, self._passphrase, identities, progress=progress)
        finally:
            wipe(self._passphrase)
