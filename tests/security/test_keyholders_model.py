"""Who may open a vault, against the plainest model there is: a set of passphrases. Whatever is done, in whatever order.

The vault is closed and opened between any two steps, also with passphrases that were in force once, with the recovery
code of before, and with ones that never were; new keys are made; duress passphrases are set, replaced, removed. After
every step exactly the passphrases of the model open it, with the rights they should have.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.vaults import PHRASE, StillClock, phrase
from vault.errors import InvalidRecord, WrongPassphrase
from vault.plans.model import Incident
from vault.services import backing_up, duress, keyholding, rotation, unlocking
from vault.services.new_keys import Wanted
from vault.services.passphrases import recovery_code
from vault.services.session import Session
from vault.services.writing import Writing
from vault.storage.bundle import Bundle
from vault.storage.slots import Kind

NEVER = "words that nobody ever set"
PLACES = 5


class Keyholders(RuleBasedStateMachine):
    """`people`: position -> passphrase; `code`: the recovery code; `duress`: the passphrase that destroys; `past`: all
    that opened it once and must not any more."""

    folder: Path

    @initialize()
    def found(self) -> None:
        count = getattr(type(self), "count", 0) + 1
        type(self).count = count
        self.path = self.folder / f"{count}.vault"
        self.survivor = self.folder / f"{count}.backup"
        with Session.create(self.path, phrase(), profile=255, clock=StillClock(), by="N") as session:
            session.save(Incident(title="kept")).result()
            self.people = {session.opened.position: PHRASE}
        self.code, self.duress, self.past, self.drawn = "", "", set[str](), 0

    def fresh(self) -> str:
        self.drawn += 1
        own = "abcdefghij"[self.drawn % 10] * 5  # four letters from any other at the least, or no duress may be set
        return f"{own} words that are fresh {self.drawn} {own}"

    def inside(self, text: str, job: Callable[[Session, Writing], object]) -> None:
        with Session.open(self.path, phrase(text), clock=StillClock()) as session:
            assert [one.title for one in session.all("incident")] == ["kept"]
            session.submit(lambda work: job(session, work)).result()

    def somebody(self, data: st.DataObject) -> int:
        return data.draw(st.sampled_from(sorted(self.people)), label="who")

    @rule(data=st.data())
    def add(self, data: st.DataObject) -> None:
        text, made = self.fresh(), list[int]()

        def job(session: Session, work: Writing) -> None:
            made.append(keyholding.add(session.opened, work, "Somebody", phrase(text)))

        if len(self.people) == PLACES:
            with pytest.raises(InvalidRecord):
                self.inside(self.people[self.somebody(data)], job)
            return
        self.inside(self.people[self.somebody(data)], job)
        assert made[0] not in self.people
        self.people[made[0]] = text

    @rule(data=st.data())
    def change(self, data: st.DataObject) -> None:
        who, text = self.somebody(data), self.fresh()
        self.inside(self.people[who], lambda session, work: keyholding.change(session.opened, work, who, phrase(text)))
        self.past.add(self.people[who])
        self.people[who] = text

    @rule(data=st.data())
    def change_to_one_that_opens_already(self, data: st.DataObject) -> None:
        """Somebody else's, the recovery code or the one for duress: refused, and nothing is different."""
        who = self.somebody(data)
        taken = [text for at, text in self.people.items() if at != who] + list(filter(None, (self.code, self.duress)))
        if taken:
            text = data.draw(st.sampled_from(taken))
            with pytest.raises(InvalidRecord):
                self.inside(
                    self.people[who],
                    lambda session, work: keyholding.change(session.opened, work, who, phrase(text)),
                )

    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        by, who = self.somebody(data), self.somebody(data)

        def job(session: Session, work: Writing) -> None:
            keyholding.remove(session.opened, work, who)

        if len(self.people) == 1:
            with pytest.raises(InvalidRecord):
                self.inside(self.people[by], job)
            return
        self.inside(self.people[by], job)
        self.past.add(self.people.pop(who))

    @rule(data=st.data())
    def recover(self, data: st.DataObject) -> None:
        code = recovery_code()
        self.inside(
            self.people[self.somebody(data)],
            lambda session, work: keyholding.new_recovery(session.opened, work, phrase(code)),
        )
        self.past |= {self.code} - {""}
        self.code = code

    @precondition(lambda self: self.code)
    @rule(data=st.data())
    def let_somebody_in_again(self, data: st.DataObject) -> None:
        """With the recovery code, for a keyholder who forgot."""
        who, text = self.somebody(data), self.fresh()
        self.inside(self.code, lambda session, work: keyholding.change(session.opened, work, who, phrase(text)))
        self.past.add(self.people[who])
        self.people[who] = text

    @rule(data=st.data())
    def set_duress(self, data: st.DataObject) -> None:
        who, text = self.somebody(data), self.fresh()
        self.survivor.unlink(missing_ok=True)
        with Session.open(self.path, phrase(self.people[who]), clock=StillClock()) as session:
            backing_up.back_up(session, self.survivor)
        duress.set_up(self.path, phrase(self.people[who]), phrase(text), backup=self.survivor, clock=StillClock())
        self.past |= {self.duress} - {""}
        self.duress = text

    @rule(data=st.data())
    def remove_duress(self, data: st.DataObject) -> None:
        self.inside(self.people[self.somebody(data)], lambda session, work: duress.remove_all(session.opened, work.db))
        self.past |= {self.duress} - {""}
        self.duress = ""

    @rule(data=st.data())
    def make_new_keys(self, data: st.DataObject) -> None:
        """Whoever is present keeps a passphrase, the others lose theirs; so do both codes."""
        who = self.somebody(data)
        present = data.draw(st.sets(st.sampled_from(sorted(self.people))), label="present") - {who}
        code = recovery_code() if data.draw(st.booleans(), label="code") else ""
        wanted = Wanted(
            phrase(self.people[who]),
            {at: phrase(self.people[at]) for at in present},
            {},
            phrase(code) if code else None,
        )
        before = Bundle.at(self.path).generation
        self.inside(
            self.people[who], lambda session, work: rotation.rotate(work, session.opened, wanted, clock=StillClock())
        )
        kept = {self.people[at] for at in (who, *present)}
        self.past |= ({*self.people.values(), self.code, self.duress} - kept) - {""}
        self.code, self.duress = code, ""
        self.people = self._where_they_are(kept)
        assert [one.name for one in self.path.glob("g*")] == [Bundle.at(self.path).generation]
        assert Bundle.at(self.path).generation != before

    def _where_they_are(self, texts: set[str]) -> dict[int, str]:
        found = {}
        for text in texts:
            with Session.open(self.path, phrase(text), clock=StillClock()) as session:
                found[session.opened.position] = text
        assert len(found) == len(texts)
        return found

    @rule(data=st.data())
    def open_with_one_of_before(self, data: st.DataObject) -> None:
        """By the whole way of the window, on a vault that is closed."""
        text = data.draw(st.sampled_from([NEVER, *sorted(self.past)]))
        before = (Bundle.at(self.path).keys_file).read_bytes()
        with pytest.raises(WrongPassphrase):
            Session.open(self.path, phrase(text), clock=StillClock())
        assert Bundle.at(self.path).keys_file.read_bytes() == before

    @invariant()
    def exactly_the_model_opens_it(self) -> None:
        if not hasattr(self, "people"):
            return
        for at, text in self.people.items():
            with unlocking.unlock(self.path, phrase(text), clock=StillClock(), heed=False) as opened:
                assert (opened.position, opened.slot_kind, opened.readonly) == (at, Kind.KEYHOLDER, False)
                assert opened.keyfile.header.authentic(opened.key)
        if self.code:
            with unlocking.unlock(self.path, phrase(self.code), clock=StillClock(), heed=False) as opened:
                assert opened.by_recovery
        for text in (self.duress, *self.past, NEVER):
            if text:
                with pytest.raises(WrongPassphrase):
                    unlocking.unlock(self.path, phrase(text), clock=StillClock(), heed=False).close()

    def teardown(self) -> None:
        """In the end the duress passphrase does what it is for, whatever went before."""
        if not getattr(self, "duress", ""):
            return
        for text in (self.duress, *self.people.values(), self.code):
            with suppress(WrongPassphrase):
                unlocking.unlock(self.path, phrase(text or NEVER), clock=StillClock()).close()
                pytest.fail("it opens after duress")


@pytest.mark.parametrize("examples", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_any_order_of_anything_that_keyholders_do(tmp_path: Path, examples: int) -> None:
    Keyholders.folder = tmp_path
    wished = settings(max_examples=examples, stateful_step_count=15, deadline=None)
    run_state_machine_as_test(Keyholders, settings=wished)


def test_the_model_notices_a_passphrase_that_still_opens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With a removal that only says so."""
    Keyholders.folder = tmp_path
    monkeypatch.setattr(keyholding, "remove", lambda opened, connection, position: None)
    wished = settings(max_examples=30, stateful_step_count=15, deadline=None, phases=[Phase.generate])
    with pytest.raises((AssertionError, BaseExceptionGroup, pytest.fail.Exception)):
        run_state_machine_as_test(Keyholders, settings=wished)
