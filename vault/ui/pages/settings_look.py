"""Light, dark or high contrast, and how large the words are."""

from __future__ import annotations

from vault.i18n import N_, _
from vault.ui.desk import Desk
from vault.ui.looking import AS_SYSTEM, TEXT_SIZES
from vault.ui.pages.settings_section import House, Section
from vault.ui.parts.choices import Choices


class LookSection(Section):
    """Holds from the click on, in every page that is open."""

    key, words, icon = "look", N_("Look"), "palette"
    heading = N_("Look")
    about = N_("Light or dark, and how large the words are. It holds at once, and is kept inside this file.")

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        look = house.look
        self.theme = Choices(
            [
                (
                    AS_SYSTEM,
                    _("As the system"),
                    _("Light, dark or high contrast, and it changes when the system does."),
                ),
                ("light", _("Light"), ""),
                ("dark", _("Dark"), _("Easier on the eyes at night. Others in a dark room see less of your screen.")),
                ("contrast", _("High contrast"), _("White on black, with lines around everything.")),
            ],
            look.theme,
        )
        self.theme.changed.connect(house.set_theme)
        self.add_block(_("Colours"), "", self.theme)
        self.text_size = Choices([(str(n), _("{n} %").format(n=n), "") for n in TEXT_SIZES], str(look.text_size))
        self.text_size.changed.connect(lambda key: house.set_text_size(int(key)))
        about = _("Everything grows with the words. From 150 % on, the places at the edge are pictures alone.")
        self.add_block(_("Size of the words"), about, self.text_size)
        self.finish()
        self.setFocusProxy(self.theme.button(look.theme))

    def point_at_size(self) -> None:
        """Have the focus on the size that holds: the page was made anew under the hand that chose it."""
        self.text_size.button(self.text_size.chosen()).setFocus()

    def note_readonly(self) -> str:
        return _("This file is open for reading only. What you choose here holds until it is closed.")
