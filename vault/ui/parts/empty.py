"""In place of an empty table: what belongs here, why it helps, one button, one example."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import RoundIcon, Words, card_title

_WIDTH = 460


class Empty(QWidget):
    """`example` ("Start with an example") can be kept or thrown away by whoever takes it."""

    def __init__(
        self,
        sentence: str,
        why: str,
        button: str = "",
        run: Callable[[], object] | None = None,
        example: str = "",
        run_example: Callable[[], object] | None = None,
        *,
        icon: str = "",
    ) -> None:
        super().__init__()
        look = theme.current()
        inner = QWidget()
        inner.setMaximumWidth(look.px(_WIDTH))
        column = QVBoxLayout(inner)
        column.setSpacing(look.px("space.xs"))
        middle = Qt.AlignmentFlag.AlignHCenter
        if icon:
            column.addWidget(RoundIcon(icon, 40, "accent.tint", "accent.text"), 0, middle)
            column.addSpacing(look.px("space.s"))
        self.sentence = card_title(sentence)
        self.why = Words(why, "body", "secondary")
        for label in (self.sentence, self.why):
            label.setWordWrap(True)
            label.setAlignment(middle)
            column.addWidget(label)
        row = QHBoxLayout()
        row.setSpacing(look.px("space.between_buttons"))
        row.addStretch(1)
        self.example = Button(example, "quiet", run=run_example) if example else None
        self.button = Button(button, run=run) if button else None
        for made in (self.example, self.button):
            if made:
                row.addWidget(made)
        row.addStretch(1)
        column.addSpacing(look.px("space.m"))
        column.addLayout(row)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        centre = QHBoxLayout()
        centre.addStretch(1)
        centre.addWidget(inner, 4)
        centre.addStretch(1)
        outer.addLayout(centre)
        outer.addStretch(3)

    def tell(self, sentence: str, why: str) -> None:
        """Say something else, such as that nothing matches a search, and where else one could look."""
        self.sentence.setText(sentence)
        self.why.setText(why)
