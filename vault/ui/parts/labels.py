"""Words on a page: titles, second lines, field labels, sentences about what is wrong. Always plain text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent, QResizeEvent, QTextLayout
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from vault.ui import icons, theme

#: kind of sentence -> icon, tone of the words, colour of the icon
_SENTENCES = {
    "error": ("circle-alert", "danger", "danger.text"),
    "late": ("circle-alert", "late", "attention.text"),
    "good": ("check", "good", "success.text"),
    "plain": ("info", "muted", "text.muted"),
}


class Words(QLabel):
    """Plain text in a font role of the theme.

    `tone` is "" (body), "secondary", "muted", "accent", "good", "late" or "danger". `fixed`: letters of one width.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        tone: str = "",
        *,
        strong: bool = False,
        wrap: bool = False,
        fixed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._role, self._strong, self._fixed = role, strong, fixed
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("tone", tone)
        self.setFont(self._wanted_font())
        self._align()

    def _align(self) -> None:
        """Qt aligns a label by the script of its words; a name in another script should stay in its column."""
        if not self.alignment() & Qt.AlignmentFlag.AlignHCenter:
            side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
            self.setAlignment(side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)

    def _wanted_font(self) -> QFont:
        return theme.current().font(self._role, strong=self._strong, fixed=self._fixed)

    def set_tone(self, tone: str) -> None:
        theme.restyle(self, tone=tone)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange:
            wanted = self._wanted_font()
            if wanted != self.font():
                self.setFont(wanted)
        elif event.type() == QEvent.Type.LayoutDirectionChange:
            self._align()
        super().changeEvent(event)


def tip(text: str) -> str:
    """Words for a tooltip, shown as they are: Qt takes what looks like HTML for it, and would fetch its pictures."""
    if "<" in text or "&" in text:
        from html import escape  # late: it brings the names of all letters, for a sign that is seldom there

        return f'<p style="white-space: pre-wrap">{escape(text)}</p>'
    return text


class Elided(Words):
    """One line that ends in dots where there is no room; the whole text is its tooltip then."""

    def __init__(self, text: str = "", role: str = "body", tone: str = "", *, strong: bool = False) -> None:
        super().__init__(text, role, tone, strong=strong)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).horizontalAdvance("..."), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.setToolTip(tip(self.text()) if self._is_cut() else "")

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), self.alignment(), self._shown())

    def _shown(self) -> str:
        room = self.contentsRect().width()
        return QFontMetrics(self.font()).elidedText(self.text(), Qt.TextElideMode.ElideRight, room)

    def _is_cut(self) -> bool:
        return self._shown() != self.text()


class TwoLines(Elided):
    """Goes on in a second line where there is no room on one, with dots at the end of that."""

    def setText(self, text: str) -> None:  # noqa: N802
        super().setText(text)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._grow()

    def _grow(self) -> None:
        """A layout would ask for its height before it knows its width."""
        wanted = (self._shown().count("\n") + 1) * QFontMetrics(self.font()).lineSpacing()
        if self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)

    def _shown(self) -> str:
        return "\n".join(self._lines(self.contentsRect().width()))

    def _is_cut(self) -> bool:
        return self._shown().replace("\n", "").replace(" ", "") != self.text().replace(" ", "")

    def _lines(self, room: int) -> list[str]:
        metrics = QFontMetrics(self.font())
        if metrics.horizontalAdvance(self.text()) <= room:
            return [self.text()]
        laid = QTextLayout(self.text(), self.font())
        laid.beginLayout()
        first = laid.createLine()
        first.setLineWidth(room)
        laid.endLayout()
        begin, rest = self.text()[: first.textLength()], self.text()[first.textLength() :]
        return [begin.rstrip(), metrics.elidedText(rest, Qt.TextElideMode.ElideRight, room)]


class Title(TwoLines):
    """The name of a page."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text, "page_title")


def page_title(text: str = "") -> Words:
    return Words(text, "page_title")


def card_title(text: str = "") -> Words:
    return Words(text, "card_title")


def secondary(text: str = "", *, wrap: bool = False) -> Words:
    """The line below a title."""
    return Words(text, "body", "secondary", wrap=wrap)


def small(text: str = "", tone: str = "muted", *, wrap: bool = False, strong: bool = False) -> Words:
    """A caption, a hint, a second line."""
    return Words(text, "small", tone, wrap=wrap, strong=strong)


def field_label(text: str, field: QWidget | None = None) -> Words:
    """The label above `field`, tied to it for screen readers."""
    label = Words(text, "small", "secondary", strong=True)
    if field is not None:
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(text)
    return label


def prose(text: str = "", tone: str = "secondary") -> Words:
    """A paragraph of several lines."""
    return Words(text, "body", tone, wrap=True)


class IconLabel(QWidget):
    """An icon alone, in the colour of the words beside it; says nothing to screen readers.

    `high`: in the middle of so many px at 100 %, beside the first of several lines.
    """

    def __init__(self, icon: str, size: int = icons.BUTTON, tone: str = "text.secondary", high: int = 0) -> None:
        super().__init__()
        self._icon, self._size, self._tone, self._high = icon, size, tone, high
        self.setFixedSize(self._extent())

    def _extent(self) -> QSize:
        return icons.extent(self._size).expandedTo(QSize(0, theme.current().px(self._high)))

    def set_icon(self, icon: str, tone: str = "") -> None:
        self._icon, self._tone = icon, tone or self._tone
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self.size() != self._extent():
            self.setFixedSize(self._extent())
        super().changeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self._icon, self.rect(), theme.current().colour(self._tone))


class RoundIcon(QWidget):
    """An icon in a filled circle (the next step, a finding). `fill` and `ink` are colour roles."""

    def __init__(self, icon: str, size: int = 40, fill: str = "accent.fill", ink: str = "accent.on") -> None:
        super().__init__()
        self._icon, self._fill, self._ink = icon, fill, ink
        self._inner = round(size * 0.48)
        self.setFixedSize(icons.extent(size))

    def paintEvent(self, event: QPaintEvent) -> None:
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour(self._fill))
        painter.drawEllipse(self.rect())
        side = look.px(self._inner)
        inner = QRect(0, 0, side, side)
        inner.moveCenter(self.rect().center())
        icons.paint(painter, self._icon, inner, look.colour(self._ink))


class Sentence(QWidget):
    """A short sentence with an icon before it: "error", "late", "good" or "plain". Hidden while it says nothing."""

    def __init__(self, kind: str = "error", text: str = "", icon: str = "") -> None:
        super().__init__()
        chosen, tone, ink = _SENTENCES[kind]
        self._icon = IconLabel(icon or chosen, icons.INLINE, ink)
        self._words = Words(text, "small", tone, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px(5))
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        if not text:
            self.hide()

    def text(self) -> str:
        return self._words.text()

    def say(self, text: str) -> None:
        """Show `text`; "" hides the line."""
        self._words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
