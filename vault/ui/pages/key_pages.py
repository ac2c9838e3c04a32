"""The pages that change a key: each first asks for what this file was opened with, as a proof that it is you.

Keys are derived on other threads; the page stays, with all that was typed, until the answer is there.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from vault.errors import Gone, InvalidRecord, WrongPassphrase
from vault.i18n import N_, _
from vault.progress import Progress
from vault.services import keyholding, unlocking
from vault.services.passphrases import wipe
from vault.services.writing import Writing
from vault.ui import tasks, theme
from vault.ui.desk import Desk
from vault.ui.dialogs import written_down
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.choices import Choices
from vault.ui.parts.fields import Field
from vault.ui.parts.labels import Sentence, prose, small
from vault.ui.parts.new_passphrase import NewPassphrase
from vault.ui.parts.notice import Notice
from vault.ui.parts.opening_code import OpeningCode
from vault.ui.parts.page import Page
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.parts.recovery import NewRecovery
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.staying import Staying
from vault.ui.tasks import Task

_WIDTH, _FIELD_WIDTH = 900, 420
_HERE, _AWAY = "here", "away"

#: what is done on the writer thread once the proof was right
Job = Callable[[Writing], object]


class KeyPage(Staying, Page):
    """Whoever takes it lays out what is asked, says what is wrong with it, and gives the job and its secret."""

    why_stay = N_("The key is being changed. That takes a few seconds.")

    def __init__(self, desk: Desk, title: str, about: str, button: str) -> None:
        super().__init__(title)
        self.desk, self._about = desk, about
        self.way_back = desk.back
        self.set_path([(_("Settings"), desk.back), (title, None)])
        self.cancel = Button(_("Cancel"), "quiet", run=desk.back)
        self.button = Button(button, "main", run=self.save)
        self.add_to_head(self.cancel, self.button)
        by_recovery = desk.session.opened.by_recovery
        self.proof = PassphraseField(_("The recovery code") if by_recovery else _("Your passphrase of now"))
        self.proof.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
        self.proof_wrong, self.notice = Sentence("error"), Notice()
        self.proof.edited.connect(lambda: self.proof_wrong.say(""))
        self.setFocusProxy(self.proof)

    def lay_out(self, *widgets: QWidget) -> None:
        """The proof, and below it what is asked."""
        look, inner = theme.current(), QWidget()
        column = QVBoxLayout(inner)
        side = look.px("space.card_side")
        column.setContentsMargins(side, look.px("space.card_top"), side, look.px("space.card_top"))
        column.setSpacing(look.px("space.m"))
        warning = small(_("A wrong one locks the file, in case somebody else sits here."), wrap=True)
        for widget in (self.notice, prose(self._about), self.proof, warning, self.proof_wrong, line(), *widgets):
            column.addWidget(widget)
        column.addStretch(1)
        card = Card(flush=True)
        card.body.addWidget(Scroll(inner))
        card.setMaximumWidth(look.px(_WIDTH))
        self.body.addWidget(card, 1)
        self.body.addStretch(0)

    # ------------------------------------------------------------------ what each page says

    def fault(self) -> QWidget | None:
        """Where something is missing or wrong, said there; None when one may go on."""
        return None

    def secret(self) -> bytearray:
        """A copy of the new secret; it is wiped when it was used."""
        return bytearray()

    def job(self, secret: bytearray) -> Job:
        """What to do with it."""
        raise NotImplementedError

    def done(self) -> str:
        """What is said afterwards."""
        return ""

    def show_faults(self, faults: dict[str, str]) -> None:
        """Say what the vault refused, where it was typed."""
        self.proof_wrong.say(" ".join(_(fault) for fault in faults.values()))

    # ------------------------------------------------------------------ what the window asks

    def save(self) -> None:
        """Prove, then change; where somebody gets a code, ask first whether it is on paper."""
        away = self.away()
        if not away or self.working or self.proof.is_empty() or self.fault() is not None:
            self.save_now()
        else:
            written_down.ask(self, away, self.button.text(), self.save_now)

    def away(self) -> list[str]:
        """Who gets an opening code here: for them there is no other way in."""
        return []

    def save_now(self) -> None:
        """Prove, then change."""
        if self.working:
            return
        wrong = self.fault()
        if self.proof.is_empty():
            self.proof_wrong.say(_("Type what you opened this file with first."))
            wrong = self.proof
        if wrong is not None:
            wrong.setFocus()
            return
        self._wait(True)
        self.follow(tasks.start(self._work(), self, self._done, self._failed))

    def follow(self, task: Task) -> None:
        """Show how far it is, where it takes longer than a few seconds."""

    def _work(self) -> Callable[[Progress], None]:
        proof, secret, session = self.proof.copied(), self.secret(), self.desk.session
        job = self.job(secret)

        def work(progress: Progress) -> None:
            try:
                unlocking.confirm(session.opened, proof, own=True, clock=session.clock)
                progress(1, 2, "")  # a vault that closes in the meantime ends it here
                session.submit(job).result()
            finally:
                wipe(proof, secret)

        return work

    def _wait(self, waiting: bool) -> None:
        self.working = waiting
        self.notice.clear()
        self.button.set_busy(_("Changing ...") if waiting else "")
        for widget in (self.cancel, self.body.parentWidget()):
            if widget is not None:
                widget.setEnabled(not waiting)

    def _done(self, _result: object) -> None:
        self._wait(False)
        sentence = self.done()
        self.desk.back()
        self.desk.say(sentence)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, WrongPassphrase | Gone):
            self.forget()
            self.desk.shut_out.emit(error)
        elif isinstance(error, InvalidRecord):
            self.show_faults(error.faults)
        else:
            self.notice.tell(error)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.save()
        else:
            super().keyPressEvent(event)


class ChangePassphrase(KeyPage):
    """One's own (`name` is ""), or, after the recovery code, that of the keyholder `name`."""

    def __init__(self, desk: Desk, position: int, name: str = "") -> None:
        title = _("A new passphrase for {name}").format(name=name) if name else _("Change my passphrase")
        about = _("Backups and copies made before still open with the old one.")
        super().__init__(desk, title, about, _("Set the new passphrase") if name else _("Change my passphrase"))
        self._position, self._name = position, name
        self.asked = NewPassphrase(desk.session.opened.profile)
        self.lay_out(self.asked)

    def fault(self) -> QWidget | None:
        return self.asked if self.asked.fault() else None

    def secret(self) -> bytearray:
        return self.asked.copied()

    def job(self, secret: bytearray) -> Job:
        opened, clock, position = self.desk.session.opened, self.desk.session.clock, self._position
        return lambda work: keyholding.change(opened, work, position, secret, clock=clock)

    def done(self) -> str:
        if self._name:
            return _("{name} opens this file with the new passphrase from now on.").format(name=self._name)
        return _("From now on the new passphrase opens this file; the old one does not.")

    def show_faults(self, faults: dict[str, str]) -> None:
        self.asked.wrong.say(" ".join(_(fault) for fault in faults.values()))
        self.asked.setFocus()


