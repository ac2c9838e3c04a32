"""`python -m vault` is the command `vault`."""

from __future__ import annotations

import sys

from vault.cli import main

if __name__ == "__main__":
    sys.exit(main())
