"""What happens that is a reason to look again before the day has come (domain notes 1.16). Asked once a record."""

from __future__ import annotations

from dataclasses import dataclass

from vault.i18n import N_
from vault.plans.model.incidents import Incident
from vault.plans.model.network import Person
from vault.plans.model.threats import Threat
from vault.plans.records import Record

_SERIOUS = ("serious", "critical")
_DEVICES = {"device_theft", "exposed", "account"}


@dataclass(frozen=True, slots=True)
class Trigger:
    """`reason` is a key of `reviews.REASON`; `words` (source words) say why a review may be worth it."""

    reason: str
    words: str


INCIDENT = Trigger("incident", N_("A serious incident is a reason to look at the risks it touches."))
DEVICE = Trigger("device", N_("A device is gone: what was on it, and who must be told?"))
THREAT = Trigger("threat", N_("A new threat is a reason to look at the plan."))
CONTACT = Trigger("contact", N_("Somebody the plan counted on is not there any more."))


def trigger(before: Record | None, after: Record) -> Trigger | None:
    """The reason a saved record gives for a review; None where it gave the same before, or gives none."""
    now = _reason(after)
    return now if now is not None and (before is None or _reason(before) != now) else None


def _reason(one: Record) -> Trigger | None:
    if isinstance(one, Incident):
        if _DEVICES & set(one.category):
            return DEVICE
        return INCIDENT if one.severity in _SERIOUS else None
    if isinstance(one, Threat):
        return THREAT if one.type == "direct" and one.state != "closed" else None
    if isinstance(one, Person):
        return CONTACT if one.agreed == "declined" and one.emergency_roles else None
    return None
