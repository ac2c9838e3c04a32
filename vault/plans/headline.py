"""A title made from what somebody wrote."""

from __future__ import annotations

import re

LONGEST = 80
_SENTENCE = re.compile(r"(.+?)(?:[.!?。؟।]+(?=\s|$)|\n|$)", re.DOTALL)


def headline(text: str, longest: int = LONGEST) -> str:
    """The first sentence of `text` on one line, cut at a word when it is longer than `longest`; "" for nothing."""
    found = _SENTENCE.match(text.strip())
    line = " ".join(found.group(1).split()) if found else ""
    if len(line) <= longest:
        return line
    cut = line[:longest].rsplit(" ", 1)[0] if " " in line[:longest] else line[:longest]
    return cut.rstrip(" ,;:") + " …"
