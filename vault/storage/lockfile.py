"""One program at a time: a lock that dies with the process, so that none is ever stale."""

from __future__ import annotations

import errno
import os
import sys
from pathlib import Path

from vault.errors import InUse, fault_of

_TAKEN = frozenset({errno.EWOULDBLOCK, errno.EAGAIN, errno.EACCES, errno.EDEADLK})


class Lock:
    """The exclusive lock of a vault, held until `release` or the end of the process."""

    def __init__(self, descriptor: int | None) -> None:
        self._descriptor = descriptor

    @classmethod
    def take(cls, file: Path, vault: Path) -> Lock:
        """Lock `file`, made when missing. Raises `InUse` naming `vault`, or a `StorageFault`.

        On a medium without write permission and without a lock file there is nobody to keep out: the lock is empty.
        """
        try:
            descriptor = _opened(file)
        except OSError as error:
            raise fault_of(error, file) from error
        if descriptor is None:
            return cls(None)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _TAKEN:
                raise InUse(vault) from error
            raise fault_of(error, file) from error
        return cls(descriptor)

    def release(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _opened(file: Path) -> int | None:
    try:
        # a link in a folder from somebody else must not have a file made where it leads
        return os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise
    try:
        return os.open(file, os.O_RDONLY)
    except FileNotFoundError:
        return None


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
