"""What people are asked about a threat or an incident, in the words of the shipped content."""

from __future__ import annotations

from vault.content import Texts

#: in the order of `threats.QUESTIONS`
FIVE = ("facts", "before", "want", "behind", "further")
ANALYSIS = Texts(
    "analysis.toml",
    (
        "intro",
        *(f"questions.{key}" for key in (*FIVE, "about")),
        *(f"hints.{key}" for key in FIVE),
        *(f"words.{key}" for key in ("unknown", "want", "carried_out")),
    ),
)

#: the fields of an incident that are asked for in a minute
_LOGGED = ("facts", "occurred", "people", "place")
QUICK_LOG = Texts("quick_log.toml", ("intro", *(f"questions.{name}" for name in _LOGGED), "hints.occurred"))
