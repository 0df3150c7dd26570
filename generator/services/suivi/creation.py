"""Make the follow-up workbook of a plan, from its record."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from pathlib import Path

from generator.errors import OutputError, RecordError
from generator.records import fiche as records
from generator.records.files import UnfitFileError, read_regular
from generator.records.problemes import printable
from generator.records.reading import TAILLE_MAXIMALE
from generator.redaction.suivi import suivi
from generator.redaction.vocabulaire import is_projet
from generator.rendering.suivi import classeur
from generator.services.ecriture import write_all
from generator.services.verification import Examen, examine

SUFFIXE = ".xlsx"
_ACTIONS = "feuille_de_route.actions"


@dataclass(frozen=True, slots=True)
class SuiviCree:
    """A follow-up workbook that has been written, and what deserves a look."""

    sortie: Path
    examen: Examen
    alertes: tuple[str, ...]


def create_follow_up(fiche: Path, sortie: Path, *, aujourdhui: datetime.date) -> SuiviCree:
    """Write the follow-up workbook of a record's plan and say what deserves a look.

    An existing file is left alone: it may have been filled in. Raises RecordError, OutputError.
    """
    _check_output(sortie)
    octets = _read(fiche)
    examen = examine(
        records.loads(octets, source=printable(fiche), folder=fiche.parent, aujourdhui=aujourdhui),
        aujourdhui=aujourdhui,
    )
    if not examen.dossier.feuille_de_route.actions:
        raise RecordError(
            f"{examen.fiche.locate(_ACTIONS)} : {_ACTIONS} : aucune action, donc rien à suivre ; écrivez "
            "les actions du plan voté dans la fiche"
        )
    contenu = classeur.write(suivi(examen.matiere), octets, examen.dossier.seance.date)
    write_all({sortie: contenu})
    return SuiviCree(sortie, examen, (*examen.alertes, *_alerts(examen)))


def _read(fiche: Path) -> bytes:
    try:
        return read_regular(fiche, TAILLE_MAXIMALE)
    except UnfitFileError as error:
        raise RecordError(f"{printable(fiche)} : {error}") from error


def _check_output(sortie: Path) -> None:
    if sortie.suffix.lower() != SUFFIXE:
        raise OutputError(
            f"{sortie} : un classeur de suivi est un fichier {SUFFIXE} ; donnez ce suffixe à --sortie"
        )
    if sortie.exists():
        raise OutputError(
            f"{sortie} : ce fichier existe déjà, peut-être rempli, et n'a pas été touché ; choisissez un "
            "autre nom (--sortie)"
        )


def _alerts(examen: Examen) -> list[str]:
    if not is_projet(examen.dossier):
        return []
    fiche = examen.fiche
    return [
        f"{fiche.locate('deliberation.etat')} : deliberation.etat : le plan n'est pas encore voté ; c'est au "
        "plan voté que le bilan compare : refaites ce classeur une fois la délibération adoptée"
    ]
