"""A mapping file that somebody else wrote: refused with a sentence, or it means the same when written again."""

from __future__ import annotations

from vault.errors import ImportRefused
from vault.plans.records import KINDS
from vault.services.importing.map_file import fitted, loaded, saved

_KINDS = sorted(KINDS)


def one(data: bytes) -> None:
    """The first byte chooses the kind of record."""
    kind, text = (_KINDS[data[0] % len(_KINDS)], data[1:]) if data else (_KINDS[0], b"")
    try:
        mapping = loaded(text.decode("utf-8", "replace"), "handed.toml", kind)
    except ImportRefused:
        return
    assert loaded(saved(mapping), "again.toml", kind) == mapping, "not the same when written again"
    try:
        fitted(mapping, tuple(one.heading for one in mapping.columns))
    except ImportRefused:
        return


def seeds() -> list[bytes]:
    """To begin with."""
    incident = _KINDS.index("incident").to_bytes(1, "little")
    return [
        incident + b'kind = "incident"\nidentifier = "Id"\nkeep_rest = true\norder = "dmy"\n[columns]\n'
        b'"Title" = "title"\n"When" = "occurred"\n"Cat" = "category"\n"x" = "-"\n'
        b'[values."Cat"]\n"Threat" = ["threat"]\n',
        b"\0[columns]\n",
        b'\x01kind = 3\n"a.b" = []\n',
    ]
