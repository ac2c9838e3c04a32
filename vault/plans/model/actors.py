"""Who acts around us: what they want and can do, how they stand to us and to each other."""

from vault.i18n import N_
from vault.plans.fields import Link, Sharing, choice, links, prose, scale, text
from vault.plans.records import Record, record

ACTOR_TYPE = (
    ("military", N_("Military")),
    ("police", N_("Police")),
    ("intelligence", N_("Intelligence service")),
    ("prison", N_("Prison service")),
    ("judiciary", N_("Courts and prosecution")),
    ("local", N_("Local government")),
    ("legislature", N_("Parliament")),
    ("opposition", N_("Armed opposition")),
    ("militia", N_("Militia")),
    ("guards", N_("Private security")),
    ("company", N_("Company or landowner")),
    ("criminal", N_("Criminal group")),
    ("authority", N_("Religious or customary authority")),
    ("media", N_("Media")),
    ("community", N_("Community")),
    ("party", N_("Political party")),
    ("international", N_("Donor, embassy or international organisation")),
    ("family", N_("Family")),
    ("other", N_("Other")),
    ("unknown", N_("Not known")),
)

STANCE = (
    ("ally", N_("With us")),
    ("neutral", N_("Neither")),
    ("adversary", N_("Against us")),
    ("unknown", N_("Not known")),
)

DEGREE = (("low", N_("Low")), ("medium", N_("Medium")), ("high", N_("High")), ("unknown", N_("Not known")))

RELATION = (
    ("part", N_("is part of")),
    ("close", N_("is close to")),
    ("alliance", N_("is allied with")),
    ("weak", N_("has little to do with")),
    ("conflict", N_("is in conflict with")),
    ("violence", N_("is in violent conflict with")),
    ("controls", N_("controls")),
    ("depends", N_("depends on")),
    ("", N_("is connected with")),
)


@record("actor", N_("Actor"), N_("Actors"))
class Actor(Record):
    name: str = text(
        N_("Who"), required=True, listed=True, searchable=True, group="title",
        help=N_("A group, an office or a person, by a name or an alias."),
    )  # fmt: skip
    type: str = choice(N_("What kind"), ACTOR_TYPE, listed=True, sharing=Sharing.ORGANISATION, group="category")
    stance: str = choice(N_("How they stand to us"), STANCE, listed=True, group="state")
    power: int | None = scale(N_("How much they can do"), "power", listed=True, group="score")
    interests: str = prose(N_("What they want"), searchable=True, group="prose")
    affected: str = prose(N_("What our work means to them, and how they see us"), searchable=True, group="prose")
    history: str = prose(N_("What they have done before"), searchable=True, group="prose")
    history_degree: str = choice(N_("How much it says about what may come"), DEGREE, group="score")
    intent: str = prose(N_("What they may intend"), searchable=True, group="prose")
    intent_degree: str = choice(N_("How sure we are that they intend it"), DEGREE, group="score")
    capability: str = prose(N_("What they are able to do"), searchable=True, group="prose")
    capability_degree: str = choice(N_("How able they are"), DEGREE, group="score")
    gain: str = prose(N_("What they would gain by harming us"), group="prose")
    lose: str = prose(N_("What they would lose by harming us"), group="prose")
    relations: tuple[Link, ...] = links(N_("Other actors"), ("actor",), RELATION, group="links")
    channel: tuple[Link, ...] = links(
        N_("Who can speak with them"), ("person",), group="people", help=N_("Somebody of our network they listen to.")
    )
