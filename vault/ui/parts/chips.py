"""Chips of state: as widgets, and as paint functions for delegates. Those of risk level are in `level_chips`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QGuiApplication, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from vault.i18n import _
from vault.ui import icons, theme
from vault.ui.parts.buttons import on_click

#: kind -> fill, ink
_KINDS = {
    "plain": ("surface.sunken", "text.secondary"),
    "own": ("accent.tint", "accent.text"),
    "late": ("attention.tint", "attention.text"),
    "good": ("success.tint", "success.text"),
    "danger": ("danger.tint", "danger.text"),
}
_PAD, _GAP = 9, 5


def chip_size(words: str, icon: str = "") -> QSize:
    """The px a state chip takes."""
    look = theme.current()
    width = QFontMetrics(look.font("small")).horizontalAdvance(words) + 2 * look.px(_PAD)
    if icon:
        width += look.px(icons.INLINE) + look.px(_GAP)
    return QSize(width, look.px("size.chip"))


def paint_chip(painter: QPainter, where: QRect, words: str, kind: str = "plain", icon: str = "") -> None:
    """Paint a state chip into `where` (as `chip_size` measured it). `kind`: plain, own, late, good, danger."""
    look = theme.current()
    fill, ink = _KINDS[kind]
    paint_box(painter, where, look.colour(fill), where.height() / 2, look.colour(ink))
    at = where.adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
    if icon:
        at = _paint_start_icon(painter, at, icon, look.colour(ink))
    painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    painter.setFont(look.font("small"))
    painter.setPen(look.colour(ink))
    painter.drawText(at, Qt.AlignmentFlag.AlignCenter, words)


class Chip(QLabel):
    """A word of state: "6 days late"."""

    def __init__(self, words: str, kind: str = "plain", icon: str = "") -> None:
        super().__init__(words)
        self.kind, self.icon_name = kind, icon
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, words: str, kind: str, icon: str = "") -> None:
        """Say something else."""
        self.kind, self.icon_name = kind, icon
        self.setText(words)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return chip_size(self.text(), self.icon_name)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), self.rect(), self.text(), self.kind, self.icon_name)


class ChipButton(QPushButton):
    """A chip that does something: a filter that is on (`cross` takes it off), an order that can be changed."""

    _HEIGHT = 28

    def __init__(
        self,
        words: str,
        icon: str = "",
        *,
        cross: bool = False,
        run: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(words, parent)
        self.icon_name, self._cross = icon, cross
        self.setProperty("kind", "chip")
        self.setAutoDefault(False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if cross:
            self.setAccessibleName(_("Remove the filter: {words}").format(words=words))
        if run:
            on_click(self, run)

    def sizeHint(self) -> QSize:
        look = theme.current()
        size = chip_size(self.text(), self.icon_name)
        extra = look.px(icons.INLINE) + look.px(_GAP) if self._cross else 0
        return QSize(size.width() + extra, look.px(self._HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width(), 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        fill = "surface.hover" if self.underMouse() and not self.isDown() else "accent.tint"
        paint_box(painter, self.rect(), look.colour(fill), self.height() / 2, look.colour("accent.text"))
        at = self.rect().adjusted(look.px(_PAD), 0, -look.px(_PAD), 0)
        ink = look.colour("accent.text")
        if self.icon_name:
            at = _paint_start_icon(painter, at, self.icon_name, ink)
        if self._cross:
            side, gap = look.px(icons.INLINE), look.px(_GAP)
            cross = visual(at, QRect(at.right() - side + 1, at.y(), side, at.height()))
            icons.paint(painter, "x", cross, ink)
            at = visual(at, at.adjusted(0, 0, -side - gap, 0))
        painter.setFont(look.font("small"))
        painter.setPen(ink)
        painter.drawText(at, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextHideMnemonic, self.text())
        if self.hasFocus():
            _paint_ring(painter, self.rect())


def paint_box(painter: QPainter, where: QRect, fill: QColor, radius: float, outline: QColor) -> None:
    """Paint the ground of a chip; the `outline` is drawn in high contrast alone."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(fill)
    if theme.current().is_contrast:
        painter.setPen(QPen(outline, 1))
        painter.drawRoundedRect(QRectF(where).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        return
    path = QPainterPath()
    path.addRoundedRect(QRectF(where), radius, radius)
    painter.fillPath(path, fill)


def _paint_ring(painter: QPainter, where: QRect) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.current().colour("focus.ring"), 2))
    radius = where.height() / 2 - 1
    painter.drawRoundedRect(QRectF(where).adjusted(1, 1, -1, -1), radius, radius)


def _paint_start_icon(painter: QPainter, at: QRect, icon: str, ink: QColor) -> QRect:
    """Paint an inline icon at the start of `at`; what is left for the words."""
    look = theme.current()
    side = look.px(icons.INLINE)
    icons.paint(painter, icon, visual(at, QRect(at.x(), at.y(), side, at.height())), ink)
    return visual(at, at.adjusted(side + look.px(_GAP), 0, 0, 0))


def visual(within: QRect, where: QRect) -> QRect:
    """`where`, mirrored within `within` where one reads from right to left."""
    from PySide6.QtWidgets import QStyle  # late: as for buttons

    return QStyle.visualRect(QGuiApplication.layoutDirection(), within, where)
