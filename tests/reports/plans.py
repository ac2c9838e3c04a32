"""Plans by chance, of the size of a small organisation, with names that must not leave."""

from __future__ import annotations

import random
from datetime import date, timedelta

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Organisation, Person, Place, Plan, Risk
from vault.plans.model.incidents import CATEGORY
from vault.plans.model.network import PERSON_KIND
from vault.plans.model.plan import PLAN_LEVEL, PLAN_STATE
from vault.plans.model.risks import ACTION_STATE, EFFECT, RISK_AREA, STRATEGY, TREATMENT, TREND
from vault.plans.nhrf_plan import Material
from vault.plans.periods import last_twelve_months
from vault.plans.records import Record
from vault.plans.redaction import NHRF, StandIns, redact

TODAY = date(2026, 11, 24)
FIRST = ("Zofia", "Łukasz", "Ada", "Omar", "Jürgen", "Bjørg", "Noor", "Ewa", "Tuğba", "Ō")
LAST = ("Nowak", "Al-Masri", "Ødegård", "Çelik", "Rivera", "Okafor", "Lindqvist", "Ng", "O'Neill")
PLACES = ("Blue shutters", "Kowalska 14", "Depot behind Zambezi bakery", "Mirador")
WORDINGS = (
    "Two colleagues travel together and call in every two hours.",
    "We keep less on paper than before.\nThe rest is with people we trust.",
    "Støtte til reise, Příprava, güvenlik, ασφάλεια, безопасность.",
    "",
    "",
)


def sample(seed: int, risks: int = 12, incidents: int = 80) -> list[Record]:
    """Records of one organisation; nothing of the withheld fields stands in its wordings."""
    chance = random.Random(seed)

    def key(options: tuple[tuple[str, str], ...]) -> str:
        return chance.choice(["", *dict(options)])

    def score() -> int | None:
        return chance.choice([None, 1, 2, 3, 4, 5])

    def name() -> str:
        return f"{chance.choice(FIRST)} {chance.choice(LAST)}"

    ours = Organisation(
        name=f"{chance.choice(LAST)} Collective {seed}Q", code_name=chance.choice(["", "Partner 7"]),
        region=chance.choice(["", "Southern region"]), mission=f"We stand beside {name()} and many others in {seed}.",
        assessed=chance.choice(["", "yes", "partly"]), assessed_on=Day("2026-09-14"), please_do=chance.choice(WORDINGS),
        please_do_not=chance.choice(WORDINGS), answers_wording=chance.choice(WORDINGS),
    )  # fmt: skip
    people = [
        Person(id=f"p{n}", name=name(), phone=f"+48 601 {chance.randint(100, 999)} {chance.randint(100, 999)}",
               category=key(PERSON_KIND), email=f"mailbox{n}@river{seed}.example")
        for n in range(12)
    ]  # fmt: skip
    places = [Place(id=f"l{n}", name=words, region="Southern region") for n, words in enumerate(PLACES)]
    made: list[Record] = [ours, *people, *places]
    after = [(score(), score()) for _n in range(risks)]
    made += [
        Risk(title=f"{name()} is arrested", reason=f"{name()} said so", area=key(RISK_AREA), probability=score(),
             impact=score(), residual_probability=likely if harm else None, residual_impact=harm if likely else None,
             treatment=key(TREATMENT),
             trend=key(TREND), donor_wording=chance.choice(WORDINGS))
        for likely, harm in after
    ]  # fmt: skip
    made += [
        Action(title=f"Move {name()}", effect=key(EFFECT), strategy=key(STRATEGY), state=key(ACTION_STATE),
               done_on=Day("2026-05-03"), donor_wording=chance.choice(WORDINGS),
               owner=tuple(Link(one.id) for one in chance.sample(people, chance.choice((0, 1, 1, 2, 12)))))
        for _n in range(risks)
    ]  # fmt: skip
    made += [Plan(title=f"Plan of {name()}", level=key(PLAN_LEVEL), state=key(PLAN_STATE)) for _n in range(2)]
    made += [
        Incident(title=f"{name()} followed", category=(chance.choice([*dict(CATEGORY)]),),
                 occurred=Day.of(TODAY - timedelta(days=chance.randint(0, 500))))
        for _n in range(incidents)
    ]  # fmt: skip
    return made


def material(records: list[Record], name: str = "") -> Material:
    """What the report may be built from."""
    people = {one.id: one for one in records if isinstance(one, Person)}
    doing = {link.id for one in records if isinstance(one, Action) for link in one.owner}
    stand_in = StandIns([people[id] for id in doing], chance=random.Random(0))
    out = [redact(one, NHRF, stand_in) for one in records]
    return Material(
        organisation=next((one for one in out if isinstance(one, Organisation)), Organisation()),
        period=last_twelve_months(TODAY),
        name=name,
        risks=[one for one in out if isinstance(one, Risk)],
        actions=[one for one in out if isinstance(one, Action)],
        plans=[one for one in out if isinstance(one, Plan)],
        incidents=[one for one in out if isinstance(one, Incident)],
    )
