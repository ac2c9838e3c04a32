"""The look that is chosen: at once, in every page, kept inside the vault, with nothing typed lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from tests.ui.conftest import Tuesday, rivers, words
from vault import app
from vault.plans.model import Person
from vault.services import sample
from vault.services.session import Session
from vault.ui import looking, theme
from vault.ui.looking import AS_SYSTEM, TEXT_SIZE, THEME, Looking, as_system
from vault.ui.pages.form import FormPage
from vault.ui.pages.settings import SettingsPage
from vault.ui.pages.settings_look import LookSection
from vault.ui.pages.today import TodayPage
from vault.ui.parts.labels import Elided, Words
from vault.ui.room import Room

SCREENS = ("today", "context", "incidents", "risks", "plan", "actions", "network", "bin", "reports")


@pytest.fixture
def room(session: Session, qtbot: QtBot, qapp: QApplication) -> Iterator[Room]:
    made = furnished(session, qtbot)
    yield made
    made.close()
    delete(made.window)
    theme.apply(qapp)


def furnished(session: Session, qtbot: QtBot) -> Room:
    made = Room(session, app.pages)
    made.show()
    made.window.resize(1366, 688)
    qtbot.waitExposed(made.window)
    return made


def section(room: Room) -> LookSection:
    room.desk.go("settings", "look")
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    found = page.section()
    assert isinstance(found, LookSection)
    return found


@pytest.mark.parametrize(
    ("scheme", "contrast", "name"),
    [
        (Qt.ColorScheme.Unknown, Qt.ContrastPreference.NoPreference, "light"),
        (Qt.ColorScheme.Light, Qt.ContrastPreference.NoPreference, "light"),
        (Qt.ColorScheme.Dark, Qt.ContrastPreference.NoPreference, "dark"),
        (Qt.ColorScheme.Dark, Qt.ContrastPreference.HighContrast, "contrast"),
        (Qt.ColorScheme.Light, Qt.ContrastPreference.HighContrast, "contrast"),
    ],
)
def test_the_system_decides_until_somebody_chose(
    scheme: Qt.ColorScheme, contrast: Qt.ContrastPreference, name: str
) -> None:
    class Hints:
        def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802
            return scheme

        def accessibility(self) -> Hints:
            return self

        def contrastPreference(self) -> Qt.ContrastPreference:  # noqa: N802
            return contrast

    assert as_system(Hints()) == name  # type: ignore[arg-type]


def test_what_the_system_changes_is_followed_only_where_it_decides(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Looking()
    try:
        monkeypatch.setattr(looking, "as_system", lambda _hints: "dark")
        qapp.styleHints().colorSchemeChanged.emit(Qt.ColorScheme.Dark)
        assert theme.current().name == "dark"
        look.choose_theme("light")
        look._follow()  # the signal would reach those of earlier tests too
        assert theme.current().name == "light"
        look.choose_theme(AS_SYSTEM)
        assert theme.current().name == "dark"
    finally:
        delete(look)
        theme.apply(qapp)


def test_a_click_changes_the_colours_and_the_file_keeps_the_choice(
    room: Room, qtbot: QtBot, qapp: QApplication
) -> None:
    before = section(room)
    qtbot.mouseClick(
        before.theme.button("dark"), Qt.MouseButton.LeftButton, pos=before.theme.button("dark").rect().center()
    )
    before.theme.button("dark").click()
    assert theme.current().name == "dark"
    assert qapp.palette().color(QPalette.ColorRole.Window) == theme.current().colour("surface.page")
    assert section(room) is before
    qtbot.waitUntil(lambda: room.session.setting(THEME, "") == "dark")


def test_a_new_size_makes_the_pages_anew_and_one_stays_where_one_was(room: Room, qtbot: QtBot) -> None:
    before = section(room)
    before.text_size.button("200").click()
    page = room.window.stage.currentWidget()
    assert isinstance(page, SettingsPage)
    after = page.section()
    assert isinstance(after, LookSection)
    assert after is not before
    assert room.window.focusWidget() is after.text_size.button("200")
    assert theme.current().text_size == 2.0
    assert room.window.navigation.width() == theme.current().px("size.nav_width_collapsed")
    assert room.window.status.height() == theme.current().px("size.status_bar")
    qtbot.waitUntil(lambda: room.session.setting(TEXT_SIZE, 0) == 200)


def test_sizes_are_tried_with_the_arrow_keys_one_after_another(room: Room, qtbot: QtBot) -> None:
    def at(size: str) -> bool:
        page = cast(SettingsPage, room.window.stage.currentWidget())
        return room.window.focusWidget() is cast(LookSection, page.section()).text_size.button(size)

    section(room).text_size.button("100").setFocus()
    for size in ("125", "150", "175"):
        focused = room.window.focusWidget()
        assert focused
        qtbot.keyClick(focused, Qt.Key.Key_Down)
        qtbot.wait(50)
        assert at(size)


def test_what_is_typed_in_an_open_form_is_kept(room: Room, qtbot: QtBot) -> None:
    room.desk.open_form(Person(name=""))
    form = room.window.stage.currentWidget()
    assert isinstance(form, FormPage)
    qtbot.keyClicks(form.form.editors["name"].focusWidget() or form.form.editors["name"].line, "Leila")  # type: ignore[attr-defined]
    room.set_theme("contrast")
    assert room.window.stage.currentWidget() is form
    assert form.form.record().title == "Leila"
    room.set_text_size(150)
    qtbot.waitUntil(lambda: bool(room.session.drafts()))
    assert "Leila" in str(room.session.drafts()[0])


def test_the_choice_is_there_after_opening_again(
    session: Session, tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    room = furnished(session, qtbot)
    room.set_theme("contrast")
    room.set_text_size(175)
    room.close()
    delete(room.window)
    theme.apply(qapp)
    with Session.open(tmp_path / "v", words(), clock=Tuesday()) as again:
        other = furnished(again, qtbot)
        assert (theme.current().name, theme.current().text_size) == ("contrast", 1.75)
        assert section(other).text_size.chosen() == "175"
        other.close()
        delete(other.window)
    theme.apply(qapp)


@pytest.mark.parametrize(("name", "size"), [(None, None), ("sepia", 1000), (7, "large")])
def test_a_file_that_keeps_none_or_an_unknown_one_has_the_usual(name: object, size: object, qapp: QApplication) -> None:
    kept = {THEME: name, TEXT_SIZE: size} if name else {}
    look = Looking()
    look.begin(kept.get)
    assert (look.theme, look.text_size) == (AS_SYSTEM, 100)
    delete(look)


def test_choosing_writes_nothing_outside_the_vault(room: Room, tmp_path: Path, qtbot: QtBot) -> None:
    def outside() -> dict[str, int]:
        home = Path.home()
        roots = (tmp_path, home) if home != tmp_path else (tmp_path,)
        files = (
            one
            for root in roots
            for one in root.rglob("*")
            if one.is_file() and tmp_path / "v" not in one.parents and one.name != "seen"
        )
        return {str(one): one.stat().st_mtime_ns for one in files}

    before = outside()
    room.set_theme("dark")
    room.set_text_size(125)
    qtbot.waitUntil(lambda: room.session.setting(TEXT_SIZE, 0) == 125)
    assert outside() == before  # but for the count of what was written, against an older copy put in its place


# ---------------------------------------------------------------------- everything fits


def shown(widget: QWidget) -> Iterator[QWidget]:
    for child in widget.children():
        if isinstance(child, QWidget) and child.isVisible():
            yield child
            yield from shown(child)


def too_small(root: QWidget) -> list[str]:
    """What is cut off, and what scrolls sideways."""
    found = []
    for one in shown(root):
        if isinstance(one, QAbstractScrollArea):
            bar = one.horizontalScrollBar()
            if bar.maximum() - bar.minimum() > 1:
                found.append(f"scrolls {bar.maximum()} px sideways: {type(one).__name__} {one.accessibleName()}")
        elif isinstance(one, Words) and not isinstance(one, Elided):
            needed = one.heightForWidth(one.width()) if one.wordWrap() else one.sizeHint().height()
            if needed > one.height() + 2 or (not one.wordWrap() and one.sizeHint().width() > one.width() + 2):
                found.append(f"cut off: {one.text()}")
    return found


@pytest.fixture(scope="session")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample organisation, closed."""
    path = tmp_path_factory.mktemp("lived") / "v"
    with rivers(path) as one:
        sample.fill(one)
    return path


