"""What a fuzzer's bytes do to a file that is too large and too regular to be guessed letter by letter.

Each order is one byte, then what it needs. So a few dozen bytes reach any place of a key file of 294,912, and the
checksums can be made right again, without which every change would end at the first of them.
"""

from __future__ import annotations

from collections.abc import Callable

Repair = Callable[[bytearray], None]


def patched(whole: bytes, orders: bytes, spots: tuple[int, ...], repairs: tuple[Repair, ...]) -> bytes:
    """`whole` after `orders`. `spots` are where much is decided: an order can name one of them by its number."""
    content, rest = bytearray(whole), bytearray(orders)
    while rest:
        order = rest.pop(0)
        if order < 0x60:
            _write(content, _spot(rest, spots), rest, order % 24)
        elif order < 0x90:
            _write(content, _number(rest, 3) % (len(content) + 1), rest, order % 24)
        elif order < 0xA0:
            del content[_number(rest, 3) % (len(content) + 1) :]
        elif order < 0xB0:
            at = _spot(rest, spots)
            content[at:at] = bytes(_number(rest, 1))
        elif order < 0xB8:
            at = _spot(rest, spots)
            del content[at : at + _number(rest, 1)]
        elif repairs:
            repairs[order % len(repairs)](content)
    return bytes(content)


def _write(content: bytearray, at: int, rest: bytearray, length: int) -> None:
    piece = bytes(rest[:length])
    del rest[:length]
    content[at : at + len(piece)] = piece


def _spot(rest: bytearray, spots: tuple[int, ...]) -> int:
    return spots[_number(rest, 1) % len(spots)] + _number(rest, 1)


def _number(rest: bytearray, size: int) -> int:
    piece = bytes(rest[:size])
    del rest[:size]
    return int.from_bytes(piece, "little")
