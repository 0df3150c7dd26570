"""The welcome pack: examined records, with the documents that make acquaintance."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from generator.domain.accueil import Accueil, Envoi
from generator.errors import ActesError, RecordError, ReferentielError
from generator.records.enregistrements import (
    Avis,
    Element,
    Enregistrement,
    Rejet,
    enumerate_records,
)
from generator.records.selection import record_of
from generator.redaction.accueil import couts_des_voies
from generator.redaction.typographie import typographier
from generator.referentiel import demarches
from generator.services.creation import find
from generator.services.ouvrage import Production
from generator.services.production import Atelier, Commande, folder_of
from generator.services.verification import Examen, examine


def welcome(examen: Examen, envoi: Envoi) -> Examen:
    """Return the record with the documents of its welcome pack, and what its dues leave open.

    Raises RecordError when no welcome pack is described for its mandate.
    """
    try:
        accueil = demarches.accueil(examen.demarche, envoi)
    except ReferentielError as error:
        place = examen.fiche.locate("mandat")
        raise RecordError(f"{place} : mandat : {error}") from error
    return replace(
        examen,
        matiere=replace(examen.matiere, accueil=accueil),
        alertes=(*examen.alertes, *_reserves(examen, accueil)),
    )


def enumerate_places(
    source: str, *, demarche: str, feuille: str | None = None
) -> Iterator[Element]:
    """Yield the records of a file or a folder, or the one of the place that `source` names.

    `demarche` is for the records that do not say theirs; `feuille` names the sheet of a workbook.
    Raises RecordError if the source cannot be read, ReferentielError if no place has that name.
    """
    if _is_path(source):
        yield from enumerate_records(Path(source), demarche=demarche, feuille=feuille)
    else:
        yield record_of(find(source), demarche)


def produce_welcomes(
    elements: Iterable[Element], commande: Commande, envoi: Envoi, *, aujourdhui: datetime.date
) -> Iterator[Production | Rejet | Avis]:
    """Make the welcome pack of every record and yield each town as soon as it is done.

    A record that is not fit, or whose folder another one has already, becomes a `Rejet`, and the
    others are made. Raises what `elements` raises, TemplateError and EngineUnavailableError.
    """
    seen: dict[str, str] = {}
    with Atelier(commande) as atelier:
        for element in elements:
            if not isinstance(element, Enregistrement):
                yield element
                continue
            atelier.start()
            try:
                examen = _examine(element, envoi, aujourdhui)
                _refuse_second(folder_of(examen), element.source, seen)
                done: Production | Rejet = atelier.produce(examen)
            except ActesError as error:
                done = Rejet(element.source, error.messages)
            yield done


def _is_path(source: str) -> bool:
    """Return whether a file or a folder is meant, there or not, rather than a place's name."""
    path = Path(source)
    if path.name != source or re.fullmatch(r"\.\w{2,5}", path.suffix):
        return True
    try:
        return path.exists()
    except (OSError, ValueError):  # too long for a file, or with a NUL
        return False


def _examine(enregistrement: Enregistrement, envoi: Envoi, aujourdhui: datetime.date) -> Examen:
    fiche = enregistrement.read(aujourdhui=aujourdhui)
    examen = welcome(examine(fiche, aujourdhui=aujourdhui), envoi)
    return replace(examen, alertes=(*enregistrement.alertes, *examen.alertes))


def _refuse_second(folder: str, source: str, seen: dict[str, str]) -> None:
    other = seen.setdefault(folder, source)
    if other != source:
        raise RecordError(
            f"{source} : son dossier d'accueil écraserait celui de {other} (même dossier "
            f"« {folder} ») ; gardez une seule des deux lignes"
        )


def _reserves(examen: Examen, accueil: Accueil) -> Iterator[str]:
    """Yield what the comparison says of an amount that is not certain."""
    for voie, cout in zip(accueil.voies, couts_des_voies(examen.dossier, accueil), strict=True):
        for reserve in cout.reserves:
            yield f"{examen.fiche.source} : {voie.nom} : {typographier(reserve)}"
