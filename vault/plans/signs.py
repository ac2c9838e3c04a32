"""Three unusual signs, or the same sight three times, are a reason to sit together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from vault.content import Texts
from vault.i18n import _
from vault.plans.likeness import SAME_ACTOR, SAME_KIND, SAME_PERSON, SAME_PLACE, Alike, event_day
from vault.plans.model.incidents import Incident

ENOUGH = 3
WITHIN = timedelta(days=30)
_COUNTING = (SAME_ACTOR.words, SAME_PLACE.words, SAME_PERSON.words, SAME_KIND.words)
WORDS = Texts("signs.toml", ("together",), {"together": ("n", "reason")})
_SEEN = {"sign", "followed", "watched", "questions", "calls"}


@dataclass(frozen=True, slots=True)
class Signs:
    """`count` signs, the new one included, that share `reason` (a source word)."""

    count: int
    reason: str

    def sentence(self) -> str:
        """What is suggested; "" while the file of the words has a fault."""
        return WORDS.say("together", n=self.count, reason=_(self.reason))


def is_sign(one: object) -> bool:
    """Something that was noticed and may mean nothing."""
    return isinstance(one, Incident) and (one.may_mean_nothing or bool(_SEEN & set(one.category)))


def together(one: Incident, alike: Sequence[Alike]) -> Signs | None:
    """The signs of the last thirty days that a new one makes three or more of, by what most of them share."""
    day = one.occurred.first if one.occurred else None
    if day is None or not is_sign(one):
        return None
    shared: Counter[str] = Counter()
    for other in alike:
        then = event_day(other.record)
        if is_sign(other.record) and then and then.first and day - then.first <= WITHIN:
            shared.update(reason for reason in other.reasons if reason in _COUNTING)
    # the order of `_COUNTING` decides between equals: an actor says more than a kind
    best = max(_COUNTING, key=lambda reason: shared[reason])
    return Signs(shared[best] + 1, best) if shared[best] + 1 >= ENOUGH else None
