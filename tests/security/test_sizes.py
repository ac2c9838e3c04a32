"""Check 4: neither names nor sizes tell how many keys there are, nor of what kind."""

from __future__ import annotations

from pathlib import Path

from tests.vaults import CODE, StillClock, database_of, made, phrase, writing
from vault.services import keyholding, unlocking
from vault.storage import container, kdf, keys
from vault.storage.slots import Kind


def listing(path: Path) -> list[tuple[str, int]]:
    return sorted((str(one.relative_to(path)), one.stat().st_size) for one in path.rglob("*") if one.is_file())


def vault_with(path: Path, keyholders: int, recovery: bool, duress: bool) -> list[tuple[str, int]]:
    with made(path, recovery=CODE if recovery else None) as opened:
        connection = database_of(opened)
        for number in range(keyholders - 1):
            keyholding.add(opened, writing(opened, connection), f"Person {number}", phrase(f"phrase number {number}"))
        connection.close()
        if duress:
            assert opened.roles
            at = opened.roles.index("reserved")
            payload = unlocking.slot_payload(Kind.DURESS, opened.key, keys.drawn_key(), StillClock())
            secret = kdf.derive(bytearray(b"quiet river stone four"), opened.keyfile.header.salt, kdf.TEST)
            slot = opened.keyfile.place.seal(at, secret, payload)
            container.replace_slots(opened.keyfile, {at: slot}, opened.key)
    return listing(path)


def test_every_vault_looks_the_same_from_outside(tmp_path: Path) -> None:
    seen = {
        tuple(vault_with(tmp_path / f"{keyholders}{recovery}{duress}.vault", keyholders, recovery, duress))
        for keyholders in (1, 3, 5)
        for recovery in (False, True)
        for duress in (False, True)
    }
    (only,) = seen
    sizes = dict(only)
    assert sizes["g0001/keys.bin"] == 294_912
    assert sorted(sizes) == ["CURRENT", "README.txt", "g0001/data.db", "g0001/keys.bin", "lock"]


def test_a_vault_without_any_key_looks_the_same(tmp_path: Path) -> None:
    keyfile, area = container.drawn(tmp_path / "keys.bin", kdf.TEST, bytes(16), 0)
    container.create(tmp_path / "keys.bin", keyfile.filled({}, keys.DataKey.drawn()).header, area)
    assert (tmp_path / "keys.bin").stat().st_size == 294_912
