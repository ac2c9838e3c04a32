"""The keys and the database of a new generation before it comes into force: in memory, then in a folder apart."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace

from vault.clock import Clock
from vault.errors import Cancelled, Damaged, file_errors, spoken_of
from vault.i18n import N_
from vault.progress import Progress
from vault.services import one_time, passphrases, unlocking
from vault.services.unlocking import Opened, new_passphrase, slot_payload
from vault.storage import container, database, generations, kdf, keyholders, registers
from vault.storage.bundle import Bundle, flush_file, flush_folder
from vault.storage.container import KeyFile
from vault.storage.database import Connection, connect, copy_into, transaction
from vault.storage.keyholders import Keyholder
from vault.storage.keys import DataKey, drawn_key, wipe
from vault.storage.slots import KEYHOLDER, ONE_TIME, RECOVERY, Kind, Payload

_STEPS = (
    N_("Checking who is here ..."),
    N_("Making the keys ..."),
    N_("Writing the keys ..."),
    N_("Copying ..."),
    N_("Reading it again ..."),
    N_("Noting who has a key ..."),
    N_("Trying the new keys ..."),
    N_("Changing over ..."),
    N_("Erasing the old keys ..."),
)


@dataclass(frozen=True, repr=False)
class Wanted:
    """Who opens the vault afterwards, besides whoever makes the keys: by position, the passphrases of keyholders who
    are present and the opening codes of those who are not. Who is in neither loses the key. `recovery` is the new
    recovery code; without it there is none afterwards. The caller wipes them all."""

    passphrase: bytearray
    present: Mapping[int, bytearray] = field(default_factory=dict)
    codes: Mapping[int, bytearray] = field(default_factory=dict)
    recovery: bytearray | None = None


@dataclass(frozen=True, eq=False, repr=False)
class Draft:
    """The new generation's keys in memory, and Argon2id's secret of every slot."""

    bundle: Bundle
    keyfile: KeyFile
    area: bytes
    key: DataKey
    secrets: Mapping[int, bytearray]

    def forget(self) -> None:
        self.key.close()
        wipe(*self.secrets.values())


class Told:
    """The steps, told one after another. Before the change over whoever is told may stop it, afterwards not."""

    def __init__(self, progress: Progress) -> None:
        self._progress, self._done = progress, 0

    def step(self) -> None:
        self._progress(self._done, len(_STEPS), _STEPS[self._done])
        self._done += 1

    def go_on(self) -> None:
        """Whether to, within a step that takes long: whoever is told may stop it here too."""
        self._progress(self._done - 1, len(_STEPS), _STEPS[self._done - 1])

    def step_on(self) -> None:
        with suppress(Cancelled):
            self.step()


def drafted(
    opened: Opened, db: Connection, wanted: Wanted, personal: Mapping[int, bytearray], clock: Clock, told: Told
) -> Draft:
    """The keys, nothing of them written. Runs Argon2id once a passphrase."""
    bundle, old, key = generations.following(opened.bundle), opened.keyfile.header, DataKey.drawn()
    drawn, area = container.drawn(bundle.keys_file, old.profile, os.urandom(kdf.SALT_SIZE), old.floor)
    keyfile = replace(drawn, header=replace(drawn.header, vault_id=old.vault_id))
    slots: dict[int, bytes] = {}
    secrets: dict[int, bytearray] = {}
    try:
        for position, phrase, payload in _payloads(opened, db, wanted, personal, key, clock):
            told.go_on()
            secrets[position] = _derived(phrase, keyfile)
            slots[position] = keyfile.place.seal(position, secrets[position], payload)
            payload.wipe()
    except BaseException:
        key.close()
        wipe(*secrets.values())
        raise
    return Draft(bundle, keyfile.filled(slots, key), area, key, secrets)


def _payloads(
    opened: Opened,
    db: Connection,
    wanted: Wanted,
    personal: Mapping[int, bytearray],
    key: DataKey,
    clock: Clock,
) -> Iterator[tuple[int, bytearray, Payload]]:
    for position, phrase in ({opened.position: wanted.passphrase} | dict(wanted.present)).items():
        yield position, phrase, slot_payload(Kind.KEYHOLDER, key, personal[position], clock)
    for position, phrase in wanted.codes.items():
        yield position, phrase, slot_payload(Kind.KEYHOLDER, key, drawn_key(), clock, ONE_TIME)
    if wanted.recovery is not None:
        yield _recovery_at(db), wanted.recovery, slot_payload(Kind.RECOVERY, key, drawn_key(), clock)


def _recovery_at(db: Connection) -> int:
    return next(one.position for one in keyholders.listed(db) if one.role == RECOVERY)


def _derived(passphrase: bytearray, keyfile: KeyFile) -> bytearray:
    phrase = new_passphrase(passphrase)
    try:
        return kdf.derive(phrase, keyfile.header.salt, keyfile.header.profile)
    finally:
        wipe(phrase)


def build(source: Connection, opened: Opened, draft: Draft, wanted: Wanted, clock: Clock, told: Told) -> None:
    """Write and check it all, in a folder that counts for nothing yet. Raises `Damaged`, `StorageFault`."""
    bundle, folder = draft.bundle, opened.bundle.path
    told.step()
    with file_errors(folder), spoken_of(folder, bundle.folder):
        bundle.make_generation()
        container.create(bundle.keys_file, draft.keyfile.header, draft.area)
    told.step()
    with spoken_of(folder, bundle.folder):
        copy_into(source, bundle.database, draft.key.database_spec(), lambda *_pages: told.go_on())
        with _connected(draft) as db:
            told.step()
            _refuse_unlike(source, db, opened)
            told.step()
            with transaction(db):
                _note(db, opened, wanted, clock)
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        flush_file(bundle.database)
        flush_folder(bundle.folder)
        told.step()
        _try(draft)


@contextmanager
def _connected(draft: Draft) -> Iterator[Connection]:
    with database.database_errors(draft.bundle.database):
        db = connect(draft.bundle.database, draft.key.database_spec())
        try:
            yield db
        finally:
            db.close()


def _refuse_unlike(old: Connection, new: Connection, opened: Opened) -> None:
    found = database.faults(new)
    if found:
        raise Damaged(opened.bundle.path, found[0])
    if generations.counts(old) != generations.counts(new):
        raise Damaged(opened.bundle.path, "The copy does not hold what the vault holds.")


def _note(db: Connection, opened: Opened, wanted: Wanted, clock: Clock) -> None:
    """Who has a key now, and which generation this one takes the place of."""
    for one in keyholders.listed(db):
        if one.role == KEYHOLDER and one.held:
            _note_holder(db, one, opened, wanted, clock)
        elif one.role == RECOVERY and wanted.recovery is not None:
            keyholders.hold(db, one.position, "", clock.stamp())
        else:
            keyholders.release(db, one.position)
    generations.note_replaced(db, opened.keyfile.header.salt)


def _note_holder(db: Connection, one: Keyholder, opened: Opened, wanted: Wanted, clock: Clock) -> None:
    if one.position in wanted.codes:
        keyholders.hold(db, one.position, one.name, clock.stamp())
        registers.put_setting(db, passphrases.marks_setting(one.position), passphrases.MARKS)
        one_time.carry(db, one.position, opened.keyfile)
    elif one.position in wanted.present:
        one_time.forget(db, one.position)
    elif one.position != opened.position:
        keyholders.release(db, one.position)
        one_time.forget(db, one.position)


def _try(draft: Draft) -> None:
    """Read the new key file from the disk: every passphrase has to give the new data key."""
    keyfile, expected = container.read(draft.bundle.keys_file), draft.key.secret()
    try:
        sound = keyfile.whole and keyfile.header.authentic(draft.key)
        for position, secret in draft.secrets.items():
            hits = keyfile.opened_by(secret)
            sound = sound and {position: expected} == {at: hit.secret for at, hit in hits.items()}
            unlocking.forget(hits)
    finally:
        wipe(expected)
    if not sound:
        raise Damaged(draft.bundle.path, "The new keys were not written as they should be.")
