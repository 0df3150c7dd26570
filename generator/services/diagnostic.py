"""What this machine can do: engines, fonts, and a real conversion with each engine."""

from __future__ import annotations

import datetime
import platform
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from generator.errors import ActesError
from generator.pdf.engines import MOTEURS
from generator.pdf.polices import package_characters
from generator.records import fiche as records
from generator.services.production import Commande, produce
from generator.services.verification import examine

_FICHE = b"demarche: territoires-denfance\ncollectivite: {code_insee: '18102'}\n"
_DOCUMENT = "charte"

_COUTS = {
    "dxpdf": "sans lui, les PDF demandent LibreOffice et sont plus de dix fois plus lents",
    "libreoffice": "sans lui, un document que dxpdf ne sait pas convertir reste sans PDF",
}


@dataclass(frozen=True, slots=True)
class EtatMoteur:
    """One engine: is it here, and how long (seconds) its first real document took, or why not."""

    nom: str
    disponible: bool
    version: str | None
    chemin: Path | None
    duree: float | None
    erreur: str | None
    cout: str  # what its absence costs the user


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """What was found; `caracteres` counts the characters that the package's font can draw."""

    python: str
    systeme: str
    caracteres: int
    moteurs: tuple[EtatMoteur, ...]

    @property
    def can_make_pdf(self) -> bool:
        """True when one engine at least made a real document."""
        return any(moteur.duree is not None for moteur in self.moteurs)


def diagnose(*, aujourdhui: datetime.date) -> Diagnostic:
    """Return what this machine can do, after a real conversion with each engine found."""
    return Diagnostic(
        platform.python_version(),
        platform.platform(terse=True),
        len(package_characters()),
        tuple(_try(nom, aujourdhui) for nom in MOTEURS),
    )


def _try(nom: str, aujourdhui: datetime.date) -> EtatMoteur:
    found = MOTEURS[nom].probe()
    duree = erreur = None
    if found.disponible:
        debut = time.perf_counter()
        erreur = _convert(nom, aujourdhui)
        duree = time.perf_counter() - debut if erreur is None else None
    return EtatMoteur(
        nom, found.disponible, found.version, found.chemin, duree, erreur, _COUTS[nom]
    )


def _convert(moteur: str, aujourdhui: datetime.date) -> str | None:
    """Make a real document in a temporary folder; return why it failed, or None."""
    with tempfile.TemporaryDirectory() as folder:
        fiche = records.loads(
            _FICHE, source="diagnostic", folder=Path(folder), aujourdhui=aujourdhui
        )
        examen = examine(fiche, aujourdhui=aujourdhui)
        commande = Commande(Path(folder), (_DOCUMENT,), ("pdf",), moteur)
        try:
            (production,) = produce([examen], commande)
        except ActesError as error:
            return str(error)
        return str(production.echecs[0].erreur) if production.echecs else None
