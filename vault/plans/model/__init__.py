"""The declarations: reading this folder is reading the product."""

from vault.plans.model.network import Person, Place
from vault.plans.model.organisation import Organisation
from vault.plans.model.plan import Plan, Procedure
from vault.plans.model.risks import Action, Risk
from vault.plans.model.threats import Incident

__all__ = ["Action", "Incident", "Organisation", "Person", "Place", "Plan", "Procedure", "Risk"]
