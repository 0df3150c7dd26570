"""What of a collectivité deserves a look."""

from __future__ import annotations

from collections.abc import Iterator

from generator.domain.dossier import Dossier
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


def check_hors_champ(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield an alert overseas, where the law that the texts name is not described or not the same."""
    territoire = dossier.collectivite.territoire
    if territoire.departement.tribunal is None:
        yield (
            ALERTE,
            "collectivite",
            f"le droit applicable et le tribunal compétent ne sont pas décrits pour "
            f"{territoire.departement.nom} : relisez les visas et les voies de recours",
        )
    elif territoire.departement.code in {"986", "987", "988"}:
        yield (
            ALERTE,
            "collectivite",
            f"{territoire.departement.nom} a un droit communal propre : relisez les visas",
        )
