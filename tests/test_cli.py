"""The command line, as a newcomer, a script and a hurried person use it."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from docx import Document
from reperes import ROOT

Commande = Callable[..., Result]
COMMANDES = (
    *("nouveau", "verifier", "produire", "accueil", "controler", "signer"),
    *(
        "verifier-signature",
        "teletransmettre",
        "publier",
        "lot",
        "suivi",
        "diagnostic",
        "schema",
        "demarches",
    ),
)


@pytest.mark.parametrize("nom", COMMANDES)
def test_every_command_explains_itself_in_french(commande: Commande, nom: str) -> None:
    result = commande(nom, "--help")
    assert result.exit_code == 0
    assert "Usage : actes-enfance" in result.stdout
    assert "\nOptions\u00a0:\n" in result.stdout
    assert "Show this message" not in result.stdout
    assert "[required]" not in result.stdout


def test_help_lists_the_commands_and_the_exit_codes(commande: Commande) -> None:
    result = commande("--help")
    for nom in COMMANDES:
        assert nom in result.stdout
    assert "4  un PDF n'a pas pu être fait" in result.stdout


def test_a_pipe_gets_one_path_a_line_and_nothing_else(commande: Commande, tmp_path: Path) -> None:
    result = commande("produire", ROOT / "samples/givardon.yaml", "--moteur", "dxpdf")
    assert result.exit_code == 0
    paths = result.stdout.splitlines()
    assert [Path(p).name for p in paths] == [
        "deliberation.docx",
        "deliberation.pdf",
        "charte.docx",
        "charte.pdf",
        "feuille-de-route.docx",
        "feuille-de-route.pdf",
    ]
    assert all((tmp_path / p).is_file() for p in paths)
    assert sorted(p.name for p in (tmp_path / "sortie/givardon-18102").iterdir()) == sorted(
        [*(Path(p).name for p in paths), "manifeste.json"]
    )
    assert "n'est pas" not in result.stdout
    assert "non le texte officiel d’UNICEF France" in result.stderr


def _at_a_terminal(folder: Path, *arguments: str, columns: int = 100) -> str:
    """Return what a person sees of `actes-enfance produire` for Givardon."""
    master, slave = pty.openpty()
    givardon = str(ROOT / "samples/givardon.yaml")
    subprocess.run(
        [sys.executable, "-m", "generator", "produire", givardon, *arguments],
        cwd=folder,
        stdout=slave,
        stderr=slave,
        env=os.environ | {"COLUMNS": str(columns), "TERM": "xterm"},
        check=True,
        timeout=60,
    )
    os.close(slave)
    screen = b""
    while True:
        try:
            chunk = os.read(master, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not chunk:
            break
        screen += chunk
    os.close(master)
    return screen.decode()


def test_a_person_at_a_terminal_sees_a_summary(tmp_path: Path) -> None:
    text = _at_a_terminal(tmp_path)
    for word in ("sortie/givardon-18102", "Délibération", "Charte", "Feuille de route", "Blancs"):
        assert word in text


@pytest.mark.parametrize("columns", [80, 60, 40])
def test_a_narrow_terminal_cuts_no_name(tmp_path: Path, columns: int) -> None:
    text = _at_a_terminal(tmp_path, "--pack", columns=columns)
    written = [path.name for path in (tmp_path / "sortie/givardon-18102").iterdir()]
    assert len(written) == 9
    for word in {*written, "PDF/A-2a", "PDF/UA-1"} - {"manifeste.json"}:
        assert word in text
    assert "…" not in text.replace("………………", "")
    visible = re.sub(r"\x1b\[[0-9;]*m", "", text)
    assert max(map(len, visible.splitlines())) <= columns


@pytest.mark.parametrize("sortie", ["[rouge]", "[/]", "[bold]x[/bold]"])
def test_brackets_in_a_folder_s_name_are_no_marks(tmp_path: Path, sortie: str) -> None:
    text = _at_a_terminal(tmp_path, "--sortie", sortie, "--format", "docx")
    assert str(Path(sortie) / "givardon-18102") in text
    assert (tmp_path / sortie / "givardon-18102" / "charte.docx").is_file()


def test_one_document_and_one_format_can_be_asked_for(commande: Commande) -> None:
    result = commande(
        "produire",
        ROOT / "samples/givardon.yaml",
        *("--document", "charte", "--format", "docx", "--sortie", "ici"),
    )
    assert result.exit_code == 0
    assert result.stdout == "ici/givardon-18102/charte.docx\n"


def test_a_document_of_another_programme_is_refused(commande: Commande) -> None:
    result = commande("produire", ROOT / "samples/dijon.yaml", "--document", "charte")
    assert result.exit_code == 1
    assert (
        "n'a pas de document « charte » pour cet acte ; il y a : note-de-synthese, deliberation, "
        "plan-d-action" in result.stderr
    )


def test_nothing_is_written_when_one_record_is_unfit(commande: Commande, tmp_path: Path) -> None:
    bad = tmp_path / "mauvaise.yaml"
    bad.write_text("demarche: territoires-denfance\ncollectivite: Dijn\nseence: {}\n")
    result = commande("produire", ROOT / "samples/givardon.yaml", bad)
    assert result.exit_code == 1
    assert "mauvaise.yaml:2:1 : collectivite.commune : " in result.stderr
    assert "Dijon" in result.stderr
    assert "mauvaise.yaml:3:1 : seence : " in result.stderr
    assert not (tmp_path / "sortie").exists()


def test_two_records_of_one_town_never_overwrite_each_other(commande: Commande) -> None:
    result = commande("produire", ROOT / "samples/dijon.yaml", ROOT / "samples/dijon-2020.yaml")
    assert result.exit_code == 1
    assert "écraseraient" in result.stderr


def test_an_output_that_cannot_be_written_is_said_and_leaves_nothing(
    commande: Commande, tmp_path: Path
) -> None:
    (tmp_path / "pris").write_text("un fichier")
    (tmp_path / "dossier").mkdir()
    (tmp_path / "dossier" / "givardon-18102").write_text("un fichier")
    result = commande(
        "produire", ROOT / "samples/givardon.yaml", "--sortie", "dossier", "--format", "docx"
    )
    assert result.exit_code == 6
    assert "écriture impossible" in result.stderr
    assert [p.name for p in (tmp_path / "dossier").iterdir()] == ["givardon-18102"]


def test_verifier_tells_every_problem_of_every_record(commande: Commande, tmp_path: Path) -> None:
    bad = tmp_path / "mauvaise.yaml"
    bad.write_text(
        "demarche: ville-amie-des-enfants\ncollectivite: {commune: Dijon}\n"
        "seance: {date: 2026-02-31, en_exercice: 59, presents: 60}\n"
    )
    result = commande("verifier", ROOT / "samples/dijon.yaml", bad)
    assert result.exit_code == 1
    assert f"{ROOT / 'samples/dijon.yaml'} : peut être produite\n" in result.stdout
    assert "seance.date" in result.stderr
    assert "1 fiche à corriger sur 2" in result.stderr


def test_verifier_counts_what_deserves_a_look(commande: Commande) -> None:
    result = commande("verifier", ROOT / "samples/givardon.yaml")
    assert result.exit_code == 0
    assert result.stdout.endswith("givardon.yaml : peut être produite (1 alerte à regarder)\n")
    assert "deliberation.cotisation.imputation" in result.stderr


def test_verifier_tells_alerts_beside_errors(commande: Commande, tmp_path: Path) -> None:
    record = tmp_path / "f.yaml"
    record.write_text(
        "demarche: territoires-denfance\ncollectivite: Wissembourg\ndeliberation: {etat: adoptee}\n"
    )
    result = commande("verifier", record)
    assert result.exit_code == 1
    assert " : executif.nom : il manque " in result.stderr
    assert " : collectivite : le droit local d'Alsace-Moselle " in result.stderr


def test_an_adopted_record_names_all_its_missing_mentions_at_once(
    commande: Commande, tmp_path: Path
) -> None:
    record = tmp_path / "f.yaml"
    record.write_text(
        "demarche: territoires-denfance\ncollectivite: Givardon\ndeliberation: {etat: adoptee}\n"
    )
    result = commande("verifier", record)
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) >= 18
    for champ in ("executif.nom", "seance.date", "deliberation.vote.pour", "seance.secretaire.nom"):
        assert f" : {champ} : il manque " in result.stderr


def test_nouveau_writes_a_record_that_is_fit_at_once(commande: Commande, tmp_path: Path) -> None:
    result = commande("nouveau", "L'Haÿ-les-Roses", "--demarche", "ville-amie-des-enfants")
    assert result.exit_code == 0
    assert result.stdout == "l-hay-les-roses-94038.yaml\n"
    assert commande("verifier", tmp_path / "l-hay-les-roses-94038.yaml").exit_code == 0


def test_nouveau_says_that_a_bigger_town_may_be_meant(commande: Commande) -> None:
    assert "Évry-Courcouronnes" in commande("nouveau", "Evry").stderr
    assert "Évry-Courcouronnes" not in commande("nouveau", "89162", "--sortie", "e.yaml").stderr


def test_nouveau_never_overwrites(commande: Commande, tmp_path: Path) -> None:
    (tmp_path / "dijon-21231.yaml").write_text("à moi")
    result = commande("nouveau", "Dijon")
    assert result.exit_code == 6
    assert (tmp_path / "dijon-21231.yaml").read_text() == "à moi"


@pytest.mark.parametrize("nom", ["ma fiche.yaml", "dossier"])
def test_nouveau_never_overwrites_what_is_asked_for(
    commande: Commande, tmp_path: Path, nom: str
) -> None:
    (tmp_path / "ma fiche.yaml").write_text("à moi")
    (tmp_path / "dossier").mkdir()
    result = commande("nouveau", "Dijon", "--sortie", nom)
    assert result.exit_code == 6
    assert result.stdout == ""
    assert "existe déjà et n'a pas été touché ; choisissez un autre nom" in result.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["dossier", "ma fiche.yaml"]
    assert (tmp_path / "ma fiche.yaml").read_text() == "à moi"


@pytest.mark.parametrize(
    ("nom", "words"),
    [
        ("Dijn", ["Dijon", "21231"]),
        ("Saint-Denis", ["93066", "97411", "11339", "30247"]),
        ("1004", ["01004"]),
        ("123456789", ["SIREN"]),
    ],
)
def test_a_name_that_is_not_found_says_what_is_near(
    commande: Commande, nom: str, words: list[str]
) -> None:
    result = commande("nouveau", nom)
    assert result.exit_code == 1
    for word in words:
        assert word in result.stderr


def test_st_stands_for_saint_and_accents_do_not_matter(commande: Commande) -> None:
    assert "Saint-Étienne" in commande("nouveau", "st etienne", "--sortie", "-").stdout


def test_schema_is_json_and_demarches_gives_the_dues(commande: Commande) -> None:
    assert json.loads(commande("schema").stdout)["$schema"]
    listing = commande("demarches").stdout
    assert "500" in listing
    assert "de 2027 à 2032" in listing


def test_diagnostic_makes_a_real_document(commande: Commande) -> None:
    result = commande("diagnostic")
    assert result.exit_code == 0
    assert "un document converti et contrôlé en" in result.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("produir",), "la commande « produir » n'existe pas ; vouliez-vous dire produire ?"),
        (("xyz",), "« xyz » n'existe pas ; il y a nouveau, verifier, produire, accueil, controler"),
        (("produire",), "Il manque l'argument"),
        (
            ("produire", "x", "--moteur", "word"),
            "« word » n'est pas admis ; valeurs possibles : 'auto', 'dxpdf', 'libreoffice'",
        ),
        (("produire", "x", "--gabarits", "nulle-part"), "n'existe pas"),
    ],
)
def test_a_wrong_command_line_is_explained_in_french(
    commande: Commande, arguments: tuple[str, ...], words: str
) -> None:
    result = commande(*arguments)
    assert result.exit_code == 2
    assert words in result.stderr


def test_a_template_of_ones_own_is_used_and_its_mistakes_are_located(
    commande: Commande, tmp_path: Path
) -> None:
    own = tmp_path / "gabarits"
    own.mkdir()
    document = Document(str(ROOT / "templates/charte.docx"))
    document.add_paragraph("Vive {{ collectivite.inconnue }} !")
    document.save(str(own / "charte.docx"))
    result = commande(
        "produire", ROOT / "samples/givardon.yaml", "--gabarits", own, "--format", "docx"
    )
    assert result.exit_code == 3
    assert "charte.docx, paragraphe" in result.stderr
    assert "« inconnue »" in result.stderr
    made = sorted(p.name for p in (tmp_path / "sortie/givardon-18102").iterdir())
    assert made == ["deliberation.docx", "feuille-de-route.docx", "manifeste.json"]


def test_a_folder_without_any_template_is_refused(commande: Commande, tmp_path: Path) -> None:
    (tmp_path / "gabarits").mkdir()
    (tmp_path / "gabarits" / "chartre.docx").write_bytes(b"")
    result = commande("produire", ROOT / "samples/givardon.yaml", "--gabarits", "gabarits")
    assert result.exit_code == 3
    assert "gabarits : aucun gabarit n'y porte un nom attendu (" in result.stderr
    assert " deliberation.docx, " in result.stderr
    assert not (tmp_path / "sortie").exists()


def test_a_record_given_twice_is_produced_once(commande: Commande) -> None:
    givardon = ROOT / "samples/givardon.yaml"
    result = commande("produire", givardon, givardon, "--document", "charte", "--format", "docx")
    assert result.exit_code == 0
    assert result.stdout == "sortie/givardon-18102/charte.docx\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk always full")
def test_a_full_disk_behind_the_pipe_is_said_in_one_line() -> None:
    with Path("/dev/full").open("w") as full:
        run = subprocess.run(
            [sys.executable, "-m", "generator", "schema"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            timeout=60,
        )
    assert run.returncode == 6
    assert run.stderr == "sortie standard : écriture impossible : le disque est plein\n"


@pytest.mark.parametrize(
    ("option", "balises"),
    [
        (["--balises-parapheur"], {"#signature_1#", "#signature_2#"}),
        (["--balises-parapheur=unique"], {"#signature#"}),
        (["--balises-parapheur", "unique"], {"#signature#"}),
        ([], set()),
    ],
)
def test_the_marks_of_i_parapheur_are_asked_with_or_without_a_form(
    commande: Commande, option: list[str], balises: set[str]
) -> None:
    """The record that follows the bare option is not taken for its value."""
    fiche = ROOT / "samples/givardon.yaml"
    result = commande("produire", "--format", "docx", "--document", "charte", *option, fiche)
    assert result.exit_code == 0
    (path,) = result.stdout.splitlines()
    texte = "\n".join(p.text for t in Document(path).tables for c in t._cells for p in c.paragraphs)
    assert set(re.findall(r"#\S+#", texte)) == balises


def test_a_file_may_be_named_like_an_option(commande: Commande) -> None:
    result = commande("produire", "--", "--balises-parapheur")
    assert result.exit_code == 1
    assert result.stderr.startswith("--balises-parapheur : fichier introuvable")


def test_an_unknown_form_of_marks_is_refused_in_french(commande: Commande) -> None:
    result = commande("produire", "--balises-parapheur=x", ROOT / "samples/givardon.yaml")
    assert result.exit_code == 2
    assert "numerotees" in result.stderr
