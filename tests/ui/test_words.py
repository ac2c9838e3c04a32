"""Every error of the tree has words, in the tone of the product and without a hole."""

from __future__ import annotations

import pytest

from vault import errors
from vault.errors import (
    Damaged,
    DiskFull,
    FaultyContent,
    ImportRefused,
    InvalidRecord,
    NotEnoughMemory,
    NotFound,
    VaultError,
    WrongPassphrase,
)
from vault.ui.words import told


def _made(kind: type[VaultError]) -> VaultError:
    if kind is InvalidRecord:
        return InvalidRecord("risk", {"title": "needed"})
    if kind is FaultyContent:
        return FaultyContent("starters/travel.toml", 7, "procedure 1: phase", "must not be empty")
    if kind is NotEnoughMemory:
        return NotEnoughMemory(512)
    if kind is WrongPassphrase:
        return WrongPassphrase()
    try:
        return kind("/media/stick/v", "The end is missing.")
    except TypeError:
        return kind("The end is missing.")


KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, VaultError) and not kind.__name__.startswith("_")
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_error_has_calm_words(kind: type[VaultError]) -> None:
    words = told(_made(kind))
    whole = words.whole()
    assert words.sentence.endswith(".")
    assert "{" not in whole
    assert "!" not in whole
    assert "error" not in whole.lower()


def test_a_full_disk_keeps_the_text() -> None:
    words = told(DiskFull("/media/stick/v"))
    assert words.sentence == "The disk is full, so the last change could not be written."
    assert words.kept == "Your text is kept here until there is room."


def test_paths_and_figures_are_filled_in_as_they_are() -> None:
    assert "/media/{stick}" in told(NotFound("/media/{stick}")).sentence
    assert "512 MB" in told(NotEnoughMemory(512)).advice
    assert told(ImportRefused("Two columns are named “When”.")).advice == "Two columns are named “When”."


def test_a_finer_kind_takes_the_words_of_its_parent() -> None:
    class Torn(Damaged):
        pass

    assert told(Torn("/v")).sentence == told(Damaged("/v")).sentence


def test_our_own_fault_is_owned() -> None:
    words = told(ZeroDivisionError("division by zero"))
    assert words.sentence == "Something in this program went wrong."
    assert "division" not in words.whole()
