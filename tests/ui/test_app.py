"""The fresh instance that a lock leaves behind."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from vault import app

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
