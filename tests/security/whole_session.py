"""A day with a vault, to be watched from outside: `python -m tests.security.whole_session WAY FOLDER`.

`command` works by the command line and by the services under it, `window` by the window. Both search, sort what does
not fit into memory, import a spreadsheet, export the redacted plan, make a backup and leave something half typed; at
the end they are killed. Everything they put into the vault holds one of the canaries.
"""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from vault import cli
from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Incident, Person, Place, Risk
from vault.services import backing_up, exporting
from vault.services.session import Draft, Session

#: in words of several scripts, and never written to a file in clear by this script
CANARIES = ["Quenzelbrick", "Канарейковна", "Überzwölfling", "鸚鵡螺號"]
PHRASE = "zephyrine quagmire oboe lantern drift onion"
#: far more than SQLite sorts in memory before it thinks of a file
BIG_SORT = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)"
    " SELECT '{canary} ' || hex(randomblob(900)) AS words FROM n ORDER BY words"
)
PATIENCE = 300.0  # seconds until something that does not come is given up: strace and other people's work are slow


class Places:
    """Where the day happens: only `out` holds what is meant to leave, only `source` what came in."""

    def __init__(self, folder: Path) -> None:
        self.vault, self.source = folder / "home" / "notes.vault", folder / "source" / "sheet.csv"
        self.report, self.backup = folder / "out" / "plan.pdf", folder / "out" / "b.backup"
        self.everything = folder / "plain"


def records() -> list[Person | Place | Incident | Risk]:
    first, second, third, fourth = CANARIES
    return [
        Person(name=f"{first} {second}", alias=fourth, phone=f"+47 {third}", notes=fourth),
        Place(name=f"House of {third}", address=f"{fourth} 7", region="North"),
        Risk(title=f"Fear of {first}", probability=3, impact=3, reason=second),
        *(Incident(title=f"{first} {n}", facts=f"{second} {third} " * 40, occurred=Day("2026-10")) for n in range(60)),
    ]


def sort_much(session: Session) -> None:
    for canary in CANARIES[:2]:
        session._reader.execute(BIG_SORT.format(canary=canary)).fetchmany(3)
    session.submit(lambda work: work.db.execute(BIG_SORT.format(canary=CANARIES[2])).fetchmany(3)).result()


def die() -> None:
    sys.stdout.write("done\n")
    sys.stdout.flush()
    os.kill(os.getpid(), signal.SIGKILL)


# ------------------------------------------------------------------------------------------- the command line


def command(*arguments: object, expected: int = 0) -> None:
    sys.stdin = io.TextIOWrapper(io.BytesIO(f"{PHRASE}\n".encode()))
    sys.stdout, whole = io.StringIO(), sys.stdout  # what is printed for a person is no trace
    try:
        found = cli.main([*map(str, arguments), "--passphrase-stdin"])
    finally:
        sys.stdout = whole
    assert found == expected, (arguments[0], found)


def by_command(at: Places) -> None:
    command("create", at.vault, "--organisation", f"Org {CANARIES[0]}", "--kdf-profile", 255, "--name", CANARIES[1])
    with Session.open(at.vault, bytearray(PHRASE, "utf-8")) as session:
        saved = session.save_all(records()).result()
        for trash in saved[-3:]:
            session.trash([trash.id]).result()
        session.purge([saved[-1].id]).result()
    command("import", at.vault, "incident", at.source, "--source", CANARIES[2])
    command("list", at.vault, "incident", "--json")
    command("search", at.vault, CANARIES[0])
    command("check", at.vault)
    command("check", at.vault.parent / "none.vault", expected=6)
    command("export", at.vault, "--report", "nhrf-plan", at.report)
    command("export", at.vault, "--all", at.everything)
    command("backup", at.vault, at.backup)
    with Session.open(at.vault, bytearray(PHRASE, "utf-8")) as session:
        sort_much(session)
        leila = session.all("person")[0]
        session.save(Incident(title=CANARIES[3], people=(Link(leila.id, "affected"),))).result()
        session.save_draft(Draft("form-1", "incident", "", "", {"title": f"{CANARIES[1]} half a sen"})).result()
        die()


# ------------------------------------------------------------------------------------------------- the window


def by_window(at: Places) -> None:
    """The real start of the window, and somebody at its keys."""
    from PySide6.QtCore import QTimer

    from vault import app

    Session.create(at.vault, bytearray(PHRASE, "utf-8"), organisation=CANARIES[0], profile=255, by=CANARIES[1]).close()
    start = app.Application.start

    def started(self: app.Application, path: Path | None = None, **given: bool) -> None:
        start(self, path, **given)
        QTimer.singleShot(0, lambda: go_on(somebody(self, at)))

    app.Application.start = started  # type: ignore[method-assign]
    app.main(at.vault)


