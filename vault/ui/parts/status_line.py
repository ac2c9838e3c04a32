"""The line at the foot of the window: when it locks, how old the backup is, what is saved. Each part leads there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout

from vault.i18n import _
from vault.ui import theme
from vault.ui.parts.buttons import Button


class StatusLine(QFrame):
    """`asked` says which part was pressed: "lock", "backups" or "saved"."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("bar", "status")
        self._row = row = QHBoxLayout(self)
        self._fit()
        self.lock = self._part("lock", "lock")
        self.backup = self._part("backups", "archive-restore")
        self.saved = self._part("saved", "check")
        for part in (self.lock, self.backup, self.saved):
            row.addWidget(part)
        row.addStretch(1)

    def set_seconds_to_lock(self, seconds: int | None) -> None:
        """Counts down as m:ss; None while nothing locks by itself."""
        self.lock.show()
        if seconds is None:
            self.lock.setText(_("Does not lock by itself"))
        else:
            self.lock.setText(_("Locks in {time}").format(time=f"{seconds // 60}:{seconds % 60:02d}"))

    def set_backup(self, words: str) -> None:
        """Such as "Backup 3 days old" or "No backup yet"; "" hides the part."""
        self.backup.setText(words)
        self.backup.setVisible(bool(words))

    def set_saved(self, words: str) -> None:
        """Such as "Everything saved" or "Draft saved a moment ago"; "" hides the part."""
        self.saved.setText(words)
        self.saved.setVisible(bool(words))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            self._fit()
        super().changeEvent(event)

    def _fit(self) -> None:
        look = theme.current()
        self.setFixedHeight(look.px("size.status_bar"))
        self._row.setContentsMargins(look.px(8), 1, look.px(8), 0)
        self._row.setSpacing(look.px(8))

    def _part(self, key: str, icon: str) -> Button:
        part = Button("", "status", icon, run=lambda: self.asked.emit(key))
        part.hide()
        return part
