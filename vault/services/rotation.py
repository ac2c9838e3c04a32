"""New keys for a vault that somebody may be able to open: another data key, another key file, a copy of the database.

The new generation is built beside the old one. Until CURRENT names it nothing has changed, and from then on the old one
counts for nothing: its keys are made worthless here, and the rest of it goes when the new one is first opened
(`storage/generations.py`). A kill at any moment leaves one of the two (`docs/decisions/0032-new-keys.md`).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from vault import paths
from vault.clock import Clock
from vault.errors import InvalidRecord, ReadOnly
from vault.i18n import N_
from vault.progress import Progress, silent
from vault.services import unlocking
from vault.services.new_keys import Draft, Told, Wanted, build, drafted
from vault.services.unlocking import Opened
from vault.services.writing import Writing
from vault.storage import generations, registers, revisions
from vault.storage.database import Connection
from vault.storage.keys import wipe
from vault.storage.slots import ONE_TIME

__all__ = ["AGAIN", "Wanted", "is_first_opening", "left_over", "refuse_unfit", "rotate", "settle"]

BY_CODE = N_("New keys are made by a keyholder. Set a passphrase for one first, and open the file with it.")
CHOOSE_FIRST = N_("Choose your own passphrase first.")
STILL_A_CODE = N_("This person still has an opening code. Give them a new one.")
SOMEBODY_ELSE = N_("This passphrase belongs to another keyholder.")
AGAIN = N_(
    "If there was a duress passphrase, it does nothing any more. It has to be set up again: nobody but the person who "
    "did so knows whether there was one."
)
LEFT_OVER = N_(
    "The folder of this file holds keys of another state as well ({names}). They were left as they are: somebody may "
    "have put an older state back, or they could not be erased. Whoever has a passphrase of that state may open it."
)


def rotate(
    work: Writing, opened: Opened, wanted: Wanted, *, clock: Clock = Clock(), progress: Progress = silent
) -> None:
    """Make new keys. A job for the writer thread; slow (Argon2id twice a passphrase).

    Afterwards the session writes nothing any more: close it, and open the vault anew. Until CURRENT is changed over
    nothing has changed, whatever is raised: `WrongPassphrase` and `Gone` (then lock, as after every wrong one inside),
    `InvalidRecord`, `ReadOnly`, `Damaged`, `StorageFault`, `Cancelled`.
    """
    told = Told(progress)
    _refuse(opened, wanted)
    told.step()
    with _personal_keys(opened, wanted, clock) as personal:
        told.step()
        draft = drafted(opened, work.db, wanted, personal, clock, told)
    try:
        with _noted(work, draft):
            build(work.db, opened, draft, wanted, clock, told)
            told.step()
            generations.switch(draft.bundle)
        work.replaced = True
        _remember(work, opened, draft)
        told.step_on()
        if generations.complete(draft.bundle):
            generations.strike(opened.bundle)
    finally:
        draft.forget()


def settle(work: Writing, opened: Opened) -> tuple[str, ...]:
    """After opening: destroy what the vault says it replaced; what is left beside it, as notices."""
    generations.settle(work.db, opened.bundle)
    if registers.setting(work.db, generations.BUILDING) and not generations.others(opened.bundle):
        with work.transaction():
            generations.note_building(work.db, None)
    return left_over(opened)


def is_first_opening(db: Connection, opened: Opened) -> bool:
    """Whether new keys were made here just now, so that they are no surprise. Ask before `settle`."""
    return generations.just_replaced(db, opened.bundle)


def left_over(opened: Opened) -> tuple[str, ...]:
    """Other generations in the folder, as a notice with the place for their names filled in."""
    names = generations.others(opened.bundle)
    return (LEFT_OVER.format(names=", ".join(names)),) if names else ()


def refuse_unfit(opened: Opened) -> None:
    """Refuse where nobody can make new keys, whatever is typed. Raises `InvalidRecord`, `ReadOnly`."""
    if opened.readonly:
        raise ReadOnly(opened.bundle.path)
    if opened.by_recovery or opened.one_time:
        raise _invalid("passphrase", BY_CODE if opened.by_recovery else CHOOSE_FIRST)


def _refuse(opened: Opened, wanted: Wanted) -> None:
    refuse_unfit(opened)
    if opened.position in {*wanted.present, *wanted.codes} or wanted.present.keys() & wanted.codes.keys():
        raise ValueError("one passphrase a position")


@contextmanager
def _personal_keys(opened: Opened, wanted: Wanted, clock: Clock) -> Iterator[dict[int, bytearray]]:
    """The personal keys of those who are present, proved by their passphrases."""
    keys: dict[int, bytearray] = {}
    try:
        unlocking.confirm(opened, wanted.passphrase, own=True, clock=clock)
        keys[opened.position] = bytearray(opened.personal_key)
        for position, passphrase in wanted.present.items():
            unlocking.confirm(opened, passphrase, clock=clock)
            keys[position] = _personal_key(opened, position, passphrase)
        yield keys
    finally:
        wipe(*keys.values())


def _personal_key(opened: Opened, position: int, passphrase: bytearray) -> bytearray:
    hits = unlocking.attempt(opened.keyfile, passphrase)
    try:
        if position not in hits:
            raise _invalid(f"present.{position}", SOMEBODY_ELSE)
        if hits[position].flags & ONE_TIME:
            raise _invalid(f"present.{position}", STILL_A_CODE)
        return bytearray(hits[position].personal_key)
    finally:
        unlocking.forget(hits)


def _remember(work: Writing, opened: Opened, draft: Draft) -> None:
    """So that the next opening does not take the new keys for somebody else's."""
    with suppress(OSError):
        vault_id = opened.keyfile.header.vault_id
        revisions.remember(paths.seen(), vault_id, draft.key, revisions.current(work.db))


@contextmanager
def _noted(work: Writing, draft: Draft) -> Iterator[None]:
    """While it is being built the old database knows of it, so that a later opening may take away what a kill left."""
    with work.transaction():
        generations.note_building(work.db, draft.keyfile.header.salt)
    try:
        yield
    except BaseException:
        generations.discard(draft.bundle)
        with suppress(Exception), work.transaction():  # on a full disk the next opening finds nothing to take away
            generations.note_building(work.db, None)
        raise


def _invalid(field: str, words: str) -> InvalidRecord:
    return InvalidRecord("keyholder", {field: words})
