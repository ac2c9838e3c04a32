"""A look around before typing a word: a vault with an organisation that does not exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal

from vault.i18n import _
from vault.services import passphrases, places
from vault.services.founding import Proposal
from vault.services.unlocking import Opened
from vault.ui import tasks, theme
from vault.ui.pages.create import Answers, Founding
from vault.ui.pages.way_in import WayIn
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Words, prose, small

_WIDTH = 560


class LookAround(WayIn):
    """`made(Opened, settings)` when the empty vault is there, to be filled; `cancelled` otherwise."""

    made = Signal(object, object)

    def __init__(self, folder: Path, founding: Founding, propose: Callable[[], Proposal]) -> None:
        super().__init__(Button(_("Make the sample"), "main", run=self._make))
        self._folder, self._founding, self._propose = folder, founding, propose
        self.passphrase = passphrases.generate(3)
        about = _(
            "The sample is a file of its own. Change in it whatever you like, but write down nothing real: its "
            "passphrase is short, and you may throw it away at any time."
        )
        words = Words(self.passphrase, "card_title")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        words.setProperty("card", "well")
        words.setFixedHeight(theme.current().px(38))
        hint = small(_("Its passphrase. You need it only to open the sample again."), wrap=True)
        self.lay_out(
            "eye",
            _("Look around first"),
            _("With an organisation that does not exist"),
            (prose(about), words, hint),
            _WIDTH,
        )
        self.setFocusProxy(self.button)

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

        tasks.start(work, self, lambda both: self.made.emit(*both), self._failed, lambda both: both[0].close())

    def _failed(self, error: Exception) -> None:
        self.cancel.setEnabled(True)
        self.button.set_busy("")
        self.notice.tell(error)
