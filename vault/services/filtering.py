"""FIELD=VALUE as people type it, as a condition of a query."""

from __future__ import annotations

from vault.i18n import _
from vault.plans import scales
from vault.plans.days import Day
from vault.plans.fields import Choice, Choices, Field, Flag, Links, Number, Scale, When
from vault.plans.fold import fold
from vault.plans.query import Condition
from vault.plans.records import COMMON, KINDS
from vault.services.session import Session

_YES = {"yes", "true", "1"}


class NotUnderstood(ValueError):
    """`args[0]` is the sentence to show."""


def condition(session: Session, kind: str, typed: str) -> Condition:
    """What `typed` asks for: the value as a key, in words, as a number, or a title of a linked record.

    Raises NotUnderstood with a sentence that names what there is.
    """
    name, equals, value = typed.partition("=")
    declared = KINDS[kind]
    if not equals:
        raise NotUnderstood(_("Write --where FIELD=VALUE, not “{typed}”.").format(typed=typed))
    if name in declared.fields:
        return _on(session, declared.fields[name], value.strip())
    if name in (*COMMON, *declared.derived):
        return Condition(name, "is", int(value) if value.lstrip("-").isdigit() else value)
    known = ", ".join(declared.fields)
    raise NotUnderstood(_("{kind} has no field “{name}”. It has: {known}.").format(kind=kind, name=name, known=known))


def _on(session: Session, field: Field, value: str) -> Condition:
    if not value:
        return Condition(field.name, "empty", True)
    match field:
        case Choice() | Choices() if field.options:
            return Condition(field.name, "is", _key(field, value))
        case Scale():
            return Condition(field.name, "is", _step(field, value))
        case Number():
            return Condition(field.name, "is", _number(value))
        case Flag():
            return Condition(field.name, "is", int(value.casefold() in _YES))
        case When():
            return Condition(field.name, "is", _day(value))
        case Links():
            return Condition(field.name, "in", _linked(session, field, value))
    return Condition(field.name, "is", value)


def _key(field: Choice | Choices, value: str) -> str:
    by_words = {fold(_(words)): key for key, words in field.options}
    if value in dict(field.options):
        return value
    if fold(value) in by_words:
        return by_words[fold(value)]
    known = ", ".join(key for key, _words in field.options)
    raise NotUnderstood(_("“{value}” is none of: {known}.").format(value=value, known=known))


def _step(field: Scale, value: str) -> int:
    names = [fold(word) for word in scales.words(field.scale)]
    if fold(value) in names:
        return names.index(fold(value)) + 1
    return _number(value)


def _number(value: str) -> int:
    try:
        return int(value)
    except ValueError:
        raise NotUnderstood(_("“{value}” is not a number.").format(value=value)) from None


def _day(value: str) -> str:
    try:
        return Day(value).text
    except ValueError:
        raise NotUnderstood(
            _("“{value}” is not a day such as 1997, 1997-01 or 1997-01-05.").format(value=value)
        ) from None


def _linked(session: Session, field: Links, value: str) -> tuple[str, ...]:
    found = [one for one in session.search(value, kinds=field.kinds, limit=200) if fold(one.title) == fold(value)]
    return tuple(one.id for one in found) or (value,)
