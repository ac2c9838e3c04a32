"""Under pressure: what to read first, a passphrase that destroys, and destroying by hand."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from vault.i18n import N_, _
from vault.services import duress
from vault.services.limits import LIMITS
from vault.services.writing import Writing
from vault.ui import chord, printing, theme
from vault.ui.desk import Desk
from vault.ui.dialogs.question import Question
from vault.ui.pages.chord_page import ChordPage
from vault.ui.pages.destroy_page import DestroyPage
from vault.ui.pages.duress_setup import DuressSetup
from vault.ui.pages.rehearsal import Rehearse
from vault.ui.pages.settings_section import House, Offer, Section, side_by_side
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import line
from vault.ui.parts.labels import Sentence


class PressureSection(Section):
    """The same for every file: nothing here tells whether there is a duress passphrase."""

    key, words, icon = "pressure", N_("Under pressure"), "siren"
    heading = N_("If someone makes you open it")
    about = N_("Read this first. It can help, and it can make things worse. What is destroyed, nobody brings back.")

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        may = not desk.session.readonly
        self.print_card = Button(_("Print this as a card"), small=True, run=self._print)
        self.add_block(_("What is true, whatever you set here"), "", *limits(), side_by_side(self.print_card))
        self.set_up = Button(_("Set one up"), small=True, run=self._set_up)
        self.rehearse = Button(_("Try one out"), small=True, run=lambda: desk.open_page(Rehearse(desk)))
        self.remove = Button(_("Remove"), "danger", small=True, run=self.ask_to_remove)
        self.set_up.setEnabled(may)
        self.remove.setEnabled(may)
        self.add_block(
            _("A duress passphrase"),
            _(
                "Typed where a passphrase opens this file, it destroys the file instead. Any keyholder may have set "
                "one; nothing records it."
            ),
            Offer(_("Set one up"), _("It takes the place of any that was set before."), self.set_up),
            line(),
            Offer(_("Try one out"), _("Shows what typing it would do, and writes nothing."), self.rehearse),
            line(),
            Offer(
                _("Remove every duress passphrase"), _("Whether there was one or not; nobody can tell."), self.remove
            ),
        )
        self.by_hand = Button(_("Destroy the file"), "danger", small=True, run=self._destroy)
        self.add_block(
            _("Destroying by hand"),
            "",
            Offer(
                _("Destroy this file"),
                _("Before a door opens, or when it is no longer needed. Shows first what it reaches."),
                self.by_hand,
            ),
        )
        self.choose_keys = Button("", small=True, run=self._choose_keys)
        self._keys = Offer("", "", self.choose_keys)
        self.add_block("", "", self._keys)
        self.finish()
        self.setFocusProxy(self.set_up if may else self.rehearse)

    def reload(self) -> None:
        """Say which keys destroy the file, if any do."""
        keys = self.house.chord.keys
        title = _("{keys} destroys this file at once").format(keys=chord.shown(keys)) if keys else ""
        self._keys.say(
            title or _("Keys that destroy the file at once"),
            _("From anywhere in it, without a question.") if keys else _("None are chosen, so none do."),
        )
        self.choose_keys.setEnabled(bool(keys) or not self.desk.session.readonly)
        self.choose_keys.setText(_("Turn it off") if keys else _("Choose keys"))
        self.choose_keys.updateGeometry()

    def _choose_keys(self) -> None:
        if self.house.chord.keys:
            self.house.chord.choose("")
            self.reload()
            if self.desk.session.readonly:
                self.desk.say(_("Turned off until this file closes. It is open for reading only, so nothing is kept."))
        else:
            self.desk.open_page(ChordPage(self.desk, self.house.chord.choose))

    def _print(self) -> None:
        if not printing.has_printer():
            self.desk.refuse(_("There is no printer here. These lines can be copied by hand."))
            return
        printing.ask(self, printing.document([card()]), lambda: self.desk.say(_("The card was handed to the printer.")))

    def _set_up(self) -> None:
        self.desk.open_page(DuressSetup(self.desk))

    def _destroy(self) -> None:
        self.desk.open_page(DestroyPage(self.desk, self.house.destroy))

    def ask_to_remove(self) -> None:
        """Ask, then overwrite both places where one could be."""
        Question(
            self,
            _("Remove every duress passphrase?"),
            _("Whatever was set by you or by others does nothing any more. Your own passphrases stay as they are."),
            _("Keep things as they are"),
            _("Remove"),
            self._remove,
        ).open()

    def _remove(self) -> None:
        session = self.desk.session

        def job(work: Writing) -> None:
            duress.remove_all(session.opened, work.db)

        self.desk.ask(session.submit(job), self, lambda _none: self.desk.say(_("No duress passphrase holds any more.")))


def card() -> printing.Sheet:
    """One page of what a duress passphrase does and cannot do; whether there is one it does not say."""
    does = (
        _("A duress passphrase is typed where the passphrase is asked for. It makes the file open for nobody."),
        _("What is shown then was chosen when it was set up. A copy that nobody here can reach brings the work back."),
    )
    return printing.Sheet(_("If someone makes you open it"), (), (*does, *(_(sentence) for sentence in LIMITS)))


def limits() -> list[QWidget]:
    """The honest sentences, one below the other."""
    look, made = theme.current(), list[QWidget]()
    for sentence in LIMITS:
        one = Sentence("plain", _(sentence), "info")
        one.setContentsMargins(0, 0, 0, look.px(2))
        made.append(one)
    return made
