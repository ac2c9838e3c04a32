"""Who may open the file: the keyholders and the recovery code, and what can be done with each key."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import N_, _, plural
from vault.services import keyholding, one_time
from vault.services.keyholding import Keyholder
from vault.services.writing import Writing
from vault.ui import icons, theme
from vault.ui.desk import Desk
from vault.ui.dialogs.question import Question
from vault.ui.facts import empty, moment_words
from vault.ui.pages.key_pages import AddKeyholder, ChangePassphrase, NewCode
from vault.ui.pages.name_page import ChangeName
from vault.ui.pages.new_keys_page import MakeNewKeys
from vault.ui.pages.settings_section import House, Offer, Section, side_by_side
from vault.ui.parts.beside import Beside
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import line
from vault.ui.parts.chips import Chip
from vault.ui.parts.labels import Elided, IconLabel, Sentence, small


class PassphrasesSection(Section):
    """Every row is a person with a key; one's own is marked."""

    key, words, icon = "passphrases", N_("Passphrases"), "key-round"
    heading = N_("Who may open this file")
    about = N_("Every keyholder has a passphrase of their own, and each of them opens everything in it.")

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        self._opened = desk.session.opened
        self._may = not desk.session.readonly
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.current().px("space.s"))
        held = QWidget()
        held.setLayout(self._rows)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self.places = small("", "secondary", wrap=True)
        self.add = Button(_("Add a keyholder"), icon="plus", run=self._add)
        self._shown: dict[int, _Row] = {}
        if self._opened.by_recovery:
            self.add_block("", "", Sentence("plain", self._about_recovery(), "key-round"))
        self.add_block(_("Keyholders"), "", held, side_by_side(self.add, self.places))
        self.new_code = Button("", small=True, run=self._renew)
        self._code = Offer("", "", self.new_code)
        if not self._may:
            self.new_code.hide()
        self.add_block(_("Recovery code"), "", self._code)
        self.make_keys = Button(_("Make new keys"), small=True, run=self._make_keys)
        if self._may and not self._opened.by_recovery:
            self._add_new_keys()
        self.finish()

    def _add_new_keys(self) -> None:
        about = _(
            "Taking a key away, or changing a passphrase, does not reach copies of the keys made before. This does."
        )
        title = _("When somebody may know a passphrase, or a keyholder left")
        self.add_block(_("New keys"), "", Offer(title, about, self.make_keys))

    def _about_recovery(self) -> str:
        return _(
            "This file was opened with the recovery code. You can set a new passphrase for a keyholder who forgot "
            "theirs. The code goes on opening the file until you make a new one."
        )

    def reload(self) -> None:
        """Read again who holds a key."""
        holders = self.desk.session.keyholders()
        people = sorted(keyholding.people(holders), key=lambda one: not self._is_mine(one))
        if [one.position for one in people] != list(self._shown):
            self._make_rows(people)
        for one in people:
            self._shown[one.position].say(self._name(one), self._since(one))
        free = keyholding.PLACES - len(people)
        taken = _("All {n} places are taken. To add somebody, take a key away first.").format(n=keyholding.PLACES)
        self.places.setText(plural("Room for {n} more", "Room for {n} more", free) if free else taken)
        self.add.setVisible(self._may and free > 0)
        self._say_code(keyholding.recovery(holders))

    def _since(self, one: Keyholder) -> str:
        if self.desk.session.setting(one_time.setting(one.position)):
            return _("Opening code made {when}; no passphrase chosen yet").format(when=self._when(one))
        return _("Passphrase set {when}").format(when=self._when(one))

    def _make_rows(self, people: list[Keyholder]) -> None:
        """The rows stay while the keyholders do, and with them the focus on what was pressed."""
        empty(self._rows)
        self._shown = {}
        for n, one in enumerate(people):
            if n:
                self._rows.addWidget(line())
            buttons = self._buttons_of(one, alone=len(people) == 1) if self._may else []
            self._shown[one.position] = _Row(buttons, mine=self._is_mine(one))
            self._rows.addWidget(self._shown[one.position])
        if self._may:
            self.setFocusProxy([*self.buttons(), self.add][0])

    def buttons(self) -> list[Button]:
        """Those beside the keyholders, from the first to the last."""
        return [button for row in self._shown.values() for button in row.buttons]

    def _buttons_of(self, one: Keyholder, *, alone: bool) -> list[Button]:
        mine, made = self._is_mine(one), []
        if mine:
            made.append(Button(_("Change my passphrase"), small=True, run=partial(self._change, one)))
            made.append(Button(_("Change my name"), small=True, run=partial(self._rename, one.position)))
        elif self._opened.by_recovery:
            made.append(Button(_("Set a new passphrase"), small=True, run=partial(self._change, one)))
        if not mine and not alone:
            made.append(Button(_("Take the key away"), small=True, run=partial(self.ask_to_remove, one)))
        return made

    def _say_code(self, one: Keyholder | None) -> None:
        title, about = _("There is none"), _("If every passphrase is forgotten, everything in the file is lost.")
        if one:
            title = _("There is one, on paper, made {when}").format(when=self._when(one))
            about = _("Whoever has the paper can open the file. A new code makes the old paper worthless.")
        self._code.say(title, about)
        self.new_code.setText(_("Make a new code") if one else _("Make a recovery code"))
        self.new_code.updateGeometry()

    def _is_mine(self, one: Keyholder) -> bool:
        return one.position == self._opened.position

    def _name(self, one: Keyholder) -> str:
        return one.name or _("Without a name")

    def _when(self, one: Keyholder) -> str:
        return moment_words(one.since, self.desk.today())

    # ------------------------------------------------------------------ what the buttons do

    def _add(self) -> None:
        self.desk.open_page(AddKeyholder(self.desk))

    def _change(self, one: Keyholder) -> None:
        self.desk.open_page(ChangePassphrase(self.desk, one.position, "" if self._is_mine(one) else self._name(one)))

    def _rename(self, position: int) -> None:
        name = next(one.name for one in self.desk.session.keyholders() if one.position == position)
        self.desk.open_page(ChangeName(self.desk, position, name))

    def _make_keys(self) -> None:
        self.desk.open_page(MakeNewKeys(self.desk))

    def _renew(self) -> None:
        self.desk.open_page(NewCode(self.desk))

    def ask_to_remove(self, one: Keyholder) -> Question:
        """Say what taking the key away means, and what it does not."""
        question = Question(
            self,
            _("Take the key of {name} away?").format(name=self._name(one)),
            _(
                "The passphrase of this person opens the file no more. Whoever copied the file before, or has an older "
                "backup, can still open that copy with it. What this person wrote stays. Make new keys afterwards if "
                "this person may have a copy."
            ),
            _("Leave the key"),
            _("Take the key away"),
            partial(self._remove, one),
        )
        question.open()
        return question

    def _remove(self, one: Keyholder) -> None:
        session = self.desk.session

        def job(work: Writing) -> None:
            keyholding.remove(session.opened, work, one.position)

        self.desk.ask(session.submit(job), self, lambda _done: self._removed(one))

    def _removed(self, one: Keyholder) -> None:
        self.reload()
        gone = _("{name} cannot open this file any more.").format(name=self._name(one))
        if self._opened.by_recovery:
            self.desk.say(gone)
        else:
            self.desk.say(gone, _("Make new keys as well"), self._make_keys)
        self.setFocus()


class _Row(Beside):
    """A keyholder: the name, since when, and what can be done with the key."""

    def __init__(self, buttons: list[Button], *, mine: bool) -> None:
        super().__init__()
        look, self.buttons = theme.current(), buttons
        self._name, self._since = Elided(strong=True), small("", "secondary")
        row, words, first = self.row, QVBoxLayout(), QHBoxLayout()
        row.setContentsMargins(0, look.px(2), 0, look.px(2))
        row.setSpacing(look.px("space.s"))
        words.setSpacing(0)
        first.setSpacing(look.px("space.s"))
        first.addWidget(self._name)
        if mine:
            first.addWidget(Chip(_("You"), "own"))
        first.addStretch(1)
        words.addLayout(first)
        words.addWidget(self._since)
        row.addWidget(IconLabel("key-round", icons.NAV), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in buttons:
            row.addWidget(button)

    def say(self, name: str, since: str) -> None:
        """Show who it is now."""
        self._name.setText(name)
        self._since.setText(since)
        for button in self.buttons:
            button.setAccessibleName(f"{name}: {button.text()}")
