"""The icons of `resources/icons`, painted in the colour of the text they stand beside.

Sizes are px at 100 %: 18 in the navigation, 16 in buttons, 14 inside lines of text.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPixmap, QPixmapCache, QTransform

from vault.paths import resource
from vault.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon

NAV, BUTTON, INLINE = 18, 16, 14

#: these point along the line of reading; a clock, a check or a phone does not
MIRRORED = frozenset({"arrow-left", "arrow-right", "chevron-right", "file-output", "undo-2"})


def pixmap(name: str, size: int, colour: QColor, ratio: float = 1.0) -> QPixmap:
    """The icon `name`, `size` px wide (not scaled further) for a screen of `ratio` device pixels a px.

    Raises FileNotFoundError for a name that is not shipped.
    """
    turned = name in MIRRORED and QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    key = f"{name}|{size}|{colour.name(QColor.NameFormat.HexArgb)}|{ratio}|{turned}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    picture = _drawn(name, size, colour, ratio)
    if turned:
        picture = picture.transformed(QTransform(-1, 0, 0, 1, 0, 0))
        picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def paint(painter: QPainter, name: str, where: QRect, colour: QColor) -> None:
    """Paint the icon `name` in the middle of `where`, as large as its shorter side."""
    size = min(where.width(), where.height())
    picture = pixmap(name, size, colour, painter.device().devicePixelRatioF())
    corner = QPoint(where.x() + (where.width() - size) // 2, where.y() + (where.height() - size) // 2)
    painter.drawPixmap(corner, picture)


def icon(name: str, size: int = BUTTON, colour: str = "text.body") -> QIcon:
    """A QIcon for Qt's own widgets (menus, fields), in the colours of the theme that is on now."""
    look = theme.current()
    from PySide6.QtGui import QIcon  # late: the names of all icons of desktops come with it

    made = QIcon()
    for mode, role in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, "text.disabled")):
        for ratio in (1.0, 2.0):
            made.addPixmap(pixmap(name, look.px(size), look.colour(role), ratio), mode)
    return made


def extent(size: int) -> QSize:
    """The square an icon of `size` takes at the text size that is on now."""
    side = theme.current().px(size)
    return QSize(side, side)


def _drawn(name: str, size: int, colour: QColor, ratio: float) -> QPixmap:
    from PySide6.QtSvg import QSvgRenderer  # late: nothing is drawn before somebody can type

    source = _source(name).replace("currentColor", colour.name())
    picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(picture.rect()))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@lru_cache(maxsize=128)
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text("utf-8")
