"""Things that happened: the incident log, signs included."""

from typing import ClassVar

from vault.i18n import N_
from vault.plans.fields import Day, Link, Sharing, choice, choices, flag, links, number, prose, text, when
from vault.plans.model.network import PLACE_KIND
from vault.plans.records import Record, record

CATEGORY = (
    ("sign", N_("Sign only")),
    ("threat", N_("Threat or intimidation")),
    ("calls", N_("Anonymous or silent calls")),
    ("summons", N_("Visit or summons by officials")),
    ("questioning", N_("Questioning")),
    ("informer", N_("Attempt to recruit an informer")),
    ("smear", N_("Smear")),
    ("online_abuse", N_("Online abuse")),
    ("blackmail", N_("Blackmail")),
    ("followed", N_("Being followed")),
    ("watched", N_("Office or home watched")),
    ("questions", N_("Unusual questions about us")),
    ("break_in", N_("Break-in")),
    ("theft", N_("Theft or robbery")),
    ("device_theft", N_("Devices taken")),
    ("vandalism", N_("Vandalism or arson")),
    ("raid", N_("Raid or search")),
    ("land", N_("Attack on livelihood or land")),
    ("stop", N_("Stopped or searched on the way")),
    ("arrest", N_("Arrest or detention")),
    ("charges", N_("Charges or trial")),
    ("travel_ban", N_("Travel ban")),
    ("abduction", N_("Abduction")),
    ("disappearance", N_("Enforced disappearance")),
    ("assault", N_("Assault")),
    ("harassment", N_("Sexual harassment")),
    ("sexual_violence", N_("Sexual violence")),
    ("torture", N_("Ill-treatment or torture")),
    ("killing", N_("Killing or attempt")),
    ("shooting", N_("Shooting")),
    ("bombardment", N_("Bombardment or crossfire")),
    ("explosive", N_("Mine or explosive")),
    ("ambush", N_("Ambush")),
    ("mob", N_("Mob violence")),
    ("registration", N_("Registration refused")),
    ("audit", N_("Audit or inspection")),
    ("funds", N_("Account or funds blocked")),
    ("lawsuit", N_("Lawsuit")),
    ("account", N_("Account taken over")),
    ("phishing", N_("Phishing or malware")),
    ("exposed", N_("Data exposed")),
    ("website", N_("Website down or blocked")),
    ("accident", N_("Accident or illness")),
    ("hazard", N_("Fire, flood or natural hazard")),
    ("inner", N_("Trouble inside the team")),
    ("other", N_("Other")),
    ("unknown", N_("Not known")),
)

#: broad groups, the only categories that leave the vault; sexual violence is never told apart
CATEGORY_GROUP = {
    N_("Pressure"): (
        "threat", "calls", "summons", "questioning", "informer", "smear", "online_abuse", "blackmail",
    ),
    N_("Watching"): ("followed", "watched", "questions"),
    N_("Property"): ("break_in", "theft", "device_theft", "vandalism", "raid", "land"),
    N_("Liberty"): ("stop", "arrest", "charges", "travel_ban", "abduction", "disappearance"),
    N_("Physical harm"): (
        "assault", "harassment", "sexual_violence", "torture", "killing", "shooting", "bombardment", "explosive",
        "ambush", "mob",
    ),
    N_("Administrative and legal"): ("registration", "audit", "funds", "lawsuit"),
    N_("Digital"): ("account", "phishing", "exposed", "website"),
    N_("Safety"): ("accident", "hazard"),
    N_("Other"): ("sign", "inner", "other", "unknown"),
}  # fmt: skip

HARM = (
    ("none", N_("None, or a near miss")),
    ("fear", N_("Fear")),
    ("injury", N_("Injury")),
    ("death", N_("Death")),
    ("detained", N_("Detained")),
    ("abducted", N_("Abducted")),
    ("sexual", N_("Sexual violence")),
    ("property", N_("Property lost")),
    ("information", N_("Information exposed")),
    ("service", N_("Work stopped")),
    ("reputation", N_("Reputation")),
    ("legal", N_("Legal cost")),
)

SEVERITY = (
    ("minor", N_("Minor")),
    ("moderate", N_("Moderate")),
    ("serious", N_("Serious")),
    ("critical", N_("Critical")),
)

#: so serious that they are looked at together, and a reason to look at the risks again
SERIOUS = ("serious", "critical")

