"""Nothing below the audience survives, for any kind of record, and what survives says no more than it may."""

from __future__ import annotations

import json
import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import days, records
from vault.plans.days import Day
from vault.plans.exchange import record_to_plain, to_plain
from vault.plans.fields import Choice, Flag, Link, Links, Number, Prose, Sharing, Text, When, links, rows
from vault.plans.model import Action, Incident, Organisation, Person, Place, Risk
from vault.plans.model.incidents import CATEGORY, CATEGORY_GROUP
from vault.plans.records import KINDS, Record
from vault.plans.redaction import (
    NHRF,
    ROLE_WORDS,
    TYPED_GROUPS,
    Ladder,
    StandIns,
    coarse,
    leaves,
    may_leave,
    nothing_stands_in,
    redact,
    reduced,
)  # fmt: skip

CANARY = st.integers(10**8, 10**9).map(lambda n: f"canary{n}")
EVERY_KIND = st.sampled_from(sorted(KINDS)).flatmap(lambda kind: records(kind, CANARY))


@given(EVERY_KIND)
def test_nothing_below_the_audience_survives(one: Record) -> None:
    plain = json.dumps(record_to_plain(redact(one, NHRF)))
    common = (one.id, one.created_by, one.changed_by, one.created_at)
    forbidden = [json.dumps(word)[1:-1] for word in common if len(word) > 5]
    for field in one.fields.values():
        if field.sharing < Sharing.DONOR or (one.sharing is not None and one.sharing < Sharing.DONOR):
            forbidden += texts_in(to_plain(field, getattr(one, field.name)))
    kept = {text for field in one.fields.values() for text in texts_in(to_plain(field, getattr(one, field.name)))
            if may_leave(one, NHRF) and leaves(field, one.kind, NHRF)}  # fmt: skip
    for text in sorted(kept, key=len, reverse=True):
        plain = plain.replace(text, "")  # what may leave can begin as something does that may not
    assert [text for text in forbidden if text in plain and text not in kept] == []


def texts_in(plain: object) -> list[str]:
    """Every canary and id in a piece of plain data; keys of choices are declared words and no secret."""
    if isinstance(plain, str):
        return [plain] if plain.startswith("canary") or len(plain) == 36 else []
    if isinstance(plain, dict):
        return [text for value in plain.values() for text in texts_in(value)]
    return [text for value in plain for text in texts_in(value)] if isinstance(plain, list) else []


@given(EVERY_KIND)
def test_every_field_not_allowed_is_as_in_a_new_record(one: Record) -> None:
    out, empty = redact(one, NHRF), type(one)()
    for name, field in one.fields.items():
        if not (may_leave(one, NHRF) and leaves(field, one.kind, NHRF)):
            assert getattr(out, name) == getattr(empty, name)
    assert (out.id, out.number, out.created_at, out.created_by, out.changed_by) == ("", 0, "", "", "")


@given(EVERY_KIND)
def test_typed_text_leaves_only_as_wording_code_or_region(one: Record) -> None:
    out = redact(one, NHRF)
    for name, field in one.fields.items():
        if isinstance(field, Text | Prose) and getattr(out, name):
            assert field.group in TYPED_GROUPS


@given(EVERY_KIND, st.sampled_from([level for level in Sharing if level < Sharing.DONOR]))
def test_a_record_made_stricter_leaves_empty(one: Record, sharing: Sharing) -> None:
    assert redact(replace(one, sharing=sharing), NHRF) == type(one)()


@given(EVERY_KIND)
def test_a_record_in_the_bin_leaves_empty(one: Record) -> None:
    assert redact(replace(one, trashed_at="2026-11-24T10:00:00+00:00"), NHRF) == type(one)()


@given(EVERY_KIND)
def test_redacting_again_changes_nothing(one: Record) -> None:
    once = redact(one, NHRF)
    assert redact(once, NHRF) == once


@given(EVERY_KIND)
def test_days_leave_without_their_day(one: Record) -> None:
    out = redact(one, NHRF)
    found = [getattr(out, name) for name, field in one.fields.items() if isinstance(field, When)]
    assert all(day is None or day.precision in ("year", "month", "range", "unknown") for day in found)
    assert all("T" not in day.text and len(day.text) <= 15 for day in found if day)


@given(days(), st.sampled_from([Ladder.ROLES, Ladder.BROAD, Ladder.COUNTS]))
def test_a_coarse_day_still_contains_the_day(day: Day, step: Ladder) -> None:
    wide = coarse(day, step)
    assert coarse(wide, step) == wide
    if day.known:
        assert None not in (wide.first, wide.last, day.first, day.last)
        assert wide.first <= day.first <= day.last <= wide.last


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        ("2026-11-12T11:00", "2026-11", "2026-10/2026-12"),
        ("2026-05-02~", "2026-05", "2026-04/2026-06"),
        ("2026-03-30/2026-04-02", "2026-03/2026-04", "2026-01/2026-06"),
        ("2026", "2026", "2026"),
        ("2025/2026", "2025/2026", "2025/2026"),
        ("unknown", "unknown", "unknown"),
    ],
)
def test_days_become_months_and_quarters(day: str, month: str, quarter: str) -> None:
    assert coarse(Day(day), Ladder.ROLES).text == month
    assert coarse(Day(day), Ladder.COUNTS).text == quarter


@pytest.mark.parametrize("key", [key for key, _words in CATEGORY])
def test_an_incident_leaves_as_its_broad_kind(key: str) -> None:
    (out,) = redact(Incident(title="x", category=(key,)), NHRF).category
    assert out == next(keys[0] for keys in CATEGORY_GROUP.values() if key in keys)


