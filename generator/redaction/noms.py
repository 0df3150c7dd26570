"""How French says the name of a territory: « du Havre », « aux Mureaux », « de l'Ain ».

Two kinds of article, and this is all the difference between a commune and the rest:

- inside the name, for communes: « Le Havre », « La Rochelle ». « de » and « à » contract with
  Le, Les and Aux (« du Havre », « aux Mureaux », « des Marais ») and leave La, L', Las and Los as
  they stand, capital kept (« de La Rochelle », « à L'Haÿ-les-Roses »);
- outside it, for départements, intercommunalités and a few archipelagos: the name is « Ain »,
  « Communauté de communes du Pays de Bray », and takes a small article: « de l'Ain ».

The apostrophe is U+0027 here: `redaction.typographie` makes it U+2019 once for all.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace

from generator.domain.territoire import Departement, Liaison, Territoire
from generator.referentiel.territoires import communes_named


@dataclass(frozen=True, slots=True)
class Nom:
    """A name with what French puts before it; every form holds the whole name."""

    nom: str  # « Le Havre », « Côte-d'Or »
    sujet: str  # « Le Havre », « la Côte-d'Or »
    de: str  # « du Havre », « de la Côte-d'Or »
    a: str  # « au Havre », « à la Côte-d'Or »
    dans: str  # where: « au Havre », « dans la Côte-d'Or »


@dataclass(frozen=True, slots=True)
class _Forme:
    """What a liaison puts before a name, and the articles that such a name may hold itself."""

    sujet: str
    de: str
    a: str
    articles: frozenset[str]  # in small letters; « » for none
    contracts: bool = False  # « de » and « à » swallow the name's own article


_FORMES: Mapping[Liaison, _Forme] = {
    Liaison.DE: _Forme("", "de ", "à ", frozenset({"", "la", "l'", "las", "los"})),
    Liaison.D_APOSTROPHE: _Forme("", "d'", "à ", frozenset({""})),
    Liaison.LE: _Forme("le ", "du ", "au ", frozenset({"", "le"}), contracts=True),
    Liaison.LA: _Forme("la ", "de la ", "à la ", frozenset({"", "la"})),
    Liaison.LES: _Forme("les ", "des ", "aux ", frozenset({"", "les", "aux"}), contracts=True),
    Liaison.L_APOSTROPHE: _Forme("l'", "de l'", "à l'", frozenset({"", "l'"})),
    Liaison.AUX: _Forme("les ", "des ", "aux ", frozenset({"", "aux"}), contracts=True),
    Liaison.LAS: _Forme("las ", "de las ", "à las ", frozenset({"", "las"})),
    Liaison.LOS: _Forme("los ", "de los ", "à los ", frozenset({"", "los"})),
}
_CHARNIERES: Mapping[str, Liaison] = {
    "de": Liaison.DE,
    "d'": Liaison.D_APOSTROPHE,
    "du": Liaison.LE,
    "de la": Liaison.LA,
    "des": Liaison.LES,
    "de l'": Liaison.L_APOSTROPHE,
}
_LIAISONS_PAR_ARTICLE: Mapping[str, Liaison] = {
    "le": Liaison.LE,
    "la": Liaison.LA,
    "les": Liaison.LES,
    "l'": Liaison.L_APOSTROPHE,
    "aux": Liaison.AUX,
    "las": Liaison.LAS,
    "los": Liaison.LOS,
}
# Nouns that open the name of an intercommunalité and want their article.
_LIAISONS_PAR_NATURE: Mapping[str, Liaison] = {
    "communauté": Liaison.LA,
    "métropole": Liaison.LA,
    "eurométropole": Liaison.L_APOSTROPHE,
    "agglomération": Liaison.L_APOSTROPHE,
    "établissement": Liaison.L_APOSTROPHE,
    "syndicat": Liaison.LE,
}
_ARTICLE = re.compile(r"(?:(le|la|les|aux|las|los) |(l)['’])(?=\S)", re.IGNORECASE)


def nom_de_territoire(territoire: Territoire) -> Nom:
    """Return the official name of a commune or intercommunalité in all its forms."""
    return _decline(territoire.nom, territoire.liaison)


def nom_de_departement(departement: Departement) -> Nom:
    """Return the name of a département in all its forms.

    `dans` follows usage: « dans la Côte-d'Or », but « en Maine-et-Loire », « en Guadeloupe »,
    « à Paris », « à Mayotte ».
    """
    nom = _decline(departement.nom, departement.liaison)
    outre_mer = departement.code.startswith(("97", "98"))
    sans_article = nom.sujet == nom.nom
    if outre_mer and departement.liaison is Liaison.LA:
        return replace(nom, dans=f"en {nom.nom}")
    if sans_article and not outre_mer and "-et-" in nom.nom:
        return replace(nom, dans=f"en {nom.nom}")
    return nom


def nom_avec_charniere(nom: str, charniere: str) -> Nom:
    """Return a record's own name joined by its own charnière (« de », « d' », « du »…).

    Raise ValueError, in French, for an unknown charnière or one that the name cannot take:
    « de » before « Le Havre », « d' » before « Dijon ».
    """
    cle = " ".join(charniere.replace("’", "'").casefold().split())
    liaison = _CHARNIERES.get(cle)
    if liaison is None:
        connues = ", ".join(f"« {c} »" for c in _CHARNIERES)
        raise ValueError(f"charnière « {charniere} » inconnue : écrire {connues}")
    article, _ = _split_article(nom)
    elides = cle.endswith("'") and not article
    if article not in _FORMES[liaison].articles or (elides and not _may_elide(nom)):
        raise ValueError(f"la charnière « {charniere} » ne convient pas à « {nom} »")
    return _decline(nom, liaison)


def liaison_devinee(nom: str) -> Liaison:
    """Return the likeliest liaison of a name that comes without charnière.

    By its article, then by its noun (« Communauté… »), then by its first sound. A first H or Y
    cannot be told from spelling: an official commune of that name decides; else H takes « de »,
    and Y « de » before a vowel, « d' » before a consonant.
    """
    article, _ = _split_article(nom)
    if article:
        return _LIAISONS_PAR_ARTICLE[article]
    premier = nom.split(" ", maxsplit=1)[0].casefold()
    if premier in _LIAISONS_PAR_NATURE:
        return _LIAISONS_PAR_NATURE[premier]
    initiale = _bare(nom[:1])
    if initiale in ("h", "y"):
        officielles = {commune.liaison for commune in communes_named(nom)}
        if len(officielles) == 1:
            return officielles.pop()
    if initiale == "y":
        return Liaison.DE if _is_vowel(nom[1:2]) else Liaison.D_APOSTROPHE
    return Liaison.D_APOSTROPHE if _is_vowel(initiale) else Liaison.DE


def _decline(nom: str, liaison: Liaison) -> Nom:
    """Return the forms of `nom`, its own article contracted or kept, or a small one added."""
    forme = _FORMES[liaison]
    article, racine = _split_article(nom)
    if not article:
        sujet = forme.sujet + nom
        a = forme.a + nom
        return Nom(nom, sujet, forme.de + nom, a, f"dans {sujet}" if forme.sujet else a)
    if forme.contracts:
        return Nom(nom, nom, forme.de + racine, forme.a + racine, forme.a + racine)
    return Nom(nom, nom, f"de {nom}", f"à {nom}", f"à {nom}")


def _split_article(nom: str) -> tuple[str, str]:
    """Return (own article in small letters, rest): (« le », « Havre »), (« », « Dijon »)."""
    trouve = _ARTICLE.match(nom)
    if trouve is None:
        return "", nom
    article = trouve[1].casefold() if trouve[1] else "l'"
    return article, nom[trouve.end() :]


def _bare(lettre: str) -> str:
    """Return a letter in small case, without its accent: « É » gives « e », « Œ » gives « o »."""
    return unicodedata.normalize("NFD", lettre.casefold()).replace("œ", "o")[:1]


def _is_vowel(lettre: str) -> bool:
    """Return whether a letter is a, e, i, o or u, whatever its accent; Y is not."""
    return _bare(lettre) in {"a", "e", "i", "o", "u"}


def _may_elide(nom: str) -> bool:
    """Return whether « d' » and « l' » can stand before a name."""
    return _is_vowel(nom[:1]) or _bare(nom[:1]) in {"h", "y"}
