"""Risk registers and contact lists as organisations keep them, in their own languages, mapped by hand."""

from __future__ import annotations

from vault.plans import model
from vault.plans.days import Day
from vault.plans.mapping import Column, Mapping
from vault.services.importing import propose, run, sheet_of
from vault.services.session import Session

REGISTRO = """Registro de riesgos 2024;;;;;;
N.º;Riesgo;Probabilidad;Impacto;Nivel;Responsable;Revisión
R-1;"Robo de equipos en la oficina, de noche";alta;medio;ALTO;Lucía;3 de marzo de 2025
R-2;Amenazas telefónicas;3;5;CRÍTICO;Lucía;abril de 2025
R-3;Agotamiento del equipo;muy alta;no se sabe;;"José; Ana";
"""

CONTACTS = """Prénom\tNom de famille\tFonction\tTéléphone\tCourriel\tVille\tPays\tRemarques
Awa\tDiop\tavocate\t+221 77 000\tawa@exemple.org\tDakar\tSénégal\tappeler le soir
Moussa\tBâ\tjournaliste\t'=221\t\tSaint-Louis\tSénégal\t
"""


def test_a_spanish_risk_register(session: Session) -> None:
    sheet = sheet_of(REGISTRO.encode("cp1252"))
    targets = {
        "Riesgo": "title", "Probabilidad": "probability", "Impacto": "impact", "Responsable": "owner",
        "Revisión": "review_on",
    }  # fmt: skip
    mapping = Mapping("risk", tuple(Column(one, targets.get(one, "")) for one in sheet.headings), identifier="N.º")
    assert run(session, sheet, mapping, "registro").new == 3
    one, two, three = (risk for risk in session.all("risk") if isinstance(risk, model.Risk))
    assert (one.title, one.probability, one.impact) == ("Robo de equipos en la oficina, de noche", 4, 3)
    assert (two.probability, two.impact, two.level) == (3, 5, 4)
    assert (one.review_on, two.review_on) == (Day("2025-03-03"), Day("2025-04"))
    assert "Nivel: ALTO" in one.notes
    assert (three.impact, "Impacto: no se sabe" in three.notes) == (None, True)
    assert [person.title for person in session.all("person")] == ["Lucía", "José", "Ana"]
    assert one.owner == two.owner
    assert run(session, sheet, mapping, "registro").unchanged == 3


def test_a_french_contact_list(session: Session) -> None:
    sheet = sheet_of(CONTACTS.encode("utf-16"))
    mapping = Mapping(
        "person",
        tuple(
            Column(heading, target)
            for heading, target in zip(
                sheet.headings,
                ("name.given", "name.family", "category", "phone", "email", "places.city", "places.country", "notes"),
                strict=True,
            )
        ),
    )
    assert run(session, sheet, mapping, "contacts").new == 2
    awa, moussa = (one for one in session.all("person") if isinstance(one, model.Person))
    assert (awa.name, awa.category, awa.phone, awa.email) == ("Awa Diop", "lawyer", "+221 77 000", "awa@exemple.org")
    assert awa.notes == "appeler le soir\nFonction: avocate"
    assert (moussa.name, moussa.category, moussa.phone) == ("Moussa Bâ", "journalist", "'=221")
    assert [(place.title, place.country) for place in session.all("place")] == [  # type: ignore[attr-defined]
        ("Dakar", "Sénégal"), ("Saint-Louis", "Sénégal"),
    ]  # fmt: skip


def test_both_are_proposed_nearly_so() -> None:
    risks = propose(sheet_of(REGISTRO.encode()), "risk")
    assert {one.heading: one.target for one in risks.columns if one.target} == {
        "Riesgo": "title", "Probabilidad": "probability", "Impacto": "impact", "Responsable": "owner",
        "Revisión": "review_on",
    }  # fmt: skip
    assert risks.identifier == "N.º"
    people = propose(sheet_of(CONTACTS.encode()), "person")
    assert [one.target for one in people.columns] == [
        "name.given", "name.family", "emergency_roles", "phone", "email", "places.city", "places.country", "notes",
    ]  # fmt: skip
