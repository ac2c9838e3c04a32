"""What a process does before it opens anything (check 24)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vault.services import hardening

CHECKOUT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.linux
def test_no_dump_is_written_and_nobody_beside_it_reads_its_memory() -> None:
    program = (
        "from vault.services.hardening import harden; import ctypes, faulthandler, os, resource\n"
        "faulthandler.enable(); harden()\n"
        "print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0),"
        " faulthandler.is_enabled(), os.stat('/proc/self/mem').st_uid)\n"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT)
    assert done.stdout == "(0, 0) 0 False 0\n"


@pytest.mark.linux
@pytest.mark.root
def test_another_process_of_the_same_person_cannot_read_it() -> None:
    program = (
        "import ctypes, os, signal, sys; from vault.services.hardening import harden\n"
        "os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)\n"
        "ready, told = os.pipe(); child = os.fork()\n"
        "if child == 0:\n"
        "    harden() if sys.argv[1] == 'hard' else ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)\n"
        "    os.write(told, b'.'); signal.pause()\n"
        "os.read(ready, 1)\n"
        "try:\n"
        "    open(f'/proc/{child}/mem', 'rb').close(); print('read')\n"
        "except PermissionError:\n"
        "    print('refused')\n"
        "os.kill(child, signal.SIGKILL)\n"
    )
    for way, answer in (("soft", "read\n"), ("hard", "refused\n")):
        command = [sys.executable, "-c", program, way]
        done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT)
        assert done.stdout == answer


@pytest.mark.skipif(sys.platform == "win32", reason="other calls there")
def test_every_call_is_made_in_this_order(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[object, ...]] = []

    class Library:
        def prctl(self, *arguments: int) -> None:
            calls.append(("prctl", *arguments))

    monkeypatch.setattr(hardening.faulthandler, "disable", lambda: calls.append(("no stack dump",)))
    monkeypatch.setattr(hardening.resource, "setrlimit", lambda *arguments: calls.append(("limit", *arguments)))
    monkeypatch.setattr(hardening.ctypes, "CDLL", lambda name: Library())
    hardening.harden()
    expected = [("no stack dump",), ("limit", hardening.resource.RLIMIT_CORE, (0, 0))]
    assert calls == expected + [("prctl", 4, 0, 0, 0, 0)] * (sys.platform == "linux")
