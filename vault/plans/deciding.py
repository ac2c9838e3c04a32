"""The table one reads in an emergency: what is to be decided, by whom, and what if that is not possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vault.i18n import N_, _
from vault.plans.fields import Link
from vault.plans.model import Decision
from vault.plans.model.decisions import DECISION_TYPE

#: the heads of the table, as `Line.cells` fills it
HEADS = (
    N_("What is decided"), N_("Who decides"), N_("If they are away"), N_("Ask first"), N_("Tell"),
    N_("If they disagree or cannot be reached"),
)  # fmt: skip
NOBODY = N_("Nobody named yet")
_OTHER = "other"


@dataclass(frozen=True, slots=True)
class Usual:
    """What a new row of a type says: the safer choice, and how far the decision goes."""

    type: str
    unreachable: str
    authority: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row. `decision` has no id where nobody has filled it in yet; `cells` are the words under `HEADS`."""

    decision: Decision
    cells: tuple[str, ...]

    @property
    def named(self) -> bool:
        """Whether it is said who decides."""
        return bool(self.decision.decides)


def begun(key: str, usual: Mapping[str, Usual]) -> Decision:
    """A new decision of a type, with its usual words to be changed."""
    words = usual.get(key, Usual(key, "", ""))
    title = "" if key == _OTHER else _(dict(DECISION_TYPE)[key])
    return Decision(title=title, type=key, unreachable=words.unreachable, authority=words.authority)


def table(decisions: Iterable[Decision], usual: Mapping[str, Usual], name: Callable[[str], str]) -> list[Line]:
    """A line a decision, by type, and one to be filled in for every type that has none; `name`: of a person's id."""
    kept = list(decisions)
    lines: list[Line] = []
    for key, _words in DECISION_TYPE:
        some = [one for one in kept if (one.type or _OTHER) == key]
        if not some and key != _OTHER:
            some = [begun(key, usual)]
        lines += [Line(one, _cells(one, name)) for one in some]
    return lines


def _cells(one: Decision, name: Callable[[str], str]) -> tuple[str, ...]:
    who = _named(one.decides, name) or _(NOBODY)
    others = (_named(links, name) for links in (one.deputy, one.consults, one.informs))
    return (one.title, who, *others, one.unreachable.strip())


def _named(links: Iterable[Link], name: Callable[[str], str]) -> str:
    return ", ".join(filter(None, (name(link.id) for link in links)))
