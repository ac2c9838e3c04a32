"""The one file outside a vault: moments and neutral words, for a helper that reminds while the vault is locked.

Its name is drawn by chance and known to the vault alone. Whoever reads it learns that somebody wants to be reminded at
these moments, and nothing else. It goes with the vault where the vault is to be gone
(`docs/decisions/0042-reminders.md`).
"""

from __future__ import annotations

import json
import os
import re
import secrets
import stat
from contextlib import suppress
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

from vault import paths
from vault.plans.reminding import Bell

VERSION = 1
_NAME = re.compile(r"times-[0-9a-f]{8}\.json")
_LARGEST = 1 << 20
_LONGEST_WORDS = 80
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


def new_name() -> str:
    """A name for the file of a vault."""
    return f"times-{secrets.token_hex(4)}.json"


def ring_file(name: str) -> Path:
    """Where it lies. Raises ValueError for what is no name of such a file."""
    if not _NAME.fullmatch(name):
        raise ValueError(name)
    return paths.vaults() / name


def is_there(name: str) -> bool:
    """Whether the file lies on this computer, readable or not."""
    return os.path.lexists(ring_file(name))


def files() -> list[Path]:
    """All of them; also those of vaults that are gone."""
    with suppress(OSError):
        return sorted(one for one in paths.vaults().iterdir() if _NAME.fullmatch(one.name))
    return []


def read(file: Path) -> Bell | None:
    """The bell, or None for a file that is missing, corrupt, or of a newer version: nothing rings then."""
    try:
        return _bell(json.loads(_content(file)))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError):
        return None


def _content(file: Path) -> bytes:
    """Of a plain file alone, and never without end: a pipe or a device in its place must not hold up who reads."""
    descriptor = os.open(file, os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(descriptor, "rb") as content:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError("no plain file")
        found = content.read(_LARGEST + 1)
    if len(found) > _LARGEST:
        raise ValueError("too large")
    return found


def _bell(said: dict[str, Any]) -> Bell:
    if said["version"] != VERSION:
        raise ValueError("another version")
    begin, end = (_time_of_day(one) for one in said["quiet"])
    moments = tuple(sorted(_moment(one) for one in said["moments"]))
    told = _moment(said["told"]) if said.get("told") else None
    words = said["words"]
    if not isinstance(words, str):
        raise TypeError(words)
    return Bell(words[:_LONGEST_WORDS], begin, end, moments, told, _silence(said.get("silent")))


def _silence(text: object) -> datetime | None:
    """A silence nobody can read is none: what came due is told."""
    try:
        return _moment(text) if isinstance(text, str) and text else None
    except (ValueError, OverflowError):
        return None


def _time_of_day(text: str) -> time:
    made = time.fromisoformat(text)
    if made.tzinfo is not None:
        raise ValueError("a time of day with a zone")
    return made


def _moment(text: str) -> datetime:
    made = datetime.fromisoformat(text)
    if made.tzinfo is None:
        raise ValueError("a moment without a zone")
    return made.astimezone(UTC)


def write(file: Path, bell: Bell) -> None:
    """Replace the file as a whole. Raises OSError."""
    said = {
        "version": VERSION,
        "words": bell.words,
        "quiet": [bell.quiet_from.isoformat("minutes"), bell.quiet_until.isoformat("minutes")],
        "moments": [one.isoformat() for one in bell.moments],
        "told": bell.told.isoformat() if bell.told else "",
        "silent": bell.silent.isoformat() if bell.silent else "",
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_suffix(".new")
    beside.unlink(missing_ok=True)  # left by a power cut, or a link to something else: neither is written into
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as content:
        json.dump(said, content)
        content.flush()
        os.fsync(content.fileno())
    beside.replace(file)


def forget(name: str = "") -> None:
    """Take the file away, or all of them for "". Raises nothing."""
    for file in [ring_file(name)] if name else files():
        for one in (file, file.with_suffix(".new")):
            with suppress(OSError):
                one.unlink()
