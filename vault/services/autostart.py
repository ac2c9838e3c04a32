"""The helper that reminds, started with the desktop: one entry of this person, neutral in name.

Linux: an XDG autostart file; macOS: a launch agent; Windows: a value under the person's `Run` key.
"""

from __future__ import annotations

import plistlib
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from platformdirs.unix import Unix

#: what the entry is called everywhere; desktops show it
NAME = "notes-times"
_WORDS = "Notes"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


def command() -> list[str]:
    """What starts the helper: this program, or this Python with it."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--times"]
    # -P: a module lying in the folder somebody happens to be in must not run
    return [sys.executable, "-P", "-m", "vault.app", "--times"]


def begin() -> None:
    """Start the helper now, in a process nobody waits for. Raises OSError."""
    quiet: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    if sys.platform == "win32":
        quiet["creationflags"] = subprocess.CREATE_NO_WINDOW | subprocess.DETACHED_PROCESS
    else:
        quiet["start_new_session"] = True
    subprocess.Popen(command(), close_fds=True, **quiet)  # noqa: S603 - ourselves


def enter(command: Sequence[str]) -> None:
    """Have `command` started with the desktop from the next time on. Raises OSError."""
    if sys.platform == "win32":
        _enter_windows(command)
        return
    file = entry()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(_agent(command) if sys.platform == "darwin" else _desktop(command).encode())


def leave() -> None:
    """Take the entry away. Raises nothing."""
    with suppress(OSError):
        if sys.platform == "win32":
            _leave_windows()
        else:
            entry().unlink()


def entry() -> Path:
    """The file that is the entry, on Linux and macOS."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{NAME}.plist"
    return Unix().user_config_path / "autostart" / f"{NAME}.desktop"


def _desktop(command: Sequence[str]) -> str:
    """Desktop Entry Specification: quoted arguments, percent signs doubled."""
    quoted = " ".join(_quoted(one) for one in command)
    return f"[Desktop Entry]\nType=Application\nName={_WORDS}\nExec={quoted}\nTerminal=false\nNoDisplay=true\n"


def _quoted(argument: str) -> str:
    inside = argument.replace("\\", "\\\\").replace('"', '\\"').replace("`", "\\`").replace("$", "\\$")
    return '"' + inside.replace("\\", "\\\\").replace("%", "%%") + '"'


def _agent(command: Sequence[str]) -> bytes:
    return plistlib.dumps({"Label": NAME, "ProgramArguments": list(command), "RunAtLoad": True})


def _registry() -> Any:
    import winreg

    return winreg


def _enter_windows(command: Sequence[str]) -> None:
    registry = _registry()
    with registry.CreateKey(registry.HKEY_CURRENT_USER, _RUN) as key:
        registry.SetValueEx(key, NAME, 0, registry.REG_SZ, subprocess.list2cmdline(command))


def _leave_windows() -> None:
    registry = _registry()
    with registry.OpenKey(registry.HKEY_CURRENT_USER, _RUN, 0, registry.KEY_SET_VALUE) as key:
        registry.DeleteValue(key, NAME)
