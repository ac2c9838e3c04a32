"""Making a vault and opening one: the only places where a passphrase becomes a key."""

from __future__ import annotations

import hmac
import math
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from vault.clock import Clock
from vault.errors import AlreadyThere, InvalidRecord, NewerVersion, WrongPassphrase, file_errors, spoken_of
from vault.i18n import N_
from vault.storage import container, database, kdf
from vault.storage.bundle import Bundle, flush_folder
from vault.storage.container import KeyFile
from vault.storage.header import unlock_floor
from vault.storage.keys import DataKey, NotAPassphrase, canonical, drawn_key, wipe
from vault.storage.lockfile import Lock
from vault.storage.slots import KEYHOLDER, RECOVERY, Kind, Payload, drawn_roles

ALTERED = N_("The key file was altered by something other than this program. The file is open for reading only.")
NO_PERMISSION = N_("This folder cannot be written to. The file is open for reading only.")
MENDED = N_("One of the two copies of the key list was damaged. It has been mended.")

_EPOCH = date(1970, 1, 1).toordinal()
_STEP = 0.5  # seconds: a late answer is rounded up, so that its lateness tells nothing


@dataclass(eq=False, repr=False)
class Opened:
    """An opened vault: its keys and its lock, until `close`.

    `position` is the slot that opened it, `personal_key` that keyholder's (random for a recovery code). `roles` is the
    role of each position, only after `create`: the database must keep it. `name` is the first keyholder's, then too.
    """

    bundle: Bundle
    key: DataKey
    keyfile: KeyFile
    position: int
    slot_kind: Kind
    personal_key: bytearray
    lock: Lock
    readonly: bool = False
    notices: tuple[str, ...] = ()
    roles: tuple[str, ...] | None = None
    name: str = ""

    @property
    def seq(self) -> int:
        """How often the key file's header has been written."""
        return self.keyfile.header.seq

    @property
    def profile(self) -> int:
        """What deriving a key costs here, as `founding.profile` tells."""
        return self.keyfile.header.profile

    @property
    def by_recovery(self) -> bool:
        """Whether the recovery code opened it, and not a keyholder."""
        return self.slot_kind is Kind.RECOVERY

    def close(self) -> None:
        """Wipe the keys and let others open the vault; harmless the second time."""
        self.key.close()
        wipe(self.personal_key)
        self.lock.release()

    def __enter__(self) -> Opened:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, eq=False, repr=False)
class _Draft:
    keyfile: KeyFile
    area: bytes
    key: DataKey
    personal_key: bytearray
    position: int
    roles: tuple[str, ...]


