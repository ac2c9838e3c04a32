"""What Qt would remember between two runs, as the last folders that were looked at, goes nowhere."""

from __future__ import annotations

import os

from PySide6.QtCore import QSettings


def remember_nothing() -> None:
    """To be called before the first window."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)
