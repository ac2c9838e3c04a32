"""The first moments of a vault: its key file, its tables, its role map, its organisation."""

from __future__ import annotations

import hmac
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from vault.clock import Clock
from vault.errors import AlreadyThere, InvalidRecord, file_errors, spoken_of
from vault.i18n import N_
from vault.plans.model import Organisation
from vault.services import passphrases, saving
from vault.services.unlocking import Opened, new_passphrase, slot_payload
from vault.services.writing import Writing
from vault.storage import container, kdf, keyholders, migrate, registers
from vault.storage.bundle import Bundle, flush_folder
from vault.storage.container import KeyFile
from vault.storage.database import connect
from vault.storage.header import unlock_floor
from vault.storage.kdf import DEFAULT, Proposal, profile, propose_profile
from vault.storage.keys import DataKey, drawn_key, wipe
from vault.storage.lockfile import Lock
from vault.storage.passing import BUNDLE, folder_beside
from vault.storage.slots import KEYHOLDER, RECOVERY, Kind, drawn_roles

__all__ = ["DEFAULT", "Proposal", "create", "found", "profile", "propose_profile"]


@dataclass(frozen=True, eq=False, repr=False)
class _Draft:
    keyfile: KeyFile
    area: bytes
    key: DataKey
    personal_key: bytearray
    position: int
    roles: tuple[str, ...]


def found(
    path: Path | str,
    passphrase: bytearray,
    *,
    organisation: str = "",
    profile: int = DEFAULT,
    recovery: bytearray | None = None,
    clock: Clock,
    by: str = "",
) -> Opened:
    """Make a vault at `path` and open it: slow (Argon2id), for a worker thread. Nothing is left of a failed try.

    Raises AlreadyThere, InvalidRecord, StorageFault.
    """
    return create(
        path,
        passphrase,
        profile=profile,
        recovery=recovery,
        clock=clock,
        name=by,
        fill=lambda opened: _fill(opened, passphrase, organisation, clock, by, recovery is not None),
    )


def create(
    path: Path | str,
    passphrase: bytearray,
    *,
    profile: int = DEFAULT,
    recovery: bytearray | None = None,
    clock: Clock = Clock(),
    name: str = "",
    fill: Callable[[Opened], None] | None = None,
) -> Opened:
    """Make a vault at `path` and open it. Nothing is left at `path` unless everything succeeded.

    `fill` may write the first content into the database (which exists, empty) before the folder gets its name; the
    bundle it is given still lies elsewhere, and its connections must be closed again. The caller wipes passphrase and
    recovery code. Raises `AlreadyThere`, `InvalidRecord` for a passphrase that cannot be one, `NotEnoughMemory`,
    `StorageFault`.
    """
    path = Path(path)
    if os.path.lexists(path):
        raise AlreadyThere(path)
    draft = _drafted(path, passphrase, recovery, profile, clock)
    try:
        with file_errors(path):
            return _written(path, draft, name, fill)
    except BaseException:
        draft.key.close()
        wipe(draft.personal_key)
        raise


def _fill(opened: Opened, passphrase: bytearray, organisation: str, clock: Clock, by: str, recovery: bool) -> None:
    assert opened.roles is not None
    db = connect(opened.bundle.database, opened.key.database_spec())
    try:
        work = Writing(db=db, bundle=opened.bundle, clock=clock, by=by)
        migrate.apply_all(db, opened.bundle.path)
        with work.batch() as batch:
            keyholders.assign(db, opened.roles)
            keyholders.hold(db, opened.position, by, batch.at)
            marks = passphrases.marks_of(passphrase, opened.profile)
            registers.put_setting(db, passphrases.marks_setting(opened.position), marks)
            if recovery:
                keyholders.hold(db, opened.roles.index(RECOVERY), "", batch.at)
            if organisation:
                saving.put(work, batch, Organisation(name=organisation))
        work.fold_log()
    finally:
        db.close()


def _drafted(path: Path, passphrase: bytearray, recovery: bytearray | None, profile: int, clock: Clock) -> _Draft:
    """A whole new vault in memory, nothing of it written."""
    salt, began = os.urandom(kdf.SALT_SIZE), clock.monotonic()
    derived = _derived(passphrase, recovery, salt, profile)
    floor = unlock_floor(profile, (clock.monotonic() - began) / len(derived))
    bundle, key, personal_key, roles = Bundle(path), DataKey.drawn(), drawn_key(), drawn_roles()
    keyfile, area = container.drawn(bundle.keys_file, profile, salt, floor)
    position = secrets.choice([at for at, role in enumerate(roles) if role == KEYHOLDER])
    payloads = {position: slot_payload(Kind.KEYHOLDER, key, personal_key, clock)}
    if recovery is not None:
        payloads[roles.index(RECOVERY)] = slot_payload(Kind.RECOVERY, key, drawn_key(), clock)
    slots = {
        at: keyfile.place.seal(at, secret, payload)
        for (at, payload), secret in zip(payloads.items(), derived, strict=True)
    }
    for payload in payloads.values():
        payload.wipe()
    wipe(*derived)
    return _Draft(keyfile.filled(slots, key), area, key, personal_key, position, roles)


def _derived(passphrase: bytearray, recovery: bytearray | None, salt: bytes, profile: int) -> list[bytearray]:
    phrases = [new_passphrase(phrase) for phrase in (passphrase, recovery) if phrase is not None]
    try:
        if len(phrases) == 2 and hmac.compare_digest(*phrases):
            raise InvalidRecord("keyholder", {"passphrase": N_("The passphrase and the recovery code must differ.")})
        return [kdf.derive(phrase, salt, profile) for phrase in phrases]
    finally:
        wipe(*phrases)


def _written(path: Path, draft: _Draft, name: str, fill: Callable[[Opened], None] | None) -> Opened:
    """Build the folder beside its place, so that a kill leaves nothing at `path`, and give it its name at the end."""
    with file_errors(path):
        _make_folders_above(path)
    with folder_beside(path.parent) as passing, spoken_of(path, passing):
        return _named(path, _built(Bundle(passing / BUNDLE), draft, name, fill))


def _built(staging: Bundle, draft: _Draft, name: str, fill: Callable[[Opened], None] | None) -> Opened:
    opened = Opened(
        bundle=staging,
        key=draft.key,
        keyfile=draft.keyfile,
        position=draft.position,
        slot_kind=Kind.KEYHOLDER,
        personal_key=draft.personal_key,
        lock=Lock(None),
        roles=draft.roles,
        name=name,
    )
    staging.make()
    container.create(staging.keys_file, draft.keyfile.header, draft.area)
    connect(staging.database, draft.key.database_spec(), new=True).close()
    if fill is not None:
        fill(opened)
    staging.settle()
    return opened


def _named(path: Path, opened: Opened) -> Opened:
    if os.path.lexists(path):
        raise AlreadyThere(path)
    opened.bundle.path.rename(path)
    opened.bundle = Bundle(path)
    try:
        flush_folder(path.parent)
        opened.lock = Lock.take(opened.bundle.lock_file, path)
    except BaseException:
        shutil.rmtree(path, ignore_errors=True)
        raise
    return opened


def _make_folders_above(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError from error
