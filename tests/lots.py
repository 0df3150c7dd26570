"""Runs as people start them: a real process, a real folder, real records."""

from __future__ import annotations

import csv
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from generator.referentiel import territoires

DELAI = 240  # seconds after which a run that does not end is a failure of the test


def codes(nombre: int) -> list[str]:
    """The first communes of the official list, by code."""
    return list(territoires.communes())[:nombre]


def record(code: str, suite: str = "") -> str:
    """A record that names a commune; `suite`: more lines of YAML."""
    return f"demarche: territoires-denfance\ncollectivite: {{code_insee: '{code}'}}\n{suite}"


def write_source(path: Path, records: Iterable[str]) -> Path:
    """A YAML file of several records."""
    path.write_text("".join(f"---\n{text}" for text in records), encoding="utf-8")
    return path


def start(
    *arguments: object, cwd: Path, nom: str = "lot", **options: object
) -> subprocess.Popen[str]:
    """Start a command, `lot` if none is named, in its own group of processes, as a terminal would."""
    return subprocess.Popen(
        [sys.executable, "-m", "generator", nom, *map(str, arguments)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **options,
    )


def run(*arguments: object, cwd: Path, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a command, as `start` does, to its end."""
    processus = start(*arguments, cwd=cwd, **options)
    try:
        stdout, stderr = processus.communicate(timeout=DELAI)
    except subprocess.TimeoutExpired:
        processus.kill()
        raise
    return subprocess.CompletedProcess(processus.args, processus.returncode, stdout, stderr)


def tree(sortie: Path) -> dict[str, bytes]:
    """Every file of a run's folder, but the journal's own."""
    return {
        path.relative_to(sortie).as_posix(): path.read_bytes()
        for path in sorted(sortie.rglob("*"))
        if path.is_file() and ".actes-enfance" not in path.parts
    }


def dates(sortie: Path) -> dict[str, int]:
    """When each document was last written."""
    return {
        path.relative_to(sortie).as_posix(): path.stat().st_mtime_ns
        for path in sortie.glob("*/*")
        if path.suffix in {".docx", ".pdf"}
    }


def report(sortie: Path) -> list[dict[str, str]]:
    """The rows of `rapport.csv`."""
    with (sortie / "rapport.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=";"))


def finished(sortie: Path) -> set[str]:
    """The folders that the journal says done, read as another process may at any moment."""
    path = sortie / ".actes-enfance" / "journal.sqlite"
    if not path.is_file():
        return set()
    base = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        rows = base.execute("SELECT dossier FROM ligne WHERE etat = 'fait'").fetchall()
    except sqlite3.OperationalError:  # not created yet, or being so
        return set()
    finally:
        base.close()
    return {dossier for (dossier,) in rows}


def wait_until_done(processus: subprocess.Popen[str], sortie: Path, nombre: int) -> bool:
    """Wait until so many towns are done; return whether the run still goes on."""
    end = time.monotonic() + DELAI
    while processus.poll() is None and time.monotonic() < end:
        if len(finished(sortie)) >= nombre:
            return True
        time.sleep(0.005)
    return False


def children(pid: int) -> Iterator[int]:
    """The workers of a run: the processes that it started itself."""
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                fields = (path / "stat").read_text().rsplit(")", 1)[1].split()
            except (FileNotFoundError, ProcessLookupError):
                continue
            if int(fields[1]) == pid:
                yield int(path.name)


def descendants(pid: int) -> set[int]:
    """Every process that a run has started, itself or through its workers."""
    direct = set(children(pid))
    return direct.union(*(descendants(child) for child in direct)) if direct else set()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until_dead(pids: Iterable[int], delai: float = 30) -> set[int]:
    """Wait until processes are gone; return those that are not."""
    left = set(pids)
    end = time.monotonic() + delai
    while left and time.monotonic() < end:
        left = {pid for pid in left if is_alive(pid)}
        time.sleep(0.02)
    return left
