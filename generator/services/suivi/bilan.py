"""The yearly report of a town: from its follow-up workbook to what `produce` makes documents of."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from generator.domain import conseils
from generator.domain.bilan import Bilan
from generator.domain.comparaison import compare, tell_later, tell_unfinished
from generator.domain.conseils import VALEUR, Cadre, Constat
from generator.errors import RecordError
from generator.records.files import UnfitFileError, open_regular
from generator.records.problemes import quote
from generator.records.suivi.lecture import ClasseurSuivi, read
from generator.redaction.graphiques import graphiques
from generator.referentiel import demarches
from generator.referentiel.bilan import usages
from generator.referentiel.suivi import tableau
from generator.rendering.dessin import draw_all
from generator.services.verification import Examen, compose, illustrate

_JEU = "bilan"


def review(
    path: Path, annee: int, *, aujourdhui: datetime.date, fiche: Path | None = None
) -> Examen:
    """Return the report of one year, from a filled follow-up workbook; it is for `produce`.

    `fiche`: the record of the plan as voted, in place of the one that the workbook carries. Its
    alerts are those of reading, then what the eight pieces of advice ask for, each with its sheet,
    row and column. RecordError says what cannot be read, or that the year is not of the mandate.
    """
    classeur = read(path, aujourdhui=aujourdhui, fiche=fiche)
    dossier = classeur.dossier
    mandat = dossier.mandat
    if not mandat.debut <= annee <= mandat.fin:
        raise RecordError(
            f"{classeur.source} : l'année {annee} n'est pas du mandat {mandat} de ce plan ; demandez "
            f"une année de {mandat.debut} à {mandat.fin}"
        )
    lignes = compare(dossier.feuille_de_route.actions, classeur.suivi, annee)
    if not lignes:
        raise RecordError(
            f"{classeur.feuille.titre} : aucune action, ni ici ni dans le plan voté ; il n'y a pas de bilan "
            "à faire"
        )
    cadre = Cadre(annee, dossier.feuille_de_route, classeur.suivi, usages().mots)
    constats = conseils.check(lignes, cadre)
    bilan = Bilan(annee, classeur.suivi, lignes, constats, demarches.documents_of_set(_JEU))
    matiere = replace(compose(classeur.fiche, aujourdhui=aujourdhui), bilan=bilan)
    return Examen(
        replace(classeur.fiche, source=classeur.source, empreinte=_sum(path, classeur.source)),
        matiere,
        (*classeur.alertes, *_of_year(classeur, annee, aujourdhui), *_alerts(classeur, bilan)),
        illustrate(classeur.fiche) | draw_all(graphiques(bilan, matiere.demarche)),
    )


def _of_year(classeur: ClasseurSuivi, annee: int, aujourdhui: datetime.date) -> Iterator[str]:
    """Yield what makes the year a strange one to ask of this workbook."""
    for dit in (tell_unfinished(annee, aujourdhui), tell_later(classeur.suivi, annee)):
        if dit:
            yield f"{classeur.source} : {dit}"


def _alerts(classeur: ClasseurSuivi, bilan: Bilan) -> Iterator[str]:
    """Yield each finding with its place, but those that the reading has told already."""
    for constat in bilan.constats:
        perdue = constat.ligne is not None and constat.ligne.suivie is None
        if not perdue and constat.champ != "supplementaire":
            yield f"{_place(classeur, constat, bilan.annee)} : {constat.message}"


def _place(classeur: ClasseurSuivi, constat: Constat, annee: int) -> str:
    """Return where a finding is to be mended."""
    suivie = constat.ligne.suivie if constat.ligne is not None else None
    if suivie is not None:
        intitule = quote(suivie.action.intitule)
        an = annee if constat.champ == VALEUR else None
        return f"{classeur.locate(suivie, constat.champ, an)} : {intitule}"
    if constat.champ in {colonne.cle for colonne in tableau().bilan}:
        return f"{classeur.source}, feuille {tableau().presentation}"
    return classeur.feuille.titre


def _sum(path: Path, source: str) -> str:
    """Return the SHA-256 of a workbook, which the manifest says documents come from."""
    try:
        with open_regular(path) as stream:
            return hashlib.sha256(stream.read()).hexdigest()
    except UnfitFileError as error:
        raise RecordError(f"{source} : {error}") from error
