from __future__ import annotations

import os
from pathlib import Path

import pytest

from vault.storage.medium import FileMedium


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(b"0123456789")
    return file


def test_writing_in_place(path: Path) -> None:
    medium = FileMedium(path)
    medium.write(3, b"abc")
    medium.flush()
    assert medium.read(2, 5) == b"2abc6"
    medium.close()
    assert path.read_bytes() == b"012abc6789"


def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        FileMedium(tmp_path / "none")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.linux
def test_a_write_in_pieces_is_finished(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda descriptor, content, at: whole(descriptor, content[:2], at))
    medium = FileMedium(path)
    medium.write(1, b"abcde")
    medium.close()
    assert path.read_bytes() == b"0abcde6789"


@pytest.mark.linux
def test_flushing_asks_the_system(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    monkeypatch.setattr(os, "fsync", asked.append)
    medium = FileMedium(path)
    medium.flush()
    medium.close()
    assert len(asked) == 1
