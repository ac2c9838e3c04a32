"""What a duress passphrase sets off, and what makes a vault worthless by hand (`docs/decisions/0030-wiping.md`)."""

from __future__ import annotations

from pathlib import Path

from vault.services import tidying
from vault.storage import backups, orders, shredding
from vault.storage.bundle import Bundle
from vault.storage.orders import Orders
from vault.storage.shredding import Struck
from vault.storage.slots import Kind, Payload


def ordered(hits: dict[int, Payload]) -> Orders | None:
    """What the slots a passphrase opened order; None when one of them admits, or none is a duress slot."""
    known = [hit for hit in hits.values() if hit.known]
    if any(hit.kind != Kind.DURESS for hit in known):
        return None
    return next((orders.of(hit) for hit in known), None)


def carry_out(bundle: Bundle, vault_id: bytes, wished: Orders) -> Struck:
    """Make the vault open for nobody now, and have everything slow done by a process that outlives this one.

    Raises nothing. The database stays, unless nothing of the vault is to be seen any more: its content is as good as
    chance without the key, and its absence would tell.
    """
    struck = shredding.strike(shredding.key_files(bundle))
    struck += shredding.strike(shredding.left_beside(bundle, vault_id))
    if wished.vanishes:
        tidying.remove(bundle.path)
    tidying.start(tidying.Rest(wished, vault_id, bundle.path if wished.vanishes else None))
    return struck


def reached_by(bundle: Bundle, vault_id: bytes, wished: Orders) -> list[Path]:
    """The files `carry_out` would write to or remove, as they are now."""
    listed = [one for one in wished.listed_backups() if backups.vault_id_in(one) == vault_id]
    own = [*shredding.key_files(bundle), *shredding.left_beside(bundle, vault_id)]
    return [*own, *listed, *(Path(one) for one in wished.exports)]
