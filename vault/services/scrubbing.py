"""How a process ends that knew secrets: its memory is zeroed before the system gets it back.

A system hands the pages of an ended process out again some time later, and until then they hold what they held. Python
and Qt leave copies that nobody can find again, so on Linux all memory of the process goes at once.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NoReturn

Range = tuple[int, int]  # where it begins, how many bytes

ZEROED = 11  # how a process without memory ends: by the signal of its first step

_AT_MOST = 1024  # IOV_MAX: ranges of one call
_OWN = ("", "[heap]", "[stack]")
_FATAL = (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGFPE)
_HALT_TRIES, _HALT_PAUSE = 200, 0.001
_LONGEST = 3  # seconds: it ends by then, whatever stands in the way


def die(code: int = 0) -> NoReturn:
    """End this process now, with nothing of what it knew in its memory where the system lets a process do that.

    On Linux it ends with `ZEROED` and not with `code`. Nothing is tidied up.
    """
    if sys.platform == "win32":
        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
        kernel.TerminateProcess(ctypes.c_void_p(-1), code)  # -1 is this process; no other code of it runs any more
    elif sys.platform == "linux":
        try:
            _scrub()
        except (OSError, AttributeError, ValueError):
            pass  # an odd system: it ends as any other process does
    os._exit(code)


def private(maps: Iterable[str]) -> list[Range]:
    """The ranges of /proc/PID/maps that hold what this process alone wrote, neighbours joined, in order."""
    found: list[Range] = []
    for line in maps:
        place, rights, _offset, _device, inode, *name = line.split(maxsplit=5)
        own = inode == "0" and (not name or name[0].strip() in _OWN or name[0].startswith("[anon"))
        if not (rights.startswith("rw") and rights[3] == "p" and own):
            continue
        begin, end = (int(number, 16) for number in place.split("-"))
        if found and sum(found[-1]) == begin:
            found[-1] = (found[-1][0], found[-1][1] + end - begin)
        else:
            found.append((begin, end - begin))
    return found


def foremost(ranges: list[Range]) -> list[Range]:
    """As many as one call takes: the small ones first, because one call writes no more than 2 GiB; if there are too
    many, not the smallest of them."""
    return sorted(ranges, key=lambda one: one[1])[-_AT_MOST:]


class _Piece(ctypes.Structure):
    _fields_ = [("base", ctypes.c_void_p), ("length", ctypes.c_size_t)]


def _scrub() -> None:
    """Zero all of it in one call. There is nowhere to come back to: the first step after it ends the process."""
    libc = ctypes.CDLL(None)
    leave = ctypes.cast(libc._exit, ctypes.c_void_p)
    for number in (*_FATAL, signal.SIGALRM):
        libc.signal(int(number), leave)
    libc.alarm(_LONGEST)
    zeros = os.open("/dev/zero", os.O_RDONLY)
    _halt_others(libc)
    with Path("/proc/self/maps").open(encoding="utf-8", errors="replace") as maps:
        ranges = foremost(private(maps))
    pieces = (_Piece * len(ranges))(*(_Piece(*one) for one in ranges))
    libc.readv(zeros, pieces, len(ranges))


def _halt_others(libc: Any) -> None:
    """Have every other thread wait for ever: one that stumbles over zeroed memory would end the process too early."""
    libc.signal(int(signal.SIGUSR2), ctypes.cast(libc.pause, ctypes.c_void_p))
    asked: set[int] = set()
    for _attempt in range(_HALT_TRIES):
        others = {int(one.name) for one in Path("/proc/self/task").iterdir()} - {threading.get_native_id()}
        for thread in others - asked:
            libc.tgkill(os.getpid(), thread, int(signal.SIGUSR2))
        asked |= others
        if all(_is_still(thread) for thread in others):
            return
        time.sleep(_HALT_PAUSE)


def _is_still(thread: int) -> bool:
    try:
        status = Path(f"/proc/self/task/{thread}/status").read_text(encoding="utf-8")
    except OSError:
        return True  # it has ended
    found = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    arrived = not int(found["SigPnd"], 16) >> (int(signal.SIGUSR2) - 1) & 1
    return arrived and found["State"][0] in "SZX"
