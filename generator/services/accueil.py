"""The welcome pack: an examined record, with the documents that make acquaintance."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from generator.domain.accueil import Accueil, Envoi
from generator.errors import RecordError, ReferentielError
from generator.redaction.accueil import couts_des_voies
from generator.redaction.typographie import typographier
from generator.referentiel import demarches
from generator.services.verification import Examen


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


def _reserves(examen: Examen, accueil: Accueil) -> Iterator[str]:
    """Yield what the comparison says of an amount that is not certain."""
    for voie, cout in zip(accueil.voies, couts_des_voies(examen.dossier, accueil), strict=True):
        for reserve in cout.reserves:
            yield f"{examen.fiche.source} : {voie.nom} : {typographier(reserve)}"
