"""The declarations: reading this folder is reading the product."""

from vault.plans.model.actors import Actor
from vault.plans.model.decisions import Decision
from vault.plans.model.factors import Factor
from vault.plans.model.incidents import Incident
from vault.plans.model.network import Person, Place
from vault.plans.model.organisation import Organisation
from vault.plans.model.plan import Plan, PlanVersion, Procedure
from vault.plans.model.reviews import Drill, Review
from vault.plans.model.risks import Action, Risk
from vault.plans.model.threats import Analysis, Threat

__all__ = [
    "Action", "Actor", "Analysis", "Decision", "Drill", "Factor", "Incident", "Organisation", "Person", "Place",
    "Plan", "PlanVersion", "Procedure", "Review", "Risk", "Threat",
]  # fmt: skip
