from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from fabrique import docx, p

from generator.errors import ConversionError
from generator.pdf import polices
from generator.pdf.engines import MOTEURS, dxpdf, libreoffice
from generator.pdf.texte import extract_text

TESTS = str(Path(__file__).resolve().parent.parent)
SAIN = docx(p("Un document sain."))
TABLEAUX = 2000
PLANTE = docx("<w:tbl><w:tr><w:tc>" * TABLEAUX + p("x") + "</w:tc></w:tr></w:tbl>" * TABLEAUX + p())
FIGE = docx(p("mot " * 1_000_000))
ENORME = docx(p("m" * 8_000_000))


@pytest.fixture
def seance() -> Iterator[dxpdf.SeanceDxpdf]:
    with_child = dxpdf.start(delai=20, memoire=2 * 2**30)
    yield with_child
    with_child.close()


def run_python(code: str, **environ: str) -> str:
    """Run a program in a fresh interpreter with a bare environment; return what it prints."""
    environnement = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": TESTS, **environ}
    fini = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        env=environnement,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert fini.returncode == 0, fini.stderr
    return fini.stdout


def test_the_child_stays_warm_and_gives_the_same_bytes(seance: dxpdf.SeanceDxpdf) -> None:
    premier = seance.convert(SAIN)
    assert premier.startswith(b"%PDF-")
    assert seance.convert(SAIN) == premier


def test_a_crash_fails_one_document_and_the_next_is_converted(seance: dxpdf.SeanceDxpdf) -> None:
    attendu = seance.convert(SAIN)
    with pytest.raises(ConversionError, match="s'est arrêté brutalement") as error:
        seance.convert(PLANTE)
    assert len(error.value.messages) == 1
    assert seance.convert(SAIN) == attendu


def test_a_hang_is_cut_at_its_limit_and_the_next_is_converted() -> None:
    seance = dxpdf.start(delai=1, memoire=2 * 2**30)
    try:
        with pytest.raises(ConversionError, match="n'a pas fini ce document en 1 s"):
            seance.convert(FIGE)
        assert seance.convert(SAIN).startswith(b"%PDF-")
    finally:
        seance.close()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the address space")
def test_memory_is_bounded_and_the_next_is_converted() -> None:
    seance = dxpdf.start(delai=30, memoire=200 * 2**20)
    try:
        with pytest.raises(ConversionError, match="plus de 200 Mio de mémoire"):
            seance.convert(ENORME)
        assert seance.convert(SAIN).startswith(b"%PDF-")
    finally:
        seance.close()


def test_what_dxpdf_cannot_parse_is_one_sentence(seance: dxpdf.SeanceDxpdf) -> None:
    with pytest.raises(ConversionError, match="dxpdf ne peut pas lire ce document") as error:
        seance.convert(b"PK")
    assert len(error.value.messages) == 1
    assert seance.convert(SAIN).startswith(b"%PDF-")


def test_a_closed_session_leaves_no_process_and_no_folder(tmp_path: Path) -> None:
    sortie = run_python(
        """
        import os, tempfile
        from pathlib import Path
        from generator.pdf.engines import dxpdf
        from fabrique import docx, p

        seance = dxpdf.start(delai=20, memoire=2**31)
        seance.convert(docx(p("x")))
        ouverts = list(Path(tempfile.gettempdir()).glob("actes-enfance-*"))
        seance.close()
        restes = list(Path(tempfile.gettempdir()).glob("actes-enfance-*"))
        try:
            os.waitpid(-1, os.WNOHANG)
            enfants = "reste"
        except ChildProcessError:
            enfants = "aucun"
        print(len(ouverts), len(restes), enfants)
        """,
        TMPDIR=str(tmp_path),
    )
    assert sortie.split() == ["1", "0", "aucun"]


