"""Welcome packs made for real: one page each, tagged, joined, and read back word for word."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from accueils_types import ENVOI, FICHES, accueil
from conformite import failures
from relecture import read_back
from reperes import AUJOURDHUI, ROOT

from generator.domain.accueil import Envoi
from generator.errors import RecordError, ReferentielError
from generator.rendering.contenu import as_text
from generator.rendering.ooxml.lecture import read
from generator.services.accueil import is_path, welcome
from generator.services.ouvrage import Production
from generator.services.production import Atelier, Commande
from generator.services.verification import examine

TEXTES = ROOT / "tests" / "textes" / "accueil"
PROPRES = ("lettre", "deux-voies", "calendrier", "ressources")
PAR_VILLE = pytest.mark.parametrize("nom", FICHES)
TERRITOIRES = "territoires-denfance"


@pytest.fixture(scope="module")
def productions(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Production]:
    """The documents that a welcome pack adds, for every town."""
    commande = Commande(tmp_path_factory.mktemp("accueil"), PROPRES, moteur="dxpdf")
    with Atelier(commande) as atelier:
        return {nom: atelier.produce(accueil(nom)) for nom in FICHES}


@pytest.fixture(scope="module")
def entier(tmp_path_factory: pytest.TempPathFactory) -> Production:
    """The whole pack of one town."""
    commande = Commande(tmp_path_factory.mktemp("entier"), moteur="dxpdf", pack=True)
    with Atelier(commande) as atelier:
        return atelier.produce(accueil("le-havre", ENVOI))


def by_key(production: Production) -> dict[str, tuple[Path, ...]]:
    return {produit.document.cle: produit.fichiers for produit in production.produits}


def test_the_towns_are_found_under_the_names_that_the_goldens_bear(productions) -> None:
    noms = {nom: production.dossier.name for nom, production in productions.items()}
    assert noms["givardon"] == "givardon-18102"
    assert len(set(noms.values())) == len(FICHES)
    assert {path.name for path in TEXTES.iterdir()} == set(FICHES)


@PAR_VILLE
def test_each_document_for_unicef_france_holds_on_one_page(productions, nom) -> None:
    production = productions[nom]
    assert not production.echecs
    assert [(p.document.cle, p.pages) for p in production.produits] == [(d, 1) for d in PROPRES]


def test_the_whole_pack_is_in_order_and_meets_the_standards(entier) -> None:
    assert not entier.echecs
    assert [produit.document.cle for produit in entier.produits] == [
        "lettre",
        "deux-voies",
        "deliberation",
        "charte",
        "feuille-de-route",
        "calendrier",
        "ressources",
        "accueil",
    ]
    whole = (entier.dossier / "accueil.pdf").read_bytes()
    assert failures(whole, "PDF/A-2a et PDF/UA-1") == []
    assert entier.produits[-1].norme == "PDF/A-2a et PDF/UA-1"


@PAR_VILLE
def test_the_words_are_those_that_were_read_and_approved(productions, nom, request) -> None:
    for cle in PROPRES:
        text = as_text(read((productions[nom].dossier / f"{cle}.docx").read_bytes()))
        golden = TEXTES / nom / f"{cle}.txt"
        if request.config.getoption("--recrire"):
            golden.parent.mkdir(parents=True, exist_ok=True)
            golden.write_text(text, encoding="utf-8")
        assert text == golden.read_text(encoding="utf-8")


@PAR_VILLE
def test_every_pdf_is_pdf_a_2a_and_pdf_ua_1(productions, nom) -> None:
    for produit in productions[nom].produits:
        assert produit.norme == "PDF/A-2a et PDF/UA-1"
        assert failures(produit.fichiers[1].read_bytes(), produit.norme) == []


def test_the_comparison_has_headers_above_and_at_the_left(productions) -> None:
    lu = read_back((productions["givardon"].dossier / "deux-voies.pdf").read_bytes())
    (table,) = lu.document.all("Table")
    premiere, *lignes = table.all("TR")
    assert [th.texte.strip() for th in premiere.all("TH")] == [
        "Mandat 2026-2032",
        "Territoires d’enfance",
        "Ville amie des enfants",
    ]
    assert {th.attribute("Scope") for th in premiere.all("TH")} == {"Column"}
    assert len(lignes) == 8
    for ligne in lignes:
        (critere,) = ligne.all("TH")
        assert critere.attribute("Scope") == "Row"
        assert critere.texte.strip()
        assert len(ligne.all("TD")) == 2


def test_the_town_is_not_the_author_of_what_it_is_sent(entier) -> None:
    def said(cle: str) -> tuple[str, str]:
        with pikepdf.open(entier.dossier / f"{cle}.pdf") as pdf:
            return str(pdf.docinfo["/Author"]), str(pdf.docinfo.get("/CreationDate", ""))

    for cle in (*PROPRES, "accueil"):
        assert said(cle) == ("UNICEF France", "D:20261201000000Z")
    for cle in ("deliberation", "charte", "feuille-de-route"):
        assert said(cle) == ("Commune du Havre", "")


def test_the_whole_has_a_bookmark_for_each_document_and_a_zip_of_word_files(entier) -> None:
    dossier = entier.dossier
    with pikepdf.open(dossier / "accueil.pdf") as pdf, pdf.open_outline() as outline:
        titres = [item.title for item in outline.root]
        assert "Dossier d’accueil – Commune du Havre" in str(pdf.docinfo["/Title"])
    assert len(titres) == 7
    assert all(titres)
    with zipfile.ZipFile(dossier / "accueil-word.zip") as archive:
        assert [Path(nom).name for nom in archive.namelist()] == [
            "lettre.docx",
            "deux-voies.docx",
            "deliberation.docx",
            "charte.docx",
            "feuille-de-route.docx",
            "calendrier.docx",
            "ressources.docx",
        ]
        for nom in archive.namelist():
            assert zipfile.is_zipfile(io.BytesIO(archive.read(nom)))


@pytest.mark.libreoffice
def test_libreoffice_makes_the_same_pages(productions, tmp_path) -> None:
    commande = Commande(tmp_path, PROPRES, formats=("pdf",), moteur="libreoffice")
    with Atelier(commande) as atelier:
        production = atelier.produce(accueil("pays-de-sommieres"))
    assert not production.echecs
    ours = productions["pays-de-sommieres"]
    assert [p.pages for p in production.produits] == [p.pages for p in ours.produits]
    for produit in production.produits:
        assert failures(produit.fichiers[0].read_bytes(), "PDF/A-2a et PDF/UA-1") == []


def test_the_longest_names_still_hold_on_one_page(tmp_path) -> None:
    longue = replace(
        ENVOI, signataire="Maximilienne " * 8, qualite="directrice " * 9, correspondant="Mot " * 30
    )
    personne = "executif: {civilite: Mme, prenom: Maximilienne-Alexandrine, nom: de la Très Longue}"
    with Atelier(Commande(tmp_path, PROPRES, formats=("pdf",), moteur="dxpdf")) as atelier:
        for code in ("244400610", "200006682"):
            for demarche in (TERRITOIRES, "ville-amie-des-enfants"):
                fiche = f'collectivite: {{siren: "{code}"}}\n{personne}'
                production = atelier.produce(accueil(fiche, longue, demarche))
                assert [p.pages for p in production.produits] == [1, 1, 1, 1], (code, demarche)


# --- from a name, or for a record ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("saisie", "source"),
    [
        ("Givardon", "commune 18102"),
        ("18102", "commune 18102"),
        ("l'hay les roses", "commune 94038"),
        ("243000296", "SIREN 243000296"),
    ],
)
def test_a_place_is_known_by_name_code_or_siren(saisie, source) -> None:
    assert not is_path(saisie)
    examen = welcome(saisie, ENVOI, demarche=TERRITOIRES, aujourdhui=AUJOURDHUI)
    assert examen.fiche.source == source
    assert examen.dossier.demarche == TERRITOIRES
    assert examen.matiere.accueil is not None
    assert examen.matiere.accueil.envoi == ENVOI


@pytest.mark.parametrize("source", ["absent.yaml", "dossier/absent", "listes/", "villes.csv", "."])
def test_what_looks_like_a_path_is_one(source) -> None:
    assert is_path(source)


@pytest.mark.parametrize("saisie", ["Dijjon", "Saint-Denis", "x" * 5000, "St. Nulle-Part", "", " "])
def test_a_place_that_is_not_known_or_not_alone_is_told(saisie) -> None:
    assert not is_path(saisie)
    with pytest.raises(ReferentielError):
        welcome(saisie, Envoi(), demarche=TERRITOIRES, aujourdhui=AUJOURDHUI)


def test_a_mandate_without_a_welcome_pack_is_refused_with_its_place() -> None:
    fiche = "collectivite: Dijon\nmandat: 2020-2026"
    with pytest.raises(RecordError) as refus:
        accueil(fiche, demarche="ville-amie-des-enfants")
    (message,) = refus.value.messages
    assert message.startswith("fiche.yaml:3:1 : mandat : aucun dossier d'accueil n'est décrit")


def test_the_budget_line_is_asked_of_the_act_of_a_council_only() -> None:
    pour_envoi = accueil("givardon")
    pour_le_conseil = examine(pour_envoi.fiche, aujourdhui=AUJOURDHUI)
    assert pour_le_conseil.matiere.accueil is None
    assert [a for a in pour_le_conseil.alertes if "imputation" in a]
    assert not [a for a in pour_envoi.alertes if "imputation" in a]


def test_what_is_not_known_of_the_dues_is_an_alert() -> None:
    def alertes(nom: str) -> list[str]:
        return [a for a in accueil(nom).alertes if "à confirmer auprès d’UNICEF France" in a]

    assert alertes("givardon") == [
        "fiche.yaml : Ville amie des enfants : pour l’année 2026, montant à confirmer auprès "
        "d’UNICEF France"
    ]
    assert len(alertes("foix")) == 2
    assert alertes("collectivite: Givardon\nseance: {date: 2027-06-01}") == []


def test_the_same_place_and_sending_give_the_same_bytes(entier, tmp_path) -> None:
    with Atelier(Commande(tmp_path, moteur="dxpdf", pack=True)) as atelier:
        again = atelier.produce(accueil("le-havre", ENVOI))
    un, deux = (
        {path.name: path.read_bytes() for path in production.dossier.iterdir()}
        for production in (entier, again)
    )
    assert un == deux
    assert "manifeste.json" in un


@pytest.mark.parametrize(("nom", "doute"), [("Aix", True), ("19002", False), ("Dijon", False)])
def test_a_name_that_a_much_bigger_town_begins_with_is_told(nom: str, doute: bool) -> None:
    alertes = welcome(nom, ENVOI, demarche=TERRITOIRES, aujourdhui=AUJOURDHUI).alertes
    assert any("Aix-en-Provence (Bouches-du-Rhône), 13001" in a for a in alertes) == doute
