"""A page that is not left in the middle of its work, and behind which nothing of what was typed stays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from vault.i18n import N_, _
from vault.ui import tabbing
from vault.ui.parts.passphrase_field import PassphraseField

if TYPE_CHECKING:
    from vault.ui.desk import Desk

A_MOMENT = N_("This takes a few seconds.")


class Staying:
    """Beside a QWidget: `working` while leaving would lose how the work ended, `why_stay` what is said then."""

    desk: Desk
    working = False
    why_stay = A_MOMENT

    def leave(self) -> bool:
        """Whether the page lets go; it forgets then what was typed to prove or to open something."""
        if self.working:
            self.desk.refuse(_(self.why_stay))
            return False
        self.forget()
        return True

    def forget(self) -> None:
        """Clear every field for a passphrase."""
        assert isinstance(self, QWidget)
        for field in tabbing.everything_in(self):
            if isinstance(field, PassphraseField):
                field.clear()
