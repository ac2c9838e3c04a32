"""No layer forgets a kind of field."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from vault.plans import cells, display, exchange, outline, redaction
from vault.plans.fields import KINDS, Field
from vault.reports import document
from vault.services.importing.words import reading
from vault.storage import codecs
from vault.ui import editors

FUNCTIONS = {
    "column": codecs.column,
    "shown": display.shown,
    "to_plain": exchange.to_plain,
    "from_plain": exchange.from_plain,
    "editor": editors.editor,
}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_layer_knows_the_kind(function: str, kind: type[Field]) -> None:
    dispatch: Any = FUNCTIONS[function]
    assert dispatch.dispatch(kind) is not dispatch.dispatch(object), f"{function} does not know {kind.__name__}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheard(Field):
    """A kind of field that somebody added and forgot to tell a layer of."""


@pytest.mark.parametrize(
    "ask",
    [
        codecs.column,
        lambda field: display.shown(field, "x"),
        lambda field: exchange.to_plain(field, "x"),
        lambda field: exchange.from_plain(field, "x"),
        lambda field: cells.read(field, "x", "risk.x", "X", reading()),
        lambda field: redaction.reduced(field, "x", redaction.Ladder.ROLES, lambda one: ""),
        lambda field: outline._texts(object()),
        lambda field: document._laid_out(object()),
    ],
    ids=["column", "shown", "to_plain", "from_plain", "read", "reduced", "texts", "paper"],
)
def test_a_kind_that_a_layer_does_not_know_is_a_fault_of_the_program(ask: Callable[[Field], Any]) -> None:
    """It must never pass silently as if it were text."""
    with pytest.raises(NotImplementedError):
        ask(Unheard(label="X"))


def test_there_are_at_most_ten() -> None:
    assert len(KINDS) == len(set(KINDS)) <= 10
