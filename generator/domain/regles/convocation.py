"""The notice of the sitting (CGCT L. 2121-10 to L. 2121-12, L. 2121-17, L. 2541-2, L. 5211-1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.domain.dossier import Dossier
from generator.domain.regles.cadre import ALERTE, Cadre, Finding, severity
from generator.domain.seuils import Seuils


@dataclass(frozen=True, slots=True)
class Delai:
    """A notice in days; `francs` when neither the first nor the last day counts.

    `abregeable` tells whether urgency may shorten it.
    """

    jours: int
    francs: bool
    texte: str
    abregeable: bool = True


def check_convocation(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield what is wrong with the dates of the notice and of the sitting."""
    seance, champ, grave = dossier.seance, "seance.convocation", severity(dossier)
    if seance.date is None or seance.convocation is None:
        return
    if seance.convocation >= seance.date:
        yield (
            grave,
            champ,
            f"la convocation ({seance.convocation:%d/%m/%Y}) n'est pas antérieure à la séance "
            f"({seance.date:%d/%m/%Y}) : corrigez l'une des deux dates",
        )
        return
    delai = delai_de_convocation(dossier, cadre.seuils)
    ecoules = (seance.date - seance.convocation).days - (1 if delai.francs else 0)
    if ecoules >= delai.jours:
        return
    constat = (
        f"{_count_days(ecoules, delai.francs)} entre la convocation et la séance, "
        f"il en faut {delai.jours} ({delai.texte})"
    )
    if not delai.abregeable:
        yield grave, champ, f"{constat} : corrigez l'une des deux dates"
        return
    if not seance.urgence:
        yield grave, champ, f"{constat} ; en cas d'urgence, indiquez « urgence: oui »"
        return
    minimum = cadre.seuils.convocation_jours_francs_urgence if delai.francs else 1
    if ecoules < minimum:
        yield grave, champ, f"{constat} ; même en urgence, il en faut {minimum}"
    else:
        yield (
            ALERTE,
            champ,
            f"{constat} : l'urgence est à exposer à l'ouverture de la séance, où {_assemblee_decide(delai)}",
        )


def delai_de_convocation(dossier: Dossier, seuils: Seuils) -> Delai:
    """Return the notice that the sitting needs (CGCT L. 2121-11, L. 2121-12, L. 2541-2, L. 5211-1).

    A second convocation, after a sitting without quorum, has its own (L. 2121-17), but not in the
    communes of Alsace-Moselle (L. 2541-1).
    """
    territoire = dossier.collectivite.territoire
    en_alsace_moselle = territoire.is_commune and territoire.departement.is_alsace_moselle
    if dossier.seance.seconde_convocation and not en_alsace_moselle:
        jours = seuils.convocation_jours_apres_defaut_de_quorum
        return Delai(jours, False, "CGCT L. 2121-17", abregeable=False)
    if not territoire.is_commune:
        return Delai(seuils.convocation_jours_francs, True, "CGCT L. 5211-1 et L. 2121-12")
    if is_note_due(dossier, seuils):
        return Delai(seuils.convocation_jours_francs, True, "CGCT L. 2121-12")
    if en_alsace_moselle:
        return Delai(seuils.convocation_jours_alsace_moselle, False, "CGCT L. 2541-2")
    return Delai(seuils.convocation_jours_francs_sous_le_seuil, True, "CGCT L. 2121-11")


def is_note_due(dossier: Dossier, seuils: Seuils) -> bool:
    """Return whether a note of synthesis must go with the notice (CGCT L. 2121-12, L. 5211-1).

    It must in every intercommunalité and from a population on, in Alsace-Moselle as elsewhere; a
    population that is not known is taken for one that reaches it.
    """
    population = population_totale(dossier)
    return (
        not dossier.collectivite.territoire.is_commune
        or population is None
        or population >= seuils.population_note_de_synthese
    )


def population_totale(dossier: Dossier) -> int | None:
    """Return the population that the thresholds of the CGCT are read with (R. 2151-2)."""
    collectivite = dossier.collectivite
    territoire = collectivite.territoire
    known = (
        collectivite.population,
        territoire.population_totale,
        territoire.population_municipale,
    )
    return next((population for population in known if population is not None), None)


def check_seuil_de_population(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield an alert where the two official populations stand on both sides of the threshold."""
    territoire = dossier.collectivite.territoire
    municipale, totale = territoire.population_municipale, territoire.population_totale
    seuil = cadre.seuils.population_note_de_synthese
    if not territoire.is_commune or dossier.collectivite.population is not None:
        return
    if municipale is None or totale is None or (municipale < seuil) == (totale < seuil):
        return
    yield (
        ALERTE,
        "collectivite.population",
        f"la commune a {municipale} habitants (population municipale) ou {totale} (population totale), "
        f"de part et d'autre du seuil de {seuil} : la population totale est retenue (CGCT R. 2151-2) ; "
        "indiquez « population » pour trancher",
    )


def _count_days(jours: int, francs: bool) -> str:
    """Return « 1 jour franc », « 2 jours »."""
    pluriel = "s" if jours > 1 else ""
    return f"{jours} jour{pluriel}" + (f" franc{pluriel}" if francs else "")


def _assemblee_decide(delai: Delai) -> str:
    """Return what the assembly does of the urgency; L. 2541-2 alone counts days not clear."""
    return (
        "l'assemblée se prononce sur elle et peut renvoyer l'affaire"
        if delai.francs
        else "l'assemblée décide s'il y avait urgence"
    )
