"""`python -m tests.fuzz.keep key_file`: what the last runs found, without what adds nothing, becomes part of the tests.

One line an input, in base64: a hundred files of a few bytes would be a folder nobody looks into.
"""

from __future__ import annotations

import base64
import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

CORPUS = Path(__file__).parent / "corpus"
FOUND = Path("/tmp/vault-fuzz")  # noqa: S108 - one's own machine, and nothing secret
_OURS = str(Path(__file__).parent.parent.parent / "vault")
Step = tuple[str, int, int]


def kept(name: str) -> list[bytes]:
    """The inputs that are part of the tests."""
    file = CORPUS / f"{name}.txt"
    return [base64.b64decode(line) for line in file.read_text("ascii").split()] if file.exists() else []


def chosen(one: Callable[[bytes], None], inputs: set[bytes]) -> list[bytes]:
    """The shortest of those that lead from some line to another as none before did."""
    seen, result = set[Step](), list[bytes]()
    for data in sorted(inputs, key=lambda data: (len(data), data)):
        steps = _steps(one, data)
        if steps - seen:
            seen |= steps
            result.append(data)
    return result


def _steps(one: Callable[[bytes], None], data: bytes) -> set[Step]:
    found, last = set[Step](), dict[int, int]()

    def follow(frame: FrameType, event: str, _argument: Any) -> Any:
        if not frame.f_code.co_filename.startswith(_OURS):
            return None
        if event == "line":
            found.add((frame.f_code.co_filename, last.get(id(frame), 0), frame.f_lineno))
            last[id(frame)] = frame.f_lineno
        return follow

    sys.settrace(follow)
    try:
        one(data)
    finally:
        sys.settrace(None)
    return found


def main() -> None:
    """Choose, and write them down."""
    name = sys.argv[1]
    harness = importlib.import_module(f"tests.fuzz.{name}")
    inputs = {*harness.seeds(), *kept(name), *(one.read_bytes() for one in (FOUND / name).iterdir())}
    lines = [base64.b64encode(one).decode() for one in chosen(harness.one, inputs)]
    CORPUS.mkdir(exist_ok=True)
    (CORPUS / f"{name}.txt").write_text("\n".join(lines) + "\n", "ascii")


if __name__ == "__main__":
    os.environ["VAULT_TEST"] = "1"
    main()
