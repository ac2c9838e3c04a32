"""Several columns that make one value: a day of year, month and day, a place of town and country, a whole name."""

from __future__ import annotations

from vault.i18n import _
from vault.plans.cell_days import month_in, time_in
from vault.plans.cells import Reading
from vault.plans.days import Day
from vault.plans.fields import Links, When
from vault.plans.mapping import BETWEEN, Target, parts_of
from vault.plans.vocabulary import plain
from vault.services.importing.drafts import Cells, Draft, Step, Wanted, short, wanted


def joined(path: str, members: list[tuple[int, str, Target]], reading: Reading) -> Step:
    """The step for the columns (index, heading, target) of the field `path` ("kind.field")."""
    target = members[0][2]
    if isinstance(target.field, When):
        return _day_of_parts(target.field.name, members, reading)
    if isinstance(target.field, Links):
        return _place_of_parts(target.field.name, members)
    kind, _dot, name = path.partition(".")
    order = [part for part, _words in parts_of(kind, target.field)]
    ordered = sorted(members, key=lambda member: order.index(member[2].part))
    between = BETWEEN.get(path, ", ")

    def step(row: Cells, into: Draft) -> None:
        texts = [text for index, _heading, _target in ordered if (text := row[index].strip())]
        if texts:
            texts = [into.values[name], *texts] if name in into.values else texts
            into.values[name] = between.join(texts)

    return step


def _day_of_parts(name: str, members: list[tuple[int, str, Target]], reading: Reading) -> Step:
    known: dict[tuple[str, ...], tuple[Day | None, str]] = {}
    parts = [target.part for _index, _heading, target in members]

    def step(row: Cells, into: Draft) -> None:
        texts = tuple(row[index].strip() for index, _heading, _target in members)
        if not any(texts):
            return
        whole = into.values.get(name)
        if whole is not None:
            timed = _with_time(whole, dict(zip(parts, texts, strict=True)).get("time", ""))
            into.values[name] = timed
            _keep(row, members, into, but=("time",) if timed != whole else ())
            return
        if texts not in known:
            known[texts] = _assembled(dict(zip(parts, texts, strict=True)), reading)
        day, fault = known[texts]
        if day is not None:
            into.values[name] = day
        if fault:
            _keep(row, members, into)
            into.messages.append(fault)

    return step


def _keep(row: Cells, members: list[tuple[int, str, Target]], into: Draft, but: tuple[str, ...] = ()) -> None:
    for index, heading, target in members:
        if row[index].strip() and target.part not in but:
            into.keep(heading, row[index])


def _assembled(texts: dict[str, str], reading: Reading) -> tuple[Day | None, str]:
    """The day, as exact as its parts allow, and what was wrong with them."""
    numbers: list[int] = []
    blanks = reading.words.blank
    for part in ("year", "month", "day"):
        text = texts.get(part, "")
        try:
            if plain(text) in blanks:
                break
            numbers.append(month_in(text, reading.words.months) if part == "month" else int(float(text)))
            if numbers[0] < 1000:
                raise ValueError(text)
            Day.parts(*numbers)
        except (ValueError, OverflowError):
            numbers = numbers[: ("year", "month", "day").index(part)]
            words = _("The {part} “{text}” is not understood; it is kept in the notes.")
            return _parts(numbers), words.format(part=_(part), text=short(text))
    later = [part for part in ("year", "month", "day")[len(numbers) :] if plain(texts.get(part, "")) not in blanks]
    if later:
        return _parts(numbers), _("A part of the day is missing; the others are kept in the notes.")
    day = _parts(numbers)
    timed = _with_time(day, texts.get("time", "")) if day else None
    if plain(texts.get("time", "")) not in blanks and timed == day:
        return day, _("The time of day needs a whole day; it is kept in the notes.")
    return timed, ""


def _parts(numbers: list[int]) -> Day | None:
    return Day.parts(*numbers) if numbers else None


def _with_time(day: Day, text: str) -> Day:
    clock = time_in(text) if text and day.precision == "day" and not day.about else ""
    return Day(f"{day.text}T{clock}") if clock else day


def _place_of_parts(name: str, members: list[tuple[int, str, Target]]) -> Step:
    columns = {target.part: index for index, _heading, target in members}
    narrow = [columns[part] for part in ("", "city", "district") if part in columns]
    region, country = columns.get("region"), columns.get("country")
    alone = set(columns) == {""}

    def step(row: Cells, into: Draft) -> None:
        if alone:
            text = row[narrow[0]]
            if text and not text.isspace():
                into.links.setdefault(name, []).extend(wanted(text, "", {}))
            return
        wide = row[region].strip() if region is not None else ""
        land = row[country].strip() if country is not None else ""
        near = ", ".join(dict.fromkeys(text for index in narrow if (text := row[index].strip())))
        if near or wide or land:
            into.links.setdefault(name, []).append(Wanted(near or wide or land, "", wide, land))

    return step
