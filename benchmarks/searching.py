"""Search as you type over 100,000 incidents: from the key press to the rows in the model."""

from __future__ import annotations

from benchmarks.stage import CHANCE, WORDS, filled, passphrase, percentile, say, seconds
from vault.services.session import Session


def run() -> None:
    """Type a hundred words letter by letter, some with a second word."""
    with Session.open(filled(100_000), passphrase()) as session:
        tries = [word[:length] for word in CHANCE.sample(WORDS, 100) for length in range(1, len(word) + 1)]
        tries += [
            f"{one} {other[:2]}" for one, other in zip(CHANCE.sample(WORDS, 50), CHANCE.sample(WORDS, 50), strict=True)
        ]
        taken = [1000 * seconds(lambda typed=typed: session.search(typed)) for typed in tries]
    say("search as you type, 100,000 incidents, p95", f"{percentile(taken, 0.95):.1f} ms", "16 ms")
