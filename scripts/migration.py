"""`make migration`: write the SQL that the declarations need and lack into the next numbered file."""

from __future__ import annotations

import re
import sys

from vault.storage import migrate, schema


def name_for(sql: str) -> str:
    """What the file is called: the first table that it makes or changes."""
    table = re.search(r"TABLE (\w+)| ON (\w+)", sql)
    return next(filter(None, table.groups())) if table else "records"


def main() -> None:
    sql = schema.drift()
    if not sql:
        print("The migrations lead to the declared schema. There is nothing to write.")
        return
    path = migrate.MIGRATIONS / f"{len(migrate.files()) + 1:04}_{name_for(sql)}.sql"
    path.write_text(f"{sql}\n", encoding="utf-8")
    print(sql, file=sys.stderr)
    print(f"Read {path}, and commit it: a migration that was published is never changed again.")


if __name__ == "__main__":
    main()
