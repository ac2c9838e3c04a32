"""The redacted plan as a document: every part is there, in an order that gives nothing away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import records
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Organisation, Plan, Risk
from vault.plans.nhrf_plan import QUESTIONS, Material, outline
from vault.plans.outline import (
    Facts,
    Heading,
    Level,
    Lines,
    Matrix,
    Outline,
    Paragraph,
    Table,
    Typed,
    fixed_texts,
    texts,
    typed_texts,
)  # fmt: skip
from vault.plans.periods import Period
from vault.plans.records import KINDS
from vault.plans.redaction import NHRF, redact

YEAR = Period(date(2025, 11, 25), date(2026, 11, 24))
EMPTY = Material(organisation=Organisation(), period=YEAR)
CANARY = st.integers(10**8, 10**9).map(lambda n: f"canary{n}")


def under(document: Outline, heading: str) -> list[object]:
    """The blocks of a section."""
    heads = [place for place, block in enumerate(document.blocks) if isinstance(block, Heading)]
    begin = next(place for place in heads if document.blocks[place] == Heading(heading))
    end = next((place for place in heads if place > begin), len(document.blocks))
    return list(document.blocks[begin + 1 : end])


def table(document: Outline, heading: str) -> Table:
    return next(block for block in under(document, heading) if isinstance(block, Table))


def facts(document: Outline) -> dict[str, str]:
    return dict(next(block for block in document.blocks if isinstance(block, Facts)).rows)


def test_an_empty_vault_gives_a_whole_document() -> None:
    document = outline(EMPTY)
    assert (document.title, document.under) == ("Security plan for NHRF", "November 2025 to November 2026")
    assert document.header == "For NHRF, please do not pass on"
    assert facts(document)["From"] == facts(document)["Country and region"] == "[withheld]"
    assert under(document, "What we ask of NHRF") == [Paragraph("Nothing for now. Please keep us in mind.")]
    assert under(document, "The risk picture") == [Paragraph("No risk is written down yet.")]
    answers = [row[2] for row in table(document, "The seven questions").rows]
    assert answers == [Lines("Not answered yet")] * 9


def test_the_organisation_stands_under_its_code_name_or_reference() -> None:
    both = Organisation(code_name="Partner 7", grant_reference="G-14", region="North")
    named = facts(outline(replace(EMPTY, organisation=both)))
    assert (named["From"], named["Grant reference"], named["Country and region"]) == ("Partner 7", "G-14", "North")
    only = facts(outline(replace(EMPTY, organisation=replace(both, code_name=""))))
    assert only["From"] == "G-14"
    assert "Grant reference" not in only
    assert facts(outline(replace(EMPTY, organisation=both, name="River Rights")))["From"] == "River Rights"


def test_the_seven_questions_are_answered_from_the_vault() -> None:
    ours = Organisation(
        assessed="yes", assessed_on=Day("2026-09"), visits_expose="unknown", other_channels=True,
        answers_wording="We talk every month.", please_do="Call first.", please_do_not="Do not visit.",
    )  # fmt: skip
    document = outline(replace(EMPTY, organisation=ours))
    rows = {row[0]: row[2] for row in table(document, "The seven questions").rows}
    assert [number for number, _field in QUESTIONS] == list(rows)
    assert rows["1"] == Lines("Yes", "last in Sep 2026")
    assert (rows["7a"], rows["7b"]) == (Lines("We do not know yet"), Lines("Yes"))
    assert under(document, "The seven questions")[-1] == Paragraph("We talk every month.")
    assert under(document, "What we ask of NHRF") == [Paragraph("Call first.")]
    assert under(document, "Please do not") == [Paragraph("Do not visit.")]
    assert typed_texts(document) == ["Call first.", "Do not visit.", "We talk every month."]


def test_the_risk_picture_counts_what_is_not_closed() -> None:
    risks = [
        Risk(area="home", probability=5, impact=5, residual_probability=2, residual_impact=3, trend="falling"),
        Risk(area="office", probability=5, impact=5, level_override=3, trend="rising", treatment="avoid"),
        Risk(area="travel"),
        Risk(area="legal", probability=5, impact=5, state="closed"),
    ]
    document = outline(replace(EMPTY, risks=risks))
    picture = under(document, "The risk picture")
    assert picture[0] == Paragraph("3 risks are written down. 1 is not scored yet. Trend: 1 rising, 1 falling.")
    matrix = next(block for block in picture if isinstance(block, Matrix))
    assert {(row, column): n for row, line in enumerate(matrix.counts, 1) for column, n in enumerate(line, 1) if n} == {
        (5, 5): 1, (2, 3): 1,
    }  # fmt: skip
    levels = [(row[0].step, row[1], row[2]) for row in table(document, "The risk picture").rows]
    assert levels == [(5, "1", "0"), (4, "0", "0"), (3, "1", "1"), (2, "0", "1"), (1, "0", "0"), (None, "1", "1")]
    rows = table(document, "Risks").rows
    assert [row[1].first for row in rows] == ["Office", "Home", "Travel and field work"]
    assert rows[0][2:] == (Level(3), Level(3), "rising", "Avoid")
    assert rows[2][2:] == (Level(None), Level(None), "–", "–")


def test_actions_of_the_period_and_open_ones_are_shown() -> None:
    actions = [
        Action(state="done", done_on=Day("2026-06"), effect="impact", strategy="mixed", donor_wording="Done well."),
        Action(state="done", done_on=Day("2024-06")),
        Action(state="doing", done_on=Day("2024-06")),
        Action(),
    ]
    document = outline(replace(EMPTY, actions=actions))
    assert under(document, "What we do")[0] == Paragraph("3 actions: 1 doing, 1 done.")
    rows = table(document, "What we do").rows
    assert rows[0][4] == "Doing"
    assert rows[1][1:] == (Lines("Makes it less harmful", "Done well."), "–", "A combination", "Done, Jun 2026")
    assert isinstance(rows[1][1].below, Typed)
    assert under(outline(EMPTY), "What we do") == [Paragraph("No action is written down for this period.")]


def roles(*words: str) -> tuple[Link, ...]:
    return tuple(Link(one) for one in words)


def test_an_action_says_by_role_who_does_it() -> None:
    actions = [Action(state="doing", owner=roles("lawyer 1", "staff member 2")), Action(state="done")]
    blocks = under(outline(replace(EMPTY, actions=actions)), "What we do")
    found = next(block for block in blocks if isinstance(block, Table))
    assert found.columns[2].words == "Who does it"
    assert [row[2] for row in found.rows] == ["lawyer 1, staff member 2", "–"]
    assert blocks[-1] == Paragraph("The numbers of the roles are drawn by chance and hold in this report only.", True)


def test_without_roles_nothing_is_said_of_their_numbers() -> None:
    blocks = under(outline(replace(EMPTY, actions=[Action(state="doing")])), "What we do")
    assert [type(block) for block in blocks] == [Paragraph, Table]


def test_of_many_who_do_it_some_are_named_and_the_rest_counted() -> None:
    many = Action(owner=roles(*(f"lawyer {n}" for n in range(1, 12))))
    (row,) = table(outline(replace(EMPTY, actions=[many])), "What we do").rows
    assert row[2] == ", ".join(f"lawyer {n}" for n in range(1, 9)) + " and 3 more"


def test_roles_are_words_of_the_report_and_nobody_typed_them() -> None:
    document = outline(replace(EMPTY, actions=[Action(owner=roles("lawyer 1"))]))
    assert "lawyer 1" in fixed_texts(document)
    assert typed_texts(document) == []


@given(st.permutations(range(9)))
def test_actions_that_look_alike_do_not_give_their_order_away(order: list[int]) -> None:
    alike = [
        Action(state=state, done_on=Day(f"2026-0{1 + n % 3}"), owner=roles(f"staff member {1 + n // 3}"))
        for n, state in enumerate(["done"] * 6 + ["doing"] * 3)
    ]
    told = outline(replace(EMPTY, actions=[alike[n] for n in order]))
    assert told == outline(replace(EMPTY, actions=alike))


def test_plans_are_listed_with_months() -> None:
    plans = [Plan(level="family", state="draft"), Plan(level="emergency", in_force_from=Day("2026-02"))]
    rows = table(outline(replace(EMPTY, plans=plans)), "Our plans").rows
    assert sorted(row[0].first for row in rows) == ["Emergency", "Family and home"]
    assert ("–", "Feb 2026", "–") in [row[1:] for row in rows]


def incidents(day: str, category: str, count: int) -> list[Incident]:
    return [redact(Incident(title="x", occurred=Day(day), category=(category,)), NHRF) for _n in range(count)]


def test_small_numbers_are_merged() -> None:
    many = [*incidents("2026-05-03", "arrest", 4), *incidents("2026-05-09", "sexual_violence", 3),
            *incidents("2026-08-01", "assault", 2)]  # fmt: skip
    document = outline(replace(EMPTY, incidents=many))
    counted = table(document, "Incidents in numbers")
    few = "fewer than 3"
    assert [column.words for column in counted.columns][1:4] == [
        "Oct to Dec 2025",
        "Jan to Mar 2026",
        "Apr to Jun 2026",
    ]
    assert counted.rows[0] == ("Physical harm", few, few, "3", few, few)
    assert counted.rows[1] == ("Liberty", few, few, "4", few, few)
    assert counted.rows[-1] == ("All kinds", *["not shown"] * 5)
    silent = next(block for block in under(document, "Incidents in numbers") if isinstance(block, Paragraph))
    assert silent.text.startswith("Fewer than 3 in every quarter: Property, Digital")
    assert "sexual" not in " ".join(texts(document)).lower()


def test_without_incidents_no_table_and_no_total() -> None:
    blocks = under(outline(EMPTY), "Incidents in numbers")
    assert [type(block) for block in blocks] == [Paragraph, Paragraph]


def test_many_quarters_stand_in_several_tables() -> None:
    long = Period(date(2023, 1, 1), date(2026, 12, 31))
    many = incidents("2023-05-03", "arrest", 4)
    blocks = under(outline(replace(EMPTY, period=long, incidents=many)), "Incidents in numbers")
    assert [len(block.columns) - 1 for block in blocks if isinstance(block, Table)] == [5, 5, 5, 1]


@given(st.lists(records("risk", CANARY), max_size=6), st.randoms())
def test_the_order_in_the_vault_leaves_no_trace(risks: list[Risk], chance: object) -> None:
    shuffled = list(risks)
    chance.shuffle(shuffled)
    first, second = (outline(replace(EMPTY, risks=[redact(one, NHRF) for one in some])) for some in (risks, shuffled))
    assert first == second


@given(
    st.lists(st.sampled_from(["risk", "action", "plan", "incident"]).flatmap(lambda k: records(k, CANARY)), max_size=8)
)
def test_no_typed_text_but_wordings_gets_into_the_document(many: list[object]) -> None:
    out = [redact(one, NHRF) for one in many]
    document = outline(
        replace(
            EMPTY,
            risks=[one for one in out if isinstance(one, Risk)],
            actions=[one for one in out if isinstance(one, Action)],
            plans=[one for one in out if isinstance(one, Plan)],
            incidents=[one for one in out if isinstance(one, Incident)],
        )
    )
    wordings = {getattr(one, "donor_wording", "") for one in out}
    assert [text for text in texts(document) if "canary" in text and text not in wordings] == []
    assert [text for text in fixed_texts(document) if "canary" in text] == []


def test_where_every_kind_is_told_there_is_no_line_of_those_that_are_not() -> None:
    category = KINDS["incident"].fields["category"]
    keys = [*(key for key, _words in category.options), ""]  # type: ignore[attr-defined]
    told = [Incident(category=(key,) if key else (), occurred=Day("2026-10-05")) for key in keys for _ in range(3)]
    blocks = under(outline(replace(EMPTY, incidents=told)), "Incidents in numbers")
    assert not [block for block in blocks if isinstance(block, Paragraph) and "Fewer than 3" in block.text]
