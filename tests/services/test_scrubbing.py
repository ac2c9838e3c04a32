"""How a process ends whose memory cannot be zeroed; `tests/security/test_memory.py` looks at one whose memory can."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from vault.services import scrubbing

pytestmark = pytest.mark.linux

HANGS = (
    "import time; from vault.services import scrubbing\n"
    "scrubbing._LONGEST, scrubbing._alone = 1, lambda *_, **__: time.sleep(60)\n"
    "scrubbing.die()"
)
FALLS = (
    "import ctypes; from vault.services import scrubbing\n"
    "scrubbing._alone = lambda *_, **__: ctypes.string_at(0)\n"
    "scrubbing.die()"
)


class Ended(BaseException):
    """In place of the end of the process, which nothing may catch."""


@pytest.mark.parametrize(("program", "number"), [(HANGS, signal.SIGALRM), (FALLS, signal.SIGSEGV)])
def test_whatever_stands_in_the_way_it_ends_and_no_crash_is_reported(program: str, number: int) -> None:
    done = subprocess.run([sys.executable, "-c", program], check=False, timeout=30)
    assert done.returncode == number  # its own exit code: by the signal itself it would be negative


@pytest.mark.parametrize("name", ["a\u2028b", "a\x1cb", "\u0085"])
def test_no_name_of_a_file_in_use_keeps_the_memory_from_being_zeroed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(bytes(4096))
    program = (
        "import mmap, sys; from vault.services import scrubbing\n"
        "with open(sys.argv[1], 'rb') as file: held = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)\n"
        "scrubbing.die(4)"
    )
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path / name)], check=False, timeout=30)
    assert done.returncode == scrubbing.ZEROED


@pytest.mark.parametrize("fault", [OSError, AttributeError, ValueError])
def test_an_odd_system_ends_it_as_any_other_process(fault: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def end(code: int) -> None:
        raise Ended(code)

    def fail() -> None:
        raise fault

    monkeypatch.setattr(os, "_exit", end)
    monkeypatch.setattr(scrubbing, "_scrub", fail)
    with pytest.raises(Ended) as ended:
        scrubbing.die(4)
    assert ended.value.args == (4,)
