"""The memory of a process as it is handed back to the system: stopped by ptrace during its exit and searched.

Linux, for root; ptrace by ctypes, because no debugger needs to be there then.
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterable

_PTRACE_CONT, _PTRACE_SEIZE = 7, 0x4206
_TRACE_EXIT, _EVENT_EXIT = 0x40, 6
_CAP_SYS_PTRACE = 19
_PIECE, _OVERLAP = 1 << 22, 256


def may_look() -> bool:
    """Whether this process may watch one that closed itself to others: a container may forbid it even to root."""
    try:
        with open("/proc/self/status") as status:  # noqa: PTH123
            rights = next(int(line.split()[1], 16) for line in status if line.startswith("CapEff"))
    except (OSError, StopIteration):
        return False
    return bool(rights >> _CAP_SYS_PTRACE & 1)


def seize(process: int) -> None:
    """Have the process stop when it exits, with its memory still there."""
    _ptrace(_PTRACE_SEIZE, process, _TRACE_EXIT)


def at_exit(process: int, patterns: dict[str, bytes]) -> dict[str, int]:
    """Wait until the process exits; how often each pattern stands in what it leaves. Then let it go."""
    while True:
        _pid, status = os.waitpid(process, 0)
        assert os.WIFSTOPPED(status), "it was gone before it could be looked at"
        if status >> 16 == _EVENT_EXIT:
            break
        _ptrace(_PTRACE_CONT, process, os.WSTOPSIG(status) if not status >> 16 else 0)
    found = hits(process, patterns)
    _ptrace(_PTRACE_CONT, process, 0)
    return found


def hits(process: int, patterns: dict[str, bytes]) -> dict[str, int]:
    """How often each pattern stands in what the process has in its memory now."""
    found = dict.fromkeys(patterns, 0)
    for piece in _memory(process):
        for name, pattern in patterns.items():
            found[name] += piece.count(pattern)
    return found


def _memory(process: int) -> Iterable[bytes]:
    with open(f"/proc/{process}/maps") as maps:  # noqa: PTH123 - files of the system
        ranges = [line.split()[:2] for line in maps if not line.rstrip().endswith(("[vvar]", "[vsyscall]"))]
    with open(f"/proc/{process}/mem", "rb", 0) as memory:  # noqa: PTH123
        for place, rights in ranges:
            if rights[0] == "r":
                yield from _pieces(memory.fileno(), *(int(number, 16) for number in place.split("-")))


def _pieces(memory: int, begin: int, end: int) -> Iterable[bytes]:
    while begin < end:
        try:
            yield os.pread(memory, min(_PIECE + _OVERLAP, end - begin), begin)
        except OSError:
            return  # a range of a device
        begin += _PIECE


def _ptrace(request: int, process: int, data: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    libc.ptrace.restype = ctypes.c_long
    if libc.ptrace(request, process, None, data) < 0:
        raise OSError(ctypes.get_errno(), "ptrace")
