"""A title for a record whose table had none: the first sentence of what is told, or kind, place and day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from vault.i18n import _
from vault.plans.display import shown
from vault.plans.fields import Choice, Choices, Prose, Text, When
from vault.plans.records import KINDS

LONGEST_TITLE = 80
_SENTENCE = re.compile(r"^(.{20,}?[.!?؟।])(?=\s+[^\sa-z]|$)|^(.{4,}?[。！？])", re.DOTALL)


def first_sentence(text: str, longest: int = LONGEST_TITLE) -> str:
    """The first sentence in one line, cut at the end of a word with an ellipsis where it is longer."""
    line = " ".join(text.split())
    found = _SENTENCE.match(line)
    sentence = (found[0] if found else line).strip()
    sentence = sentence[:-1] if sentence.endswith((".", "。")) else sentence
    if len(sentence) <= longest:
        return sentence
    cut = sentence[:longest]
    # Words written without spaces leave nothing to cut at.
    at = cut.rfind(" ")
    return f"{(cut[:at] if at > longest // 2 else cut[:-1]).rstrip(' ,;:–-')}…"


def title_for(kind: str, values: Mapping[str, Any], place: str = "") -> str:
    """A title from the other values of a record, "" where a person or place has nothing to be called by."""
    fields = [field for name, field in KINDS[kind].fields.items() if values.get(name) and name not in ("notes", "tags")]
    texts = [field for field in fields if isinstance(field, Text)]
    if KINDS[kind].title_field == "name":
        return first_sentence(values[texts[0].name]) if texts else ""
    for field in [field for field in fields if isinstance(field, Prose)] + texts:
        sentence = first_sentence(values[field.name])
        if sentence:
            return sentence
    words = [shown(field, values[field.name]) for field in fields if isinstance(field, Choice | Choices)][:1]
    days = [shown(field, values[field.name]) for field in fields if isinstance(field, When)][:1]
    return first_sentence(", ".join(filter(None, [*(words or [_(KINDS[kind].words)]), place, *days])))
