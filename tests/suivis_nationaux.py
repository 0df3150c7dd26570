"""Many towns' follow-up workbooks: made by the program, then filled as people would, by a seeded hand."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from reperes import AUJOURDHUI

import generator
from generator.domain.territoire import Territoire
from generator.referentiel import demarches
from generator.referentiel.suivi import ANNEE, tableau
from generator.referentiel.territoires import communes, fold

ANNEE_DU_BILAN = 2028
PRIORITAIRES = (
    "Former les adultes au repérage des violences faites aux enfants",
    "Ouvrir les cours d'école aux familles le week-end",
    "Réunir un conseil d'enfants au moins quatre fois par an",
)
_ACTIONS = (
    "Un parcours culturel pour chaque enfant",
    "Des rues apaisées devant les écoles",
    "Un lieu d'écoute pour les adolescents",
    "Un budget à hauteur d'enfant",
    "Des repas de cantine meilleurs et plus sobres",
)
_INDICATEURS = ("enfants concernés", "écoles équipées", "agents formés", None)
_VALEURS = ("12", "1 250 enfants", "85 %", "3,5", "9 enfants sur 10", "moins de 15 jours", 42, 0.4)
_TEXTES = (
    "Un premier bilan a été fait avec les classes.",
    "- reporté d'un an\n- financement trouvé",
    "=12+30 enfants",
    "Les familles les plus éloignées ont été invitées d'abord ; 40 sont venues.",
)
_ETATS = ("prévue", "en cours", "Réalisée", "terminé", "annulée", None)


def hand(graine: int) -> random.Random:
    """Return a hand that always does the same."""
    return random.Random(graine)  # noqa: S311, a sample, not a secret


def towns(departement: str, nombre: int) -> list[Territoire]:
    """Return the first communes of a département, by code."""
    found = (c for c in communes().values() if c.departement.code == departement)
    return [commune for commune, _ in zip(found, range(nombre), strict=False)]


def record(commune: Territoire, hasard: random.Random) -> str:
    """Return the record of a town that has voted a plan."""
    cle = hasard.choice(["ville-amie-des-enfants", "territoires-denfance"])
    mandat = demarches.mandats(cle)[-1]
    axes = [axe.cle for axe in demarches.load(cle, mandat).axes]
    titres = [
        *((p, True) for p in hasard.sample(PRIORITAIRES, hasard.randint(0, 2))),
        *((a, False) for a in hasard.sample(_ACTIONS, hasard.randint(1, 4))),
    ]
    return yaml.safe_dump(
        {
            "demarche": cle,
            "mandat": str(mandat),
            "collectivite": {"code_insee": commune.code},
            "feuille_de_route": {
                "actions": [
                    {
                        "intitule": titre,
                        "axe": hasard.choice(axes),
                        "echeance": hasard.randint(2027, 2031),
                        "budget": hasard.choice([1500, 12000.5, 80000]),
                        "partenaires": hasard.sample(
                            ["UNICEF France", "la caisse d'allocations familiales", "le collège"], 2
                        ),
                        **({"prioritaire": True} if prioritaire else {}),
                        **(
                            {"indicateur": indicateur, "cible": "100"}
                            if (indicateur := hasard.choice(_INDICATEURS))
                            else {}
                        ),
                    }
                    for titre, prioritaire in titres
                ]
            },
        },
        allow_unicode=True,
        sort_keys=False,
    )


def workbook(folder: Path, commune: Territoire, hasard: random.Random, nom: str = "") -> Path:
    """Write the workbook of a town as it would send it and return its path."""
    fiche = folder / f"{commune.code}.yaml"
    fiche.write_text(record(commune, hasard), encoding="utf-8")
    path = folder / (nom or f"suivi-{commune.code}.xlsx")
    generator.create_follow_up(fiche, path, aujourdhui=AUJOURDHUI)
    fiche.unlink()
    fill(path, hasard)
    return path


def fill(path: Path, hasard: random.Random) -> None:
    """Fill a workbook in: states, values, words, closed years, an action added."""
    book = openpyxl.load_workbook(path)
    actions = book[tableau().actions]
    tete, colonnes = _columns(actions)
    rangees = [
        ligne
        for ligne in range(tete + 1, actions.max_row + 1)
        if actions.cell(ligne, colonnes["reference"]).value is not None
    ]
    for ligne in rangees:
        _put(actions, ligne, colonnes, _told(hasard))
    if hasard.random() < 0.3:
        ajout = {
            "intitule": "Une fête des droits de l'enfant",
            "supplementaire": "oui",
            "motif": "demandée par les enfants",
            "indicateur": "enfants venus",
        }
        _put(actions, max(rangees) + 1, colonnes, _told(hasard) | ajout)
    close(book, [annee for annee in (2027, 2028) if hasard.random() < 0.7])
    book.save(path)


def close(book: Any, annees: list[int]) -> None:
    """Tick « Bilan annuel - Fait » for these years, and for no other."""
    sheet = book[tableau().presentation]
    fait = next(colonne.titre for colonne in tableau().bilan if colonne.cle == "fait")
    place = next(c for row in sheet.iter_rows() for c in row if fold(str(c.value)) == fold(fait))
    for ligne in range(place.row + 1, place.row + 10):
        annee = sheet.cell(ligne, place.column - 1).value
        if isinstance(annee, int):
            sheet.cell(ligne, place.column).value = "oui" if annee in annees else None


def _told(hasard: random.Random) -> dict[str, object]:
    told: dict[str, object] = {"etat": hasard.choice(_ETATS)}
    for annee in (2027, 2028):
        if hasard.random() < 0.6:
            told[str(annee)] = hasard.choice(_VALEURS)
    for cle in ("descriptif", "commentaires", "participation_des_enfants", "publics_defavorises"):
        if hasard.random() < 0.5:
            told[cle] = hasard.choice(_TEXTES)
    return told


def _columns(sheet: Any) -> tuple[int, dict[str, int]]:
    """Return the row of the headers, and the column of each key; a year is its value's column."""
    titres = {}
    for colonne in tableau().colonnes:
        if ANNEE in colonne.titre:
            titres |= {
                fold(colonne.titre.replace(ANNEE, str(a))): str(a) for a in range(2020, 2033)
            }
        else:
            titres[fold(colonne.titre)] = colonne.cle
    for row in sheet.iter_rows(max_row=10):
        found = {titres[t]: c.column for c in row if (t := fold(str(c.value))) in titres}
        if "reference" in found:
            return row[0].row, found
    raise AssertionError("no header")


def _put(sheet: Any, ligne: int, colonnes: dict[str, int], told: dict[str, object]) -> None:
    for cle, valeur in told.items():
        cell = sheet.cell(ligne, colonnes[cle])
        cell.value = valeur
        if isinstance(valeur, str):
            cell.data_type = "s"
