"""Earlier events that are like one: each reason is the one a person would give, and none is invented."""

from hypothesis import given
from hypothesis import strategies as st

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.likeness import ranked
from vault.plans.model import Incident, Threat

BRIDGE, MAYOR, LEILA = Link("bridge"), Link("mayor"), Link("leila")


def incident(id: str, **values: object) -> Incident:
    return Incident(id=id, **{"title": "Stopped at the bridge", **values})  # type: ignore[arg-type]


def test_the_strongest_reasons_come_first_and_are_told() -> None:
    subject = incident("now", occurred=Day("2026-11-12T11:00"), place=(BRIDGE,), actors=(MAYOR,), category=("stop",))
    place = incident("place", title="A car waited", occurred=Day("2026-03-04"), place=(BRIDGE,))
    both = incident(
        "both", title="Names were asked", occurred=Day("2026-03-05T11:30"), place=(BRIDGE,), actors=(MAYOR,)
    )
    other = incident("other", title="A window broke", occurred=Day("2026-11-10"))
    found = ranked(subject, [place, other, both])
    assert [one.record.id for one in found] == ["both", "place"]
    assert found[0].reasons == ("same actor", "same place", "Thursday", "same time of day")
    assert found[1].reasons == ("same place",)


def test_ten_to_midnight_and_ten_past_it_are_the_same_time_of_day() -> None:
    subject = incident("now", occurred=Day("2026-11-12T23:50"), place=(BRIDGE,))
    night = incident("night", title="A car waited", occurred=Day("2026-03-05T00:10"), place=(BRIDGE,))
    noon = incident("noon", title="A car waited", occurred=Day("2026-03-05T12:10"), place=(BRIDGE,))
    said = {one.record.id: "same time of day" in one.reasons for one in ranked(subject, [night, noon])}
    assert said == {"night": True, "noon": False}


def test_a_threat_is_compared_with_incidents_of_the_kind_it_came_as() -> None:
    threat = Threat(id="t", title="Silent calls", expression=("call",), people=(LEILA,), received=Day("2026-11-12"))
    call = incident("call", title="Somebody rang and said nothing", category=("calls",), people=(LEILA,))
    assert ranked(threat, [call])[0].reasons == ("same person", "same kind")


def test_what_happened_later_or_lies_in_the_bin_is_no_earlier_event() -> None:
    subject = incident("now", occurred=Day("2026-11-12"), place=(BRIDGE,))
    later = incident("later", occurred=Day("2026-11-13"), place=(BRIDGE,))
    binned = incident("binned", occurred=Day("2026-11-01"), place=(BRIDGE,), trashed_at="2026-11-02T10:00:00+00:00")
    assert ranked(subject, [subject, later, binned]) == []


def test_a_day_near_by_or_one_word_alone_says_nothing() -> None:
    subject = incident("now", title="Stopped at the bridge", occurred=Day("2026-11-12"))
    near = incident("near", title="The lamp in the yard is broken", occurred=Day("2026-11-05"))
    assert ranked(subject, [near]) == []


def test_a_month_or_an_estimate_has_no_weekday() -> None:
    subject = incident("now", occurred=Day("2026-11-12"), place=(BRIDGE,))
    for text in ("2026-11", "2026-11-05~", "2026", "unknown"):
        found = ranked(subject, [incident("then", title="Guards", occurred=Day(text), place=(BRIDGE,))])
        assert "Thursday" not in found[0].reasons


def test_the_same_words_are_found_in_any_script() -> None:
    pairs = (
        ("Проверка документов на мосту", "Снова проверка документов"),
        ("رجال الشرطة عند الجسر القديم", "الشرطة عند الجسر القديم"),
    )
    for now, then in pairs:
        assert ranked(incident("now", title=now), [incident("then", title=then)])[0].reasons == ("same words",)


days = st.sampled_from(["2026-11-12T11:00", "2026-11-05", "2026-10", "2026~", "unknown", "2026-01-01/2026-02-01"])
events = st.builds(
    lambda id, day, places, people, kinds, title: Incident(
        id=id, title=title, occurred=Day(day), place=tuple(map(Link, places)), people=tuple(map(Link, people)),
        category=tuple(kinds),
    ),
    st.text("abcdef", min_size=1), days, st.sets(st.sampled_from("xyz")), st.sets(st.sampled_from("uvw")),
    st.sets(st.sampled_from(["calls", "stop", "other"])), st.text(max_size=40),
)  # fmt: skip


@given(events, st.lists(events, max_size=12))
def test_every_reason_holds_and_nothing_is_like_itself(subject: Incident, others: list[Incident]) -> None:
    found = ranked(subject, others)
    assert len(found) <= 8
    assert all(one.record.id != subject.id for one in found)
    assert [one.weight for one in found] == sorted((one.weight for one in found), reverse=True)
    for one in found:
        then = one.record
        assert isinstance(then, Incident)
        assert ("same place" in one.reasons) == bool({*subject.place} & {*then.place})
        assert ("same person" in one.reasons) == bool({*subject.people} & {*then.people})
