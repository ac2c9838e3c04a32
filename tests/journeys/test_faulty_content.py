"""A file of content with a fault is left out: the window, its pages and what is written down stay as usable."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from pytestqt.qtbot import QtBot

from vault import content
from vault.errors import FaultyContent
from vault.paths import resource
from vault.plans import display, triggers
from vault.plans.model import Action, Analysis, Incident, Risk, Threat
from vault.plans.records import Record
from vault.plans.signs import Signs
from vault.services import beginning, health, reviewing, sample
from vault.services.importing import words
from vault.services.session import Session
from vault.ui.desk import Desk
from vault.ui.main_window import MainWindow
from vault.ui.pages.analysis import AnalysisPage
from vault.ui.pages.closing import ClosingPage
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.missing import MissingPage
from vault.ui.pages.prompts import PromptsPage
from vault.ui.pages.starters import StartersPage
from vault.ui.pages.today import TodayPage
from vault.ui.parts.level_chips import LevelChip

ENGLISH = resource("content/en")
FILES = [*sorted(file.name for file in ENGLISH.glob("*.toml")), "starters/travel.toml"]
PAGES = ("today", "incidents", "risks", "actions", "plan", "context", "network", "reviews")
Save = Callable[[Record], Record]


@pytest.fixture
def faulty(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """All content of the program, with one file that breaks off in the middle of its first text."""
    name = str(request.param)
    shutil.copytree(resource("content"), tmp_path / "content")
    file = tmp_path / "content/en" / name
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole[: whole.index('"', whole.index("= ")) + 3], encoding="utf-8")
    monkeypatch.setattr(content, "resource", lambda name: tmp_path / name)
    monkeypatch.setattr(content, "_kept", {})
    words.shipped.cache_clear()
    with pytest.raises(FaultyContent):
        content.Source(file)
    yield name
    words.shipped.cache_clear()


@pytest.mark.parametrize("faulty", FILES, indirect=True)
def test_the_window_opens_and_all_pages_with_it(
    faulty: str, window: MainWindow, desk: Desk, session: Session, qtbot: QtBot, save: Save
) -> None:
    for key in PAGES:  # empty, and then with something on them
        assert window.go(key)
    save(Risk(title="Stopped", probability=4, impact=4))
    one = cast(Incident, save(Incident(title="Bags searched", state="acting", severity="serious")))
    for key in PAGES:
        assert window.go(key)
    for page in (StartersPage(desk), PromptsPage(desk), MissingPage(desk)):
        desk.open_page(page)
        assert window.stage.currentWidget() is page
    assert reviewing.next_steps(session, desk.today(), [], health.standing(session))
    closing = ClosingPage(desk, one)
    desk.open_page(closing)
    closing.form.put(closed_as="acted", asked="A letter")
    closing.save()
    qtbot.waitUntil(lambda: bool(session.all("action")))
    assert "A letter" in cast(Action, session.all("action")[0]).title


@pytest.mark.parametrize("faulty", ["analysis.toml", "quick_log.toml"], indirect=True)
def test_what_is_asked_stands_in_the_words_of_the_fields(faulty: str, window: MainWindow, desk: Desk) -> None:
    five = AnalysisPage(desk, Analysis(title="A"))
    desk.open_page(five)
    assert all(fold.head.text() for fold in five.folds)
    assert (five.folds[0].head.text() == "What exactly happened?") == (faulty != "analysis.toml")
    window.go("incidents")
    page = cast(IncidentsPage, window.stage.currentWidget())
    page.new_record()
    editors = page.panel.form.editors
    assert all(editors[name].label.text() for name in ("facts", "occurred", "people", "place"))
    assert (editors["facts"].label.text() == "What happened?") == (faulty != "quick_log.toml")


@pytest.mark.parametrize("faulty", ["scales.toml"], indirect=True)
def test_a_level_is_told_by_its_number(faulty: str, desk: Desk) -> None:
    risk = Risk(title="Stopped", probability=4, impact=4)
    assert display.shown(Risk.fields["probability"], risk.probability) == "4"
    assert LevelChip(risk.level).text() == "4"


@pytest.mark.parametrize("faulty", ["first_steps.toml", "starters/travel.toml"], indirect=True)
def test_today_is_the_usual_one_where_no_first_step_is_known(faulty: str, window: MainWindow, session: Session) -> None:
    assert beginning.is_new(session) == (faulty != "first_steps.toml")
    page = cast(TodayPage, window.stage.currentWidget())
    assert page.skip_button.isVisible() == (faulty != "first_steps.toml")


@pytest.mark.parametrize("faulty", ["triggers.toml", "signs.toml"], indirect=True)
def test_without_words_nothing_is_suggested(faulty: str) -> None:
    threat = triggers.trigger(None, Threat(title="Call", type="direct"))
    assert (threat is None) == (faulty == "triggers.toml")
    assert (Signs(3, "same place").sentence() == "") == (faulty == "signs.toml")


@pytest.mark.parametrize("faulty", ["sample/risks.toml"], indirect=True)
def test_a_sample_with_a_fault_is_named_and_writes_nothing(
    faulty: str, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sample, "resource", content.resource)
    with pytest.raises(FaultyContent, match=r"sample/risks\.toml, line \d"):
        sample.fill(session)
    assert sample.is_empty(session)
