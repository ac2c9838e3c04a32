"""A question before something is destroyed: the safe answer first, filled, with the focus and Enter."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vault.i18n import _
from vault.ui import theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.fields import Field
from vault.ui.parts.labels import Words, card_title

_WIDTH = 480
_TYPED_FROM = 10


class Question(QDialog):
    """`keep` is the safe answer; `act` runs `run`. With `number` above ten the number has to be typed first."""

    def __init__(
        self,
        parent: QWidget,
        title: str,
        sentences: str,
        keep: str,
        act: str,
        run: Callable[[], object],
        *,
        number: int = 0,
        kind: str = "danger",
    ) -> None:
        super().__init__(parent)
        look = theme.current()
        self._number, self._run = number, run
        # lists of windows and their histories are kept outside: no name of anybody there, only for those who listen
        self.setWindowTitle(_("Please decide"))
        self.setAccessibleName(title)
        self.setModal(True)
        self.setFixedWidth(look.px(_WIDTH))
        column = QVBoxLayout(self)
        side = look.px("space.xl")
        column.setContentsMargins(side, look.px("space.page_bottom"), side, look.px("space.page_bottom"))
        column.setSpacing(look.px("space.s"))
        heading = card_title(title)
        heading.setWordWrap(True)
        column.addWidget(heading)
        column.addWidget(Words(sentences, "body", "secondary", wrap=True))
        self.typed = QLineEdit()
        self._typed_field = Field(_("Type the number {n} to go on").format(n=number), self.typed)
        column.addWidget(self._typed_field)
        self._typed_field.setVisible(number > _TYPED_FROM)
        column.addSpacing(look.px("space.s"))
        row = QHBoxLayout()
        row.setSpacing(look.px("space.between_buttons"))
        row.addStretch(1)
        self.keep = Button(keep, "main", run=self.reject)
        self.act = Button(act, kind, run=self._go_on)
        row.addWidget(self.keep)
        row.addWidget(self.act)
        column.addLayout(row)
        self.keep.setDefault(True)
        self.keep.setFocus()

    def _go_on(self) -> None:
        if self._number > _TYPED_FROM and self.typed.text().strip() != str(self._number):
            self._typed_field.say_wrong(_("Type {n} here first.").format(n=self._number))
            self.typed.setFocus()
            return
        self.accept()
        self._run()
