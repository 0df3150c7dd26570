"""A run that is killed, stopped, or short of disk, and resumed: as if nothing had happened."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
from pathlib import Path

import lots
import pytest
from lots import record, write_source

CHARTE = ("--document", "charte", "--moteur", "dxpdf", "--processus", 2)
PAUVRE = ("--document", "charte", "--format", "docx", "--processus", 2)

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="sans /proc")


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Twenty towns, of which two are wrong and one stands twice."""
    records = [record(code) for code in lots.codes(17)]
    records.insert(5, record("99999"))
    records.insert(11, record("01001", "seance: {date: 31 juin}\n"))
    records.insert(15, record("01002"))
    return write_source(tmp_path / "villes.yaml", records)


@pytest.mark.parametrize("graine", [1, 2])
def test_a_run_killed_again_and_again_ends_as_if_it_had_not(
    source: Path, tmp_path: Path, graine: int
) -> None:
    whole = lots.run(source, "--sortie", "entier", *CHARTE, cwd=tmp_path)
    assert whole.returncode == 1, whole.stderr
    hasard = random.Random(graine)  # noqa: S311, it must be the same each time
    sortie = tmp_path / "repris"
    written: dict[str, int] = {}
    reprise: tuple[str, ...] = ()
    for _ in range(3):
        processus = lots.start(source, "--sortie", "repris", *CHARTE, *reprise, cwd=tmp_path)
        target = len(lots.finished(sortie)) + hasard.randint(1, 4)
        goes_on = lots.wait_until_done(processus, sortie, target)
        if goes_on:
            signal_after(processus, hasard.random() / 20)
        _, stderr = processus.communicate(timeout=lots.DELAI)
        assert not goes_on or processus.returncode == -signal.SIGKILL, stderr
        done = lots.finished(sortie)
        now = lots.dates(sortie)
        assert {name: now[name] for name in written} == written  # nothing is made twice
        written = {name: date for name, date in now.items() if name.split("/")[0] in done}
        reprise = ("--reprendre",)
    last = lots.run("--sortie", "repris", "--processus", 2, "--reprendre", cwd=tmp_path)
    assert last.returncode == 1, last.stderr
    now = lots.dates(sortie)
    assert {name: now[name] for name in written} == written
    assert lots.tree(sortie) == lots.tree(tmp_path / "entier")
    hidden = [path.name for path in sortie.rglob(".*") if path.name != ".actes-enfance"]
    assert hidden == []


def signal_after(processus: subprocess.Popen[str], delay: float) -> None:
    try:
        processus.wait(delay)
    except subprocess.TimeoutExpired:
        processus.kill()


@needs_proc
def test_a_killed_run_leaves_no_process_behind(source: Path, tmp_path: Path) -> None:
    processus = lots.start(source, "--sortie", "sortie", *CHARTE, cwd=tmp_path)
    assert lots.wait_until_done(processus, tmp_path / "sortie", 2)
    workers = lots.descendants(processus.pid)
    assert len(workers) >= 2
    processus.kill()
    processus.communicate()
    assert lots.wait_until_dead(workers) == set()


@pytest.mark.parametrize("numero", [signal.SIGINT, signal.SIGTERM])
def test_a_run_stops_when_it_is_asked_to(source: Path, tmp_path: Path, numero: int) -> None:
    sortie = tmp_path / "sortie"
    processus = lots.start(source, "--sortie", "sortie", *CHARTE, cwd=tmp_path)
    assert lots.wait_until_done(processus, sortie, 2)
    workers = lots.descendants(processus.pid) if Path("/proc").exists() else set()
    os.killpg(processus.pid, numero)
    stdout, stderr = processus.communicate(timeout=lots.DELAI)
    assert processus.returncode == 130, stderr
    assert "Traceback" not in stderr
    assert "--reprendre" in stderr
    assert "rapport.html" in stdout
    states = {row["état"] for row in lots.report(sortie)}
    assert {"fait", "à faire"} <= states
    assert "a été interrompu" in (sortie / "rapport.html").read_text(encoding="utf-8")
    assert lots.wait_until_dead(workers) == set()
    before = lots.dates(sortie)
    again = lots.run("--sortie", "sortie", "--reprendre", cwd=tmp_path)
    assert again.returncode == 1, again.stderr
    after = lots.dates(sortie)
    assert {name: after[name] for name in before} == before
    assert {row["état"] for row in lots.report(sortie)} == {"fait", "échec"}


