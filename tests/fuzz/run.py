"""`python -m tests.fuzz.run key_file -max_total_time=180`: one harness under atheris, in a Python that has it.

What is after the name goes to libFuzzer. Inputs that reached something new are added to `/tmp/vault-fuzz/NAME`, and
`tests.fuzz.keep` chooses from them.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys

os.environ["VAULT_TEST"] = "1"

import atheris  # type: ignore[import-not-found]

from tests.fuzz.keep import FOUND, kept

NAMES = ("key_file", "backup", "sheet", "workbook", "mapping")


def main() -> None:
    """Until libFuzzer ends the process."""
    name = sys.argv[1]
    if name not in NAMES:
        raise SystemExit(f"one of: {', '.join(NAMES)}")
    logging.disable()
    with atheris.instrument_imports(include=["vault", "tests.fuzz", "zipfile", "tomllib"]):
        harness = importlib.import_module(f"tests.fuzz.{name}")
    found = FOUND / name
    found.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate([*harness.seeds(), *kept(name)]):
        (found / f"seed-{number}").write_bytes(seed)
    limits = ["-timeout=5", "-rss_limit_mb=1500", "-max_len=4096", f"-artifact_prefix={found.parent}/{name}-"]
    atheris.Setup([sys.argv[0], *limits, *sys.argv[2:], str(found)], harness.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
