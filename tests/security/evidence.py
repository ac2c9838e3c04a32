"""The thirty acceptance checks and what proves each: the one place that both the tests and the documents take it from.

`python -m tests.security.evidence` prints the table of `docs/security/evidence.md`, `... places` what `make
test-security` runs.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

_HERE = "tests/security"


@dataclass(frozen=True, slots=True)
class Check:
    """What is promised, and where it is proved: files, or single tests (`file::name`). `by_hand`: a command besides."""

    promise: str
    proof: tuple[str, ...]
    by_hand: str = ""


def _in(*names: str) -> tuple[str, ...]:
    return tuple(f"{_HERE}/test_{name}" for name in names)


CHECKS: dict[int, Check] = {
    1: Check("The key file is laid out as published, and a frozen vault opens to the published key", _in("layout.py")),
    2: Check("Keys are derived as a second implementation and RFC 9106 derive them", _in("kdf_oracle.py")),
    3: Check("Used, unused and duress slots look alike", _in("slots_random.py")),
    4: Check("No name and no size tells how many keys there are", _in("sizes.py")),
    5: Check("A power cut during a passphrase change leaves the old or the new one", _in("crash_sim.py")),
    6: Check("So does a kill at every write and flush of the real process",
             _in("kills.py", "killed_writes.py", "rotation_kills.py")),
    7: Check("A disk that refuses a write: it is said, and what was there still opens", _in("refused_writes.py")),
    8: Check("So does a disk that is really full", _in("full_disk.py", "small_image.py", "rotation_full_disk.py")),
    9: Check("A disk that may only be read: opens with a notice, and right, wrong and duress tell nothing",
             _in("read_only_disk.py")),
    10: Check("After the first flush of a wipe nothing opens, wherever it is cut off", _in("wipe_crash.py")),
    11: Check("A wiped vault looks like any other", _in("after_a_wipe.py")),
    12: Check("An old key is nowhere on the disk where the program says so", _in("reach_of_a_wipe.py")),
    13: Check("The key file is overwritten in place, never renamed over", _in("in_place.py")),
    14: Check("A stopwatch does not tell a duress passphrase from a wrong one", (), "`make bench`"),
    15: Check("Neither does the picture on the screen", ("tests/journeys/test_pressure.py",)),
    16: Check("What a duress passphrase may be, and that the right one always wins",
              _in("duress_rules.py", "duress_looking.py")),
    17: Check("Backups on the list no longer open after a wipe, all others do", _in("wipe_backups.py")),
    18: Check("Hostile files are refused, quickly and with a sentence", ("tests/fuzz",),
              "`python -m tests.fuzz.run NAME`"),
    19: Check("A damaged file is called damaged and never opens to something else", _in("damage.py", "salvage.py")),
    20: Check("Nothing of a vault is left outside it, not even after a kill", _in("canaries.py")),
    21: Check("No statement weakens how the database is kept", _in("authorizer.py")),
    22: Check("A database that is not encrypted is refused",
              _in("sqlcipher.py")),
    23: Check("Nothing is left in memory after a lock", _in("memory.py")),
    24: Check("No other program of the same person reads the memory", ("tests/services/test_hardening.py",)),
    25: Check("It locks with the screen, before sleep, when idle, when asked",
              ("tests/journeys/test_locking.py", "tests/journeys/test_locking_asked.py")),
    26: Check("Nobody is talked to", _in("no_network.py", "canaries.py")),
    27: Check("There is one SQLCipher, of the version that was chosen", _in("sqlcipher.py")),
    28: Check("Everything installed has the published digest, and the list of parts is whole", _in("supply.py")),
    29: Check("No withheld word is in a plan that leaves",
              (*_in("redacted_plan.py", "redacted_plans.py"), "tests/reports/test_leakcheck.py")),
    30: Check("A vault can be read without this program, and every released one opens", _in("independent_reader.py")),
}  # fmt: skip


def numbers_of(test: str) -> list[int]:
    """The checks that a test (its node id) belongs to."""
    return [number for number, check in CHECKS.items() if any(_holds(place, test) for place in check.proof)]


def _holds(place: str, test: str) -> bool:
    return test == place or test.startswith((f"{place}::", f"{place}/", f"{place}["))


def places() -> list[str]:
    """All that has to be run: the folder of these tests, and the files elsewhere."""
    elsewhere = {place.partition("::")[0] for check in CHECKS.values() for place in check.proof}
    return [_HERE, *sorted(place for place in elsewhere if Path(place).parent != Path(_HERE))]


def table() -> str:
    """The table of the documents."""
    lines = ["| # | promise | proved by |", "|---|---|---|"]
    for number, check in CHECKS.items():
        proof = ", ".join(f"`{place}`" for place in check.proof)
        lines.append(f"| {number} | {check.promise} | {'; '.join(filter(None, (proof, check.by_hand)))} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(" ".join(places()) + "\n" if sys.argv[1:] == ["places"] else table())
