"""What can become due, a line a thing: the one list over everything that Today, the command line and reminders read."""

from __future__ import annotations

from dataclasses import dataclass

from vault.i18n import N_
from vault.plans.model.risks import LIVE_STATES
from vault.plans.query import Condition

_OPEN = Condition("open", "is", 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """Records of `kind` that meet `where` are due on the day in `field`.

    `words` name them ("{title}", "{n}"), `because` are fields whose words say why; where more than `alone` of them are
    due on one day, they are one line with `many` for its words (a plural form's source).
    """

    kind: str
    field: str
    words: str
    where: tuple[Condition, ...] = ()
    because: tuple[str, ...] = ()
    alone: int = 0
    many: tuple[str, str] = ("", "")


LIVE_RISK = Condition("state", "in", LIVE_STATES)

RULES = (
    Rule("action", "due", N_("{title}"), (_OPEN,), ("risks", "owner")),
    Rule(
        "risk", "review_on", N_("Look again at risk {n}: {title}"), (LIVE_RISK,), ("level_now",), 2,
        (N_("Look again at {n} risk"), N_("Look again at {n} risks")),
    ),
    Rule("risk", "accepted_until", N_("Ask again whether we accept: {title}"), (LIVE_RISK,), ("level_now",)),
    Rule(
        "plan", "review_on", N_("Look again at “{title}”"),
        (Condition("state", "in", ("", "draft", "consulted", "approved", "in_force", "review")),), ("state",),
    ),
    Rule("threat", "review_on", N_("Look again at the threat: {title}"), (_OPEN,), ("state", "owner")),
    Rule("analysis", "look_again", N_("Look again at what we thought: {title}"), (), ("conclusion",)),
    Rule("incident", "follow_up_on", N_("Follow up: {title}"), (), ("stress", "state")),
    Rule("review", "planned_on", N_("Review: {title}"), (_OPEN,), ("rhythm", "people")),
    Rule("drill", "planned_on", N_("Practise: {title}"), (_OPEN,), ("type", "procedures")),
)  # fmt: skip
