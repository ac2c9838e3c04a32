"""Section 8.5: on a disk that takes a tenth of a second for every flush, the window goes on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.security import slow_disk
from tests.security.test_canaries import NEEDS_STRACE, environment
from tests.security.whole_session import PHRASE
from vault.services.session import Session

FLUSH_MICROSECONDS = 100_000
FEWEST_TURNS = 10  # of fifty that fit into one flush


@pytest.mark.linux
@NEEDS_STRACE
def test_the_window_stays_alive_while_the_disk_is_slow(tmp_path: Path) -> None:
    for name in ("home", "tmp", "run"):
        (tmp_path / name).mkdir(mode=0o700)
    path, trace = tmp_path / "a.vault", tmp_path / "trace"
    Session.create(path, bytearray(PHRASE, "utf-8"), profile=255).close()
    slowly = f"inject=fsync,fdatasync:delay_enter={FLUSH_MICROSECONDS}"
    watched = ("strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-e", slowly, "-o", str(trace))
    done = subprocess.run(
        [*watched, sys.executable, "-m", slow_disk.__name__, str(path)],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(slow_disk.__file__).parent.parent.parent,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    told = [line.split() for line in done.stdout.splitlines()]
    window = next(number for what, number in told if what == "window")
    turns = [(what, int(number)) for what, number in told if what != "window"]
    assert [what for what, _count in turns] == ["save"] * 3 + ["draft", "delete", "undo", "setting", "erase"]
    assert [(what, count) for what, count in turns if count < FEWEST_TURNS] == []
    flushed_by = re.findall(r"^(\d+) +f(?:data)?sync\(", trace.read_text(), re.MULTILINE)
    assert len(flushed_by) >= len(turns)
    assert window not in flushed_by
