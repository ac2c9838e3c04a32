"""Where one is in a few steps: down the side of a wizard, or along the top of an export."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from vault.i18n import _
from vault.ui import icons, theme
from vault.ui.parts.card import Card, line
from vault.ui.parts.labels import Words, card_title, small

_LARGE_TEXT = 1.5
DONE, NOW, LATER = "done", "now", "later"


class StepRail(QFrame):
    """The steps of a wizard from top to bottom on the navigation's ground: (name, what it is about) each."""

    def __init__(self, title: str, steps: Sequence[tuple[str, str]], foot: str = "") -> None:
        super().__init__()
        look = theme.current()
        self.setProperty("surface", "nav")
        self.setFixedWidth(look.px(296))
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        column = QVBoxLayout()
        column.setContentsMargins(look.px(40), look.px(44), look.px(28), look.px(24))
        column.setSpacing(0)
        outer.addLayout(column, 1)
        outer.addWidget(line(upright=True))
        column.addWidget(card_title(title))
        column.addSpacing(look.px(22))
        self._steps = [_RailStep(n, len(steps), *step) for n, step in enumerate(steps, 1)]
        for step in self._steps:
            column.addWidget(step)
        column.addStretch(1)
        self.foot = small(foot, wrap=True)
        column.addWidget(self.foot)
        self.set_now(0)

    def set_now(self, at: int) -> None:
        """Mark step `at` (from 0) as the one people are at, those before it as done."""
        for n, step in enumerate(self._steps):
            step.show_state(_state(n, at))

    def set_detail(self, at: int, words: str) -> None:
        """The second line of a step: its answer, once there is one."""
        self._steps[at].detail.setText(words)


class StepLine(Card):
    """The steps side by side with lines between them. Several can be current: what is checked while it is seen."""

    def __init__(self, steps: Sequence[str]) -> None:
        super().__init__()
        look = theme.current()
        side = look.px("space.card_side")
        self.column.setContentsMargins(side, 0, side, 0)
        self.setFixedHeight(look.px(48))
        row = QHBoxLayout()
        row.setSpacing(look.px("space.s"))
        self._steps: list[tuple[_Number, Words]] = []
        for n, words in enumerate(steps, 1):
            if n > 1:
                between = line()
                between.setMinimumWidth(look.px(10))
                row.addWidget(between, 1)
            number, label = _Number(n, 22), _StateWords(words)
            self._steps.append((number, label))
            row.addWidget(number)
            row.addWidget(label)
        self.body.addLayout(row)
        self.set_now(0)

    def set_now(self, at: int, to: int | None = None) -> None:
        """Mark the steps `at` to `to` (from 0, both counted in) as current, those before as done."""
        to = at if to is None else to
        for n, (number, label) in enumerate(self._steps):
            state = NOW if at <= n <= to else _state(n, at)
            number.show_state(state)
            label.setAccessibleName(_said(n + 1, len(self._steps), label.text(), state))
            number.setToolTip(label.text())
            if isinstance(label, _StateWords):
                label.show_state(state)
            if theme.current().text_size >= _LARGE_TEXT:  # the numbers stay, the words of the current ones too
                label.setVisible(state == NOW)


class _StateWords(Words):
    """Words that are semibold for the current step, and as wide as then at any time."""

    def __init__(self, text: str) -> None:
        super().__init__(text, strong=True)
        self.setMinimumWidth(self.sizeHint().width())

    def show_state(self, state: str) -> None:
        self._strong = state == NOW
        self.setFont(theme.current().font(strong=self._strong))
        self.set_tone("" if state == NOW else "secondary")


class _RailStep(QWidget):
    def __init__(self, n: int, of: int, name: str, detail: str) -> None:
        super().__init__()
        look = theme.current()
        self._n, self._of, self._name = n, of, name
        self.setMinimumHeight(look.px(54))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(look.px("space.m"))
        self.number = _Number(n, 26)
        row.addWidget(self.number, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setContentsMargins(0, look.px(3), 0, 0)
        words.setSpacing(0)
        self.title = Words(name, strong=True)
        self.detail = small(detail, wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.detail)
        words.addStretch(1)
        row.addLayout(words, 1)

    def show_state(self, state: str) -> None:
        self.number.show_state(state)
        self.title.set_tone("" if state == NOW else "secondary")
        self.title.setAccessibleName(_said(self._n, self._of, self._name, state))


class _Number(QWidget):
    def __init__(self, n: int, size: int) -> None:
        super().__init__()
        self._n, self._state = n, LATER
        self._small = size < 26
        self.setFixedSize(icons.extent(size))

    def show_state(self, state: str) -> None:
        self._state = state
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        now, done = self._state == NOW, self._state == DONE
        painter.setBrush(look.colour("accent.fill" if now else "surface.card"))
        painter.setPen(QPen(look.colour("accent.fill" if now or done else "line.strong"), 1.5))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.75, 0.75, -0.75, -0.75))
        ink = look.colour("accent.on" if now else "accent.text" if done else "text.secondary")
        if done:
            side = look.px(13 if self._small else 15)
            tick = QRect(0, 0, side, side)
            tick.moveCenter(self.rect().center())
            icons.paint(painter, "check", tick, ink)
            return
        painter.setFont(look.font("small" if self._small else "body", strong=True))
        painter.setPen(ink)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, str(self._n))


def _state(n: int, at: int) -> str:
    return DONE if n < at else NOW if n == at else LATER


def _said(n: int, of: int, name: str, state: str) -> str:
    words = {DONE: _("done"), NOW: _("now"), LATER: _("later")}[state]
    return _("Step {n} of {of}, {name}, {state}").format(n=n, of=of, name=name, state=words)
