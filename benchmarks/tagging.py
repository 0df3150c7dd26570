"""What making a PDF archival and accessible costs, beside dxpdf's own conversion, in one run.

Usage: python benchmarks/tagging.py [rounds]

Every document of the samples is filled once; then, `rounds` times in alternation, dxpdf converts
it, its places of signature become fields, its text and fonts are checked, it is tagged, and it is
finished (properties, colours, written).
Prints the median milliseconds of each step over all documents, and their ratio to dxpdf's.
"""

from __future__ import annotations

import datetime
import io
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pikepdf

import generator
from generator.domain.document import Proprietes
from generator.pdf import fidelite, metadonnees, mots
from generator.pdf.balisage import balises, flux
from generator.pdf.emplacements import tenue
from generator.pdf.emplacements.attendus import expect
from generator.pdf.emplacements.champs import write_fields
from generator.pdf.emplacements.recherche import take_out
from generator.pdf.engines import dxpdf
from generator.pdf.norme import ACCESSIBLE
from generator.pdf.polices import used_fonts
from generator.pdf.texte import read_zones
from generator.rendering.ooxml.lecture import read

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TODAY = datetime.date(2026, 11, 21)
PROPRIETES = Proprietes("Titre", "Auteur", "Sujet", (), None)
T = TypeVar("T")


class Chronometre:
    """Milliseconds of each step, one for each time that it was run."""

    def __init__(self) -> None:
        self.temps: dict[str, list[float]] = {}

    def time(self, etape: str, action: Callable[[], T]) -> T:
        """Run a step and keep how long it took."""
        debut = time.perf_counter()
        resultat = action()
        self.temps.setdefault(etape, []).append((time.perf_counter() - debut) * 1000)
        return resultat


def measure(docx: bytes, seance: dxpdf.SeanceDxpdf, chronometre: Chronometre) -> None:
    """Run every step once on one document."""
    pdf = chronometre.time("dxpdf", lambda: seance.convert(docx))
    contenu = chronometre.time("reading of the Word file", lambda: read(docx))
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        attendus = chronometre.time("signatures: expected", lambda: expect(contenu))
        places = chronometre.time("signatures: found", lambda: take_out(document, attendus))
        zones = [(place.page, place.cadre) for place in places]
        dessous = chronometre.time("signatures: what they cover", lambda: read_zones(pdf, zones))
        feuilles = chronometre.time("reading of the pages", lambda: flux.read_pages(document))
        decoupes = [mots.split(flux.text(feuille)) for feuille in feuilles]

        def check() -> None:
            fidelite.verify_characters(contenu, dxpdf.REPLIS)
            fidelite.verify_words(contenu, decoupes)
            fidelite.verify_fonts(contenu, used_fonts(document))

        chronometre.time("checks: words, fonts", check)

        def sign() -> None:
            tenue.verify_clear(places, dessous)
            write_fields(document, places)
            if list(tenue.alerts(contenu, attendus, places, decoupes)):
                raise AssertionError("a sample whose signatures are apart")

        chronometre.time("signatures: checked, written", sign)
        chronometre.time(
            "tagging", lambda: balises.tag(document, contenu, "fr-FR", feuilles, decoupes)
        )
        chronometre.time("finishing", lambda: metadonnees.write(document, PROPRIETES, ACCESSIBLE))


def fill(folder: Path) -> list[bytes]:
    """Return the Word file of every document of every sample."""
    for path in sorted(SAMPLES.glob("*.yaml")):
        examen = generator.verify(path, aujourdhui=TODAY)
        commande = generator.Commande(folder / path.stem, formats=("docx",))
        for production in generator.produce([examen], commande):
            for echec in production.echecs:
                raise echec.erreur
    return [path.read_bytes() for path in sorted(folder.rglob("*.docx"))]


def main() -> None:
    """Run the rounds and print medians and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    chronometre = Chronometre()
    seance = dxpdf.start(delai=60, memoire=2**31)
    with tempfile.TemporaryDirectory() as folder:
        fichiers = fill(Path(folder))
    for _ in range(rounds):
        for docx in fichiers:
            measure(docx, seance, chronometre)
    seance.close()
    medianes = {etape: statistics.median(temps) for etape, temps in chronometre.temps.items()}
    for etape, mediane in medianes.items():
        print(f"{etape:<28} {mediane:7.2f} ms   x {mediane / medianes['dxpdf']:.2f}")
    ours = sum(medianes[e] for e in ("reading of the pages", "tagging", "finishing"))
    print(f"{'tagging and finishing':<28} {ours:7.2f} ms   x {ours / medianes['dxpdf']:.2f}")


if __name__ == "__main__":
    main()
