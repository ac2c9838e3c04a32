"""Whether a stopwatch beside the window tells a duress passphrase from a wrong one (check 14), wipe included.

Two hundred of each kind in an order of chance, through the service that the window calls, with a real key derivation
(profile 0) and the lowest floor there is. What is told is the AUC: how often the one kind takes longer than the other.
A half is what a coin tells. Without the floor the same watch tells them apart where nothing else runs on the machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from itertools import combinations
from pathlib import Path

from benchmarks.stage import CHANCE, beside, say, seconds
from vault.clock import Clock
from vault.errors import WrongPassphrase
from vault.services import backing_up, duress, founding, unlocking
from vault.services.passphrases import recovery_code
from vault.services.session import Session

EACH, UNPADDED = 200, 60
PROFILE, FLOOR = 0, 500  # ms: the least that a vault allows; one made on a slow machine has a higher one
RIGHT, WRONG, DURESS = "lantern drift onion", "quite another set of words", "the kettle sings at noon"
#: of these pairs somebody beside the window must not learn which it was
SECRET = ("wrong", "duress")


def run() -> None:
    """With the floor, then without it."""
    code = recovery_code()
    keys = _armed(beside("stopwatch.vault"), code)
    words = {"right": RIGHT, "wrong": WRONG, "duress": DURESS, "recovery": code}
    floor = unlocking._floor
    try:
        unlocking._floor = lambda keyfile: FLOOR / 1000  # type: ignore[assignment]
        padded = _taken(keys, words, EACH)
        unlocking._floor = lambda keyfile: 0.0  # type: ignore[assignment]
        bare = _taken(keys, {kind: words[kind] for kind in SECRET}, UNPADDED)
    finally:
        unlocking._floor = floor
    for one, other in combinations(words, 2):
        goal = "0.40-0.60" if {one, other} == set(SECRET) else "told only"
        say(f"stopwatch, {one} / {other}, {EACH} each", f"AUC {auc(padded[one], padded[other]):.2f}", goal)
    say(f"the same without the floor, wrong / duress, {UNPADDED} each", f"AUC {auc(*bare.values()):.2f}", "told only")


def _armed(path: Path, code: str) -> Path:
    """The key file of a vault with a recovery code and a duress passphrase, whose wipe also starts its tidying up."""
    made = founding.found(path, _bytes(RIGHT), profile=PROFILE, recovery=_bytes(code), clock=Clock(), by="Nadia")
    with Session(made) as session:
        survivor = backing_up.back_up(session, beside("stopwatch.backup")).path
    duress.set_up(path, _bytes(RIGHT), _bytes(DURESS), backup=survivor, traces=True)
    return path / "g0001" / "keys.bin"


def _taken(keys: Path, words: dict[str, str], each: int) -> dict[str, list[float]]:
    """Seconds of every unlock. Before each the key file is as it was, and nothing of the one before still runs."""
    whole, taken = keys.read_bytes(), {kind: list[float]() for kind in words}
    for kind in _in_turn(list(words), each):
        keys.write_bytes(whole)
        os.sync()
        taken[kind].append(seconds(lambda text=words[kind]: _unlocked(keys.parent.parent, text)))
        _wait_for_the_rest()
    keys.write_bytes(whole)
    return taken


def _in_turn(kinds: list[str], each: int) -> Iterator[str]:
    """All kinds once in an order of chance, again and again: whatever slows the machine slows all alike."""
    for _turn in range(each):
        CHANCE.shuffle(kinds)
        yield from kinds


def _unlocked(path: Path, text: str) -> None:
    with suppress(WrongPassphrase):
        unlocking.unlock(path, _bytes(text)).close()


def _wait_for_the_rest() -> None:
    with suppress(ChildProcessError):
        while True:
            os.waitpid(-1, 0)


def _bytes(text: str) -> bytearray:
    return bytearray(text, "utf-8")


def auc(one: list[float], other: list[float]) -> float:
    """How often a value of `other` is larger than one of `one`, a tie being half of it."""
    wins = sum((after > before) + (after == before) / 2 for before in one for after in other)
    return wins / (len(one) * len(other))
