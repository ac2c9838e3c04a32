"""How a process zeroes its memory and ends, step by step and without doing it; `tests/security` does it for real."""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vault.services import scrubbing

pytestmark = pytest.mark.linux


class Ended(BaseException):
    """In place of the end of the process, which nothing may catch."""


@pytest.fixture(autouse=True)
def ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def end(code: int) -> None:
        raise Ended(code)

    monkeypatch.setattr(os, "_exit", end)


class Library:
    """Notes what is called of libc; its functions lie at known addresses."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self._exit = ctypes.CFUNCTYPE(None, ctypes.c_int)(lambda _code: None)
        self.pause = ctypes.CFUNCTYPE(ctypes.c_int)(lambda: 0)

    def name(self, function: ctypes.c_void_p) -> str:
        at = {ctypes.cast(one, ctypes.c_void_p).value: name for name, one in vars(self).items() if callable(one)}
        return at[function.value]

    def signal(self, number: int, function: ctypes.c_void_p) -> None:
        self.calls.append(("signal", signal.Signals(number).name, self.name(function)))

    def alarm(self, seconds: int) -> None:
        self.calls.append(("alarm", seconds))

    def tgkill(self, process: int, thread: int, number: int) -> None:
        self.calls.append(("tgkill", process, thread, signal.Signals(number).name))

    def readv(self, zeros: int, pieces: Any, count: int) -> None:
        self.calls.append(
            ("readv", str(Path(f"/proc/self/fd/{zeros}").readlink()), count, sum(one.length for one in pieces))
        )
        os.close(zeros)


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    made = Library()
    monkeypatch.setattr(scrubbing.ctypes, "CDLL", lambda name: made)
    return made


@pytest.fixture
def beside() -> Iterator[int]:
    """A thread that waits for something."""
    goes_on, known = threading.Event(), threading.Event()
    number: list[int] = []

    def run() -> None:
        number.append(threading.get_native_id())
        known.set()
        goes_on.wait()

    thread = threading.Thread(target=run)
    thread.start()
    known.wait()
    yield number[0]
    goes_on.set()
    thread.join()


def test_every_way_to_fall_ends_it_before_anything_is_zeroed(library: Library, beside: int) -> None:
    with pytest.raises(Ended) as ended:
        scrubbing.die(0)
    assert ended.value.args == (0,)
    fatal = ("SIGSEGV", "SIGBUS", "SIGABRT", "SIGILL", "SIGFPE", "SIGALRM")
    assert library.calls[:7] == [*(("signal", name, "_exit") for name in fatal), ("alarm", 3)]
    assert library.calls[7] == ("signal", "SIGUSR2", "pause")
    assert ("tgkill", os.getpid(), beside, "SIGUSR2") in library.calls
    last, zeros, count, size = library.calls[-1]
    assert (last, zeros) == ("readv", "/dev/zero")
    assert 0 < count <= 1024
    assert size > 1_000_000


def test_this_thread_is_not_made_to_wait_and_no_other_twice(
    library: Library, beside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []

    def still(thread: int) -> bool:
        looks.append(thread)
        return len(looks) > 3

    monkeypatch.setattr(scrubbing, "_is_still", still)
    scrubbing._halt_others(library)
    told = [call[2] for call in library.calls if call[0] == "tgkill"]
    assert sorted(set(told)) == sorted(told)
    assert threading.get_native_id() not in told
    assert beside in told


def test_a_thread_that_does_not_come_to_rest_is_not_waited_for_for_ever(
    library: Library, beside: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(scrubbing, "_is_still", lambda thread: False)
    monkeypatch.setattr(scrubbing.time, "sleep", slept.append)
    scrubbing._halt_others(library)
    assert 0.1 < sum(slept) < 3


def test_a_waiting_thread_is_still_and_so_is_one_that_has_ended(beside: int) -> None:
    while not scrubbing._is_still(beside):
        pass  # it is on its way to where it waits
    assert not scrubbing._is_still(threading.get_native_id())
    assert scrubbing._is_still(2**22 + 1)


@pytest.mark.parametrize("fault", [OSError, AttributeError, ValueError])
def test_an_odd_system_ends_it_as_any_other_process(fault: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr(scrubbing, "_scrub", fail)
    with pytest.raises(Ended) as ended:
        scrubbing.die(4)
    assert ended.value.args == (4,)
