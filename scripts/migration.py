"""`make migration`: write the SQL that the migrations lack into the next numbered file, or only print it (`--show`)."""

from __future__ import annotations

import sys

from vault.storage.migrate import MIGRATIONS, files
from vault.storage.schema import drift


def main() -> int:
    """Exit code 1 when something is missing and was only shown."""
    sql = drift()
    if not sql:
        print("The migrations lead to the declared schema.")
        return 0
    if "--show" in sys.argv:
        print(sql)
        return 1
    target = MIGRATIONS / f"{len(files()) + 1:04d}_declared.sql"
    target.write_text(sql + "\n", encoding="utf-8")
    print(f"Wrote {target.name}: read it, rename it by what it does, commit it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
