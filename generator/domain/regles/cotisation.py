"""The mandate and the dues."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from generator.domain.cotisation import annees_sans_montant, cotisation_due, decides_dues
from generator.domain.demarche import Demarche
from generator.domain.dossier import Dossier, TypeDeliberation
from generator.domain.regles.cadre import ALERTE, ERREUR, Cadre, Finding, severity


def check_mandat(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield an alert when the sitting is outside the mandate."""
    date, mandat = dossier.seance.date, cadre.demarche.mandat
    if date is None:
        return
    ended = cadre.demarche.jusqu_au is not None and date > cadre.demarche.jusqu_au
    if ended or date < cadre.demarche.en_vigueur_le or date.year > mandat.fin:
        yield (
            ALERTE,
            "mandat",
            f"la séance du {date:%d/%m/%Y} est hors du mandat {mandat} : vérifiez « mandat » et « date »",
        )


def check_cotisation(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield what is missing or not known of the dues: year, amount, budget line."""
    if not decides_dues(dossier, cadre.demarche):
        return
    champ = "deliberation.cotisation"
    if (
        dossier.deliberation.type is TypeDeliberation.RENOUVELLEMENT
        and dossier.deliberation.cotisation.annees is None
    ):
        yield (
            severity(dossier),
            f"{champ}.annees",
            "l'année que la cotisation renouvelle n'est pas dite : indiquez « annees »",
        )
        return
    sans_montant = annees_sans_montant(dossier, cadre.demarche)
    if sans_montant:
        annees = ", ".join(str(a) for a in sans_montant)
        bareme = cadre.demarche.bareme
        connues = bareme.annees if bareme is not None else cadre.demarche.mandat
        yield (
            ERREUR,
            f"{champ}.annees",
            f"aucun montant n'est connu pour {annees} : UNICEF France n'a publié le sien que pour "
            f"{connues} ; écrivez « annees: {connues} »",
        )
        return
    due = cotisation_due(dossier, cadre.demarche)
    if due.montant is None:
        yield (
            severity(dossier),
            f"{champ}.montant",
            f"{why_no_amount(due.population, cadre.demarche)} : demandez-le à UNICEF France et "
            "indiquez « montant »",
        )
    elif due.montant_population_totale is not None:
        yield (
            ALERTE,
            f"{champ}.montant",
            f"le barème donne {_euros(due.montant)} avec la population municipale et "
            f"{_euros(due.montant_population_totale)} avec la population totale : faites confirmer "
            "le montant par UNICEF France et indiquez-le",
        )
    if dossier.deliberation.cotisation.imputation is None and not cadre.accueil:
        yield (
            ALERTE,
            f"{champ}.imputation",
            "l'imputation budgétaire n'est pas indiquée (pour une cotisation, d'ordinaire le chapitre 011 et "
            "le compte 6281, à confirmer par le comptable) : indiquez « imputation »",
        )


def check_montant(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield an alert when the record's amount is not the scale's; without one, nothing."""
    dit = dossier.deliberation.cotisation.montant
    due = cotisation_due(dossier, cadre.demarche)
    bareme = cadre.demarche.bareme
    if dit is None or bareme is None or due.population is None:
        return
    attendu = bareme.montant(due.population)
    if attendu is not None and attendu != dit:
        yield (
            ALERTE,
            "deliberation.cotisation.montant",
            f"le montant de la fiche ({_euros(dit)}) n'est pas celui du barème ({_euros(attendu)} pour "
            f"{_thousands(due.population)} habitants) : c'est celui de la fiche qui est imprimé",
        )


def why_no_amount(population: int | None, demarche: Demarche) -> str:
    """Return in French why the programme's scale gives a town of that population no amount."""
    if demarche.bareme is None:
        return f"aucun barème n'est connu pour le mandat {demarche.mandat}"
    if population is None:
        return "la population est inconnue, le barème ne donne pas de montant"
    if demarche.bareme.montant(population) is None:
        return f"aucune tranche du barème ne contient {_thousands(population)} habitants"
    return "le barème ne donne pas de montant pour les années de la cotisation"


def _euros(montant: Decimal) -> str:
    texte = f"{montant:,.2f}".removesuffix(".00")
    return f"{texte.replace(',', ' ').replace('.', ',')} €"


def _thousands(nombre: int) -> str:
    return f"{nombre:,}".replace(",", " ")
