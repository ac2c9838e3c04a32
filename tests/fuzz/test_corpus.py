"""Check 18, without a fuzzer: what once reached something new is still refused, or read, as it should be."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from tests.fuzz import backup, key_file
from tests.fuzz.keep import kept
from vault.storage import backups, container
from vault.storage.container import A

NAMES = ("key_file", "backup", "sheet", "workbook", "mapping")


def inputs(name: str) -> list[bytes]:
    return [*importlib.import_module(f"tests.fuzz.{name}").seeds(), *kept(name), b""]


@pytest.mark.parametrize("name", NAMES)
def test_what_a_fuzzer_found_does_not_come_back(name: str) -> None:
    harness = importlib.import_module(f"tests.fuzz.{name}")
    for data in inputs(name):
        harness.one(data)


def test_a_key_file_reaches_its_slots_before_anything_is_changed() -> None:
    """Otherwise every input would end at the first checksum, and the harness would prove nothing."""
    assert container.parse(key_file.WHOLE, key_file.PATH).opened_by(key_file.SECRET).keys() == {2}
    assert backups.keys_in(_written(backup.WHOLE)).path.name == "keys.bin"


def test_the_harness_of_key_files_sees_a_cost_that_was_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(key_file, "COSTS", set())
    with pytest.raises(AssertionError):
        key_file.one(b"\0")


def test_the_harness_of_key_files_sees_a_key_that_is_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(container.KeyFile, "opened_by", lambda self, secret: {0: _Hit()})
    with pytest.raises(AssertionError, match="another key"):
        key_file.one(b"\0")


def test_an_order_reaches_the_place_it_names() -> None:
    changed = key_file.patched(key_file.WHOLE, b"\x02\x01\x08\x01\x01", (A, A + 0x20), ())
    assert [at for at, (one, two) in enumerate(zip(key_file.WHOLE, changed, strict=True)) if one != two] == [0x28, 0x29]


class _Hit:
    secret = bytearray(32)


def _written(content: bytes) -> Path:
    file = backup._PLACE / "whole.backup"
    file.write_bytes(content)
    return file
