"""What macOS says of its screen, its sessions and of sleep, by its notifications."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal

from vault.ui.cocoa import Cocoa

_EVERYWHERE = ("com.apple.screenIsLocked", "com.apple.screensaver.didstart")
_HERE = ("NSWorkspaceWillSleepNotification", "NSWorkspaceSessionDidResignActiveNotification")


class MacSession(QObject):
    """`asked` when the screen locks, another person's session comes to the front, or the computer goes to sleep."""

    asked = Signal()

    def __init__(self, cocoa: Cocoa, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cocoa = cocoa
        self.hears_screen = True

    def start(self) -> None:
        """Begin to listen; calls come on the thread of the window."""
        cocoa = self._cocoa
        listener = cocoa.listener(self.asked.emit)
        workspace = cocoa.send(cocoa.named("NSWorkspace"), "sharedWorkspace")
        here = cocoa.send(workspace, "notificationCenter")
        everywhere = cocoa.send(cocoa.named("NSDistributedNotificationCenter"), "defaultCenter")
        told = cocoa.selector("told:")
        for centre, names in ((here, _HERE), (everywhere, _EVERYWHERE)):
            for name in names:
                cocoa.send(centre, "addObserver:selector:name:object:", listener, told, cocoa.words(name), 0)
        self.destroyed.connect(partial(_forget, cocoa, listener, (here, everywhere)))


def _forget(cocoa: Cocoa, listener: int, centres: tuple[int, ...]) -> None:
    """The window may have gone before the program: nobody is to be called any more."""
    for centre in centres:
        cocoa.send(centre, "removeObserver:", listener)