def test_sexual_violence_is_not_told_apart_from_assault() -> None:
    assaulted = redact(Incident(title="x", category=("assault",)), NHRF)
    assert redact(Incident(title="y", category=("sexual_violence", "harassment")), NHRF) == assaulted


def test_keys_nobody_declared_do_not_leave() -> None:
    strange = Risk(title="x", area="our office in the old mill", treatment="reduce")
    assert redact(strange, NHRF) == Risk(treatment="reduce")
    assert redact(Incident(title="x", category=("the mill", "theft")), NHRF).category == ("break_in",)


def test_wording_leaves_and_the_title_beside_it_stays() -> None:
    out = redact(Action(title="Move the archive", donor_wording="Papers are kept elsewhere.", state="doing"), NHRF)
    assert out == Action(donor_wording="Papers are kept elsewhere.", state="doing")


def test_the_organisation_leaves_under_its_code_name() -> None:
    ours = Organisation(name="River Rights", code_name="Partner 7", grant_reference="G-14", mission="We ...")
    assert redact(ours, NHRF) == Organisation(code_name="Partner 7", grant_reference="G-14")


def test_no_field_of_an_audience_is_wider_than_its_declaration() -> None:
    for cls in KINDS.values():
        for field in cls.fields.values():
            assert not leaves(field, cls.kind, NHRF) or field.sharing == Sharing.DONOR


def test_people_become_roles_and_places_regions() -> None:
    people = [Person(id="a", name="Ada", category="lawyer"), Person(id="b", name="Bo", category="lawyer")]
    secret = Person(id="c", name="Cy", category="witness", sharing=Sharing.TEAM)
    places = [Place(id="p", name="Old mill", region="North", country="Nowhere"), Place(id="q", name="x", country="Y")]
    words = StandIns([*people, secret], places, random.Random(1))
    assert {words("a"), words("b")} == {"lawyer 1", "lawyer 2"}
    assert words("c") == "person 1"
    assert (words("p"), words("q"), words("stranger")) == ("North", "Y", "")


def test_nothing_stands_for_what_is_in_the_bin_and_no_number_tells_of_it() -> None:
    gone = "2026-11-24T10:00:00+00:00"
    people = [Person(id="a", name="Ada", category="lawyer"), Person(id="b", category="lawyer", trashed_at=gone)]
    words = StandIns(people, [Place(id="p", region="North", trashed_at=gone)])
    assert [words(id) for id in "abp"] == ["lawyer 1", "", ""]


@pytest.mark.parametrize("category", ["", "other", "our man at the mill"])
def test_somebody_without_a_known_category_is_a_person(category: str) -> None:
    assert StandIns([Person(id="a", name="Ada", category=category)])("a") == "person 1"


def test_every_category_but_other_has_a_role() -> None:
    category = Person.fields["category"]
    assert isinstance(category, Choice)
    assert set(ROLE_WORDS) == {key for key, _words in category.options} - {"other"}


@given(st.lists(records("person", CANARY), max_size=5), records("action", CANARY).filter(lambda one: one.owner))
def test_whoever_does_it_leaves_as_a_role_and_never_by_name_or_id(people: list[Person], one: Action) -> None:
    action = replace(one, sharing=None, owner=(*one.owner, *(Link(person.id) for person in people)))
    out = redact(action, NHRF, StandIns(people))
    roles = {"person", *ROLE_WORDS.values()}
    assert len(out.owner) == len({person.id for person in people})
    assert {link.id.rpartition(" ")[0] for link in out.owner} <= roles
    assert all(link.id.rpartition(" ")[2].isdigit() and link.role == "" for link in out.owner)


def test_of_all_links_only_who_does_an_action_may_leave() -> None:
    open_ones = [
        f"{kind}.{name}"
        for kind, cls in KINDS.items()
        for name, field in cls.fields.items()
        if isinstance(field, Links) and leaves(field, kind, NHRF)
    ]
    assert open_ones == ["action.owner"]


def test_links_to_people_become_roles_in_no_telling_order() -> None:
    field = Choice(label="x")
    assert reduced(field, "typed by hand", Ladder.ROLES, str) == ""
    decides = links("Who decides", ("person",), (("deputy", "deputy"),), sharing=Sharing.DONOR)
    declared = decides.metadata["field"]
    words = {"a": "staff member 2", "b": "lawyer 1", "c": ""}.__getitem__
    held = (Link("a"), Link("b", "deputy"), Link("c"))
    assert reduced(declared, held, Ladder.ROLES, words) == (Link("lawyer 1", "deputy"), Link("staff member 2"))


def test_rows_have_no_way_out() -> None:
    declared = rows("Steps", (("step", "Step"),), sharing=Sharing.DONOR).metadata["field"]
    assert reduced(declared, (("Call Ada",),), Ladder.ROLES, str) == ()


def test_numbering_differs_from_export_to_export() -> None:
    people = [Person(id=str(n), name="x", category="staff") for n in range(8)]
    orders = {tuple(StandIns(people, (), random.Random(n))(str(i)) for i in range(8)) for n in range(20)}
    assert len(orders) > 15


def test_numbers_and_flags_leave_only_where_they_may() -> None:
    number, flag = Number(label="x"), Flag(label="y")
    assert [reduced(number, 7, step, str) for step in (Ladder.ROLES, Ladder.BROAD)] == [7, None]
    assert reduced(flag, True, Ladder.COUNTS, str) is True


def test_without_stand_ins_no_link_leaves() -> None:
    assert reduced(Links(label="x", kinds=("person",)), (Link("a"),), Ladder.ROLES, nothing_stands_in) == ()


def test_chosen_words_stay_as_they_are_below_the_broad_step() -> None:
    category = KINDS["incident"].fields["category"]
    assert reduced(category, ("watched", "followed", "ghost"), Ladder.ROLES, str) == ("followed", "watched")
