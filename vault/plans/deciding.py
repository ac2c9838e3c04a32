"""The table one reads in an emergency: what is to be decided, by whom, and what if that is not possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vault import content
from vault.content import Source
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
_TEXTS = ("type", "unreachable", "authority")


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


def shipped() -> Mapping[str, Usual]:
    """Type of decision -> what a new row says; none where the file has a fault."""
    nothing: tuple[Usual, ...] = ()
    return {one.type: one for one in content.shipped("decisions.toml", read, nothing)}


def read(source: Source) -> tuple[Usual, ...]:
    """What a new row of each type says. Raises FaultyContent."""
    source.only(source.plain, ("decision",), "")
    made = []
    for n, plain in source.tables("decision"):
        made.append(Usual(**source.texts(plain, _TEXTS, f"decision {n}")))
        source.one_of(made[-1].type, dict(DECISION_TYPE), f"decision {n}: type")
    source.unique([one.type for one in made], "decision", "type")
    return tuple(made)
