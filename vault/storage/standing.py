"""Whether the file that a connection was opened on still stands where it did.

A program that keeps folders alike on several computers, or a person who copies one vault over another, puts another
file in its place. The system goes on with the one that nobody finds again: all that is written there is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from vault.errors import NotFound, Replaced, file_errors
from vault.storage import mounts


@dataclass(frozen=True, slots=True)
class Standing:
    """`number` is what the system calls the file by, None where it is another computer's, which may change it."""

    file: Path
    number: tuple[int, int] | None

    @classmethod
    def of(cls, file: Path) -> Standing:
        """That of the file a connection was just opened on. Raises `StorageFault`."""
        with file_errors(file):
            return cls(file, None if mounts.is_remote(file) else _number(file))

    def refuse_unless_there(self, vault: Path | str) -> None:
        """Raises `NotFound` where no file lies there any more, `Replaced` where it is another one, `StorageFault`."""
        try:
            with file_errors(vault):
                now = _number(self.file)
        except NotFound:
            raise NotFound(vault) from None
        if self.number not in (None, now):
            raise Replaced(vault)


def _number(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino
