from __future__ import annotations

import pytest

from vault.plans.days import Day
from vault.plans.naming import LONGEST_TITLE, first_sentence, title_for


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Two men asked for the director. They left.", "Two men asked for the director"),
        ("One staff killed near the St. Mary church. Then more.", "One staff killed near the St"),
        ("First line\nsecond line", "First line second line"),
        ("事务所昨天被警察搜查。然后他们离开了。", "事务所昨天被警察搜查"),
        ("", ""),
        ("  \n ", ""),
    ],
)
def test_the_first_sentence(text: str, title: str) -> None:
    assert first_sentence(text) == title


def test_a_long_sentence_is_cut_at_the_end_of_a_word() -> None:
    title = first_sentence("word " * 40)
    assert len(title) <= LONGEST_TITLE
    assert title.endswith("word…")
    assert len(first_sentence("字" * 200)) == LONGEST_TITLE


def test_without_a_text_kind_place_and_day_make_the_title() -> None:
    values = {"category": ("abduction",), "occurred": Day("1997-01")}
    assert title_for("incident", values, "Goma") == "Abduction, Goma, Jan 1997"
    assert title_for("incident", {}, "") == "Incident"


def test_people_and_places_are_never_called_by_an_account() -> None:
    assert title_for("person", {"can_do": "Drives us to court.", "email": "a@example.org"}) == "a@example.org"
    assert title_for("place", {"security": "The key hangs inside."}) == ""
