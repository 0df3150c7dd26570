"""What reading a follow-up workbook costs, and what a national table of many of them costs.

Usage: python benchmarks/suivi.py FOLDER [rounds]

FOLDER holds follow-up workbooks. Prints the median processor milliseconds that a workbook takes:
to openpyxl alone, row by row (`read_only`) and as a whole, then to `records.suivi.lecture.read`;
then, for a tenth, a half and all of the workbooks, the processor time of the whole consolidation
by workbook and the most memory that it held.
"""

from __future__ import annotations

import datetime
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl

from generator.records.suivi.lecture import read
from generator.services.national.consolidation import Demande, consolidate

SAMPLE = 20
TODAY = datetime.date(2029, 1, 15)


def row_by_row(path: Path) -> None:
    """Read a workbook as it comes."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows():
            pass
    book.close()


def whole(path: Path) -> None:
    """Read a workbook into memory."""
    book = openpyxl.load_workbook(path, data_only=True)
    for sheet in book.worksheets:
        for _ in sheet.iter_rows():
            pass


def reader(path: Path) -> None:
    """Read a workbook as `suivi bilan` does."""
    read(path, aujourdhui=TODAY)


def median(step: Callable[[Path], None], paths: list[Path], rounds: int) -> float:
    """Return milliseconds of this process for one workbook."""
    taken = []
    for path in paths * rounds:
        start = time.process_time()
        step(path)
        taken.append(time.process_time() - start)
    return 1000 * statistics.median(taken)


def run(folder: Path) -> None:
    """Consolidate a folder and print what it cost; a process of its own, whose memory is its own."""
    with tempfile.TemporaryDirectory() as sortie:
        start = time.process_time()
        faite = consolidate(Demande(folder, Path(sortie) / "n", 2028), aujourdhui=TODAY)
    spent = time.process_time() - start
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    print(
        f"{faite.villes:6} towns {faite.actions:7} actions {1000 * spent / faite.villes:7.1f} ms "
        f"each {peak // 1024:5} MiB",
        flush=True,
    )


def main(folder: Path, rounds: int) -> None:
    """Print what each step costs, then the whole."""
    paths = sorted(folder.rglob("*.xlsx"))
    for step in (row_by_row, whole, reader):
        print(f"{step.__name__:12} {median(step, paths[:SAMPLE], rounds):7.1f} ms")
    for share in (10, 2, 1):
        with tempfile.TemporaryDirectory() as part:
            for rank, path in enumerate(paths[: len(paths) // share]):
                shutil.copy(path, Path(part) / f"{rank:05}.xlsx")
            subprocess.run([sys.executable, __file__, "--run", part], check=True)


if __name__ == "__main__":
    if sys.argv[1] == "--run":
        run(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 3)
