"""When the file closes by itself, and what the title bar says."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit

from vault.i18n import N_, _
from vault.plans.fold import fold
from vault.services import places
from vault.ui import idle, theme
from vault.ui.desk import Desk
from vault.ui.pages.create_steps import advice, minutes
from vault.ui.pages.settings_section import House, Offer, Section, side_by_side
from vault.ui.parts.buttons import Button
from vault.ui.parts.choices import Choices
from vault.ui.parts.fields import Check, Field
from vault.ui.parts.labels import Sentence

_NAME_WIDTH = 420
_LONGEST_NAME = 60
_SHORTEST = 3  # letters of a name that would be recognised
_TELLING = ("vault", "security", "encrypt", "secret", "human rights")


class LockingSection(Section):
    """After how many quiet minutes; holds from the click on."""

    key, words, icon = "locking", N_("Locking"), "lock"
    heading = N_("Lock by itself")
    about = N_("When nobody types or moves the mouse, the file closes. What you were typing is kept inside it.")

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        now = house.minutes()
        self.asked = Choices([(str(n), minutes(n), "") for n in sorted({*idle.CHOICES, now})], str(now))
        self.asked.changed.connect(lambda key: house.set_minutes(int(key)))
        self.add_block(_("How long may nobody touch it?"), "", self.asked)
        self.minimised = Check(_("Lock when the window is minimised"))
        self.minimised.setChecked(house.minimised())
        self.minimised.toggled.connect(house.set_minimised)
        self.add_block("", "", self.minimised)
        self.add_block(
            "",
            "",
            advice("lock", _("Ctrl+L locks at once, from anywhere. Until then, anyone at the keyboard can read.")),
            advice(
                "laptop",
                _(
                    "It locks with the screen of this computer, when somebody else signs in, and before a laptop"
                    " sleeps, where the system tells. A laptop that slept is locked when it wakes up in any case."
                ),
            ),
        )
        self._add_pictures()
        self.finish()
        self.setFocusProxy(self.asked.button(str(now)))

    def _add_pictures(self) -> None:
        title = _("Pictures of the screen")
        if not self.house.screen.works:
            words = _(
                "This system cannot keep other programs from taking pictures of this window. Close those you do not"
                " need before you open the file."
            )
            self.add_block(title, "", advice("eye", words))
            return
        self.pictures = Button("", small=True, run=self._turn_pictures)
        self._pictures = Offer("", "", self.pictures)
        self.add_block(title, "", self._pictures)
        self.house.screen.changed.connect(self._show_pictures)
        self._show_pictures()

    def _turn_pictures(self) -> None:
        screen = self.house.screen
        (screen.forbid if screen.allows else screen.allow)()

    def _show_pictures(self) -> None:
        if self.house.screen.allows:
            self._pictures.say(
                _("Pictures may be taken for the moment"), _("After ten minutes this window is left out of them again.")
            )
            self.pictures.setText(_("Leave it out again"))
        else:
            self._pictures.say(
                _("This window is left out of pictures and of shared screens"),
                _("Other programs see a blank place instead. A camera sees all of it."),
            )
            self.pictures.setText(_("Allow screenshots for 10 minutes"))
        self.pictures.updateGeometry()

    def note_readonly(self) -> str:
        return _("This file is open for reading only. What you choose here holds until it is closed.")


class NameSection(Section):
    """What stands in the title bar, for whoever looks over a shoulder."""

    key, words, icon = "name", N_("Window name"), "file-text"
    heading = N_("Window name")
    about = N_("Whoever passes by can read the title bar. Choose a name that says nothing about you or your work.")

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        self.name = QLineEdit(house.name())
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.setPlaceholderText(places.shown_name(desk.session.path))
        self.field = Field(
            _("Name in the title bar"),
            self.name,
            _("Such as Notes, Recipes or Garden. Empty: the name of the file, {name}.").format(
                name=places.shown_name(desk.session.path)
            ),
        )
        self.field.setMaximumWidth(theme.current().px(_NAME_WIDTH))
        self.telling = Sentence("late")
        self.done = Sentence("good")
        self.button = Button(_("Use this name"), run=self.use)
        self.name.returnPressed.connect(self.use)
        self.name.textChanged.connect(self._look)
        self.add_block("", "", side_by_side(self.field, rest=False), self.telling, side_by_side(self.button, self.done))
        self.finish()
        self.setFocusProxy(self.name)

    def note_readonly(self) -> str:
        return _("This file is open for reading only. What you choose here holds until it is closed.")

    def reload(self) -> None:
        """Show the name that holds, unless somebody is typing another."""
        if not self.name.isModified():
            self.name.setText(self.house.name())
            self.done.say("")

    def use(self) -> None:
        """Have the title bar say what was typed."""
        self.house.set_name(" ".join(self.name.text().split()))
        self.name.setModified(False)
        self.done.say(_("The title bar says it now."))

    def _look(self) -> None:
        self.done.say("")
        self.telling.say(_("This name tells something about you or your work.") if self._tells() else "")

    def _tells(self) -> bool:
        names = [one.title for one in self.desk.session.all("organisation") if len(one.title) >= _SHORTEST]
        typed = fold(self.name.text())
        return any(fold(word) in typed for word in (*names, *_TELLING))