Until = Callable[[], bool]


def go_on(steps: Iterator[Until]) -> None:
    """Take one step after the other, each when what it waits for has come."""
    from PySide6.QtCore import QTimer

    began = time.monotonic()
    awaited: list[Until] = [lambda: True]

    def turn() -> None:
        nonlocal began
        if not awaited[0]():
            if time.monotonic() - began > PATIENCE:
                sys.stderr.write("something awaited did not come\n")
                os._exit(4)
            return
        try:
            awaited[0], began = next(steps), time.monotonic()
        except BaseException as fault:  # noqa: BLE001 - told to whoever watches
            sys.stderr.write(f"{type(fault).__name__}: {fault}\n")
            os._exit(5)

    go_on.timer = timer = QTimer(interval=5)  # type: ignore[attr-defined]
    timer.timeout.connect(turn)
    timer.start()


def typed(words: str) -> None:
    """Into what has the focus."""
    from PySide6.QtCore import QEvent, Qt
    from PySide6.QtGui import QKeyEvent
    from PySide6.QtWidgets import QApplication

    for letter in words:  # QTest knows the keys of ASCII only
        pressed = QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(QApplication.focusWidget(), pressed)


def somebody(application: object, at: Places) -> Iterator[Until]:
    """Unlocks, writes, looks, sorts, searches, brings in, lets out, and is interrupted in the middle of a word."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication, QTableView

    from vault.ui.application import Application

    assert isinstance(application, Application)
    ctrl = Qt.KeyboardModifier.ControlModifier

    def focused() -> object:
        return QApplication.focusWidget()

    yield lambda: focused() is not None
    application.gate.page().field.setFocus()
    typed(PHRASE)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    yield lambda: application.room is not None
    room = application.room
    assert room is not None
    window, desk, session = room.window, room.desk, room.session
    desk.ask(session.save_all(records()), desk)
    yield lambda: len(session.all("incident")) == 60
    for screen in ("incidents", "risks", "network", "plan", "actions", "today"):
        window.go(screen)
        yield lambda: True
    window.go("incidents")
    QTest.keyClick(window, Qt.Key.Key_N, ctrl)
    yield lambda: focused() is not None
    typed(f"{CANARIES[0]} at the gate, {CANARIES[2]} left again.")
    QTest.keyClick(window, Qt.Key.Key_S, ctrl)
    yield lambda: len(session.all("incident")) == 61
    for table in window.findChildren(QTableView):
        if table.isVisible():
            table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    sort_much(session)
    desk.look_everywhere(CANARIES[1])
    yield lambda: True
    desk.open_record(session.all("person")[0].id)
    yield lambda: True
    yield from _bring_in(desk, at)
    yield from _let_out(desk, at)
    backing_up.back_up(session, at.backup)
    exporting.export_all(session, at.everything)
    window.go("incidents")
    QTest.keyClick(window, Qt.Key.Key_N, ctrl)
    yield lambda: focused() is not None
    typed(f"{CANARIES[3]} and then")
    desk.keep()
    yield lambda: bool(session.drafts())
    window.grab()
    die()


def _bring_in(desk: object, at: Places) -> Iterator[Until]:
    from vault.ui.desk import Desk
    from vault.ui.pages.import_wizard import COLUMNS, DONE, ROWS, ImportWizard

    assert isinstance(desk, Desk)
    wizard = ImportWizard(desk)
    desk.open_page(wizard)
    wizard.read(at.source)
    yield lambda: wizard.file.sheet is not None and wizard.file.choose.isEnabled()
    wizard.file.source.setText(CANARIES[2])
    for step in (COLUMNS, ROWS, DONE):
        wizard.next_button.click()
        yield lambda step=step: wizard.step == step and wizard.next_button.isEnabled()  # type: ignore[misc]
    desk.back()


def _let_out(desk: object, at: Places) -> Iterator[Until]:
    from vault.ui.desk import Desk
    from vault.ui.pages.export_plan import LOOK, WRITTEN, ExportPlan

    assert isinstance(desk, Desk)
    page = ExportPlan(desk)
    desk.open_page(page)
    page.next_button.click()
    yield lambda: page.step == LOOK and page.next_button.isEnabled()
    page.next_button.click()
    page.write_to(at.report)
    yield lambda: page.step == WRITTEN
    desk.back()


def main(way: str, folder: Path) -> None:
    at = Places(folder)
    {"command": by_command, "window": by_window}[way](at)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
