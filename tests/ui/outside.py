"""What lies around the windows of the application, written down instead of done: other processes, time, a folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from vault.clock import Clock
from vault.services import founding, places
from vault.storage.kdf import Proposal
from vault.ui.application import Outside

PHRASE = "lantern drift onion harbour velvet sixteen"
TEST_PROFILE = 255


@dataclass(frozen=True)
class Watch(Clock):
    """A clock that stands still at Tuesday 24 November 2026, 9:41, until a test lets time pass."""

    passed: list[float] = field(default_factory=list)
    suspended: list[float] = field(default_factory=list)

    def let_pass(self, seconds: float) -> None:
        self.passed.append(seconds)

    def suspend(self, seconds: float) -> None:
        """The laptop sleeps: the day goes on, the computer's own count does not."""
        self.suspended.append(seconds)

    def now(self) -> datetime:
        return datetime(2026, 11, 24, 9, 41, tzinfo=UTC) + timedelta(seconds=self.monotonic() + sum(self.suspended))

    def monotonic(self) -> float:
        return sum(self.passed)

    def sleep(self, seconds: float) -> None:
        self.let_pass(seconds)


@dataclass
class World:
    """A folder for vaults, a clock, and what the application started and ended."""

    folder: Path
    clock: Watch = field(default_factory=Watch)
    spawned: list[Path | None] = field(default_factory=list)
    salvaging: list[Path] = field(default_factory=list)
    kept: list[Path] = field(default_factory=list)
    left: list[int] = field(default_factory=list)

    def outside(self) -> Outside:
        return Outside(
            spawn=self.spawned.append,
            spawn_to_salvage=self.salvaging.append,
            spawn_kept=self.kept.append,
            leave=self.left.append,
            clock=self.clock,
            propose=lambda: Proposal(TEST_PROFILE, 0.1),
            folder=lambda: self.folder,
        )

    def vault(self, name: str = "Notes", *, recovery: str = "", organisation: str = "River") -> Path:
        """A vault in the folder, closed."""
        self.folder.mkdir(parents=True, exist_ok=True)
        path = places.at(self.folder, name)
        code = bytearray(recovery, "ascii") if recovery else None
        founding.found(
            path,
            bytearray(PHRASE, "utf-8"),
            organisation=organisation,
            profile=TEST_PROFILE,
            recovery=code,
            clock=self.clock,
            by="Nadia",
        ).close()
        return path
