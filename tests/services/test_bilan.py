"""The yearly report, from a filled workbook to its documents."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest
from conformite import failures
from docx import Document
from relecture import read_back
from reperes import SAMPLES
from suivis_types import AJOUT, AUJOURDHUI, REMPLI, dijon, workbook

from generator.errors import RecordError
from generator.redaction.contexte import contexte
from generator.rendering.contenu import as_text
from generator.rendering.ooxml.lecture import read
from generator.services.production import Commande, produce
from generator.services.suivi.bilan import review

AVEC_ACTIONS = [path.stem for path in SAMPLES if "intitule:" in path.read_text(encoding="utf-8")]


def report(path: Path, sortie: Path, annee: int = 2028, **options: object):
    """Make the report of a workbook and return (the production, text by document)."""
    examen = review(path, annee, aujourdhui=AUJOURDHUI)
    (production,) = produce([examen], Commande(sortie, **options))  # type: ignore[arg-type]
    assert production.echecs == ()
    textes = {
        p.document.cle: as_text(read(p.fichiers[0].read_bytes())) for p in production.produits
    }
    return production, textes


@pytest.fixture(scope="module")
def fait(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bilan")
    return report(dijon(folder / "suivi.xlsx"), folder / "sortie")


def test_the_report_and_the_press_release_are_archival_and_accessible(fait):
    production, _ = fait
    assert [p.document.cle for p in production.produits] == ["bilan", "communique"]
    for produit in production.produits:
        assert produit.norme == "PDF/A-2a et PDF/UA-1"
        assert failures(produit.fichiers[1].read_bytes(), produit.norme) == []


def test_the_press_release_is_one_page_and_says_that_it_is_a_draft(fait):
    production, textes = fait
    communique = production.produits[1]
    assert communique.pages == 1
    assert communique.alertes
    assert "Projet rédigé par un programme" in textes["communique"]


def test_the_report_says_where_every_action_stands(fait):
    _, textes = fait
    assert (
        "Le plan d’action voté compte 5 actions. 1 action s’y est ajoutée depuis."
        in textes["bilan"]
    )
    assert (
        "À la fin de l’année 2028, 2 actions sont réalisées, 1 action est en cours, 1 action est en "
        "retard, 1 action est prévue et 1 action est annulée." in textes["bilan"]
    )
    assert "Ensemble | 2 | 1 | 1 | 1 | 1 | 0 | 6" in textes["bilan"]
    assert "Bilan provisoire" not in textes["bilan"]


def test_nothing_that_the_town_has_written_is_lost(fait):
    _, textes = fait
    lettres = re.sub(r"\W+", "", textes["bilan"].casefold())
    for dit in (*REMPLI.values(), AJOUT):
        for cle, valeur in dit.items():
            if cle not in {"etat", "supplementaire", "axe", "partenaires"}:
                assert re.sub(r"\W+", "", str(valeur).casefold()) in lettres, (cle, valeur)


def test_each_chart_is_a_figure_that_tells_all_its_numbers(fait):
    production, _ = fait
    relecture = read_back(production.produits[0].fichiers[1].read_bytes())
    dits = [str(figure.objet.Alt) for figure in relecture.document.all("Figure")]
    assert len(dits) == 6
    assert dits[0].startswith("Graphique en barres, une par axe.")
    assert "Gouvernance de l’enfance\u00a0: 1 action en cours, 1 action en retard" in dits[0]
    assert "pour l’axe «\u00a0Protection\u00a0»\u00a0: 1 action réalisée." in dits[3]
    assert relecture.orphelins == []


def test_the_pictures_of_the_word_file_are_its_own_charts(fait):
    production, _ = fait
    document = Document(str(production.produits[0].fichiers[0]))
    images = {
        document.part.related_parts[s._inline.graphic.graphicData.pic.blipFill.blip.embed].blob
        for s in document.inline_shapes
    }
    # Two axes have one action done each: their charts are alike.
    assert (len(document.inline_shapes), len(images)) == (6, 5)


def test_what_changed_since_the_vote_stands_in_its_chapter(fait):
    _, textes = fait
    chapitre = textes["bilan"].split("3. Ce qui a changé")[1].split("4. Les indicateurs")[0]
    assert "Former tous les agents au repérage des violences" in chapitre
    assert "Échéance\u00a0: «\u00a02031\u00a0» devient «\u00a02032\u00a0»" in chapitre
    assert "Demandé par le conseil municipal d’enfants." in chapitre
    assert "Annulée" in chapitre
    assert "Budget à hauteur d’enfant" not in chapitre


def test_alerts_have_their_sheet_row_and_column_and_stand_in_the_last_chapter(fait):
    production, textes = fait
    alertes = production.examen.alertes
    assert len(alertes) == 3
    for alerte in alertes:
        assert re.search(
            r"suivi\.xlsx, feuille Actions, ligne \d+, colonne [A-Z]+ « .+ » : ", alerte
        )
    manques = textes["bilan"].split("À compléter avant l’envoi")[1]
    assert manques.count("«\u00a0Former les agents au repérage des violences\u00a0»") == 3


def test_the_manifest_says_from_which_workbook(fait):
    production, _ = fait
    manifeste = json.loads((production.dossier / "manifeste.json").read_text(encoding="utf-8"))
    assert [f["nom"] for f in manifeste["fichiers"]] == [
        "bilan.docx",
        "bilan.pdf",
        "communique.docx",
        "communique.pdf",
    ]
    assert {f["fiche"]["nom"] for f in manifeste["fichiers"]} == {"suivi.xlsx"}


def test_the_same_workbook_gives_the_same_bytes(fait, tmp_path):
    production, _ = fait
    examen = review(production.dossier.parents[1] / "suivi.xlsx", 2028, aujourdhui=AUJOURDHUI)
    (again,) = produce([examen], Commande(tmp_path))
    for un, autre in zip(production.produits, again.produits, strict=True):
        for premier, second in zip(un.fichiers, autre.fichiers, strict=True):
            assert premier.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("sample", AVEC_ACTIONS)
def test_a_workbook_left_as_it_was_made_gives_a_report_that_says_what_lacks(sample, tmp_path):
    path = workbook(tmp_path / "suivi.xlsx", sample)
    annee = review_year(path)
    production, textes = report(path, tmp_path / "s", annee)
    assert production.produits[1].pages == 1
    assert "Bilan provisoire" in textes["bilan"]
    manques = textes["bilan"].split("À compléter avant l’envoi")[1]
    assert "n’est pas coché" in manques
    assert "Commentaires de la collectivité" in manques
    for produit in production.produits:
        assert failures(produit.fichiers[1].read_bytes(), "PDF/A-2a et PDF/UA-1") == []


def review_year(path: Path) -> int:
    """Return the second year of the mandate of a workbook's plan."""
    with pytest.raises(RecordError) as error:
        review(path, 1999, aujourdhui=AUJOURDHUI)
    found = re.search(r"mandat (\d{4})-", str(error.value))
    assert found
    return int(found[1]) + 1


