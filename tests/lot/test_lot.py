"""What a run makes, refuses and tells, and what it makes again when something changed."""

from __future__ import annotations

import contextlib
import datetime
import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import lots
import openpyxl
import pytest
from docx import Document
from lots import record, write_source
from reperes import AUJOURDHUI, ROOT

import generator
from generator.records.enregistrements import Enregistrement
from generator.services.lot import course
from generator.services.lot.cles import identity
from generator.services.lot.demande import Demande, Moyens, Selection
from generator.services.lot.executeurs.ouvrier import Ouvrier
from generator.services.lot.fabrication import Fabrique, Manque, Reglages, Tache

DEMARCHE = "territoires-denfance"


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Four towns."""
    return write_source(tmp_path / "villes.yaml", map(record, lots.codes(4)))


def make(source: Path | None, sortie: Path, **options: object) -> course.Bilan:
    """Run in this process, Word files only unless told otherwise."""
    moyens = options.pop("moyens", Moyens(processus=1))
    selection = options.pop("selection", Selection())
    demarche = options.pop("demarche", None)
    aujourdhui = options.pop("aujourdhui", AUJOURDHUI)
    options = {"documents": ("charte",), "formats": ("docx",), "moteur": "dxpdf", **options}
    commande = generator.Commande(sortie, **options)
    demande = Demande(source, selection, demarche, None, commande, Path.cwd())
    return course.run(demande, moyens, aujourdhui=aujourdhui)


def write_template(path: Path, texte: str) -> None:
    """A Word file of one paragraph, as Word itself would save it."""
    document = Document()
    document.add_paragraph(texte)
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))


def made_again(sortie: Path, before: dict[str, int]) -> set[str]:
    after = lots.dates(sortie)
    assert after.keys() >= before.keys()
    return {name for name, date in after.items() if before.get(name) != date}


# --- what is made -------------------------------------------------------------------------------


def test_a_run_makes_what_produire_makes(tmp_path: Path) -> None:
    fiches = tmp_path / "fiches"
    fiches.mkdir()
    for nom in ("givardon.yaml", "wissembourg.yaml"):
        shutil.copy(ROOT / "samples" / nom, fiches)
    bilan = make(fiches, tmp_path / "lot", documents=(), formats=("docx", "pdf"))
    assert bilan.is_complete
    examens = [generator.verify(f, aujourdhui=AUJOURDHUI) for f in sorted(fiches.iterdir())]
    commande = generator.Commande(tmp_path / "un", moteur="dxpdf")
    assert all(not production.echecs for production in generator.produce(examens, commande))
    alone, together = lots.tree(tmp_path / "un"), lots.tree(tmp_path / "lot")
    assert {n: o for n, o in together.items() if not n.startswith("rapport.")} == alone


def test_a_pack_is_made_whole_and_again_when_a_part_changes(source: Path, tmp_path: Path) -> None:
    options = {"pack": True, "formats": ("docx", "pdf"), "documents": ()}
    sortie = tmp_path / "sortie"
    assert make(source, sortie, **options).is_complete
    whole = lots.tree(sortie)
    packs = [name for name in whole if name.endswith("/dossier.pdf")]
    assert len(packs) == 4
    (sortie / packs[1]).unlink()
    assert make(source, sortie, **options).deja == 3
    assert lots.tree(sortie) == whole
    assert make(source, sortie, **options, moyens=Moyens(executeur="aucun")).deja == 4


def test_without_a_source_the_official_list_is_chosen_from(tmp_path: Path) -> None:
    result = lots.run(
        *("--departement", "21", "--population-min", 20000, "--demarche", DEMARCHE),
        *("--sortie", "sortie", "--document", "charte", "--format", "docx"),
        cwd=tmp_path,
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == ["sortie/rapport.csv", "sortie/rapport.html"]
    rows = lots.report(tmp_path / "sortie")
    assert [(r["commune"], r["code"], r["dossier"]) for r in rows] == [
        ("Beaune", "21054", "beaune-21054"),
        ("Dijon", "21231", "dijon-21231"),
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "donnez une SOURCE"),
        (("villes.yaml", "--departement", "21"), "ne vont pas avec SOURCE"),
        (("--departement", "21"), "dites la démarche"),
    ],
)
def test_a_command_that_names_no_towns_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = lots.run(*arguments, "--sortie", "sortie", cwd=tmp_path)
    assert result.returncode == 2
    assert message in " ".join(result.stderr.split())
    assert not (tmp_path / "sortie").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("villes.yaml", "--limite-de-temps", "nan"), "nan » n'est pas une durée"),
        (("villes.yaml", "--limite-de-temps", "inf"), "inf est hors des bornes"),
        (("villes.yaml", "--limite-de-temps", "0"), "0.0 est hors des bornes"),
        (("villes.yaml", "--limite-de-temps", "x"), "« x » n'est pas un nombre"),
        (("villes.yaml", "--processus", "0"), "0 est hors des bornes"),
        (("villes.yaml", "--ordonnanceur", "tcp://10.0.0.1:8786"), "qu'avec --executeur dask"),
        (("--reprendre", "--document", "charte"), "--document n'y changerait rien"),
        (("--reprendre", "--demarche", DEMARCHE, "--pack"), "--demarche, --pack n'y changerait"),
    ],
)
def test_an_option_that_would_do_nothing_good_is_refused(
    tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = lots.run(*arguments, "--sortie", "sortie", cwd=tmp_path)
    assert result.returncode == 2
    assert message in " ".join(result.stderr.split())
    assert not (tmp_path / "sortie").exists()


def test_an_unknown_departement_leaves_no_journal_to_resume(tmp_path: Path) -> None:
    arguments = ("--departement", "200", "--demarche", DEMARCHE, "--sortie", "sortie")
    for _ in range(2):
        result = lots.run(*arguments, cwd=tmp_path)
        assert result.returncode == 1
        assert "200" in result.stderr
        assert "interrompu" not in result.stderr


def test_a_source_that_names_no_town_is_told(tmp_path: Path) -> None:
    assert lots.run("--modele", "villes.xlsx", cwd=tmp_path).returncode == 0
    for arguments, message in (
        (("villes.xlsx",), "villes.xlsx : aucune collectivité n'y est écrite"),
        (("--population-min", 9_000_000, "--demarche", DEMARCHE), "n'est dans ce choix"),
    ):
        result = lots.run(*arguments, "--sortie", "sortie", cwd=tmp_path)
        assert result.returncode == 1
        assert message in result.stderr
        assert not (tmp_path / "sortie/rapport.csv").exists()


def test_a_silent_run_says_nothing(source: Path, tmp_path: Path) -> None:
    arguments = (source, "--document", "charte", "--format", "docx", "--silencieux")
    result = lots.run(*arguments, "--sortie", "sortie", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (0, "", "")


def watch(source: Path, folder: Path, colonnes: int, term: str) -> str:
    """What a run shows at a terminal of that width."""
    import pty  # noqa: PLC0415, not on every system

    principal, second = pty.openpty()
    environ = {**os.environ, "COLUMNS": str(colonnes), "TERM": term}
    arguments = (source, "--document", "charte", "--format", "docx", "--sortie", "sortie")
    processus = subprocess.Popen(
        [sys.executable, "-m", "generator", "lot", *map(str, arguments)],
        cwd=folder,
        env=environ,
        stdout=subprocess.DEVNULL,
        stderr=second,
    )
    os.close(second)
    shown = b""
    with contextlib.suppress(OSError):  # Linux says so when the other side has closed it
        while block := os.read(principal, 4096):
            shown += block
    os.close(principal)
    assert processus.wait(lots.DELAI) == 1
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())


@pytest.mark.skipif(sys.platform == "win32", reason="sans pseudo-terminal")
def test_a_narrow_terminal_shows_the_figures_rather_than_the_bar(tmp_path: Path) -> None:
    source = write_source(tmp_path / "villes.yaml", map(record, [*lots.codes(3), "99999"]))
    for colonnes, bar in ((60, False), (100, True)):
        shown = watch(source, tmp_path, colonnes, "xterm")
        last = next(line for line in reversed(shown.split("\r")) if "Communes" in line)
        assert ("━" in last) is bar, last
        assert "4/4 1 en échec" in last
        assert "…" not in last
    assert "Communes" not in watch(source, tmp_path, 80, "dumb")


# --- what fails ---------------------------------------------------------------------------------


def test_two_hundred_broken_rows_among_a_thousand(tmp_path: Path) -> None:
    broken = {
        0: lambda code: record(f"99{code[2:]}"),
        1: lambda code: record(code, "seance: {date: 31 juin 2026}\n"),
        2: lambda code: record(code, "inconnu: oui\n"),
        3: lambda code: f"demarche: [\ncollectivite: {code}\n",
    }
    records, wrong = [], set()
    for rang, code in enumerate(lots.codes(1000)):
        if rang % 5 == 3:
            wrong.add(rang)
            records.append(broken[rang // 5 % 4](code))
        else:
            records.append(record(code))
    source = write_source(tmp_path / "villes.yaml", records)
    bilan = make(source, tmp_path / "sortie")
    assert (bilan.faites, bilan.echecs, bilan.restantes) == (800, 200, 0)
    rows = lots.report(tmp_path / "sortie")
    assert {rang for rang, row in enumerate(rows) if row["état"] == "échec"} == wrong
    for rang, row in enumerate(rows):
        assert row["source"].startswith(f"{source}:")
        if rang in wrong:
            assert re.match(rf"{re.escape(str(source))}:\d+", row["erreurs"]), row
            assert not row["dossier"]
        else:
            assert (tmp_path / "sortie" / row["dossier"] / "charte.docx").is_file()
    page = (tmp_path / "sortie/rapport.html").read_text(encoding="utf-8")
    assert page.count('<tr><th scope="row">') == 1000


def test_a_town_that_stands_twice_is_refused_with_both_places(tmp_path: Path) -> None:
    records = [record("01002"), record("01001"), record("01002", "mandat: 2026-2032\n")]
    source = write_source(tmp_path / "villes.yaml", records)
    for _ in range(2):
        bilan = make(source, tmp_path / "sortie")
        assert (bilan.faites, bilan.echecs) == (2, 1)
        refused = lots.report(tmp_path / "sortie")[2]
        assert refused["état"] == "échec"
        assert f"{source}:7 : la même collectivité que {source}:1" in refused["erreurs"]


def test_the_first_of_two_rows_wins_whichever_comes_back_first(tmp_path: Path) -> None:
    """The first row is only added once the folder is the second's."""
    source = tmp_path / "villes.yaml"
    write_source(source, [record("99999"), record("01002", "executif: {nom: Exemple}\n")])
    make(source, tmp_path / "sortie", documents=())
    write_source(source, [record("01002"), record("01002", "executif: {nom: Exemple}\n")])
    make(source, tmp_path / "sortie", documents=())
    make(source, tmp_path / "entier", documents=())
    assert lots.tree(tmp_path / "sortie") == lots.tree(tmp_path / "entier")
    assert [row["état"] for row in lots.report(tmp_path / "sortie")] == ["fait", "échec"]


