"""What of a collectivité deserves a look."""

from __future__ import annotations

from collections.abc import Iterator

from generator.domain.dossier import Charte, Dossier
from generator.domain.regles.cadre import ALERTE, Cadre, Finding


def check_charniere(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield an alert where « de » before the record's own name cannot be guessed."""
    collectivite = dossier.collectivite
    if collectivite.nom is None or collectivite.charniere is not None:
        return
    if collectivite.nom[:1].lower() in {"h", "y"}:
        yield (
            ALERTE,
            "collectivite.nom",
            f"« de » devant « {collectivite.nom} » ne se devine pas : indiquez « charniere » "
            "(de, d', du, des…)",
        )


def check_hors_champ(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield an alert where the law that the texts name is not described or not the same."""
    territoire = dossier.collectivite.territoire
    departement = territoire.departement
    if departement.tribunal is None or departement.is_collectivite_d_outre_mer:
        yield (
            ALERTE,
            "collectivite",
            f"{departement.nom} : le droit communal y est propre ou n'est pas décrit ici ; relisez les "
            "visas, la monnaie et les voies de recours",
        )
    avertissement = cadre.demarche.avertissement_intercommunalite
    if not territoire.is_commune and avertissement is not None:
        yield ALERTE, "collectivite", avertissement
    if territoire.is_commune and departement.is_alsace_moselle:
        yield (
            ALERTE,
            "collectivite",
            "le droit local d'Alsace-Moselle régit le secrétaire de séance et la signature "
            "(CGCT L. 2541-6, à confirmer) : relisez le bloc de signature",
        )


def check_charte(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield an alert for the words of a charter that the programme does not have."""
    if dossier.charte != Charte() and not cadre.demarche.principes:
        yield (
            ALERTE,
            "charte",
            f"la démarche « {cadre.demarche.nom} » n'a pas de charte : ces mots ne seront imprimés nulle "
            "part",
        )


def check_executif(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield an alert when the head of the executive seems to be someone who stands in."""
    executif = dossier.executif
    titre = executif.titre if executif is not None else None
    if titre is not None and not titre.lower().startswith(("maire", "président")):
        yield (
            ALERTE,
            "executif.titre",
            f"« {titre} » n'est pas le titre d'un maire ni d'un président : qui préside la séance à sa "
            "place s'écrit sous « seance.presidence »",
        )
