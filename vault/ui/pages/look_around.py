"""A look around before typing a word: a vault with an organisation that does not exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.services import passphrases, places
from vault.services.founding import Proposal
from vault.services.unlocking import Opened
from vault.ui import tasks, theme
from vault.ui.gate import Mark, centred, middle
from vault.ui.pages.create import Answers, Founding
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Words, page_title, prose, secondary, small
from vault.ui.parts.notice import Notice

_WIDTH = 560


class LookAround(QWidget):
    """`made(Opened, settings)` when the empty vault is there, to be filled; `cancelled` otherwise."""

    made = Signal(object, object)
    cancelled = Signal()

    def __init__(self, folder: Path, founding: Founding, propose: Callable[[], Proposal]) -> None:
        super().__init__()
        self._folder, self._founding, self._propose = folder, founding, propose
        self.passphrase = passphrases.generate(3)
        self.notice = Notice()
        self.button = Button(_("Make the sample"), "main", run=self._make)
        self.cancel = Button(_("Cancel"), "quiet", run=self.cancelled.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(middle(self._content()))
        self.setFocusProxy(self.button)

    def _content(self) -> QWidget:
        look, content = theme.current(), QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        centre = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(Mark("eye"), 0, centre)
        column.addSpacing(look.px(16))
        column.addWidget(page_title(_("Look around first")), 0, centre)
        column.addSpacing(look.px(4))
        column.addWidget(secondary(_("With an organisation that does not exist")), 0, centre)
        column.addSpacing(look.px(20))
        column.addLayout(centred(self._card()))
        return content

    def _card(self) -> Card:
        look, card = theme.current(), Card()
        card.setFixedWidth(look.px(_WIDTH))
        card.column.setContentsMargins(look.px(27), look.px(23), look.px(27), look.px(23))
        card.body.setSpacing(look.px(12))
        about = _(
            "The sample is a file of its own. Change in it whatever you like, but write down nothing real: its "
            "passphrase is short, and you may throw it away at any time."
        )
        words = Words(self.passphrase, "card_title")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setProperty("card", "well")
        words.setFixedHeight(look.px(38))
        for widget in (
            self.notice,
            prose(about),
            words,
            small(_("Its passphrase. You need it only to open the sample again."), wrap=True),
        ):
            card.body.addWidget(widget)
        row = QHBoxLayout()
        row.addWidget(self.cancel)
        row.addStretch(1)
        row.addWidget(self.button)
        card.body.addLayout(row)
        return card

    def _make(self) -> None:
        self.notice.clear()
        self.cancel.setEnabled(False)
        self.button.set_busy(_("Making it ..."))
        path = places.at(self._folder, places.free_name(self._folder, _("Sample")))
        secret = bytearray(self.passphrase, "utf-8")

        def work(_progress: object) -> tuple[Opened, dict[str, Any]]:
            answers = Answers(path, secret, None, "", "", self._propose().profile)
            try:
                return self._founding(answers), answers.settings
            finally:
                answers.wipe()

        tasks.start(work, self, lambda both: self.made.emit(*both), self._failed)

    def _failed(self, error: Exception) -> None:
        self.cancel.setEnabled(True)
        self.button.set_busy("")
        self.notice.tell(error)
