"""The window as a process: the one that a lock leaves behind, and the one that a command waits for."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from vault import app
from vault.services import scrubbing, tidying

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def test_nothing_that_lies_where_somebody_happens_to_be_runs_in_the_fresh_instance(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    with monkeypatch.context() as patched:
        patched.setattr(subprocess, "Popen", lambda command, **_options: started.append(command))
        app.spawn(tmp_path / "a.vault")
    (command,) = started
    program = command[: command.index("-m")]
    (tmp_path / "logging.py").write_text("raise SystemExit(7)")
    done = subprocess.run([*program, "-c", "import logging, vault.app"], cwd=tmp_path, check=False)
    assert done.returncode == 0


def test_the_fresh_instance_after_a_file_turned_out_damaged_is_told_to_save_what_can_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(app, "_started", started.append)
    app.spawn_to_salvage(tmp_path / "a.vault")
    assert started == [[app.SALVAGE, str(tmp_path / "a.vault")]]


def test_a_packed_program_knows_the_word_by_which_the_rest_of_a_wipe_is_asked_for() -> None:
    """Said twice, so that a window that waits for a passphrase need not load what wipes."""
    assert app.TIDY == tidying.TIDY


@pytest.mark.linux
@pytest.mark.parametrize("how", ["sys.stdout = None", "sys.stdout.close()", "sys.stdout = Gone()"])
def test_it_ends_also_where_nobody_reads_what_it_says(how: str) -> None:
    program = (
        "import io, sys; from vault import app\n"
        "class Gone(io.StringIO):\n"
        "    def flush(self): raise BrokenPipeError\n"
        f"{how}; app.leave(0); sys.stderr.write('still there')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, cwd=CHECKOUT)
    assert done.stderr == b""
    assert done.returncode == 11  # as a process ends whose memory is zero


@pytest.mark.parametrize(("ended", "told"), [(scrubbing.ZEROED, 0), (0, 0), (3, 3)])
def test_the_command_says_of_a_window_that_ended_as_it_should_that_it_did(
    ended: int, told: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []
    heeded: dict[int, Callable[..., object]] = {}

    def started(arguments: list[str]) -> subprocess.Popen[bytes]:
        asked.append(arguments)
        return subprocess.Popen([sys.executable, "-c", f"import os; os._exit({ended})"])

    monkeypatch.setattr(app, "_started", started)
    monkeypatch.setattr(signal, "signal", heeded.setdefault)
    assert app.run(Path("a.vault")) == told
    assert asked == [["a.vault"]]
    assert signal.SIGTERM in heeded


@pytest.mark.linux
def test_whoever_ends_the_command_ends_the_window(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    window = f"""
import pathlib, signal, sys
signal.signal(15, lambda *_: sys.exit(0))
pathlib.Path({str(begun)!r}).touch()
signal.pause()
"""
    command = f"""
import subprocess, sys
from vault import app
app._started = lambda arguments: subprocess.Popen([sys.executable, "-c", {window!r}])
sys.exit(app.run(None))
"""
    process = subprocess.Popen([sys.executable, "-c", command])
    while not begun.exists():
        assert process.poll() is None
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


@pytest.mark.linux
def test_another_thread_ends_it_zeroed_where_the_first_one_hangs() -> None:
    program = (
        "import threading, time; from vault.services import scrubbing\n"
        "threading.Thread(target=scrubbing.die, daemon=True).start(); time.sleep(60)"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, cwd=CHECKOUT)
    assert done.returncode == scrubbing.ZEROED  # and not by the alarm that ends what waits for itself