def test_a_town_that_takes_for_ever_fails_alone(tmp_path: Path) -> None:
    loops = "".join(f"{{% for a{i} in deliberation.engagements_propres %}}" for i in range(12))
    ends = "{% endfor %}" * 12
    gabarits = tmp_path / "gabarits"
    write_template(gabarits / "charte.docx", f"Charte {loops}{ends}")
    many = "deliberation:\n  engagements:\n" + "".join(f"    - engagement {i}\n" for i in range(30))
    records = [record(code, many if code == "01002" else "") for code in lots.codes(4)]
    source = write_source(tmp_path / "villes.yaml", records)
    bilan = make(
        source, tmp_path / "sortie", gabarits=gabarits, moyens=Moyens(processus=2, limite=6)
    )
    assert (bilan.faites, bilan.echecs) == (3, 1)
    (failed,) = [row for row in lots.report(tmp_path / "sortie") if row["état"] == "échec"]
    assert "pas finie en 6 s" in failed["erreurs"]
    assert f"{source}:4" in failed["source"]


def test_mended_records_given_as_the_source_are_left_where_they_are(tmp_path: Path) -> None:
    fiches, sortie = tmp_path / "fiches", tmp_path / "sortie"
    (fiches / "sous").mkdir(parents=True)
    (fiches / "a.yaml").write_text(record("99001"), encoding="utf-8")
    (fiches / "sous/b.yaml").write_text(record("99002"), encoding="utf-8")
    make(fiches, sortie)
    mended = sortie / "a-corriger"
    (mended / "a.yaml").write_text(record("01001"), encoding="utf-8")
    assert make(mended, sortie).echecs == 1
    assert (mended / "a.yaml").read_text(encoding="utf-8") == record("01001")
    assert [path.name for path in (sortie / "a-corriger-suite").rglob("*.yaml")] == ["b.yaml"]
    (mended / "sous/b.yaml").write_text(record("01002"), encoding="utf-8")
    assert make(mended, sortie).is_complete
    assert len(list(mended.rglob("*.yaml"))) == 2
    assert not (sortie / "a-corriger-suite").exists()


