"""The note of synthesis: what a member must know before the vote (CGCT L. 2121-12)."""

from __future__ import annotations

from generator.domain.cotisation import CotisationDue, cotisation_due, decides_dues
from generator.domain.dossier import Periode
from generator.domain.regles.convocation import is_note_due
from generator.redaction import nombres
from generator.redaction.blancs import BLANC
from generator.redaction.matiere import Contexte, Matiere
from generator.redaction.phrases import Phrases
from generator.redaction.typographie import INSECABLE, capitaliser, conjoindre, ponctuer
from generator.redaction.vocabulaire import is_projet
from generator.referentiel import demarches


def note(matiere: Matiere, phrases: Phrases) -> Contexte:
    """Return what the note says: the matter, what is proposed, the money, the calendar, the papers."""
    texte = matiere.acte.note
    due = is_note_due(matiere.dossier, matiere.seuils)
    etapes = [(phrases.fill(e.quand), phrases.fill(e.quoi)) for e in texte.calendrier]
    known = demarches.documents()
    joints = [known[cle].joint for cle in matiere.acte.documents]
    return {
        "reference": (matiere.regime.note_de_synthese or "") if due else "",
        "sujet": phrases.fill_said(texte.sujet),
        "decide": ponctuer(phrases.fill_said(texte.decide)),
        "depense": _depense(matiere),
        "engage": phrases.fill_said(texte.engage),
        "calendrier": [
            {"quand": capitaliser(quand), "quoi": f"{capitaliser(quoi)}."}
            for quand, quoi in etapes
            if quoi
        ],
        "joints": conjoindre(phrases.fill_said(joint for joint in joints if joint)),
    }


def _depense(matiere: Matiere) -> list[Contexte]:
    """Return the dues by the year and over the years, in one line; none where none is decided."""
    if not decides_dues(matiere.dossier, matiere.demarche):
        return []
    due = cotisation_due(matiere.dossier, matiere.demarche)
    annees, bornees = _annees(due, matiere)
    # Where the source tells no years, the town may leave before the mandate ends.
    au_plus = "" if bornees else " au plus"
    euros = f"{BLANC}{INSECABLE}€"
    total = euros
    if due.montant is not None and annees is not None:
        total = nombres.montant_en_chiffres(due.montant * (annees.fin - annees.debut + 1)) + au_plus
    imputation = matiere.dossier.deliberation.cotisation.imputation
    return [
        {
            "par_an": euros if due.montant is None else nombres.montant_en_chiffres(due.montant),
            "annees": _dites(annees, au_plus),
            "total": total,
            "imputation": imputation or (BLANC if is_projet(matiere.dossier) else "non précisée"),
        }
    ]


def _annees(due: CotisationDue, matiere: Matiere) -> tuple[Periode | None, bool]:
    """Return the years that are paid for, and whether they are told; else until the mandate ends."""
    if due.annees is None and due.depuis is not None:
        return Periode(due.depuis, max(due.depuis, matiere.dossier.mandat.fin)), False
    return due.annees, True


def _dites(annees: Periode | None, au_plus: str) -> str:
    """Return « 2027 à 2032 (six années) », « 2027 », or a blank."""
    if annees is None:
        return BLANC
    nombre = annees.fin - annees.debut + 1
    if nombre == 1:
        return str(annees.debut)
    return f"{annees.debut} à {annees.fin} ({nombres.en_lettres(nombre)} années{au_plus})"
