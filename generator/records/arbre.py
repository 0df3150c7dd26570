"""The tree that a record is read into: three frozen nodes, each with its place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Position:
    """A place in a text file; lines and columns count from 1, columns in characters."""

    ligne: int
    colonne: int


@dataclass(frozen=True, slots=True)
class Cellule:
    """A place in a row of a table; columns count from 1, and 0 is the row itself.

    `entete` is what heads the column, as people read it.
    """

    ligne: int
    colonne: int = 0
    entete: str = ""


Place = Position | Cellule

DEBUT = Position(1, 1)


@dataclass(frozen=True, slots=True)
class NoeudScalaire:
    """A value as it stands in the file, NFC, without blanks around; None where nothing is written.

    A plain empty value, « ~ » and « null » are None; a quoted empty text is the empty text.
    """

    position: Place
    texte: str | None


@dataclass(frozen=True, slots=True)
class NoeudListe:
    """A sequence of nodes."""

    position: Place
    elements: tuple[Noeud, ...]


@dataclass(frozen=True, slots=True)
class Entree:
    """A key of a group, with the position of the key, and its value."""

    position: Place
    cle: str
    valeur: Noeud


@dataclass(frozen=True, slots=True)
class NoeudGroupe:
    """A mapping: keys are texts, each stands once."""

    position: Place
    entrees: tuple[Entree, ...]


Noeud = NoeudScalaire | NoeudListe | NoeudGroupe


def is_absent(noeud: Noeud) -> bool:
    """Return whether the node says nothing: no text, or a container of nodes that say nothing.

    An empty list written as such (« [] ») says something: that there is no element.
    """
    match noeud:
        case NoeudScalaire():
            return not noeud.texte
        case NoeudListe():
            return bool(noeud.elements) and all(is_absent(element) for element in noeud.elements)
        case NoeudGroupe():
            return all(is_absent(entree.valeur) for entree in noeud.entrees)
