"""The sheet of a transmission, in French: what to type on the platform, and what to look at.

The number, the subject and the names of files are printed as they are sent, sign for sign.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.domain.actes import Remplacement
from generator.redaction import nombres
from generator.redaction.matiere import Contexte
from generator.redaction.typographie import FINE, INSECABLE, capitaliser, typographier


@dataclass(frozen=True, slots=True)
class Rubrique:
    """One thing that the platform asks for; `exact` where it is printed sign for sign."""

    nom: str
    valeur: str
    note: str = ""
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Fichier:
    """One file of the folder."""

    nom: str
    description: str
    taille: int  # bytes


def fiche_de_transmission(
    rubriques: Sequence[Rubrique], fichiers: Sequence[Fichier], a_verifier: Iterable[str]
) -> Contexte:
    """Return the words of the sheet, as plain values ready to print."""
    return {
        "rubriques": [
            {
                "nom": typographier(rubrique.nom),
                "valeur": rubrique.valeur if rubrique.exact else typographier(rubrique.valeur),
                "note": rubrique.note if rubrique.exact else typographier(rubrique.note),
            }
            for rubrique in rubriques
        ],
        "fichiers": [
            {
                "nom": fichier.nom,
                "description": typographier(fichier.description),
                "taille": typographier(show_size(fichier.taille)),
            }
            for fichier in fichiers
        ],
        "a_verifier": [typographier(f"{capitaliser(texte)}.") for texte in a_verifier],
    }


def note_de_l_objet(objet: str, remplacements: Sequence[Remplacement]) -> str:
    """Return « 96 caractères ; « ’ » y est écrit « ' » (2 fois) »."""
    dits = [
        f"{_cite(r.signe)} y est écrit {_cite(r.par)} ({r.nombre} fois)"
        for r in remplacements
        if not r.signe.isspace()
    ]
    if any(r.signe.isspace() for r in remplacements):
        dits.append("les espaces insécables y sont de simples espaces")
    return f"{FINE}; ".join([f"{len(objet)} caractères", *dits])


def _cite(signe: str) -> str:
    return f"«{INSECABLE}{signe}{INSECABLE}»"


def jour(date: datetime.date) -> str:
    """Return « 22 juin 2026 (2026-06-22) »: as people say it, and as fields want it."""
    return f"{nombres.date_en_chiffres(date)} ({date.isoformat()})"


def show_size(octets: int) -> str:
    """Return « 64 ko » or « 1,5 Mo »."""
    if octets < 1_000_000:
        return f"{max(1, round(octets / 1000))} ko"
    return f"{octets / 1e6:.1f} Mo".replace(".", ",")
