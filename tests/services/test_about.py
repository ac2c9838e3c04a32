"""What the program says of itself agrees with what it is made of."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from vault.services import about


def test_the_libraries_are_those_the_project_depends_on(checkout: Path) -> None:
    project = tomllib.loads((checkout / "pyproject.toml").read_text())["project"]
    assert sorted(about.STANDS_ON) == sorted(re.split(r"[<>=!~ ]", one)[0] for one in project["dependencies"])


def test_each_tells_its_version_and_most_their_licence() -> None:
    found = {one.name: one for one in about.libraries()}
    assert set(found) == {"Python", *about.STANDS_ON}
    assert all(one.version for one in found.values())
    assert found["argon2-cffi"].licence == "MIT"
    assert all(len(one.licence) < 80 for one in found.values())
