"""`python -m tests.fuzz.run key_file -max_total_time=180`: one harness under atheris, in a Python that has it.

What is after the name goes to libFuzzer. Inputs that reached something new are added to `/tmp/vault-fuzz/NAME`.
"""

from __future__ import annotations

import importlib
import logging
import os
import sys
from pathlib import Path

os.environ["VAULT_TEST"] = "1"

import atheris  # type: ignore[import-not-found]

NAMES = ("key_file", "backup", "sheet", "mapping")


def main() -> None:
    """Until libFuzzer ends the process."""
    name = sys.argv[1]
    if name not in NAMES:
        raise SystemExit(f"one of: {', '.join(NAMES)}")
    logging.disable()
    with atheris.instrument_imports(include=["vault", "tests.fuzz", "zipfile", "tomllib"]):
        harness = importlib.import_module(f"tests.fuzz.{name}")
    found, kept = Path("/tmp/vault-fuzz") / name, Path(__file__).parent / "corpus" / name  # noqa: S108
    found.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(harness.seeds()):
        (found / f"seed-{number}").write_bytes(seed)
    places = [str(one) for one in (found, kept) if one.is_dir()]
    limits = ["-timeout=5", "-rss_limit_mb=1500", "-max_len=4096", f"-artifact_prefix={found.parent}/{name}-"]
    atheris.Setup([sys.argv[0], *limits, *sys.argv[2:], *places], harness.one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
