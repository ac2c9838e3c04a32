"""Icons take the colour asked for, and those that point are turned in a right-to-left window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QIcon, QImage
from PySide6.QtWidgets import QApplication

import vault
from vault.paths import resource
from vault.ui import icons
from vault.ui.actions import ACTIONS
from vault.ui.screens import SCREENS


def _inks(image: QImage) -> set[str]:
    pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    return {pixel.name() for pixel in pixels if pixel.alpha() == 255}


def test_paints_in_the_colour_asked_for(qapp: QApplication) -> None:
    assert _inks(icons.pixmap("sun", 48, QColor("#14544f")).toImage()) == {"#14544f"}


def test_a_sharp_screen_gets_more_pixels(qapp: QApplication) -> None:
    picture = icons.pixmap("sun", 18, QColor("black"), 2.0)
    assert picture.width() == 36
    assert picture.devicePixelRatio() == 2.0


@pytest.mark.parametrize(("name", "turned"), [("arrow-right", True), ("check", False), ("phone", False)])
def test_what_points_is_turned(name: str, turned: bool, qapp: QApplication) -> None:
    plain = icons.pixmap(name, 24, QColor("black")).toImage()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        other = icons.pixmap(name, 24, QColor("black")).toImage()
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    assert (other != plain) == turned
    if turned:
        assert other == plain.flipped(Qt.Orientation.Horizontal)


def test_icon_has_a_disabled_face(qapp: QApplication) -> None:
    made = icons.icon("save")
    usual, disabled = (made.pixmap(16, 16, mode).toImage() for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled))
    assert usual != disabled


def test_unknown_icon_is_refused(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icons.pixmap("no-such-icon", 16, QColor("black"))


def test_every_icon_of_the_frame_is_shipped(checkout: Path) -> None:
    shipped = {path.stem for path in (checkout / "resources" / "icons").glob("*.svg")}
    asked = {action.icon for action in ACTIONS if action.icon} | {screen.icon for screen in SCREENS}
    assert asked | set(icons.MIRRORED) <= shipped
    assert (checkout / "resources" / "icons" / "LICENSE.txt").is_file()


def test_every_icon_there_is_is_named_somewhere() -> None:
    said = "".join(file.read_text("utf-8") for file in Path(vault.__file__).parent.rglob("*.py"))
    there = [file.stem for file in resource("icons").iterdir() if file.name.endswith(".svg")]
    assert [name for name in there if f'"{name}"' not in said] == []
