"""What a process does before it opens anything (check 24)."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path
from typing import Any

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

        def ptrace(self, *arguments: int) -> None:
            calls.append(("ptrace", *arguments))

    monkeypatch.setattr(hardening.faulthandler, "disable", lambda: calls.append(("no stack dump",)))
    monkeypatch.setattr(hardening.resource, "setrlimit", lambda *arguments: calls.append(("limit", *arguments)))
    monkeypatch.setattr(hardening.ctypes, "CDLL", lambda name: Library())
    hardening.harden()
    expected = [("no stack dump",), ("limit", hardening.resource.RLIMIT_CORE, (0, 0))]
    attached = {"linux": [("prctl", 4, 0, 0, 0, 0)], "darwin": [("ptrace", 31, 0, None, 0)]}
    assert calls == [*expected, *attached.get(sys.platform, [])]


class Windows:
    """Notes what is called of its libraries; answers what the real ones answer, or fails."""

    def __init__(self, *, understands: bool = True) -> None:
        self.kernel32 = self.advapi32 = self
        self.understands = understands
        self.calls: list[tuple[object, ...]] = []

    def SetErrorMode(self, flags: int) -> int:  # noqa: N802
        self.calls.append(("SetErrorMode", flags))
        return 0

    def WerSetFlags(self, flags: int) -> int:  # noqa: N802
        self.calls.append(("WerSetFlags", flags))
        return 0

    def ConvertStringSecurityDescriptorToSecurityDescriptorW(  # noqa: N802
        self, words: str, version: int, described: Any, _size: None
    ) -> int:
        self.calls.append(("Convert", words, version))
        described._obj.value = 0x1000
        return int(self.understands)

    def GetSecurityDescriptorDacl(self, described: Any, _there: Any, rights: Any, _default: Any) -> int:  # noqa: N802
        rights._obj.value = described.value + 8
        return 1

    def SetSecurityInfo(self, process: Any, *rest: Any) -> int:  # noqa: N802
        told = [getattr(one, "value", one) for one in rest]
        self.calls.append(("SetSecurityInfo", ctypes.c_ssize_t(process.value).value, *told))
        return 0

    def LocalFree(self, described: Any) -> None:  # noqa: N802
        self.calls.append(("LocalFree", described.value))


def test_on_windows_no_report_is_made_and_memory_is_in_nobodys_rights() -> None:
    system = Windows()
    hardening.harden_windows(system)
    assert system.calls == [
        ("SetErrorMode", 3),
        ("WerSetFlags", 1),
        ("Convert", "D:P(A;;0x121001;;;OW)", 1),
        ("SetSecurityInfo", -1, 6, 0x80000004, None, None, 0x1008, None),
        ("LocalFree", 0x1000),
    ]
    read_memory, write_memory, duplicate, change_rights, take_over = 0x10, 0x20, 0x40, 0x40000, 0x80000
    assert 0x121001 & (read_memory | write_memory | duplicate | change_rights | take_over) == 0


def test_a_windows_that_does_not_understand_the_rights_still_starts() -> None:
    system = Windows(understands=False)
    hardening.harden_windows(system)
    assert [call[0] for call in system.calls] == ["SetErrorMode", "WerSetFlags", "Convert"]
