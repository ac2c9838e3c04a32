"""Words on a page: plain text always, whole in the tooltip where cut, aligned with their column."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from vault.ui import theme
from vault.ui.parts.labels import Elided, IconLabel, RoundIcon, Sentence, Title, Words, field_label, page_title


def test_words_are_never_markup(qtbot: QtBot) -> None:
    label = Words("<b>bold</b><img src='file:///etc/passwd'>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_tooltip_is_never_markup_either(qtbot: QtBot) -> None:
    label = Elided("Seen at the gate <img src='file://evil/picture.png'> & <b>away</b>", "body")
    qtbot.addWidget(label)
    label.resize(90, 20)
    label.show()
    shown = QTextDocument()
    shown.setHtml(label.toolTip())
    assert shown.toPlainText() == label.text()


def test_long_words_end_in_dots_and_show_whole(qtbot: QtBot) -> None:
    label = Elided("A field team is stopped and searched at the bridge", "body")
    qtbot.addWidget(label)
    label.resize(90, 20)
    label.show()
    assert label.toolTip() == label.text()
    label.resize(600, 20)
    assert label.toolTip() == ""


def test_the_name_of_a_page_goes_on_in_a_second_line_and_is_cut_there_alone(qtbot: QtBot) -> None:
    page = QWidget()
    column = QVBoxLayout(page)
    title = Title("A field team is stopped and searched at the bridge")
    column.addWidget(title)
    qtbot.addWidget(page)
    page.resize(900, 200)
    page.show()
    one = title.height()
    assert title.toolTip() == ""
    page.resize(400, 200)
    qtbot.waitUntil(lambda: one * 1.5 < title.height() < one * 2.5)
    assert title.toolTip() == ""
    page.resize(200, 200)
    qtbot.waitUntil(lambda: title.toolTip() == title.text())
    assert title.height() < one * 2.5
    page.resize(400, 200)
    qtbot.waitUntil(lambda: title.toolTip() == "")
    title.setText("Risks")
    qtbot.waitUntil(lambda: title.height() == one)


def test_a_label_names_its_field(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    label = field_label("Who looks after it?", field)
    qtbot.addWidget(label)
    assert label.buddy() is field
    assert field.accessibleName() == "Who looks after it?"


def test_right_to_left_puts_words_at_the_right(qtbot: QtBot) -> None:
    label = Words("Radio Valley")
    qtbot.addWidget(label)
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert label.alignment() & Qt.AlignmentFlag.AlignRight


def test_centred_words_stay_centred(qtbot: QtBot) -> None:
    label = Words("Radio Valley")
    qtbot.addWidget(label)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert label.alignment() & Qt.AlignmentFlag.AlignHCenter


def test_a_new_text_size_reaches_words_that_stand(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp)
    label = page_title("Today")
    qtbot.addWidget(label)
    label.show()
    try:
        theme.apply(qapp, "light", 1.5)
        assert label.font().pointSizeF() == 24
    finally:
        theme.apply(qapp)


def test_a_sentence_hides_while_it_says_nothing(qtbot: QtBot) -> None:
    sentence = Sentence("error")
    qtbot.addWidget(sentence)
    assert sentence.isHidden()
    sentence.say("November has 30 days.")
    assert (sentence.isHidden(), sentence.accessibleName()) == (False, "November has 30 days.")
    sentence.say("")
    assert sentence.isHidden()


def test_icons_beside_words_paint(qtbot: QtBot) -> None:
    for made in (IconLabel("sun"), RoundIcon("phone")):
        qtbot.addWidget(made)
        image = made.grab().toImage()
        assert len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}) > 2
