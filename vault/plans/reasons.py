"""Why something is worth doing, in the words of the shipped content."""

from __future__ import annotations

from vault.content import Texts

#: keys of the rules of `health`, weightiest first
_MISSING = (
    "contradiction", "acceptance_over", "high", "old_score", "conclusion", "owner", "uncovered", "for_ever", "steps",
    "unpractised", "practised_long_ago", "keeper", "orphan", "untested", "plan_review",
)  # fmt: skip
_KEPT = ("no_backup", "elsewhere")
_STEP = ("owner", "uncovered", "unpractised", "no_backup", "old_backup")

REASONS = Texts(
    "reasons.toml",
    (
        *(f"missing.{key}" for key in _MISSING),
        *(f"step.{key}" for key in _STEP),
        *(f"kept.{key}" for key in _KEPT),
        "due.practice",
    ),
    {"step.owner": ("level",), "step.old_backup": ("n",)},
)
