"""Communes, intercommunalités and départements: official facts, one frozen object each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Liaison(IntEnum):
    """How « de » joins a name: the Insee's TNCC code (Code officiel géographique)."""

    DE = 0
    D_APOSTROPHE = 1
    LE = 2
    LA = 3
    LES = 4
    L_APOSTROPHE = 5
    AUX = 6
    LAS = 7
    LOS = 8


class Entete(StrEnum):
    """How a département heads a document."""

    DEPARTEMENT = "département"  # « Département de la Côte-d'Or »
    NOM = "nom"  # a single or overseas collectivité: « Martinique », « Polynésie française »
    AUCUN = "aucun"  # Paris is commune and département at once


class TypeCollectivite(StrEnum):
    """The legal kind of a collectivité."""

    COMMUNE = "commune"
    COMMUNAUTE_DE_COMMUNES = "communauté de communes"
    COMMUNAUTE_D_AGGLOMERATION = "communauté d'agglomération"
    COMMUNAUTE_URBAINE = "communauté urbaine"
    METROPOLE = "métropole"
    METROPOLE_DE_LYON = "métropole de Lyon"
    ETABLISSEMENT_PUBLIC_TERRITORIAL = "établissement public territorial"


@dataclass(frozen=True, slots=True)
class Departement:
    """A département or an overseas collectivité. `nom` never carries its article."""

    code: str
    nom: str
    liaison: Liaison
    tribunal: str | None  # « tribunal administratif de Dijon »; CJA R. 221-3
    entete: Entete = Entete.DEPARTEMENT

    @property
    def is_collectivite_d_outre_mer(self) -> bool:
        """True overseas outside the départements, where the law of communes is another."""
        return self.code in {"975", "977", "978", "984", "986", "987", "988", "989"}

    @property
    def is_alsace_moselle(self) -> bool:
        """True in Moselle, Bas-Rhin and Haut-Rhin, where CGCT L. 2541-1 and following hold."""
        return self.code in {"57", "67", "68"}


@dataclass(frozen=True, slots=True)
class Territoire:
    """A commune or an intercommunalité of the official list.

    `nom` is the official name: with its article for a commune (« Le Havre »), and for an
    intercommunalité with its kind in full (« Communauté de communes du Pays de Sommières »).
    Populations are inhabitants; None where the official list has none.
    """

    code: str  # Insee code of a commune, SIREN of an intercommunalité
    siren: str | None
    nom: str
    liaison: Liaison
    type: TypeCollectivite
    departement: Departement
    arrondissement: str | None  # its name, « Lons-le-Saunier »
    population_municipale: int | None
    population_totale: int | None

    @property
    def is_commune(self) -> bool:
        """True for a commune, Paris included."""
        return self.type is TypeCollectivite.COMMUNE

    @property
    def is_paris(self) -> bool:
        """True for the Ville de Paris, whose assembly is the conseil de Paris (CGCT L. 2512-1)."""
        return self.is_commune and self.code == "75056"
