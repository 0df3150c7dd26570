"""`actes-enfance controler`: what is intact, altered, missing, added; and manifests that lie."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from reperes import AUJOURDHUI, ROOT

import generator
from generator.cli import controler

Commande = Callable[..., Result]
NOM = "givardon-18102"


@pytest.fixture(scope="module")
def modele(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of two towns, in Word."""
    sortie = tmp_path_factory.mktemp("modele") / "sortie"
    examens = [
        generator.verify(ROOT / f"samples/{nom}.yaml", aujourdhui=AUJOURDHUI)
        for nom in ("givardon", "paris")
    ]
    for production in generator.produce(examens, generator.Commande(sortie, formats=("docx",))):
        assert not production.echecs
    return sortie


@pytest.fixture
def sortie(modele: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(modele, tmp_path / "sortie"))


def _lines(result: Result) -> dict[str, str]:
    """State by file name."""
    couples = (ligne.split("\t") for ligne in result.stdout.splitlines())
    return {Path(nom).name: etat for etat, nom in couples}


def test_an_intact_folder_and_a_folder_of_folders_say_so(commande: Commande, sortie: Path) -> None:
    result = commande("controler", sortie / NOM)
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        f"intact\t{sortie / NOM / nom}.docx"
        for nom in ("charte", "deliberation", "feuille-de-route")
    ]
    result = commande("controler", sortie)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert len(result.stdout.splitlines()) == 6


@pytest.mark.parametrize(
    ("change", "nom", "etat"),
    [
        (lambda d: (d / "charte.docx").write_bytes(b"rien"), "charte.docx", "altéré"),
        (lambda d: _flip(d / "charte.docx"), "charte.docx", "altéré"),
        (lambda d: (d / "charte.docx").unlink(), "charte.docx", "manquant"),
        (lambda d: (d / "annexe.pdf").write_bytes(b""), "annexe.pdf", "ajouté"),
        (lambda d: (d / ".cache").write_bytes(b""), ".cache", "ajouté"),
        (lambda d: (d / "annexes").mkdir(), "annexes", "ajouté"),
    ],
)
def test_one_change_is_found_and_the_rest_is_intact(
    commande: Commande, sortie: Path, change: Callable[[Path], object], nom: str, etat: str
) -> None:
    change(sortie / NOM)
    result = commande("controler", sortie)
    assert result.exit_code == 1
    lignes = _lines(result)
    assert lignes.pop(nom) == etat
    assert set(lignes.values()) == {"intact"}


