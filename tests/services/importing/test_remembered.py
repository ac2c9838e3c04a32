"""A table that comes again goes where it went before."""

from __future__ import annotations

from dataclasses import replace

from vault.services import importing
from vault.services.importing import propose, sheet_of
from vault.services.session import Session

RAW = b"No,What,Odd\n1,Gate open,blue\n"


def test_the_mapping_of_last_time_is_known_again(session: Session) -> None:
    sheet = sheet_of(RAW)
    mapping = propose(sheet, "incident")
    chosen = replace(
        mapping, columns=tuple(replace(one, target="-") if one.heading == "Odd" else one for one in mapping.columns)
    )
    assert importing.remembered(session, "book", "incident", sheet) is None
    importing.remember(session, "book", chosen).result()
    assert importing.remembered(session, "book", "incident", sheet) == chosen
    assert importing.remembered(session, "other book", "incident", sheet) is None
    assert importing.remembered(session, "book", "person", sheet) is None


def test_a_table_with_other_columns_is_looked_at_anew(session: Session) -> None:
    importing.remember(session, "book", propose(sheet_of(RAW), "incident")).result()
    assert importing.remembered(session, "book", "incident", sheet_of(b"Was,Wann\nx,1997\n")) is None


def test_the_likely_kind_is_the_one_most_columns_fit() -> None:
    assert importing.likely_kind(sheet_of(b"title,occurred,facts,category\nA,1997,b,stop\n")) == "incident"
    assert importing.likely_kind(sheet_of(b"name,phone,email\nAna,1,a@b\n")) == "person"
    assert importing.likely_kind(sheet_of(b"title,probability,impact,reason\nA,1,2,b\n")) == "risk"
    assert importing.likely_kind(sheet_of(b"qwe,rty\n1,2\n")) == "incident"


def test_the_letters_to_look_at_come_with_what_stands_around_them() -> None:
    long = "a" * 90 + " É " + "b" * 90
    sheet = sheet_of(f"title,facts\nplain,x\nGrébizi,{long}\n".encode())
    first, second = sheet.letters(5)
    assert first == (3, "title", "Grébizi")
    assert second[:2] == (3, "facts")
    assert second[2].startswith("…a")
    assert second[2].endswith("b…")
    assert " É " in second[2]
    assert sheet.letters(1) == [first]
