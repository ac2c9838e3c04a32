"""The matrix: every square has a level, and more never means less."""

from __future__ import annotations

import itertools

from vault.plans import scales
from vault.plans.model import Risk


def test_every_square_has_a_level_and_rises() -> None:
    for probability, impact in itertools.product(scales.STEPS, scales.STEPS):
        level = scales.level(probability, impact)
        assert level in scales.STEPS
        if probability < 5:
            assert scales.level(probability + 1, impact) >= level  # type: ignore[operator]
        if impact < 5:
            assert scales.level(probability, impact + 1) >= level  # type: ignore[operator]
    assert (scales.level(1, 1), scales.level(5, 5), scales.level(None, 3)) == (1, 5, None)


def test_words() -> None:
    assert scales.word("probability", 4) == "Likely"
    assert scales.word("impact", None) == ""
    assert all(len(scales.words(name)) == 5 for name in ("probability", "impact", "level"))


def test_a_risk_derives_its_level() -> None:
    risk = Risk(title="R", probability=4, impact=4)
    assert (risk.level, risk.residual_level, risk.level_now) == (4, None, 4)
    treated = Risk(title="R", probability=4, impact=4, residual_probability=2, residual_impact=2)
    assert treated.level_now == 2
    assert Risk(title="R", probability=1, impact=1, level_override=5, override_reason="x").level == 5
    assert "R" not in repr(risk)
