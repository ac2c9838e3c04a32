"""Reminders while the file is locked: whether, with which words, when; and a file for one's calendar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from vault.errors import VaultError
from vault.i18n import N_, _, plural
from vault.plans.reminding import LEADS, WORDS, Wishes
from vault.services import autostart, bells, calendar_file, reminders
from vault.ui import files, theme
from vault.ui.desk import Desk
from vault.ui.pages.create_steps import advice
from vault.ui.pages.settings_section import House, Section, side_by_side
from vault.ui.parts.buttons import Button
from vault.ui.parts.combo import Combo
from vault.ui.parts.fields import Check, Field
from vault.ui.parts.labels import Sentence
from vault.ui.parts.tick_chips import TickChips
from vault.ui.words import told

_LONGEST, _WIDTH = 60, 420
_LEAD_WORDS = {0: N_("On the day"), 1: N_("The day before"), 3: N_("Three days before"), 7: N_("A week before")}
_HOURS = [time(hour) for hour in range(24)]


class RemindersSection(Section):
    """Off until somebody wants it; every choice holds at once."""

    key, words, icon = "reminders", N_("Reminders"), "bell"
    heading = N_("Reminders while it is locked")
    about = N_(
        "A small helper says your words when something is due. It opens no file and knows nothing of what is in it."
    )

    def __init__(self, desk: Desk, house: House) -> None:
        super().__init__(desk, house)
        self.on = Check(_("Remind me on this computer"))
        self.problem = Sentence("error")
        self.add_block(
            "", "", self.on, self.problem,
            advice("info", _("One small file lies outside this one: days, hours, and your words. Whoever searches this"
                             " computer can read it, and see that somebody is reminded of something.")),
        )  # fmt: skip
        self._add_words()
        self._add_times()
        self._add_silence()
        self._add_calendar()
        self.finish()
        self.on.setEnabled(not desk.session.readonly)
        self.setFocusProxy(self.on)
        self._show(reminders.wishes(desk.session))
        self._listen()

    def reload(self) -> None:
        """A silence may have ended meanwhile."""
        self.show_silence()

    def _add_words(self) -> None:
        self.said = QLineEdit()
        self.said.setMaxLength(_LONGEST)
        self.said.setMaximumWidth(theme.current().px(_WIDTH))
        self.add_block(
            _("What it says"),
            _("Anybody who sees the screen reads it. Nothing of the file ever stands in it."),
            Field(_("Words of your own"), self.said),
        )

    def _add_times(self) -> None:
        hours = [(one.isoformat("minutes"), one.isoformat("minutes")) for one in _HOURS]
        self.at, self.quiet_from, self.quiet_until = (Combo(hours) for _n in range(3))
        self.leads = TickChips([(str(days), _(_LEAD_WORDS[days])) for days in LEADS])
        row = side_by_side(
            Field(_("At"), self.at), Field(_("Quiet from"), self.quiet_from), Field(_("until"), self.quiet_until)
        )
        about = _("What came due while the computer was off is said once, when it is on again and no longer quiet.")
        self.add_block(_("When"), about, row, self.leads)

    def _add_silence(self) -> None:
        self.silent = Sentence("plain")
        self.silence_button = Button(_("Say nothing for two hours"), icon="clock", run=self.silence)
        self.speak_button = Button(_("Remind again"), icon="bell", run=self.speak)
        self.add_block(
            _("While you sit together"),
            _("When others look at this screen nothing pops up, even after the file is locked. What came due is said"
              " afterwards."),
            self.silent,
            side_by_side(self.silence_button, self.speak_button),
        )  # fmt: skip

    def _add_calendar(self) -> None:
        self.calendar = Button(_("Save a calendar file …"), icon="calendar", run=self.save_calendar)
        self.saved = Sentence("good")
        self.add_block(
            _("In a calendar you use anyway"),
            _("The same words on the same days, as a file any calendar can read."),
            side_by_side(self.calendar),
            self.saved,
            advice("triangle-alert", _("A calendar that is kept by a company or shared with others shows these days to"
                                       " whoever runs it, and to whoever asks them.")),
        )  # fmt: skip

    def _listen(self) -> None:
        self.on.toggled.connect(lambda _on: self._choose())
        self.said.editingFinished.connect(self._choose_when_on)
        for combo in (self.at, self.quiet_from, self.quiet_until):
            combo.currentIndexChanged.connect(lambda _at: self._choose_when_on())
        self.leads.changed.connect(self._choose_when_on)

    # ------------------------------------------------------------------ what is chosen

    def wished(self) -> Wishes:
        """As the section stands now."""
        leads = tuple(int(days) for days in self.leads.ticked()) or (0,)
        words = " ".join(self.said.text().split()) or _(WORDS)
        at, begin, end = (time.fromisoformat(one.chosen()) for one in (self.at, self.quiet_from, self.quiet_until))
        return Wishes(words, at, leads, begin, end)

    def _show(self, wished: Wishes | None) -> None:
        shown = wished or replace(Wishes(), words=_(WORDS))
        self.on.setChecked(wished is not None)
        self.said.setText(shown.words)
        self.at.choose(shown.at.isoformat("minutes"))
        self.quiet_from.choose(shown.quiet_from.isoformat("minutes"))
        self.quiet_until.choose(shown.quiet_until.isoformat("minutes"))
        self.leads.tick(tuple(str(days) for days in shown.leads))
        self.show_silence()

    def _choose_when_on(self, *_changed: object) -> None:
        if self.on.isChecked():
            self._choose()

    def _choose(self) -> None:
        self.problem.say("")
        if self._safely(self._turn_on if self.on.isChecked() else self._turn_off):
            self.desk.kept.emit(_("Everything saved"))
        self.show_silence()

    def _turn_on(self) -> None:
        was_on = reminders.wishes(self.desk.session) is not None
        reminders.choose(self.desk.session, self.wished())
        autostart.enter(autostart.command())
        if not was_on:
            autostart.begin()

    def _turn_off(self) -> None:
        reminders.turn_off(self.desk.session)
        if not bells.files():  # another file of this person may still remind
            autostart.leave()

    # ------------------------------------------------------------------ while people sit together

    def silence(self) -> None:
        """Say nothing for as long as a meeting may take."""
        if self._safely(lambda: reminders.silence(self._now())):
            self.show_silence()
            self.speak_button.setFocus()

    def speak(self) -> None:
        """Remind again."""
        if self._safely(reminders.speak):
            self.show_silence()
            self.silence_button.setFocus()

    def show_silence(self) -> None:
        """Whether somebody asked for silence, and until when."""
        until = reminders.silent_until(self._now())
        self.silence_button.setVisible(until is None)
        self.silence_button.setEnabled(self.on.isChecked())
        self.speak_button.setVisible(until is not None)
        self.silent.say(_("Nothing is said until {time}.").format(time=f"{until.astimezone():%H:%M}") if until else "")

    def _now(self) -> datetime:
        return self.desk.session.clock.now()

    def _safely(self, act: Callable[[], object]) -> bool:
        try:
            act()
        except VaultError as error:
            self.problem.say(told(error).whole())
        except OSError:
            self.problem.say(_("The small file for the reminders could not be written. Nothing reminds for now."))
        else:
            return True
        return False

    # ------------------------------------------------------------------ a file for a calendar

    def save_calendar(self) -> QWidget:
        """Ask where the calendar file goes."""
        title, words = _("Save a calendar file"), _("Calendar")
        return files.ask_for_new_file(self, title, "notes.ics", self._save, words, "*.ics")

    def _save(self, target: Path) -> None:
        self.saved.say("")

        def act() -> None:
            count = calendar_file.save(self.desk.session, target, self.wished())
            told_days = plural("{n} day is in the file.", "{n} days are in the file.", count)
            self.saved.say(told_days + " " + _("It is noted in the register of exports."))

        self._safely(act)
