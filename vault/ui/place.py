"""Where one was when the vault closed, to be there again when it opens: the screen and the page over it.

What was being typed comes back through the drafts, with the cursor: open forms keep both (`Desk.keeping`).
"""

from __future__ import annotations

from typing import Any

from vault.ui.desk import Desk
from vault.ui.main_window import MainWindow


def where(window: MainWindow) -> dict[str, Any]:
    """Plain data, to be kept inside the vault."""
    records = [str(getattr(page, "record_id", "")) for page in window.stage.opened()]
    return {"screen": window.stage.here, "record": next((one for one in reversed(records) if one), "")}


def come_back(desk: Desk, window: MainWindow, kept: Any) -> None:
    """Go where one was, or to the first screen; forms that were open open again with what was typed."""
    kept = kept if isinstance(kept, dict) else {}
    screen = str(kept.get("screen", ""))
    window.go(screen if window.has(screen) else window.first())
    record = str(kept.get("record", ""))
    if record and desk.session.find_many([record]):
        desk.open_record(record)
    desk.resume()
