"""What the plan offers behind its button with three dots."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from vault.i18n import _
from vault.plans.model import Plan, Procedure
from vault.ui import plan_papers

if TYPE_CHECKING:
    from vault.ui.pages.plan import PlanPage

_Entry = tuple[str, Callable[[], object]] | None


def entries(page: PlanPage) -> list[_Entry]:
    """What can be done with the procedure and the plan that are shown, and what there is to print."""
    one, plan, limited = page.procedure(), page.plan(), page.limited()
    items: list[_Entry] = []
    if one:
        items += [(_("History and connections"), page.history), (_("Move to the bin"), page.delete)]
        if limited:
            items.append((_("Take it out of this plan alone"), partial(take_out, page, limited, one)))
        items.append(None)
    if plan:
        items.append((_("The plan itself: state, version, dates"), partial(page.desk.open_record, plan.id)))
        items.append((_("Versions and what changed"), page.show_versions))
    else:
        items.append((_("Name the plan, its state and dates"), page.name_plan))
    items += [
        (_("New plan"), page.begin_plan),
        None,
        (_("Who decides"), page.show_decisions),
        (_("Risks without a procedure"), page.show_coverage),
        (_("What is missing"), page.show_missing),
        None,
        (_("New procedure"), page.new_record),
        (_("Start from a ready one"), page.start_ready),
    ]
    return items + plan_papers.offered(page.desk, page, one, plan, limited)


def take_out(page: PlanPage, plan: Plan, one: Procedure) -> None:
    """Have a procedure belong to a plan no longer; the procedure itself stays."""
    desk = page.desk
    if not page.form and desk.may_write():
        left = tuple(link for link in plan.procedures if link.id != one.id)
        told = _("“{title}” is no longer in this plan.").format(title=one.title)
        saved = desk.session.save(replace(plan, procedures=left))
        desk.ask(saved, page, lambda _plan: desk.say(told, _("Undo"), desk.undo))
