"""Three signs within thirty days that share something."""

from __future__ import annotations

import pytest

from vault.plans import signs
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.likeness import ranked
from vault.plans.model import Incident

GATE = Link("gate")


def sign(id: str, day: str, **values: object) -> Incident:
    return Incident(id=id, title=f"Something {id}", occurred=Day(day), may_mean_nothing=True, **values)  # type: ignore[arg-type]


def told(*earlier: Incident) -> signs.Signs | None:
    now = sign("now", "2026-11-20", place=(GATE,))
    return signs.together(now, ranked(now, earlier, 20))


def test_the_third_at_one_place_is_told() -> None:
    found = told(sign("a", "2026-11-01", place=(GATE,)), sign("b", "2026-11-10", place=(GATE,)))
    assert found == signs.Signs(3, "same place")


@pytest.mark.parametrize(
    "second",
    [
        sign("b", "2026-10-01", place=(GATE,)),
        sign("b", "2026-11-10"),
        Incident(id="b", title="Arrest", occurred=Day("2026-11-10"), place=(GATE,), category=("arrest",)),
    ],
    ids=["long ago", "elsewhere", "no sign"],
)
def test_two_are_not_enough(second: Incident) -> None:
    assert told(sign("a", "2026-11-01", place=(GATE,)), second) is None


def test_what_is_no_sign_itself_asks_for_nothing() -> None:
    one = Incident(id="now", title="Arrest", occurred=Day("2026-11-20"), place=(GATE,), category=("arrest",))
    earlier = [sign(str(n), "2026-11-10", place=(GATE,)) for n in range(3)]
    assert signs.together(one, ranked(one, earlier, 20)) is None
