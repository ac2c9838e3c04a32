"""The organisation itself and its answers to the donor's regular questions."""

from vault.i18n import N_
from vault.plans.fields import Day, Sharing, choice, flag, prose, text, when
from vault.plans.records import Record, record

ANSWER = (("yes", N_("Yes")), ("partly", N_("Partly")), ("no", N_("No")), ("unknown", N_("We do not know yet")))


@record("organisation", N_("Organisation"), N_("Organisations"))
class Organisation(Record):
    name: str = text(N_("Name"), required=True, listed=True, searchable=True, group="identity")
    code_name: str = text(
        N_("Code name for exports"),
        listed=True,
        searchable=True,
        sharing=Sharing.DONOR,
        group="code",
        help=N_("Stands in reports in place of the name."),
    )
    grant_reference: str = text(N_("Grant reference"), sharing=Sharing.DONOR, group="code")
    mission: str = prose(N_("What we do, and for whom"), searchable=True, sharing=Sharing.ORGANISATION, group="prose")
    region: str = text(N_("Country and region"), sharing=Sharing.DONOR, group="region")
    languages: str = text(N_("Languages"), sharing=Sharing.ORGANISATION)
    acceptable_risk: str = prose(
        N_("Risk we accept, and who may stop work"), sharing=Sharing.ORGANISATION, group="prose"
    )
    # the seven questions the donor asks grantees to keep in mind (guidelines, "NHRF grantees")
    assessed: str = choice(
        N_("Are risk assessments and plans made and up to date?"), ANSWER, sharing=Sharing.DONOR, group="answers"
    )
    assessed_on: Day | None = when(N_("Last time we did that"), sharing=Sharing.DONOR, group="answers")
    everyone_covered: str = choice(
        N_("Are all staff and all parts of our work covered?"), ANSWER, sharing=Sharing.DONOR, group="answers"
    )
    able_to_respond: str = choice(
        N_("Can we deal with the threats that are likely?"), ANSWER, sharing=Sharing.DONOR, group="answers"
    )
    spaces_to_talk: str = choice(
        N_("Is there room to talk about security with everyone?"), ANSWER, sharing=Sharing.DONOR, group="answers"
    )
    needs_for_plan: str = choice(
        N_("Do we need training or money to make a plan?"), ANSWER, sharing=Sharing.DONOR, group="answers"
    )
    needs_for_now: str = choice(
        N_("Do we need training or money for the situation now?"), ANSWER, sharing=Sharing.DONOR, group="answers"
    )
    donor_exposes: str = choice(
        N_("Does our tie to the donor make us more exposed?"), ANSWER, sharing=Sharing.DONOR, group="answers"
    )
    visits_expose: str = choice(
        N_("Do visits by foreign staff make us more exposed?"), ANSWER, sharing=Sharing.DONOR, group="answers"
    )
    other_channels: bool = flag(
        N_("We wish to agree on other ways to communicate"), sharing=Sharing.DONOR, group="answers"
    )
    answers_wording: str = prose(
        N_("Answers: wording for donors"), sharing=Sharing.DONOR, group="wording", help=N_("Leaves the vault as typed.")
    )
    please_do: str = prose(N_("We ask the donor to"), sharing=Sharing.DONOR, group="wording")
    please_do_not: str = prose(N_("Please do not"), sharing=Sharing.DONOR, group="wording")
