"""What is copied out of this program does not stay in the clipboard, and programs that keep clipboards are told not to.

Whatever this program puts there counts, also the Ctrl+C in a field; nothing that another program put there is touched.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QClipboard

from vault.ui import cocoa

STAYS_MS = 15_000

_WINDOWS = 'application/x-qt-windows-mime;value="{}"'
#: what says "a secret, do not keep it", by the name of the system
HINTS: Mapping[str, Mapping[str, bytes]] = {
    "linux": {"x-kde-passwordManagerHint": b"secret"},
    "win32": {
        _WINDOWS.format("ExcludeClipboardContentFromMonitorProcessing"): b"\x01\0\0\0",
        _WINDOWS.format("CanIncludeInClipboardHistory"): b"\0\0\0\0",
        _WINDOWS.format("CanUploadToCloudClipboard"): b"\0\0\0\0",
    },
}
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardKeeper(QObject):
    """Hints what is copied as a secret, takes it away again after 15 seconds, or at once with `clear`.

    `conceal` is called after each copy, where a system wants to be told in another way than by a format.
    """

    def __init__(
        self,
        clipboard: QClipboard,
        parent: QObject | None = None,
        system: str = sys.platform,
        conceal: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self._clipboard, self._conceal = clipboard, conceal
        self._hints = HINTS.get(system, {})
        self._timer = QTimer(self, interval=STAYS_MS, singleShot=True)
        self._timer.timeout.connect(self.clear)
        clipboard.dataChanged.connect(self._look)

    def clear(self) -> None:
        """Take away what is still ours."""
        self._timer.stop()
        for mode in _MODES:
            if self._owns(mode):
                self._clipboard.clear(mode)

    def _owns(self, mode: QClipboard.Mode) -> bool:
        if mode is QClipboard.Mode.Selection:
            return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()
        return self._clipboard.ownsClipboard()

    def _look(self) -> None:
        """Something is in the clipboard; ours is put there again with its hints, as words only."""
        if not self._owns(QClipboard.Mode.Clipboard):
            self._timer.stop()
            return
        copied: QMimeData | None = self._clipboard.mimeData()
        if copied is None or not copied.text():
            return
        if any(not copied.hasFormat(hint) for hint in self._hints):
            self._clipboard.setMimeData(self._hinted(copied.text()))  # comes back here
            return
        self._conceal()
        self._timer.start()

    def _hinted(self, words: str) -> QMimeData:
        made = QMimeData()
        made.setText(words)
        for hint, value in self._hints.items():
            made.setData(hint, value)
        return made


def conceal_on_mac(system: cocoa.Cocoa) -> None:
    """Mark what is in the clipboard of a Mac as concealed."""
    board = system.send(system.named("NSPasteboard"), "generalPasteboard")
    kinds = system.send(system.named("NSArray"), "arrayWithObject:", system.words("org.nspasteboard.ConcealedType"))
    system.send(board, "addTypes:owner:", kinds, 0)


def keeper(clipboard: QClipboard, parent: QObject) -> ClipboardKeeper:
    """The one of this system."""
    if sys.platform == "darwin":
        mac = cocoa.Cocoa(cocoa.library())
        return ClipboardKeeper(clipboard, parent, conceal=lambda: conceal_on_mac(mac))
    return ClipboardKeeper(clipboard, parent)
