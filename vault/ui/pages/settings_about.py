"""What this program is, what it stands on, and where the file lies."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from vault import __version__
from vault.i18n import N_, _
from vault.services import about, places
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.facts import moment_words
from vault.ui.pages.settings_section import House, Section
from vault.ui.parts.labels import Sentence, Words
from vault.ui.parts.lines import Lines
from vault.ui.parts.table import Table


class AboutSection(Section):
    """Nothing to change here."""

    key, words, icon = "about", N_("About"), "info"
    heading = N_("About")
    about = N_("An encrypted home for the security plan of an organisation.")

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        self.saved = _selectable("")
        self.add_block(
            _("This program"),
            "",
            _lines(
                (_("Version"), _selectable(__version__)),
                (_("Licence"), _selectable(_("GPL-3.0-or-later: free to use, to study, to change and to pass on."))),
            ),
            Sentence(
                "good",
                _("It has no code for networks: it sends nothing, fetches nothing and looks for no updates."),
                "shield-check",
            ),
        )
        self.add_block(
            _("This file"),
            "",
            _lines(
                (_("Name"), _selectable(places.shown_name(desk.session.path))),
                (_("Where it lies"), _selectable(str(desk.session.path))),
                (_("Last change"), self.saved),
            ),
        )
        self.libraries = _libraries()
        self.add_block(_("What it stands on"), _("Each under its own licence."), self.libraries)
        self.finish()

    def note_readonly(self) -> str:
        return ""

    def reload(self) -> None:
        """Say when something was changed last."""
        moment = self.desk.session.last_change()
        self.saved.setText(moment_words(moment, self.desk.today()) if moment else _("Nothing is written yet."))


def _selectable(text: str) -> Words:
    made = Words(text, wrap=True)
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def _lines(*lines: tuple[str, Words]) -> QWidget:
    look, made = theme.current(), QWidget()
    grid = QGridLayout(made)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look.px("space.l"))
    grid.setVerticalSpacing(look.px("space.xs"))
    grid.setColumnMinimumWidth(0, look.px(120))
    grid.setColumnStretch(1, 1)
    for row, (label, words) in enumerate(lines):
        words.setAccessibleName(f"{label}: {words.text()}")
        grid.addWidget(Words(label, tone="secondary"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(words, row, 1)
    return made


def _libraries() -> Table:
    look, made, found = theme.current(), Table(), about.libraries()
    lines = [(one.name, one.version, one.licence or _("as its own file says")) for one in found]
    made.setModel(Lines(made, (_("Name"), _("Version"), _("Licence")), lines))
    made.setAccessibleName(_("What it stands on"))
    made.set_widths(170, 90, 0)
    made.setFixedHeight(look.px("size.row_head") + len(found) * look.px("size.row") + 2)
    return made
