"""Where vaults lie on this computer, under which neutral name, and which folders others read along."""

from __future__ import annotations

import os
from pathlib import Path

from vault.errors import VaultError
from vault.i18n import N_
from vault.paths import vaults
from vault.storage.bundle import Bundle

ENDING = ".vault"
NEUTRAL = N_("Notes")

#: parts of folder names of programs that copy what lies in them to other computers
_COPIED_AWAY = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "mega": "MEGA",
    "megasync": "MEGA",
    "pcloud": "pCloud",
    "pclouddrive": "pCloud",
    "box sync": "Box",
    "syncthing": "Syncthing",
    "yandex.disk": "Yandex Disk",
    "tresorit": "Tresorit",
    "seafile": "Seafile",
}
_OFTEN_COPIED = ("Documents", "Desktop")


def usual() -> Path:
    """Where vaults lie unless somebody wants otherwise: the account's own data folder."""
    return vaults()


def known(folder: Path | None = None) -> list[Path]:
    """The vaults in a folder (the usual place when None), by name. Nothing of them is read but their folders."""
    folder = folder or usual()
    try:
        inside = sorted(one for one in folder.iterdir() if one.is_dir() and not one.name.startswith("."))
    except OSError:
        return []
    return [one for one in inside if is_vault(one)]


def is_vault(path: Path) -> bool:
    """Whether the folder has the parts of a vault."""
    try:
        Bundle.at(path)
    except VaultError:
        return False
    return True


def shown_name(path: Path) -> str:
    """The name of a vault as a person sees it: the folder's, without its ending."""
    return path.name.removesuffix(ENDING)


def at(folder: Path, name: str) -> Path:
    """Where a vault of that name would lie in the folder."""
    return folder / f"{' '.join(name.split())}{ENDING}"


def free_name(folder: Path, name: str) -> str:
    """`name`, or with the first number nobody has taken: "Notes", "Notes 2"."""
    number, free = 1, name
    while os.path.lexists(at(folder, free)):
        number += 1
        free = f"{name} {number}"
    return free


def copied_by(folder: Path) -> str:
    """The name of the program that copies this folder to other computers; "" when none is known to."""
    for part in (part.casefold() for part in folder.absolute().parts):
        for sign, program in _COPIED_AWAY.items():
            if (
                part == sign
                or part.startswith((f"{sign} ", f"{sign}-", f"{sign}~"))
                or (len(sign) > 5 and sign in part)
            ):
                return program
    return ""


def on_another_computer(folder: Path) -> bool:
    """Whether the folder lies on a network drive or with the host of a virtual computer, as far as the system tells."""
    from vault.storage import mounts  # late: a window that is told its vault begins without it

    return mounts.is_remote(folder)


def same_disk(one: Path, other: Path) -> bool:
    """Whether both lie on one disk, as far as the system tells: what takes one takes the other."""
    from vault.storage import disks  # late, as above

    try:
        return one.stat().st_dev == other.stat().st_dev or disks.lie_on_one(one, other)
    except OSError:
        return False


def often_copied(folder: Path) -> bool:
    """Whether many computers copy a folder of this name to the cloud (Documents, Desktop)."""
    home = Path.home()
    return any((home / name) in (folder, *folder.parents) for name in _OFTEN_COPIED)
