"""Making key files open for nobody, in place, so that they look as before (`docs/decisions/0030-wiping.md`).

What cannot be written is left and the rest goes on: nothing may show, and nothing else may be spared for it.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from vault.storage import backups, passing
from vault.storage import header as headers
from vault.storage.bundle import Bundle, may_write
from vault.storage.container import SHRED_AT, SHRED_SIZE, A, B, newest_copy, shred_digests
from vault.storage.header import HEADER_SIZE
from vault.storage.medium import Medium

_PAGE = 4096
_GENERATION = re.compile("g[0-9]")
_ANYTHING = (Exception,)  # that goes wrong with one file: it must neither show nor hold up the rest

OpenMedium = Callable[[Path], Medium]


@dataclass(frozen=True)
class Struck:
    """How far a strike came: files no passphrase opens any more, and those that could not be written."""

    reached: tuple[Path, ...] = ()
    missed: tuple[Path, ...] = ()

    def __add__(self, other: Struck) -> Struck:
        return Struck(self.reached + other.reached, self.missed + other.missed)


def key_files(bundle: Bundle) -> list[Path]:
    """Every file in a vault's folder that a passphrase opens: of all generations, and backups made in it."""
    found, inside, others = [bundle.keys_file], list[Path](), list[Path]()
    with suppress(*_ANYTHING):
        inside += sorted(bundle.path.iterdir())
    for place in inside:
        with suppress(*_ANYTHING):  # what cannot be read spares nothing else
            keys = place / bundle.keys_file.name
            if _GENERATION.match(place.name) and keys.is_file() and keys not in found:
                found.append(keys)
            elif not place.is_symlink() and backups.is_backup(place):  # a link may lead to the one that is to survive
                others.append(place)
    return [*found, *others]


def left_beside(bundle: Bundle, vault_id: bytes) -> list[Path]:
    """The key files that a kill left beside a vault, of a backup of it that was being tried or brought back.

    Not among `key_files`: to look through the folder of somebody else's files takes its time.
    """
    found = list[Path]()
    for folder in passing.inside(bundle.path.parent):
        with suppress(*_ANYTHING):
            within = folder.absolute().parent.resolve() / folder.name / passing.BUNDLE
            keys = sorted(within.glob(f"g[0-9]*/{bundle.keys_file.name}"))
            # as above: no link is followed
            found += [one for one in keys if one.resolve() == one and backups.vault_id_in(one) == vault_id]
    return found


def within_reach(file: Path) -> bool:
    """Whether a strike could write to a file that is there: also to one that its owner protected from being changed."""
    if may_write(file):
        return True
    with suppress(OSError, AttributeError):  # of Windows, which has no owners of this kind
        return file.stat().st_uid == os.geteuid() and may_write(file.parent)
    return False


def strike(files: Iterable[Path], open_medium: OpenMedium = backups.open_keys, *, of: bytes = b"") -> Struck:
    """Make all these key files and backups open for nobody: one page of every shred area first, without which no key
    can be derived, then the headers, then the rest of the areas. `of`: only those of the vault with this id.

    Raises nothing.
    """
    files, area = list(files), os.urandom(SHRED_SIZE)
    reached: list[Path] = []
    with ExitStack() as stack:
        media = [(path, medium) for path in files for medium in _opened(stack, path, open_medium, of)]
        reached += [path for path, medium in media if _written(medium, SHRED_AT, area[:_PAGE])]
        for _path, medium in media:
            _strike_headers(medium, area)
        for _path, medium in media:
            _written(medium, SHRED_AT, area)
    return Struck(tuple(reached), tuple(path for path in files if path not in reached))


def _opened(stack: ExitStack, path: Path, open_medium: OpenMedium, of: bytes) -> list[Medium]:
    with suppress(*_ANYTHING):
        medium = stack.enter_context(_with_its_date(path, open_medium))
        if not of or headers.vault_id_of(_newest(medium) or b"") == of:
            return [medium]
    return []


def _newest(medium: Medium) -> bytes | None:
    return newest_copy([medium.read(start, HEADER_SIZE) for start in (A, B)])


def _strike_headers(medium: Medium, area: bytes) -> None:
    with suppress(*_ANYTHING):
        newest = _newest(medium)
        block = os.urandom(HEADER_SIZE)  # what is no header any more may still hold slots
        if newest is not None:
            block = headers.parse(newest, Path()).emptied(shred_digests(area)[0]).pack()
        for start in (B, A):
            _written(medium, start, block)


def _written(medium: Medium, start: int, content: bytes) -> bool:
    with suppress(*_ANYTHING):
        medium.write(start, content)
        medium.flush()
        return True
    return False


@contextmanager
def _with_its_date(path: Path, open_medium: OpenMedium) -> Iterator[Medium]:
    """The file, open, and with its old rights and date at the end. Cosmetic: other marks of the system still tell."""
    before = path.stat()
    if not may_write(path):
        with suppress(OSError):
            path.chmod(before.st_mode | stat.S_IWUSR)  # its owner protected it from being changed
    medium = open_medium(path)
    try:
        yield medium
    finally:
        with suppress(*_ANYTHING):
            medium.close()
        with suppress(*_ANYTHING):
            os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        with suppress(*_ANYTHING):
            path.chmod(stat.S_IMODE(before.st_mode))
