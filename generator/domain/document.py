"""The documents that a programme asks for, and the properties that each carries."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

FORMATS = ("docx", "pdf")
"""What each document is written as."""


@dataclass(frozen=True, slots=True)
class Document:
    """One kind of document. `titre` and `sujet` hold marks.

    `signatures`: the keys of the places where it is signed, in their order. `preparatoire`: it goes
    with the notice of the sitting, and is no part of the act; made where the law asks for it.
    """

    cle: str
    nom: str
    titre: str
    sujet: str
    avertissement: str | None = None  # what its reader must be told before using it
    signatures: tuple[str, ...] = ()
    jeu: str | None = None  # the set that it is of, None for the programmes' own documents
    piece: str | None = None  # what it is, in the letter of a welcome pack
    joint: str | None = None  # what it is, in the note of synthesis; may hold marks
    preparatoire: bool = False

    @property
    def fichier_du_gabarit(self) -> str:
        """The path of its Word template in a folder of templates."""
        return f"{self.jeu}/{self.cle}.docx" if self.jeu is not None else f"{self.cle}.docx"


@dataclass(frozen=True, slots=True)
class Proprietes:
    """The properties of one document, in its Word file and in its PDF alike."""

    titre: str
    auteur: str
    sujet: str
    mots_cles: tuple[str, ...]
    date: datetime.datetime | None  # in UTC; None leaves the document without a date
    langue: str = "fr-FR"
