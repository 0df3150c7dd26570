"""An adopted act as open data: SCDL « Délibérations », version 2.1.5.

One line an act, seventeen columns. The rules are those of the schema and of its own checks.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.domain.actes import MatiereActes
from generator.domain.dossier import Dossier, Etat, Periode, Vote
from generator.domain.siret import is_luhn

CHAMPS = (
    *("COLL_NOM", "COLL_SIRET", "DELIB_ID", "DELIB_DATE"),
    *("DELIB_MATIERE_CODE", "DELIB_MATIERE_NOM", "DELIB_OBJET", "BUDGET_ANNEE", "BUDGET_NOM"),
    *("PREF_ID", "PREF_DATE"),
    *("VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION"),
    "DELIB_URL",
)
_OBLIGATOIRES = CHAMPS[:7]
_VOTES = ("VOTE_EFFECTIF", "VOTE_REEL", "VOTE_POUR", "VOTE_CONTRE", "VOTE_ABSTENTION")
_FORMES: Mapping[str, tuple[re.Pattern[str], str]] = {
    "COLL_SIRET": (re.compile(r"[0-9]{14}"), "quatorze chiffres"),
    "DELIB_DATE": (re.compile(r"\d{4}-\d\d-\d\d"), "une date AAAA-MM-JJ"),
    "DELIB_MATIERE_CODE": (re.compile(r"[0-9]\.[0-9]{1,2}"), "un code comme 9.1"),
    "BUDGET_ANNEE": (re.compile(r"[0-9]{4}(/[0-9]{4})?"), "AAAA ou AAAA/AAAA"),
    "PREF_DATE": (re.compile(r"\d{4}-\d\d-\d\d"), "une date AAAA-MM-JJ"),
    **dict.fromkeys(_VOTES, (re.compile(r"[0-9]+"), "un nombre entier")),
    "DELIB_URL": (re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://\S+"), "une adresse entière"),
}

Ligne = dict[str, str]
"""A line by the name of its columns; an empty text where nothing is said."""


@dataclass(frozen=True, slots=True)
class Dits:
    """What the line takes from elsewhere than the dossier, already in its own words."""

    nom: str
    objet: str
    matiere: MatiereActes | None  # None where the record does not give it
    proposee: MatiereActes  # the matter to propose then
    annees: Periode | None  # of the dues
    prefecture: str | None  # « PREF021 », where it can be told


def missing(dossier: Dossier, dits: Dits) -> Iterator[tuple[str, str]]:
    """Yield what keeps an act from being published: field and sentence, in the record's order."""
    deliberation = dossier.deliberation
    if deliberation.etat is not Etat.ADOPTEE:
        yield (
            "deliberation.etat",
            "la délibération n'est pas adoptée : seul un acte voté se publie ; écrivez "
            "« etat: adoptee » quand il l'est",
        )
        return
    if dossier.collectivite.siret is None:
        siren = dossier.collectivite.territoire.siren
        suite = f", {siren}" if siren else ""
        yield (
            "collectivite.siret",
            "il manque le SIRET de la collectivité : quatorze chiffres, dont les neuf premiers sont "
            f"son SIREN{suite} ; écrivez « siret: … » sous « collectivite »",
        )
    if dits.matiere is None:
        yield (
            "deliberation.matiere",
            "il manque le code matière retenu par la préfecture ; nous proposons "
            f'« matiere: "{dits.proposee.code}" » ({dits.proposee.nom})',
        )
    date, reception = dossier.seance.date, deliberation.controle_de_legalite.reception
    if date is not None and reception is not None and reception < date:
        yield (
            "deliberation.controle_de_legalite.reception",
            f"la préfecture n'a pas pu recevoir l'acte le {reception:%d/%m/%Y}, avant la séance du "
            f"{date:%d/%m/%Y} ; corrigez l'une des deux dates",
        )


def line(dossier: Dossier, dits: Dits, matiere: MatiereActes, siret: str) -> Ligne:
    """Return the line of an act of which nothing is `missing`."""
    deliberation, date = dossier.deliberation, dossier.seance.date
    controle = deliberation.controle_de_legalite
    budget = deliberation.cotisation.budget if dits.annees is not None else None
    valeurs: dict[str, object] = {
        "COLL_NOM": dits.nom,
        "COLL_SIRET": siret,
        "DELIB_ID": deliberation.numero,
        "DELIB_DATE": date,
        "DELIB_MATIERE_CODE": matiere.code,
        "DELIB_MATIERE_NOM": matiere.intitule,
        "DELIB_OBJET": dits.objet,
        "BUDGET_ANNEE": _years(dits.annees) if budget is not None else None,
        "BUDGET_NOM": budget,
        "PREF_ID": controle.service or dits.prefecture,
        "PREF_DATE": controle.reception,
        **_votes(dossier, deliberation.vote),
        "DELIB_URL": deliberation.url,
    }
    return {champ: "" if (v := valeurs.get(champ)) is None else str(v) for champ in CHAMPS}


