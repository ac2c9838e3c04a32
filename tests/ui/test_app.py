"""The fresh instance that a lock leaves behind."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from vault import app


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
