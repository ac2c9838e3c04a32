"""Search as you type over 100,000 incidents: from the word that was typed to the rows in the models of the window."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from benchmarks.stage import CHANCE, WORDS, filled, passphrase, percentile, say, seconds
from vault.services.session import Session
from vault.ui import theme
from vault.ui.desk import Desk
from vault.ui.pages.incidents import IncidentsPage
from vault.ui.pages.search import SearchPage


def run() -> None:
    """Type a hundred words letter by letter, some with a second word: everywhere, and in the list of incidents."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app)
    with Session.open(filled(100_000), passphrase()) as session:
        desk = Desk(session)
        everywhere, incidents = SearchPage(desk), IncidentsPage(desk)
        incidents.reload()
        _say("everywhere", lambda words: (everywhere.field.setText(words), everywhere.reload()))
        _say("in the list", lambda words: (incidents.listing.search.setText(words), incidents.listing.reload()))


def _say(where: str, look: Callable[[str], object]) -> None:
    taken = [1000 * seconds(lambda words=words: look(words)) for words in _typed()]
    told = f"{percentile(taken, 0.95):.1f} ms"
    say(f"search as you type, 100,000 incidents, {where}, p95", f"{told}  (worst {max(taken):.0f})", "16 ms")


def _typed() -> list[str]:
    words = CHANCE.sample(WORDS, 100)
    tries = [word[:length] for word in words for length in range(1, len(word) + 1)]
    return tries + [
        f"{one} {other[:2]}" for one, other in zip(CHANCE.sample(WORDS, 50), CHANCE.sample(WORDS, 50), strict=True)
    ]
