"""What this program is made of: its version, and the libraries it stands on as they are installed here."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib import metadata

#: the distributions of [project.dependencies]; a test holds the two together
STANDS_ON = (
    "PySide6-Essentials",
    "sqlcipher3",
    "argon2-cffi",
    "PyNaCl",
    "pyrage",
    "reportlab",
    "pypdfium2",
    "pypdf",
    "shamir-mnemonic",
    "zxcvbn",
    "python-dateutil",
    "icalendar",
    "platformdirs",
    "openpyxl",
)
_OSI = "License :: OSI Approved :: "
_LONGEST = 60  # some put the whole text of their licence where its name belongs


@dataclass(frozen=True, slots=True)
class Library:
    """`licence` is "" where the distribution does not name one."""

    name: str
    version: str
    licence: str


def libraries() -> list[Library]:
    """Python and what is installed of `STANDS_ON`, with versions and licences as each tells them itself."""
    found = [Library("Python", platform.python_version(), "PSF-2.0")]
    for name in STANDS_ON:
        try:
            told = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # a packed program may leave the descriptions out
        found.append(Library(name, told["Version"], _licence(told)))
    return found


def _licence(told: metadata.PackageMetadata) -> str:
    for field in ("License-Expression", "License"):
        named = str(told[field] or "").strip() if field in told else ""
        if named and "\n" not in named and len(named) <= _LONGEST:
            return named
    classified = [one.removeprefix(_OSI) for one in told.get_all("Classifier") or [] if one.startswith(_OSI)]
    return ", ".join(classified)
