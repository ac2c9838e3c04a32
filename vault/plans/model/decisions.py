"""Who decides what, so that nobody has to ask in an emergency. For our own eyes only."""

from vault.i18n import N_
from vault.plans.fields import Link, Sharing, choice, links, prose, text
from vault.plans.records import Record, record

DECISION_TYPE = (
    ("activity", N_("Begin or stop an activity")),
    ("trip", N_("Let a trip go ahead")),
    ("risk", N_("Live with a risk")),
    ("pause", N_("Stop work for a time, or lie low")),
    ("leave", N_("Move people away, or leave altogether")),
    ("publish", N_("Make a case public")),
    ("help", N_("Ask for help from outside")),
    ("share", N_("Give information to others")),
    ("breach", N_("What follows when a rule was not kept")),
    ("other", N_("Something else")),
)


@record("decision", N_("Decision"), N_("Who decides"))
class Decision(Record):
    title: str = text(
        N_("What is decided"), required=True, listed=True, searchable=True, group="title",
        help=N_("In your own words. This table stays with us: it is never part of a report."),
    )  # fmt: skip
    type: str = choice(
        N_("Kind of decision"), DECISION_TYPE, listed=True, sharing=Sharing.ORGANISATION, group="category"
    )
    decides: tuple[Link, ...] = links(N_("Who decides"), ("person",), listed=True, group="people")
    deputy: tuple[Link, ...] = links(N_("Who decides when they are away"), ("person",), listed=True, group="people")
    consults: tuple[Link, ...] = links(N_("Must be asked first"), ("person",), group="people")
    informs: tuple[Link, ...] = links(N_("Must be told"), ("person",), group="people")
    unreachable: str = prose(N_("If they disagree or cannot be reached"), searchable=True, group="prose")
    authority: str = prose(N_("How far this goes"), searchable=True, group="prose")
