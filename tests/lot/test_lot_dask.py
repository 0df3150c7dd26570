"""The same work on a real Dask cluster, in processes of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import lots
import pytest
from lots import record, write_source

pytest.importorskip("distributed")

CHARTE = ("--document", "charte", "--moteur", "dxpdf")


class Groupe:
    """A scheduler and two workers, as `dask scheduler` and `dask worker` start them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._rang = 0
        self.ordonnanceur = self._start(
            "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard",
            "--scheduler-file", folder / "ordonnanceur.json",
        )  # fmt: skip
        end = time.monotonic() + lots.DELAI
        while not (folder / "ordonnanceur.json").is_file():
            assert self.ordonnanceur.poll() is None, "l'ordonnanceur n'a pas démarré"
            assert time.monotonic() < end
            time.sleep(0.05)
        self.ouvriers = [self.add_worker(), self.add_worker()]

    @property
    def adresse(self) -> str:
        import json  # noqa: PLC0415

        content = json.loads((self._folder / "ordonnanceur.json").read_text(encoding="utf-8"))
        return str(content["address"])

    def add_worker(self) -> subprocess.Popen[bytes]:
        self._rang += 1
        return self._start(
            "distributed.cli.dask_worker", "--scheduler-file", self._folder / "ordonnanceur.json",
            "--nthreads", "1", "--no-dashboard", "--no-nanny", "--name", f"ouvrier-{self._rang}",
            "--local-directory", self._folder,
        )  # fmt: skip

    def close(self) -> None:
        for processus in (*self.ouvriers, self.ordonnanceur):
            processus.kill()
            processus.wait()

    def _start(self, module: str, *arguments: object) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", module, *map(str, arguments)],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )


@pytest.fixture
def groupe(tmp_path: Path) -> Iterator[Groupe]:
    folder = tmp_path / "groupe"
    folder.mkdir()
    groupe = Groupe(folder)
    yield groupe
    groupe.close()


def test_a_cluster_that_loses_a_worker_makes_what_one_machine_makes(
    groupe: Groupe, tmp_path: Path
) -> None:
    records = [record(code) for code in lots.codes(24)]
    records.insert(7, record("99999"))
    source = write_source(tmp_path / "villes.yaml", records)
    dask = ("--executeur", "dask", "--ordonnanceur", groupe.adresse)
    processus = lots.start(source, "--sortie", "dask", *CHARTE, *dask, cwd=tmp_path)
    assert lots.wait_until_done(processus, tmp_path / "dask", 4)
    victim = groupe.ouvriers[0]
    orphans = lots.descendants(victim.pid) if Path("/proc").exists() else set()
    os.kill(victim.pid, signal.SIGKILL)
    _, stderr = processus.communicate(timeout=lots.DELAI)
    assert processus.returncode == 1, stderr
    assert "Traceback" not in stderr
    assert lots.wait_until_dead(orphans) == set()
    assert lots.run(source, "--sortie", "ici", *CHARTE, cwd=tmp_path).returncode == 1
    assert lots.tree(tmp_path / "dask") == lots.tree(tmp_path / "ici")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "demande --ordonnanceur"),
        (("--ordonnanceur", "tcp://127.0.0.1:9"), "aucun ordonnanceur Dask n'y répond"),
        (("--ordonnanceur", "n'importe quoi"), "aucun ordonnanceur Dask n'y répond"),
    ],
)
def test_a_cluster_that_is_not_there_is_told(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    source = write_source(tmp_path / "villes.yaml", [record("01001")])
    result = lots.run(
        source, "--sortie", "sortie", *CHARTE, "--executeur", "dask", *arguments, cwd=tmp_path
    )
    assert result.returncode == 1
    assert message in result.stderr
    assert "Traceback" not in result.stderr
