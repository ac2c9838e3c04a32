from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import WORDS, records
from vault.plans import model
from vault.plans.cells import cell
from vault.plans.fields import Links
from vault.plans.records import COMMON, KINDS, Record, faults
from vault.services.importing import judged, propose, sheet_of
from vault.services.importing.dry_run import Known

TYPED = st.one_of(WORDS, st.sampled_from(["=1+1", "'=x", "-", "n/a", "a; b", '["a"]', "[x", "@home", "1997"])).map(
    str.strip
)
BOOKKEEPING = {"number": 0, "created_at": "", "created_by": "", "changed_at": "", "changed_by": "", "trashed_at": ""}


def table(many: list[Record]) -> bytes:
    """The records as a table by field keys, as an export writes them."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    fields = many[0].fields
    writer.writerow([*COMMON, *fields])
    for one in many:
        common = [getattr(one, name) for name in COMMON if name != "sharing"]
        assert COMMON[-1] == "sharing"
        sharing = one.sharing.name.lower() if one.sharing is not None else ""
        writer.writerow([*common, sharing, *(cell(field, getattr(one, name)) for name, field in fields.items())])
    return out.getvalue().encode()


def targets_of(one: Record) -> list[Record]:
    """Records the links of `one` can lead to."""
    found = []
    for name, field in one.fields.items():
        if isinstance(field, Links):
            made: Any = KINDS[field.kinds[0]]
            found += [made(id=link.id, **{made.title_field: "somebody"}) for link in getattr(one, name)]
    return found


def bare(one: Record | None) -> Record:
    assert one is not None
    return replace(one, id="", **BOOKKEEPING)


@pytest.mark.parametrize("kind", list(KINDS))
@given(data=st.data())
def test_records_written_by_field_key_come_back_the_same(kind: str, data: st.DataObject) -> None:
    one = data.draw(records(kind, TYPED).filter(lambda one: not faults(one)))
    sheet = sheet_of(table([one]), "own.csv")
    mapping = propose(sheet, kind)
    (row,) = judged(sheet, mapping, Known(date(2026, 11, 24), {}, tuple(targets_of(one))))
    assert row.messages == ()
    assert bare(row.record) == bare(one)
    assert row.theirs == one.id


@pytest.mark.parametrize("kind", list(KINDS))
def test_headings_equal_to_field_keys_map_to_themselves(kind: str) -> None:
    keys = list(KINDS[kind].fields)
    sheet = sheet_of((",".join(keys) + "\n" + ",".join("x" for _ in keys)).encode())
    assert {one.heading: one.target for one in propose(sheet, kind).columns} == {key: key for key in keys}


def test_an_own_table_keeps_the_identity_of_its_records() -> None:
    one = model.Incident(id="01932d5e-5b1c-7a3e-8d0c-0123456789ab", title="Two men at the gate")
    sheet = sheet_of(table([one]))
    (row,) = judged(sheet, propose(sheet, "incident"), Known(date(2026, 11, 24), {}))
    assert row.record is not None
    assert row.record.id == one.id
