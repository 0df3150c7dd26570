"""The yearly dues of a dossier: what the record says, else the programme's scale."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from generator.domain.demarche import Demarche
from generator.domain.dossier import Cotisation, Dossier, Periode, TypeDeliberation


@dataclass(frozen=True, slots=True)
class CotisationDue:
    """What can be printed; None leaves a blank.

    `montant` is in euros a year. `source` names the figure's origin: « fiche » or « barème ».
    `montant_population_totale` is the scale's amount for the other official population, given
    only when it differs.
    """

    montant: Decimal | None
    annees: Periode | None
    source: str | None
    population: int | None
    montant_population_totale: Decimal | None = None
    depuis: int | None = None  # first year, where the scale names no years


def population_du_bareme(dossier: Dossier) -> int | None:
    """Return the inhabitants that the scale is read with: the record's, else the municipal ones.

    The source of the scale does not say which population it means.
    """
    collectivite = dossier.collectivite
    if collectivite.population is not None:
        return collectivite.population
    return collectivite.territoire.population_municipale


def decides_dues(dossier: Dossier, demarche: Demarche) -> bool:
    """Return whether the act decides dues: its kind always does, or the record speaks of them."""
    deliberation = dossier.deliberation
    acte = demarche.deliberations[deliberation.type]
    return acte.cotisation or deliberation.cotisation != Cotisation()


def cotisation_due(dossier: Dossier, demarche: Demarche) -> CotisationDue:
    """Return the dues of the dossier, never an amount for a year outside the scale.

    The years of a renewal are never supposed: the record tells them.
    """
    dite = dossier.deliberation.cotisation
    population = population_du_bareme(dossier)
    bareme = demarche.bareme
    renewed = dossier.deliberation.type is TypeDeliberation.RENOUVELLEMENT
    annees = dite.annees or (None if renewed else _annees(dossier, demarche))
    if dite.montant is not None:
        return CotisationDue(dite.montant, annees, "fiche", population)
    if bareme is None or not _covers(bareme.annees, annees):
        return CotisationDue(None, annees, None, population)
    montant = bareme.montant(population)
    autre = None
    totale = dossier.collectivite.territoire.population_totale
    if dossier.collectivite.population is None and totale is not None:
        autre = bareme.montant(totale)
    return CotisationDue(
        montant,
        annees,
        "barème" if montant is not None else None,
        population,
        autre if autre != montant else None,
        _first_year(dossier, demarche) if annees is None and not renewed else None,
    )


def seen_by(dossier: Dossier, demarche: Demarche) -> Dossier:
    """Return the dossier as another programme would take it, its scale alone telling the dues."""
    if dossier.demarche == demarche.cle:
        return dossier
    deliberation = replace(dossier.deliberation, cotisation=Cotisation())
    return replace(dossier, demarche=demarche.cle, deliberation=deliberation)


def annees_avant_le_bareme(demarche: Demarche, annee: int) -> Periode | None:
    """Return the years from `annee` on, within the mandate, that come before the scale's first."""
    debut = max(annee, demarche.mandat.debut)
    connues = demarche.bareme.annees if demarche.bareme is not None else None
    if connues is None or connues.debut <= debut:
        return None
    return Periode(debut, connues.debut - 1)


def annees_sans_montant(dossier: Dossier, demarche: Demarche) -> tuple[int, ...]:
    """Return the years asked for by the record for which the programme has no known dues."""
    annees = dossier.deliberation.cotisation.annees
    connues = demarche.bareme.annees if demarche.bareme is not None else None
    if annees is None or connues is None:
        return ()
    return tuple(
        year
        for year in range(annees.debut, annees.fin + 1)
        if not connues.debut <= year <= connues.fin
    )


def _annees(dossier: Dossier, demarche: Demarche) -> Periode | None:
    """Return the years of membership: those of the scale, from the session's year on."""
    connues = demarche.bareme.annees if demarche.bareme is not None else demarche.mandat
    if connues is None:
        return None
    date = dossier.seance.date
    debut = max(connues.debut, date.year) if date is not None else connues.debut
    return Periode(debut, connues.fin) if debut <= connues.fin else None


def _first_year(dossier: Dossier, demarche: Demarche) -> int:
    date = dossier.seance.date
    return date.year if date is not None else demarche.mandat.debut


def _covers(known: Periode | None, annees: Periode | None) -> bool:
    """Return whether every year is one of the scale's; a scale without years holds for all."""
    if known is None:
        return True
    return annees is not None and known.debut <= annees.debut and annees.fin <= known.fin
