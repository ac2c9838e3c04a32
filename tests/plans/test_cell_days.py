from __future__ import annotations

import pytest

from vault.plans.cell_days import day_in, month_in, order_of, time_in
from vault.plans.day_words import DayNotUnderstood
from vault.services.importing.words import shipped

MONTHS = shipped().months


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1997", "1997"),
        ("1997.0", "1997"),
        ("1997-01", "1997-01"),
        ("1997-01-05", "1997-01-05"),
        ("1997-01-05T18:10", "1997-01-05T18:10"),
        ("2024-03-05 00:00:00", "2024-03-05"),
        ("2024-03-05 14:30:00", "2024-03-05T14:30"),
        ("2024/3/5", "2024-03-05"),
        ("5/3/2024", "2024-03-05"),
        ("12/25/2024", "2024-12-25"),
        ("25.12.99", "1999-12-25"),
        ("25.12.26", "2026-12-25"),
        ("5/3/2024 6:05 PM", "2024-03-05T18:05"),
        ("5/3/2024 12:05 am", "2024-03-05T00:05"),
        ("3/2024", "2024-03"),
        ("March 2024", "2024-03"),
        ("5-Mar-2024", "2024-03-05"),
        ("5th March 2024", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("3 de marzo de 2024", "2024-03-03"),
        ("marzo de 2024", "2024-03"),
        ("12 août 2023", "2023-08-12"),
        ("about 12 November 2024", "2024-11-12~"),
        ("May to July 2025", "2025-05/2025-07"),
        ("unknown", "unknown"),
    ],
)
def test_days_are_read_as_they_are_typed(text: str, day: str) -> None:
    assert day_in(text, "dmy", MONTHS, 27).text == day


@pytest.mark.parametrize(
    "text", ["3 March", "yesterday", "31/02/2024", "32/13/2024", "2024-02-31", "sometime in 1997", "44562", "soon", "?"]
)
def test_what_is_no_day_is_not_guessed(text: str) -> None:
    with pytest.raises(DayNotUnderstood):
        day_in(text, "dmy", MONTHS, 27)


def test_the_month_may_stand_first() -> None:
    assert day_in("5/3/2024", "mdy", MONTHS, 27).text == "2024-05-03"
    assert day_in("25/3/2024", "mdy", MONTHS, 27).text == "2024-03-25"


@pytest.mark.parametrize(
    ("texts", "order", "certain"),
    [
        (["5/3/2024", "25/3/2024"], "dmy", True),
        (["5/3/2024", "3/25/2024"], "mdy", True),
        (["5/3/2024", "6/4/2024"], "dmy", False),
        (["2024-03-05", ""], "dmy", True),
        ([], "dmy", True),
    ],
)
def test_a_column_tells_the_order(texts: list[str], order: str, certain: bool) -> None:
    assert order_of(texts) == (order, certain)


@pytest.mark.parametrize(
    ("text", "clock"), [("18:10", "18:10"), ("6.05 pm", "18:05"), ("9h30", "09:30"), ("25:00", ""), ("noon", "")]
)
def test_times_of_day(text: str, clock: str) -> None:
    assert time_in(text) == clock


def test_months_by_number_and_name() -> None:
    assert [month_in(text, MONTHS) for text in ("3", "3.0")] == [3, 3]
    assert [month_in(text, MONTHS) for text in ("marzo", "Déc.", "JAN")] == [3, 12, 1]
    with pytest.raises(ValueError, match="13"):
        month_in("13", MONTHS)


def test_a_moment_before_the_year_1000_is_read() -> None:
    assert day_in("5.5.0999 18:10", "dmy", {}, 68).text == "0999-05-05T18:10"
