"""How `tests/museum/first.vault` was made: a small vault of the first tables, with a record of every kind.

It stays as it is for ever: every later version has to open it. Run it only before the first release, when the tables
still change in place: `VAULT_TEST=1 python -m tests.security.first_vault FOLDER`.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from vault.plans.days import Day
from vault.plans.fields import Link
from vault.plans.model import Action, Incident, Person, Place, Plan, Procedure, Risk
from vault.services.session import Draft, Session

PASSPHRASE = "  Åse går  på tur "
RECOVERY = "0123-4567-89AB-CDEF-GHJK-MNPQ-RSJR"
CHANGED = "Two men on a motorbike waited, and left"


def make(folder: Path) -> None:
    phrase, recovery = (bytearray(text, "utf-8") for text in (PASSPHRASE, RECOVERY))
    with Session.create(folder, phrase, organisation="River", profile=0, recovery=recovery, by="Nasrin") as session:
        leila = session.save(Person(name="Лейла 李", alias="Heron", phone="+47 900 00 000")).result()
        office = session.save(Place(name="Office", region="North")).result()
        told = session.save(
            Incident(
                title="Two men waited",
                facts="Two men on a motorbike waited across the street.",
                occurred=Day("1997-01"),
                people=(Link(leila.id, "affected"),),
                place=(Link(office.id),),
            )
        ).result()
        session.save(replace(told, title=CHANGED), why="Seen again").result()
        risk = session.save(Risk(title="Break-in", probability=3, impact=4, reason="Twice this year")).result()
        session.save(Action(title="A second lock", risks=(Link(risk.id),))).result()
        session.save(Procedure(title="Closing the office")).result()
        session.save(Plan(title="Plan of the year")).result()
        gone = session.save(Place(name="Old office")).result()
        session.trash([gone.id]).result()
        session.save_draft(Draft("form-1", "incident", "", "", {"title": "Half a sen"})).result()
        session.save_batch([(Person(name="From a sheet"), "7")], "sheet", "1 row").result()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
