"""What is erased for good leaves nothing behind, not even where its name was asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from vault.errors import ChangedElsewhere
from vault.plans.model import Person
from vault.services.session import Session


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    with Session.create(tmp_path / "a.vault", bytearray(b"lantern drift onion"), profile=255) as opened:
        yield opened


def test_what_was_answered_about_a_name_goes_with_the_name(session: Session) -> None:
    rain = session.save(Person(name="Hope Rain")).result()
    rain = session.save(replace(rain, name="Grace Rain")).result()
    answers = ("Grace: thanks to nobody", "Hope: what we do", "Office: the room")
    session.record_export("nhrf-plan", "nhrf", "/media/plan.pdf", "00", answers).result()
    session.purge([rain.id]).result()
    (one,) = session.exports()
    assert (one.place, one.decisions) == ("/media/plan.pdf", ("Office: the room",))


def test_a_record_that_was_erased_is_not_saved_back_from_where_it_was_still_open(session: Session) -> None:
    omar = session.save(Person(name="Omar")).result()
    session.purge([omar.id]).result()
    with pytest.raises(ChangedElsewhere):
        session.save(replace(omar, phone="1")).result()
    with pytest.raises(ChangedElsewhere):
        session.save_batch([(replace(omar, phone="1"), "7")], "old sheet", "import").result()
    assert session.all("person") == []


def test_no_words_of_an_act_name_what_was_erased(session: Session) -> None:
    omar = session.save(Person(name="Hope Rain"), also=[Person(name="Omar")]).result()
    session.save(replace(omar, name="Grace Rain"), also=[Person(name="Nadia")]).result()
    session.purge([omar.id]).result()
    assert "Rain" not in session.undoable
    assert session.undoable
    assert session.undo().result() == "Several records changed"
    assert [one.title for one in session.all("person")] == ["Omar"]
    told = session.submit(lambda work: work.db.execute("SELECT what FROM batch").fetchall()).result()
    assert not [what for (what,) in told if "Rain" in what]
