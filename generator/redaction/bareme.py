"""What a programme costs a town, said in French from its scale of dues."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from generator.domain.cotisation import (
    CotisationDue,
    annees_avant_le_bareme,
    cotisation_due,
    seen_by,
)
from generator.domain.demarche import Bareme, Demarche, Tranche
from generator.domain.dossier import Dossier
from generator.domain.regles.cotisation import why_no_amount
from generator.redaction import nombres
from generator.redaction.typographie import capitaliser

_A_CONFIRMER = "montant à confirmer"
A_CONFIRMER = f"{_A_CONFIRMER} auprès d’UNICEF France"


@dataclass(frozen=True, slots=True)
class Cout:
    """What a programme costs one town a year.

    `montant` stands alone, `textes` explain it in sentences, `en_ligne` says it all in the course
    of a sentence of UNICEF France's own; `reserves` are what is not certain of it, one clause each.
    """

    montant: str
    textes: tuple[str, ...]
    en_ligne: str
    reserves: tuple[str, ...] = ()


def cout(dossier: Dossier, demarche: Demarche, annee: int) -> Cout:
    """Return what a programme costs a town that enters it in `annee`, whatever its own programme."""
    due = cotisation_due(seen_by(dossier, demarche), demarche)
    if due.montant is None:
        return _unknown(due, demarche)
    found = _known(due, due.montant, demarche)
    avant = annees_avant_le_bareme(demarche, annee)
    if avant is None:
        return found
    reserve = f"{nombres.annees(avant)}, {A_CONFIRMER}"
    return Cout(
        found.montant,
        (*found.textes, f"{capitaliser(reserve)}."),
        f"{found.en_ligne} ; {nombres.annees(avant)}, {_A_CONFIRMER}",
        (*found.reserves, reserve),
    )


def tranche_en_mots(bareme: Bareme, tranche: Tranche) -> str:
    """Return « moins de 10 000 habitants », « toutes les collectivités » where the tier is alone."""
    if bareme.is_unique:
        return "toutes les collectivités"
    if tranche.jusqu_a is None:
        return f"plus de {nombres.habitants(tranche.a_partir_de - 1)}"
    if tranche.a_partir_de == 0:
        return f"moins de {nombres.habitants(tranche.jusqu_a + 1)}"
    debut, fin = nombres.en_chiffres(tranche.a_partir_de), nombres.habitants(tranche.jusqu_a)
    return f"de {debut} à {fin}"


def _known(due: CotisationDue, montant: Decimal, demarche: Demarche) -> Cout:
    """Say the amount that the record or the scale gives, or the two that the scale may give."""
    euros = nombres.montant_en_chiffres(montant)
    annees = _annees(due, demarche)
    if due.montant_population_totale is not None:
        deux = f"{euros} ou {nombres.montant_en_chiffres(due.montant_population_totale)}"
        reserve = f"selon la population retenue, municipale ou totale, {A_CONFIRMER}"
        return Cout(
            deux,
            (f"Par an{annees}.", f"{capitaliser(reserve)}."),
            f"{deux}{annees}, selon la population retenue",
            (reserve,),
        )
    return Cout(euros, (f"Par an{annees}{_taille(due, demarche)}.",), f"{euros}{annees}")


def _unknown(due: CotisationDue, demarche: Demarche) -> Cout:
    """Say why no amount is known, and between which the scale goes."""
    reserve = f"{why_no_amount(due.population, demarche)}, {A_CONFIRMER}"
    textes = [f"{capitaliser(reserve)}."]
    if demarche.bareme is not None:
        montants = [nombres.montant_en_chiffres(t.montant) for t in demarche.bareme.tranches]
        textes.append(
            f"Le barème va de {montants[0]} à {montants[-1]} par an{_annees(due, demarche)}."
        )
    return Cout("Montant à confirmer", tuple(textes), _A_CONFIRMER, (reserve,))


def _annees(due: CotisationDue, demarche: Demarche) -> str:
    """Return « pour les années 2027 à 2032 » after a space; nothing where no years are named."""
    annees = due.annees or (demarche.bareme.annees if demarche.bareme is not None else None)
    return f" {nombres.annees(annees)}" if annees is not None else ""


def _taille(due: CotisationDue, demarche: Demarche) -> str:
    """Return for which towns the scale gives that amount; nothing where the record gave it."""
    bareme = demarche.bareme
    if due.source != "barème" or bareme is None:
        return ""
    if bareme.is_unique:
        return ", quelle que soit la taille de la collectivité"
    tranche = bareme.tranche(due.population)
    return f" ({tranche_en_mots(bareme, tranche)})" if tranche is not None else ""
