"""Backups: one now, those that were made, and trying one before it is needed."""

from __future__ import annotations

from pathlib import Path

from vault.errors import NotFound
from vault.i18n import N_, _, plural
from vault.paths import is_folder
from vault.plans.reasons import REASONS
from vault.progress import Progress
from vault.services import backing_up, places
from vault.services.backing_up import Verified
from vault.services.session import BackedUp
from vault.ui import files, tasks, theme
from vault.ui.desk import Desk
from vault.ui.facts import moment_words
from vault.ui.pages.backup_check import CheckBackup, size_words
from vault.ui.pages.backup_guide import BackupGuide
from vault.ui.pages.backups_partners import Partners
from vault.ui.pages.backups_themselves import ByThemselves, HowMany
from vault.ui.pages.create_steps import advice
from vault.ui.pages.settings_section import House, Offer, Section, side_by_side
from vault.ui.parts.buttons import Button
from vault.ui.parts.labels import Sentence, secondary, tip
from vault.ui.parts.lines import TIP, WORDS, Cell, Lines
from vault.ui.parts.notice import Notice
from vault.ui.parts.progress import ProgressLine
from vault.ui.parts.table import Table

_SEEN = 6  # rows of the register before it scrolls


class BackupsSection(Section):
    """`back_up_now` goes into the folder of the last backup, or asks for one."""

    key, words, icon = "backups", N_("Backups"), "archive-restore"
    heading = N_("Backups")
    about = N_("One encrypted file with everything in it. It opens with the passphrases of its day.")

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        self._may = not desk.session.readonly
        self.state = secondary("", wrap=True)
        self.again = Button("", "main", "archive-restore", run=self.back_up_now)
        self.choose = Button("", icon="folder-open", run=self.ask_for_folder)
        self.guide = Button(_("Make one to put away"), icon="usb", small=True, run=self.put_one_away)
        self.guide.setEnabled(self._may)
        self.progress, self.notice = ProgressLine(), Notice()
        self.made, self.near = Sentence("good"), Sentence("late")
        self._buttons = side_by_side(self.again, self.choose)
        if not self._may:
            self._buttons.hide()
        self.add_block(
            _("Back up now"), "", self.state, self._buttons, self.progress, self.notice, self.made, self.near
        )
        self.add_block(
            "",
            "",
            advice(
                "usb",
                _("Keep one away from this computer. A thief, a fire or a search takes what lies beside it as well."),
            ),
            side_by_side(self.guide),
        )
        self.themselves = ByThemselves(desk, house)
        self.how_many = HowMany(desk)
        about = _("After the file is opened, in a quiet while and before it closes, when something changed.")
        self.add_block(_("Backups that make themselves"), about, self.themselves, self.how_many)
        self.partners = Partners(desk, house)
        about = _("Nobody here can open it, whoever makes them try. A partner elsewhere can, with age or this program.")
        self.add_block(_("Backups for a partner"), about, self.partners)
        self._add_register()
        self._add_ways()
        self.finish()

    def _add_register(self) -> None:
        self.table, self.model = Table(), Lines(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(_("Backups made"))
        self.nothing = secondary(_("Nothing yet. Every backup you make is written down here."), wrap=True)
        self.add_block(_("Backups made"), "", self.table, self.nothing)

    def _add_ways(self) -> None:
        self.check = Button(_("Check a backup"), small=True, run=self._check_backup)
        self.restore = Button(_("Restore a backup"), small=True, run=lambda: self.desk.run("restore"))
        self.check_file = Button(_("Check the file"), small=True, run=lambda: self.desk.run("check"))
        self.add_block(
            _("Try it before you need it"),
            "",
            Offer(
                _("Is a backup whole?"),
                _("It is opened with a passphrase of its day and counted. The backup is only read."),
                self.check,
            ),
            Offer(
                _("Bring a backup back"),
                _("It becomes a second file beside this one. This one is never replaced."),
                self.restore,
            ),
            Offer(
                _("Is this file sound?"), _("Everything in it is read and compared with its history."), self.check_file
            ),
        )

    def note_readonly(self) -> str:
        return _("This file is open for reading only. A backup can be made once it can be written again.")

    def reload(self) -> None:
        """Read the register again."""
        made = self.desk.session.backups()
        place = backing_up.last_place(self.desk.session)
        self.state.setText(self._state(made))
        self.again.setVisible(place is not None)
        if place is not None:
            self.again.setText(_("Back up to {folder} again").format(folder=place.name or str(place)))
            self.again.setToolTip(tip(str(place)))
            self.again.updateGeometry()
        self.choose.set_kind("other" if place else "main")
        self.choose.setText(_("Choose another folder") if place else _("Choose a folder"))
        self.choose.updateGeometry()
        first = self.again if place else self.choose
        self.setFocusProxy(first if self._may else self.check)
        self._fill(made)
        self.themselves.reload()
        self.partners.reload()

    def _state(self, made: list[BackedUp]) -> str:
        if not made:
            return " ".join((_("There is no backup yet."), REASONS.say("kept.no_backup")))
        words = _("The last one is from {when}; it was opened again and counted.")
        if not made[0].verified_at:
            words = _("The last one is from {when}; nobody has opened it since.")
        return words.format(when=moment_words(made[0].at, self.desk.today()))

    def _fill(self, made: list[BackedUp]) -> None:
        self.model.show([self._line(one) for one in made], (_("When"), _("Where to"), _("Size"), _("By")))
        self.table.set_widths(160, 0, 80, 110)
        self.table.setVisible(bool(made))
        self.nothing.setVisible(not made)
        if made:
            rows = min(len(made), _SEEN)
            look = theme.current()
            self.table.setFixedHeight(look.px("size.row_head") + rows * look.px("size.row") + 2)

    def _line(self, one: BackedUp) -> tuple[Cell, ...]:
        where = {WORDS: one.place, TIP: tip(one.place)}
        return moment_words(one.at, self.desk.today()), where, size_words(one.size), one.by

    # ------------------------------------------------------------------ backing up

    def back_up_now(self) -> None:
        """Into the folder of the last backup, where it is there; else ask for one."""
        place = backing_up.last_place(self.desk.session)
        if not self._may or self.progress.isVisibleTo(self):
            return
        if place is None:
            self.ask_for_folder()
        elif is_folder(place):
            self.back_up(place)
        else:
            self._clear()
            self.notice.tell(NotFound(place))
            self.choose.setFocus()

    def ask_for_folder(self) -> None:
        """Have a person choose where the backup goes."""
        files.ask_for_folder(self, _("A folder for the backup"), self.back_up, _("Back up here"))

    def put_one_away(self) -> None:
        """Lead through a backup for elsewhere."""
        self.desk.open_page(BackupGuide(self.desk, self.house))

    def back_up(self, folder: Path) -> None:
        """Write a backup into `folder`, open it again and count it."""
        self._clear()
        self._wait(True)
        session = self.desk.session

        def work(progress: Progress) -> Verified:
            return backing_up.back_up_into(session, folder, progress)

        task = tasks.start(work, self, self._done, self._failed)
        task.stopped.connect(self._stopped)
        self.progress.follow(task, _("Copying ..."))
        self.progress.stop.setFocus()

    def _clear(self) -> None:
        self.notice.clear()
        self.made.say("")
        self.near.say("")

    def _wait(self, waiting: bool) -> None:
        for button in (self.again, self.choose):
            button.setEnabled(not waiting)

    def _done(self, verified: Verified) -> None:
        self._ended()
        total = sum(verified.counts.values())
        self._tell(
            plural("{n} record read again from the copy.", "{n} records read again from the copy.", total)
            + " "
            + _("The backup is whole: {name}, {size}.").format(name=verified.path.name, size=size_words(verified.size))
        )
        if places.same_disk(verified.path, self.desk.session.path):
            self.near.say(
                _(
                    "It lies on the same disk as the file. If this computer is lost, both are. Make another one on a "
                    "stick, and keep that elsewhere."
                )
            )
        self.house.backed_up()

    def _stopped(self) -> None:
        self._ended()
        self.made.say("")
        self.desk.say(_("Stopped. Nothing of the backup is left."))

    def _failed(self, error: Exception) -> None:
        self._ended()
        self.notice.tell(error)
        if not self.isVisible():
            self.desk.complain(error)

    def _ended(self) -> None:
        had_focus = self.progress.stop.hasFocus()
        self._wait(False)
        self.reload()
        if had_focus:
            self.setFocus()

    def _tell(self, sentence: str) -> None:
        self.made.say(sentence)
        if not self.isVisible():
            self.desk.say(sentence)

    def _check_backup(self) -> None:
        self.desk.open_page(CheckBackup(self.desk))
