"""Charts as they are told: what is drawn, and what is said to those who do not see it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.domain.bilan import Bilan
from generator.domain.comparaison import LigneDeBilan, Situation
from generator.domain.demarche import Demarche
from generator.redaction.typographie import typographier
from generator.referentiel.bilan import Aspect, usages

ENSEMBLE = "graphique-ensemble"
"""The chart of all the axes. That of one axis is « graphique- » and its key."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a bar: a number of actions, drawn as their situation is."""

    nombre: int
    aspect: Aspect


@dataclass(frozen=True, slots=True)
class Barre:
    """One bar: what it is about, and its stretches from left to right."""

    nom: str
    segments: tuple[Segment, ...]

    @property
    def total(self) -> int:
        """How many actions it counts."""
        return sum(segment.nombre for segment in self.segments)


@dataclass(frozen=True, slots=True)
class Graphique:
    """A chart of horizontal bars on one scale; `texte` tells all its figures.

    `legende`: the names of the aspects, where bars have more than one; empty otherwise.
    """

    barres: tuple[Barre, ...]
    texte: str
    legende: tuple[tuple[str, Aspect], ...] = ()


@dataclass(frozen=True, slots=True)
class Groupe:
    """The actions of one axis, or of none (« transversal »)."""

    cle: str
    nom: str
    texte: str
    lignes: tuple[LigneDeBilan, ...]

    @property
    def graphique(self) -> str:
        """The name of its chart."""
        return f"graphique-{self.cle}"

    def compter(self) -> dict[Situation, int]:
        """Return how many of its actions are in each situation, in the order of reports."""
        return {s: sum(x.situation is s for x in self.lignes) for s in Situation}


def groupes(bilan: Bilan, demarche: Demarche) -> tuple[Groupe, ...]:
    """Return the axes of the programme with their actions, then the actions that have none."""
    cles = {axe.cle for axe in demarche.axes}
    par_axe = [
        Groupe(a.cle, a.nom, a.texte, tuple(x for x in bilan.lignes if x.action.axe == a.cle))
        for a in demarche.axes
    ]
    autres = tuple(x for x in bilan.lignes if x.action.axe not in cles)
    if autres:
        par_axe.append(Groupe("transversal", "Actions transversales", "", autres))
    return tuple(par_axe)


def graphiques(bilan: Bilan, demarche: Demarche) -> Mapping[str, Graphique]:
    """Return the charts of a report by the name of their place: all the axes, then each of them."""
    axes = [groupe for groupe in groupes(bilan, demarche) if groupe.lignes]
    return {ENSEMBLE: _ensemble(axes)} | {axe.graphique: _axe(axe) for axe in axes}


def _ensemble(axes: list[Groupe]) -> Graphique:
    aspects = usages().situations
    barres = tuple(Barre(typographier(axe.nom), _segments(axe.compter(), aspects)) for axe in axes)
    presentes = {s for axe in axes for s, nombre in axe.compter().items() if nombre}
    dits = "; ".join(f"{axe.nom} : {enumerer(axe.compter())}" for axe in axes)
    return Graphique(
        barres,
        typographier(f"Graphique en barres, une par axe. {dits}."),
        tuple((aspects[s].pluriel.capitalize(), aspects[s]) for s in Situation if s in presentes),
    )


def _axe(axe: Groupe) -> Graphique:
    aspects = usages().situations
    comptes = axe.compter()
    barres = tuple(
        Barre(nommer(s, nombre).capitalize(), (Segment(nombre, aspects[s]),))
        for s, nombre in comptes.items()
        if nombre
    )
    return Graphique(
        barres,
        typographier(
            f"Graphique en barres, une par situation, pour l'axe « {axe.nom} » : {enumerer(comptes)}."
        ),
    )


def _segments(
    comptes: Mapping[Situation, int], aspects: Mapping[Situation, Aspect]
) -> tuple[Segment, ...]:
    return tuple(Segment(nombre, aspects[s]) for s, nombre in comptes.items() if nombre)


def nommer(situation: Situation, nombre: int) -> str:
    """Return the name of a situation as it agrees with a number of actions."""
    return usages().situations[situation].pluriel if nombre > 1 else situation.value


def enumerer(comptes: Mapping[Situation, int]) -> str:
    """Return « 2 actions réalisées, 1 action en cours », without those that count none."""
    dits: Iterable[str] = (
        f"{nombre} action{'s' if nombre > 1 else ''} {nommer(situation, nombre)}"
        for situation, nombre in comptes.items()
        if nombre
    )
    return ", ".join(dits)
