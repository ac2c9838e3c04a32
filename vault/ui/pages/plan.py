"""The plan: areas and their procedures at the start, the chosen procedure at the end."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget

from vault.i18n import _, plural
from vault.plans import display
from vault.plans.beginnings import BEGINNINGS
from vault.plans.model import Plan, Procedure
from vault.plans.model.risks import RISK_AREA
from vault.plans.records import Record
from vault.services import planning
from vault.services.session import Draft
from vault.ui.bridge import Follower
from vault.ui.columns import state_chip
from vault.ui.desk import Desk
from vault.ui.forms import RecordForm
from vault.ui.pages import plan_menu
from vault.ui.pages.coverage import CoveragePage
from vault.ui.pages.decisions import DecisionsPage
from vault.ui.pages.missing import MissingPage
from vault.ui.pages.new_plan import NewPlanPage
from vault.ui.pages.plan_areas import PlanAreas
from vault.ui.pages.plan_writing import Write, Writing
from vault.ui.pages.procedure import ProcedureView
from vault.ui.pages.starters import StartersPage
from vault.ui.pages.versions import VersionsPage
from vault.ui.parts.buttons import Button, IconButton
from vault.ui.parts.card import Card
from vault.ui.parts.chips import Chip
from vault.ui.parts.empty import Empty
from vault.ui.parts.menus import menu_of
from vault.ui.parts.page import Page


class PlanPage(Page):
    """Edit turns the places of the procedure into fields; what is typed is kept as a draft."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Plan"))
        self.desk = desk
        self._chosen = ""
        self._plan = ""  # the id of a plan that is not the organisation's
        self.writing = Writing(desk)
        self.writing.saved.connect(self._saved)
        #: what the menus of the window ask for -> what opens it over the plan
        self._opened = {
            "decides": self.show_decisions,
            "coverage": self.show_coverage,
            "missing": self.show_missing,
            "versions": self.show_versions,
        }
        self.areas = PlanAreas(self.start_ready, self.new_record, self.show_decisions, self.begin_plan)
        self.tree = self.areas.tree
        self.view = ProcedureView(desk)
        self.stack = QStackedWidget()
        ready = (_("Start from a ready one"), self.start_ready)
        self.empty = Empty("", "", _("New procedure"), self.new_record, *ready, icon="book-open")
        self._lay_out()
        self._make_head_end()
        self.tree.area_chosen.connect(self._choose_area)
        self.tree.leaf_chosen.connect(self.choose)
        self.areas.chooser.plan_chosen.connect(self.choose_plan)
        desk.screen_asked.connect(self._asked)
        Follower(self, desk.changed, ("procedure", "plan", "person", "risk"))

    @property
    def form(self) -> RecordForm | None:
        """The fields that are open."""
        return self.writing.form

    def _lay_out(self) -> None:
        nothing = Card()
        nothing.body.addWidget(self.empty)
        self._nothing = nothing
        for page in (nothing, self.view, self.writing):
            self.stack.addWidget(page)
        self.body.addWidget(self.areas)
        self.body.addWidget(self.stack, 1)

    def _make_head_end(self) -> None:
        self.plan_chip = Chip("")
        self.more = IconButton("ellipsis", _("More"))
        self.more.clicked.connect(self._open_menu)
        self.edit_button = Button(_("Edit"), "main", "pencil", run=self.edit)
        self.leave_button = Button(_("Leave, keep the draft"), "quiet", run=self.stop_editing)
        self.save_button = Button(_("Save"), "main", "save", "Ctrl+S", run=self.save)
        self.add_to_head(self.plan_chip, self.more, self.edit_button, self.leave_button, self.save_button)

    # ------------------------------------------------------------------ what is shown

    def reload(self) -> None:
        """Read the tree and the chosen procedure again; an open form is left alone."""
        limited = self.limited()
        every = [one for one in self.desk.session.all("procedure") if isinstance(one, Procedure)]
        procedures = planning.inside(limited, every)
        self._show_tree(procedures)
        self._show_plan()
        if self.form:
            return
        one = next((one for one in procedures if one.id == self._chosen), None)
        if one is None and self._chosen not in dict(RISK_AREA):
            one = next((one for one in procedures if one.area == _first_area(procedures)), None)
            self._chosen = one.id if one else ""
            self._show_tree(procedures)
        if one:
            self._show_procedure(one)
        else:
            self._show_area(procedures)

    def limited(self) -> Plan | None:
        """The plan that is shown where it is not the organisation's, to which all procedures belong."""
        return planning.beside(self.desk.session, self._plan)

    def plan(self) -> Plan | None:
        """The plan that is shown."""
        return self.limited() or planning.whole(self.desk.session)

    def _show_tree(self, procedures: list[Procedure]) -> None:
        self.areas.show_tree(procedures, self._chosen, whole=self.limited() is None)

    def _show_plan(self) -> None:
        session, plan = self.desk.session, self.plan()
        limited = self.limited()
        self.areas.chooser.show_plans(planning.whole(session), planning.others(session), limited.id if limited else "")
        self.plan_chip.setText("")
        if plan and plan.state:
            words, chip = state_chip("plan", plan.state)
            if plan.version:
                words = _("{state}, version {version}").format(state=words, version=plan.version)
            self.plan_chip.show_state(words, chip)

    def _show_procedure(self, one: Procedure) -> None:
        self.set_title(one.title)
        self.set_subtitle("")
        area = display.shown(one.fields["area"], one.area) or _("No area yet")
        self.set_path([(_("Plan"), lambda: self._choose_area(one.area)), (area, None)])
        self.view.show_procedure(one)
        self.stack.setCurrentWidget(self.view)
        self._show_buttons()

    def _show_area(self, procedures: list[Procedure]) -> None:
        limited = self.limited()
        self.set_title(limited.title if limited else _("Plan"))
        self.set_path([])
        areas = plural("{n} area", "{n} areas", len({one.area for one in procedures}))
        count = plural("{n} procedure", "{n} procedures", len(procedures))
        counted = _("{count} in {areas}.").format(count=count, areas=areas)
        self.set_subtitle(counted if procedures else BEGINNINGS.say("procedures"))
        words = _(dict(RISK_AREA).get(self._chosen, ""))
        inside = sum(one.area == self._chosen for one in procedures)
        if words and inside:
            sentence = plural("{n} procedure for {{area}}.", "{n} procedures for {{area}}.", inside)
            self.empty.tell(sentence.format(area=words), _("Choose one at the start, or write another."))
        else:
            sentence = _("Nothing for {area} yet.").format(area=words) if words else _("Nothing in the plan yet.")
            why = BEGINNINGS.say("plan")
            self.empty.tell(sentence, why)
        self.stack.setCurrentWidget(self._nothing)
        self._show_buttons()

    def _show_buttons(self) -> None:
        editing, shown = self.form is not None, self.stack.currentWidget() is self.view
        self.edit_button.setVisible(shown)
        self.more.setVisible(not editing)
        self.plan_chip.setVisible(not editing and bool(self.plan_chip.text()))
        self.leave_button.setVisible(editing)
        self.save_button.setVisible(editing)

    def procedure(self) -> Procedure | None:
        """The procedure that is shown."""
        found = self.desk.session.find_many([self._chosen]) if self._chosen else []
        return found[0] if found and isinstance(found[0], Procedure) else None

    # ------------------------------------------------------------------ going about

    def choose(self, id: str) -> None:
        """Show a procedure; a form that was open becomes a draft."""
        self.leave()
        self._chosen = id
        self.reload()

    def _choose_area(self, area: str) -> None:
        self.leave()
        self._chosen = area
        self.reload()

    def _asked(self, key: str, wanted: object) -> None:
        if key == "plan" and isinstance(wanted, str) and wanted in self._opened:
            self._opened[wanted]()
        elif key == "plan" and isinstance(wanted, str):
            self._chosen = wanted
            limited = self.limited()
            if limited and wanted not in {link.id for link in limited.procedures}:
                self._plan = ""
            self.reload()
        elif key == "plan" and isinstance(wanted, Plan):
            self.choose_plan(wanted.id)
        elif key == "plan" and isinstance(wanted, Write):
            self._chosen = wanted.record.id or wanted.record.area
            self.write(wanted.record, wanted.draft)

    def choose_plan(self, id: str) -> None:
        """Show another plan, "" for the organisation's; a form that was open becomes a draft."""
        self.leave()
        self._plan, self._chosen = id, ""
        self.reload()

    def _open_menu(self) -> None:
        menu = menu_of(self.more, plan_menu.entries(self))
        menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    # ------------------------------------------------------------------ what the window and the buttons ask

    def new_record(self) -> None:
        """A new procedure, for the area that is chosen."""
        self.write(Procedure(area=self._area()))

    def start_ready(self) -> None:
        """The ready procedures, those of the area first that is chosen by hand."""
        self.desk.open_page(StartersPage(self.desk, self._area(), plan=self.limited()))

    def begin_plan(self) -> None:
        """Ready plans of every level."""
        self.desk.open_page(NewPlanPage(self.desk))

    def show_decisions(self) -> None:
        """The table of who decides what."""
        self.desk.open_page(DecisionsPage(self.desk))

    def show_coverage(self) -> None:
        """Risks without a procedure, and procedures that serve no risk."""
        self.desk.open_page(CoveragePage(self.desk))

    def show_missing(self) -> None:
        """What the register and the plan still lack."""
        self.desk.open_page(MissingPage(self.desk, _("Plan")))

    def show_versions(self) -> None:
        """The versions of the plan that is shown; one that has no name yet is given one first."""
        plan = self.plan()
        if plan:
            self.desk.open_page(VersionsPage(self.desk, plan))
        else:
            self.name_plan()

    def name_plan(self) -> None:
        """The form of the organisation's plan, which has none yet: its name, state and dates."""
        self.desk.open_form(Plan(state="draft", level="organisation"))

    def _area(self) -> str:
        one = self.procedure()
        return one.area if one else self._chosen if self._chosen in dict(RISK_AREA) else ""

    def edit(self) -> None:
        """Turn the places of the procedure into fields."""
        one = self.procedure()
        if one and not self.form:
            self.write(one, self.desk.session.draft_of(one.id))

    def write(self, one: Procedure, draft: Draft | None = None) -> None:
        """Open the fields of a procedure, with what was typed before."""
        if not self.desk.may_write():
            return
        self.leave()
        self.writing.open(one, draft, self._plan if self.limited() else "")
        self.set_title(one.title or _("New procedure"))
        self.set_subtitle("")
        self.set_path([(_("Plan"), self.stop_editing), (_("Edit") if one.id else _("New"), None)])
        self.stack.setCurrentWidget(self.writing)
        self._show_buttons()
        if not draft and self.form:
            self.form.editors["title"].setFocus()

    def save(self) -> None:
        """Save the fields that are open."""
        if self.form:
            self.form.save()

    def delete(self) -> None:
        """Move the procedure to the bin."""
        one = self.procedure()
        if one and not self.form:
            self.desk.trash([one])

    def history(self) -> None:
        """The page of the procedure with its history and connections."""
        if self.procedure():
            self.desk.page_asked.emit(self._chosen)

    def look_for(self) -> None:
        """Find anything."""
        self.desk.look_everywhere()

    def stop_editing(self) -> None:
        """Show the procedure again; what was typed is kept as a draft."""
        self.leave()
        self._show_read()

    def _show_read(self) -> None:
        """The fields are gone, and the focus with them: it goes where they are opened again."""
        self.reload()
        if self.edit_button.isVisible():
            self.edit_button.setFocus()

    def leave(self) -> bool:
        """What was typed becomes a draft."""
        self.writing.leave()
        return True

    def _saved(self, record: Record) -> None:
        self._chosen = record.id
        self._show_read()
        self.desk.say(_("“{title}” is saved.").format(title=record.title), _("Undo"), self.desk.undo)


def _first_area(procedures: list[Procedure]) -> str:
    """The first area, in the order of the list, that has a procedure."""
    present = {one.area for one in procedures}
    return next((key for key, _words in RISK_AREA if key in present), "")
