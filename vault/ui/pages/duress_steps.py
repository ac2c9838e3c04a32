"""The steps of setting up a duress passphrase. Each keeps its answer and says what is missing when one goes on."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import N_, _, plural
from vault.services import places
from vault.services.destroying import Around
from vault.services.duress import FEW_WORDS, FEWEST_WORDS
from vault.services.limits import LIMITS
from vault.services.passphrases import same
from vault.services.reach import Grade, Reach
from vault.ui import icons, theme
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.choices import Choices
from vault.ui.parts.fields import Check
from vault.ui.parts.labels import Elided, IconLabel, Sentence, card_title, field_label, secondary, small
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.parts.scroll import Scroll

_FIELD_WIDTH = 420
_GRADES = {
    Grade.REACHES: N_("On this computer a wipe reaches the keys."),
    Grade.LIMITED: N_("On this computer a wipe reaches the keys in part."),
    Grade.NOT: N_("On this computer a wipe does not reach everything."),
}
_ENCRYPTED = {
    True: N_("The whole disk is encrypted: that covers old pieces while the computer is switched off."),
    False: N_("The disk is not encrypted as a whole, as far as this computer tells."),
    None: N_("Whether the whole disk is encrypted, this computer does not tell."),
}


class _Step(Card):
    """Whoever takes it puts things into `inner`, and says by `fault` where something is missing."""

    def __init__(self) -> None:
        super().__init__(flush=True)
        look, held = theme.current(), QWidget()
        self.inner = QVBoxLayout(held)
        side = look.px("space.xl")
        self.inner.setContentsMargins(side, look.px("space.m"), side, look.px("space.m"))
        self.inner.setSpacing(look.px("space.s"))
        self.inner.addStretch(1)
        self.wrong = Sentence("error")
        self.view = Scroll(held)
        self.body.addWidget(self.view)

    def fault(self) -> QWidget | None:
        """Where something is missing or wrong, said there; None when one may go on."""
        return None

    def refuse(self, field: str, words: str) -> None:
        """Say what the vault refused."""
        self.wrong.say(words)

    def add(self, *widgets: QWidget) -> None:
        """Below what is there; the room that is left stays below everything."""
        for widget in widgets:
            self.inner.insertWidget(self.inner.count() - 1, widget)


class ReadStep(_Step):
    """What is true, whatever is set; and two ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.add(card_title(_("What it can and cannot do")))
        self.add(*(Sentence("plain", _(sentence), "info") for sentence in LIMITS))
        self.reach = Sentence("late")
        self.understood = Check(_("I have read this"))
        self.agreed = Check(_("Our organisation agreed that everybody's file may be destroyed like this"))
        for tick in (self.understood, self.agreed):
            tick.toggled.connect(lambda _on: self.wrong.say(""))
        self.add(self.reach, self.understood, self.agreed, self.wrong)
        self.setFocusProxy(self.understood)

    def say_reach(self, reach: Reach) -> None:
        """How far a wipe reaches on this computer."""
        self.reach.say(f"{_(_GRADES[reach.grade])} {_(reach.because)} {_(_ENCRYPTED[reach.encrypted])}")

    def fault(self) -> QWidget | None:
        missing = next((tick for tick in (self.understood, self.agreed) if not tick.isChecked()), None)
        self.wrong.say(_("Tick both when they are true.") if missing else "")
        return missing


class BackupStep(_Step):
    """One backup that nobody here can reach, and the passphrase it is tried out with; `about` and `below` say why and
    what a wrong one does."""

    def __init__(self, vault: Path, about: str, below: str) -> None:
        super().__init__()
        self._vault = vault
        self.file: Path | None = None
        self.choose = Button(_("Choose the backup"), small=True)
        self._name = Elided(_("None is chosen"))
        row, line = QWidget(), QHBoxLayout()
        row.setLayout(line)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(IconLabel("archive-restore", icons.NAV))
        line.addWidget(self._name, 1)
        line.addWidget(self.choose)
        self.near, self.whole = Sentence("late"), Sentence("good")
        self.proof = PassphraseField(_("Your passphrase of now"))
        self.proof.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
        self.proof.edited.connect(lambda: self.wrong.say(""))
        self.add(
            card_title(_("Which backup brings your work back?")),
            secondary(about, wrap=True),
            row,
            self.near,
            self.whole,
            self.proof,
            small(below, "secondary", wrap=True),
            self.wrong,
        )
        self.setFocusProxy(self.choose)

    def set_file(self, file: Path) -> None:
        """Have this backup be the one."""
        self.file = file
        self._name.setText(_("{name}, in {folder}").format(name=file.name, folder=file.parent))
        self.wrong.say("")
        self.whole.say("")
        same_disk = places.same_disk(file, self._vault)
        self.near.say(_("It lies on the same disk as the file. Whoever takes one takes both.") if same_disk else "")
        self.proof.setFocus(Qt.FocusReason.OtherFocusReason)

    def say_whole(self, words: str) -> None:
        """What the trial found."""
        self.whole.say(words)

    def fault(self) -> QWidget | None:
        if self.file is None:
            self.wrong.say(_("Choose a backup first."))
            return self.choose
        if self.proof.is_empty():
            self.wrong.say(_("Type the passphrase you opened this file with."))
            return self.proof
        return None

    def forget(self) -> None:
        self.proof.clear()


