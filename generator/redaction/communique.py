"""The summary for the press: three figures, one success, what comes next, on one page."""

from __future__ import annotations

import re

from generator.domain.bilan import Bilan
from generator.domain.comparaison import LigneDeBilan, Situation
from generator.domain.conseils import has_figure
from generator.redaction import nombres
from generator.redaction.blancs import one_line
from generator.redaction.matiere import Contexte, Matiere
from generator.redaction.typographie import capitaliser
from generator.redaction.vocabulaire import nom_de_collectivite
from generator.referentiel.bilan import Plan

_CHIFFRES = 3
_VALEUR = 24  # characters that are read as one figure
_RECIT = 420  # characters of the success that is told
_LIGNE = 120  # characters of a line beside it
_SUITES = 3
_ORDRE = (Situation.REALISEE, Situation.EN_COURS, Situation.EN_RETARD)


def communique(matiere: Matiere, bilan: Bilan, plan: Plan) -> Contexte:
    """Return what the press release prints; it is a draft, and says so."""
    faites = bilan.dans(Situation.REALISEE)
    une = _une(bilan)
    return {
        "titre": _titre(matiere, faites),
        "chapo": _chapo(matiere, bilan, plan),
        "chiffres": _chiffres(matiere, bilan),
        "a_une_action": une is not None,
        "une": _recit(une),
        "suites": [
            f"{capitaliser(_cut(ligne.action.intitule, _LIGNE))} ({ligne.action.echeance})"
            for ligne in _suites(bilan)
        ],
    }


def valeur_lisible(valeur: str) -> str:
    """Return a value as typed, on one line; a bare whole number gets its thousands apart."""
    texte = one_line(valeur)
    if re.fullmatch(r"\d{5,15}", texte) or re.fullmatch(r"[1-9]\d{3}", texte):
        return nombres.en_chiffres(int(texte))
    return texte


def _titre(matiere: Matiere, faites: tuple[LigneDeBilan, ...]) -> str:
    lieu = nom_de_collectivite(matiere.dossier.collectivite).a
    if not faites:
        return f"Droits de l’enfant : où en est-on {lieu} ?"
    nombre = len(faites)
    actions = f"{nombre} action{'s' if nombre > 1 else ''} menée{'s' if nombre > 1 else ''} à bien"
    return f"{capitaliser(lieu)}, {actions} pour les enfants"


def _chapo(matiere: Matiere, bilan: Bilan, plan: Plan) -> str:
    total, faites = len(bilan.lignes), len(bilan.dans(Situation.REALISEE))
    avancent = _engagees(bilan)
    designation = matiere.demarche.designation
    s = "s" if total > 1 else ""
    debut = (
        f"{capitaliser(plan.le)} compte {total} action{s} pour le mandat {matiere.dossier.mandat}"
    )
    cadre = f", dans le cadre {designation.de}"
    suite = f"À la fin de l’année {bilan.annee}, {_compter(faites, 'menée')} à bien"
    return f"{debut}{cadre}. {suite} et {_compter(avancent, 'engagée')}."


def _compter(nombre: int, participe: str) -> str:
    if not nombre:
        return f"aucune n’est {participe}"
    return f"{nombre} {'sont' if nombre > 1 else 'est'} {participe}{'s' if nombre > 1 else ''}"


def _chiffres(matiere: Matiere, bilan: Bilan) -> list[Contexte]:
    """Return three figures: results of the year, else how many actions are where, none of zero."""
    mandat = matiere.dossier.mandat
    trouves = [
        {"valeur": valeur_lisible(valeur), "texte": _legende(ligne)}
        for ligne in _ordered(bilan)
        if has_figure(valeur := ligne.valeur(bilan.annee) or "")
        and len(one_line(valeur)) <= _VALEUR
    ]
    comptes = [
        (len(bilan.dans(Situation.REALISEE)), "action menée à bien", "actions menées à bien"),
        (_engagees(bilan), "action engagée", "actions engagées"),
        (len(_partenaires(bilan)), "partenaire associé", "partenaires associés"),
        (len(bilan.lignes), "action inscrite", "actions inscrites"),
        (len({ligne.action.axe for ligne in bilan.lignes}), "axe de travail", "axes de travail"),
        (mandat.fin - mandat.debut, "année de mandat", "années de mandat"),
    ]
    trouves += [
        {"valeur": str(nombre), "texte": plusieurs if nombre > 1 else un}
        for nombre, un, plusieurs in comptes
        if nombre
    ]
    return trouves[:_CHIFFRES]


def _legende(ligne: LigneDeBilan) -> str:
    """Return what a value counts, and what it is to reach."""
    action = ligne.action
    mesure = _cut(one_line(action.indicateur) or action.intitule, _LIGNE)
    return f"{mesure} (cible : {_cut(action.cible, _LIGNE // 2)})" if action.cible else mesure


def _ordered(bilan: Bilan) -> list[LigneDeBilan]:
    return [ligne for situation in _ORDRE for ligne in bilan.dans(situation)]


def _engagees(bilan: Bilan) -> int:
    """Return how many actions have begun and are not done; one that is late may not have begun."""
    return sum(ligne.est_engagee for ligne in bilan.lignes)


def _partenaires(bilan: Bilan) -> set[str]:
    begun = (ligne for ligne in bilan.lignes if ligne.est_commencee)
    return {p.casefold() for ligne in begun for p in ligne.action.partenaires}


def _une(bilan: Bilan) -> LigneDeBilan | None:
    """Return the action to tell: done rather than under way, with figures rather than without."""
    racontees = [x for x in _ordered(bilan) if x.suivie is not None and x.suivie.descriptif]
    faites = [x for x in racontees if x.situation is Situation.REALISEE] or racontees
    chiffrees = [x for x in faites if x.suivie and has_figure(x.suivie.descriptif)]
    return next(iter(chiffrees or faites), None)


def _recit(une: LigneDeBilan | None) -> Contexte:
    if une is None or une.suivie is None:
        return {"intitule": "", "texte": "", "enfants": "", "suite": ""}
    action, suivie = une.action, une.suivie
    return {
        "intitule": capitaliser(_cut(action.intitule, _LIGNE)),
        "texte": _sentence(suivie.descriptif, _RECIT),
        "enfants": _sentence(action.participation_des_enfants, _LIGNE * 2),
        "suite": _sentence(suivie.perspectives, _LIGNE * 2),
    }


def _suites(bilan: Bilan) -> list[LigneDeBilan]:
    """Return the actions due next, the nearest first."""
    a_venir = [
        ligne
        for ligne in bilan.dans(Situation.EN_COURS, Situation.PREVUE)
        if ligne.action.echeance is not None and ligne.action.echeance > bilan.annee
    ]
    return sorted(a_venir, key=lambda ligne: ligne.action.echeance or 0)[:_SUITES]


def _sentence(texte: str | None, longueur: int) -> str:
    """Return a text as a sentence; nothing where there is none."""
    dit = capitaliser(_cut(texte or "", longueur))
    return dit if not dit or dit.endswith((".", "!", "?", "…")) else f"{dit}."


def _cut(texte: str, longueur: int) -> str:
    """Return a text on one line, cut after a sentence, else after a word, where it is too long."""
    ligne = one_line(texte)
    if len(ligne) <= longueur:
        return ligne
    debut = ligne[:longueur]
    phrase = max(debut.rfind(sign) for sign in (". ", "! ", "? "))
    if phrase > longueur // 2:
        return debut[: phrase + 1]
    return f"{debut[: debut.rfind(' ')].rstrip(' ,;:')}…" if " " in debut else f"{debut}…"
