"""The channel of the legality check, from `donnees/`: nomenclature, limits, prefectures."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Mapping

import yaml

from generator.domain.actes import (
    Actes,
    Limites,
    MatiereActes,
    Nature,
    Proposition,
    RefusedActeError,
    departement_transmis,
    two_levels,
)
from generator.domain.territoire import Territoire
from generator.errors import ReferentielError
from generator.resources import DONNEES


@functools.cache
def actes() -> Actes:
    """Return what is known of the channel."""
    contenu = yaml.safe_load((DONNEES / "actes.yaml").read_bytes())
    return Actes(
        nature=Nature(**contenu["nature"]),
        limites=Limites(**contenu["limites"]),
        matieres={cle: Proposition(**p) for cle, p in contenu["matieres"].items()},
        reserve=contenu["reserve"],
        annexes={cle: tuple(documents) for cle, documents in contenu["annexes"].items()},
        translitterations=contenu["translitterations"],
    )


@functools.cache
def matieres() -> Mapping[str, MatiereActes]:
    """Return the matters of level 2 by code, in the order of the nomenclature."""
    return {code: MatiereActes(code, domaine, nom) for code, domaine, nom in _rows("matieres.csv")}


def find_matiere(code: str) -> MatiereActes:
    """Return the matter of level 2 of a code of two to five levels.

    Raises ReferentielError when it is not a code, or not one of the nomenclature.
    """
    try:
        cherche = two_levels(code)
    except RefusedActeError as error:
        raise ReferentielError(str(error)) from error
    trouvee = matieres().get(cherche)
    if trouvee is None:
        proches = difflib.get_close_matches(cherche, matieres(), 1, cutoff=0)
        proche = matieres()[proches[0]]
        raise ReferentielError(
            f"la matière {cherche} n'est pas dans la nomenclature des actes ; la plus proche est "
            f"{proche.code} ({proche.nom})"
        )
    return trouvee


def prefecture_of(territoire: Territoire) -> str | None:
    """Return the identifier of the prefecture of a territoire: « PREF021 ».

    Only where it lies in the arrondissement of the prefecture: elsewhere the check may be the
    sous-préfecture's or the préfecture's, and None is returned.
    """
    departement = territoire.departement.code
    chef_lieu = _prefectures().get(departement)
    if chef_lieu is None or territoire.arrondissement != chef_lieu:
        return None
    return f"PREF{departement_transmis(departement)}"


@functools.cache
def _prefectures() -> Mapping[str, str]:
    return {ligne[0]: ligne[1] for ligne in _rows("prefectures.csv")}


def _rows(fichier: str) -> list[list[str]]:
    lignes = (DONNEES / fichier).read_text(encoding="utf-8").splitlines()[1:]
    return [ligne.split(";") for ligne in lignes]
