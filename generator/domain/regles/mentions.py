"""The mentions that an adopted act must bear."""

from __future__ import annotations

from collections.abc import Iterator

from generator.domain.dossier import Dossier, Etat
from generator.domain.regles.cadre import ERREUR, Cadre, Finding

_MENTIONS: tuple[tuple[str, str], ...] = (
    ("executif.civilite", "la civilité du chef de l'exécutif"),
    ("executif.prenom", "le prénom du chef de l'exécutif (CRPA L. 212-1)"),
    ("executif.nom", "le nom du chef de l'exécutif (CRPA L. 212-1)"),
    ("executif.titre", "la qualité du chef de l'exécutif (CRPA L. 212-1)"),
    ("seance.date", "la date de la séance (CGCT R. 2121-9)"),
    ("seance.heure", "l'heure de la séance"),
    ("seance.lieu", "le lieu de la séance"),
    ("seance.convocation", "la date de la convocation (CGCT L. 2121-10)"),
    ("seance.secretaire.prenom", "le prénom du secrétaire de séance (CGCT L. 2121-23)"),
    ("seance.secretaire.nom", "le nom du secrétaire de séance (CGCT L. 2121-23)"),
    ("seance.secretaire.titre", "la qualité du secrétaire de séance (CRPA L. 212-1)"),
    ("seance.en_exercice", "le nombre de membres en exercice"),
    ("seance.presents", "le nombre de présents"),
    ("seance.pouvoirs", "le nombre de pouvoirs (0 s'il n'y en a pas)"),
    ("deliberation.numero", "le numéro d'ordre (CGCT R. 2121-9)"),
    ("deliberation.vote.pour", "le nombre de voix pour"),
    ("deliberation.vote.contre", "le nombre de voix contre"),
    ("deliberation.vote.abstentions", "le nombre d'abstentions"),
)


def check_mentions(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield an error for each mention that an adopted act lacks."""
    if dossier.deliberation.etat is not Etat.ADOPTEE:
        return
    for champ, libelle in _MENTIONS:
        if _value(dossier, champ) is None:
            yield ERREUR, champ, f"il manque {libelle}, qu'une délibération adoptée doit porter"


def _value(dossier: Dossier, champ: str) -> object:
    value: object = dossier
    for part in champ.split("."):
        if value is None:
            return None
        value = getattr(value, part)
    return value
