"""An opening code for a keyholder who is not here: shown large, once, with what to do with it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.services import passphrases
from vault.ui import theme
from vault.ui.parts.labels import Words, small

_WIDTH = 640


class OpeningCode(QWidget):
    """Drawn when it is made; `copied()` gives it."""

    def __init__(self, name: str = "") -> None:
        super().__init__()
        look, self.code = theme.current(), passphrases.recovery_code()
        shown = Words(self.code, "card_title", fixed=True)
        shown.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        shown.setAlignment(Qt.AlignmentFlag.AlignCenter)
        shown.setProperty("card", "well")
        shown.setFixedHeight(look.px(44))
        self.setMaximumWidth(look.px(_WIDTH))
        name = name or _("this person")
        about = _(
            "Write this opening code down for {name}: it is shown only now. It opens the file once, and then {name} "
            "chooses a passphrase. Whoever else has it can do the same, so hand it over in person if you can."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space.s"))
        column.addWidget(shown)
        column.addWidget(small(about.format(name=name), "secondary", wrap=True))

    def copied(self) -> bytearray:
        """The code, to be set; the caller wipes it."""
        return bytearray(self.code, "ascii")
