"""What this computer tells of itself, for the honest picture."""

from __future__ import annotations

import sys
from pathlib import Path

from vault.services.honesty import Machine
from vault.services.reach import reach_of
from vault.storage import disks
from vault.storage.mounts import Mount

_SWAPS = Path("/proc/swaps")


def computer(
    vault: Path,
    *,
    watches_screen_lock: bool = False,
    hides_from_screenshots: bool = False,
    shown_in_screenshots: bool = False,
) -> Machine:
    """What this computer tells, for a vault at that place. May ask other programs (macOS): off the window's thread."""
    reach, swap = reach_of(vault), swap_readable()
    return Machine(reach, swap, watches_screen_lock, hides_from_screenshots, shown_in_screenshots)


def swap_readable() -> bool | None:
    """Whether memory may be written to a disk readably; None where the system does not tell."""
    if sys.platform != "linux":
        return False if sys.platform == "darwin" else None  # macOS has encrypted its swap since 10.7
    try:
        return readable_in(_SWAPS.read_text())
    except OSError:
        return None


def readable_in(listed: str) -> bool:
    """As `swap_readable`, from the content of /proc/swaps."""
    places = [line.split()[0] for line in listed.splitlines()[1:] if line.strip()]
    return any(not _encrypted(place) for place in places)


def _encrypted(place: str) -> bool:
    if place.startswith("/dev/zram"):
        return True  # lies in memory itself
    if place.startswith("/dev/"):
        return disks.of_linux(Mount(place, "swap", source=place, device="0:0"))[2] is True
    return disks.disk_of(Path(place)).encrypted is True
