"""Small numbers cannot be got back from what is printed, not even by someone who knows the rule."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.plans.counts import GRAVITY, LEAST, group_of, incident_counts, printable, quarter_of
from vault.plans.days import Day
from vault.plans.model import Incident
from vault.plans.model.incidents import CATEGORY, CATEGORY_GROUP
from vault.plans.periods import Period, Quarter, last_twelve_months
from vault.plans.redaction import NHRF, redact

COLUMN = st.lists(st.integers(0, 6), min_size=1, max_size=7)
TABLE = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 5), min_size=width, max_size=width), min_size=1, max_size=2)
)


def could_be(numbers: list[list[int]]) -> list[list[set[int]]]:
    """What each count can be in the tables that print exactly as this one does: all that a reader can find out."""
    cells, totals = printable(numbers)
    flat = [cell for row in cells for cell in row]
    possible = [[set() for _cell in row] for row in numbers]
    for guess in product(*[range(LEAST) if cell is None else [cell] for cell in flat]):
        table = [list(guess[at : at + len(numbers[0])]) for at in range(0, len(flat), len(numbers[0]))]
        if printable(table) == (cells, totals):
            for row, line in enumerate(table):
                for column, value in enumerate(line):
                    possible[row][column].add(value)
    return possible


@given(COLUMN)
def test_no_merged_count_of_a_quarter_can_be_recovered(column: list[int]) -> None:
    possible = could_be([[number] for number in column])
    assert all(len(row[0]) == 3 for row, number in zip(possible, column, strict=True) if number < LEAST)


@given(TABLE)
def test_no_merged_count_of_a_table_can_be_recovered(numbers: list[list[int]]) -> None:
    for row, line in zip(could_be(numbers), numbers, strict=True):
        assert all(len(cell) == (3 if number < LEAST else 1) for cell, number in zip(row, line, strict=True))


@given(TABLE)
def test_what_is_printed_is_true(numbers: list[list[int]]) -> None:
    cells, totals = printable(numbers)
    for printed, real in zip(cells, numbers, strict=True):
        assert all(shown is None or shown == number >= LEAST for shown, number in zip(printed, real, strict=True))
    for shown, column in zip(totals, zip(*numbers, strict=True), strict=True):
        assert shown is None or shown == sum(column) >= LEAST


@pytest.mark.parametrize(
    ("column", "total"),
    [([5, 7], 12), ([5, 2], None), ([5, 0, 0], None), ([5, 1, 1], 7), ([5, 2, 2], None), ([1, 1, 0], None),
     ([1, 1, 1], 3), ([0, 0], None)],
)  # fmt: skip
def test_a_total_stands_only_where_it_gives_nothing_back(column: list[int], total: int | None) -> None:
    assert printable([[number] for number in column])[1] == (total,)


def test_every_category_has_a_group_and_the_gravest_counts() -> None:
    assert set(GRAVITY) == set(CATEGORY_GROUP)
    assert all(group_of(Incident(category=(key,))) in GRAVITY for key, _words in CATEGORY)
    assert group_of(Incident(category=("theft", "sexual_violence", "smear"))) == "Physical harm"
    assert group_of(Incident()) == "Other"


def test_incidents_are_counted_by_group_and_quarter() -> None:
    days = ["2026-10-02", "2026-11", "2026-12-24T18:00~", "2026-11-02/2027-01-03", "2026", "unknown", "2026-04"]
    incidents = [redact(Incident(title="x", category=("stop",), occurred=Day(day)), NHRF) for day in days]
    counts = incident_counts(incidents, Period(date(2026, 4, 1), date(2026, 11, 24)))
    assert [str(quarter.number) for quarter in counts.quarters] == ["2", "3", "4"]
    assert counts.cells[GRAVITY.index("Liberty")] == (None, None, 4)
    assert counts.totals == (None, None, None)


def test_a_year_alone_has_no_quarter() -> None:
    assert [quarter_of(Incident(occurred=Day(day))) for day in ("2026", "unknown", "2025/2026")] == [None] * 3
    assert quarter_of(Incident()) is None
    assert quarter_of(Incident(occurred=Day("2026-06/2026"))) == Quarter(2026, 2)


def test_the_usual_period_is_the_last_twelve_months() -> None:
    period = last_twelve_months(date(2026, 11, 24))
    assert (period.begin, period.end) == (date(2025, 11, 25), date(2026, 11, 24))
    assert period.words() == "November 2025 to November 2026"
    assert period.quarters() == (Quarter(2025, 4), *(Quarter(2026, number) for number in (1, 2, 3, 4)))
    assert last_twelve_months(date(2024, 2, 29)).begin == date(2023, 3, 1)


@given(st.dates(max_value=date(9000, 1, 1)))
def test_a_day_lies_in_its_quarter(day: date) -> None:
    quarter = Quarter.of(day)
    assert quarter.begin <= day < quarter.next.begin
