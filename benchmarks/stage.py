"""Vaults of a known size and content for the measurements. The texts are drawn by chance from a made-up language."""

from __future__ import annotations

import os
import random
import statistics
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("VAULT_TEST", "1")
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Incident, Place
from vault.plans.model.incidents import CATEGORY, STATE
from vault.services.session import Session, new_id

PASSPHRASE = b"one two three four five six"
QUICK_KEY = 255  # the key derivation of tests: what is measured here comes after it

_folder = TemporaryDirectory(prefix="benchmark-")
CHANCE = random.Random(20261124)
WORDS = ["".join(CHANCE.choice("aeioubdfgklmnprstvz") for _ in range(CHANCE.randint(3, 10))) for _ in range(9000)]


def passphrase() -> bytearray:
    """A fresh copy: whoever takes it wipes it."""
    return bytearray(PASSPHRASE)


def empty(name: str) -> Session:
    """A new vault."""
    return Session.create(Path(_folder.name) / name, passphrase(), profile=QUICK_KEY, by="Nadia")


def beside(name: str) -> Path:
    """A place for one more file of the measurements; it goes with the others."""
    return Path(_folder.name) / name


def incidents(count: int) -> list[Incident]:
    """`count` incidents in fifty places over thirty years, thirty words each."""
    return [_incident(places()) for _ in range(count)]


@cache
def places() -> tuple[Place, ...]:
    """The fifty places, with their ids."""
    return tuple(Place(id=new_id(), name=f"Place {n}", region=f"Region {n % 7}") for n in range(50))


def _incident(where: tuple[Place, ...]) -> Incident:
    text = " ".join(CHANCE.choices(WORDS, k=30))
    day = Day.parts(CHANCE.randint(1997, 2026), CHANCE.randint(1, 12), CHANCE.randint(1, 28))
    return Incident(
        title=text[:60],
        facts=text,
        occurred=day,
        category=(CHANCE.choice(CATEGORY)[0],),
        state=CHANCE.choice(STATE)[0],
        place=(Link(CHANCE.choice(where).id),),
    )


@cache
def filled(count: int) -> Path:
    """A closed vault with `count` incidents; made once a run."""
    with empty(f"filled-{count}") as session:
        records = [*places(), *incidents(count)]
        session.save_batch([(one, "") for one in records], "", "filled").result()
        return session.path


def median(work: Callable[[], object], times: int = 5) -> float:
    """Seconds, the middle one of several tries."""
    return statistics.median(seconds(work) for _ in range(times))


def seconds(work: Callable[[], object]) -> float:
    """How long one try took."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def percentile(values: list[float], share: float) -> float:
    """The value below which `share` of all lie."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)]


def say(what: str, reached: str, goal: str) -> None:
    """One line of the result."""
    print(f"{what:<62} {reached:>26}   goal {goal}", flush=True)
