"""Welcome packs as a bulk run: a table of towns, killed and resumed, changed and run again."""

from __future__ import annotations

import json
from pathlib import Path

import lots
import pikepdf
import pytest
from accueils_types import ENVOI
from lots import record, write_source
from reperes import AUJOURDHUI

import generator
from generator.domain.accueil import Envoi
from generator.rendering.contenu import as_text
from generator.rendering.ooxml.lecture import read
from generator.resources import TEMPLATES
from generator.services.lot import course
from generator.services.lot.demande import Demande, Moyens, Selection

LETTRE = ("--date", "2026-12-01", "--lieu", "Paris", "--signataire", "Dominique Modèle")
VILLES = """\
collectivite.commune;executif.civilite;executif.prenom;executif.nom;demarche
Givardon;;;;
Le Havre;Mme;Camille;Exemple;
Dijjon;;;;
Dijon;;;;ville-amie-des-enfants
L'Haÿ-les-Roses;Mme;;;
Foix;;;;
Les Abymes;;;;
Saint-Denis;;;;
Paris;;;;
Beaune;M.;Alex;Modèle;
Wissembourg;;;;
Yerres;;;;
"""
AUCUN = Moyens(executeur="aucun")


@pytest.fixture
def villes(tmp_path: Path) -> Path:
    """Twelve towns, of which two are wrong."""
    path = tmp_path / "villes.csv"
    path.write_text(VILLES, encoding="utf-8")
    return path


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Two towns."""
    return write_source(tmp_path / "villes.yaml", map(record, lots.codes(2)))


def make(
    source: Path,
    sortie: Path,
    envoi: Envoi | None = ENVOI,
    moyens: Moyens | None = None,
    **options: object,
) -> course.Bilan:
    """Run in this process, Word files only unless told otherwise."""
    options = {"formats": ("docx",), "moteur": "dxpdf", "pack": True, **options}
    commande = generator.Commande(sortie, **options)
    demande = Demande(source, Selection(), None, None, commande, Path.cwd(), envoi)
    return course.run(demande, moyens or Moyens(), aujourdhui=AUJOURDHUI)


def without_the_record(manifeste: bytes) -> object:
    """What a manifest says, but the record that it names."""

    def bare(valeur: object) -> object:
        if isinstance(valeur, dict):
            return {cle: bare(v) for cle, v in valeur.items() if cle != "fiche"}
        return [bare(v) for v in valeur] if isinstance(valeur, list) else valeur

    return bare(json.loads(manifeste))


def test_a_table_of_twelve_towns_killed_and_resumed_ends_as_if_it_had_not_been(
    villes: Path, tmp_path: Path
) -> None:
    arguments = ("villes.csv", "--processus", 2, "--moteur", "dxpdf", *LETTRE)
    whole = lots.run(*arguments, "--sortie", "entier", cwd=tmp_path, nom="accueil")
    assert whole.returncode == 1, whole.stderr
    assert "10 collectivités faites, 2 en échec" in whole.stderr
    rows = lots.report(tmp_path / "entier")
    assert [row["état"] == "échec" for row in rows] == [rang in {2, 7} for rang in range(12)]
    for row in rows:
        assert not row["dossier"] or row["documents"].startswith("lettre, deux-voies, deliberation")
        assert not row["dossier"] or row["documents"].endswith("calendrier, ressources, accueil")
        assert not row["dossier"] or row["pages"] == pages_of(tmp_path / "entier" / row["dossier"])
    assert "plan-d-action" in rows[3]["documents"]
    page = (tmp_path / "entier/rapport.html").read_text(encoding="utf-8")
    assert "<h1>Rapport des dossiers d’accueil</h1>" in page
    assert 'accueil.pdf">accueil</a> (<a href="givardon-18102/accueil-word.zip">Word</a>)' in page
    mended = (tmp_path / "entier/a-corriger.csv").read_text(encoding="utf-8-sig").splitlines()
    assert mended[0] == f"à corriger;{VILLES.splitlines()[0]}"
    assert [line.split(";")[-5] for line in mended[1:]] == ["Dijjon", "Saint-Denis"]

    sortie = tmp_path / "repris"
    killed = lots.start(*arguments, "--sortie", "repris", cwd=tmp_path, nom="accueil")
    assert lots.wait_until_done(killed, sortie, 2)
    killed.kill()
    killed.communicate()
    before = lots.dates(sortie)
    done = lots.finished(sortie)
    refused = lots.run(*arguments, "--sortie", "repris", cwd=tmp_path, nom="accueil")
    assert refused.returncode == 6
    again = lots.run("--sortie", "repris", "--reprendre", cwd=tmp_path, nom="accueil")
    assert again.returncode == 1, again.stderr
    after = lots.dates(sortie)
    assert all(after[nom] == date for nom, date in before.items() if nom.split("/")[0] in done)
    assert lots.tree(sortie) == lots.tree(tmp_path / "entier")


def test_a_name_and_a_row_of_a_table_give_the_same_bytes(villes: Path, tmp_path: Path) -> None:
    villes.write_text("".join(VILLES.splitlines(keepends=True)[:2]), encoding="utf-8")
    for source, sortie in (("villes.csv", "table"), ("Givardon", "nom")):
        arguments = (source, "--sortie", sortie, "--moteur", "dxpdf", *LETTRE)
        result = lots.run(*arguments, cwd=tmp_path, nom="accueil")
        assert result.returncode == 0, result.stderr
    un, deux = (lots.tree(tmp_path / s / "givardon-18102") for s in ("table", "nom"))
    assert len(un) == 17
    manifestes = [tree.pop("manifeste.json") for tree in (un, deux)]
    assert un == deux
    assert without_the_record(manifestes[0]) == without_the_record(manifestes[1])


def test_an_unchanged_run_makes_nothing_and_another_sending_makes_all_again(
    source: Path, tmp_path: Path
) -> None:
    sortie = tmp_path / "sortie"
    assert make(source, sortie).is_complete
    whole = lots.tree(sortie)
    assert make(source, sortie, moyens=AUCUN).deja == 2
    assert make(source, sortie, Envoi(lieu="Ailleurs")).deja == 0
    assert "Ailleurs" in letter(sortie)
    assert make(source, sortie).deja == 0
    assert lots.tree(sortie) == whole


def test_a_file_of_a_pack_that_was_taken_away_is_made_again(source: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "sortie"
    make(source, sortie)
    whole = lots.tree(sortie)
    next(sortie.glob("*/lettre.docx")).unlink()
    assert make(source, sortie).deja == 1
    next(sortie.glob("*/accueil-word.zip")).unlink()
    assert make(source, sortie).deja == 1
    assert lots.tree(sortie) == whole


def test_welcome_packs_and_council_files_stand_side_by_side(source: Path, tmp_path: Path) -> None:
    sortie = tmp_path / "sortie"
    make(source, sortie)
    assert make(source, sortie, envoi=None).faites == 2
    rows = lots.report(sortie)
    assert [row["documents"] for row in rows] == [
        "deliberation, charte, feuille-de-route, dossier"
    ] * 2
    for folder in (sortie / row["dossier"] for row in rows):
        noms = {path.name for path in folder.iterdir()}
        assert {"dossier-word.zip", "accueil-word.zip", "lettre.docx"} <= noms
        assert (
            len(json.loads((folder / "manifeste.json").read_bytes())["fichiers"]) == len(noms) - 1
        )


def test_templates_of_the_user_s_own_reach_the_workers(source: Path, tmp_path: Path) -> None:
    gabarits = tmp_path / "gabarits"
    (gabarits / "accueil").mkdir(parents=True)
    ressources = (TEMPLATES / "accueil" / "ressources.docx").read_bytes()
    (gabarits / "accueil" / "lettre.docx").write_bytes(ressources)
    assert make(source, tmp_path / "sortie", gabarits=gabarits).is_complete
    assert "Madame, Monsieur le Maire" not in letter(tmp_path / "sortie")


def pages_of(folder: Path) -> str:
    with pikepdf.open(folder / "accueil.pdf") as pdf:
        return str(len(pdf.pages))


def letter(sortie: Path) -> str:
    return as_text(read(next(sortie.glob("*/lettre.docx")).read_bytes()))
