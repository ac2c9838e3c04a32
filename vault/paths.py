"""Where things lie: shipped resources, the person's own data folder; and whether something lies there."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """A shipped file or folder under `resources/`: beside the package in a checkout, inside it when installed."""
    frozen = getattr(sys, "_MEIPASS", None)
    places = [Path(frozen) / "resources"] if frozen else []
    places += [_PACKAGE.parent / "resources", _PACKAGE / "resources"]
    return next((place for place in places if place.is_dir()), places[-1]) / name


def is_there(path: Path) -> bool:
    """Whether something can be reached at a place that a person named. Raises nothing.

    Before Python 3.14 `pathlib` raises where a folder on the way may not be entered, such as another account's stick.
    """
    return bool(_mode(path))


def is_folder(path: Path) -> bool:
    """As `is_there`, for a folder."""
    return stat.S_ISDIR(_mode(path))


def is_file(path: Path) -> bool:
    """As `is_there`, for a file."""
    return stat.S_ISREG(_mode(path))


def _mode(path: Path) -> int:
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # a name that no system allows is one where nothing lies
        return 0


def vaults() -> Path:
    """The default home of vaults: the per-user data folder, never Documents or Desktop (cloud sync)."""
    from platformdirs import user_data_path  # late: a window that is told its vault begins without it

    return user_data_path("Notes", appauthor=False)


def seen() -> Path:
    """Where the revisions of vaults opened by this person are remembered (`storage/revisions.py`)."""
    from platformdirs import user_state_path

    return user_state_path("Notes", appauthor=False) / "seen"


def one_helper() -> Path:
    """What the helper that reminds holds while it runs, so that a second one ends; it says nothing of any vault."""
    return seen().with_name("times.lock")