#: from noticing to closing; nothing is ever ignored: what nobody acts on is watched
STATE = (
    ("noted", N_("Noted")),
    ("looking", N_("Being looked at")),
    ("classified", N_("Looked at and sorted")),
    ("chosen", N_("Reaction chosen")),
    ("acting", N_("Acting")),
    ("following", N_("Being followed up")),
    ("watching", N_("Watching")),
    ("closed", N_("Closed")),
)

#: an incident without a state came from somebody else's register: it waits for nobody here
OPEN_STATES = tuple(key for key, _words in STATE if key != "closed")

CLOSED_AS = (
    ("acted", N_("We acted")),
    ("no_action", N_("Nothing had to be done, the team decided")),
    ("unrelated", N_("Not about our work")),
    ("double", N_("Written down twice")),
    ("unverified", N_("It could not be confirmed")),
    ("strain", N_("A false alarm: somebody is under strain and is looked after")),
)

FOLLOWED = (
    ("yes", N_("Yes, and it helped")),
    ("yes_failed", N_("Yes, and it did not help")),
    ("partly", N_("In part")),
    ("no", N_("No")),
    ("none", N_("There was none")),
    ("unknown", N_("We do not know")),
)

STRESS = (
    ("offered", N_("Support was offered")),
    ("taken", N_("Somebody is being looked after")),
    ("later", N_("We ask again later")),
    ("unneeded", N_("Nobody needs it, we asked")),
)

RELATED = (("yes", N_("Yes")), ("no", N_("No")), ("unclear", N_("Unclear")))


@record("incident", N_("Incident"), N_("Incidents"))
class Incident(Record):
    counted: ClassVar[tuple[str, ...]] = ("occurred", "category")

    title: str = text(N_("What happened, in a line"), required=True, listed=True, searchable=True, group="title")
    occurred: Day | None = when(N_("When"), listed=True, sharing=Sharing.DONOR, group="time")
    facts: str = prose(
        N_("What exactly happened"), searchable=True, group="prose", help=N_("What was seen and heard, nothing else.")
    )
    interpretation: str = prose(N_("What we think it means"), searchable=True, group="prose")
    category: tuple[str, ...] = choices(N_("Kind"), CATEGORY, listed=True, sharing=Sharing.DONOR, group="category")
    place: tuple[Link, ...] = links(N_("Where"), ("place",), listed=True, group="place")
    place_kind: str = choice(N_("Kind of place"), PLACE_KIND, group="place")
    people: tuple[Link, ...] = links(
        N_("About whom"),
        ("person",),
        (
            ("affected", N_("affected")),
            ("witness", N_("witness")),
            ("reporter", N_("told us")),
            ("", N_("connected")),
        ),
        group="people",
    )
    actors: tuple[Link, ...] = links(N_("Who may be behind it"), ("actor",), group="links")
    affected: int | None = number(N_("How many were affected"), group="people")
    harm: tuple[str, ...] = choices(N_("Harm"), HARM, group="people")
    severity: str = choice(N_("How serious"), SEVERITY, listed=True, group="state")
    related: str = choice(N_("Related to our work"), RELATED, group="state")
    state: str = choice(N_("State"), STATE, listed=True, group="state")
    may_mean_nothing: bool = flag(
        N_("It may mean nothing"), group="state", help=N_("Kept as a sign. Several signs together can mean something.")
    )
    mistake: bool = flag(N_("I made a mistake"), group="state", help=N_("It helps us all. Nobody is blamed here."))
    steps_taken: str = prose(N_("What we did"), searchable=True, group="prose")
    lesson: str = prose(N_("What should change"), searchable=True, group="prose")
    told: str = prose(N_("Who was told, who still must be"), group="prose")
    asked: str = prose(N_("What we ask of the donor"), group="prose")
    procedures: tuple[Link, ...] = links(N_("Procedures for such a case"), ("procedure",), group="links")
    followed: str = choice(N_("Was the procedure followed"), FOLLOWED, group="state")
    stress: str = choice(N_("After the strain"), STRESS, group="state")
    closed_as: str = choice(N_("How it ended"), CLOSED_AS, group="state")
    follow_up_on: Day | None = when(N_("Look again on"), group="due")
    risks: tuple[Link, ...] = links(N_("Risks it touches"), ("risk",), group="links")
    earlier: tuple[Link, ...] = links(
        N_("Connected incidents"),
        ("incident",),
        (("follows", N_("follows")), ("same", N_("same pattern")), ("", N_("connected"))),
        group="links",
    )