def left_empty(ligne: Ligne, dossier: Dossier) -> Iterator[str]:
    """Yield which optional columns are empty and what would fill them, one clause each."""
    deliberation = dossier.deliberation
    if not ligne["BUDGET_NOM"]:
        if deliberation.cotisation.budget is None:
            yield "le budget (clé « deliberation.cotisation.budget »)"
        else:
            yield "le budget, dont les années ne sont pas connues (« deliberation.cotisation.annees »)"
    if not ligne["PREF_ID"]:
        yield "le service de l'État (« deliberation.controle_de_legalite.service »)"
    if not ligne["PREF_DATE"]:
        yield "la date de réception (« deliberation.controle_de_legalite.reception »)"
    if not ligne["VOTE_REEL"]:
        yield "le décompte du vote, qui n'a pas de colonne pour les bulletins blancs et nuls"
    if not ligne["DELIB_URL"]:
        yield "l'adresse de la délibération (« deliberation.url »)"


def defects(ligne: Mapping[str, str], domaines: Sequence[str]) -> Iterator[str]:
    """Yield what in a line breaks the schema or its checks, one clause each.

    `domaines` are the names of level 1 of the nomenclature, which the matter must begin with.
    """
    for champ in _OBLIGATOIRES:
        if not ligne[champ]:
            yield f"{champ} est vide"
    for champ, (forme, attendu) in _FORMES.items():
        if ligne[champ] and not forme.fullmatch(ligne[champ]):
            yield f"{champ} vaut « {ligne[champ][:40]} », attendu : {attendu}"
            return  # the other checks read these values
    yield from _dates(ligne)
    if ligne["COLL_SIRET"] and not is_luhn(ligne["COLL_SIRET"]):
        yield f"COLL_SIRET vaut « {ligne['COLL_SIRET']} », dont la clé est fausse"
    debut, _, fin = ligne["BUDGET_ANNEE"].partition("/")
    if fin and fin <= debut:
        yield f"BUDGET_ANNEE vaut « {debut}/{fin} » : la seconde année suit la première"
    if bool(debut) != bool(ligne["BUDGET_NOM"]):
        yield "BUDGET_ANNEE et BUDGET_NOM vont ensemble"
    yield from _count(ligne)
    domaine = ligne["DELIB_MATIERE_NOM"].partition("/")
    if ligne["DELIB_MATIERE_NOM"] and (
        _plain(domaine[0]) not in map(_plain, domaines) or domaine[2][:1] in {"", " "}
    ):
        yield "DELIB_MATIERE_NOM ne commence pas par un domaine de la nomenclature et « / »"


def _dates(ligne: Mapping[str, str]) -> Iterator[str]:
    for champ in ("DELIB_DATE", "PREF_DATE"):
        try:
            if ligne[champ]:
                datetime.date.fromisoformat(ligne[champ])
        except ValueError:
            yield f"{champ} vaut « {ligne[champ]} », qui n'est pas dans le calendrier"
    if ligne["PREF_DATE"] and ligne["PREF_DATE"] < ligne["DELIB_DATE"]:
        yield "PREF_DATE précède DELIB_DATE"


def _count(ligne: Mapping[str, str]) -> Iterator[str]:
    donnes = [champ for champ in _VOTES if ligne[champ]]
    if not donnes:
        return
    if len(donnes) < len(_VOTES):
        yield "les cinq colonnes VOTE_… vont ensemble"
        return
    effectif, reel, *voix = (int(ligne[champ]) for champ in _VOTES)
    if reel > effectif:
        yield f"VOTE_REEL ({reel}) dépasse VOTE_EFFECTIF ({effectif})"
    if sum(voix) != reel:
        yield f"VOTE_REEL ({reel}) n'est pas la somme des voix ({sum(voix)})"


def _votes(dossier: Dossier, vote: Vote | None) -> dict[str, int | None]:
    """Return the five counts, or none of them: the schema has no place for a blank ballot."""
    if vote is None or vote.blancs_et_nuls:
        return {}
    voix = (vote.pour or 0, vote.contre or 0, vote.abstentions or 0)
    comptes = (dossier.seance.en_exercice, sum(voix), *voix)
    return dict(zip(_VOTES, comptes, strict=True))


def _years(annees: Periode | None) -> str | None:
    """Return « 2027 » or « 2027/2032 »."""
    if annees is None:
        return None
    return str(annees.debut) if annees.debut == annees.fin else f"{annees.debut}/{annees.fin}"


def _plain(texte: str) -> str:
    decomposed = unicodedata.normalize("NFD", texte.lower())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
