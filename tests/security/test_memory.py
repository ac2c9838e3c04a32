"""Check 23: a process that locked or quit leaves nothing of what it knew in the memory it gives back."""

from __future__ import annotations

import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.security import last_look, last_session
from tests.security.test_canaries import environment
from vault.services import scrubbing
from vault.services.session import Session

PHRASE = "marzipan quagmire oboe lantern drift onion"
WRONG = "obelisk tundra walnut lantern drift onion"
CANARIES = ("Quenzelbrickova", "Канарейковнапа", "Überzwölflingen")
MAY_LOOK = pytest.mark.skipif(not last_look.may_look(), reason="needs the right to watch other processes (ptrace)")
CHECKOUT = Path(__file__).resolve().parent.parent.parent


def patterns(data_key: bytes, phrase: str) -> dict[str, bytes]:
    """What must not be found, in the forms in which Python, Qt and SQLCipher hold it."""
    wanted = {"data key": data_key, "data key in hex": data_key.hex().encode()}
    for words in (phrase, *CANARIES):
        wanted |= {f"{words}, {coded}": words.encode(coded) for coded in ("utf-8", "utf-16-le")}
    return wanted


@dataclass
class Ended:
    """What stood in the memory while the vault was open, and when the process was over."""

    before: dict[str, int]
    after: dict[str, int]
    told: str
    code: int


def ended(tmp_path: Path, how: str, end: str) -> Ended:
    vault = tmp_path / "home" / "notes.vault"
    for name in ("home", "tmp", "run"):
        (tmp_path / name).mkdir(mode=0o700)
    phrase = WRONG if how == "wrong" else PHRASE
    with Session.create(vault, bytearray(PHRASE, "utf-8"), organisation="River", profile=255, by="Nadia") as session:
        wanted = patterns(bytes(session.opened.key.secret()), phrase)
    with subprocess.Popen(
        [sys.executable, "-m", last_session.__name__, how, end, vault],
        env=environment(tmp_path),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=CHECKOUT,
    ) as process:
        try:
            told = typed_in(process, "\n".join((phrase, *CANARIES, "", "")))
            assert told == "ends\n"
            before = last_look.hits(process.pid, wanted)
            last_look.seize(process.pid)
            typed_in(process, "go on\n", wait=False)
            after = last_look.at_exit(process.pid, wanted)
            fresh = process.stdout.read() if process.stdout else ""
        finally:
            process.kill()
    return Ended(before, after, fresh, process.returncode)


def typed_in(process: subprocess.Popen[str], words: str, *, wait: bool = True) -> str:
    """Send words; the line that comes back."""
    assert process.stdin
    assert process.stdout
    process.stdin.write(words)
    process.stdin.flush()
    return process.stdout.readline() if wait else ""


def kept(tmp_path: Path) -> list[str]:
    """What was being typed, when the vault is opened again."""
    with Session.open(tmp_path / "home" / "notes.vault", bytearray(PHRASE, "utf-8")) as session:
        return [next(iter(draft.plain["fields"].values())).strip() for draft in session.drafts()]


@pytest.mark.linux
@MAY_LOOK
@pytest.mark.parametrize("how", ["lock", "quit", "ended", "wrong"])
def test_nothing_is_left_in_the_memory_of_a_window_that_ended(tmp_path: Path, how: str) -> None:
    found = ended(tmp_path, how, "scrubbed")
    open_forms = [name for name, count in found.before.items() if count]
    assert any("utf-8" in name for name in open_forms)
    assert any("utf-16" in name for name in open_forms)
    assert {name: count for name, count in found.after.items() if count} == {}
    assert found.code == signal.SIGSEGV
    fresh = f"a fresh instance for {tmp_path / 'home' / 'notes.vault'}\n"
    assert found.told == (fresh if how == "lock" else "")
    if how != "wrong":
        assert kept(tmp_path) == [" ".join(f"{one}, {one}." for one in CANARIES)]


@pytest.mark.linux
@MAY_LOOK
def test_a_plain_exit_would_leave_it_there(tmp_path: Path) -> None:
    """So the search finds what it looks for, and the moment it looks at is the right one."""
    found = ended(tmp_path, "lock", "plain")
    left = {name for name, count in found.after.items() if count}
    for words in CANARIES:
        assert {f"{words}, utf-8", f"{words}, utf-16-le"} & left
    assert found.code == 0


