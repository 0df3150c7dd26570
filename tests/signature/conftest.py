"""Real acts of a sample, ready to sign, and those who sign them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import certificats
import pytest
from reperes import AUJOURDHUI, ROOT

import generator


@cache
def _document(moteur: str, dossier: Path) -> bytes:
    examen = generator.verify(ROOT / "samples/dijon.yaml", aujourdhui=AUJOURDHUI)
    commande = generator.Commande(dossier, ("deliberation",), ("pdf",), moteur)
    (production,) = generator.produce([examen], commande)
    return production.produits[0].fichiers[0].read_bytes()


@pytest.fixture(scope="session")
def produire(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], bytes]:
    """Return the deliberation of Dijon made by an engine, with its fields of signature."""
    dossier = tmp_path_factory.mktemp("produits")
    return lambda moteur: _document(moteur, dossier / moteur)


@pytest.fixture
def a_signer(produire: Callable[[str], bytes], tmp_path: Path) -> Path:
    chemin = tmp_path / "acte.pdf"
    chemin.write_bytes(produire("dxpdf"))
    return chemin


def sign(pdf: Path, champ: str, sortie: Path, qui: str = "Camille Exemple", **reste) -> bytes:
    """Sign a file with an invented person's certificate; return the bytes written."""
    pkcs12 = certificats.write(sortie.parent, qui)
    generator.sign(
        generator.DemandeSignature(pdf, champ, pkcs12, sortie, **reste),
        mot_de_passe=lambda: certificats.MOT_DE_PASSE,
        maintenant=certificats.MOMENT,
    )
    return sortie.read_bytes()


@pytest.fixture
def signer() -> Callable[..., bytes]:
    return sign


@pytest.fixture(scope="session")
def _deux_signatures(
    produire: Callable[[str], bytes], tmp_path_factory: pytest.TempPathFactory
) -> bytes:
    dossier = tmp_path_factory.mktemp("signes")
    (dossier / "acte.pdf").write_bytes(produire("dxpdf"))
    sign(dossier / "acte.pdf", "secretaire", dossier / "un.pdf", "Modeste Exemple courbe")
    return sign(dossier / "un.pdf", "executif", dossier / "deux.pdf")


@pytest.fixture
def signe_deux_fois(_deux_signatures: bytes, tmp_path: Path) -> Path:
    """The deliberation signed by the secretary, then by the mayor."""
    chemin = tmp_path / "deux.pdf"
    chemin.write_bytes(_deux_signatures)
    return chemin


@pytest.fixture
def autorite(tmp_path: Path) -> Path:
    chemin = tmp_path / "autorite.pem"
    chemin.write_bytes(certificats.autorite().pem)
    return chemin
