from __future__ import annotations

import pytest

from vault.plans.headline import LONGEST, headline


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("   \n ", ""),
        ("Two men waited. They left.", "Two men waited"),
        ("Two men\nwaited", "Two men"),
        ("At 18.10 a car stopped. It left", "At 18.10 a car stopped"),
        ("What did he want?", "What did he want"),
        ("انتظر رجلان. ثم غادرا", "انتظر رجلان"),
        ("no end", "no end"),
    ],
)
def test_a_title_is_the_first_sentence(text: str, title: str) -> None:
    assert headline(text) == title


def test_a_long_sentence_is_cut_at_a_word() -> None:
    found = headline("word " * 60)
    assert found.endswith("word …")
    assert len(found) <= LONGEST + 2
    assert headline("x" * 200) == "x" * LONGEST + " …"
