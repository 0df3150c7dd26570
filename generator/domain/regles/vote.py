"""The count of votes and the majority (CGCT L. 2121-20)."""

from __future__ import annotations

from collections.abc import Iterator

from generator.domain.dossier import Dossier, Etat, Vote
from generator.domain.regles.cadre import ALERTE, ERREUR, Cadre, Finding, severity


def votants(dossier: Dossier) -> int | None:
    """Return how many votes could be cast: present and represented, less those who abstain
    from taking part; None while a count is missing.
    """
    seance = dossier.seance
    if seance.presents is None or seance.pouvoirs is None:
        return None
    vote = dossier.deliberation.vote
    absents_du_vote = (vote.ne_prend_pas_part or 0) if vote is not None else 0
    return seance.presents + seance.pouvoirs - absents_du_vote


def check_vote(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield what is wrong with the count of votes, and with the adoption."""
    vote, grave = dossier.deliberation.vote, severity(dossier)
    if vote is None:
        return
    nppv, presents = vote.ne_prend_pas_part or 0, dossier.seance.presents
    if presents is not None and dossier.seance.pouvoirs is not None:
        possible = presents + dossier.seance.pouvoirs
        if nppv > possible:
            yield (
                grave,
                "deliberation.vote.ne_prend_pas_part",
                f"{nppv} membres ne prennent pas part au vote, pour {possible} présents et représentés",
            )
            return
    if vote.pour is None or vote.contre is None or vote.abstentions is None:
        return
    blancs = vote.blancs_et_nuls or 0
    total = vote.pour + vote.contre + vote.abstentions + blancs
    attendus = votants(dossier)
    if attendus is not None and total != attendus:
        yield (
            grave,
            "deliberation.vote",
            f"{_count(vote)} font {total} ; les votants sont {attendus} (présents + pouvoirs - ceux "
            "qui ne prennent pas part au vote)",
        )
    if dossier.deliberation.etat is not Etat.ADOPTEE:
        return
    if vote.pour + vote.contre == 0:
        yield (
            ERREUR,
            "deliberation.vote",
            "aucun suffrage exprimé : la délibération n'a pas pu être adoptée (CGCT L. 2121-20)",
        )
    elif vote.pour < vote.contre:
        yield (
            ERREUR,
            "deliberation.etat",
            f"{vote.pour} voix pour et {vote.contre} contre : la délibération n'est pas adoptée "
            "(CGCT L. 2121-20)",
        )
    elif vote.pour == vote.contre:
        yield (
            ALERTE,
            "deliberation.vote",
            "partage égal des voix : l'adoption suppose la voix prépondérante du président de séance, "
            "hors scrutin secret (CGCT L. 2121-20)",
        )


def _count(vote: Vote) -> str:
    """Return « 50 pour, 2 contre et 3 abstentions », with the blank ballots where there are."""
    if vote.blancs_et_nuls:
        return (
            f"{vote.pour} pour, {vote.contre} contre, {vote.abstentions} abstentions et "
            f"{vote.blancs_et_nuls} blancs ou nuls"
        )
    return f"{vote.pour} pour, {vote.contre} contre et {vote.abstentions} abstentions"
