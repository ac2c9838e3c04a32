"""The commands that only look: a duress passphrase has its effect there, and is told like a wrong one."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from tests.security.duress_vault import DURESS, done, set_up, survivor, typed, vault  # noqa: F401 - fixtures
from tests.vaults import PHRASE
from vault.cli import main
from vault.errors import WrongPassphrase

COMMANDS = (["due"], ["due", "--json"], ["health"], ["diff", "--since", "2026-01-01"], ["patterns", "--json"])


def said(path: Path, words: list[str], text: str, patch: pytest.MonkeyPatch) -> int:
    patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(f"{text}\n".encode())))
    return main([words[0], str(path), *words[1:], "--passphrase-stdin"])


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_it_is_answered_like_a_wrong_one_and_nothing_opens_any_more(
    vault: Path,  # noqa: F811
    survivor: Path,  # noqa: F811
    words: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    set_up(vault, survivor)
    wrong = said(vault, words, "somebody guesses six words here", monkeypatch), capsys.readouterr()
    assert typed(vault, PHRASE) != WrongPassphrase
    assert (said(vault, words, DURESS, monkeypatch), capsys.readouterr()) == wrong
    assert wrong[0] == WrongPassphrase.exit_code == 3
    assert typed(vault, PHRASE) == WrongPassphrase
