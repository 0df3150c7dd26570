"""`actes-enfance demarches`: programmes, documents and dues."""

from __future__ import annotations

import click

from generator.domain.demarche import Demarche
from generator.domain.dossier import TypeDeliberation
from generator.redaction.bareme import tranche_en_mots
from generator.redaction.nombres import montant_en_chiffres
from generator.referentiel import demarches


@click.command(name="demarches")
def command() -> None:
    """Lister les démarches, leurs mandats, leurs documents et leurs cotisations."""
    blocks = [
        _describe(demarches.load(cle, mandat))
        for cle in demarches.cles()
        for mandat in demarches.mandats(cle)
    ]
    click.echo("\n\n".join(blocks))


def _describe(demarche: Demarche) -> str:
    return "\n".join(
        [
            f"{demarche.nom}, mandat {demarche.mandat}",
            f"  clé          {demarche.cle}",
            *_acts(demarche),
            f"  axes         {', '.join(axe.cle for axe in demarche.axes)}",
            *_dues(demarche),
        ]
    )


def _acts(demarche: Demarche) -> list[str]:
    """Return one line a kind of act, with its documents."""
    width = max(len(cle) for cle in TypeDeliberation)
    lines = [
        f"{cle:{width}} : {', '.join(texte.documents)}"
        for cle, texte in demarche.deliberations.items()
    ]
    return [f"  {'' if rank else 'actes':12} {line}" for rank, line in enumerate(lines)]


def _dues(demarche: Demarche) -> list[str]:
    bareme = demarche.bareme
    if bareme is None:
        return ["  cotisation   aucun barème connu : le montant est celui de la fiche"]
    lines = [
        f"{tranche_en_mots(bareme, tranche)} : {montant_en_chiffres(tranche.montant)} par an"
        for tranche in bareme.tranches
    ]
    years = f"de {bareme.annees.debut} à {bareme.annees.fin}" if bareme.annees else "chaque année"
    return [
        f"  cotisation   {years} ({demarche.sources[bareme.source]})",
        *(f"               {line}" for line in lines),
    ]
