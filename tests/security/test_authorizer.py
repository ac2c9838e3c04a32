"""Check 21: no statement on a live connection can bring the vault's content out, or weaken how it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from tests.vaults import phrase
from vault.plans.model import Incident
from vault.services.session import Session

ALLOWED = {
    "cipher_integrity_check",
    "data_version",
    "foreign_key_check",
    "integrity_check",
    "page_count",
    "quick_check",
    "user_version",
    "wal_checkpoint",
}
CIPHER = """cipher cipher_add_random cipher_compatibility cipher_default_kdf_iter cipher_default_plaintext_header_size
    cipher_default_settings cipher_default_use_hmac cipher_hmac_algorithm cipher_hmac_pgno cipher_hmac_salt_mask
    cipher_kdf_algorithm cipher_log cipher_log_level cipher_log_source cipher_memory_security cipher_migrate
    cipher_page_size cipher_plaintext_header_size cipher_profile cipher_provider cipher_rekey cipher_salt
    cipher_settings cipher_status cipher_store_pass cipher_test cipher_test_off cipher_test_on cipher_use_hmac
    cipher_version fips_status kdf_iter rekey_cipher rekey_kdf_iter""".split()

Run = Callable[[str], list[Any]]


def every_pragma() -> list[str]:
    """What this build of SQLite says it knows, and what SQLCipher adds without saying so."""
    with dbapi2.connect(":memory:") as blank:
        return sorted({name for (name,) in blank.execute("PRAGMA pragma_list")} | set(CIPHER))


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    path = tmp_path_factory.mktemp("one") / "notes.vault"
    with Session.create(path, phrase(), profile=255, by="N") as opened:
        opened.save(Incident(title="Calls at night")).result()
        yield opened


@pytest.fixture(params=["reader", "writer"])
def run(session: Session, request: pytest.FixtureRequest) -> Run:
    """A statement on one of the two connections of an open vault."""
    if request.param == "reader":
        return lambda sql: session._reader.execute(sql).fetchall()
    return lambda sql: session.submit(lambda work: work.db.execute(sql).fetchall()).result()


def refused(run: Run, sql: str) -> None:
    with pytest.raises(dbapi2.DatabaseError, match=r"not authorized|authorization denied"):
        run(sql)


@pytest.mark.parametrize("name", [name for name in every_pragma() if name not in ALLOWED])
def test_every_pragma_that_is_not_needed_is_refused(run: Run, name: str) -> None:
    for form in ("PRAGMA {}", "PRAGMA {} = 1", "pragma/**/MAIN.{upper}('x')", 'PRAGMA "{title}"=OFF'):
        refused(run, form.format(name, upper=name.upper(), title=name.title()))


@pytest.mark.parametrize("name", sorted(ALLOWED))
def test_what_the_program_asks_for_is_let_through(run: Run, name: str) -> None:
    run(f"PRAGMA {name}")
    run(f"PRAGMA {name.upper()}")


@pytest.mark.parametrize(
    "sql",
    [
        "ATTACH '{place}' AS other KEY ''",
        "attach database '{place}' as other",
        "ATTACH ':memory:' AS other",
        "VACUUM",
        "VACUUM INTO '{place}'",
        "SELECT load_extension('{place}')",
        "SELECT LOAD_EXTENSION('{place}', 'entry')",
        "SELECT sqlcipher_export('main')",
        "SELECT Sqlcipher_Export('temp')",
        "PRAGMA cipher_profile='{place}'",
        "PRAGMA Cipher_Log='{place}'",
        "PRAGMA secure_delete=OFF",
        "PRAGMA Temp_Store=1",
        "PRAGMA REKEY='other'",
        "PRAGMA hexrekey='00'",
        "SELECT * FROM pragma_temp_store",
        "SELECT * FROM pragma_table_info('incident')",
    ],
)
def test_no_way_out_to_another_file(run: Run, tmp_path: Path, sql: str) -> None:
    place = tmp_path / "out.db"
    refused(run, sql.format(place=place))
    assert not place.exists()


def test_extensions_stay_shut_even_when_a_connection_is_told_to_load_them(session: Session) -> None:
    session._reader.enable_load_extension(True)
    try:
        refused(lambda sql: session._reader.execute(sql).fetchall(), "SELECT load_extension('x')")
    finally:
        session._reader.enable_load_extension(False)


def test_after_all_of_it_the_settings_are_what_they_were(session: Session) -> None:
    """On a connection of its own, where the authorizer can be taken off to look."""
    from vault.storage.database import connect

    for name in ("temp_store", "secure_delete", "cipher_memory_security"):
        with pytest.raises(dbapi2.DatabaseError):
            session._reader.execute(f"PRAGMA {name} = 0")
    looking = connect(session.opened.bundle.database, session.opened.key.database_spec())
    looking.set_authorizer(None)
    seen = [looking.execute(f"PRAGMA {name}").fetchone()[0] for name in ("temp_store", "secure_delete")]
    looking.close()
    assert seen == [2, 1]
    assert session.search("night")
