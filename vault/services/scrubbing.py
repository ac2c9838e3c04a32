"""How a process ends that knew secrets: its memory is zeroed before the system gets it back.

A system hands the pages of an ended process out again some time later, and until then they hold what they held. Python
and Qt leave copies that nobody can find again, so on Linux all memory of the process goes at once.
"""

from __future__ import annotations

import ctypes
import gc
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable
from contextlib import ExitStack, suppress
from functools import partial
from operator import call, not_
from pathlib import Path
from typing import Any, NoReturn

Range = tuple[int, int]  # where it begins, how many bytes
Step = Callable[[], object]

ZEROED = 11  # how a process without memory ends: by the signal of its first step

_AT_MOST = 1024  # IOV_MAX: ranges of one call
_OWN = ("", "[heap]", "[stack]")
_FATAL = (signal.SIGSEGV, signal.SIGBUS, signal.SIGABRT, signal.SIGILL, signal.SIGFPE)
_HALT, _GO_ON = "SIGUSR2", "SIGUSR1"  # by name: not every system has them
_TRIES = 100
_LOOKS, _LOOK_EVERY_US = 100, 2000  # whether the other threads have heard that they are to wait
_LONGEST_LINE = 512  # bytes; a thread has about a third
_UNGUARD = 103  # MADV_GUARD_REMOVE of Linux 6.13, which others refuse
_LONGEST_MAPS = 1 << 20  # bytes; a window that holds a vault has a twentieth
_LONGEST = 15  # seconds: it ends by then, whatever stands in the way; on a busy computer each try waits for its turn


def die(code: int = 0) -> NoReturn:
    """End this process now, with nothing of what it knew in its memory where the system lets a process do that.

    On Linux it ends with `ZEROED` and not with `code`. Nothing is tidied up.
    """
    if sys.platform == "win32":
        kernel = getattr(ctypes, "windll").kernel32  # noqa: B009
        kernel.TerminateProcess(ctypes.c_void_p(-1), code)  # -1 is this process; no other code of it runs any more
    elif sys.platform == "linux":
        with suppress(Exception):  # an odd system: it ends as any other process does
            _scrub()
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
    libc = _libc()
    leave, pause, nothing = (ctypes.cast(one, ctypes.c_void_p) for one in (libc._exit, libc.pause, libc.getpid))
    for number in (*_FATAL, signal.SIGALRM):
        libc.signal(int(number), leave)
    libc.signal(_number(_HALT), pause)
    libc.signal(_number(_GO_ON), nothing)  # but pause returns
    libc.alarm(_LONGEST)
    gc.disable()
    # one that comes while it zeroes would have it stop half way
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals() - {*_FATAL, signal.SIGALRM})
    zeros = os.open("/dev/zero", os.O_RDONLY)
    maps = libc.fopen(b"/proc/self/maps", b"r")
    known, now = (ctypes.create_string_buffer(_LONGEST_MAPS) for _time in range(2))
    for attempt in range(_TRIES):
        ctypes.memset(known, 0, len(known))
        ctypes.memset(now, 0, len(now))
        libc.rewind(maps)
        _reading(libc, maps, known)()
        lines = known.value.decode(errors="replace").removesuffix("\n").split("\n")  # a name may hold all other ends
        ranges = foremost(private(lines))
        pieces = (_Piece * len(ranges))(*(_Piece(*one) for one in ranges))
        zero: Step = partial(libc.readv, zeros, pieces, len(ranges))
        surely = attempt < _TRIES - 1  # else memory never stands still: most of it
        same: list[Step] = [partial(libc.memcmp, known, now, _LONGEST_MAPS)] if surely else []
        steps: list[Step] = [
            partial(libc.rewind, maps),
            _nothing(_reading(libc, maps, now)),
            *_unguarded(libc, ranges),
            *same,
            zero,
        ]
        _alone(libc, steps, surely=surely)


def _number(name: str) -> int:
    return int(signal.Signals[name])


def _libc() -> Any:
    """The C library, its calls made without letting other threads of Python run meanwhile."""
    libc = ctypes.PyDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    libc.rewind.argtypes, libc.rewind.restype = [ctypes.c_void_p], None
    libc.fread.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_size_t, ctypes.c_void_p]
    libc.madvise.argtypes, libc.madvise.restype = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int], None
    libc.pread.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t, ctypes.c_long]
    libc.memchr.argtypes, libc.memchr.restype = [ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t], ctypes.c_void_p
    libc.memcmp.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t]
    return libc


def _reading(libc: Any, file: int, into: ctypes.Array[ctypes.c_char]) -> Step:
    return partial(libc.fread, into, 1, len(into) - 1, file)


def _unguarded(libc: Any, ranges: list[Range]) -> list[Step]:
    """Newer C libraries guard the stack of a thread by a page in the midst of it, where the zeroing would stop."""
    return [partial(libc.madvise, *one, _UNGUARD) for one in ranges]


def _nothing(step: Step) -> Step:
    """Whether a step gives nothing."""
    return partial(any, map(not_, map(call, [step])))


def _alone(libc: Any, steps: list[Step], *, surely: bool) -> None:
    """Have every other thread wait during the steps: one that stumbles over zeroed memory would end the process early.

    A thread may be made to wait while it holds a lock: the one of the interpreter, which it also has to be given once
    it asked for it, or the one of the allocator. So no step of Python lies between the first halt and the last
    release: C runs all of it, out of what was made before. The first step that gives something is the last. `surely`:
    there is none unless all the others are known to wait.
    """
    here, me = os.getpid(), threading.get_native_id()
    others = [int(one.name) for one in Path("/proc/self/task").iterdir() if int(one.name) != me]
    halts, releases = ([partial(libc.tgkill, here, one, _number(name)) for one in others] for name in (_HALT, _GO_ON))
    with ExitStack() as stack:
        first = _nothing(_waiting(libc, others, stack)) if surely else partial(libc.usleep, _LOOK_EVERY_US)
        work: Step = partial(any, map(call, [first, *steps]))
        whole: list[Step] = [*halts, work, *releases]
        deque(map(call, whole), 0)


def _waiting(libc: Any, threads: list[int], stack: ExitStack) -> Step:
    """Whether all of them wait; looked at time and again, because on a busy computer each has to run to hear of it."""
    asked = [step for one in threads for step in _state(libc, one, stack)]
    sleep: Step = partial(libc.usleep, _LOOK_EVERY_US)
    looks: list[Step] = [partial(all, map(call, asked)) for _time in range(_LOOKS)]
    return partial(any, map(call, [step for look in looks for step in (sleep, look)]))


def _state(libc: Any, thread: int, stack: ExitStack) -> list[Step]:
    """Two steps, the first of which reads what the system says of a thread; both give something while it sleeps.

    It is one letter, behind the thread's name, which stays.
    """
    line, file, at = ctypes.create_string_buffer(_LONGEST_LINE), -1, 0
    with suppress(OSError):  # it has ended; the line stays empty, and the next try knows
        file = os.open(f"/proc/self/task/{thread}/stat", os.O_RDONLY)
        stack.callback(os.close, file)
        at = os.pread(file, _LONGEST_LINE, 0).rindex(b") ") + 2
    return [
        partial(libc.pread, file, line, _LONGEST_LINE - 1, 0),
        partial(libc.memchr, ctypes.byref(line, at), ord("S"), 1),
    ]
