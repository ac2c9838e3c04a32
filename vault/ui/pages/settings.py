"""Settings: a list of sections at the start, the section that is chosen beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget

from vault.i18n import _
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.pages.settings_about import AboutSection
from vault.ui.pages.settings_backups import BackupsSection
from vault.ui.pages.settings_honesty import HonestSection
from vault.ui.pages.settings_keys import PassphrasesSection
from vault.ui.pages.settings_locking import LockingSection, NameSection
from vault.ui.pages.settings_look import LookSection
from vault.ui.pages.settings_pressure import PressureSection
from vault.ui.pages.settings_reminders import RemindersSection
from vault.ui.pages.settings_section import House, Section
from vault.ui.parts.card import Card
from vault.ui.parts.page import Page
from vault.ui.parts.scroll import Scroll
from vault.ui.parts.section_list import SectionList

SECTIONS: dict[str, type[Section]] = {
    section.key: section
    for section in (
        HonestSection,
        PassphrasesSection,
        BackupsSection,
        LockingSection,
        RemindersSection,
        PressureSection,
        LookSection,
        NameSection,
        AboutSection,
    )
}
#: what may be asked for beside a section: back up, as soon as the section is there
NOW, AWAY = "backup", "away"
_LIST_WIDTH = 196
_LEAST_WIDTH, _LEAST_HEIGHT = 340, 240


class SettingsPage(Page):
    """`desk.go("settings", "backups")` shows a section, `NOW` in place of it also begins a backup.

    `sections` are those that were seen, by key: each is made when it is, because all of them keep a person waiting.
    """

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(_("Settings"))
        look = theme.current()
        self._desk, self._house = desk, house
        self._areas: dict[str, tuple[Section, Scroll]] = {}  # each is made when it is first seen
        self.list = SectionList(_("Settings"), [(key, _(one.words), one.icon) for key, one in SECTIONS.items()])
        listed = Card()
        listed.column.setContentsMargins(look.px(8), look.px(8), look.px(8), look.px(8))
        listed.body.addWidget(self.list)
        listed.setFixedWidth(look.px(_LIST_WIDTH))
        self._stack = QStackedWidget()
        content = Card(flush=True)
        content.body.addWidget(self._stack)
        content.setMinimumSize(look.px(_LEAST_WIDTH), look.px(_LEAST_HEIGHT))
        self.body.addWidget(listed)
        self.body.addWidget(content, 1)
        self.list.chosen.connect(self._show)
        desk.screen_asked.connect(self._asked)
        self.setFocusProxy(self.list)
        self.list.choose(HonestSection.key)

    def section(self) -> Section:
        """The one that is shown."""
        return self._area(self.list.here())[0]

    def reload(self) -> None:
        """Read again what the section shows."""
        self.section().reload()

    def reload_backups(self) -> None:
        """There is a new one. Another section has what somebody is typing there."""
        if self.list.here() == BackupsSection.key:
            self.section().reload()

    def show_section(self, key: str) -> None:
        """Bring a section to the front, with the focus in it."""
        self.list.choose(key)
        section = self.section()
        (section if section.focusProxy() else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, key: str) -> None:
        section, area = self._area(key)
        self._stack.setCurrentWidget(area)
        self.set_title(_(section.heading))
        self.set_subtitle(_(section.about))
        section.reload()

    def _area(self, key: str) -> tuple[Section, Scroll]:
        if key not in self._areas:
            section = SECTIONS[key](self._desk, self._house)
            self._areas[key] = section, Scroll(section)
            self._stack.addWidget(self._areas[key][1])
        return self._areas[key]

    def _asked(self, screen: str, wanted: object) -> None:
        if screen != "settings":
            return
        if wanted in (NOW, AWAY):
            self.show_section(BackupsSection.key)
            backups = self.section()
            assert isinstance(backups, BackupsSection)
            (backups.back_up_now if wanted == NOW else backups.put_one_away)()
        elif wanted in SECTIONS:
            self.show_section(str(wanted))
