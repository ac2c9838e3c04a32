"""The first page: what lies here already, a new file, one from elsewhere, a backup, or a look around."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.services import places
from vault.ui import files, theme
from vault.ui.gate import Mark, middle
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card, line
from vault.ui.parts.labels import RoundIcon, card_title, page_title, secondary, small
from vault.ui.parts.notice import Notice
from vault.ui.parts.rows import Row, RowList

_WIDTH = 640
_SHOWN = 5


class Welcome(QWidget):
    """`create_asked`, `restore_asked` and `look_around_asked` ask for another page; `chosen(Path)` is a
    vault to unlock."""

    create_asked = Signal()
    restore_asked = Signal()
    look_around_asked = Signal()
    chosen = Signal(object)

    def __init__(self, here: Sequence[Path]) -> None:
        super().__init__()
        look = theme.current()
        self.notice = Notice()
        content = QWidget()
        content.setFixedWidth(look.px(_WIDTH))
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Mark(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(look.px(16))
        column.addWidget(page_title(_("Welcome")), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(look.px(4))
        about = _("A safe place for what your organisation writes down. It stays on this computer, encrypted.")
        column.addWidget(secondary(about), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(look.px(20))
        column.addWidget(self.notice)
        column.addSpacing(look.px(12))
        if here:
            column.addWidget(self._known(here))
            column.addSpacing(look.px(16))
        column.addWidget(self._ways(first=not here))
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(middle(content))

    def _known(self, here: Sequence[Path]) -> Card:
        look, card = theme.current(), Card(_("On this computer"), flush=True)
        self.list = RowList([Row(words=places.shown_name(path), icon="file-text", key=path) for path in here])
        self.list.setAccessibleName(_("Files on this computer"))
        self.list.setFixedHeight(look.px("size.row") * min(len(here), _SHOWN) + 2)
        self.list.choose_first()
        self.list.opened.connect(self.chosen)
        self.setFocusProxy(self.list)
        card.body.addWidget(self.list)
        return card

    def _ways(self, *, first: bool) -> Card:
        card = Card(flush=True)
        self.start = Button(_("Start"), "main" if first else "other", run=self.create_asked.emit)
        self.open = Button(_("Open"), run=self._ask_for_vault)
        self.bring_back = Button(_("Restore"), run=self.restore_asked.emit)
        self.look = Button(_("Look around"), run=self.look_around_asked.emit)
        if first:
            self.setFocusProxy(self.start)
        for n, way in enumerate(
            (
                _Way("file-text", _("Start a new file"), _("Five short questions, about three minutes"), self.start),
                _Way("folder-open", _("Open a file that lies elsewhere"), _("On a stick or another disk"), self.open),
                _Way("archive-restore", _("Restore a backup"), _("From a single file you kept"), self.bring_back),
                _Way("eye", _("Look around first"), _("With a sample organisation that does not exist"), self.look),
            )
        ):
            if n:
                card.body.addWidget(line())
            way.show_tint(first and n == 0)
            card.body.addWidget(way)
        return card

    def _ask_for_vault(self) -> None:
        files.ask_for_folder(self, _("Which file? Choose its folder."), self.chosen.emit, _("Open"))


class _Way(QFrame):
    def __init__(self, icon: str, words: str, second: str, button: Button) -> None:
        super().__init__()
        look = theme.current()
        button.setAccessibleDescription(words)
        self._icon, self._tinted = icon, False
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(look.px(20), look.px(12), look.px(20), look.px(12))
        self.row.setSpacing(look.px(18))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(card_title(words))
        texts.addWidget(small(second, "secondary"))
        self.row.addLayout(texts, 1)
        self.row.addWidget(button)

    def show_tint(self, tinted: bool) -> None:
        """The way most people take first stands out."""
        colours = ("accent.fill", "accent.on") if tinted else ("accent.tint", "accent.text")
        self.row.insertWidget(0, RoundIcon(self._icon, 40, *colours))
        self._tinted = tinted

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._tinted:
            QPainter(self).fillRect(self.rect(), theme.current().colour("accent.tint"))
