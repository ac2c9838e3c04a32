"""Asking for a file or a folder without leaving a trace of it in the settings of this computer's account.

Qt's own dialog would write the last folders into QtProject.conf: `traceless` sends those settings nowhere. On Linux
always Qt's own, because those of the desktops keep lists of their own and need to read this process, which
`services.hardening` forbids.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from vault.i18n import _

#: takes the place that was chosen; nothing is called when the person changed their mind
Chosen = Callable[[Path], object]


def ask_for_file(asker: QWidget, title: str, chosen: Chosen, patterns: Sequence[tuple[str, str]] = ()) -> QFileDialog:
    """Have a person choose a file that is there. `patterns` are (words, "*.csv *.txt")."""
    dialog = _dialog(asker, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters([f"{words} ({pattern})" for words, pattern in (*patterns, (_("All files"), "*"))])
    dialog.open()
    return dialog


def ask_for_folder(asker: QWidget, title: str, chosen: Chosen, button: str = "") -> QFileDialog:
    """Have a person choose a folder."""
    dialog = _dialog(asker, title, chosen)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.setLabelText(QFileDialog.DialogLabel.Accept, button or _("Choose this folder"))
    dialog.open()
    return dialog


def ask_for_new_file(asker: QWidget, title: str, name: str, chosen: Chosen, words: str, pattern: str) -> QFileDialog:
    """Have a person choose a place and a name for a new file; what is there already is never replaced."""
    dialog = _dialog(asker, title, chosen)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    # the service refuses what is there, in words; Qt would offer to replace it
    dialog.setOption(QFileDialog.Option.DontConfirmOverwrite)
    dialog.setNameFilters([f"{words} ({pattern})"])
    dialog.setDefaultSuffix(pattern.removeprefix("*."))
    dialog.selectFile(name)
    dialog.open()
    return dialog


def _dialog(asker: QWidget, title: str, chosen: Chosen) -> QFileDialog:
    dialog = QFileDialog(asker, title)
    dialog.setDirectory(str(Path.home()))
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog, sys.platform == "linux")
    dialog.finished.connect(lambda answer: _answer(dialog, answer, chosen))
    return dialog


def _answer(dialog: QFileDialog, answer: int, chosen: Chosen) -> None:
    paths = dialog.selectedFiles()
    dialog.deleteLater()
    if answer and paths:
        chosen(Path(paths[0]))
