"""Connections without limits, to passing files that count for nothing: for looking into the pages of a damaged copy."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from sqlcipher3 import dbapi2

from vault.storage.bundle import write_new
from vault.storage.database import quiet
from vault.storage.keys import wipe

if TYPE_CHECKING:
    from sqlite3 import Connection as Connection
    from sqlite3 import DatabaseError as DatabaseError
    from sqlite3 import IntegrityError as IntegrityError
else:
    Connection, DatabaseError, IntegrityError = dbapi2.Connection, dbapi2.DatabaseError, dbapi2.IntegrityError

_PAGE = re.compile(r"page (\d+)")
_SETTINGS = (
    "cipher_compatibility=4",
    "temp_store=MEMORY",
    "mmap_size=0",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "journal_mode=MEMORY",
    "synchronous=OFF",
    "writable_schema=ON",
)


def workbench(path: Path, spec: bytearray) -> Connection:
    """A connection without any of the limits, to a passing file that counts for nothing; `spec` is wiped.

    For looking into the pages of a copy one by one (`carving`). Raises what SQLite says.
    """
    try:
        if not path.exists():
            write_new(path, b"")  # SQLite would leave it readable for others
        quiet()
        connection: Connection = dbapi2.connect(str(path.absolute()), isolation_level=None)
        try:
            connection.set_key(spec)  # type: ignore[attr-defined]
            for setting in _SETTINGS:
                connection.execute(f"PRAGMA {setting}")
        except BaseException:
            connection.close()
            raise
        return connection
    finally:
        wipe(spec)


def broken_seals(path: Path, spec: bytearray) -> set[int]:
    """The numbers of pages that are not as SQLCipher wrote them, or are cut off; `spec` is wiped."""
    quiet()
    connection: Connection = dbapi2.connect(str(path.absolute()), isolation_level=None)
    try:
        connection.set_key(spec)  # type: ignore[attr-defined]
        connection.execute("PRAGMA cipher_compatibility=4")
        told = [str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check")]
    finally:
        connection.close()
        wipe(spec)
    return {int(number) for line in told for number in _PAGE.findall(line)}
