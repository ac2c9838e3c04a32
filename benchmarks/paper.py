"""The redacted plan with 1,000 risks against a bare ReportLab build of the same paragraphs and tables."""

from __future__ import annotations

import io

from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Flowable, LongTable, Paragraph, SimpleDocTemplate

from benchmarks.stage import CHANCE, empty, median, say
from vault.plans import outline
from vault.plans.model import Action, Organisation, Risk
from vault.plans.model.risks import RISK_AREA, TREATMENT
from vault.services import exporting


def run() -> None:
    """Render, compare, check."""
    with empty("paper") as session:
        session.save_all([Organisation(name="River", code_name="R"), *_risks(), *_actions()]).result()
        prepared = exporting.prepare(session)
        whole = median(lambda: exporting.render(prepared), 3)
        bare = median(lambda: _bare(prepared.outline), 3)
        pdf = exporting.render(prepared)
        check = median(lambda: exporting.check(prepared, pdf), 3)
    say("PDF with 1,000 risks / bare ReportLab of the same content", f"{whole / bare:.2f}  ({whole:.2f} s)", "1.3")
    say("leak check on top / the bare build", f"{check / bare:.0%}  ({check:.2f} s)", "25 %")


def _risks() -> list[Risk]:
    return [
        Risk(
            title=f"Risk {n}",
            area=CHANCE.choice(RISK_AREA)[0],
            probability=CHANCE.randint(1, 5),
            impact=CHANCE.randint(1, 5),
            treatment=CHANCE.choice(TREATMENT)[0],
            donor_wording="We go in pairs and call at noon." if n % 3 == 0 else "",
        )
        for n in range(1000)
    ]


def _actions() -> list[Action]:
    return [Action(title=f"Action {n}", effect="likelihood", strategy="protection", state="doing") for n in range(200)]


def _bare(told: outline.Outline) -> bytes:
    style = getSampleStyleSheet()["BodyText"]
    story: list[Flowable] = []
    for block in told.blocks:
        if isinstance(block, outline.Table):
            rows = [[Paragraph(_words(cell), style) for cell in row] for row in block.rows]
            story.append(LongTable(rows or [[""]]))
        else:
            alone = outline.Outline(title="", under="", header="", blocks=(block,))
            story.extend(Paragraph(text, style) for text in outline.texts(alone))
    file = io.BytesIO()
    SimpleDocTemplate(file, pagesize=A4).build(story)
    return file.getvalue()


def _words(cell: outline.Cell) -> str:
    if isinstance(cell, outline.Level):
        return cell.words()
    return f"{cell.first}<br/>{cell.below}" if isinstance(cell, outline.Lines) else cell
