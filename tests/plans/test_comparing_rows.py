"""What became of the rows of a table."""

from __future__ import annotations

from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from vault.plans.comparing_rows import told
from vault.plans.fields import Rows
from vault.plans.model import Procedure

STEPS = cast(Rows, Procedure.fields["steps"])


def lines(old: list[list[str]], new: list[list[str]]) -> list[str]:
    return list(told(STEPS, old, new))


def test_rows_come_go_move_and_change() -> None:
    before = [["Ring", "Leila"], ["Wait"], ["Go", "All"], ["Rest"]]
    after = [["Ring", "Samir"], ["Tell Samir"], ["Rest"], ["Go", "All"]]
    assert lines(before, after) == [
        "Steps, gone: Wait",
        "Steps, said differently: Ring",
        "Steps, new: Tell Samir",
        "Steps, in another place: Rest",
    ]


def test_a_column_that_came_later_is_no_difference() -> None:
    assert lines([["Ring", "Leila"]], [["Ring", "Leila", "", "", "", ""]]) == []


def test_three_hundred_new_steps_are_not_three_hundred_lines() -> None:
    told_of = lines([], [[f"Step {n}"] for n in range(300)])
    assert (len(told_of), told_of[-1]) == (13, "and 288 more")
    assert all(len(line) < 120 for line in lines([], [["word " * 90]]))


def test_what_is_no_table_is_survived() -> None:
    assert list(told(STEPS, "words", 7)) == []


@given(st.lists(st.sampled_from("abcdef"), max_size=8), st.lists(st.sampled_from("abcdef"), max_size=8))
def test_nothing_is_told_exactly_where_nothing_differs(old: list[str], new: list[str]) -> None:
    found = lines([[cell] for cell in old], [[cell] for cell in new])
    if set(old) != set(new) or old == new:
        assert bool(found) == (old != new)
