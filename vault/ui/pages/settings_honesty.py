"""The honest picture: what the file protects against today, in one list, each line with the way to mend it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import N_, _
from vault.services import honesty
from vault.services.honesty import Finding, Machine, State
from vault.ui import icons, tasks, theme
from vault.ui.desk import Desk
from vault.ui.facts import empty
from vault.ui.pages.settings_section import SIDE, House, Section
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import line
from vault.ui.parts.labels import IconLabel, Words, secondary
from vault.ui.parts.notice import Notice

#: state -> icon, colour of the icon, tone of the word
_SHOWN = {
    State.PROTECTED: ("circle-check", "success.text", "good"),
    State.PARTLY: ("circle-alert", "attention.text", "late"),
    State.NOT: ("triangle-alert", "danger.text", "danger"),
    State.UNKNOWN: ("circle-help", "text.secondary", "secondary"),
}
#: places a cure leads to that are no section of the settings: screen and what is asked of it
_ELSEWHERE = {"export": ("reports", None)}
_LARGE_TEXT = 1.5
_STATE_WIDTH, _DANGER_WIDTH, _LEAST_REASON = 138, 236, 190
_ANY_WIDTH = 16_777_215  # QWIDGETSIZE_MAX


class HonestSection(Section):
    """Worked out anew whenever it is seen."""

    key, words, icon = "honesty", N_("Honest picture"), "shield-check"
    heading = N_("What this protects against today")
    about = N_("Worked out from your settings and this computer, each time you look.")

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        self.summary = Words("", "card_title", wrap=True)
        self.again = Button(_("Check again"), icon="refresh-cw", small=True, run=self.reload)
        self.notice = Notice()
        head, row = QWidget(), QHBoxLayout()
        head.setLayout(row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.summary, 1)
        row.addWidget(self.again, 0, Qt.AlignmentFlag.AlignTop)
        self.add_block(
            "",
            "",
            head,
            secondary(_("No program protects against everything. Here is what is true today."), wrap=True),
            self.notice,
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.column.addLayout(self._rows)
        self._shown: tuple[Finding, ...] = ()
        self._made: list[DangerRow] = []
        self.finish()
        self.setFocusProxy(self.again)

    def note_readonly(self) -> str:
        return ""

    def reload(self) -> None:
        """Ask the computer and the file again."""
        ask = self.house.machine()
        tasks.start(lambda _progress: ask(), self, self._show, self.notice.tell)

    def rows(self) -> list[DangerRow]:
        """From the first to the last."""
        return list(self._made)

    def _show(self, machine: Machine) -> None:
        if not self.isVisible():
            return  # the file may have been closed meanwhile, and it is asked again when it is seen
        told = honesty.picture(self.desk.session, machine, self.house.minutes())
        self.notice.clear()
        self.summary.setText(told.summary)
        if told.findings == self._shown:
            return  # what has the focus keeps it
        self._shown = told.findings
        empty(self._rows)
        self._made = [DangerRow(finding, partial(self._cure, finding.cure)) for finding in told.findings]
        for n, row in enumerate(self._made):
            if n:
                self._rows.addWidget(line())
            self._rows.addWidget(row)

    def _cure(self, place: str) -> None:
        screen, asked = _ELSEWHERE.get(place, ("settings", place))
        self.desk.go(screen, asked)


class DangerRow(QWidget):
    """How it stands, against what, why, and a button where it can be changed."""

    def __init__(self, finding: Finding, cure: partial[None]) -> None:
        super().__init__()
        look, (icon, ink, tone) = theme.current(), _SHOWN[finding.state]
        self.finding = finding
        state = QWidget()
        state.setFixedWidth(look.px(_STATE_WIDTH))
        beside = QHBoxLayout(state)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(look.px("space.s"))
        beside.addWidget(IconLabel(icon, icons.BUTTON, ink))
        beside.addWidget(Words(_(honesty.WORDS[finding.state]), tone=tone, strong=True), 1)
        self._danger = Words(finding.danger, strong=True, wrap=True)
        self._words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._words.setSpacing(look.px(2))
        self._words.addWidget(self._danger)
        self._words.addWidget(secondary(finding.because, wrap=True), 1)
        large, ways = look.text_size >= _LARGE_TEXT, QBoxLayout.Direction
        row = QBoxLayout(ways.TopToBottom if large else ways.LeftToRight, self)
        side, top = look.px(SIDE), look.px(10)
        row.setContentsMargins(side, top, side, top)
        row.setSpacing(look.px("space.m"))
        row.addWidget(state)
        row.addLayout(self._words, 1)
        self.setMinimumHeight(look.px(56))
        self.button: Button | None = None
        if not finding.cure:  # read with the keyboard as well: nothing else would bring it into view
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            words = _(honesty.WORDS[finding.state])
            self.setAccessibleName(f"{finding.danger}: {words}. {finding.because}")
        else:
            self.button = Button(finding.cure_words, small=True, run=cure)
            self.button.setAccessibleDescription(finding.danger)
            row.addWidget(self.button)

    def _room_beside(self) -> int:
        """So wide must it be for a reason beside the danger.

        Never less than that arrangement needs: it would make the row wider than the page, which makes it narrower
        again, without an end.
        """
        look = theme.current()
        end = look.px("space.m") + self.button.sizeHint().width() if self.button else 0
        inside = _STATE_WIDTH + _DANGER_WIDTH + _LEAST_REASON + 2 * SIDE
        return look.px(inside) + 2 * look.px("space.m") + end

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setPen(QPen(theme.current().colour("focus.ring"), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reason beside the danger where there is room, below it otherwise."""
        super().resizeEvent(event)
        look, way = theme.current(), QBoxLayout.Direction
        wide = self.width() >= self._room_beside()
        self._words.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self._words.setSpacing(look.px("space.m" if wide else 2))
        self._danger.setMinimumWidth(look.px(_DANGER_WIDTH) if wide else 0)
        self._danger.setMaximumWidth(look.px(_DANGER_WIDTH) if wide else _ANY_WIDTH)
        lines = self.layout()
        if look.text_size >= _LARGE_TEXT and lines is not None:
            self.setMinimumHeight(lines.minimumHeightForWidth(self.width()))
