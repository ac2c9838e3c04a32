"""Asked before an opening code holds: it is not shown again, and there is no other way in for whom it is for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from vault.i18n import plural
from vault.ui.dialogs.question import Question


def ask(asker: QWidget, names: Sequence[str], act: str, go_on: Callable[[], object]) -> Question:
    """Whether the codes of these people are on paper; `act` are the words of the button that goes on."""
    about = plural(
        "It is not shown again. Without it this person cannot open the file:",
        "They are not shown again. Without theirs these people cannot open the file:",
        len(names),
    )
    question = Question(
        asker,
        plural("Is the opening code written down?", "Are the opening codes written down?", len(names)),
        f"{about} {', '.join(names)}.",
        plural("Look at it again", "Look at them again", len(names)),
        act,
        go_on,
        kind="other",
    )
    question.open()
    return question
