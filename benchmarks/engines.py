"""How long a finished PDF takes with each engine, side by side in one run.

Usage: python benchmarks/engines.py [rounds]

Every document of the samples is filled once; each engine then converts and verifies all of them,
in alternation, `rounds` times. Prints the median seconds per document and the ratio between the
engines; the share of dxpdf alone tells what the checks around it cost.
"""

from __future__ import annotations

import datetime
import statistics
import sys
import tempfile
import time
from pathlib import Path

import generator
from generator.pdf.engines import MOTEURS

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TODAY = datetime.date(2026, 11, 21)


def measure(moteur: str, examens: list[generator.Examen], folder: Path) -> float:
    """Return the seconds per document of one whole run, process start included."""
    begun = time.perf_counter()
    count = 0
    for examen in examens:
        commande = generator.Commande(folder, formats=("pdf",), moteur=moteur)
        for production in generator.produce([examen], commande):
            count += len(production.produits)
            for echec in production.echecs:
                raise echec.erreur
    return (time.perf_counter() - begun) / count


def main() -> None:
    """Run the rounds and print medians and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    examens = [generator.verify(p, aujourdhui=TODAY) for p in sorted(SAMPLES.glob("*.yaml"))]
    engines = [nom for nom, moteur in MOTEURS.items() if moteur.probe().disponible]
    times: dict[str, list[float]] = {nom: [] for nom in engines}
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(rounds):
            for nom in engines:
                times[nom].append(measure(nom, examens, Path(folder)))
    medians = {nom: statistics.median(values) for nom, values in times.items()}
    fastest = min(medians.values())
    for nom, median in medians.items():
        print(f"{nom:<12} {median * 1000:8.1f} ms a document   x {median / fastest:.1f}")


if __name__ == "__main__":
    main()
