"""The assembly, the head and the texts of a kind of collectivité."""

from __future__ import annotations

from dataclasses import dataclass

from generator.domain.territoire import Territoire, TypeCollectivite

_CLES = {
    TypeCollectivite.COMMUNE: "commune",
    TypeCollectivite.COMMUNAUTE_DE_COMMUNES: "communaute",
    TypeCollectivite.COMMUNAUTE_D_AGGLOMERATION: "communaute",
    TypeCollectivite.COMMUNAUTE_URBAINE: "communaute",
    TypeCollectivite.METROPOLE: "metropole",
    TypeCollectivite.METROPOLE_DE_LYON: "metropole-de-lyon",
    TypeCollectivite.ETABLISSEMENT_PUBLIC_TERRITORIAL: "ept",
}


_DROIT_COMMUNAL_PROPRE = frozenset({"986", "987", "988"})


@dataclass(frozen=True, slots=True)
class Fonction:
    """The head's title and how it is said when nobody is named."""

    titre: str
    masculin: str  # « le Maire »
    feminin: str  # « la Maire »


@dataclass(frozen=True, slots=True)
class FormeCourte:
    """« la commune », alone and contracted."""

    le: str
    du: str
    au: str


@dataclass(frozen=True, slots=True)
class Regime:
    """What the law and usage call the organs of a kind of collectivité."""

    cle: str
    assemblee: str
    membres: str
    executif: Fonction
    courte: FormeCourte
    motif: str  # « il est d'intérêt communal »: why the assembly may act at all
    texte: str | None  # the texts of the first visa; None where they are not described
    source: str
    statuts: str | None = None  # what an intercommunalité also refers to
    note_de_synthese: str | None = None  # the texts that ask for it, None where not described


def regime_key(territoire: Territoire) -> str:
    """Return the key of the regime that holds for this territory."""
    if territoire.is_paris:
        return "paris"
    if territoire.departement.code in _DROIT_COMMUNAL_PROPRE:
        return "droit-communal-propre"
    if territoire.is_commune and territoire.departement.is_alsace_moselle:
        return "alsace-moselle"
    return _CLES[territoire.type]