def test_a_run_in_its_own_source_does_not_read_what_it_left_to_mend(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(record("01001"), encoding="utf-8")
    (tmp_path / "b.yaml").write_text(record("99001"), encoding="utf-8")
    for _ in range(2):
        bilan = make(tmp_path, tmp_path)
        assert (bilan.faites, bilan.echecs) == (1, 1)


class Mortel(Enregistrement):
    """A record that kills the process that opens it."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, ...]:
        return os.abort, ()


def reglages(sortie: Path, **options: object) -> Reglages:
    commande = generator.Commande(sortie, ("charte",), ("docx",), "dxpdf", **options)
    return Reglages(commande, (), "", AUJOURDHUI, 60, identity())


def test_a_record_that_kills_its_worker_fails_and_the_next_one_is_made(tmp_path: Path) -> None:
    deadly = Mortel("villes.csv:2", tmp_path, None, b"", "0" * 64)
    good = Enregistrement("villes.csv:3", tmp_path, None, record("01001").encode(), "1" * 64)
    ouvrier = Ouvrier(reglages(tmp_path))
    try:
        failed = ouvrier.make(Tache(1, deadly))
        assert isinstance(failed, Manque)
        assert "villes.csv:2 : le programme s'est arrêté deux fois" in failed.messages[0]
        assert "SIGABRT" in failed.messages[0]
        assert isinstance(ouvrier.make(Tache(2, good)), Fabrique)
    finally:
        ouvrier.close()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="sans /proc")
def test_a_worker_killed_by_another_program_is_replaced_and_its_town_made(tmp_path: Path) -> None:
    source = write_source(tmp_path / "villes.yaml", map(record, lots.codes(12)))
    arguments = ("--document", "charte", "--moteur", "dxpdf", "--processus", 2)
    processus = lots.start(source, "--sortie", "sortie", *arguments, cwd=tmp_path)
    assert lots.wait_until_done(processus, tmp_path / "sortie", 1)
    os.kill(next(lots.children(processus.pid)), signal.SIGKILL)
    _, stderr = processus.communicate(timeout=lots.DELAI)
    assert processus.returncode == 0, stderr
    assert {row["état"] for row in lots.report(tmp_path / "sortie")} == {"fait"}


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="sans /proc")
def test_a_worker_killed_while_it_starts_is_replaced(source: Path, tmp_path: Path) -> None:
    arguments = ("--document", "charte", "--format", "docx", "--processus", 1)
    processus = lots.start(source, "--sortie", "sortie", *arguments, cwd=tmp_path)
    while processus.poll() is None:
        if starting := list(lots.children(processus.pid)):
            os.kill(starting[0], signal.SIGKILL)
            break
        time.sleep(0.005)
    _, stderr = processus.communicate(timeout=lots.DELAI)
    assert starting
    assert processus.returncode == 0, stderr


def test_one_document_that_fails_leaves_the_others(source: Path, tmp_path: Path) -> None:
    gabarits = tmp_path / "gabarits"
    write_template(gabarits / "charte.docx", "{{ rien }}")
    bilan = make(source, tmp_path / "sortie", documents=(), gabarits=gabarits)
    assert (bilan.faites, bilan.partielles) == (0, 4)
    rows = lots.report(tmp_path / "sortie")
    assert {row["documents"] for row in rows} == {
        "deliberation, feuille-de-route",
        "note-de-synthese, deliberation, feuille-de-route",  # a town of more than 3 500 inhabitants
    }
    for row in rows:
        assert row["état"] == "partiel"
        assert row["erreurs"].startswith("charte : charte.docx"), row


def test_what_has_the_name_of_a_town_s_folder_fails_that_town(source: Path, tmp_path: Path) -> None:
    first = make(source, tmp_path / "essai")
    dossier = lots.report(tmp_path / "essai")[1]["dossier"]
    assert first.is_complete
    (tmp_path / "sortie").mkdir()
    (tmp_path / "sortie" / dossier).write_text("")
    bilan = make(source, tmp_path / "sortie")
    assert (bilan.faites, bilan.echecs) == (3, 1)
    assert "un fichier porte le nom du dossier" in lots.report(tmp_path / "sortie")[1]["erreurs"]


def test_a_journal_that_is_none_is_refused(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "sortie/.actes-enfance/journal.sqlite"
    path.parent.mkdir(parents=True)
    path.write_bytes(b"autre chose, assez long pour ne pas etre vide" * 50)
    with pytest.raises(generator.OutputError, match="journal illisible"):
        make(source, tmp_path / "sortie")


def test_a_journal_that_another_program_holds_is_not_to_be_removed(
    source: Path, tmp_path: Path
) -> None:
    make(source, tmp_path / "sortie")
    base = sqlite3.connect(tmp_path / "sortie/.actes-enfance/journal.sqlite", isolation_level=None)
    try:
        base.execute("BEGIN IMMEDIATE")
        with pytest.raises(generator.OutputError, match="un autre programme tient le journal"):
            make(source, tmp_path / "sortie")
    finally:
        base.close()
    assert make(source, tmp_path / "sortie").deja == 4


def test_a_run_that_another_version_began_is_resumed_with_its_whole_command(
    source: Path, tmp_path: Path
) -> None:
    arguments = (source, "--sortie", "sortie", "--document", "charte", "--format", "docx")
    assert lots.run(*arguments, cwd=tmp_path).returncode == 0
    base = sqlite3.connect(tmp_path / "sortie/.actes-enfance/journal.sqlite")
    with base:
        (texte,) = base.execute("SELECT demande FROM passage").fetchone()
        demande = json.loads(texte)
        demande["commande"]["option_de_demain"] = True
        base.execute("UPDATE passage SET demande = ?, fini = 0", [json.dumps(demande)])
    base.close()
    refused = lots.run("--sortie", "sortie", "--reprendre", cwd=tmp_path)
    assert refused.returncode == 6
    assert "avec une autre version du programme ; redonnez toute la commande" in refused.stderr
    assert lots.run(*arguments, "--reprendre", cwd=tmp_path).returncode == 0


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="noms de fichier en UTF-8")
def test_a_name_that_is_no_text_is_written_and_resumed(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"fiches-\xe9")
    folder.mkdir()
    source = write_source(folder / "villes.yaml", map(record, lots.codes(2)))
    sortie = tmp_path / os.fsdecode(b"\xe9t\xe9")
    options = ("--document", "charte", "--format", "docx")
    first = lots.run(source, "--sortie", sortie, *options, cwd=tmp_path)
    assert first.returncode == 0, first.stderr
    again = lots.run("--sortie", sortie, "--reprendre", cwd=tmp_path)
    assert again.returncode == 0, again.stderr
    assert len(lots.report(sortie)) == 2


# --- what is made again -------------------------------------------------------------------------


def test_an_unchanged_run_makes_nothing(source: Path, tmp_path: Path) -> None:
    make(source, tmp_path / "sortie")
    before, all_before = lots.dates(tmp_path / "sortie"), lots.tree(tmp_path / "sortie")
    bilan = make(source, tmp_path / "sortie", moyens=Moyens(executeur="aucun"))
    assert bilan.deja == 4
    assert made_again(tmp_path / "sortie", before) == set()
    assert lots.tree(tmp_path / "sortie") == all_before


def test_a_changed_record_is_made_again_alone(source: Path, tmp_path: Path) -> None:
    make(source, tmp_path / "sortie")
    before = lots.dates(tmp_path / "sortie")
    records = [record(c) for c in lots.codes(4)]
    records[2] = record(lots.codes(4)[2], "executif: {nom: Exemple}\n")
    write_source(source, records)
    make(source, tmp_path / "sortie")
    dossier = lots.report(tmp_path / "sortie")[2]["dossier"]
    assert made_again(tmp_path / "sortie", before) == {f"{dossier}/charte.docx"}


def test_a_row_added_on_top_changes_the_places_told_and_no_document(
    source: Path, tmp_path: Path
) -> None:
    make(source, tmp_path / "sortie")
    before = lots.dates(tmp_path / "sortie")
    codes = lots.codes(5)
    write_source(source, map(record, [codes[4], *codes[:4]]))
    make(source, tmp_path / "sortie")
    assert len(made_again(tmp_path / "sortie", before)) == 1
    write_source(source, map(record, [codes[4], *codes[:4]]))
    make(source, tmp_path / "neuf")
    for nom in ("rapport.csv", "rapport.html"):
        assert (tmp_path / "sortie" / nom).read_bytes() == (tmp_path / "neuf" / nom).read_bytes()


def test_a_changed_template_makes_its_document_again(source: Path, tmp_path: Path) -> None:
    gabarits = tmp_path / "gabarits"
    options = {"documents": (), "gabarits": gabarits}
    write_template(gabarits / "charte.docx", "Première")
    make(source, tmp_path / "sortie", **options)
    before = lots.dates(tmp_path / "sortie")
    write_template(gabarits / "charte.docx", "Seconde")
    make(source, tmp_path / "sortie", **options)
    again = made_again(tmp_path / "sortie", before)
    assert {name.split("/")[1] for name in again} == {"charte.docx"}
    assert len(again) == 4


def test_a_document_more_is_made_alone(source: Path, tmp_path: Path) -> None:
    make(source, tmp_path / "sortie")
    before = lots.dates(tmp_path / "sortie")
    make(source, tmp_path / "sortie", documents=())
    again = made_again(tmp_path / "sortie", before)
    assert {name.split("/")[1] for name in again} == {
        "note-de-synthese.docx",
        "deliberation.docx",
        "feuille-de-route.docx",
    }


def test_a_note_on_request_is_made_once_and_is_not_one_of_the_usual_documents(
    tmp_path: Path,
) -> None:
    source = write_source(tmp_path / "villages.yaml", map(record, ("18102", "18001")))
    sortie, asked = tmp_path / "sortie", ("deliberation", "note-de-synthese")
    make(source, sortie, documents=asked)
    lignes = lots.report(sortie)
    assert {ligne["documents"] for ligne in lignes} == {"note-de-synthese, deliberation"}
    before = lots.dates(sortie)
    assert make(source, sortie, documents=asked, moyens=Moyens(executeur="aucun")).deja == 2
    assert made_again(sortie, before) == set()
    make(source, sortie, documents=())
    usual = {"charte.docx", "feuille-de-route.docx"}
    assert {name.split("/")[1] for name in made_again(sortie, before)} == usual
    assert make(source, sortie, documents=(), moyens=Moyens(executeur="aucun")).deja == 2


def test_a_note_that_is_due_is_one_of_the_documents_of_a_town(tmp_path: Path) -> None:
    source = write_source(tmp_path / "s.yaml", [record("21231"), record("18102")])
    make(source, tmp_path / "sortie", documents=())
    documents = [ligne["documents"].split(", ")[0] for ligne in lots.report(tmp_path / "sortie")]
    assert documents == ["note-de-synthese", "deliberation"]


@pytest.mark.parametrize("change", ["gone", "altered", "longer"])
def test_a_file_that_somebody_changed_is_made_again(
    source: Path, tmp_path: Path, change: str
) -> None:
    make(source, tmp_path / "sortie", documents=())
    whole = lots.tree(tmp_path / "sortie")
    path = sorted((tmp_path / "sortie").glob("*/charte.docx"))[1]
    content = path.read_bytes()
    before = lots.dates(tmp_path / "sortie")
    if change == "gone":
        path.unlink()
    else:
        path.write_bytes(content[:-1] + b"!" if change == "altered" else content + b"!")
    os.utime(path, ns=(1, 1)) if path.exists() else None
    make(source, tmp_path / "sortie", documents=())
    kept = list(path.parent.glob("charte-modifie-*.docx"))  # somebody's work is never lost
    assert len(kept) == (change != "gone")
    again = {f"{path.parent.name}/{name}" for name in ("charte.docx", *(k.name for k in kept))}
    assert made_again(tmp_path / "sortie", before) == again
    for former in kept:
        assert former.name in (tmp_path / "sortie/rapport.csv").read_text(encoding="utf-8")
        former.unlink()
    reports = {"rapport.csv", "rapport.html"} if kept else set()  # they tell of it
    after = lots.tree(tmp_path / "sortie")
    assert {n: o for n, o in after.items() if n not in reports} == {
        n: o for n, o in whole.items() if n not in reports
    }


def test_a_folder_that_was_copied_is_not_made_again(source: Path, tmp_path: Path) -> None:
    make(source, tmp_path / "sortie")
    shutil.copytree(tmp_path / "sortie", tmp_path / "copie", copy_function=shutil.copyfile)
    before = lots.dates(tmp_path / "copie")
    assert make(source, tmp_path / "copie", moyens=Moyens(executeur="aucun")).deja == 4
    assert made_again(tmp_path / "copie", before) == set()


def test_the_day_makes_nothing_again_until_it_changes_the_law_in_force(
    source: Path, tmp_path: Path
) -> None:
    make(source, tmp_path / "sortie")
    day = AUJOURDHUI.replace(day=AUJOURDHUI.day + 1)
    aucun = Moyens(executeur="aucun")
    assert make(source, tmp_path / "sortie", aujourdhui=day, moyens=aucun).deja == 4


# --- what is told -------------------------------------------------------------------------------


def test_the_report_holds_no_formula_and_no_markup_of_the_source(tmp_path: Path) -> None:
    folder = tmp_path / "=cmd"
    folder.mkdir()
    (folder / "<b>&.yaml").write_text(record("01001"), encoding="utf-8")
    (folder / "faux.yaml").write_text(record("99999", "x: <script>\n"), encoding="utf-8")
    here = Path.cwd()
    os.chdir(tmp_path)
    try:
        make(Path("=cmd"), Path("sortie"))
    finally:
        os.chdir(here)
    assert lots.report(tmp_path / "sortie")[0]["source"].startswith("'=cmd")
    page = (tmp_path / "sortie/rapport.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<b>" not in page


def test_the_report_says_of_all_the_towns_made_what_is_true_of_them_all(tmp_path: Path) -> None:
    """Two are made; of the two whose number became a date, one is made and one is not."""
    book = openpyxl.Workbook()
    numero = datetime.date(2026, 6, 12)
    for row in (
        ["collectivite.code_insee", "deliberation.numero", "seance.date"],
        ["01001", numero],
        ["01002"],
        ["01004", numero, "31 juin 2026"],
    ):
        book.active.append(row)
    source = tmp_path / "villes.xlsx"
    book.save(source)
    bilan = make(source, tmp_path / "sortie", demarche=DEMARCHE)
    assert (bilan.faites, bilan.echecs) == (2, 1)
    page = (tmp_path / "sortie/rapport.html").read_text(encoding="utf-8")
    alertes = re.findall(r"<li><p>(.*?)</p><p class=\"qui\">(.*?)</p>", page)
    of_all = [texte for texte, qui in alertes if qui == "Toutes les collectivités faites"]
    assert of_all
    assert not any("une date pour le tableur" in texte for texte in of_all)
    assert re.search(r"<ul[^>]*>\s*</ul>", page) is None


def test_a_run_told_to_stop_at_once_writes_nothing(source: Path, tmp_path: Path) -> None:
    arret = threading.Event()
    arret.set()
    commande = generator.Commande(tmp_path / "sortie", ("charte",), ("docx",))
    demande = Demande(source, Selection(), None, None, commande, Path.cwd())
    with pytest.raises(KeyboardInterrupt):
        course.run(demande, Moyens(), aujourdhui=AUJOURDHUI, arret=arret)
    assert lots.tree(tmp_path / "sortie") == {}
    assert make(source, tmp_path / "sortie").is_complete


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="sans /proc")
def test_memory_does_not_grow_with_the_number_of_towns(tmp_path: Path) -> None:
    """The run's own peak for 360 towns against 60: what grows is in the journal."""
    peaks = {}
    for nombre in (60, 360):
        source = write_source(tmp_path / f"{nombre}.yaml", map(record, lots.codes(nombre)))
        arguments = (source, "--sortie", f"sortie-{nombre}", "--document", "charte")
        processus = lots.start(
            *arguments, "--format", "docx", "--processus", 2, "--silencieux", cwd=tmp_path
        )
        status = Path(f"/proc/{processus.pid}/status")
        while processus.poll() is None:
            found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
            peaks[nombre] = int(found[1]) if found else peaks[nombre]
            time.sleep(0.05)
        assert processus.returncode == 0, processus.communicate()[1]
    assert peaks[360] < peaks[60] * 1.1, peaks  # KiB
