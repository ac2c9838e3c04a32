"""The two halves of the preview: what the vault holds with what is taken out, and the pages as they will be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPixmap, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QLabel, QTextBrowser, QVBoxLayout, QWidget

from vault.i18n import _
from vault.services.exporting import Prepared
from vault.ui import theme
from vault.ui.parts.scroll import Scroll

if TYPE_CHECKING:  # it belongs to paper, which is loaded at the first export
    from vault.services.exporting import Picture


def held_card(prepared: Prepared) -> QTextBrowser:
    """What the vault holds; what does not leave is tinted and struck through."""
    view = QTextBrowser()
    view.setProperty("paper", "true")
    view.document().setDocumentMargin(theme.current().px(14))
    view.setAccessibleName(_("What the vault holds"))
    view.setOpenLinks(False)
    cursor = QTextCursor(view.document())
    head, label, kept, gone = _formats()
    for one in prepared.inside:
        cursor.insertText(f"{one.words}\n", head)
        for line in one.lines:
            cursor.insertText(f"{line.label} " if line.label.endswith("?") else f"{line.label}: ", label)
            for n, span in enumerate(line.spans):
                cursor.insertText(" " if n else "", kept)
                cursor.insertText(span.text, gone if span.withheld else kept)
            cursor.insertText("\n", kept)
        cursor.insertText("\n", kept)
    view.moveCursor(QTextCursor.MoveOperation.Start)
    return view


def _formats() -> tuple[QTextCharFormat, QTextCharFormat, QTextCharFormat, QTextCharFormat]:
    look = theme.load(text_size=theme.current().text_size)  # it is paper, in every theme
    head, label, kept, gone = (QTextCharFormat() for _n in range(4))
    head.setFont(look.font("card_title"))
    label.setForeground(look.colour("text.muted"))
    kept.setForeground(look.colour("text.body"))
    gone.setForeground(look.colour("danger.text"))
    gone.setBackground(look.colour("danger.tint"))
    gone.setFontStrikeOut(True)
    head.setFontWeight(QFont.Weight.DemiBold)
    return head, label, kept, gone


class DrawnPages(Scroll):
    """The finished pages on white, as a reader will see them; always white, in every theme."""

    def __init__(self, pictures: Sequence[Picture]) -> None:
        look, inner = theme.current(), QWidget()
        super().__init__(inner, _("The pages"))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px(12))
        self._pages = [(QLabel(), _image(picture)) for picture in pictures]
        for n, (label, _picture) in enumerate(self._pages, 1):
            label.setAccessibleName(_("Page {n} of {all}").format(n=n, all=len(self._pages)))
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width = max(200, self.viewport().width() - 4)
        for label, image in self._pages:
            scaled = image.scaledToWidth(min(width, image.width()), Qt.TransformationMode.SmoothTransformation)
            label.setPixmap(QPixmap.fromImage(scaled))


def _image(picture: Picture) -> QImage:
    made = QImage(picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBA8888)
    paper = QImage(picture.width, picture.height, QImage.Format.Format_RGB32)
    paper.fill(QColor("#ffffff"))
    painter = QPainter(paper)
    painter.drawImage(0, 0, made)
    painter.end()
    return paper