@pytest.mark.parametrize("annee", [2025, 2033, 0, -1])
def test_a_year_outside_the_mandate_is_refused(annee, tmp_path):
    with pytest.raises(RecordError, match=r"n'est pas du mandat 2026-2032.*de 2026 à 2032"):
        review(workbook(tmp_path / "s.xlsx"), annee, aujourdhui=AUJOURDHUI)


def test_a_town_with_nothing_to_show_still_has_three_figures_none_of_which_is_zero(tmp_path):
    annulees = {rang: {"etat": "annulée"} for rang in range(1, 6)}
    path = workbook(tmp_path / "s.xlsx", lignes=annulees)
    bilan = contexte(review(path, 2028, aujourdhui=AUJOURDHUI).matiere)["bilan"]
    assert [(c["valeur"], c["texte"]) for c in bilan["communique"]["chiffres"]] == [
        ("5", "actions inscrites"),
        ("5", "axes de travail"),
        ("6", "années de mandat"),
    ]
    assert bilan["communique"]["titre"] == "Droits de l’enfant\u00a0: où en est-on à Dijon\u202f?"


def test_the_press_is_told_of_nothing_that_has_not_begun_nor_of_a_year_gone_by(tmp_path):
    lignes = {
        1: {"etat": "prévue"},  # due in 2028: late, and not begun
        2: {"etat": "en cours"},
        5: {"etat": "prévue", "echeance": 2027},  # voted for 2031
    }
    path = workbook(tmp_path / "s.xlsx", lignes=lignes)
    dit = contexte(review(path, 2028, aujourdhui=AUJOURDHUI).matiere)["bilan"]
    assert dit["communique"]["chapo"].endswith("aucune n’est menée à bien et 1 est engagée.")
    assert [suite[-6:] for suite in dit["communique"]["suites"]] == ["(2029)", "(2030)"]
    assert [enfants["intitule"][:18] for enfants in dit["enfants"]] == ["Un parcours cultur"]


