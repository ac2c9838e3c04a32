"""Asking another window to lock its vault: a file in the vault's folder that the window watches for and removes."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from vault.clock import Clock
from vault.errors import InUse, file_errors
from vault.storage.bundle import Bundle
from vault.storage.lockfile import Lock

NAME = "lock-request"
_PATIENCE, _PAUSE = 15.0, 0.1  # seconds


def file_of(vault: Path) -> Path:
    """Where a request lies as long as nobody has answered it."""
    return vault / NAME


def heard(vault: Path) -> bool:
    """Whether somebody asked; the request is removed."""
    request = file_of(vault)
    if not os.path.lexists(request):
        return False
    with suppress(OSError):  # who asked removes it in the end
        request.unlink()
    return True


def waiting(vault: Path) -> bool:
    """Whether somebody asked while the vault was being opened; the request is removed. One that cannot be removed would
    lock it for ever, and does not count."""
    return heard(vault) and not os.path.lexists(file_of(vault))


def ask(vault: Path | str, clock: Clock = Clock()) -> bool:
    """Have whoever has the vault open lock it, and wait for it; False when nobody had.

    The request never stays behind. Raises InUse when whoever has it open does not answer (a command at work, or a
    window on another computer), NotFound, NotAVault, Damaged, StorageFault.
    """
    bundle = Bundle.at(vault)
    if _is_free(bundle):
        heard(bundle.path)
        return False
    request, began = file_of(bundle.path), clock.monotonic()
    try:
        with file_errors(request):
            # a link in a folder from somebody else must not have a file made where it leads
            flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            os.close(os.open(request, flags, 0o600))
        while not _is_free(bundle):
            if clock.monotonic() - began > _PATIENCE:
                raise InUse(bundle.path)
            clock.sleep(_PAUSE)
    finally:
        heard(bundle.path)
    return True


def _is_free(bundle: Bundle) -> bool:
    try:
        Lock.take(bundle.lock_file, bundle.path).release()
    except InUse:
        return False
    return True
