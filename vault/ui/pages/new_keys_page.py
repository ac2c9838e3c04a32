"""New keys for the file: who is here types, who is not gets an opening code, and then the file locks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.i18n import _
from vault.progress import Progress
from vault.services import keyholding, one_time, rotation
from vault.services.keyholding import Keyholder
from vault.services.passphrases import wipe
from vault.services.rotation import Wanted
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.pages.key_pages import KeyPage
from vault.ui.parts.card import line
from vault.ui.parts.choices import Choices
from vault.ui.parts.labels import Sentence, Words, prose, small
from vault.ui.parts.opening_code import OpeningCode
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.parts.progress import ProgressLine
from vault.ui.parts.recovery import NewRecovery
from vault.ui.tasks import Task

_FIELD_WIDTH = 420
_HERE, _AWAY = "here", "away"


class MakeNewKeys(KeyPage):
    """Afterwards the file locks: it opens again with the new keys only."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Make new keys"),
            _(
                "For when somebody may know a passphrase, or a keyholder left. Everything in the file is encrypted "
                "anew, and copies of its old keys open it no more. Then the file locks."
            ),
            _("Make the new keys"),
        )
        holders, mine = desk.session.keyholders(), desk.session.opened.position
        self.others = [
            _Other(one, coded=bool(desk.session.setting(one_time.setting(one.position))))
            for one in keyholding.people(holders)
            if one.position != mine
        ]
        self.recovery = NewRecovery(must=True) if keyholding.recovery(holders) else None
        own = _("Is it your own passphrase that somebody may know? Change it first; the new keys come after that.")
        self.progress = ProgressLine()
        self.lay_out(
            self.progress, prose(self._limits()), prose(own), *self._people(), *self._code(), prose(_(rotation.AGAIN))
        )

    def _limits(self) -> str:
        return _(
            "Backups and copies made before cannot be changed: they still open with the passphrases and the recovery "
            "code of their day. Make a new backup afterwards, and destroy old ones that others may have."
        )

    def _people(self) -> list[QWidget]:
        if not self.others:
            return []
        heading = Words(_("The other keyholders"), "card_title")
        about = small(_("Whoever is not to have a key any more: take the key away first."), "secondary", wrap=True)
        return [line(), heading, about, *self.others]

    def _code(self) -> list[QWidget]:
        if self.recovery is None:
            return []
        heading = Words(_("A new recovery code"), "card_title")
        about = small(_("The paper of before opens the file no more. Destroy it afterwards."), "secondary", wrap=True)
        return [line(), heading, about, self.recovery, line()]

    # ------------------------------------------------------------------ what is asked, and the work

    def fault(self) -> QWidget | None:
        missing = [one for one in self.others if one.fault()]
        if missing:
            return missing[0]
        return self.recovery if self.recovery is not None and self.recovery.fault() else None

    def away(self) -> list[str]:
        return [one.name for one in self.others if not one.is_here()]

    def follow(self, task: Task) -> None:
        self.progress.follow(task, _("Making the new keys ..."), stoppable=False)

    def _work(self) -> Callable[[Progress], None]:
        session, proof = self.desk.session, self.proof.copied()
        present = {one.position: one.field.copied() for one in self.others if one.is_here()}
        codes = {one.position: one.code.copied() for one in self.others if not one.is_here()}
        wanted = Wanted(proof, present, codes, self.recovery.copied() if self.recovery else None)

        def work(progress: Progress) -> None:
            try:
                session.submit(
                    lambda job: rotation.rotate(job, session.opened, wanted, clock=session.clock, progress=progress)
                ).result()
            finally:
                wipe(proof, *present.values(), *codes.values(), wanted.recovery or bytearray())

        return work

    def show_faults(self, faults: dict[str, str]) -> None:
        self.proof_wrong.say(" ".join(_(words) for field, words in faults.items() if not field.startswith("present.")))
        for one in self.others:
            one.wrong.say(_(faults.get(f"present.{one.position}", "")) if f"present.{one.position}" in faults else "")

    def _done(self, _result: object) -> None:
        self.working = False
        self.forget()
        self.desk.run("lock")


class _Other(QWidget):
    """A keyholder besides oneself: here, and types; or not, and gets the code that is shown, as who has one already."""

    def __init__(self, one: Keyholder, *, coded: bool) -> None:
        super().__init__()
        look, self.position = theme.current(), one.position
        name = self.name = one.name or _("Without a name")
        self.here = Choices(
            [
                (_AWAY, _("{name} is not here").format(name=name), ""),
                (_HERE, _("{name} is here and types").format(name=name), ""),
            ]
        )
        self.field = PassphraseField(_("Passphrase of {name}").format(name=name), with_keyboard=False)
        self.field.setMaximumWidth(look.px(_FIELD_WIDTH))
        self.wrong = Sentence("error")
        self.code = OpeningCode(name)
        self.here.changed.connect(lambda _key: self._show())
        self.field.edited.connect(lambda: self.wrong.say(""))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, look.px("space.s"))
        column.setSpacing(look.px("space.s"))
        for widget in (self.here, self.code, self.field, self.wrong):
            column.addWidget(widget)
        self.here.button(_HERE).setEnabled(not coded)
        self.setFocusProxy(self.field)
        self._show()

    def is_here(self) -> bool:
        return self.here.chosen() == _HERE

    def fault(self) -> str:
        """What is missing, shown below; "" for nothing."""
        missing = self.is_here() and self.field.is_empty()
        self.wrong.say(_("Let this person type, or choose that they are not here.") if missing else "")
        return self.wrong.text()

    def _show(self) -> None:
        self.code.setVisible(not self.is_here())
        self.field.setVisible(self.is_here())
        self.wrong.say("")
