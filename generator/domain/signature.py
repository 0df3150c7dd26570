"""Where documents are signed, and the marks by which a server of signatures finds these places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Emplacement:
    """A place of signature: the name of its field in the PDF, and who signs there."""

    cle: str
    nom: str
    description: str


@dataclass(frozen=True, slots=True)
class ImageTransparente:
    """The sides, in pixels, of the picture that holds a place in the Word file."""

    largeur: int
    hauteur: int


@dataclass(frozen=True, slots=True)
class Forme:
    """A way to write position marks; « {rang} » in `texte` counts the places from 1.

    `emplacements`: the places that get one, None for all; `alerte`: what must be told with them.
    """

    cle: str
    texte: str
    emplacements: tuple[str, ...] | None = None
    alerte: str | None = None


@dataclass(frozen=True, slots=True)
class Parapheur:
    """The position marks of i-Parapheur: the words that it looks for, and ours."""

    source: str
    reservees: tuple[str, ...]
    formes: tuple[Forme, ...]


@dataclass(frozen=True, slots=True)
class Signatures:
    """All that is known of signatures, whatever the document."""

    emplacements: tuple[Emplacement, ...]
    image: ImageTransparente
    parapheur: Parapheur

    @property
    def cles(self) -> tuple[str, ...]:
        """The keys of the places, in their order."""
        return tuple(emplacement.cle for emplacement in self.emplacements)

    def marques(self, forme: Forme | None, attendus: tuple[str, ...]) -> dict[str, str]:
        """Return the mark of every place, empty where it has none.

        `attendus`: the places of the document, which are counted first; None prints no mark.
        """
        ordre = (*attendus, *(cle for cle in self.cles if cle not in attendus))
        return {
            cle: forme.texte.format(rang=rang)
            if forme is not None and (forme.emplacements is None or cle in forme.emplacements)
            else ""
            for rang, cle in enumerate(ordre, start=1)
        }
