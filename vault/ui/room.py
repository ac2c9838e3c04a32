"""An open vault as a window: its pages, its banners, the line at its foot, and where one was."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from vault.clock import days_since, is_ahead
from vault.errors import Gone, VaultError, WrongPassphrase
from vault.i18n import _, plural
from vault.plans.records import Record
from vault.services import destroying, machine, places
from vault.services.honesty import Machine
from vault.services.session import Session
from vault.ui import blanking, chord, idle, place
from vault.ui.actions import ACTIONS
from vault.ui.capture import ScreenGuard
from vault.ui.desk import Desk
from vault.ui.dialogs.palette import Choice
from vault.ui.facts import ICONS
from vault.ui.keeping import Keeper, with_away
from vault.ui.looking import TEXT_SIZE, THEME, Looking
from vault.ui.main_window import MainWindow
from vault.ui.pages.backup_check import RestoreHere
from vault.ui.pages.check_file import CheckFile
from vault.ui.pages.import_wizard import ImportWizard
from vault.ui.pages.settings import NOW as BACK_UP_NOW
from vault.ui.pages.settings import SECTIONS, SettingsPage
from vault.ui.pages.settings_look import LookSection
from vault.ui.pages.settings_section import House
from vault.ui.parts.banner import Banner
from vault.ui.reminding import Reminding
from vault.ui.screens import SCREEN_OF
from vault.ui.watchers import MINIMISED, Watchers

#: what a vault keeps for its window, and what holds where nothing is kept
NAME = "window.name"
PLACE = "window.place"
SAMPLE = "sample"

#: makes the pages of the screens, by screen
Pages = Callable[[Desk], Mapping[str, Callable[[], QWidget]]]

#: screen -> what is reached through it from anywhere
_BELOW = {"plan": ("decides", "coverage", "missing", "versions"), "risks": ("chart",), "incidents": ("patterns",)}


class Room(QObject):
    """`lock_asked`, `left` (the window was closed) and `own_asked` (from a sample to a vault of one's own).

    `elsewhere_asked(path)`: lock this vault and open the one at the path. `salvage_asked`: it is damaged; lock it and
    save what can be read of it. `gone`: it took itself away.
    `destroy_asked(orders, silently)`: make it worthless now, and say nothing if that fails.
    """

    lock_asked = Signal()
    left = Signal()
    own_asked = Signal()
    elsewhere_asked = Signal(object)
    salvage_asked = Signal()
    gone = Signal()
    destroy_asked = Signal(object, bool)

    def __init__(
        self,
        session: Session,
        pages: Pages,
        parent: QObject | None = None,
        screen: ScreenGuard | None = None,
        look: Looking | None = None,
    ) -> None:
        super().__init__(parent)
        self.look = look or Looking(self)
        self.look.begin(session.setting)
        self._screen = screen or ScreenGuard(None, self)
        self.session = session
        self.desk = Desk(session, self)
        self._closed = self._parting = False
        self._own_name = str(session.setting(NAME, ""))
        settings = {"settings": lambda: SettingsPage(self.desk, self._house())}
        self.window = MainWindow(self.name(), {**pages(self.desk), **settings}, self._find)
        self.desk.window = self.window
        self.idle = idle.IdleWatch(session.clock, int(session.setting(idle.SETTING, idle.DEFAULT)), self)
        self.keeper = Keeper(self.desk, self.window, self)
        self.chord = chord.Chord(str(session.setting(chord.SETTING, "")), partial(self._keep, chord.SETTING), self)
        self.watchers = Watchers(session.path, self.window, bool(session.setting(MINIMISED, False)), self)
        self.reminding = Reminding(self.desk)
        self._bind()
        self._add_banners()
        self.show_backup_age()

    def name(self) -> str:
        """What the title bar says: neutral, chosen by the people of this vault."""
        return self._own_name or places.shown_name(self.session.path)

    def _bind(self) -> None:
        window, status = self.window, self.window.status
        window.bind("lock", self._lock)
        window.bind("saved", partial(window.go, "today"))
        window.bind("export", partial(window.go, "reports"))
        window.bind("find", self.desk.look_everywhere)
        for screen, keys in _BELOW.items():
            for key in keys if window.has(screen) else ():
                window.bind(key, partial(self.desk.go, screen, key))
        if not self.session.readonly:
            window.bind("undo", self.desk.undo)
            window.bind("new", partial(self.desk.go, "incidents", "log"))
            for action in ACTIONS:
                if action.screen and window.has(action.screen):
                    window.bind(action.key, partial(window.do_at, action.screen, action.page))
            window.bind("import", lambda: self.desk.open_page(ImportWizard(self.desk)))
        self._bind_safekeeping()
        window.closed.connect(self._part)
        self.look.resized.connect(self._grow)
        self.desk.shut_out.connect(self._shut_out)
        self.idle.ticked.connect(status.set_seconds_to_lock)
        self.idle.ticked.connect(self._tick)
        self.keeper.changed.connect(self._backed_up)
        for wants_it in (self.idle.expired, self.idle.asked, self.watchers.asked):
            wants_it.connect(self._lock)
        self.chord.pressed.connect(lambda: self.destroy_asked.emit(destroying.at_once(), True))
        self.desk.kept.connect(status.set_saved)
        status.set_saved(_("Nothing can be changed") if self.session.readonly else _("Everything saved"))

    def _bind_safekeeping(self) -> None:
        """Backups, checks and settings: where each of them is, from the menus, the palette and the status line."""
        desk, bind = self.desk, self.window.bind
        for key in SECTIONS:
            bind(key, partial(desk.go, "settings", key))
        bind("backup", partial(desk.go, "settings", BACK_UP_NOW))
        bind("restore", lambda: desk.open_page(RestoreHere(desk, self.elsewhere_asked.emit)))
        bind("check", lambda: desk.open_page(CheckFile(desk, self.salvage_asked.emit)))

    def _house(self) -> House:
        return House(
            minutes=lambda: self.idle.minutes,
            set_minutes=self.set_minutes,
            minimised=lambda: self.watchers.minimised.on,
            set_minimised=self.set_minimised,
            look=self.look,
            set_theme=self.set_theme,
            set_text_size=self.set_text_size,
            screen=self._screen,
            name=lambda: self._own_name,
            set_name=self.set_name,
            backed_up=self._backed_up,
            keep=self.keeper.look,
            machine=self._machine,
            go_elsewhere=self.elsewhere_asked.emit,
            destroy=lambda wished: self.destroy_asked.emit(wished, False),
            chord=self.chord,
        )

    def _tick(self, seconds_left: int) -> None:
        self.keeper.rest(self.idle.minutes, seconds_left)

    def _part(self) -> None:
        self._parting = True
        self.keeper.part(self.left.emit)

    def _lock(self) -> None:
        """While a last backup is made the window was closed already: that ends, and nothing is started anew."""
        (self.left if self._parting else self.lock_asked).emit()

    def _machine(self) -> Callable[[], Machine]:
        """Asks what this computer tells, on any thread; what this window hears of it and keeps from it is known."""
        return partial(
            machine.computer,
            self.session.path,
            watches_screen_lock=self.watchers.hears_screen,
            hides_from_screenshots=self._screen.works and not self._screen.allows,
            shown_in_screenshots=self._screen.works and self._screen.allows,
        )

    def _shut_out(self, error: VaultError) -> None:
        """Somebody gave a wrong passphrase inside: whoever sits here may not be who opened the file."""
        if isinstance(error, Gone):
            self.gone.emit()
        elif isinstance(error, WrongPassphrase) and error.onto:
            self.elsewhere_asked.emit(error.onto)
        else:
            self._lock()

    def _backed_up(self) -> None:
        """Have the status line, Today and the settings know of the new backup at once."""
        self.show_backup_age()
        today, settings = self.window.stage.page("today"), self.window.stage.page("settings")
        if today is not None and today.isVisible():
            today.reload()  # type: ignore[attr-defined]
        if isinstance(settings, SettingsPage) and settings.isVisible():
            settings.reload_backups()

    def _add_banners(self) -> None:
        if self.session.setting(SAMPLE, False):
            sentence = _("A sample: everything in it is invented. Do not write down anything real here.")
            self.window.add_banner(Banner("eye", sentence, _("Start my own"), self.own_asked.emit))
        for notice in self.session.notices:
            self.window.add_banner(Banner("circle-alert", _(notice)))

    def show(self) -> None:
        """Show the window where one was, with what was being typed."""
        self.window.show()
        place.come_back(self.desk, self.window, self.session.setting(PLACE, {}))
        self.idle.start()
        self.watchers.start()
        self.keeper.begin()
        self.reminding.begin()

    def show_backup_age(self) -> None:
        """The part of the status line that leads to Backups."""
        backups = self.session.backups()
        age = backup_age(backups[0].at if backups else "", self.session.clock.now())
        self.window.status.set_backup(with_away(age, self.keeper.away))

    def set_minutes(self, minutes: int) -> None:
        """Lock after so many quiet minutes, from now on."""
        self.idle.minutes = minutes
        self.idle.alive()
        self.idle.look()
        self._keep(idle.SETTING, minutes)

    def set_minimised(self, on: bool) -> None:
        """Whether it locks when its window is minimised, from now on."""
        self.watchers.minimised.on = on
        self._keep(MINIMISED, on)

    def set_theme(self, name: str) -> None:
        """Colours, from now on, in every page that is open."""
        self.look.choose_theme(name)
        self._keep(THEME, name)

    def set_text_size(self, per_cent: int) -> None:
        """How large words are, from now on."""
        self.look.choose_text_size(per_cent)
        self._keep(TEXT_SIZE, per_cent)

    def _grow(self) -> None:
        """Widths were worked out when a page was made, so all are made anew; what is typed in them is kept first."""
        self.desk.keep()
        self.window.renew()
        page = self.window.stage.page("settings")
        if isinstance(page, SettingsPage) and self.window.stage.here == "settings":
            page.show_section(LookSection.key)
            section = page.section()
            assert isinstance(section, LookSection)
            section.point_at_size()
            QTimer.singleShot(0, section, section.point_at_size)  # an arrow key looks after its own button only then

    def set_name(self, name: str) -> None:
        """Have the title bar say `name`; "" for the name of the file."""
        self._own_name = name
        self.window.setWindowTitle(self.name())
        self._keep(NAME, name)

    def _keep(self, setting: str, value: object) -> None:
        """Inside the vault; one that is open for reading only has it until it closes."""
        if not self.session.readonly:
            self.desk.ask(self.session.set_setting(setting, value), self)

    def close(self) -> None:
        """Keep what is being typed and where, blank the screen, stop what runs, close the vault.

        Never waits for a person; what is slow comes after nothing is to be seen any more. May be called twice.
        """
        if self._closed:
            return
        self._closed = True
        self.idle.stop()
        self.keeper.stop()
        self.watchers.stop()
        where = place.where(self.window)
        self.desk.keep()
        blanking.blank()
        self.reminding.end()
        self.session.stop()
        if not self.session.readonly:
            self.session.set_setting(PLACE, where)
        self.session.close()
        blanking.let_go()

    def _find(self, text: str) -> Sequence[Choice]:
        found = self.session.search(text, limit=20)
        return [
            Choice(one.title, partial(self._open_found, one), detail=_(one.words), icon=ICONS.get(one.kind, ""))
            for one in found
        ]

    def _open_found(self, one: Record) -> None:
        """Over the list of its kind: going back leads there, whatever was at the front before."""
        screen = SCREEN_OF.get(one.kind, "")
        if not self.window.has(screen) or self.window.go(screen):
            self.desk.open_record(one.id)


def backup_age(at: str, now: datetime) -> str:
    """ "Backup 3 days old", from the stamp of the last one; "" means there was none."""
    if not at:
        return _("No backup yet")
    if is_ahead(at, now):
        return _("Backup of unknown age")
    days = days_since(at, now)
    if not days:
        return _("Backup made today")
    return plural("Backup {n} day old", "Backup {n} days old", days)