def test_a_machine_without_fonts_home_or_settings_gives_the_same_page(
    seance: dxpdf.SeanceDxpdf, tmp_path: Path
) -> None:
    vide = tmp_path / "fonts.conf"
    vide.write_text(f"<fontconfig><dir>{tmp_path / 'rien'}</dir></fontconfig>")
    sortie = run_python(
        """
        import hashlib
        from generator.pdf.engines import dxpdf
        from fabrique import docx, p

        seance = dxpdf.start(delai=20, memoire=2**31)
        print(hashlib.sha256(seance.convert(docx(p("Un document sain.")))).hexdigest())
        seance.close()
        """,
        FONTCONFIG_FILE=str(vide),
    )
    assert sortie.strip() == hashlib.sha256(seance.convert(SAIN)).hexdigest()


def test_nothing_is_written_beside_the_fonts_of_the_package(seance: dxpdf.SeanceDxpdf) -> None:
    dossier = polices.FACES[0].parent
    avant = sorted(dossier.iterdir())
    seance.convert(SAIN)
    assert sorted(dossier.iterdir()) == avant


def test_programs_without_a_main_guard_and_daemonic_workers_can_convert(tmp_path: Path) -> None:
    programme = tmp_path / "programme.py"
    programme.write_text(
        textwrap.dedent(
            """
            import multiprocessing
            from generator.pdf.engines import dxpdf
            from fabrique import docx, p

            def convert():
                seance = dxpdf.start(delai=20, memoire=2**31)
                print(seance.convert(docx(p("x")))[:5], flush=True)
                seance.close()

            convert()
            ouvrier = multiprocessing.get_context("fork").Process(target=convert, daemon=True)
            ouvrier.start()
            ouvrier.join()
            """
        )
    )
    if not hasattr(os, "fork"):
        pytest.skip("no fork on this system")
    sortie = run_python(f"import runpy; runpy.run_path({str(programme)!r}, run_name='__main__')")
    assert sortie.split() == ["b'%PDF-'"] * 2


def test_several_processes_convert_at_once() -> None:
    code = """
        from generator.pdf.engines import dxpdf
        from fabrique import docx, p
        seance = dxpdf.start(delai=20, memoire=2**31)
        print(len({seance.convert(docx(p("x"))) for _ in range(3)}))
        seance.close()
    """
    commandes = [
        subprocess.Popen(
            [sys.executable, "-c", textwrap.dedent(code)],
            env={"PYTHONPATH": TESTS},
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    assert [commande.communicate(timeout=60)[0].strip() for commande in commandes] == ["1"] * 3


def test_every_engine_tells_whether_it_is_here() -> None:
    for nom, moteur in MOTEURS.items():
        sonde = moteur.probe()
        assert nom == moteur.NOM
        assert sonde.disponible == (sonde.chemin is not None)
    assert dxpdf.probe().disponible
    assert dxpdf.probe().version


@pytest.mark.libreoffice
def test_libreoffice_converts_with_the_fonts_of_the_package() -> None:
    assert libreoffice.probe().version
    seance = libreoffice.start(delai=60, memoire=0)
    try:
        pdf = seance.convert(SAIN)
    finally:
        seance.close()
    assert extract_text(pdf)[0].strip() == "Un document sain."
    assert b"SourceSansPro-Regular" in pdf


@pytest.mark.libreoffice
def test_libreoffice_is_killed_with_its_children_at_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seance = libreoffice.start(delai=0.3, memoire=0)
    try:
        with pytest.raises(ConversionError, match="LibreOffice n'a pas fini"):
            seance.convert(SAIN)
    finally:
        seance.close()
    assert list(tmp_path.iterdir()) == []
    assert [ligne for ligne in _command_lines() if str(tmp_path) in ligne] == []


def _command_lines() -> Iterator[str]:
    """Yield the command line of every process, where the system tells them."""
    for fichier in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            yield fichier.read_bytes().decode("utf-8", "replace")
        except (FileNotFoundError, ProcessLookupError):
            continue
