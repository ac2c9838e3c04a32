"""A damaged file: whatever can still be read of it, saved as readable files; the file itself is only read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from vault.errors import Gone, WrongPassphrase
from vault.i18n import N_, _, plural
from vault.plans.records import KINDS
from vault.progress import Progress
from vault.services import places
from vault.services.passphrases import wipe
from vault.services.salvaging import DRAFTS, HISTORY, LINKS, Salvaged
from vault.ui import files, tasks, theme, words
from vault.ui.pages.backup_check import counted
from vault.ui.pages.way_in import WayIn
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Elided, Sentence, field_label, prose, small
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.parts.progress import ProgressLine
from vault.ui.vigil import Vigil

#: saves what can be read of the vault at the first path in the folder at the second, slowly; as `salvaging.salvage`
Salvaging = Callable[[Path, bytearray, Path, Progress], Salvaged]

_WIDTH = 520
GAPS = {LINKS: N_("connections between records"), HISTORY: N_("the history"), DRAFTS: N_("what was half typed")}


class Salvage(WayIn):
    """`cancelled` leads back, `finished` once the right passphrase was typed: nothing that was read may stay then.

    `gone`: there is no vault any more. `watch` begins to watch for what locks an open file.
    """

    gone = Signal()
    finished = Signal()

    def __init__(self, path: Path, salvage: Salvaging, watch: Callable[[], Vigil]) -> None:
        super().__init__(Button(_("Save what can be read"), "main", run=self.save))
        self._path, self._salvage, self._watch = path, salvage, watch
        self._vigil: Vigil | None = None
        self._knows = self._over = False
        self._folder: Path | None = None
        self.folder = Elided(_("No folder chosen yet"))
        self.choose = Button(_("Choose a folder"), icon="folder-open", small=True, run=self._ask)
        self.field = PassphraseField(_("Passphrase"))
        self.field.entered.connect(self.save)
        self.wrong, self.progress = Sentence("error"), ProgressLine()
        self.saved, self.lost = Sentence("good"), Sentence("late")
        self.counts = small("", "secondary", wrap=True)
        self.warning = prose(
            _(
                "The files can be read by anybody. Choose an empty folder on a disk that stays with you, and erase"
                " them when they are in a new file. A backup is the better way where there is one."
            )
        )
        chosen = QHBoxLayout()
        chosen.setSpacing(theme.current().px(12))
        chosen.addWidget(self.folder, 1)
        chosen.addWidget(self.choose)
        below = (self.field, self.wrong, self.progress, self.saved, self.counts, self.lost)
        asked = (self.warning, field_label(_("Where to")), chosen, *below)
        about = _("“{name}” is damaged. It is only read.").format(name=places.shown_name(path))
        self.lay_out("save", _("Save what can be read"), about, asked, _WIDTH)
        self.counts.hide()
        self.setFocusProxy(self.choose)

    def _ask(self) -> None:
        files.ask_for_folder(self, _("An empty folder"), self.set_folder, _("Save here"))

    def set_folder(self, folder: Path) -> None:
        """Save there."""
        self._folder = folder
        self.folder.setText(str(folder))
        self.wrong.say("")
        self.field.setFocus()

    def save(self) -> None:
        """Read what can be read; close, when that is done."""
        if self._over:
            self.finished.emit()
        elif self.button.isEnabled() and self._is_filled_in():
            self._begin(self._folder or Path(), self.field.take())

    def _is_filled_in(self) -> bool:
        self.wrong.say("" if self._folder else _("Choose a folder first."))
        if self._folder is None or self.field.is_empty():
            (self.field if self._folder else self.choose).setFocus()
            return False
        return True

    def _begin(self, folder: Path, passphrase: bytearray) -> None:
        self._wait(True)
        self._vigil = vigil = self._vigil or self._watch()

        def work(progress: Progress) -> Salvaged:
            try:
                return self._salvage(self._path, passphrase, folder, progress)
            finally:
                wipe(passphrase)

        task = tasks.start(work, self, self._done, self._failed)
        task.stopped.connect(self._stopped)
        task.progressed.connect(lambda *_how_far: vigil.idle.alive())  # a long reading is no quiet time
        self.progress.follow(task, _("Looking through the file ..."))

    def _wait(self, waiting: bool) -> None:
        self.notice.clear()
        self.saved.say("")
        self.lost.say("")
        self.counts.hide()
        self.button.set_busy(_("Reading ...") if waiting else "")
        for widget in (self.choose, self.field, self.cancel):
            widget.setEnabled(not waiting)

    def _done(self, made: Salvaged) -> None:
        self._wait(False)
        total = sum(made.counts.values())
        self.saved.say(plural("{n} record was read and saved.", "{n} records were read and saved.", total))
        self.counts.setText(read_words(made))
        self.counts.setVisible(bool(read_words(made)))
        self.lost.say(lost_words(made))
        self._over = True
        for widget in (self.warning, self.field, self.choose, self.cancel):
            widget.hide()
        self.button.setText(_("Close"))
        self.button.setFocus()
        self._never_go_back()

    def _never_go_back(self) -> None:
        """This process knows too much by now to go back with it."""
        if not self._knows:
            self._knows = True
            self.cancelled.disconnect()
            self.cancelled.connect(self.finished)

    def _stopped(self) -> None:
        self._wait(False)
        self._never_go_back()

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, Gone):
            self.gone.emit()
            return
        if isinstance(error, WrongPassphrase):
            self.wrong.say(words.told(error).whole())
            self._sleep()
        else:
            self.notice.tell(error)
            self._never_go_back()
        self.field.setFocus()

    def _sleep(self) -> None:
        """Nothing was read yet that would have to be locked."""
        if self._vigil is not None and not self._knows:
            self._vigil.end()
            self._vigil = None


def read_words(made: Salvaged) -> str:
    """The kinds of which everything came out, and those of which nobody can tell; "" for neither."""
    lacking = {*made.missing, *made.in_part}
    full = {kind: n for kind, n in made.counts.items() if kind not in lacking}
    told = (
        (_("Complete: {kinds}"), counted({kind: n for kind, n in full.items() if kind not in made.gaps})),
        (_("Perhaps complete: {kinds}"), counted({kind: n for kind, n in full.items() if kind in made.gaps})),
    )
    return "\n".join(words.format(kinds=kinds) for words, kinds in told if kinds)


def lost_words(made: Salvaged) -> str:
    """What could not be read, a line for each kind; "" for nothing."""
    told = [_missing_words(kind, len(ids), made) for kind, ids in made.missing.items()]
    in_part = _("{many}: {n} could be read only in part.")
    told += [in_part.format(many=_(KINDS[kind].many), n=len(ids)) for kind, ids in made.in_part.items()]
    if told:
        told.append(_("missing.json names them."))
    if made.gaps:
        told.append(_("More may be missing than is known: {things}.").format(things=_gap_words(made.gaps)))
    if made.log_lost:
        told.append(_("What was saved last could not be read."))
    return "\n".join(told)


def _gap_words(gaps: tuple[str, ...]) -> str:
    everywhere = set(gaps) >= set(KINDS)
    kinds = [_("records of every kind")] if everywhere else [_(KINDS[name].many) for name in gaps if name in KINDS]
    return ", ".join((*kinds, *(_(GAPS[name]) for name in gaps if name in GAPS)))


def _missing_words(kind: str, n: int, made: Salvaged) -> str:
    if kind:
        words = _("{many}: {n} of {total} could not be read.")
        return words.format(many=_(KINDS[kind].many), n=n, total=made.counts[kind] + n)
    return plural(
        "{n} record could not be read, and nobody can say of which kind it is.",
        "{n} records could not be read, and nobody can say of which kind they are.",
        n,
    )
