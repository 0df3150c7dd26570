"""What is made of one town: in memory, then written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.domain.document import Document
from generator.errors import ActesError
from generator.pdf.emplacements.recherche import Place
from generator.pdf.norme import Norme
from generator.pdf.polices import Police
from generator.services.verification import Examen


@dataclass(frozen=True, slots=True)
class Empreinte:
    """What a file was made from: its name, without a folder, and the SHA-256 of its bytes."""

    nom: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Moteur:
    """The engine that made a PDF."""

    nom: str
    version: str | None


@dataclass(frozen=True, slots=True)
class Ouvrage:
    """One document made in memory, or the whole file of the town.

    `contenus`: the bytes by file name, in the order in which they are told. `pages`, `moteur` and
    `norme` are None without a PDF; the whole file has no engine and no template, but `parties`,
    the names of the documents that it joins.
    """

    document: Document
    titre: str
    contenus: Mapping[str, bytes]
    blancs: int
    alertes: tuple[str, ...]
    pages: int | None = None
    moteur: Moteur | None = None
    norme: Norme | None = None
    polices: tuple[Police, ...] = ()
    signatures: tuple[Place, ...] = ()
    gabarit: Empreinte | None = None
    parties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Echec:
    """What could not be made or written, and why; nothing was written for it.

    `document` is None where the whole folder of the town could not be written.
    """

    document: Document | None
    erreur: ActesError


@dataclass(frozen=True, slots=True)
class Livraison:
    """The documents of one town, made and not yet written. It can be pickled.

    `dossier`: the name of the town's folder.
    """

    dossier: str
    ouvrages: tuple[Ouvrage, ...]
    echecs: tuple[Echec, ...]


@dataclass(frozen=True, slots=True)
class Produit:
    """One document that was written: its files, and what to tell about it."""

    document: Document
    fichiers: tuple[Path, ...]
    blancs: int  # blanks left to fill by hand
    pages: int | None  # None without a PDF
    moteur: str | None
    norme: str | None  # the standards that the PDF meets: « PDF/A-2a et PDF/UA-1 »
    signatures: tuple[Place, ...]  # the places where the PDF is to be signed
    alertes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Production:
    """What one record gave. `alertes` are about the town's folder as a whole."""

    examen: Examen
    dossier: Path
    produits: tuple[Produit, ...]
    echecs: tuple[Echec, ...]
    alertes: tuple[str, ...] = ()