def create(
    path: Path | str,
    passphrase: bytearray,
    *,
    profile: int = kdf.DEFAULT,
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


def unlock(path: Path | str, passphrase: bytearray, *, clock: Clock = Clock(), readonly: bool = False) -> Opened:
    """Open the vault at `path`. Takes the same time for every passphrase; the caller wipes it.

    Opens for reading only, with a notice, where writing is not permitted or the key file was altered. Raises
    `WrongPassphrase`, `NotFound`, `NotAVault`, `Damaged`, `NewerVersion`, `InUse`, `NotEnoughMemory`, `StorageFault`.
    """
    began = clock.monotonic()
    bundle = Bundle.at(path)
    lock = Lock.take(bundle.lock_file, bundle.path)
    try:
        keyfile = container.read(bundle.keys_file)
        hits = _attempt(keyfile, passphrase)
        _wait(keyfile, began, clock)
        opened = _admitted(bundle, keyfile, lock, hits)
    except BaseException:
        lock.release()
        raise
    try:
        _inspect(opened, readonly)
    except BaseException:
        opened.close()
        raise
    return opened


def confirm(opened: Opened, passphrase: bytearray, *, own: bool = False, clock: Clock = Clock()) -> None:
    """Ask again for a passphrase while the vault is open. Takes as long as `unlock`; raises `WrongPassphrase`.

    `own`: only the one it was opened with counts, not another keyholder's.
    """
    began = clock.monotonic()
    hits = _attempt(opened.keyfile, passphrase)
    _wait(opened.keyfile, began, clock)
    right = _admitting({at: hit for at, hit in hits.items() if not own or at == opened.position}) is not None
    _forget(hits)
    if not right:
        raise WrongPassphrase


def new_passphrase(typed: bytearray) -> bytearray:
    """The canonical form of a passphrase or code about to be set; the caller wipes it. Raises `InvalidRecord`."""
    try:
        phrase = canonical(typed)
    except NotAPassphrase as error:
        raise InvalidRecord("keyholder", {"passphrase": N_("A passphrase has at most 1,024 letters.")}) from error
    if not phrase:
        raise InvalidRecord("keyholder", {"passphrase": N_("A passphrase is needed.")})
    return phrase


def slot_payload(kind: Kind, key: DataKey, personal_key: bytearray, clock: Clock) -> Payload:
    """What a slot of `kind` made today says; `place.seal` it, then wipe it."""
    day = clock.now().date().toordinal() - _EPOCH
    return Payload(kind, key.secret(), bytearray(personal_key), day=day)


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
    _forget(payloads)
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
    staging = Bundle(path.with_name(f".{path.name}.{secrets.token_hex(4)}"))
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
    built = staging.path
    try:
        with spoken_of(path, staging.path):
            staging.make()
            container.create(staging.keys_file, draft.keyfile.header, draft.area)
            database.connect(staging.database, draft.key.database_spec(), new=True).close()
            if fill is not None:
                fill(opened)
            staging.settle()
        if os.path.lexists(path):
            raise AlreadyThere(path)
        built = built.rename(path)
        flush_folder(path.parent)
        opened.bundle = Bundle(path)
        opened.lock = Lock.take(opened.bundle.lock_file, path)
    except BaseException:
        shutil.rmtree(built, ignore_errors=True)
        raise
    return opened


def _make_folders_above(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError from error


def _attempt(keyfile: KeyFile, passphrase: bytearray) -> dict[int, Payload]:
    """The payloads of all slots this passphrase opens, by position."""
    try:
        phrase = canonical(passphrase)
    except NotAPassphrase:
        phrase = drawn_key()  # opens nothing, and takes as long to find out
    try:
        secret = kdf.derive(phrase, keyfile.header.salt, keyfile.header.profile)
    finally:
        wipe(phrase)  # also where the memory does not suffice
    try:
        return keyfile.opened_by(secret)
    finally:
        wipe(secret)


def _wait(keyfile: KeyFile, began: float, clock: Clock) -> None:
    """Until the floor, or when the derivation itself was slower, until the next full half second."""
    if keyfile.header.floor == 0:
        return
    gone, floor = clock.monotonic() - began, keyfile.header.floor / 1000
    clock.sleep((floor if gone <= floor else math.ceil(gone / _STEP) * _STEP) - gone)


def _admitting(hits: dict[int, Payload]) -> int | None:
    """The position that opens the vault: a keyholder's or the recovery code's, before anything else."""
    return next((at for at, hit in hits.items() if hit.known and hit.kind != Kind.DURESS), None)


def _forget(hits: dict[int, Payload]) -> None:
    for hit in hits.values():
        hit.wipe()


def _admitted(bundle: Bundle, keyfile: KeyFile, lock: Lock, hits: dict[int, Payload]) -> Opened:
    position = _admitting(hits)
    if position is None:
        newer = any(not hit.known for hit in hits.values())
        _forget(hits)
        raise NewerVersion(bundle.path) if newer else WrongPassphrase
    hit = hits.pop(position)
    _forget(hits)
    return Opened(bundle, DataKey(hit.secret), keyfile, position, Kind(hit.kind), hit.personal_key, lock)


def _inspect(opened: Opened, readonly: bool) -> None:
    """What only someone inside can check: who wrote the header, what may be written, what needs mending."""
    altered = not opened.keyfile.header.authentic(opened.key)
    locked_out = not opened.bundle.writable
    opened.readonly = readonly or altered or locked_out
    opened.notices = tuple(note for note, holds in ((ALTERED, altered), (NO_PERMISSION, locked_out)) if holds)
    if not opened.keyfile.whole and not opened.readonly:
        opened.keyfile = container.repair(opened.keyfile)
        opened.notices += (MENDED,)
    database.refuse_if_plain(opened.bundle.database)
