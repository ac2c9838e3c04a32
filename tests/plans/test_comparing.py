"""The net of many changes, and its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vault.plans import comparing
from vault.plans.comparing import Change
from vault.plans.records import KINDS


def change(id: str, action: str, *values: tuple[str, object, object], kind: str = "risk") -> Change:
    return Change(id, kind, action, values)


def told(*changes: Change) -> list[str]:
    found = comparing.differences(changes)
    return [line for one in found for line in comparing.lines(one, {"r": "Stopped", "p": "Leila"}.get)]  # type: ignore[arg-type]


def test_first_and_last_count_and_what_lies_between_does_not() -> None:
    assert told(
        change("r", "changed", ("probability", 2, 3), ("treatment", "", "reduce")),
        change("r", "changed", ("probability", 3, 4), ("reason", "", "long words")),
    ) == [
        "Risk “Stopped”",
        "  Likelihood: Unlikely → Likely",
        "  Treatment: nothing → Reduce",
        "  Why this score: written",
    ]


def test_there_and_back_is_no_difference() -> None:
    assert told(change("r", "changed", ("impact", 2, 3)), change("r", "changed", ("impact", 3, 2))) == []
    assert told(change("r", "created"), change("r", "trashed")) == []
    assert told(change("r", "trashed"), change("r", "restored")) == []
    assert told(change("r", "restored"), change("r", "trashed")) == []


def test_what_came_and_what_went() -> None:
    assert told(change("r", "created"), change("r", "changed", ("impact", None, 3))) == ["New: Risk “Stopped”"]
    assert told(change("r", "trashed")) == ["Gone to the bin: Risk “Stopped”"]
    assert told(change("r", "restored")) == ["Back from the bin: Risk “Stopped”"]


def test_links_are_told_by_name_and_code_words_are_not_told() -> None:
    owner = [{"id": "p", "role": ""}]
    assert told(change("r", "changed", ("owner", [], owner))) == ["Risk “Stopped”", "  Owner: nothing → Leila"]
    secret = told(change("r", "changed", ("code_words", "blue", "green"), kind="procedure"))
    assert secret == ["Procedure “Stopped”", "  Code words: changed"]
    assert comparing.linked(comparing.differences([change("r", "changed", ("owner", [], owner))])) == {"p"}


def test_what_another_version_wrote_is_survived() -> None:
    assert told(change("r", "changed", ("unheard_of", 1, 2)), change("x", "created", kind="unheard_of")) == [
        "Risk “Stopped”"
    ]
    assert told(change("r", "changed", ("treatment", "reduce", "unheard_of"))) == [
        "Risk “Stopped”", "  Treatment: Reduce → unheard_of",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "name", "old", "new", "words"),
    [
        ("risk", "reason", "", "We were followed", ["Why this score: written"]),
        ("risk", "reason", "We were  followed", "", ["Why this score: was “We were followed”"]),
        ("risk", "title", "x" * 200, "Raid", [f"What may happen: was “{'x' * 159}…”"]),
        ("risk", "probability", 2, 3, ["Likelihood: Unlikely → Possible"]),
        ("procedure", "steps", [["Call Leila"]], [["Call Omar"]], ["Steps: was “Call Leila”"]),
        ("procedure", "code_words", "blue", "green", ["Code words: changed"]),
        ("risk", "sharing", "", "team", ["Who may see it: Our security team"]),
        ("risk", "unheard_of", 1, 2, []),
    ],
)
def test_the_history_of_one_record_quotes_what_it_was_before(
    kind: str, name: str, old: object, new: object, words: list[str]
) -> None:
    assert list(comparing.field_lines(KINDS[kind].fields, name, (old, new), str, quoted=True)) == words


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 5)), max_size=30))
def test_the_net_is_what_a_copy_of_before_and_after_would_show(steps: list[tuple[str, int]]) -> None:
    before = {"a": 1, "b": 1}
    now = dict(before)
    changes = []
    for id, value in steps:
        if now[id] != value:
            changes.append(change(id, "changed", ("impact", now[id], value)))
            now[id] = value
    found = {one.id: one.fields["impact"] for one in comparing.differences(changes)}
    assert found == {id: (before[id], now[id]) for id in now if before[id] != now[id]}
