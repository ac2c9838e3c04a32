"""What an organisation can look at when it asks what makes it vulnerable or strong: the same list for both sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from vault import content
from vault.content import Source
from vault.plans.model import Factor
from vault.plans.model.factors import FACTOR_GROUP

_TEXTS = ("key", "group", "name", "question")


@dataclass(frozen=True, slots=True)
class Component:
    """A thing to look at. `group` is a key of `FACTOR_GROUP`; `question` is asked when it is talked about."""

    key: str
    group: str
    name: str
    question: str

    def begun(self) -> Factor:
        """A strength or weakness that nobody has judged yet; the question stands in its notes."""
        return Factor(title=self.name, belongs=self.group, notes=self.question)


def present(components: Iterable[Component], factors: Iterable[Factor]) -> frozenset[str]:
    """The keys of the components that are written down already, by their name."""
    there = {one.title.strip().casefold() for one in factors}
    return frozenset(one.key for one in components if one.name.casefold() in there)


def shipped() -> tuple[Component, ...]:
    """All prompts for strengths and weaknesses; none where the file has a fault."""
    return content.shipped("components.toml", read, ())


def read(source: Source) -> tuple[Component, ...]:
    """The prompts of a file. Raises FaultyContent."""
    source.only(source.plain, ("component",), "")
    made = []
    for n, plain in source.tables("component"):
        made.append(Component(**source.texts(plain, _TEXTS, f"component {n}")))
        source.one_of(made[-1].group, dict(FACTOR_GROUP), f"component {n}: group")
    source.unique([one.key for one in made], "component")
    return tuple(made)
