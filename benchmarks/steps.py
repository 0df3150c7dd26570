"""Where the processor's time goes for a warm town, step by step, dxpdf's own share apart.

Usage: python benchmarks/steps.py [rounds]

Towns are produced whole, as `actes-enfance produire` does, eight others at each of the `rounds`,
after a first round that compiles the templates. Prints the median processor milliseconds of each
step for one document (those of this process: another program on the machine does not count), what
dxpdf's child spends, everything around dxpdf as a ratio to dxpdf, and what two processors can make
of it in a second. Linux only: the child's time is read from /proc.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import importlib
import os
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from towns import records

import generator
from generator.services import production, ramassage, verification

TOWNS = 8
TODAY = datetime.date(2026, 11, 21)

STEPS = {
    "record, read and checked": ("generator.services.verification:verify",),
    "vocabulary": (
        "generator.services.production:contexte",
        "generator.services.production:proprietes",
    ),
    "template filled": ("generator.rendering.gabarit:Gabarit.fill",),
    "Word file read back": ("generator.pdf.conversion:read",),
    "exchange with dxpdf": ("generator.pdf.engines.dxpdf:SeanceDxpdf.convert",),
    "PDF opened": ("pikepdf:Pdf.open",),
    "pages read": ("generator.pdf.balisage.flux:read_pages", "generator.pdf.conversion:read_pages"),
    "places of signature": (
        "generator.pdf.conversion:expect",
        "generator.pdf.conversion:take_out",
        "generator.pdf.conversion:read_zones",
        "generator.pdf.conversion:write_fields",
        "generator.pdf.emplacements.tenue:alerts",
    ),
    "checks": (
        "generator.pdf.conversion:used_fonts",
        "generator.pdf.fidelite:verify_characters",
        "generator.pdf.fidelite:verify_words",
        "generator.pdf.fidelite:verify_values",
        "generator.pdf.fidelite:verify_fonts",
    ),
    "tagging": ("generator.pdf.balisage.balises:tag",),
    "properties, PDF written": ("generator.pdf.metadonnees:write",),
    "files written": ("generator.services.production:write_all",),
}
"""Step → the functions that do it; a function called within another counts for its own step."""


class Profile:
    """Processor nanoseconds of each step, without those of the steps within it."""

    def __init__(self) -> None:
        self.spent: dict[str, int] = defaultdict(int)
        self._within: list[int] = []

    def watch(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function, timed."""

        @functools.wraps(function)
        def timed(*arguments: Any, **options: Any) -> Any:
            self._within.append(0)
            begun = time.process_time_ns()
            try:
                return function(*arguments, **options)
            finally:
                whole = time.process_time_ns() - begun
                self.spent[step] += whole - self._within.pop()
                if self._within:
                    self._within[-1] += whole

        return timed

    @contextlib.contextmanager
    def watching(self) -> Iterator[None]:
        """Time every function of `STEPS` for as long as this is open."""
        originals = []
        for step, places in STEPS.items():
            for place in places:
                holder, name = find(place)
                originals.append((holder, name, vars(holder)[name]))
                setattr(holder, name, self.watch(step, getattr(holder, name)))
        try:
            yield
        finally:
            for holder, name, function in originals:
                setattr(holder, name, function)


def find(place: str) -> tuple[Any, str]:
    """Return the module or the class that holds a function, and its name there."""
    module, _, path = place.partition(":")
    *outer, name = path.split(".")
    holder = functools.reduce(getattr, outer, importlib.import_module(module))
    return holder, name


def children() -> int:
    """Return the processor nanoseconds that the children running now have spent."""
    threads = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [pid for thread in threads for pid in thread.read_text().split()]
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for pid in pids)


def write_records(folder: Path, turn: int) -> list[Path]:
    """Write the records of one round; return their paths."""
    paths = []
    for name, text in records(TOWNS, start=1 + turn * 97):
        paths.append(folder / name)
        paths[-1].write_text(text, encoding="utf-8")
    return paths


def measure(rounds: int, folder: Path) -> tuple[dict[str, float], float]:
    """Return the median milliseconds a document of each step, and those of dxpdf."""
    steps: dict[str, list[float]] = defaultdict(list)
    engine: list[float] = []
    commande = generator.Commande(folder, moteur="dxpdf")
    ramassage.space_out()  # as `actes-enfance` does
    with production.Atelier(commande) as atelier:
        atelier.start()
        for turn in range(rounds + 1):
            paths = write_records(folder, turn)
            profile, begun, child, count = Profile(), time.process_time_ns(), 0, 0
            with profile.watching():
                for path in paths:
                    examen = verification.verify(path, aujourdhui=TODAY)
                    before = children()
                    made = atelier.produce(examen)
                    child += children() - before
                    count += len(made.produits)
                    for echec in made.echecs:
                        raise echec.erreur
            whole = time.process_time_ns() - begun
            if turn:  # the first compiles the templates and starts the engine
                profile.spent["the rest"] = whole - sum(profile.spent.values())
                for step, spent in profile.spent.items():
                    steps[step].append(spent / count / 1e6)
                engine.append(child / count / 1e6)
    return {step: statistics.median(t) for step, t in steps.items()}, statistics.median(engine)


def main() -> None:
    """Run the rounds and print medians and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    with tempfile.TemporaryDirectory() as folder:
        steps, engine = measure(rounds, Path(folder))
    around = sum(steps.values())
    for step in (*STEPS, "the rest"):
        print(f"{step:<26} {steps.get(step, 0.0):7.2f} ms   x {steps.get(step, 0.0) / engine:.2f}")
    print(f"{'everything around dxpdf':<26} {around:7.2f} ms   x {around / engine:.2f}")
    print(f"{'dxpdf':<26} {engine:7.2f} ms   x 1.00")
    print(f"on two processors, at best {2000 / (around + engine):.0f} documents a second")


if __name__ == "__main__":
    main()
