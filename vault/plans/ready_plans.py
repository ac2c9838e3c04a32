"""Ready plans of every level to begin with: shipped as content, begun as the organisation's own."""

from __future__ import annotations

from dataclasses import dataclass

from vault.plans.days import Day
from vault.plans.fields import Link, Sharing
from vault.plans.model import Plan


@dataclass(frozen=True, slots=True)
class ReadyPlan:
    """`level` is a key of a plan's choice; `contains` what it should say; `starters` the keys of its procedures."""

    key: str
    level: str
    title: str
    about: str
    contains: tuple[str, ...]
    starters: tuple[str, ...]

    def notes(self) -> str:
        """What it is for and what it should say, as the notes of a plan."""
        return "\n".join((self.about, "", *(f"- {one}" for one in self.contains)))

    def begun(self, procedures: tuple[Link, ...], today: Day) -> Plan:
        """A new plan with its words, to be changed; that of a person or a family is in no report by itself."""
        own = self.level in ("personal", "family")
        return Plan(
            title=self.title, level=self.level, state="draft", written_on=today, procedures=procedures,
            notes=self.notes(), sharing=Sharing.ORGANISATION if own else None,
        )  # fmt: skip
