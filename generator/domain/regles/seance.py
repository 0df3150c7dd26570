"""Who sits: legal size, presence, quorum, voting powers, secretary (CGCT L. 2121-2 to L. 2121-23)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from generator.domain.dossier import Dossier, Personne
from generator.domain.effectifs import effectif_legal
from generator.domain.regles.cadre import ALERTE, Cadre, Finding, name_key, severity


def quorum(en_exercice: int) -> int:
    """Return how many members must be present: more than half of those in office (L. 2121-17)."""
    return en_exercice // 2 + 1


def check_effectif(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield an alert when more members sit than the law provides (CGCT L. 2121-2)."""
    en_exercice = dossier.seance.en_exercice
    legal = effectif_legal(dossier.collectivite.territoire, cadre.seuils)
    if en_exercice is None or legal is None:
        return
    population = dossier.collectivite.territoire.population_municipale or 0
    for debut, fin, complet in cadre.seuils.effectifs_reputes_complets:
        if debut <= population <= fin and en_exercice < complet:
            yield (
                ALERTE,
                "seance.en_exercice",
                f"{en_exercice} membres en exercice : le conseil n'est réputé complet qu'à {complet} "
                "(CGCT L. 2121-2-1)",
            )
    if en_exercice > legal:
        yield (
            ALERTE,
            "seance.en_exercice",
            f"{en_exercice} membres en exercice pour un effectif légal de {legal} (CGCT L. 2121-2) : "
            "vérifiez (une commune nouvelle peut avoir un effectif dérogatoire)",
        )


def check_presence(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield what is wrong with the counts of present and represented members, and the quorum."""
    seance, grave = dossier.seance, severity(dossier)
    en_exercice, presents, pouvoirs = seance.en_exercice, seance.presents, seance.pouvoirs
    if presents is not None and en_exercice is not None:
        if presents > en_exercice:
            yield (
                grave,
                "seance.presents",
                f"{presents} présents pour {en_exercice} membres en exercice : corrigez l'un des deux",
            )
        elif pouvoirs is not None and presents + pouvoirs > en_exercice:
            yield (
                grave,
                "seance.pouvoirs",
                f"{presents} présents et {pouvoirs} pouvoirs font {presents + pouvoirs}, plus que les "
                f"{en_exercice} membres en exercice : corrigez",
            )
        if presents < quorum(en_exercice) and not seance.seconde_convocation:
            yield (
                grave,
                "seance.presents",
                f"le quorum n'est pas atteint : {presents} présents, il en faut {quorum(en_exercice)} sur "
                f"{en_exercice} (CGCT L. 2121-17 ; les pouvoirs ne comptent pas) ; après une seconde "
                "convocation, indiquez « seconde_convocation: oui »",
            )
    if presents is not None and pouvoirs is not None and pouvoirs > presents:
        yield (
            grave,
            "seance.pouvoirs",
            f"{pouvoirs} pouvoirs pour {presents} présents : un présent ne porte qu'un pouvoir "
            "(CGCT L. 2121-20)",
        )
    if presents == 0:
        yield grave, "seance.presents", "aucun présent : une séance ne se tient pas sans membres"


def check_pouvoirs(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield what is wrong with the list of voting powers (CGCT L. 2121-20)."""
    grave, champ = severity(dossier), "seance.pouvoirs"
    liste = dossier.seance.liste_des_pouvoirs
    donneurs = Counter(name_key(p.de) for p in liste)
    porteurs = Counter(name_key(p.a) for p in liste)
    noms = {name_key(n): n for p in liste for n in (p.de, p.a)}
    for key, count in porteurs.items():
        if count > 1:
            yield (
                grave,
                champ,
                f"{noms[key]} porte {count} pouvoirs : un seul est permis (CGCT L. 2121-20)",
            )
    for key, count in donneurs.items():
        if count > 1:
            yield grave, champ, f"{noms[key]} donne pouvoir {count} fois : ne gardez qu'une ligne"
        if key in porteurs:
            yield (
                grave,
                champ,
                f"{noms[key]} donne pouvoir et en porte un : un membre représenté est absent",
            )


def check_secretaire(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield an alert when one person would sign twice (CGCT L. 2121-23)."""
    preside = dossier.seance.presidence or dossier.executif
    secretaire = dossier.seance.secretaire
    if preside is None or secretaire is None or preside.nom is None or secretaire.nom is None:
        return
    if name_key(_full_name(preside)) == name_key(_full_name(secretaire)):
        yield (
            ALERTE,
            "seance.secretaire",
            "le secrétaire de séance est aussi la personne qui préside : les deux "
            "signatures (CGCT L. 2121-23) doivent être distinctes",
        )


def _full_name(personne: Personne) -> str:
    return f"{personne.prenom or ''} {personne.nom or ''}"
