"""The five questions of a new vault. Each step keeps its answer and says what is missing when one goes on."""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vault.i18n import N_, _, plural
from vault.services import places
from vault.ui import files, icons, idle, theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.choices import Choices
from vault.ui.parts.fields import Field
from vault.ui.parts.labels import Elided, IconLabel, Sentence, Words, field_label, page_title, secondary
from vault.ui.parts.new_passphrase import NewPassphrase
from vault.ui.parts.recovery import NewRecovery

WIDTH = 860
_TEXT_WIDTH = 780
_NOT_IN_NAMES = frozenset('<>:"/\\|?*')
_NOBODY_HELPS = N_(
    "If all of you forget it, nobody can open the file, not even the makers of this program. The next step offers a "
    "recovery code."
)


class Step(QWidget):
    """A title, a line below it, and what is asked; `answer` is the second line of the step in the rail."""

    def __init__(self, words: str, about: str) -> None:
        super().__init__()
        look = theme.current()
        self.setMaximumWidth(look.px(WIDTH))
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(page_title(words))
        self.column.addSpacing(look.px(6))
        line = secondary(about, wrap=True)
        line.setContentsMargins(0, 0, look.px(WIDTH - _TEXT_WIDTH), 0)  # a largest width would be lost on its height
        self.column.addWidget(line)
        self.column.addSpacing(look.px(20))

    def add(self, widget: QWidget, gap: int = 0) -> None:
        """Put something below what is there, with a gap after it."""
        self.column.addWidget(widget)
        self.column.addSpacing(theme.current().px(gap))

    def fault(self) -> str:
        """What keeps one from going on, shown where it is wrong; "" for nothing."""
        return ""

    def answer(self) -> str:
        return ""


