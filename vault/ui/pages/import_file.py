"""The first step of an import: the file, what its rows are, the name of the source, and whether it was read right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vault.i18n import N_, _, plural
from vault.plans.records import KINDS
from vault.progress import Progress
from vault.services import importing
from vault.services.importing import Sheet
from vault.ui import files, tasks, theme, words
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.combo import Combo
from vault.ui.parts.fields import Check, Field
from vault.ui.parts.labels import Sentence, card_title, secondary, small
from vault.ui.parts.lines import WORDS, Lines
from vault.ui.parts.table import SMALL, TONE, Table

_SHOWN, _LETTERS_SHOWN = 50, 200
_FEW, _WIDE = 5, 150
_WIDTH = 640
_ENCODINGS = (
    ("utf-8", N_("Unicode (UTF-8)")),
    ("utf-16", N_("Unicode (UTF-16)")),
    ("cp1252", N_("Western European")),
    ("cp1250", N_("Central European")),
    ("cp1251", N_("Cyrillic")),
    ("cp1253", N_("Greek")),
    ("cp1254", N_("Turkish")),
    ("cp1255", N_("Hebrew")),
    ("cp1256", N_("Arabic")),
    ("cp1257", N_("Baltic")),
    ("cp1258", N_("Vietnamese")),
    ("cp874", N_("Thai")),
    ("gb18030", N_("Chinese")),
    ("big5", N_("Chinese, traditional")),
    ("cp932", N_("Japanese")),
    ("cp949", N_("Korean")),
    ("mac-roman", N_("Western European, older Mac")),
)


class FileStep(QWidget):
    """`sheet` is None until a file could be read; `sources` are the names used before. `reading(task)`: it began."""

    reading = Signal(object)

    def __init__(self, sources: Sequence[str]) -> None:
        super().__init__()
        self.sheet: Sheet | None = None
        self._path: Path | None = None
        self._kind_is_chosen = False
        self._by_page = False
        self.choose = Button(_("Choose the file"), icon="folder-open", run=self._ask)
        self.told = secondary(_("A spreadsheet (XLSX or ODS) or a CSV file. It is only read."), wrap=True)
        self.wrong = Sentence("error")
        self.kind = Combo([(kind, _(cls.many)) for kind, cls in KINDS.items()])
        self.kind.choose("incident")
        self.kind.activated.connect(self._choose_kind)
        self.source = QLineEdit()
        self.source.setPlaceholderText(_("Our incident book"))
        self.source.setCompleter(QCompleter(list(sources), self.source))
        self.source_field = Field(
            _("Name of the source"),
            self.source,
            _("The same table brought in again under this name changes its rows instead of doubling them."),
            needed=True,
        )
        self.page = Combo()
        self.page.activated.connect(self._read_page)
        self.page_field = Field(_("Which sheet?"), self.page)
        self.encoding = Combo([("", _("As found")), *((key, _(name)) for key, name in _ENCODINGS)])
        self.encoding.activated.connect(self._read_again)
        self.encoding_field = Field(_("Letters are stored as"), self.encoding)
        self.look = _Look()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.current().px("space.between_cards"))
        row.addWidget(self._card(), 5)
        row.addWidget(self.look, 7)
        row.addStretch(0)
        self.setFocusProxy(self.choose)

    def _card(self) -> Card:
        look, card = theme.current(), Card()
        card.setMaximumWidth(look.px(_WIDTH))
        card.body.setSpacing(look.px("space.m"))
        first = QHBoxLayout()
        first.addWidget(self.choose)
        first.addStretch(1)
        card.body.addWidget(card_title(_("Which file?")))
        card.body.addWidget(self.told)
        card.body.addWidget(self.wrong)
        card.body.addLayout(first)
        card.body.addWidget(self.page_field)
        card.body.addWidget(Field(_("What is in a row?"), self.kind))
        card.body.addWidget(self.source_field)
        card.body.addWidget(self.encoding_field)
        card.body.addStretch(1)
        self.encoding_field.hide()
        self.page_field.hide()
        return card

    def _ask(self) -> None:
        files.ask_for_file(self, _("Which file?"), self.read, [(_("Tables"), "*.xlsx *.ods *.csv *.tsv *.txt")])

    def read(self, path: Path, encoding: str = "", page: str = "") -> None:
        """Read the file beside the window; what is wrong with it is said here."""
        if path != self._path:
            self.page.clear()
            self.page_field.hide()
        self._path, self._by_page = path, False
        self.encoding.choose(encoding)
        self.wrong.say("")
        self.choose.set_busy(_("Reading ..."))
        self.choose.setEnabled(False)
        task = tasks.start(partial(_read, path, encoding, page), self, self._took, self._refused)
        task.stopped.connect(self._stopped)
        self.reading.emit(task)

    def _choose_kind(self) -> None:
        self._kind_is_chosen = True

    def _read_page(self) -> None:
        self._read_again()
        self._by_page = True  # whoever goes through the sheets with the arrow keys stays there

    def _read_again(self) -> None:
        if self._path is not None:
            self.read(self._path, self.encoding.chosen(), self.page.chosen())

    def _ready(self) -> None:
        self.choose.set_busy("")
        self.choose.setEnabled(True)
        self.choose.setText(_("Choose another file"))

    def _stopped(self) -> None:
        self._forget()
        self.choose.setFocus()

    def _forget(self) -> None:
        self._ready()
        self.sheet = None
        self.look.clear()

    def _refused(self, error: Exception) -> None:
        self._forget()
        self.encoding_field.setVisible(not self.page.count())  # a wrong guess of it may be what is wrong
        self.wrong.say(words.told(error).whole())
        self.choose.setFocus()

    def _took(self, both: tuple[Sheet, str]) -> None:
        self._ready()
        assert self._path is not None
        self.sheet, kind = both
        if not self._kind_is_chosen:
            self.kind.choose(kind)
        if not self.source.text():
            self.source.setText(self._path.stem)
        self.told.setText(" ".join(_told(self.sheet)))
        self._offer_pages(self.sheet)
        self.look.show_sheet(self.sheet, guessed=bool(self.sheet.doubtful or self.encoding.chosen()))
        (self.page if self._by_page else self.kind).setFocus()

    def _offer_pages(self, sheet: Sheet) -> None:
        self.encoding_field.setVisible(not sheet.page)
        self.page.clear()
        for one in sheet.pages:
            self.page.addItem(_("{name} (hidden)").format(name=one.name) if one.hidden else one.name, one.name)
        if sheet.pages:
            self.page.choose(sheet.page)
        self.page_field.setVisible(len(sheet.pages) > 1)

    def fault(self) -> str:
        """What keeps one from going on, shown where it is; "" for nothing."""
        self.source_field.say_wrong(
            "" if self.source.text().strip() else _("Name the source, so that the same table is known again.")
        )
        if self.sheet is None:
            self.wrong.say(self.wrong.text() or _("Choose a file first."))
            return self.wrong.text()
        if self.source_field.wrong():
            self.source.setFocus()
            return self.source_field.wrong()
        return self.look.fault()


class _Look(Card):
    """The first rows as they were read, or those with letters that may have come out wrong."""

    def __init__(self) -> None:
        super().__init__(flush=True)
        self.title_words = card_title("")
        self.second = small("", "secondary", wrap=True)
        self.table, self.model = Table(), Lines(self)
        self.table.setModel(self.model)
        self.right = Check(_("These letters came out right"))
        self.wrong = Sentence("error")
        self.body.addLayout(_inset(self.title_words, self.second))
        self.body.addWidget(self.table, 1)
        self.body.addLayout(_inset(self.right, self.wrong))
        self.hide()

    def clear(self) -> None:
        self.hide()

    def show_sheet(self, sheet: Sheet, *, guessed: bool) -> None:
        """`guessed`: nobody is sure of the encoding, so that letters beyond the English ones want a look."""
        letters = sheet.letters(_LETTERS_SHOWN) if guessed else []
        self.right.setChecked(False)
        self.right.setVisible(bool(letters))
        self.wrong.say("")
        if letters:
            self._say(_("Look at these letters"), _("The file does not say how its letters are stored. If one looks"
                      " strange, choose another way on the left."))  # fmt: skip
            self._fill([_("Row"), _("Column"), _("Read as")], [(str(n), *rest) for n, *rest in letters])
            self.table.set_widths(70, 150, 0)
        else:
            shown = sheet.rows[:_SHOWN]
            self._say(_("As it was read"), plural("The first {n} row.", "The first {n} rows.", len(shown)))
            self._fill(list(sheet.headings), shown)
            few = len(sheet.headings) <= _FEW
            self.table.set_widths(*[0 if few else _WIDE] * len(sheet.headings))  # many of them scroll sideways
        self.show()

    def _say(self, title: str, second: str) -> None:
        self.title_words.setText(title)
        self.second.setText(second)
        self.table.setAccessibleName(title)

    def _fill(self, headings: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        quiet = {SMALL: True, TONE: "secondary"}
        self.model.show([[{WORDS: text, **quiet} for text in row] for row in rows], headings)

    def fault(self) -> str:
        asked = self.right.isVisible() and not self.right.isChecked()
        self.wrong.say(_("Say first whether these letters are right.") if asked else "")
        if asked:
            self.right.setFocus()
        return self.wrong.text()


def _inset(*widgets: QWidget) -> QVBoxLayout:
    """Below each other, as far from the edge as the words of a card."""
    look, column = theme.current(), QVBoxLayout()
    side = look.px("space.card_side")
    column.setContentsMargins(side, look.px(10), side, look.px(10))
    column.setSpacing(look.px("space.xs"))
    for widget in widgets:
        column.addWidget(widget)
    return column


def _read(path: Path, encoding: str, page: str, progress: Progress) -> tuple[Sheet, str]:
    sheet = importing.read_sheet(path, encoding, page=page, progress=progress)
    return sheet, importing.likely_kind(sheet)


def _told(sheet: Sheet) -> list[str]:
    signs = {"\t": _("tabs"), ",": _("commas"), ";": _("semicolons"), "|": _("upright lines")}
    words = _("{name}: {rows} and {columns}, divided by {sign}, letters as {encoding}.")
    if sheet.page:
        words = _("{name}: {rows} and {columns}, from the sheet “{page}”.")
    return [
        words.format(
            name=sheet.name,
            rows=plural("{n} row", "{n} rows", len(sheet.rows)),
            columns=plural("{n} column", "{n} columns", len(sheet.headings)),
            sign=signs.get(sheet.delimiter, sheet.delimiter),
            encoding=sheet.encoding,
            page=sheet.page,
        ),
        *sheet.remarks,
    ]
