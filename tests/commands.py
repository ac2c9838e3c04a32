"""The `vault` command as scripts use it, in this process, and what a command must not have touched."""

from __future__ import annotations

import csv
import hashlib
import io
import sys
from pathlib import Path

import pytest

from vault.cli import main

PHRASE = "lantern drift onion velvet harbour sixteen"


class Command:
    """`vault` in this process, passphrases on standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch, self._capsys = monkeypatch, capsys
        self.out = self.err = ""

    def __call__(self, *arguments: object, lines: tuple[str, ...] = (PHRASE,)) -> int:
        typed = io.TextIOWrapper(io.BytesIO("".join(f"{line}\n" for line in lines).encode()))
        self._monkeypatch.setattr(sys, "stdin", typed)
        try:
            code = main([*map(str, arguments), "--passphrase-stdin"])
        except SystemExit as stopped:
            code = int(stopped.code or 0)
        self.out, self.err = self._capsys.readouterr()
        assert "Traceback" not in self.err
        assert "inside the program" not in self.err, self.err
        return code


@pytest.fixture(name="vault")
def vault_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command."""
    return Command(monkeypatch, capsys)


@pytest.fixture(name="file")
def vault_file(vault: Command, tmp_path: Path) -> Path:
    """A new vault of the organisation River."""
    path = tmp_path / "a.vault"
    assert vault("create", path, "--organisation", "River", "--kdf-profile", 255, "--name", "Nadia") == 0
    return path


def write(path: Path, *rows: tuple[str, ...]) -> Path:
    """A CSV file of these rows."""
    with path.open("w", newline="", encoding="utf-8") as sheet:
        csv.writer(sheet).writerows(rows)
    return path


def state_of(folder: Path) -> dict[str, str]:
    """Digest of every file and every folder below, by name; SQLite's passing files are not counted."""
    return {
        str(one.relative_to(folder)): hashlib.sha256(one.read_bytes()).hexdigest() if one.is_file() else "folder"
        for one in folder.rglob("*")
        if not one.name.endswith(("-wal", "-shm"))
    }
