"""Opening a backup to see whether it is whole, and bringing one back beside the file that is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vault.errors import Gone, OfAnotherDay, WrongPassphrase
from vault.i18n import N_, _, plural
from vault.plans.records import KINDS
from vault.progress import Progress
from vault.services import backing_up, places, recurring
from vault.services.backing_up import Verified
from vault.services.passphrases import wipe
from vault.ui import files, tasks, theme, words
from vault.ui.desk import Desk
from vault.ui.dialogs.question import Question
from vault.ui.pages.restore import Restore
from vault.ui.pages.settings_section import at_top
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Elided, Sentence, field_label, prose, small
from vault.ui.parts.notice import Notice
from vault.ui.parts.page import Page
from vault.ui.parts.passphrase_field import PassphraseField
from vault.ui.parts.progress import ProgressLine
from vault.ui.parts.staying import Staying

_WIDTH = 640
_AT_WORK = N_("The backup is being read. Wait until it is done, or press Stop.")


class CheckBackup(Staying, Page):
    """Choose a backup, type a passphrase of its day, read what it holds."""

    why_stay = _AT_WORK

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Check a backup"))
        self.desk = desk
        self.way_back = desk.back
        self._file: Path | None = None
        self.set_path([(_("Settings"), desk.back), (_("Check a backup"), None)])
        self.close_button = Button(_("Close"), "quiet", run=desk.back)
        self.button = Button(_("Check this backup"), "main", run=self.check)
        self.add_to_head(self.close_button, self.button)
        self.file = Elided(_("No file chosen yet"))
        self.choose = Button(_("Choose the backup"), icon="folder-open", small=True, run=self._ask)
        self.field = PassphraseField(_("A passphrase or the recovery code of that day"))
        self.field.entered.connect(self.check)
        self.wrong, self.notice, self.progress = Sentence("error"), Notice(), ProgressLine()
        self.field.edited.connect(lambda: self.wrong.say(""))
        self.whole, self.counts = Sentence("good"), small("", "secondary", wrap=True)
        self.body.addWidget(at_top(self._card(), _WIDTH), 1)
        self.body.addStretch(0)
        self.setFocusProxy(self.choose)

    def _card(self) -> Card:
        look, card = theme.current(), Card()
        card.body.setSpacing(look.px("space.s"))
        chosen, column = QHBoxLayout(), QVBoxLayout()
        chosen.setSpacing(look.px("space.s"))
        chosen.addWidget(self.file, 1)
        chosen.addWidget(self.choose)
        column.setSpacing(look.px("space.label_to_field"))
        column.addWidget(field_label(_("Backup")))
        column.addLayout(chosen)
        about = _(
            "It is opened and counted, as if you needed it. The backup itself is only read. A passphrase that opens "
            "neither the backup nor this file locks this file."
        )
        card.body.addWidget(prose(about))
        card.body.addWidget(self.notice)
        card.body.addLayout(column)
        for widget in (self.field, self.wrong, self.progress, self.whole, self.counts):
            card.body.addWidget(widget)
        self.counts.hide()
        return card

    def _ask(self) -> None:
        files.ask_for_file(self, _("Which backup?"), self.set_file, [(_("Backups"), f"*{backing_up.ENDING}")])

    def set_file(self, file: Path) -> None:
        """Take this backup."""
        self._file = file
        self.file.setText(file.name)
        self._clear()
        self.field.setFocus()

    def check(self) -> None:
        """Open it and count."""
        if not self.button.isEnabled():
            return
        self._clear()
        file = self._file
        if file is None:
            self.wrong.say(_("Choose the backup first."))
            self.choose.setFocus()
            return
        if self.field.is_empty():
            self.wrong.say(_("Type a passphrase of that day."))
            self.field.setFocus()
            return
        self._wait(True)
        task = tasks.start(self._work(file), self, self._done, self._failed)
        task.stopped.connect(lambda: self._wait(False))
        self.progress.follow(task, _("Reading it again ..."))

    def _work(self, file: Path) -> Callable[[Progress], Verified]:
        passphrase, session = self.field.copied(), self.desk.session
        beside = None if session.readonly else session.path.parent

        def work(progress: Progress) -> Verified:
            try:
                refused = backing_up.inside(session)
                tried = backing_up.check_backup(
                    file, passphrase, beside=beside, refused=refused, clock=session.clock, progress=progress
                )
                recurring.spare(session, file)  # somebody relies on it now
                return tried
            finally:
                wipe(passphrase)

        return work

    def _clear(self) -> None:
        self.wrong.say("")
        self.whole.say("")
        self.counts.hide()
        self.notice.clear()

    def _wait(self, waiting: bool) -> None:
        self.working = waiting
        self.button.set_busy(_("Checking ...") if waiting else "")
        for widget in (self.choose, self.field):
            widget.setEnabled(not waiting)

    def _done(self, verified: Verified) -> None:
        self._wait(False)
        self.field.clear()
        total = sum(verified.counts.values())
        found = plural("It is whole and holds {n} record.", "It is whole and holds {n} records.", total)
        self.whole.say(f"{found} {size_words(verified.size)}.")
        self.counts.setText(counted(verified.counts))
        self.counts.setVisible(total > 0)

    def _failed(self, error: Exception) -> None:
        self._wait(False)
        if isinstance(error, OfAnotherDay):
            self.wrong.say(words.told(error).whole())
            self.field.setFocus()
        elif isinstance(error, WrongPassphrase | Gone):
            self.field.clear()
            self.desk.shut_out.emit(error)
        else:
            self.notice.tell(error)


class RestoreHere(Staying, Restore):
    """Restoring from inside a vault: what comes back lies beside it, and the open one stays as it is.

    `go_elsewhere` locks the open vault and asks for the passphrase of the one that came back.
    """

    why_stay = _AT_WORK
    about = N_(
        "The backup itself is only read. A passphrase that opens neither the backup nor this file locks this file."
    )

    def __init__(self, desk: Desk, go_elsewhere: Callable[[Path], object]) -> None:
        self.desk, self._go_elsewhere = desk, go_elsewhere
        session = desk.session
        folder = places.usual() if session.readonly else session.path.parent
        super().__init__(
            folder,
            lambda file, target, passphrase, progress: backing_up.restore(
                file, target, passphrase, refused=backing_up.inside(session), clock=session.clock, progress=progress
            ),
        )
        self.title = _("Restore a backup")
        self.cancelled.connect(desk.back)
        self.restored.connect(self._restored)

    def reload(self) -> None:
        """Nothing here comes from the vault."""

    def refuse(self, error: Exception) -> None:
        """Here as at every prompt inside."""
        if isinstance(error, WrongPassphrase | Gone) and not isinstance(error, OfAnotherDay):
            self.field.clear()
            self.desk.shut_out.emit(error)
        else:
            super().refuse(error)

    def _wait(self, waiting: bool) -> None:
        self.working = waiting
        super()._wait(waiting)

    def _restored(self, path: Path) -> None:
        self.working = False
        self.desk.back()
        window = self.desk.window
        assert window is not None
        Question(
            window,  # type: ignore[arg-type]
            _("“{name}” is there").format(name=places.shown_name(path)),
            _(
                "It lies beside this file and opens with a passphrase of the backup's day. This file is as it was. To "
                "look into the other one, this one has to be locked."
            ),
            _("Stay in this file"),
            _("Lock, and open the other"),
            lambda: self._go_elsewhere(path),
            kind="other",
        ).open()


def counted(counts: dict[str, int]) -> str:
    """How many of each kind: "Incidents: 40, Risks: 12"."""
    some = [(_(KINDS[kind].many), n) for kind, n in counts.items() if n and kind in KINDS]
    return ", ".join(f"{many}: {n}" for many, n in some)


def size_words(size: int) -> str:
    """Bytes as people say them: "1.2 MB"."""
    if size < 1_000_000:
        return _("{n} KB").format(n=max(1, round(size / 1000)))
    return _("{n} MB").format(n=f"{size / 1_000_000:.1f}")
