"""The mapping a table went in with last time, kept inside the vault under the name of its source."""

from __future__ import annotations

from concurrent.futures import Future

from vault.errors import ImportRefused
from vault.plans.mapping import Mapping
from vault.services.importing import map_file
from vault.services.importing.sheet import Sheet
from vault.services.session import Session


def remember(session: Session, source: str, mapping: Mapping) -> Future[None]:
    """Keep the mapping for the next table of this source and kind."""
    return session.set_setting(_name(source, mapping.kind), map_file.saved(mapping))


def remembered(session: Session, source: str, kind: str, sheet: Sheet) -> Mapping | None:
    """The mapping kept for the source, as far as it fits the table; None where there is none that does."""
    text = session.setting(_name(source, kind), "")
    if not text:
        return None
    try:
        return map_file.fitted(map_file.loaded(text, source, kind), sheet.headings)
    except ImportRefused:  # the table has other columns now: it is proposed anew
        return None


def _name(source: str, kind: str) -> str:
    return f"import.mapping.{kind}.{source}"
