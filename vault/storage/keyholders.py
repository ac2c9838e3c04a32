"""Who holds which key slot: known only inside the encrypted database."""

from __future__ import annotations

from dataclasses import dataclass

from vault.storage.database import Connection


@dataclass(frozen=True, slots=True)
class Keyholder:
    """One position of the key file. `since` is a moment, empty while nobody holds the slot or nobody may know."""

    position: int
    role: str
    name: str
    since: str

    @property
    def held(self) -> bool:
        return bool(self.since)


def assign(connection: Connection, roles: tuple[str, ...]) -> None:
    """Write the role map of a new vault, one row a position."""
    connection.executemany(
        "INSERT INTO keyholder (position, role, name, since) VALUES (?, ?, '', '')", list(enumerate(roles))
    )


def replace_all(connection: Connection, roles: tuple[str, ...]) -> None:
    """The role map of a new key file in place of the one before: nobody holds anything."""
    connection.execute("DELETE FROM keyholder")
    assign(connection, roles)


def listed(connection: Connection) -> list[Keyholder]:
    """All positions in order."""
    rows = connection.execute("SELECT position, role, name, since FROM keyholder ORDER BY position")
    return [Keyholder(position, role, name or "", since or "") for position, role, name, since in rows]


def hold(connection: Connection, position: int, name: str, since: str) -> None:
    """Note that `name` holds the slot since that moment."""
    connection.execute("UPDATE keyholder SET name = ?, since = ? WHERE position = ?", (name, since, position))


def release(connection: Connection, position: int) -> None:
    """Note that nobody holds the slot any more."""
    connection.execute("UPDATE keyholder SET name = '', since = '' WHERE position = ?", (position,))
