"""A contrast theme of the system: its colours and no others, all of them readable."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication
from shiboken6 import delete

from vault.ui import looking, system_contrast, theme
from vault.ui.looking import Looking

ROLE, GROUP = QPalette.ColorRole, QPalette.ColorGroup
#: Windows 11: ground, ink, selection, ink on it, link, disabled
THEMES = {
    "desert": ("#FFFAEF", "#3D3D3D", "#903909", "#FFF5E3", "#1C5E75", "#676767"),
    "aquatic": ("#202020", "#FFFFFF", "#8EE3F0", "#263B50", "#75E9FC", "#A6A6A6"),
    "night sky": ("#000000", "#FFFFFF", "#D6B4FD", "#2B2B2B", "#8080FF", "#A6A6A6"),
}


def palette(colours: tuple[str, ...]) -> QPalette:
    made = QPalette()
    for role, colour in zip(
        (ROLE.Base, ROLE.Text, ROLE.Highlight, ROLE.HighlightedText, ROLE.Link), colours, strict=False
    ):
        made.setColor(role, QColor(colour))
    made.setColor(GROUP.Disabled, ROLE.Text, QColor(colours[-1]))
    return made


@pytest.mark.parametrize("name", THEMES)
def test_nothing_has_a_colour_the_system_does_not_have(name: str) -> None:
    made = system_contrast.of(palette(THEMES[name]), 1.5)
    assert made is not None
    assert set(made.colours.values()) == {QColor(colour).name() for colour in THEMES[name]}
    assert made.colours.keys() == theme.load().colours.keys()
    assert made.is_contrast
    assert made.text_size == 1.5


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(
    ("front", "back"),
    [
        ("text.body", "surface.card"),
        ("text.muted", "surface.hover"),
        ("text.on_selected", "surface.selected"),
        ("accent.on", "accent.fill"),
        ("accent.on", "accent.hover"),
        ("accent.text", "surface.page"),
        ("text.on_tooltip", "surface.tooltip"),
        ("danger.text", "danger.tint"),
        ("attention.on", "attention.fill"),
        *((f"risk.{level}_on", f"risk.{level}") for level in range(1, 6)),
        ("mark.after_on", "mark.after_fill"),
    ],
)
def test_what_stands_on_something_can_be_read(name: str, front: str, back: str) -> None:
    made = system_contrast.of(palette(THEMES[name]), 1.0)
    assert made is not None
    assert system_contrast.ratio(made.colour(front), made.colour(back)) >= 4.5


def test_what_cannot_be_read_is_not_taken() -> None:
    assert system_contrast.of(palette(("#FFFFFF", "#B0B0B0", "#FFFFFF", "#000000", "#0000FF", "#CCCCCC")), 1.0) is None


class Systems:
    """An application as far as its palette goes: our own hides the system's until an empty one is given."""

    def __init__(self) -> None:
        self.given = self.ours = QPalette(QColor("#123456"))

    def setPalette(self, given: QPalette) -> None:  # noqa: N802
        self.given = given

    def palette(self) -> QPalette:
        return palette(THEMES["desert"]) if self.given == QPalette() else self.given


@pytest.mark.parametrize(("system", "ground"), [("win32", "#fffaef"), ("linux", "")])
def test_only_windows_has_contrast_themes_of_its_own(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, system: str, ground: str
) -> None:
    monkeypatch.setattr("sys.platform", system)
    app = Systems()
    made = system_contrast.own(app, 1.0)  # type: ignore[arg-type]
    assert (made.colours["surface.page"] if made else "") == ground
    assert app.given is app.ours


def test_the_systems_own_is_worn_where_the_system_decides(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    systems = system_contrast.of(palette(THEMES["desert"]), 1.0)
    look = Looking()
    try:
        monkeypatch.setattr(looking, "as_system", lambda _hints: "contrast")
        monkeypatch.setattr(system_contrast, "own", lambda _app, _size: systems)
        assert look._wanted(qapp) is systems
        monkeypatch.setattr(system_contrast, "own", lambda _app, _size: None)
        assert look._wanted(qapp) == theme.load("contrast")
        look.theme = "contrast"
        monkeypatch.setattr(system_contrast, "own", lambda _app, _size: systems)
        assert look._wanted(qapp) == theme.load("contrast")
    finally:
        delete(look)
