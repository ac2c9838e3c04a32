"""`make sbom`: every part of the application, with version, licence and digests, as CycloneDX 1.6.

What pip installs stands in `requirements/app.txt`. What lies inside those packages, linked in where no tool for
packages sees it, is asked of the libraries themselves. No moment and no serial number: the same parts give the same
file, so two of them can be compared. A generator would be twenty packages more to trust, for two pages of work.
"""

from __future__ import annotations

import importlib.metadata
import json
import re
import sys
from pathlib import Path
from typing import Any

import pypdfium2
from PySide6.QtCore import qVersion
from sqlcipher3 import dbapi2

from vault import __version__

CHECKOUT = Path(__file__).resolve().parent.parent
LIST = CHECKOUT / "requirements" / "app.txt"
TARGET = CHECKOUT / "build" / "sbom.cdx.json"
_PINNED = re.compile(r"^([\w.-]+)==([^\s;]+)(.*?)(?=^[\w#]|\Z)", re.MULTILINE | re.DOTALL)
_DIGEST = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def pinned() -> list[tuple[str, str, list[str]]]:
    """Name, version and digests of everything that pip installs."""
    text = LIST.read_text("utf-8")
    return [(one[1], one[2], _DIGEST.findall(one[3])) for one in _PINNED.finditer(text)]


def inside() -> list[tuple[str, str, str, str]]:
    """What is linked into those packages: name, version, licence, and the package it lies in."""
    cipher, openssl, sqlite = _of_the_database()
    sodium = re.search(r"libsodium`* to ([\w.-]+)", importlib.metadata.metadata("pynacl").get_payload() or "")
    assert sodium, "PyNaCl no longer says which libsodium it holds"
    return [
        ("SQLCipher", cipher, "BSD-3-Clause", "sqlcipher3"),
        ("SQLite", sqlite, "blessing", "sqlcipher3"),
        ("OpenSSL", openssl, "Apache-2.0", "sqlcipher3"),
        ("libsodium", sodium[1], "ISC", "pynacl"),
        ("Argon2", "20190702", "CC0-1.0", "argon2-cffi-bindings"),
        ("Qt", str(qVersion()), "LGPL-3.0-only", "pyside6-essentials"),
        ("PDFium", str(pypdfium2.PDFIUM_INFO.version), "BSD-3-Clause", "pypdfium2"),
    ]


def _of_the_database() -> tuple[str, str, str]:
    connection = dbapi2.connect(":memory:")
    connection.set_key(b"x'" + b"0" * 96 + b"'")
    told = [
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("cipher_version", "cipher_provider_version")
    ]
    sqlite = connection.execute("SELECT sqlite_version()").fetchone()[0]
    connection.close()
    return told[0].split()[0], told[1].split()[1], sqlite


def bill() -> dict[str, Any]:
    """The whole file."""
    packages = [_package(*one) for one in pinned()]
    linked = [
        _component(name, version, f"pkg:generic/{name.lower()}@{version}", licence)
        for name, version, licence, _ in inside()
    ]
    where = {name: f"pkg:pypi/{name}@{version}" for name, version, _digests in pinned()}
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component("vault", __version__, "vault", "GPL-3.0-or-later", kind="application")},
        "components": packages + linked,
        "dependencies": [
            {"ref": "vault", "dependsOn": sorted(where.values())},
            *_holding(where),
        ],
    }


def _holding(where: dict[str, str]) -> list[dict[str, Any]]:
    parts: dict[str, list[str]] = {}
    for name, version, _licence, package in inside():
        parts.setdefault(where[package], []).append(f"pkg:generic/{name.lower()}@{version}")
    return [{"ref": ref, "dependsOn": sorted(refs)} for ref, refs in parts.items()]


def _package(name: str, version: str, digests: list[str]) -> dict[str, Any]:
    made = _component(name, version, f"pkg:pypi/{name}@{version}", _licence(name))
    # one digest a file and platform: a list of `hashes` would say that all of them are of one file
    made["properties"] = [{"name": "vault:wheel:sha256", "value": one} for one in sorted(digests)]
    return made


def _licence(name: str) -> str:
    try:
        told = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:  # one of another system
        return ""
    texts = [told.get("License-Expression"), told.get("License")]
    texts += [one.rpartition(" :: ")[2] for one in told.get_all("Classifier", []) if one.startswith("License")]
    return next((one.splitlines()[0] for one in texts if one and len(one) < 80), "")


def _component(name: str, version: str, ref: str, licence: str, kind: str = "library") -> dict[str, Any]:
    made: dict[str, Any] = {"type": kind, "bom-ref": ref, "name": name, "version": version}
    if ref.startswith("pkg:"):
        made["purl"] = ref
    if licence:
        made["licenses"] = [{"license": {"name": licence}}]
    return made


def main() -> None:
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(bill(), indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(f"{TARGET.relative_to(CHECKOUT)}: {len(bill()['components'])} parts", file=sys.stderr)


if __name__ == "__main__":
    main()
