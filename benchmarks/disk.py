"""What it costs to have the files of a town on the disk: one by one, and as the program does.

Usage: python benchmarks/disk.py [towns]

Prints the median wall milliseconds of a town of six files, in turns, in the current folder's file
system. What is measured is the disk: other programs that write count too.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.services.ecriture import write_all

FILES, SIZE = 6, 60_000


def one_by_one(contents: Mapping[Path, bytes]) -> None:
    """Write each file down to the disk before the next is begun."""
    for path, content in contents.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def main() -> None:
    """Write so many towns each way and print medians."""
    towns = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    ways: dict[str, Callable[[Mapping[Path, bytes]], object]] = {
        "one by one": one_by_one,
        "together": write_all,
    }
    spent: dict[str, list[float]] = {name: [] for name in ways}
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        for town in range(towns):
            for name, write in ways.items():
                place = Path(folder) / f"{name}-{town}"
                contents = {place / str(rank): os.urandom(SIZE) for rank in range(FILES)}
                begun = time.perf_counter()
                write(contents)
                spent[name].append(time.perf_counter() - begun)
    for name, times in spent.items():
        print(f"{name:<12} {statistics.median(times) * 1e3:7.1f} ms")


if __name__ == "__main__":
    main()
