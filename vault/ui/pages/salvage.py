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

#: saves what can be read of the vault at the first path in the folder at the second, slowly; as `salvaging.salvage`
Salvaging = Callable[[Path, bytearray, Path, Progress], Salvaged]

_WIDTH = 520
GAPS = {LINKS: N_("connections between records"), HISTORY: N_("the history"), DRAFTS: N_("what was half typed")}


class Salvage(WayIn):
    """`cancelled` leads back, `finished` too, after all was read; `gone`: there is no vault any more."""

    gone = Signal()
    finished = Signal()

    def __init__(self, path: Path, salvage: Salvaging) -> None:
        super().__init__(Button(_("Save what can be read"), "main", run=self.save))
        self._path, self._salvage = path, salvage
        self._folder: Path | None = None
        self.folder = Elided(_("No folder chosen yet"))
        self.choose = Button(_("Choose a folder"), icon="folder-open", small=True, run=self._ask)
        self.field = PassphraseField(_("Passphrase"))
        self.field.entered.connect(self.save)
        self.wrong, self.progress = Sentence("error"), ProgressLine()
        self.saved, self.lost = Sentence("good"), Sentence("late")
        self.counts = small("", "secondary", wrap=True)
        warning = prose(
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
        asked = (warning, field_label(_("Where to")), chosen, *below)
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
        """Read what can be read."""
        if not self.button.isEnabled():
            return
        folder = self._folder
        self.wrong.say("" if folder else _("Choose a folder first."))
        if folder is None or self.field.is_empty():
            (self.field if folder else self.choose).setFocus()
            return
        passphrase = self.field.take()
        self._wait(True)

        def work(progress: Progress) -> Salvaged:
            try:
                return self._salvage(self._path, passphrase, folder, progress)
            finally:
                wipe(passphrase)

        task = tasks.start(work, self, self._done, self._failed)
        task.stopped.connect(lambda: self._wait(False))
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
        self.counts.setText(whole_words(made) or _("No kind is complete."))
        self.counts.show()
        self.lost.say(lost_words(made))
        self.cancel.setText(_("Close"))
        self.cancel.setFocus()
        self.cancelled.disconnect()  # this process knows too much by now to go back with it
        self.cancelled.connect(self.finished)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, Gone):
            self.gone.emit()
        elif isinstance(error, WrongPassphrase):
            self.wrong.say(words.told(error).whole())
        else:
            self.notice.tell(error)
        self.field.setFocus()


def whole_words(made: Salvaged) -> str:
    """The kinds of which everything came out; "" for none."""
    lacking = {*made.missing, *made.in_part, *made.gaps}
    whole = counted({kind: n for kind, n in made.counts.items() if kind not in lacking})
    return _("Complete: {kinds}").format(kinds=whole) if whole else ""


def lost_words(made: Salvaged) -> str:
    """What could not be read, a line for each kind; "" for nothing."""
    told = [_missing_words(kind, len(ids), made) for kind, ids in made.missing.items()]
    in_part = _("{many}: {n} could be read only in part.")
    told += [in_part.format(many=_(KINDS[kind].many), n=len(ids)) for kind, ids in made.in_part.items()]
    if told:
        told.append(_("missing.json names them."))
    if made.gaps:
        things = ", ".join(_(GAPS.get(name) or KINDS[name].many) for name in made.gaps)
        told.append(_("More may be missing than is known: {things}.").format(things=things))
    if made.log_lost:
        told.append(_("What was saved last could not be read."))
    return "\n".join(told)


def _missing_words(kind: str, n: int, made: Salvaged) -> str:
    if kind:
        words = _("{many}: {n} of {total} could not be read.")
        return words.format(many=_(KINDS[kind].many), n=n, total=made.counts[kind] + n)
    return plural(
        "{n} record could not be read, and nobody can say of which kind it is.",
        "{n} records could not be read, and nobody can say of which kind they are.",
        n,
    )
