"""What a document depends on, as one hash: equal keys make equal documents.

A key holds the record, the template, the programs and data of this version, the packages that
write, the figures of law in force, the engine with its version, and who sends a welcome pack.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata

from generator.errors import ReferentielError
from generator.pdf.engines import MOTEURS
from generator.referentiel import demarches
from generator.referentiel.seuils import seuils
from generator.resources import PACKAGE, TEMPLATES
from generator.services.lot.fabrication import Reglages

_PAQUET = re.compile(r"[A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True)
class Cles:
    """Makes the keys of one run. `socle`: what all its towns depend on."""

    socle: str
    options: str  # what was asked for that any document depends on
    ensemble: str  # what was asked for that the whole file of a town depends on
    gabarits: dict[str, str]  # document → SHA-256 of its template

    def of(self, empreinte: str, document: str, moteur: str | None) -> str:
        """Return the key of one document of a record, made by an engine (None: Word only).

        The whole file has no template of its own: it is made with every document, or not at all.
        """
        version = f"{moteur} {_version(moteur)}" if moteur else ""
        gabarit = self.gabarits.get(document, self.ensemble)
        return digest([self.socle, self.options, empreinte, document, gabarit, version])


def cles(reglages: Reglages) -> Cles:
    """Return the keys of a run."""
    own = dict(reglages.gabarits)
    gabarits = {}
    for cle, document in demarches.documents().items():
        nom = document.fichier_du_gabarit
        octets = own[nom] if nom in own else (TEMPLATES / nom).read_bytes()
        gabarits[cle] = hashlib.sha256(octets).hexdigest()
    socle = digest([reglages.identite, _law(reglages.aujourdhui), repr(reglages.envoi)])
    commande = reglages.commande
    options = digest([commande.moteur, commande.balises_parapheur or ""])
    ensemble = digest([*sorted(commande.documents), "", *commande.formats])
    return Cles(socle, options, ensemble, gabarits)


@functools.cache
def identity() -> str:
    """Return the hash of this program: its code, its data, and the packages that it writes with."""
    files = sorted(
        path
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".mo"
    )
    parts = [
        f"{path.relative_to(PACKAGE).as_posix()} {hashlib.sha256(path.read_bytes()).hexdigest()}"
        for path in files
    ]
    return digest([*parts, *_packages()])


def digest(parts: Iterable[str]) -> str:
    """Return the SHA-256 (hex) of several texts, none of which can run into the next."""
    total = hashlib.sha256()
    for part in parts:
        encoded = part.encode()
        total.update(len(encoded).to_bytes(8, "big") + encoded)
    return total.hexdigest()


def _packages() -> Iterable[str]:
    """Yield « name version » of every package that this one needs at work, but the engine."""
    for requirement in metadata.requires("actes-enfance") or ():
        found = _PAQUET.match(requirement)
        if found and "extra ==" not in requirement and found[0] not in MOTEURS:
            yield f"{found[0]} {metadata.version(found[0])}"


def _law(aujourdhui: datetime.date) -> str:
    """Return what the day decides for a record without a date: mandates and figures of law."""
    mandats = []
    for cle in demarches.cles():
        try:
            mandats.append(f"{cle} {demarches.mandat_en_cours(cle, aujourdhui)}")
        except ReferentielError:
            mandats.append(cle)
    try:
        return digest([*mandats, repr(seuils(aujourdhui))])
    except ReferentielError:
        return digest(mandats)


@functools.cache
def _version(moteur: str) -> str:
    return MOTEURS[moteur].probe().version or ""
