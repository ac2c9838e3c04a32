"""People and places: staff, family and contacts are one kind of record."""

from vault.i18n import N_
from vault.plans.fields import Day, Link, Sharing, choice, choices, flag, links, number, prose, text, when
from vault.plans.records import Record, record

PERSON_KIND = (
    ("staff", N_("Staff")),
    ("volunteer", N_("Volunteer")),
    ("board", N_("Board")),
    ("family", N_("Family")),
    ("witness", N_("Witness or source")),
    ("community", N_("Community member")),
    ("neighbour", N_("Neighbour")),
    ("lawyer", N_("Lawyer")),
    ("doctor", N_("Doctor")),
    ("counsellor", N_("Counsellor")),
    ("journalist", N_("Journalist")),
    ("digital", N_("Digital-security helper")),
    ("defenders", N_("Defenders' network")),
    ("local_ngo", N_("Local organisation")),
    ("international_ngo", N_("International organisation")),
    ("donor", N_("Donor")),
    ("embassy", N_("Embassy or delegation")),
    ("un", N_("UN or regional body")),
    ("institution", N_("National human-rights institution")),
    ("police", N_("Police")),
    ("authority", N_("Local authority")),
    ("leader", N_("Community or religious leader")),
    ("landlord", N_("Landlord or building staff")),
    ("other", N_("Other")),
)

EMERGENCY_ROLE = (
    ("coordinator", N_("Coordinator")),
    ("alert", N_("Receives the alert")),
    ("lawyer", N_("Lawyer, visits")),
    ("medical", N_("Medical help")),
    ("safe_house", N_("Safe house")),
    ("transport", N_("Transport")),
    ("family", N_("Tells the family")),
    ("media", N_("Statement")),
    ("appeal", N_("Urgent appeal")),
    ("diplomatic", N_("Talks to officials")),
    ("data", N_("Locks data and devices")),
    ("relocation", N_("Relocation")),
    ("other", N_("Other")),
)

AGREED = (
    ("not_asked", N_("not asked")),
    ("asked", N_("asked")),
    ("agreed", N_("agreed")),
    ("declined", N_("declined")),
)

THREE_STEPS = (("low", N_("Low")), ("medium", N_("Medium")), ("high", N_("High")))

PLACE_KIND = (
    ("office", N_("Office")),
    ("home", N_("Home")),
    ("project", N_("Project site")),
    ("road", N_("Road")),
    ("checkpoint", N_("Checkpoint or border")),
    ("public", N_("Public place")),
    ("authority", N_("Police or authority building")),
    ("custody", N_("Custody")),
    ("health", N_("Hospital or clinic")),
    ("safe", N_("Safe place")),
    ("online", N_("Online or by phone")),
    ("other", N_("Other")),
    ("unknown", N_("Not known")),
)


@record("person", N_("Person"), N_("People"))
class Person(Record):
    name: str = text(N_("Name"), required=True, listed=True, searchable=True, group="identity")
    alias: str = text(
        N_("Code name"), searchable=True, group="identity", help=N_("Used among us where the name is not needed.")
    )
    category: str = choice(N_("Who this is"), PERSON_KIND, listed=True, sharing=Sharing.DONOR, group="role")
    emergency_roles: tuple[str, ...] = choices(N_("In an emergency"), EMERGENCY_ROLE, listed=True, group="role")
    agreed: str = choice(N_("Agreed"), AGREED, listed=True, help=N_("Has this person accepted the role?"), group="role")
    phone: str = text(N_("Phone"), searchable=True, group="contact")
    email: str = text(N_("Email"), searchable=True, group="contact")
    channel: str = text(N_("Safe channel"), group="contact", help=N_("Which app, and where its key was compared."))
    hours: str = text(N_("Hours, languages"), group="contact")
    call_order: int | None = number(N_("Call order"), group="contact")
    checked_on: Day | None = when(N_("Last checked"), listed=True, group="contact")
    can_do: str = prose(N_("What they can do, what they must know"), searchable=True, group="prose")
    exposed: str = choice(N_("Exposed to retaliation"), THREE_STEPS, group="prose")
    may_be_named: bool = flag(N_("Agrees to be named outside"), group="consent")
    places: tuple[Link, ...] = links(
        N_("Places"), ("place",), (("home", N_("home")), ("work", N_("work")), ("", N_("connected"))), group="links"
    )
    people: tuple[Link, ...] = links(
        N_("Close people"),
        ("person",),
        (("family", N_("family")), ("colleague", N_("colleague")), ("deputy", N_("deputy")), ("", N_("knows"))),
        group="links",
    )


@record("place", N_("Place"), N_("Places"))
class Place(Record):
    name: str = text(N_("Name"), required=True, listed=True, searchable=True, group="identity")
    category: str = choice(N_("Kind of place"), PLACE_KIND, listed=True, sharing=Sharing.DONOR, group="category")
    address: str = text(N_("Address"), searchable=True, group="contact")
    region: str = text(N_("Region"), listed=True, searchable=True, sharing=Sharing.DONOR, group="region")
    country: str = text(N_("Country"), listed=True, searchable=True, sharing=Sharing.DONOR, group="region")
    coordinates: str = text(N_("Coordinates"), group="contact", help=N_("Better left empty unless you need them."))
    security: str = prose(N_("Keys, alarm, ways in and out"), group="prose")
    known_to: tuple[Link, ...] = links(N_("Who knows it"), ("person",), group="links")
