"""The screens that show records: for whoever builds the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from vault.ui.desk import Desk
from vault.ui.pages.actions import ActionsPage
from vault.ui.pages.bin import BinPage
from vault.ui.pages.context import ContextPage
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.network import NetworkPage
from vault.ui.pages.opening import Opener
from vault.ui.pages.plan import PlanPage
from vault.ui.pages.reviews import ReviewsPage
from vault.ui.pages.risks import RisksPage
from vault.ui.pages.today import TodayPage

_PAGES: dict[str, Callable[[Desk], QWidget]] = {
    "today": TodayPage,
    "context": ContextPage,
    "incidents": IncidentsPage,
    "risks": RisksPage,
    "plan": PlanPage,
    "actions": ActionsPage,
    "network": NetworkPage,
    "reviews": ReviewsPage,
    "bin": BinPage,
}


def record_screens(desk: Desk) -> dict[str, Callable[[], QWidget]]:
    """Screen -> what makes its page; from now on the desk's wishes for records and forms are answered."""
    Opener(desk)
    return {key: partial(page, desk) for key, page in _PAGES.items()}
