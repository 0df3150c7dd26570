"""`actes-enfance accueil`, as a person or a pipe sees it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from lots import report

from generator.rendering.contenu import as_text
from generator.rendering.ooxml.lecture import read

Commande = Callable[..., Result]


def lettre(tmp_path: Path, ville: str) -> str:
    return as_text(read((tmp_path / "dossiers" / ville / "lettre.docx").read_bytes()))


def test_a_name_alone_gives_the_whole_pack(commande: Commande, tmp_path: Path) -> None:
    result = commande("accueil", "Givardon", "--sortie", "dossiers", "--moteur", "dxpdf")
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[-2:] == [
        "dossiers/givardon-18102/accueil.pdf",
        "dossiers/givardon-18102/accueil-word.zip",
    ]
    assert all((tmp_path / line).is_file() for line in lines)
    assert "Ville amie des enfants : pour l’année 2026, montant à confirmer" in result.stderr
    assert "Madame, Monsieur le Maire" in lettre(tmp_path, "givardon-18102")
    assert "Projet de lettre" in lettre(tmp_path, "givardon-18102")


def test_the_letter_says_who_sends_it(commande: Commande, tmp_path: Path) -> None:
    sending = {
        "--date": "1er décembre 2026",
        "--lieu": "Paris",
        "--signataire": "Dominique Modèle",
        "--qualite": "directrice inventée",
        "--correspondant": "Sacha Spécimen",
    }
    options = [mot for paire in sending.items() for mot in paire]
    result = commande("accueil", "18102", "--sortie", "dossiers", "--format", "docx", *options)
    assert result.exit_code == 0
    texte = lettre(tmp_path, "givardon-18102")
    assert "Paris, le 1er\u00a0décembre 2026" in texte
    assert "Dominique Modèle\n" in texte
    assert "Projet de lettre" not in texte
    assert "………" not in texte


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("Givardon", "--date", "31/02/2026"), "n'existe pas dans le calendrier"),
        (("Givardon", "--lieu", "Pa\x07ris"), "caractère invisible interdit (U+0007)"),
        (("Givardon", "--signataire", "x" * 300), "raccourcissez-le"),
    ],
)
def test_a_sending_that_cannot_be_printed_is_refused(
    commande: Commande, tmp_path: Path, options: tuple[str, ...], message: str
) -> None:
    result = commande("accueil", *options, "--sortie", "dossiers")
    assert result.exit_code == 2
    assert message in result.stderr
    assert not (tmp_path / "dossiers").exists()


@pytest.mark.parametrize(
    ("source", "message"),
    [("Dijjon", "Dijon"), ("Saint-Denis", "désigne 4 communes"), ("rien.yaml", "rien.yaml")],
)
def test_a_source_that_is_not_there_is_told(commande: Commande, source: str, message: str) -> None:
    result = commande("accueil", source, "--sortie", "dossiers")
    assert result.exit_code == 1
    assert message in result.stderr
    assert result.stdout == ""


def test_one_town_alone_leaves_its_folder_and_nothing_else(
    commande: Commande, tmp_path: Path
) -> None:
    options = ("--sortie", "dossiers", "--format", "docx", "--silencieux")
    result = commande("accueil", "18102", *options)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert [path.name for path in (tmp_path / "dossiers").iterdir()] == ["givardon-18102"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "donnez une SOURCE (nom, code Insee, SIREN, fichier, dossier)"),
        (("Givardon", "--departement", "18"), "ne vont pas avec SOURCE"),
        (("Givardon", "--reprendre"), "--reprendre finit une série"),
        (("--departement", "90"), "dites le dossier de la série : --sortie DOSSIER"),
        (("villes.csv",), "dites le dossier de la série : --sortie DOSSIER"),
        (("--reprendre",), "dites le dossier de la série : --sortie DOSSIER"),
    ],
)
def test_a_command_that_names_no_towns_or_too_many_is_refused(
    commande: Commande, tmp_path: Path, arguments: tuple[str, ...], message: str
) -> None:
    result = commande("accueil", *arguments)
    assert result.exit_code == 2
    assert message in " ".join(result.stderr.split())
    assert list(tmp_path.iterdir()) == []


def test_one_bad_record_of_a_list_leaves_the_others(commande: Commande, tmp_path: Path) -> None:
    (tmp_path / "liste.yaml").write_text("collectivite: Givardon\n---\ncollectivite: Dijjon\n")
    result = commande("accueil", "liste.yaml", "--sortie", "dossiers", "--format", "docx")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "dossiers/rapport.csv",
        "dossiers/rapport.html",
        "dossiers/a-corriger.yaml",
    ]
    assert "1 collectivité faite, 1 en échec" in result.stderr
    rows = report(tmp_path / "dossiers")
    assert "liste.yaml:3:1 : collectivite.commune : aucune commune" in rows[1]["erreurs"]
    assert (tmp_path / "dossiers/givardon-18102/accueil-word.zip").is_file()


def test_a_table_gives_a_pack_for_each_row(commande: Commande, tmp_path: Path) -> None:
    (tmp_path / "villes.csv").write_text(
        "collectivite.commune;executif.civilite;executif.prenom;executif.nom\n"
        "Givardon;Mme;Camille;Exemple\nLe Havre;;;\n",
        encoding="utf-8",
    )
    result = commande("accueil", "villes.csv", "--sortie", "dossiers", "--format", "docx")
    assert result.exit_code == 0
    assert "Madame la Maire," in lettre(tmp_path, "givardon-18102")
    assert "Madame, Monsieur le Maire," in lettre(tmp_path, "le-havre-76351")


def test_towns_can_be_chosen_in_the_official_list(commande: Commande, tmp_path: Path) -> None:
    chosen = ("--departement", "21", "--population-min", 20000)
    result = commande("accueil", *chosen, "--sortie", "dossiers", "--format", "docx")
    assert result.exit_code == 0
    assert [row["dossier"] for row in report(tmp_path / "dossiers")] == [
        "beaune-21054",
        "dijon-21231",
    ]
