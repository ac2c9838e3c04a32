"""Opening a vault: where a passphrase becomes a key."""

from __future__ import annotations

import math
import secrets
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import TracebackType

from vault.clock import Clock
from vault.errors import Gone, InUse, InvalidRecord, NewerVersion, VaultError, WrongPassphrase
from vault.i18n import N_
from vault.services import lock_requests, wiping
from vault.storage import container, database, kdf
from vault.storage.bundle import Bundle
from vault.storage.container import KeyFile
from vault.storage.keys import DataKey, NotAPassphrase, canonical, drawn_key, wipe
from vault.storage.lockfile import Lock
from vault.storage.orders import Orders
from vault.storage.slots import ONE_TIME, Kind, Payload

ALTERED = N_("The key file was altered by something other than this program. The file is open for reading only.")
NO_PERMISSION = N_("This folder cannot be written to. The file is open for reading only.")
MENDED = N_("One of the two copies of the key list was damaged. It has been mended.")

_EPOCH = date(1970, 1, 1).toordinal()
_STEP = 0.5  # seconds: a late answer is rounded up, so that its lateness tells nothing
_CHANCE = 50_000  # microseconds: five hundred times what a wipe leaves behind, and nothing that a person notices


@dataclass(eq=False, repr=False)
class Opened:
    """An opened vault: its keys and its lock, until `close`.

    `position` is the slot that opened it, `personal_key` that keyholder's (random for a recovery code). `one_time`: it
    was opened with a code that somebody else was given, and a passphrase has to be set first. Only after
    `founding.create`: `roles` is the role of each position, which the database must keep, `name` the first keyholder's.
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
    one_time: bool = False

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


def unlock(
    path: Path | str, passphrase: bytearray, *, clock: Clock = Clock(), readonly: bool = False, heed: bool = True
) -> Opened:
    """Open the vault at `path`. Takes the same time for every passphrase, but for chance; the caller wipes it.

    A duress passphrase has its effect first, and then counts as a wrong one, opens another vault, or raises `Gone`;
    without `heed` it is a wrong one and nothing else. Opens for reading only, with a notice, where writing is not
    permitted or the key file was altered. Raises `WrongPassphrase`, `NotFound`, `NotAVault`, `Damaged`,
    `NewerVersion`, `InUse`, `NotEnoughMemory`, `StorageFault`.
    """
    began = clock.monotonic()
    bundle = Bundle.at(path)
    lock = _locked(bundle, passphrase if heed else None, clock)
    try:
        keyfile = container.read(bundle.keys_file)
        hits = attempt(keyfile, passphrase)
        wished = wiping.ordered(hits) if heed else None
        instead = _obeyed(bundle, keyfile, wished, passphrase, clock) if wished else None
        _wait(keyfile, began, clock)
        if instead is not None:
            forget(hits)
            lock.release()
            return instead
        opened = _admitted(bundle, keyfile, lock, hits, gone=wished is not None and wished.vanishes)
    except BaseException:
        lock.release()
        raise
    try:
        _inspect(opened, readonly)
    except BaseException:
        opened.close()
        raise
    return opened


def _locked(bundle: Bundle, passphrase: bytearray | None, clock: Clock) -> Lock:
    """The lock; while somebody else has it a duress passphrase has its effect all the same. Raises `InUse`."""
    try:
        lock = Lock.take(bundle.lock_file, bundle.path)
        lock_requests.heard(bundle.path)  # nobody had it open: a request that lies there is of an earlier day
        return lock
    except InUse:
        if passphrase is not None:
            heed(bundle.path, passphrase, clock=clock)
        raise


def confirm(
    opened: Opened, passphrase: bytearray, *, own: bool = False, clock: Clock = Clock(), heed: bool = True
) -> None:
    """Ask again for a passphrase while the vault is open. Takes as long as `unlock`; raises `WrongPassphrase`, `Gone`.

    `own`: only the one it was opened with counts, not another keyholder's. A duress passphrase has its effect unless
    without `heed`; the window locks after every wrong one, so that it looks the same.
    """
    began = clock.monotonic()
    hits = attempt(opened.keyfile, passphrase)
    wished = wiping.ordered(hits) if heed else None
    if wished:
        wiping.carry_out(opened.bundle, opened.keyfile.header.vault_id, wished)
    _wait(opened.keyfile, began, clock)
    right = _admitting({at: hit for at, hit in hits.items() if not own or at == opened.position}) is not None
    forget(hits)
    if wished and wished.vanishes:
        raise Gone(opened.bundle.path)
    if not right:
        raise WrongPassphrase(onto=Path(wished.other) if wished and wished.other else None)


def heed(path: Path | str, passphrase: bytearray, *, clock: Clock = Clock()) -> None:
    """Give a duress passphrase of the vault at `path` its effect where another thing was to be opened with it.

    Takes as long as `unlock` for every passphrase. Raises nothing.
    """
    with suppress(VaultError):
        began = clock.monotonic()
        bundle = Bundle.at(path)
        keyfile = container.read(bundle.keys_file)
        hits = attempt(keyfile, passphrase)
        wished = wiping.ordered(hits)
        forget(hits)
        if wished:
            wiping.carry_out(bundle, keyfile.header.vault_id, wished)
        _wait(keyfile, began, clock)


def _obeyed(bundle: Bundle, keyfile: KeyFile, wished: Orders, passphrase: bytearray, clock: Clock) -> Opened | None:
    """Carry out what a duress passphrase orders; the other vault, when one is to open and does."""
    wiping.carry_out(bundle, keyfile.header.vault_id, wished)
    if not wished.other:
        return None
    try:
        return unlock(wished.other, passphrase, clock=clock, heed=False)
    except VaultError:
        return None


def new_passphrase(typed: bytearray) -> bytearray:
    """The canonical form of a passphrase or code about to be set; the caller wipes it. Raises `InvalidRecord`."""
    try:
        phrase = canonical(typed)
    except NotAPassphrase as error:
        raise InvalidRecord("keyholder", {"passphrase": N_("A passphrase has at most 1,024 letters.")}) from error
    if not phrase:
        raise InvalidRecord("keyholder", {"passphrase": N_("A passphrase is needed.")})
    return phrase


def slot_payload(kind: Kind, key: DataKey, personal_key: bytearray, clock: Clock, flags: int = 0) -> Payload:
    """What a slot of `kind` made today says; `place.seal` it, then wipe it."""
    day = clock.now().date().toordinal() - _EPOCH
    return Payload(kind, key.secret(), bytearray(personal_key), day=day, flags=flags)


def attempt(keyfile: KeyFile, passphrase: bytearray) -> dict[int, Payload]:
    """The payloads of all slots this passphrase opens, by position; `forget` them. Runs Argon2id."""
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
    """Until the floor, or when the derivation itself was slower, until the next full half second; and a moment more.

    The moment is of chance, because what ran before the sleep still shows in how a machine wakes up (0037).
    """
    floor = _floor(keyfile)
    if floor == 0:
        return
    gone = clock.monotonic() - began
    clock.sleep((floor if gone <= floor else math.ceil(gone / _STEP) * _STEP) - gone + _moment())


def _moment() -> float:
    """In seconds."""
    return secrets.randbelow(_CHANCE + 1) / 1_000_000


def _floor(keyfile: KeyFile) -> float:
    """In seconds."""
    return keyfile.header.floor / 1000


def _admitting(hits: dict[int, Payload]) -> int | None:
    """The position that opens the vault: a keyholder's or the recovery code's, before anything else."""
    return next((at for at, hit in hits.items() if hit.known and hit.kind != Kind.DURESS), None)


def forget(hits: dict[int, Payload]) -> None:
    """Wipe what the slots said."""
    for hit in hits.values():
        hit.wipe()


def _admitted(bundle: Bundle, keyfile: KeyFile, lock: Lock, hits: dict[int, Payload], gone: bool) -> Opened:
    position = _admitting(hits)
    if position is None:
        newer = any(not hit.known for hit in hits.values())
        forget(hits)
        if gone:
            raise Gone(bundle.path)
        raise NewerVersion(bundle.path) if newer else WrongPassphrase
    hit = hits.pop(position)
    forget(hits)
    one_time = bool(hit.flags & ONE_TIME)
    kind = Kind(hit.kind)
    return Opened(bundle, DataKey(hit.secret), keyfile, position, kind, hit.personal_key, lock, one_time=one_time)


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
