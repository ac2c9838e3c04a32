"""No layer forgets a kind of field."""

from __future__ import annotations

from typing import Any

import pytest

from vault.plans import display, exchange
from vault.plans.fields import KINDS, Field
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


def test_there_are_at_most_ten() -> None:
    assert len(KINDS) == len(set(KINDS)) <= 10
