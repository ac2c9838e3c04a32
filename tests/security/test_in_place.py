"""Check 13: the key file is overwritten where it lies. A rename would leave the old slots on the disk."""

from __future__ import annotations

import ast
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.vaults import CODE, database_of, made, phrase, writing
from vault.services import keyholding, unlocking
from vault.storage import bundle, container, keyholders

MODULES = ("key*.py", "container*.py", "header*.py", "slots*.py", "medium*.py")
FORBIDDEN = {"QSaveFile", "rename", "renames", "move", "copy", "copyfile", "link", "symlink", "unlink", "remove"}
OS = {"os", "Path", "path", "shutil", "tempfile"}


def faults(source: str) -> list[str]:
    """Names in a module with which a file could be written anew beside the old one."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute):
            owner = node.value.id if isinstance(node.value, ast.Name) else ""
            if node.attr in FORBIDDEN or (node.attr == "replace" and owner in OS):
                found.append(f"{owner}.{node.attr}")
        elif isinstance(node, ast.Name) and node.id in FORBIDDEN - {"copy", "remove", "link"}:
            found.append(node.id)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
            found += sorted(names & {"tempfile", "shutil", "QSaveFile", "rename", "PySide6.QtCore"})
            if getattr(node, "module", "") == "os":
                found += sorted(names & {"replace", "rename", "link"})
    return found


def test_no_module_of_the_key_file_writes_a_second_one(checkout: Path) -> None:
    modules = {file for form in MODULES for file in (checkout / "vault" / "storage").glob(form)}
    assert {"keys.py", "keyholders.py", "container.py", "medium.py"} <= {file.name for file in modules}
    assert {file.name: faults(file.read_text(encoding="utf-8")) for file in modules} == {
        file.name: [] for file in modules
    }


@pytest.mark.parametrize(
    "source",
    [
        "os.replace(part, path)",
        "part.rename(path)",
        "from os import replace\nreplace(part, path)",
        "shutil.move(part, path)",
        "import tempfile",
        "from PySide6.QtCore import QSaveFile\nQSaveFile(path)",
        "Path.replace(part, path)",
        "path.unlink()",
    ],
)
def test_the_search_finds_what_it_looks_for(source: str) -> None:
    assert faults(source)


def test_every_change_of_a_key_stays_in_the_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the code is called: the file keeps its number on the disk, and nothing else is opened for writing."""
    with made(tmp_path / "notes.vault") as opened:
        connection = database_of(opened)
        path = opened.keyfile.path
        number, seen = path.stat().st_ino, [path.read_bytes()]
        _forbid(monkeypatch)

        def step(change: Callable[[], object]) -> None:
            change()
            seen.append(path.read_bytes())
            assert path.stat().st_ino == number
            assert [one.name for one in path.parent.iterdir() if not one.name.startswith("data.db")] == ["keys.bin"]

        step(lambda: keyholding.add(opened, writing(opened, connection), "Amina", phrase("velvet sixteen harbour")))
        amina = next(one.position for one in keyholders.listed(connection) if one.name == "Amina")
        step(lambda: keyholding.change(opened, writing(opened, connection), opened.position, phrase("other words now")))
        step(lambda: keyholding.new_recovery(opened, writing(opened, connection), phrase(CODE)))
        step(lambda: keyholding.remove(opened, writing(opened, connection), amina))
        connection.close()
    assert len(set(seen)) == 5
    _damage(path)
    with unlocking.unlock(tmp_path / "notes.vault", phrase("other words now")):
        assert path.stat().st_ino == number
        assert path.read_bytes() == seen[-1]


def test_what_a_key_was_is_nowhere_in_the_vault_afterwards(tmp_path: Path) -> None:
    with made(tmp_path / "notes.vault") as opened:
        connection = database_of(opened)
        old = opened.keyfile.header.slots[opened.position]
        keyholding.change(opened, writing(opened, connection), opened.position, phrase("other words now"))
        connection.close()
    assert not [file for file in tmp_path.rglob("*") if file.is_file() and old in file.read_bytes()]


def _damage(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(container.B + 1000)
        file.write(bytes(50))


def _forbid(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise AssertionError("a second file was about to take the key file's place")

    for module, names in ((os, ("replace", "rename", "link")), (shutil, ("move", "copy", "copyfile"))):
        for name in names:
            monkeypatch.setattr(module, name, forbidden)
    monkeypatch.setattr(tempfile, "mkstemp", forbidden)
    monkeypatch.setattr(bundle, "write_new", forbidden)
    monkeypatch.setattr(container, "write_new", forbidden)
