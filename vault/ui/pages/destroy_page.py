"""Destroying the file by hand: first what that reaches and what it does not, then one word to type."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from vault.i18n import _, plural
from vault.services import destroying
from vault.services.destroying import Around, Orders
from vault.ui import tasks, theme
from vault.ui.desk import Desk
from vault.ui.parts.buttons import Button
from vault.ui.parts.card import Card
from vault.ui.parts.fields import Check, Field
from vault.ui.parts.labels import Sentence, card_title, secondary, small
from vault.ui.parts.page import Page

_WIDTH, _FIELD_WIDTH, _MOST_LISTED = 900, 260, 6


class DestroyPage(Page):
    """`destroy(orders)` ends everything; nothing is asked after the word."""

    def __init__(self, desk: Desk, destroy: Callable[[Orders], object]) -> None:
        super().__init__(_("Destroy this file"), _("For every keyholder, and for good. There is no way back."))
        self.desk, self._destroy = desk, destroy
        self._found = Around((), (), (), ())
        self.way_back = desk.back
        self.set_path([(_("Settings"), desk.back), (_("Under pressure"), desk.back), (self.title, None)])
        self.keep = Button(_("Keep the file"), "main", run=desk.back)
        self.button = Button(_("Destroy it now"), "danger", run=self.destroy_now)
        self.add_to_head(self.keep, self.button)
        self.backups, self.exports = Check(""), Check("")
        self.away, self.cannot = Sentence("late"), Sentence("error")
        self.typed = QLineEdit()
        self.field = Field(_("Type the word “{word}” to go on").format(word=word()), self.typed)
        self.field.setMaximumWidth(theme.current().px(_FIELD_WIDTH))
        self.typed.textChanged.connect(lambda: self.field.say_wrong(""))
        self.typed.returnPressed.connect(self.destroy_now)
        card = Card()
        card.setMaximumWidth(theme.current().px(_WIDTH))
        for widget in (
            self.cannot,
            card_title(_("What is destroyed")),
            secondary(_("The keys of this file, so that nobody can open it any more, and its folder."), wrap=True),
            self.backups,
            self.exports,
            self.away,
            small(
                _("A copy that nobody here can reach brings your work back. Without one, all is gone."),
                wrap=True,
            ),
            self.field,
        ):
            card.body.addWidget(widget)
        card.body.addStretch(1)
        self.body.addWidget(card, 1)
        self.body.addStretch(0)
        for check in (self.backups, self.exports):
            check.hide()
        self.setFocusProxy(self.typed)
        registers = desk.session.backups(), desk.session.exports()
        tasks.start(lambda _progress: destroying.around(*registers), self, self.offer, desk.complain)

    def reload(self) -> None:
        """Whether it could be done from here at all."""
        self._say_whether_it_can()

    def _say_whether_it_can(self) -> bool:
        missed = destroying.out_of_reach(self.desk.session)
        about = _("This file cannot be destroyed from here: where it lies, nothing can be written ({files}).")
        self.cannot.say(about.format(files=_names(list(missed))) if missed else "")
        for widget in (self.button, self.field, self.backups, self.exports):
            widget.setEnabled(not missed)
        return not missed

    def offer(self, found: Around) -> None:
        """Say what lies where the registers say, and what does not."""
        self._found = found
        here, left, away = len(found.backups), len(found.exports), [*found.backups_away, *found.exports_away]
        self.backups.setVisible(here > 0)
        self.backups.setText(plural("Also {n} backup that lies here", "Also {n} backups that lie here", here))
        self.exports.setVisible(left > 0)
        self.exports.setText(plural("Also {n} export that lies here", "Also {n} exports that lie here", left))
        self.away.say(_("Not reached from here: {files}").format(files=_names(away)) if away else "")

    def destroy_now(self) -> None:
        """When the word is right, and the keys can be written over."""
        if not self._say_whether_it_can():
            return
        if self.typed.text().strip().casefold() != word().casefold():
            self.field.say_wrong(_("Type “{word}” here first.").format(word=word()))
            self.typed.setFocus()
            return
        self._destroy(
            destroying.everything(self._found, backups=self.backups.isChecked(), exports=self.exports.isChecked())
        )


def word() -> str:
    """The one word."""
    return _("destroy")


def _names(places: list[Path]) -> str:
    shown = ", ".join(one.name for one in places[:_MOST_LISTED])
    more = len(places) - _MOST_LISTED
    return shown if more <= 0 else _("{names} and {n} more").format(names=shown, n=more)
