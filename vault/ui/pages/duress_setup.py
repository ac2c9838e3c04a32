"""Setting up a duress passphrase in five steps: read, the backup that survives, the words, what else, done."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vault.errors import InvalidRecord, WrongPassphrase
from vault.i18n import _, plural
from vault.progress import Progress
from vault.services import destroying, duress, recurring, unlocking
from vault.services.backing_up import Verified
from vault.services.destroying import Around, Orders
from vault.services.passphrases import wipe
from vault.services.reach import Reach, reach_of
from vault.services.session import BackedUp, Exported, Session
from vault.services.writing import Writing
from vault.ui import files, tasks, theme
from vault.ui.desk import Desk
from vault.ui.pages.duress_steps import BackupStep, ElseStep, ReadStep, WordsStep
from vault.ui.pages.rehearsal import Rehearse
from vault.ui.pages.settings_section import side_by_side
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import RoundIcon, card_title, secondary
from vault.ui.parts.staying import A_MOMENT
from vault.ui.parts.wizard import Wizard

READ, BACKUP, WORDS, ELSE, DONE = range(5)
_STEP_OF = {"backup": BACKUP, "phrase": WORDS, "passphrase": WORDS, "other": WORDS, "also_backups": ELSE}


class DuressSetup(Wizard):
    """Nothing is written before the fourth step ends. What is typed here never destroys anything."""

    why_stay = A_MOMENT

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            _("Set up a duress passphrase"),
            [_("Read"), _("The backup that stays"), _("The passphrase"), _("What else"), _("Set")],
            desk.back,
        )
        self.desk = desk
        self.way_back = desk.back
        self.set_path([(_("Settings"), desk.back), (_("Under pressure"), desk.back), (_("Set up"), None)])
        self.read = ReadStep()
        self.backup = BackupStep(
            desk.session.path,
            _(
                "A duress passphrase is only for whoever has a copy that nobody here can reach: in another building, "
                "with a partner, in another country. Plug it in once, so that it can be tried out. It is never "
                "destroyed."
            ),
            _("This field never destroys anything. A wrong passphrase locks the file."),
        )
        self.words, self.also = WordsStep(desk.session.opened.profile), ElseStep()
        self.survivor: Verified | None = None
        self.backup.choose.clicked.connect(self._ask_for_backup)
        self.words.choose_other.clicked.connect(self._ask_for_other)
        self._show(READ)
        registers = desk.session.backups(), desk.session.exports()
        look = partial(_looked, desk.session.path, *registers)
        tasks.start(look, self, self._know, desk.complain)

    def _know(self, known: tuple[Reach, Around]) -> None:
        self.read.say_reach(known[0])
        self.also.offer(known[1])

    def _show(self, at: int) -> None:
        widget = (self.read, self.backup, self.words, self.also)[at]
        on = _("Set the duress passphrase") if at == ELSE else _("Continue")
        note = _("Nothing is written before the last step.") if at < ELSE else ""
        self.show_step(widget, at, on, note=note, back=at > READ, by_button=at == ELSE)

    def go_back(self) -> None:
        """One step back; what was given stays."""
        self._show(self.step - 1)

    def go_on(self) -> None:
        """One step on, when this one has what it needs."""
        if self.working:
            return
        if self.step == DONE:
            self.desk.back()
            return
        step = (self.read, self.backup, self.words, self.also)[self.step]
        wrong = step.fault()
        if wrong is not None:
            wrong.setFocus()
        elif self.step == BACKUP:
            self._try_backup()
        elif self.step == ELSE:
            self._set()
        else:
            self._show(self.step + 1)

    # ------------------------------------------------------------------ the backup that stays

    def _ask_for_backup(self) -> None:
        files.ask_for_file(self, _("The backup that stays"), self.backup.set_file, [(_("Backups"), "*.backup")])

    def _ask_for_other(self) -> None:
        files.ask_for_folder(self, _("The other file"), self.words.set_other)

    def _try_backup(self) -> None:
        passphrase, session, file = self.backup.proof.copied(), self.desk.session, self.backup.file
        assert file is not None

        def work(_progress: Progress) -> Verified:
            try:
                unlocking.confirm(session.opened, passphrase, own=True, clock=session.clock, heed=False)
                tried = duress.trial_restored(session.opened, file, passphrase, clock=session.clock)
                recurring.spare(session, file)  # as every backup that a person tries: none of them goes by itself
                return tried
            finally:
                wipe(passphrase)

        self._run(work, self._tried, _("Restoring the backup for a trial ..."))

    def _tried(self, verified: Verified) -> None:
        self.wait(False)
        self.survivor = verified
        total = sum(verified.counts.values())
        self.backup.say_whole(plural("It is whole and holds {n} record.", "It is whole and holds {n} records.", total))
        self.also.spare(verified.path)
        self._show(WORDS)

    # ------------------------------------------------------------------ setting it

    def _set(self) -> None:
        survivor = self.survivor
        assert survivor is not None
        try:
            wished = duress.orders(
                self.words.outcome.chosen(),
                self.words.other,
                self.also.folders(),
                self.also.exports(),
                traces=self.also.traces(),
            )
        except InvalidRecord as error:
            self._refused(error)
            return
        work = partial(_armed, self.desk.session, self.backup.proof.copied(), self.words.copied(), wished, survivor)
        self._run(work, self._done, _("Setting it ..."))

    def _done(self, _none: object) -> None:
        self.wait(False)
        self.forget()
        self.show_step(_finished(self.desk), DONE, _("Done"), back=False)
        self.leave_button.hide()

    def _run(self, work: object, done: object, words: str) -> None:
        self.wait(True)
        task = tasks.start(work, self, done, self._failed)  # type: ignore[arg-type]
        self.progress.follow(task, words)
        self.progress.stop.hide()  # neither takes long, and neither can be left in the middle

    def _failed(self, error: Exception) -> None:
        self.wait(False)
        if isinstance(error, WrongPassphrase):
            self.forget()
            self.desk.shut_out.emit(error)
        elif isinstance(error, InvalidRecord):
            self._refused(error)
        else:
            self.desk.complain(error)

    def _refused(self, error: InvalidRecord) -> None:
        field, words = next(iter(error.faults.items()))
        at = _STEP_OF.get(field, WORDS)
        self._show(at)
        (self.read, self.backup, self.words, self.also)[at].refuse(field, _(words))


def _looked(path: Path, backups: list[BackedUp], exports: list[Exported], _progress: Progress) -> tuple[Reach, Around]:
    return reach_of(path), destroying.around(backups, exports)


def _armed(
    session: Session,
    passphrase: bytearray,
    phrase: bytearray,
    wished: Orders,
    survivor: Verified,
    _progress: Progress,
) -> None:
    def job(work: Writing) -> None:
        duress.arm(session.opened, work.db, passphrase, phrase, wished, survivor, clock=session.clock)

    try:
        session.submit(job).result()
    finally:
        wipe(passphrase, phrase)


def _finished(desk: Desk) -> QWidget:
    look, made = theme.current(), Card()
    column = QVBoxLayout()
    column.setSpacing(look.px("space.s"))
    column.addWidget(RoundIcon("check"))
    column.addWidget(card_title(_("The duress passphrase is set")))
    for sentence in (
        _("Nothing in this file says so. If you forget it, or no longer want it, remove every duress passphrase."),
        _("Learn it by heart, and never write it down where your passphrase could be."),
        _("Backups made before today open with your passphrase, and this one destroys nothing in them."),
    ):
        column.addWidget(secondary(sentence, wrap=True))
    try_out = Button(_("Try it out"), run=lambda: desk.open_page(Rehearse(desk)))
    column.addWidget(side_by_side(try_out))
    made.setFocusProxy(try_out)
    made.body.addLayout(column)
    made.body.addStretch(1)
    return made
