"""What a record cannot be saved without."""

from __future__ import annotations

import pytest

from vault.plans.model import Actor, Threat
from vault.plans.records import faults

SIGNS = ["", " ", "\u200b", "\u202e", "\u2066\u2069", "\u00ad", "\u3164", "\u2800", " \u200d\t", "\x07", "\ufeff"]


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_a_name_that_nobody_can_see_is_none(sign: str) -> None:
    assert "name" in faults(Actor(name=sign))
    assert "title" in faults(Threat(title=sign))


@pytest.mark.parametrize("name", ["K", "٣", "قفل", "\u200fقفل", "👩\u200d🌾", "—", "ู"], ids=ascii)
def test_a_name_of_one_sign_is_one(name: str) -> None:
    assert faults(Actor(name=name)) == {}
