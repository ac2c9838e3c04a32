"""The places of the window, as data. Which of them exist is decided by who builds the window and gives it pages."""

from __future__ import annotations

from dataclasses import dataclass

from vault.i18n import N_

#: a screen of this group is in no navigation: the Tools menu leads there
NOWHERE = 0
#: the rows at the foot of the navigation
FOOT = 9


@dataclass(frozen=True)
class Screen:
    """A place one can go to. `words` are marked for translation; `action` names an action in place of a page."""

    key: str
    words: str
    icon: str
    group: int
    action: str = ""


SCREENS = (
    Screen("today", N_("Today"), "sun", 1),
    Screen("context", N_("Context"), "compass", 2),
    Screen("incidents", N_("Incidents"), "notebook-pen", 2),
    Screen("risks", N_("Risks"), "shield-alert", 2),
    Screen("plan", N_("Plan"), "book-open", 3),
    Screen("actions", N_("Actions"), "list-checks", 3),
    Screen("network", N_("Network"), "users-round", 3),
    Screen("reviews", N_("Reviews"), "calendar-check", 4),
    Screen("reports", N_("Reports and export"), "file-output", 4),
    Screen("bin", N_("Bin"), "trash-2", NOWHERE),
    Screen("settings", N_("Settings"), "settings-2", FOOT),
    Screen("lock", N_("Lock"), "lock", FOOT, action="lock"),
)

#: where the records of a kind are looked at
SCREEN_OF = {
    "incident": "incidents",
    "threat": "incidents",
    "analysis": "incidents",
    "actor": "context",
    "factor": "context",
    "risk": "risks",
    "person": "network",
    "place": "network",
    "action": "actions",
    "procedure": "plan",
    "plan": "plan",
    "decision": "plan",
    "version": "plan",
    "review": "reviews",
    "drill": "reviews",
}
