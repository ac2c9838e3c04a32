"""What is said where nothing is written down yet, in the words of the shipped content."""

from __future__ import annotations

from vault.content import Texts

BEGINNINGS = Texts(
    "beginnings.toml",
    (
        "today", "heavy", "heavy_prose", "happened", "noticed", "small", "incidents", "threats", "risks",
        "risk_example", "actions", "done", "actors", "factors", "places", "people", "procedures", "plan", "drills",
        "reviews", "planned", "joining", "missing", "patterns",
    ),
)  # fmt: skip