def test_an_interrupted_run_is_not_gone_over_without_being_asked(
    source: Path, tmp_path: Path
) -> None:
    processus = lots.start(source, "--sortie", "sortie", *PAUVRE, cwd=tmp_path)
    assert lots.wait_until_done(processus, tmp_path / "sortie", 1)
    processus.kill()
    processus.communicate()
    refused = lots.run(source, "--sortie", "sortie", *PAUVRE, cwd=tmp_path)
    assert refused.returncode == 6
    assert "une série y a été interrompue" in refused.stderr
    assert "--reprendre" in refused.stderr
    assert lots.run("--sortie", "sortie", "--reprendre", cwd=tmp_path).returncode == 1
    assert lots.run(source, "--sortie", "sortie", *PAUVRE, cwd=tmp_path).returncode == 1


def test_there_must_be_something_to_resume(source: Path, tmp_path: Path) -> None:
    for arguments in (("--reprendre",), (source, "--reprendre")):
        result = lots.run(*arguments, "--sortie", "neuf", cwd=tmp_path)
        assert result.returncode == 6
        assert "aucune série à reprendre" in result.stderr


def test_two_runs_in_one_folder_refuse_each_other(source: Path, tmp_path: Path) -> None:
    first = lots.start(source, "--sortie", "sortie", *CHARTE, cwd=tmp_path)
    assert lots.wait_until_done(first, tmp_path / "sortie", 1)
    first.send_signal(signal.SIGSTOP)  # it cannot end before the second one has looked
    second = lots.run(source, "--sortie", "sortie", *CHARTE, cwd=tmp_path)
    assert second.returncode == 6
    assert "une autre série y travaille" in second.stderr
    first.send_signal(signal.SIGCONT)
    _, stderr = first.communicate(timeout=lots.DELAI)
    assert first.returncode == 1, stderr


@pytest.mark.parametrize("devenir", ["removed", "moved"])
def test_a_run_whose_folder_is_taken_away_says_so(
    source: Path, tmp_path: Path, devenir: str
) -> None:
    sortie = tmp_path / "sortie"
    processus = lots.start(source, "--sortie", "sortie", *CHARTE, cwd=tmp_path)
    assert lots.wait_until_done(processus, sortie, 2)
    processus.send_signal(signal.SIGSTOP)
    if devenir == "removed":
        shutil.rmtree(sortie)
    else:
        sortie.rename(tmp_path / "ailleurs")
    processus.send_signal(signal.SIGCONT)
    _, stderr = processus.communicate(timeout=lots.DELAI)
    assert processus.returncode == 6, stderr
    assert "retiré, déplacé ou remplacé" in stderr
    assert not (sortie / "rapport.csv").exists()


@pytest.fixture
def petit_disque(tmp_path: Path) -> Path:
    """A disk of 1.3 MB."""
    folder = tmp_path / "disque"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1300k", "tmpfs", str(folder)]
    if (
        shutil.which("mount") is None
        or subprocess.run(mount, check=False, capture_output=True).returncode
    ):
        if os.environ.get("ACTES_ENFANCE_EXIGE_TOUT"):
            pytest.fail("impossible de monter un petit disque")
        pytest.skip("monter un petit disque demande d'être root")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_stops_the_run_and_loses_nothing(
    source: Path, tmp_path: Path, petit_disque: Path
) -> None:
    sortie = petit_disque / "sortie"
    full = lots.run(source, "--sortie", sortie, *CHARTE, cwd=tmp_path)
    assert full.returncode == 6, full.stderr
    assert "Traceback" not in full.stderr
    assert "disque est plein" in full.stderr
    assert "--reprendre" in full.stderr
    done = lots.finished(sortie)
    assert done
    for dossier in done:
        assert {path.name for path in (sortie / dossier).iterdir()} == {
            "charte.docx",
            "charte.pdf",
            "manifeste.json",
        }
    before = lots.dates(sortie)
    subprocess.run(["mount", "-o", "remount,size=40m", str(petit_disque)], check=True)
    again = lots.run(source, "--sortie", sortie, *CHARTE, "--reprendre", cwd=tmp_path)
    assert again.returncode == 1, again.stderr
    after = lots.dates(sortie)
    assert {n: d for n, d in after.items() if n.split("/")[0] in done} == {
        n: d for n, d in before.items() if n.split("/")[0] in done
    }
    assert lots.run(source, "--sortie", "entier", *CHARTE, cwd=tmp_path).returncode == 1
    assert lots.tree(sortie) == lots.tree(tmp_path / "entier")
