"""The value of a spreadsheet's cell as the words somebody would have typed into a table of text."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from vault.errors import ImportRefused
from vault.i18n import _
from vault.services.importing.sheet import LONGEST_CELL

#: digits a spreadsheet keeps of a number; what comes after them is noise of the binary form
_DIGITS = 15
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def words(value: object) -> str:
    """Days as 2026-03-01, moments as 2026-03-01 14:30, truths as yes and no, whole numbers without a fraction."""
    if value is None:
        return ""
    if isinstance(value, str):
        return text(value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return number(value)
    for kind, told in _TOLD:
        if isinstance(value, kind):
            return told(value)
    return text(str(value))


def text(value: str) -> str:
    """Line ends as one sign each, without NUL. Raises ImportRefused for a cell without end."""
    if len(value) > LONGEST_CELL:
        raise too_long()
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def too_long() -> ImportRefused:
    """The refusal of a cell without end."""
    return ImportRefused(_("A cell of this workbook holds more than a million characters."))


def unescaped(value: str) -> str:
    """What XLSX writes as _x000D_, because XML cannot hold it, as the sign it stands for."""
    return _ESCAPED.sub(lambda found: _sign(found[0], int(found[1], 16)), value) if "_x" in value else value


def _sign(written: str, point: int) -> str:
    return written if 0xD800 <= point <= 0xDFFF else chr(point)


def number(value: float) -> str:
    """Without exponent, fraction of zero, or noise."""
    if isinstance(value, int):
        return str(value) if abs(value) < 10**40 else f"{value:e}"
    plain = f"{value:.{_DIGITS}g}"
    if "e" not in plain:
        return "0" if plain == "-0" else plain
    exact = Decimal(plain)
    return format(exact, "f") if exact.is_finite() and abs(exact.adjusted()) < 40 else plain


def percent(value: float) -> str:
    """A share as it is shown: 0.25 is 25%."""
    return f"{number(float(f'{value * 100:.{_DIGITS - 1}g}'))}%"


def _moment(value: datetime) -> str:
    day = value.date().isoformat()
    return day if value.time() == time() else f"{day} {_clock(value.time())}"


def _clock(value: time) -> str:
    return value.strftime("%H:%M:%S" if value.second else "%H:%M")


def span(value: timedelta) -> str:
    """Hours, which may be more than a day's, minutes, and seconds if any."""
    seconds = round(abs(value).total_seconds())
    hours, minutes, rest = seconds // 3600, seconds // 60 % 60, seconds % 60
    return f"{'-' if value < timedelta() else ''}{hours}:{minutes:02}" + (f":{rest:02}" if rest else "")


#: a datetime is a date too, so it comes first
_TOLD: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (datetime, _moment),
    (date, date.isoformat),
    (time, _clock),
    (timedelta, span),
)
