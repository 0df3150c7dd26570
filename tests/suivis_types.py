"""Follow-up workbooks, made from a plan and filled in as a town would."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from pathlib import Path

from openpyxl import load_workbook
from reperes import ROOT

from generator.referentiel.suivi import ANNEE, tableau
from generator.services.suivi.creation import create_follow_up

AUJOURDHUI = datetime.date(2029, 1, 15)
ANNEES = range(2026, 2033)

Ligne = Mapping[str | int, object]
"""What is typed in a row, by key of `donnees/suivi.yaml`; a year is the column of its value."""


def workbook(
    path: Path,
    fiche: str = "dijon",
    lignes: Mapping[int, Ligne] | None = None,
    *,
    ajoutees: Sequence[Ligne] = (),
    faits: Sequence[int] = (),
    commentaires: Mapping[int, str] | None = None,
    sans: Sequence[int] = (),
) -> Path:
    """Make the workbook of a plan, fill it in and return its path.

    `fiche`: the name of a sample, or a record's own text; `lignes`: what is typed, by rank of the
    action; `ajoutees`: rows typed below; `sans`: the ranks of rows that were cleared.
    """
    record = ROOT / "samples" / f"{fiche}.yaml"
    if "\n" in fiche:
        record = path.with_suffix(".yaml")
        record.write_text(fiche, encoding="utf-8")
    path.unlink(missing_ok=True)
    create_follow_up(record, path, aujourdhui=AUJOURDHUI)
    book = load_workbook(path)
    _fill_years(book[tableau().presentation], faits, commentaires or {})
    sheet = book[tableau().actions]
    colonnes = {
        (c.cle if ANNEE not in c.titre else annee): c.titre.replace(ANNEE, str(annee))
        for c in tableau().colonnes
        for annee in ANNEES
    }
    tete = next(row for row in sheet.iter_rows() if row[0].value == colonnes["reference"])
    places = {
        cle: cell.column for cell in tete for cle, titre in colonnes.items() if cell.value == titre
    }
    rangs = {
        sheet.cell(row, places["reference"]).value: row
        for row in range(tete[0].row + 1, sheet.max_row + 1)
        if sheet.cell(row, places["reference"]).value
    }
    for rang, dit in (lignes or {}).items():
        _type(sheet, rangs[rang], places, dit)
    for rang in sans:
        for cell in sheet[rangs[rang]]:
            cell.value = None
    for row, dit in enumerate(ajoutees, start=max(rangs.values()) + 1):
        _type(sheet, row, places, dit)
    book.save(path)
    return path


def _type(sheet, row: int, places: Mapping[str | int, int], dit: Ligne) -> None:
    for cle, valeur in dit.items():
        sheet.cell(row, places[cle]).value = valeur


def _fill_years(sheet, faits: Sequence[int], commentaires: Mapping[int, str]) -> None:
    """Tick years and comment on them, whose rows begin with the year."""
    titres = {c.cle: c.titre for c in tableau().bilan}
    tete = next(row for row in sheet.iter_rows() if titres["fait"] in [c.value for c in row])
    places = {cle: c.column for c in tete for cle, titre in titres.items() if c.value == titre}
    for row in range(tete[0].row + 1, sheet.max_row + 1):
        annee = sheet.cell(row, places["annee"]).value
        if annee in faits:
            sheet.cell(row, places["fait"]).value = "oui"
        if annee in commentaires:
            sheet.cell(row, places["commentaires"]).value = commentaires[annee]


REMPLI: dict[int, Ligne] = {
    1: {
        "etat": "en cours",
        "descriptif": "Un premier budget par âge a été présenté au conseil municipal d'enfants.",
        2027: "42 %",
        2028: "68 % des politiques",
        "commentaires": "La nomenclature comptable a demandé plus de temps que prévu.",
        "perspectives": "Étendre le repérage aux budgets annexes en 2029.",
    },
    2: {
        "etat": "réalisée",
        "descriptif": "8 640 enfants, de la crèche au CM2, ont rencontré une ou un artiste dans l'année ; "
        "42 classes ont choisi elles-mêmes les œuvres.",
        2027: "7 enfants sur 10",
        2028: "9 enfants sur 10",
        "commentaires": "Les trajets en car, pris en charge, ont levé le principal obstacle.",
        "perspectives": "Ouvrir le parcours aux enfants accueillis par une assistante maternelle dès 2029.",
        "publics_defavorises": "Les 14 écoles en éducation prioritaire ont été servies les premières.",
        "societe_civile": "Les associations de parents ont relu le programme en mai.",
    },
    3: {
        "etat": "terminée",
        "intitule": "Former les agents au repérage des violences",
        "descriptif": "Formation faite.",
        2028: 1150,
    },
    4: {
        "etat": "annulée",
        "motif": "Le centre hospitalier ouvre lui-même un lieu d'écoute en 2028.",
    },
    5: {"etat": "prévue", "echeance": 2032},
}
"""The plan of Dijon at the end of 2028: one action of each kind."""

AJOUT: Ligne = {
    "intitule": "Un forum des droits de l'enfant chaque 20 novembre",
    "axe": "Gouvernance de l’enfance",
    "etat": "en cours",
    "supplementaire": "oui",
    "motif": "Demandé par le conseil municipal d'enfants.",
    "pilote": "direction de l'enfance",
    "echeance": 2031,
    "indicateur": "enfants venus au forum",
    "cible": "500 enfants",
    2028: "312 enfants",
    "descriptif": "Le premier forum a réuni 312 enfants et 18 associations.",
    "participation_des_enfants": "les enfants élus ont choisi les trois thèmes",
    "partenaires": "UNICEF France ; associations d'éducation populaire",
}


def dijon(path: Path) -> Path:
    """Write the follow-up of Dijon at the end of 2028, closed and commented."""
    return workbook(
        path,
        lignes=REMPLI,
        ajoutees=[AJOUT],
        faits=[2027, 2028],
        commentaires={
            2028: "La Ville souhaite échanger avec d'autres villes sur le budget par âge."
        },
    )