#: what goes on beside the end: work that lets other threads run, work that does not, and a system that asks to end
AT_WORK = {
    "threads": "threads(lambda: hashlib.pbkdf2_hmac('sha256', bytes(100), bytes(8), 100000))",
    "threads of Python": "threads(lambda: sum(range(100)))",
    "memory that comes and goes": "threads(lambda: hashlib.sha256(bytearray(3 << 20)))",
    "threads that hardly get a turn": "starved()",
    "signals": "signals()",
    "memory that nobody may touch": "guard()",
}
AT_WORK_PROGRAM = """
import ctypes, hashlib, mmap, os, signal, sys, threading
from vault.services import scrubbing

def threads(work):
    def for_ever():
        while True: work()
    for _ in range(4): threading.Thread(target=for_ever, daemon=True).start()

def starved():
    def seldom():
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
        hashlib.pbkdf2_hmac('sha256', bytes(100), bytes(8), 100000)
    threads(seldom)
    ends = os.getpid()
    for _ in range(2 * os.cpu_count()):
        if os.fork() == 0:
            while os.getppid() == ends: pass
            os._exit(0)

def signals():
    signal.signal(signal.SIGTERM, lambda *_: None)
    ends = os.getpid()
    if os.fork() == 0:
        while os.getppid() == ends: os.kill(ends, signal.SIGTERM)
        os._exit(0)

def guard():
    # as newer C libraries guard a stack; a system that cannot (before Linux 6.13) refuses, and nothing is guarded
    libc = ctypes.CDLL(None)
    libc.mmap.argtypes, libc.mmap.restype = [ctypes.c_void_p, *[ctypes.c_long] * 5], ctypes.c_void_p
    libc.madvise.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int]
    own = libc.mmap(None, 3 * mmap.PAGESIZE, mmap.PROT_READ | mmap.PROT_WRITE, mmap.MAP_PRIVATE | mmap.MAP_ANON, -1, 0)
    libc.madvise(own + mmap.PAGESIZE, mmap.PAGESIZE, 102)

kept = [(sys.argv[1] * 3).encode() for _ in range(100000)]
%s
print('ends', flush=True); sys.stdin.readline(); scrubbing.die()
"""


@pytest.mark.linux
@MAY_LOOK
@pytest.mark.parametrize("work", AT_WORK)
def test_what_goes_on_does_not_end_it_before_everything_is_zero(work: str) -> None:
    for _time in range(5):
        with subprocess.Popen(
            [sys.executable, "-c", AT_WORK_PROGRAM % AT_WORK[work], "walnut"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=CHECKOUT,
        ) as process:
            assert process.stdin
            assert process.stdout
            assert process.stdout.readline() == b"ends\n"
            last_look.seize(process.pid)
            process.stdin.write(b"\n")
            process.stdin.flush()
            assert last_look.at_exit(process.pid, {"kept": b"walnutwalnut"}) == {"kept": 0}
        assert process.returncode == scrubbing.ZEROED


MAPS = """\
55d0c0000000-55d0c0001000 rw-p 00000000 00:00 0                          [heap]
7f0000000000-7f0000001000 rw-p 00000000 00:00 0
7f0000001000-7f0000003000 rw-p 00000000 00:00 0                          [anon: glibc: malloc]
7f0000003000-7f0000004000 r--p 00000000 00:00 0
7f0000004000-7f0000005000 rw-s 00000000 00:01 2052                       /memfd:shared (deleted)
7f0000005000-7f0000006000 rw-p 00001000 fe:00 77                         /usr/lib/libc.so.6
7f0000006000-7f0000007000 ---p 00000000 00:00 0
7ffd00000000-7ffd00021000 rw-p 00000000 00:00 0                          [stack]
7ffd00100000-7ffd00104000 r--p 00000000 00:00 0                          [vvar]
"""


def test_what_the_process_alone_wrote_is_zeroed_and_nothing_else() -> None:
    assert scrubbing.private(MAPS.splitlines(keepends=True)) == [
        (0x55D0C0000000, 0x1000),
        (0x7F0000000000, 0x3000),
        (0x7FFD00000000, 0x21000),
    ]


def test_of_too_many_ranges_the_smallest_are_left_out() -> None:
    ranges = [(number << 20, 4096 * (1 + number)) for number in range(1100)]
    assert scrubbing.foremost(list(reversed(ranges))) == ranges[-1024:]