class WordsStep(_Step):
    """The words, twice, and what is shown after them."""

    def __init__(self, profile: int) -> None:
        super().__init__()
        self.other: Path | None = None
        self.first = PassphraseField(_("The duress passphrase"))
        self.second = PassphraseField(_("Once more"), with_keyboard=False)
        for field in (self.first, self.second):
            field.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
            field.edited.connect(lambda: self.wrong.say(""))
        self.outcome = Choices(
            [
                ("wrong", _("The answer to a wrong passphrase"), _("After the same time. Nothing else can be seen.")),
                ("other", _("Another file opens"), _("One of yours, with harmless things you really work with.")),
                (
                    "welcome",
                    _("As if there had never been one"),
                    _("Easy to believe where several people use the computer."),
                ),
            ]
        )
        self.outcome.changed.connect(self._outcome_changed)
        self._other_name = Elided(_("None is chosen"))
        self.choose_other = Button(_("Choose the other file"), small=True)
        self._other = QWidget()
        row = QHBoxLayout(self._other)
        row.setContentsMargins(theme.current().px(26), 0, 0, 0)
        row.addWidget(self._other_name, 1)
        row.addWidget(self.choose_other)
        self._other.hide()
        self.add(
            card_title(_("Which words destroy it?")),
            secondary(
                _("Four words or more, and nothing that could be a slip when you type your passphrase."), wrap=True
            ),
            self.first,
            self.second,
            small(_("These two fields never destroy anything."), "secondary"),
            self.wrong,
            field_label(_("What is shown then?")),
            self.outcome,
            self._other,
        )
        self.tab_last = (self.first.eye, self.second.eye)  # Tab leads from one field to the other
        self.setFocusProxy(self.first)

    def _outcome_changed(self, key: str) -> None:
        self._other.setVisible(key == "other")
        if key == "other":
            QTimer.singleShot(0, self, lambda: self.view.ensureWidgetVisible(self._other))
        else:
            self.other = None
            self._other_name.setText(_("None is chosen"))

    def set_other(self, folder: Path) -> None:
        """Have this vault open instead; it must open with the duress passphrase."""
        self.other = folder
        self._other_name.setText(places.shown_name(folder))
        self.wrong.say("")

    def fault(self) -> QWidget | None:
        first, second = self.first.copied().decode(), self.second.copied().decode()
        if len(first.split()) < FEWEST_WORDS:
            self.wrong.say(_(FEW_WORDS))
            return self.first
        if not same(first, second):
            self.wrong.say(_("The two are not the same."))
            return self.second
        if self.outcome.chosen() == "other" and self.other is None:
            self.wrong.say(_("Choose the other file first."))
            return self.choose_other
        return None

    def copied(self) -> bytearray:
        return self.first.copied()

    def forget(self) -> None:
        self.first.clear()
        self.second.clear()


class ElseStep(_Step):
    """What else is destroyed with the file: backups, exports, traces."""

    def __init__(self) -> None:
        super().__init__()
        self._found = Around((), (), (), ())
        self._spared: Path | None = None
        self._folders: dict[Path, Check] = {}
        self._places = QVBoxLayout()
        self._exports, self._traces = Check(""), Check(_("The note of what was opened last on this computer"))
        self._away = small("", "secondary", wrap=True)
        self.add(
            card_title(_("What else is destroyed with it?")),
            secondary(
                _("Looked up when it happens: a stick that is not plugged in then keeps its backups."), wrap=True
            ),
        )
        self.inner.insertLayout(self.inner.count() - 1, self._places)
        self.add(self._exports, self._traces, self._away, self.wrong)
        self._exports.hide()
        self.setFocusProxy(self._traces)

    def offer(self, found: Around) -> None:
        """Offer what the registers know of and what lies there today."""
        self._found = found
        self._lay_out()

    def spare(self, survivor: Path) -> None:
        """Never offer the folder of the backup that stays."""
        self._spared = survivor.absolute().parent
        self._lay_out()

    def _lay_out(self) -> None:
        ticked = set(self.folders())
        for check in self._folders.values():
            check.hide()
            check.deleteLater()
        folders = dict.fromkeys(one.parent for one in self._found.backups if one.parent != self._spared)
        self._folders = {folder: Check(_("Backups in {folder}").format(folder=folder)) for folder in folders}
        for folder, check in self._folders.items():
            check.setChecked(folder in ticked)
            self._places.addWidget(check)
        exports = len(self._found.exports)
        self._exports.setVisible(exports > 0)
        self._exports.setText(
            plural("{n} report or export that left this file", "{n} reports and exports that left this file", exports)
        )
        first = next(iter(self._folders.values()), self._exports if exports else self._traces)
        self.setFocusProxy(first)  # who begins lower down would not come past the others
        away = len(self._found.backups_away)
        self._away.setText(
            plural("{n} backup of the register is not here now.", "{n} backups of the register are not here now.", away)
            if away
            else ""
        )

    def folders(self) -> list[Path]:
        """Where every backup of this vault is destroyed."""
        return [folder for folder, check in self._folders.items() if check.isChecked()]

    def exports(self) -> tuple[Path, ...]:
        return self._found.exports if self._exports.isChecked() else ()

    def traces(self) -> bool:
        return self._traces.isChecked()