class PlaceStep(Step):
    """A neutral name, and where the file lies."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("Name the file and choose its place"),
            _("Whoever looks at this computer can see the name. Choose one that says nothing about you or your work."),
        )
        self._folder = folder
        self.name = QLineEdit(places.free_name(folder, _(places.NEUTRAL)))
        self.name.setMaxLength(60)
        self.name.selectAll()
        self.field = Field(_("Name"), self.name, _("Such as Notes, Recipes or Garden. The window carries it too."))
        self.field.setFixedWidth(theme.current().px(420))
        self.place = Elided("")
        self.warning = Sentence("late")
        self.add(self.field, 20)
        self.add(self._place_card(), 12)
        self.add(self.warning)
        self.name.textChanged.connect(lambda: self.field.say_wrong(""))
        self.set_folder(folder)
        self.setFocusProxy(self.name)

    @property
    def path(self) -> Path:
        return places.at(self._folder, self.name.text())

    def _place_card(self) -> Card:
        card, row = Card(), QHBoxLayout()
        row.setSpacing(theme.current().px(12))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(field_label(_("Place")))
        words.addWidget(self.place)
        row.addWidget(IconLabel("folder-open", icons.NAV))
        row.addLayout(words, 1)
        row.addWidget(Button(_("Choose another place"), small=True, run=self._ask))
        card.body.addLayout(row)
        return card

    def _ask(self) -> None:
        files.ask_for_folder(self, _("Where should the file lie?"), self.set_folder)

    def set_folder(self, folder: Path) -> None:
        """Have the file lie in `folder`; warns of folders that are copied elsewhere."""
        self._folder = folder
        usual = folder == places.usual()
        self.place.setText(_("On this computer, where the program keeps its files") if usual else str(folder))
        self.warning.say(_warning(folder))

    def fault(self) -> str:
        self.field.say_wrong(name_fault(self.name.text(), self.path))
        return self.field.wrong()

    def answer(self) -> str:
        name = places.shown_name(self.path)
        if self._folder == places.usual():
            return _("{name}, on this computer").format(name=name)
        return _("{name}, in {folder}").format(name=name, folder=self._folder.name)


def _warning(folder: Path) -> str:
    program = places.copied_by(folder)
    if program:
        return _(
            "{program} copies this folder to other computers, with older states of it. The file stays encrypted, but "
            "you can never be sure to have erased anything. Another place is better."
        ).format(program=program)
    if places.on_another_computer(folder):
        return _(
            "This folder lies on another computer or a network drive. The file stays encrypted, but it can be used "
            "only while that computer can be reached, and more slowly. Another place is better."
        )
    if places.often_copied(folder):
        return _("Many computers copy this folder to the internet without asking. Another place is better.")
    return ""


def name_fault(name: str, path: Path) -> str:
    """What is wrong with the name of a file to be made at `path`, or ""."""
    if not name.strip():
        return _("A name is needed.")
    if _NOT_IN_NAMES & set(name) or name.strip().startswith("."):
        return _('A name may not hold any of < > : / \\ | ? * " or begin with a dot.')
    if os.path.lexists(path):
        return _("There is a file of this name already. It stays as it is; choose another name.")
    return ""


class PassphraseStep(Step):
    """The passphrase, typed twice."""

    def __init__(self) -> None:
        super().__init__(
            _("Choose a passphrase"),
            _(
                "Six ordinary words, drawn by chance, are easier to remember than a short password and far harder to "
                "guess. Picture a small story with them."
            ),
        )
        self.asked = NewPassphrase()
        self.add(self.asked, 16)
        self.add(advice("key-round", _(_NOBODY_HELPS)))
        self.setFocusProxy(self.asked)

    def fault(self) -> str:
        return self.asked.fault()

    def answer(self) -> str:
        return _("Your own words") if self.asked.own else _("Six words")


class RecoveryStep(Step):
    """A code on paper, or none."""

    def __init__(self) -> None:
        super().__init__(
            _("A recovery code on paper"),
            _("It opens the file when the passphrase is forgotten, or when the person who knows it cannot come."),
        )
        self.asked = NewRecovery()
        self.add(self.asked)
        self.setFocusProxy(self.asked)

    def fault(self) -> str:
        return self.asked.fault()

    def answer(self) -> str:
        return _("On paper") if self.asked.wanted else _("None")


class LockStep(Step):
    """After how many quiet minutes the file closes by itself."""

    def __init__(self) -> None:
        super().__init__(
            _("Lock by itself"),
            _("When nobody types or moves the mouse, the file closes. What you were typing is kept inside it."),
        )
        self.asked = Choices([(str(n), minutes(n), "") for n in idle.CHOICES], str(idle.DEFAULT))
        self.add(self.asked, 12)
        self.add(advice("lock", _("Ctrl+L locks at once, from anywhere. Until then, anyone at the keyboard can read.")))
        self.setFocusProxy(self.asked.button(str(idle.DEFAULT)))

    @property
    def minutes(self) -> int:
        return int(self.asked.chosen())

    def answer(self) -> str:
        return minutes(self.minutes)


def minutes(n: int) -> str:
    return plural("After {n} quiet minute", "After {n} quiet minutes", n)


class NamesStep(Step):
    """Whose file it is; both may stay empty."""

    def __init__(self) -> None:
        super().__init__(
            _("Who is it for?"),
            _("Both stay inside the file, encrypted. You may leave them empty and write them later."),
        )
        look = theme.current()
        self.organisation, self.person = QLineEdit(), QLineEdit()
        for line, label, hint in (
            (self.organisation, _("Name of your organisation"), _("A report shows a code name unless you choose so.")),
            (
                self.person,
                _("Your name, or what colleagues call you"),
                _("Stands in the history beside what you write."),
            ),
        ):
            field = Field(label, line, hint)
            field.setFixedWidth(look.px(420))
            self.add(field, 16)
        self._cost = Words("", tone="secondary", wrap=True)
        self._cost_row = advice("hourglass", self._cost)
        self._cost_row.hide()
        self.add(self._cost_row)
        self.setFocusProxy(self.organisation)

    def say_cost(self, sentence: str) -> None:
        """What opening will cost on this computer."""
        self._cost.setText(sentence)
        self._cost_row.setVisible(bool(sentence))

    def answer(self) -> str:
        return self.organisation.text().strip() or _("May stay empty")


def advice(icon: str, text: str | Words) -> QWidget:
    """A sentence with an icon before it, at the foot of a step."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.current().px(8))
    row.addWidget(IconLabel(icon, icons.BUTTON, "attention.text"), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(text if isinstance(text, Words) else Words(text, tone="secondary", wrap=True), 1)
    return made
