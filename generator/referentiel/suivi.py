"""The follow-up table: its sheets, its columns and what people write in them, from `donnees/suivi.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

import yaml

from generator.domain.suivi import EtatAction
from generator.resources import DONNEES

ANNEE = "{annee}"  # stands for the year in the title of a column that there is one of each year


class GenreColonne(StrEnum):
    """What a column holds."""

    REFERENCE = "reference"  # the rank of the action in the plan as voted
    TEXTE = "texte"
    LISTE = "liste"  # several texts in one cell
    AXE = "axe"
    ANNEE = "annee"
    MONTANT = "montant"  # euros
    ETAT = "etat"
    CASE = "case"  # a box, ticked or not
    VALEUR = "valeur"  # the indicator's value of one year, as typed


@dataclass(frozen=True, slots=True)
class ColonneSuivi:
    """A column of the sheet of actions, or of the table of years.

    `synonymes`: other titles it is known by. `bande`: the group of columns it stands in.
    `largeur`: characters. `aide`: what the program shows when a cell is selected.
    """

    cle: str
    titre: str
    genre: GenreColonne = GenreColonne.TEXTE
    bande: str = ""
    largeur: int = 20
    synonymes: tuple[str, ...] = ()
    aide: str = ""


@dataclass(frozen=True, slots=True)
class Consigne:
    """A piece of advice of the sheet « Mode d'emploi »."""

    titre: str
    texte: str


@dataclass(frozen=True, slots=True)
class TableauSuivi:
    """All that a follow-up table is made of.

    `bilan`: the columns of the table of years. `etats`, `cases`: the spellings of each state, and
    of a box that is ticked (True) or not. `doutes`: what takes a state back beside it.
    `riens`: what is written for nothing.
    """

    presentation: str
    actions: str
    mode_d_emploi: str
    bilan: tuple[ColonneSuivi, ...]
    colonnes: tuple[ColonneSuivi, ...]
    bandes: Mapping[str, str]
    etats: Mapping[EtatAction, tuple[str, ...]]
    cases: Mapping[bool, tuple[str, ...]]
    doutes: tuple[str, ...]
    riens: tuple[str, ...]
    consignes: tuple[Consigne, ...]
    pratique: tuple[Consigne, ...]
    verrou: tuple[Consigne, ...]  # said where a wording is locked


def colonnes_des_annees(annees: Iterable[int]) -> tuple[ColonneSuivi, ...]:
    """Return the columns of a sheet of actions, with one of each year where there is one a year."""
    return tuple(
        each
        for colonne in tableau().colonnes
        for each in (
            (_of_year(colonne, annee) for annee in annees) if ANNEE in colonne.titre else (colonne,)
        )
    )


def _of_year(colonne: ColonneSuivi, annee: int) -> ColonneSuivi:
    titre, aide = (texte.replace(ANNEE, str(annee)) for texte in (colonne.titre, colonne.aide))
    return replace(colonne, titre=titre, aide=aide)


@functools.cache
def tableau() -> TableauSuivi:
    """Return the follow-up table."""
    content = yaml.load((DONNEES / "suivi.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return TableauSuivi(
        **content["feuilles"],
        bilan=tuple(_colonne({"cle": cle, **item}) for cle, item in content["bilan"].items()),
        colonnes=tuple(map(_colonne, content["colonnes"])),
        bandes=content["bandes"],
        etats={EtatAction(etat): tuple(mots) for etat, mots in content["etats"].items()},
        cases={True: tuple(content["cases"]["oui"]), False: tuple(content["cases"]["non"])},
        doutes=tuple(content["doutes"]),
        riens=tuple(content["riens"]),
        consignes=tuple(Consigne(**item) for item in content["consignes"]),
        pratique=tuple(Consigne(**item) for item in content["pratique"]),
        verrou=tuple(Consigne(**item) for item in content["verrou"]),
    )


def _colonne(item: dict[str, Any]) -> ColonneSuivi:
    return ColonneSuivi(
        **{
            **item,
            "genre": GenreColonne(item.get("genre", GenreColonne.TEXTE)),
            "synonymes": tuple(item["synonymes"]),
        }
    )
