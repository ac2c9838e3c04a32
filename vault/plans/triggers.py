"""What happens that is a reason to look again before the day has come. Asked once a record."""

from __future__ import annotations

from dataclasses import dataclass

from vault.content import Texts
from vault.plans.model.incidents import SERIOUS, Incident
from vault.plans.model.network import Person
from vault.plans.model.threats import Threat
from vault.plans.records import Record

_DEVICES = {"device_theft", "exposed", "account"}

#: by key of `reviews.REASON`
WORDS = Texts("triggers.toml", ("incident", "device", "threat", "contact"))


@dataclass(frozen=True, slots=True)
class Trigger:
    """`reason` is a key of `reviews.REASON`; `words` say why a review may be worth it."""

    reason: str
    words: str


def trigger(before: Record | None, after: Record) -> Trigger | None:
    """The reason a saved record gives for a review; None where it gave the same before, or gives none."""
    now = _reason(after)
    if not now or (before is not None and _reason(before) == now):
        return None
    words = WORDS.say(now)
    return Trigger(now, words) if words else None


def _reason(one: Record) -> str:
    if isinstance(one, Incident):
        if _DEVICES & set(one.category):
            return "device"
        return "incident" if one.severity in SERIOUS else ""
    if isinstance(one, Threat):
        return "threat" if one.type == "direct" and one.open else ""
    if isinstance(one, Person):
        return "contact" if one.agreed == "declined" and one.emergency_roles else ""
    return ""
