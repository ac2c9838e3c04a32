"""The table of actions: no key twice, every menu known, words for everything."""

from __future__ import annotations

from collections import Counter

from PySide6.QtGui import QKeySequence

from vault.ui.actions import ACTIONS, MENUS
from vault.ui.screens import SCREENS


def test_no_key_means_two_things() -> None:
    keys = Counter(QKeySequence(keys).toString() for action in ACTIONS for keys in action.keys)
    assert [key for key, times in keys.items() if times > 1] == []
    assert "" not in keys


def test_names_are_unique_and_menus_known() -> None:
    assert max(Counter(action.key for action in ACTIONS).values()) == 1
    assert {action.menu for action in ACTIONS} <= {*MENUS, ""}
    assert all(action.words for action in ACTIONS)


def test_menus_have_letters_of_their_own() -> None:
    letters = [words[words.index("&") + 1].lower() for words in MENUS.values()]
    assert len(set(letters)) == len(letters)


def test_the_keys_of_the_design_are_there() -> None:
    bound = {key for action in ACTIONS for key in action.keys}
    wished = "Ctrl+N Ctrl+F Ctrl+K Ctrl+S Ctrl+L Ctrl+Q Ctrl+E F2 Del Ctrl+Z Ctrl+P Ctrl+, Ctrl+/"
    assert set(wished.split()) <= bound


def test_screens_that_act_name_an_action() -> None:
    assert {screen.action for screen in SCREENS if screen.action} <= {action.key for action in ACTIONS}
    groups = [screen.group for screen in SCREENS if screen.group]
    assert groups == sorted(groups)
