"""A backup that lies elsewhere, step by step: plug in, choose, copy, read again, put it away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _, plural
from vault.progress import Progress
from vault.services import backing_up, places
from vault.services.backing_up import Verified
from vault.ui import files, tasks, theme
from vault.ui.desk import Desk
from vault.ui.pages.backup_check import size_words
from vault.ui.pages.create_steps import advice
from vault.ui.pages.settings_section import House
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.labels import Elided, Sentence, card_title, prose
from vault.ui.parts.notice import Notice
from vault.ui.parts.wizard import Wizard

PLUG_IN, CHOOSE, COPY, READ, AWAY = range(5)


class BackupGuide(Wizard):
    """Leads through the five steps; `house.backed_up` is called when the backup is there."""

    def __init__(self, desk: Desk, house: House) -> None:
        steps = (_("Plug in"), _("Choose"), _("Copy"), _("Read again"), _("Put it away"))
        super().__init__(_("A backup to put away elsewhere"), steps, desk.back)
        self.desk, self._house = desk, house
        self.way_back = desk.back
        self.set_path([(_("Settings"), desk.back), (_("A backup to put away elsewhere"), None)])
        self.folder: Path | None = None
        self.plug_in, self.choosing, self.copying = _plug_in(), _Choosing(self.take), _copying()
        self.notice = self.choosing.notice
        self.show_step(self.plug_in, PLUG_IN, _("It is plugged in"), back=False)
        self.next_button.setFocus()
        self.setFocusProxy(self.next_button)

    def reload(self) -> None:
        """Nothing here comes from the vault."""

    def go_on(self) -> None:
        """From each step to the next."""
        if self.step == PLUG_IN:
            self.show_step(self.choosing, CHOOSE, _("Copy"))
        elif self.step == CHOOSE and self.folder is None:
            self.choosing.wrong.say(_("Choose a folder on the stick first."))
            self.choosing.choose.setFocus()
        elif self.step == CHOOSE and self.folder is not None:
            self._copy(self.folder)
        elif self.step == AWAY:
            self.desk.back()

    def go_back(self) -> None:
        """To the step before."""
        self.show_step(self.plug_in, PLUG_IN, _("It is plugged in"), back=False)
        self.next_button.setFocus()

    def take(self, folder: Path) -> None:
        """Copy into this folder."""
        self.folder = folder
        self.choosing.show_folder(folder, near=places.same_disk(folder, self.desk.session.path))
        self.next_button.setFocus()

    def _copy(self, folder: Path) -> None:
        self.notice.clear()
        session = self.desk.session
        self.show_step(self.copying, COPY, _("Continue"), back=False)
        self.wait(True)

        def work(progress: Progress) -> Verified:
            return backing_up.back_up_into(session, folder, progress)

        task = tasks.start(work, self, self._done, self._failed)
        task.progressed.connect(self._follow)
        task.stopped.connect(lambda: self._again(_("Stopped. Nothing of the backup is left.")))
        self.progress.follow(task, _("Copying ..."))
        self.progress.stop.setFocus()

    def _follow(self, _done: int, _total: int, what: str) -> None:
        if what == _("Reading it again ..."):
            self.steps.set_now(READ)

    def _done(self, verified: Verified) -> None:
        self._house.backed_up()
        self.show_step(_away(verified), AWAY, _("It is put away"), back=False)
        self.leave_button.hide()
        self.next_button.setFocus()

    def _failed(self, error: Exception) -> None:
        self._again("")
        self.notice.tell(error)

    def _again(self, sentence: str) -> None:
        self.show_step(self.choosing, CHOOSE, _("Copy"))
        self.choosing.wrong.say(sentence)


class _Choosing(Card):
    def __init__(self, take: files.Chosen) -> None:
        super().__init__()
        look, row = theme.current(), QHBoxLayout()
        self._take = take
        self.notice, self.wrong, self.near = Notice(), Sentence("error"), Sentence("late")
        self.folder = Elided(_("No folder chosen yet"))
        self.choose = Button(_("Choose a folder"), icon="folder-open", small=True, run=self._ask)
        row.setSpacing(look.px("space.s"))
        row.addWidget(self.folder, 1)
        row.addWidget(self.choose)
        self.body.addWidget(self.notice)
        self.body.addWidget(card_title(_("Where on the stick?")))
        self.body.addWidget(prose(_("The stick itself will do. The backup gets a name that says nothing but the day.")))
        self.body.addLayout(row)
        self.body.addWidget(self.wrong)
        self.body.addWidget(self.near)
        self.body.addStretch(1)
        self.setFocusProxy(self.choose)

    def _ask(self) -> None:
        files.ask_for_folder(self, _("A folder on the stick"), self._take, _("Back up here"))

    def show_folder(self, folder: Path, *, near: bool) -> None:
        """Say what was chosen."""
        self.folder.setText(str(folder))
        self.wrong.say("")
        told = _("This is the disk the file lies on, not a stick. What takes one takes both.")
        self.near.say(told if near else "")


def _plug_in() -> QWidget:
    card = Card()
    card.body.addWidget(card_title(_("Plug in a stick")))
    about = _(
        "Take one that is used for nothing else. Nothing on it is changed or erased; the backup is one more file."
    )
    card.body.addWidget(prose(about))
    card.body.addWidget(advice("usb", _("Two sticks, used in turn, are better than one: one of them is always away.")))
    card.body.addStretch(1)
    return card


def _copying() -> QWidget:
    card = Card()
    card.body.addWidget(card_title(_("Copying, then reading it again")))
    card.body.addWidget(
        prose(_("Leave the stick where it is until the last step. This page stays until then; Stop ends it sooner."))
    )
    card.body.addStretch(1)
    return card


def _away(verified: Verified) -> QWidget:
    card, column = Card(), QVBoxLayout()
    total = sum(verified.counts.values())
    read = plural("{n} record read again from the copy.", "{n} records read again from the copy.", total)
    size = size_words(verified.size)
    card.body.addWidget(card_title(_("Put it away, elsewhere")))
    card.body.addWidget(Sentence("good", f"{read} {verified.path.name}, {size}."))
    for icon, words in (
        ("usb", _("Eject the stick as this computer asks for it, then pull it out.")),
        ("house", _("Take it to another building, to somebody you trust. Beside the computer it goes with it.")),
        ("key-round", _("It opens with the passphrases of today. Whoever has it needs one of them.")),
    ):
        column.addWidget(advice(icon, words))
    card.body.addLayout(column)
    card.body.addStretch(1)
    return card
