"""`actes-enfance suivi`: the follow-up of a plan, once it is voted."""

from __future__ import annotations

import click

from generator.cli.groupe import Groupe

_COMMANDES = {
    "creer": "Écrire le classeur de suivi d'un plan, à remplir d'année en année.",
    "bilan": "Faire le bilan d'une année depuis un classeur rempli, et son résumé pour la presse.",
    "consolider": "Réunir les classeurs de beaucoup de collectivités en une table nationale.",
}


@click.group(name="suivi", cls=Groupe, commandes=_COMMANDES, paquet="generator.cli.suivi")
def command() -> None:
    """Suivre un plan voté, d'année en année.

    Un classeur est fait du plan tel qu'il a été voté, la collectivité le remplit pendant le mandat,
    et il se relit tel que les gens l'ont laissé.
    """
