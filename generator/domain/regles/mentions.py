"""The mentions that an adopted act must bear."""

from __future__ import annotations

from collections.abc import Iterator

from generator.domain.dossier import Dossier, Etat
from generator.domain.regles.cadre import ALERTE, ERREUR, Cadre, Finding, severity

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
    if not _is_adopted(dossier):
        return
    for champ, libelle in _MENTIONS:
        if _value(dossier, champ) is None:
            yield ERREUR, champ, f"il manque {libelle}, qu'une délibération adoptée doit porter"


def check_personnes(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield what is missing of the persons who are named, but not in full."""
    for champ, wanted, of_the_act in _PERSONNES:
        personne = _value(dossier, champ)
        if personne is None or (_is_adopted(dossier) and champ in _DEMANDES):
            continue
        missing = [_PARTIES[part] for part in wanted if getattr(personne, part) is None]
        if missing:
            gravite = severity(dossier) if of_the_act else ALERTE
            yield gravite, champ, f"il manque {' et '.join(missing)}"


_PARTIES = {"prenom": "le prénom", "nom": "le nom", "titre": "la qualité"}
_NOM = ("prenom", "nom")
# The field, the parts that its person needs, and whether the act itself prints them.
_PERSONNES: tuple[tuple[str, tuple[str, ...], bool], ...] = (
    ("executif", _NOM, False),
    ("seance.presidence", (*_NOM, "titre"), True),
    ("seance.secretaire", _NOM, False),
    ("deliberation.rapporteur", _NOM, True),
    ("charte.representant_unicef", _NOM, False),
    ("feuille_de_route.gouvernance.elu_referent", _NOM, False),
    ("feuille_de_route.gouvernance.agent_referent", _NOM, False),
)
# Whose missing parts `check_mentions` names already, one by one, in an adopted act.
_DEMANDES = {champ.rsplit(".", 1)[0] for champ, _ in _MENTIONS}


def _is_adopted(dossier: Dossier) -> bool:
    return dossier.deliberation.etat is Etat.ADOPTEE


def _value(dossier: Dossier, champ: str) -> object:
    value: object = dossier
    for part in champ.split("."):
        if value is None:
            return None
        value = getattr(value, part)
    return value