def _flip(path: Path) -> None:
    octets = bytearray(path.read_bytes())
    octets[len(octets) // 2] ^= 1
    path.write_bytes(octets)


def test_what_systems_leave_in_folders_does_not_count(commande: Commande, sortie: Path) -> None:
    for nom in (".DS_Store", "Thumbs.db", "desktop.ini"):
        (sortie / NOM / nom).write_bytes(b"x")
    assert commande("controler", sortie).exit_code == 0


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only POSIX has pipes with a name")
def test_a_pipe_or_a_link_in_the_place_of_a_file_is_altered(
    commande: Commande, sortie: Path
) -> None:
    charte, acte = sortie / NOM / "charte.docx", sortie / NOM / "deliberation.docx"
    copie = sortie.parent / "copie.docx"
    acte.rename(copie)
    acte.symlink_to(copie)
    charte.unlink()
    os.mkfifo(charte)
    lignes = _lines(commande("controler", sortie / NOM))
    assert (lignes["charte.docx"], lignes["deliberation.docx"]) == ("altéré", "altéré")


def _entry(**change: Any) -> dict[str, Any]:
    return {"nom": "a.pdf", "sha256": "0" * 64, "taille": 1} | change


def _manifest(*entrees: Any, **change: Any) -> bytes:
    return json.dumps({"version": 1, "fichiers": list(entrees)} | change).encode()


HOSTILES = [
    (b"", "ce n'est pas du JSON"),
    (b"\x80\x81", "ce n'est pas du JSON"),
    (b"[" * 100_000, "ce n'est pas du JSON"),
    (b'{"version": ' + b"9" * 5000 + b"}", "ce n'est pas du JSON"),
    (b"[]", "ce n'est pas un manifeste de ce programme"),
    (b'{"name": "paquet", "version": "1.0"}', "ce n'est pas un manifeste de ce programme"),
    (_manifest(version=2), "d'un autre format (version attendue : 1)"),
    (_manifest(version=True), "d'un autre format"),
    (_manifest("a.pdf"), "le fichier numéro 1 est mal décrit : ce n'est pas un objet"),
    (_manifest(_entry(), _entry()), "le fichier numéro 2 est mal décrit : il porte deux fois"),
    *(
        (_manifest(_entry(nom=nom)), "son nom n'est pas celui d'un fichier du dossier")
        for nom in (
            *("../secret", "/etc/passwd", "a/b", "a\\b", "c:a", "", "a\0", "a\x1b[2J"),
            *("n" * 201, None, 3),
        )
    ),
    *(
        (_manifest(_entry(nom=nom)), "son nom n'est pas celui d'un document")
        for nom in (".", "..", "manifeste.json")
    ),
    (_manifest(_entry(nom="\ud800")), "ce n'est pas du JSON"),
    (_manifest(_entry(titre="\ud800")), "ce n'est pas du JSON"),
    *((_manifest(_entry(sha256=s)), "son empreinte SHA-256") for s in ("", "0" * 63, "G" * 64, 5)),
    *((_manifest(_entry(taille=t)), "sa taille") for t in (-1, 1.5, True, None, "1")),
]


@pytest.mark.parametrize(("octets", "words"), HOSTILES)
def test_a_manifest_that_is_none_is_explained_in_one_line(
    commande: Commande, sortie: Path, octets: bytes, words: str
) -> None:
    (sortie / NOM / "manifeste.json").write_bytes(octets)
    result = commande("controler", sortie)
    assert result.exit_code == 1
    (ligne,) = result.stderr.splitlines()
    assert ligne.startswith(f"erreur : {sortie / NOM / 'manifeste.json'} : ")
    assert words in ligne
    assert len(result.stdout.splitlines()) == 3  # the other town is checked all the same


def test_a_town_without_a_manifest_is_said(commande: Commande, sortie: Path) -> None:
    (sortie / NOM / "manifeste.json").unlink()
    result = commande("controler", sortie)
    assert result.exit_code == 1
    assert "manifeste.json : fichier introuvable" in result.stderr


@pytest.mark.parametrize(
    ("dossier", "words"),
    [("vide", "il n'y a pas de manifeste.json"), ("nulle-part", "dossier introuvable")],
)
def test_a_folder_that_was_not_produced_is_said(
    commande: Commande, tmp_path: Path, dossier: str, words: str
) -> None:
    (tmp_path / "vide").mkdir()
    result = commande("controler", dossier)
    assert result.exit_code == 1
    assert words in result.stderr


def test_a_file_in_the_place_of_a_folder_is_said(commande: Commande, tmp_path: Path) -> None:
    (tmp_path / "fichier").write_text("texte")
    result = commande("controler", "fichier")
    assert (result.exit_code, "dossier introuvable" in result.stderr) == (1, True)


def test_a_person_at_a_terminal_reads_a_summary(
    commande: Commande, sortie: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (sortie / NOM / "charte.docx").unlink()
    (sortie / NOM / "a\x1b[2Jb.pdf").write_bytes(b"")
    monkeypatch.setattr(controler, "is_terminal", lambda: True)
    result = commande("controler", sortie)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        f"{sortie / NOM} : 2 fichiers intacts",
        "  ajouté    a\ufffd[2Jb.pdf",
        "  manquant  charte.docx",
        f"{sortie / 'paris-75056'} : 3 fichiers intacts",
        "5 intacts, 0 altéré, 1 manquant, 1 ajouté",
    ]