class AddKeyholder(KeyPage):
    """A name, and a passphrase that this person types, or an opening code for somebody who is not here."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("Add a keyholder"),
            _("A keyholder can open, read and change everything in this file."),
            _("Add the keyholder"),
        )
        self.name = QLineEdit()
        self.name.setMaxLength(80)
        self.field = Field(_("Name"), self.name, _("Stands in the history beside what this person writes."))
        self.field.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
        self.name.textChanged.connect(lambda: self.field.say_wrong(""))
        self.asked, self.code = NewPassphrase(desk.session.opened.profile), OpeningCode()
        self.here = Choices(
            [
                (_HERE, _("The new keyholder is here"), _("They choose a passphrase and type it themselves.")),
                (
                    _AWAY,
                    _("The new keyholder is not here"),
                    _("They get an opening code and choose a passphrase later."),
                ),
            ]
        )
        self.here.changed.connect(lambda _key: self._show())
        self.lay_out(self.field, self.here, self.asked, self.code)
        self._show()

    def _show(self) -> None:
        self.asked.setVisible(self._is_here())
        self.code.setVisible(not self._is_here())

    def _is_here(self) -> bool:
        return self.here.chosen() == _HERE

    def fault(self) -> QWidget | None:
        self.field.say_wrong("" if self.name.text().strip() else _(keyholding.NAME_NEEDED))
        wrong = self.asked if self._is_here() and self.asked.fault() else None
        return self.field if self.field.wrong() else wrong

    def away(self) -> list[str]:
        return [] if self._is_here() else [" ".join(self.name.text().split())]

    def secret(self) -> bytearray:
        return self.asked.copied() if self._is_here() else self.code.copied()

    def job(self, secret: bytearray) -> Job:
        opened, clock, name = self.desk.session.opened, self.desk.session.clock, self.name.text()
        code = not self._is_here()
        return lambda work: keyholding.add(opened, work, name, secret, code=code, clock=clock)

    def done(self) -> str:
        name = " ".join(self.name.text().split())
        if self._is_here():
            return _("{name} can open this file now.").format(name=name)
        return _("{name} can open this file with the opening code now.").format(name=name)

    def show_faults(self, faults: dict[str, str]) -> None:
        self.field.say_wrong(_(faults["name"]) if "name" in faults else "")
        self.asked.wrong.say(" ".join(_(fault) for field, fault in faults.items() if field != "name"))
        (self.field if "name" in faults else self.asked).setFocus()


class NewCode(KeyPage):
    """Another recovery code; the paper of before is worthless then."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            _("A new recovery code"),
            _("The old code, if there is one, opens this file no more. It still opens backups made before."),
            _("Set the new code"),
        )
        self.asked = NewRecovery(must=True)
        self.lay_out(self.asked)

    def fault(self) -> QWidget | None:
        return self.asked if self.asked.fault() else None

    def secret(self) -> bytearray:
        return self.asked.copied() or bytearray()

    def job(self, secret: bytearray) -> Job:
        opened, clock = self.desk.session.opened, self.desk.session.clock
        return lambda work: keyholding.new_recovery(opened, work, secret, clock=clock)

    def done(self) -> str:
        return _("The new code holds. Destroy the old paper, and keep the new one away from this computer.")