@pytest.mark.parametrize("name", theme.names())
def test_every_screen_fits_with_the_largest_words(
    name: str, lived_in: Path, tmp_path_factory: pytest.TempPathFactory, qtbot: QtBot, qapp: QApplication
) -> None:
    place = tmp_path_factory.mktemp("n") / "v"  # the page About shows it
    shutil.copytree(lived_in, place)
    with Session.open(place, words(), clock=Tuesday()) as session:
        room = furnished(session, qtbot)
        room.set_theme(name)
        room.set_text_size(200)
        faults = []
        places = [(screen, None) for screen in SCREENS]
        places += [
            ("settings", key)
            for key in (
                "honesty",
                "passphrases",
                "backups",
                "locking",
                "reminders",
                "pressure",
                "look",
                "name",
                "about",
            )
        ]
        for screen, wanted in places:
            room.desk.go(screen, wanted)
            room.window.resize(1366, 688)
            for _turn in range(5):
                qapp.processEvents()
            faults += [f"{screen} {wanted or ''} {fault}" for fault in too_small(room.window)]
            assert room.window.width() <= 1366
            assert room.window.height() <= 688
        room.close()
        delete(room.window)
    theme.apply(qapp)
    assert "\n".join(faults) == ""


def test_with_large_words_today_goes_below_instead_of_cutting_what_is_due(
    lived_in: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shutil.copytree(lived_in, tmp_path / "v")
    with Session.open(tmp_path / "v", words(), clock=Tuesday()) as session:
        room = furnished(session, qtbot)
        room.set_text_size(150)
        room.desk.go("today")
        room.window.resize(1366, 688)
        today = room.window.stage.currentWidget()
        assert isinstance(today, TodayPage)
        qtbot.wait(100)  # before it is laid out, everything has room
        assert today.due.width() > 1000
        assert today.step._title._shown() == today.step._title.text()
        room.close()
        delete(room.window)
