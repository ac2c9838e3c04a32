"""Five small things to agree on before any form (the guidelines' five headings for a fast beginning)."""

from __future__ import annotations

from dataclasses import dataclass

from vault.i18n import N_, _
from vault.plans.model import Procedure


@dataclass(frozen=True, slots=True)
class FirstStep:
    """All words are marked for translation; `steps` are (what, who) of the procedure it opens with."""

    area: str
    title: str
    detail: str
    minutes: int
    procedure: str
    aim: str
    steps: tuple[tuple[str, str], ...]

    def begun(self) -> Procedure:
        """A procedure to talk through and change."""
        rows = tuple((_(what), _(who), "", "") for what, who in self.steps)
        return Procedure(title=_(self.procedure), area=self.area, phase="prevent", aim=_(self.aim), steps=rows)


FIRST_STEPS = (
    FirstStep(
        "communication",
        N_("Telephones are charged and in use"),
        N_("Everybody has the numbers that matter, and one app we agreed on"),
        10,
        N_("Telephones charged and in use"),
        N_("Everybody can be reached, and can reach the others."),
        (
            (N_("Charge the phone every evening, keep credit on it"), N_("All")),
            (N_("Use one app we agreed on; no names of places in messages"), N_("All")),
            (N_("Keep three numbers on paper as well"), N_("All")),
        ),
    ),
    FirstStep(
        "travel",
        N_("Nobody travels alone"),
        N_("Two people at least, someone at the office knows where and with whom, and when to worry"),
        15,
        N_("Nobody travels alone"),
        N_("Somebody always knows where we are, and when to worry."),
        (
            (N_("Go in pairs at least"), N_("All")),
            (N_("Say where, with whom, and when we will be back"), N_("Who travels")),
            (N_("Call at the agreed hour"), N_("Who travels")),
            (N_("No call one hour later: ring, then start the alarm"), N_("Who stays")),
        ),
    ),
    FirstStep(
        "office",
        N_("Who opens and closes the office"),
        N_("Keys, visitors, what lies on the tables in the evening"),
        10,
        N_("Opening and closing the office"),
        N_("Nobody comes in unseen, and nothing important lies about."),
        (
            (N_("Write down who has a key"), N_("Who looks after the office")),
            (N_("Visitors wait at the door until somebody fetches them"), N_("All")),
            (N_("In the evening: tables empty, screens locked, windows shut"), N_("The last to leave")),
        ),
    ),
    FirstStep(
        "home",
        N_("Home is part of it"),
        N_("What families should know, whom a neighbour may call"),
        15,
        N_("Home is part of it"),
        N_("Families know what to do, and what they need not know."),
        (
            (N_("Agree at home who is told what"), N_("Each of us")),
            (N_("Leave one number with a neighbour we trust"), N_("Each of us")),
            (N_("No work papers at home"), N_("All")),
        ),
    ),
    FirstStep(
        "equipment",
        N_("One copy elsewhere"),
        N_("Updates on, screens locked, a backup outside this building"),
        10,
        N_("One copy elsewhere"),
        N_("What is taken or broken is not lost, and nobody else can read it."),
        (
            (N_("Switch updates on"), N_("All")),
            (N_("Lock the screen when leaving the table"), N_("All")),
            (N_("Keep one backup outside this building"), N_("Who looks after computers")),
        ),
    ),
)

#: so many agreed or left for later turn Today into the usual one
ENOUGH = 3
