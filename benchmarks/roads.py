"""Three roads from the same records to PDFs, side by side in one run, on this machine.

Usage: python benchmarks/roads.py [towns] [towns of the cold road] [UNOSERVER]

- this program, in one process and in two: finished documents, verified, tagged, PDF/A and PDF/UA;
- docxtpl as its manual shows it, and a LibreOffice kept warm by unoserver;
- the same docxtpl, and `soffice --convert-to pdf` for each file.

The last two write the PDF that LibreOffice gives, and check nothing. UNOSERVER is the program of
that name (`pip install unoserver` beside an interpreter that has `uno`); its client must be
installed here. Prints documents a second, processor seconds a document, children included, the
peak of memory of the whole family of processes, and ratios to this program in two processes.
Linux only: /proc tells what processes use.
"""

from __future__ import annotations

import datetime
import multiprocessing
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docxtpl import DocxTemplate
from towns import records

import generator
from generator.redaction.contexte import contexte
from generator.referentiel import demarches
from generator.resources import TEMPLATES

TODAY = datetime.date(2026, 11, 21)
PORT = 2093
PAGE = os.sysconf("SC_PAGE_SIZE")
TICKS = os.sysconf("SC_CLK_TCK")


# The roads: each makes every document of the records and returns how many.


def ours(paths: Sequence[Path], folder: Path) -> int:
    """Make finished documents with this program."""
    examens = [generator.verify(path, aujourdhui=TODAY) for path in paths]
    commande = generator.Commande(folder, moteur="dxpdf")
    return sum(len(town.produits) for town in generator.produce(examens, commande))


def ours_twice(paths: Sequence[Path], folder: Path) -> int:
    """Make them in two processes, a half each."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        halves = [(paths[0::2], folder / "a"), (paths[1::2], folder / "b")]
        return sum(pool.starmap(ours, halves))


def cold(paths: Sequence[Path], folder: Path) -> int:
    """Start LibreOffice for each file."""
    count = 0
    for docx in filled(paths, folder):
        command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder), docx]
        subprocess.run(command, check=True, capture_output=True)
        count += docx.with_suffix(".pdf").is_file()
    return count


def warm(paths: Sequence[Path], folder: Path) -> int:
    """Give every file to one LibreOffice that stays open."""
    from unoserver.client import UnoClient  # noqa: PLC0415, only this road needs it

    server = subprocess.Popen(
        [UNOSERVER, "--port", str(PORT), "--uno-port", str(PORT + 1)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    count = 0
    try:
        wait_for(PORT)
        client = UnoClient(port=str(PORT))
        for docx in filled(paths, folder):
            client.convert(inpath=str(docx), outpath=str(docx.with_suffix(".pdf")))
            count += docx.with_suffix(".pdf").is_file()
    finally:
        server.terminate()
        server.wait(30)
    return count


def filled(paths: Sequence[Path], folder: Path) -> Iterator[Path]:
    """Yield the Word files of the records, each rendered as docxtpl's manual shows."""
    documents = demarches.documents()
    for path in paths:
        examen = generator.verify(path, aujourdhui=TODAY)
        vocabulary = contexte(examen.matiere)
        for cle in examen.demarche.documents:
            template = DocxTemplate(TEMPLATES / f"{cle}.docx")
            marques = demarches.signatures().marques(None, documents[cle].signatures)
            template.render(vocabulary | {"parapheur": marques}, autoescape=True)
            docx = folder / f"{path.stem}-{cle}.docx"
            template.save(docx)
            yield docx


def wait_for(port: int) -> None:
    """Return when something listens to a port of this machine; TimeoutError after a minute."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(f"nothing listens to the port {port}")


# What a road costs


@dataclass(frozen=True, slots=True)
class Cost:
    """Documents a second, processor seconds a document, and the peak of memory in MiB."""

    rate: float
    processor: float
    memory: float


class Family:
    """Watches a process and its descendants: memory at its highest, processor time of each."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self.peak = 0
        self.spent: dict[int, int] = {}
        self._thread.start()

    def close(self) -> None:
        """Watch no more."""
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.05):
            pids = list(descendants(self._pid))
            memory = 0
            for pid in pids:
                try:
                    stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
                except OSError:
                    continue
                fields = stat.rpartition(")")[2].split()
                self.spent[pid] = int(fields[11]) + int(fields[12])  # ticks of utime and stime
                memory += int(fields[21]) * PAGE
            self.peak = max(self.peak, memory)


def descendants(pid: int) -> Iterator[int]:
    """Yield a process and all those that it has started."""
    yield pid
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        children = [c for t in threads for c in (t / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return
    for child in children:
        yield from descendants(int(child))


def measure(road: Callable[[Sequence[Path], Path], int], paths: Sequence[Path]) -> Cost:
    """Return what a road costs, run in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        context = multiprocessing.get_context("spawn")
        answers = context.Queue()
        process = context.Process(target=run, args=(road, paths, Path(folder), answers))
        before = reaped()
        process.start()
        family = Family(process.pid or 0)
        process.join()
        family.close()
        if process.exitcode:
            raise SystemExit(f"{road.__name__}: the road failed, see above")
        count, seconds = answers.get()
        # A process that its parent does not wait for is not among the reaped.
        spent = max(reaped() - before, sum(family.spent.values()) / TICKS)
    return Cost(count / seconds, spent / count, family.peak / 2**20)


def run(
    road: Callable[[Sequence[Path], Path], int],
    paths: Sequence[Path],
    folder: Path,
    answers: multiprocessing.Queue[tuple[int, float]],
) -> None:
    """Run a road and answer how many documents it made, in how many seconds."""
    begun = time.perf_counter()
    count = road(paths, folder)
    answers.put((count, time.perf_counter() - begun))


def reaped() -> float:
    """Return the processor seconds of the children that have ended, and of theirs."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


UNOSERVER = sys.argv[3] if len(sys.argv) > 3 else shutil.which("unoserver") or ""


def main() -> None:
    """Run the roads and print their costs."""
    towns = int(sys.argv[1]) if len(sys.argv) > 1 else 60
    few = int(sys.argv[2]) if len(sys.argv) > 2 else 8
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for name, text in records(towns):
            paths.append(Path(folder) / name)
            paths[-1].write_text(text, encoding="utf-8")
        costs = {
            "actes-enfance, two processes": measure(ours_twice, paths),
            "actes-enfance, one process": measure(ours, paths),
        }
        if UNOSERVER:
            costs["docxtpl, LibreOffice warm"] = measure(warm, paths)
        if shutil.which("soffice"):
            costs["docxtpl, LibreOffice cold"] = measure(cold, paths[:few])
    best = costs["actes-enfance, two processes"]
    print(f"{'':<30}{'documents/s':>12}{'':>9}{'processor s':>13}{'':>9}{'MiB':>6}")
    for name, cost in costs.items():
        print(
            f"{name:<30}{cost.rate:12.1f} (x{best.rate / cost.rate:5.1f})"
            f"{cost.processor:13.3f} (x{cost.processor / best.processor:5.1f}){cost.memory:6.0f}"
        )


if __name__ == "__main__":
    main()
