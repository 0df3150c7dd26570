"""What a yearly report is written and drawn with, from `donnees/bilan.yaml`."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import yaml

from generator.domain.comparaison import Situation
from generator.resources import DONNEES


class Motif(StrEnum):
    """How a bar is filled, so that it is told from others without its colour."""

    PLEIN = "plein"
    HACHURES = "hachures"
    CROISILLONS = "croisillons"
    POINTS = "points"
    BARRES = "barres"
    VIDE = "vide"


@dataclass(frozen=True, slots=True)
class Plan:
    """How what was voted is called; `vote` agrees with it."""

    cle: str
    nom: str
    le: str
    du: str
    au: str
    vote: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """How a situation is said in the plural and drawn; `couleur`: six hexadecimal digits."""

    pluriel: str
    motif: Motif
    couleur: str


@dataclass(frozen=True, slots=True)
class Usages:
    """The words and the drawing of reports.

    `mots`: how many words the description of a finished action needs at least; `plans`: by the
    document that holds the plan; `etapes`: sentences that may hold marks.
    """

    mots: int
    plans: Mapping[str, Plan]
    situations: Mapping[Situation, Aspect]
    etapes: tuple[str, ...]


@functools.cache
def usages() -> Usages:
    """Return the words and the drawing of reports."""
    content = yaml.load((DONNEES / "bilan.yaml").read_bytes(), Loader=yaml.CSafeLoader)
    return Usages(
        mots=content["mots"],
        plans={item["cle"]: Plan(**item) for item in content["plans"]},
        situations={
            Situation(item["cle"]): Aspect(item["pluriel"], Motif(item["motif"]), item["couleur"])
            for item in content["situations"]
        },
        etapes=tuple(content["etapes"]),
    )
