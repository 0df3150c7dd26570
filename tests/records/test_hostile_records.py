"""Hostile records: one clear line, quickly, in little memory. Each runs in its own process."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

resource = pytest.importorskip("resource", reason="limits of memory are a Unix system's")

LIMITE = 512 * 2**20  # bytes of address space, the interpreter and its libraries included
SCRIPT = """
import datetime, pathlib, resource, sys
from generator.errors import RecordError
from generator.records import load
resource.setrlimit(resource.RLIMIT_AS, (int(sys.argv[2]),) * 2)
try:
    load(pathlib.Path(sys.argv[1]), aujourdhui=datetime.date(2026, 9, 1))
except RecordError as error:
    print(error)
"""
LAUGHS = "a0: &a0 lol\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10)
)


def told(path: Path) -> list[str]:
    """Return the lines printed for a record; fail where it hangs or dies."""
    run = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(path), str(LIMITE)],
        capture_output=True,
        text=True,
        timeout=60,  # a hang, not a speed
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert (run.returncode, run.stderr) == (0, "")
    return run.stdout.splitlines()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: " + "[" * 10_000, "plus de 20 niveaux"),
        ("a: " + "{" * 10_000, "une clé ne peut être"),
        ("".join(f"{' ' * n}a:\n" for n in range(1_000)), "plus de 20 niveaux"),
        ("a:\n" + "- " * 10_000, "plus de 20 niveaux"),
        ("? " * 10_000, "une clé ne peut être"),
        (LAUGHS, "l'ancre YAML « &a0 »"),
        ("a: [" + "x," * 30_000 + "]", "plus de 20000 clés et valeurs"),
        ("a: !!python/object/apply:os.system ['true']", "l'étiquette YAML"),
        ("a: 'x" + "y" * 900_000, "jamais fermé"),
        ("x" * 1_000_000, "suite de lignes"),
        ("a: [" * 200_000, "plus de 20 niveaux"),
        ("[" * 2**20, "plus de 20 niveaux"),
        ("a: 1\n" * 210_000, "fichier trop gros"),
        ("\0" * 1000, "n'est pas un fichier de texte"),
        ("\t" * 1_000_000, "tabulation"),
        ("'" * 1_000_000 + "'", ""),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_hostile_text_gets_one_line(tmp_path: Path, content: str, words: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(content)
    (line,) = told(path)
    assert words in line
    assert len(line) < len(str(path)) + 400


def test_a_hundred_megabytes_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "gros.yaml"
    with path.open("wb") as stream:
        stream.truncate(100 * 2**20)
    assert told(path) == [f"{path} : fichier trop gros : 1 Mio au plus ; allégez-le"]


@pytest.mark.parametrize("path", ["/dev/zero", "/proc/kallsyms"])
def test_a_file_without_a_size_is_not_read_to_its_end(path: str) -> None:
    if not Path(path).exists():
        pytest.skip(f"{path} is not on this machine")
    (line,) = told(Path(path))
    assert line.startswith(f"{path} : ")


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    (line,) = told(tmp_path / "tube")
    assert "n'est pas un fichier ordinaire" in line


@pytest.mark.parametrize("seed", range(3))
def test_random_bytes_get_one_line(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(random.Random(seed).randbytes(500_000))  # noqa: S311, no secret here
    assert len(told(path)) == 1


def test_ten_thousand_wrong_keys_are_told_quickly(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("".join(f"cle_numero_{n}: 1\n" for n in range(9_990)))
    assert len(told(path)) == 9_992
