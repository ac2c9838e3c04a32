"""What a process does at its start so that it leaves nothing behind when it falls, and nobody beside it reads it."""

from __future__ import annotations

import ctypes
import faulthandler
import sys
from typing import Any

_SET_DUMPABLE = 4  # PR_SET_DUMPABLE
_DENY_ATTACH = 31  # PT_DENY_ATTACH
_NO_FAULT_BOX = 0x0001 | 0x0002  # SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX
_NO_HEAP = 0x1  # WER_FAULT_REPORTING_FLAG_NOHEAP
_THIS_PROCESS, _KERNEL_OBJECT = -1, 6
_PROTECTED_DACL = 0x80000000 | 0x4  # no inherited entries; the list of rights and nothing else of its security
# The account's programs may wait for it, ask its name, end it and read this list. Naming the owner (OW) takes the right
# to change the list away, which an owner has otherwise. Reading memory is in nobody's entry.
_RIGHTS = "D:P(A;;0x121001;;;OW)"


def harden() -> None:
    """No dump of memory after a crash, no reader of it among this user's other programs, no stack dump.

    Whoever administers the computer can still read everything.
    """
    faulthandler.disable()
    if sys.platform == "win32":
        harden_windows(getattr(ctypes, "windll"))  # noqa: B009
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_DUMPABLE, 0, 0, 0, 0)
    elif sys.platform == "darwin":
        ctypes.CDLL(None).ptrace(_DENY_ATTACH, 0, None, 0)


def harden_windows(libraries: Any) -> None:
    """The same on Windows: no box and no report after a fault, and a list of rights without reading memory.

    The flags are of this process: a list of excluded programs would stand in the registry, and tell of this one.
    """
    libraries.kernel32.SetErrorMode(_NO_FAULT_BOX)
    libraries.kernel32.WerSetFlags(_NO_HEAP)
    described, there, rights, default = ctypes.c_void_p(), ctypes.c_int(), ctypes.c_void_p(), ctypes.c_int()
    rules = libraries.advapi32
    if not rules.ConvertStringSecurityDescriptorToSecurityDescriptorW(_RIGHTS, 1, ctypes.byref(described), None):
        return
    if rules.GetSecurityDescriptorDacl(described, ctypes.byref(there), ctypes.byref(rights), ctypes.byref(default)):
        process = ctypes.c_void_p(_THIS_PROCESS)
        flags = ctypes.c_uint(_PROTECTED_DACL)
        rules.SetSecurityInfo(process, _KERNEL_OBJECT, flags, None, None, rights, None)
    libraries.kernel32.LocalFree(described)


if sys.platform != "win32":
    import resource