def test_a_workbook_that_speaks_of_a_later_year_is_not_that_of_the_year(tmp_path):
    path = workbook(tmp_path / "s.xlsx", lignes={2: {2029: "9 enfants"}}, faits=[2027])
    (dit,) = [a for a in _said(path, 2028) if "parle déjà" in a]
    assert dit.startswith(str(path.name)) or str(path) in dit
    assert "parle déjà de 2029" in dit
    assert not [a for a in _said(path, 2029) if "parle déjà" in a]
    path = workbook(tmp_path / "clos.xlsx", faits=[2027, 2028])
    assert [a for a in _said(path, 2027) if "parle déjà de 2028" in a]


def test_a_year_that_has_not_begun_is_told(tmp_path):
    path = workbook(tmp_path / "s.xlsx")
    assert [a for a in _said(path, 2030) if "l'année 2030 n'a pas commencé" in a]
    assert not [a for a in _said(path, 2029) if "n'a pas commencé" in a]


def _said(path: Path, annee: int) -> tuple[str, ...]:
    return review(path, annee, aujourdhui=AUJOURDHUI).alertes


PRIORITAIRE = """\
demarche: territoires-denfance
collectivite: Givardon
feuille_de_route:
  actions:
    - {intitule: "Un conseil d'enfants", prioritaire: oui, echeance: 2027}
    - {intitule: "Une aire de jeux"}
"""


def test_a_reworded_priority_action_is_said_loudly(tmp_path):
    lignes = {1: {"intitule": "Un conseil de jeunes"}, 2: {"intitule": "Deux aires de jeux"}}
    path = workbook(tmp_path / "s.xlsx", PRIORITAIRE, lignes)
    _, textes = report(path, tmp_path / "s", formats=("docx",))
    assert "Des actions prioritaires ont changé d’intitulé." in textes["bilan"]
    assert (
        "«\u00a0Un conseil de jeunes\u00a0» était voté «\u00a0Un conseil d’enfants\u00a0»."
        in textes["bilan"]
    )
    assert "était voté «\u00a0Une aire" not in textes["bilan"]
    assert "Bilan 2028 de la feuille de route" in textes["bilan"]
    assert (
        "La feuille de route votée compte 2 actions, dont 1 de la liste prioritaire"
        in textes["bilan"]
    )


def test_a_row_that_was_deleted_is_told_once_on_the_terminal_and_in_the_report(tmp_path):
    path = workbook(tmp_path / "s.xlsx", sans=[4])
    _, textes = report(path, tmp_path / "s", formats=("docx",))
    examen = review(path, 2028, aujourdhui=AUJOURDHUI)
    assert len([a for a in examen.alertes if "Un lieu d'écoute" in a]) == 1
    assert "N’est plus dans le tableau de suivi" in textes["bilan"]


def test_long_texts_leave_the_press_release_on_one_page(tmp_path):
    long = (
        "Une phrase entière, avec ses 12 chiffres et ses mots bien longs, revient sans fin. " * 40
    )
    dit = {
        "etat": "réalisée",
        "intitule": "Un intitulé qui ne finit pas " * 12,
        "descriptif": long,
        "perspectives": long,
        "participation_des_enfants": long,
        "indicateur": "un indicateur très long " * 20,
        "cible": "une cible bien longue " * 15,
        2028: "12 345 enfants",
    }
    path = workbook(tmp_path / "s.xlsx", lignes=dict.fromkeys(range(1, 6), dit))
    production, textes = report(path, tmp_path / "s")
    assert production.produits[1].pages == 1
    assert textes["bilan"].count("Une phrase entière") > 100


def test_a_row_taller_than_a_page_goes_on_the_next_one(tmp_path):
    long = "Une phrase entière, avec ses 12 chiffres, revient sans fin. " * 120
    dit = {"etat": "en cours", "motif": long, "perspectives": long, "societe_civile": long}
    dit |= {"participation_des_enfants": long, "publics_defavorises": long, 2028: "12 " * 900}
    ajoutees = [
        {"intitule": f"Une action ajoutée, la {rang}e", "etat": "en cours", "echeance": 2027}
        for rang in range(90)
    ]
    path = workbook(tmp_path / "s.xlsx", lignes={1: dit}, ajoutees=ajoutees)
    production, _ = report(path, tmp_path / "s", moteur="dxpdf")
    assert production.produits[0].norme == "PDF/A-2a et PDF/UA-1"


def test_words_that_look_like_marks_stand_as_they_were_typed(tmp_path):
    dit = {"etat": "réalisée", "descriptif": "{{ x }} {% if %} <w:p> & « 12 » enfants fin"}
    path = workbook(tmp_path / "s.xlsx", lignes={1: dit})
    production, textes = report(path, tmp_path / "s")
    assert "{{ x }} {% if %} <w:p> &" in textes["bilan"]
    assert Document(io.BytesIO(production.produits[0].fichiers[0].read_bytes())).paragraphs
