"""Keeps the moments outside the vault true to what is due in it, while it is open."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QObject, QTimer

from vault.errors import VaultError
from vault.services import reminders
from vault.ui.desk import Desk

_AFTER_MS = 3_000


class Reminding(QObject):
    """After every change, once things are quiet; nothing is written where nobody wants to be reminded."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._session = desk.session
        self._timer = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.renew)
        desk.changed.connect(lambda _change: self._timer.start())

    def begin(self) -> None:
        """The vault was opened: who is here sees what is due."""
        if not self._session.readonly:
            with suppress(OSError, VaultError):
                reminders.just_told(self._session)
            self.renew()

    def renew(self) -> None:
        """Write the moments, if they are others now; a disk that refuses must not disturb the work."""
        self._timer.stop()
        if not self._session.readonly:
            with suppress(OSError, VaultError):
                reminders.renew(self._session)

    def end(self) -> None:
        """Before the vault closes."""
        if self._timer.isActive():
            self.renew()
