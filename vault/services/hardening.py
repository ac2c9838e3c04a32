"""What a process does at its start so that it leaves nothing behind when it falls, and nobody beside it reads it."""

from __future__ import annotations

import ctypes
import faulthandler
import sys

_SET_DUMPABLE = 4  # PR_SET_DUMPABLE
_NO_FAULT_BOX = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX


def harden() -> None:
    """No dump of memory after a crash, no reader of it among this user's other programs (Linux), no stack dump.

    Whoever administers the computer can still read everything.
    """
    faulthandler.disable()
    if sys.platform == "win32":
        getattr(ctypes, "windll").kernel32.SetErrorMode(_NO_FAULT_BOX)  # noqa: B009
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)


if sys.platform != "win32":
    import resource
