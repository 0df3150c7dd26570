"""The national tables say what the towns have written, the same in every format."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from consolidations import AUJOURDHUI, csv_texts, read_csv, read_parquet, read_xlsx, run
from pyarrow import parquet
from reperes import ROOT
from suivis_types import workbook

from generator.domain.suivi import EtatAction
from generator.records.suivi.lecture import read
from generator.services.national.colonnes import TABLEAUX, Tableau, entete_de_valeur
from generator.services.national.consolidation import Consolidation, Demande, consolidate

Faite = tuple[Path, Consolidation]


@pytest.mark.parametrize("tableau", TABLEAUX, ids=lambda t: t.cle)
def test_every_format_says_the_same_cell_by_cell(
    consolidation: Faite, tableau: Tableau[object]
) -> None:
    sortie, _ = consolidation
    entetes = tableau.entetes
    if tableau.cle == "actions":
        rang = [e.cle for e in entetes].index("cible") + 1
        annees = tuple(entete_de_valeur(annee) for annee in (2027, 2028))
        entetes = (*entetes[:rang], *annees, *entetes[rang:])
    en_csv = read_csv(sortie, tableau.cle, entetes)
    en_parquet = read_parquet(sortie, tableau.cle)
    en_xlsx = read_xlsx(sortie, tableau.cle)
    assert en_csv == en_parquet
    assert [list(row) for row in en_parquet[:1]] == [[e.cle for e in entetes]][: len(en_parquet)]
    assert len(en_xlsx) == len(en_csv)
    for row, attendue in zip(en_xlsx, en_csv, strict=True):
        for cle, valeur in attendue.items():
            said = row[cle]
            if isinstance(valeur, Decimal):
                said = Decimal(str(said))
            assert said == valeur
            assert isinstance(said, bool) == isinstance(valeur, bool)
            assert isinstance(said, str) == isinstance(valeur, str)


def test_every_action_of_every_town_is_there_once(classeurs: Path, consolidation: Faite) -> None:
    sortie, faite = consolidation
    rows = csv_texts(sortie, "actions")
    attendues = Counter[str]()
    for path in classeurs.rglob("*.xlsx"):
        classeur = read(path, aujourdhui=AUJOURDHUI)
        attendues[classeur.dossier.collectivite.territoire.code] = len(classeur.suivi.actions)
    assert Counter(row["code"] for row in rows) == attendues
    assert faite.actions == sum(attendues.values()) == len(rows)
    assert faite.villes == len(attendues) == len(csv_texts(sortie, "collectivites"))
    assert faite.refus == ()
    assert [row["code"] for row in rows] == sorted(row["code"] for row in rows)


def test_what_is_in_a_row_is_what_stands_in_the_workbook(
    classeurs: Path, consolidation: Faite
) -> None:
    sortie, _ = consolidation
    titres = {"État": "etat", "Commentaires": "commentaires", "Indicateur": "indicateur"}
    compared = 0
    for row in csv_texts(sortie, "actions")[:60]:
        sheet = openpyxl.load_workbook(classeurs / row["fichier"], read_only=True)["Actions"]
        lines = list(sheet.iter_rows(values_only=True))
        tete = next(line for line in lines if "État" in line)
        titres_lus = [str(titre).replace("’", "'") for titre in tete]
        ligne = dict(zip(titres_lus, lines[int(row["ligne"]) - 1], strict=False))
        assert ligne["Intitulé de l'action"] == row["intitule"]
        for titre, cle in titres.items():
            if cle != "etat":
                assert (ligne[titre] or "") == row[cle]
        dite = (ligne["État"] or "").lower().replace("terminé", "réalisée")
        assert dite == row["etat"]
        compared += bool(dite)
    assert compared > 20
    assert {row["etat"] for row in csv_texts(sortie, "actions")} == {"", *EtatAction}


def test_the_tidy_table_is_the_wide_one(consolidation: Faite) -> None:
    sortie, _ = consolidation
    larges = {
        (row["code"], row["numero"], annee): row[f"valeur_{annee}"]
        for row in csv_texts(sortie, "actions")
        for annee in ("2027", "2028")
        if row[f"valeur_{annee}"]
    }
    longues = {
        (row["code"], row["numero"], row["annee"]): row["valeur"]
        for row in csv_texts(sortie, "valeurs")
    }
    assert larges == longues
    assert len(longues) > 150
    nombres = {row["valeur"]: row["nombre"] for row in csv_texts(sortie, "valeurs")}
    assert nombres["1 250 enfants"] == "1250"
    assert nombres["3,5"] == "3.5"
    assert nombres["9 enfants sur 10"] == ""


def test_a_town_is_summed_up_as_its_actions_say(consolidation: Faite) -> None:
    sortie, _ = consolidation
    actions = csv_texts(sortie, "actions")
    for ville in csv_texts(sortie, "collectivites"):
        siennes = [row for row in actions if row["code"] == ville["code"]]
        situations = Counter(row["situation"] for row in siennes)
        assert int(ville["actions"]) == len(siennes)
        assert int(ville["realisees"]) == situations["réalisée"]
        assert int(ville["en_retard"]) == situations["en retard"]
        assert int(ville["en_retard"]) == sum(row["en_retard"] == "oui" for row in siennes)
        attendus = [r for r in siennes if r["indicateur"] and r["situation"] != "annulée"]
        assert int(ville["indicateurs"]) == len(attendus)
        assert int(ville["indicateurs_avec_valeur"]) == sum(
            bool(r["valeur_2028"]) for r in attendus
        )
        assert (ville["bilan_clos"] == "oui") == ("2028" in ville["annees_closes"])


def test_what_is_late_is_due_and_not_done(consolidation: Faite) -> None:
    sortie, _ = consolidation
    rows = csv_texts(sortie, "actions")
    for row in rows:
        echeance = row["echeance_votee"] or row["echeance"]
        due = echeance and int(echeance) <= 2028
        assert (row["en_retard"] == "oui") == bool(due and row["etat"] in {"prévue", "en cours"})
    assert any(row["en_retard"] == "oui" for row in rows)


def test_a_year_put_off_is_late_as_it_was_voted(tmp_path: Path) -> None:
    folder = tmp_path / "classeurs"
    folder.mkdir()
    workbook(folder / "dijon.xlsx", lignes={1: {"etat": "en cours", "echeance": 2031}})
    run(folder, tmp_path / "sortie", "csv")
    row = csv_texts(tmp_path / "sortie", "actions")[0]
    assert (row["echeance"], row["echeance_votee"], row["en_retard"]) == ("2031", "2028", "oui")


def test_a_plan_of_another_mandate_expects_no_value_and_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "classeurs"
    folder.mkdir()
    workbook(folder / "dijon.xlsx", lignes={1: {"etat": "en cours"}}, faits=[2032])
    hors = consolidate(Demande(folder, tmp_path / "sortie", 2033), aujourdhui=AUJOURDHUI)
    assert any("l'année 2033 n'a pas commencé" in alerte for alerte in hors.alertes)
    rows = csv_texts(tmp_path / "sortie", "actions")
    assert {row["valeur_renseignee"] for row in rows} == {""}
    (ville,) = csv_texts(tmp_path / "sortie", "collectivites")
    assert (ville["indicateurs"], ville["bilan_clos"]) == ("0", "")
    dits = [row["message"] for row in csv_texts(tmp_path / "sortie", "remarques")]
    assert any("l'année 2033 n'est pas du mandat 2026-2032" in dit for dit in dits)
    page = (tmp_path / "sortie/chiffres.html").read_text(encoding="utf-8")
    assert "1 plan d’un mandat qui ne comprend pas 2033" in page


def test_a_workbook_of_a_later_year_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "classeurs"
    folder.mkdir()
    workbook(folder / "dijon.xlsx", faits=[2027, 2028])
    consolidate(Demande(folder, tmp_path / "sortie", 2027), aujourdhui=AUJOURDHUI)
    dits = [row["message"] for row in csv_texts(tmp_path / "sortie", "remarques")]
    assert any("parle déjà de 2028" in dit for dit in dits)


def test_a_text_that_looks_like_a_formula_stays_a_text_and_is_told(consolidation: Faite) -> None:
    sortie, faite = consolidation
    (alerte,) = faite.alertes
    assert "un tableur prendrait pour des formules" in alerte
    assert "actions.csv" in alerte
    book = openpyxl.load_workbook(sortie / "national.xlsx")
    cells = [c for row in book["Actions"].iter_rows() for c in row if c.value == "=12+30 enfants"]
    assert cells
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert any(row["descriptif"] == "=12+30 enfants" for row in csv_texts(sortie, "actions"))


def test_the_workbook_is_made_to_be_read(consolidation: Faite) -> None:
    sortie, _ = consolidation
    book = openpyxl.load_workbook(sortie / "national.xlsx")
    assert book.sheetnames == ["Actions", "Valeurs", "Collectivités", "Remarques", "Colonnes"]
    actions = book["Actions"]
    assert actions.freeze_panes == "C2"
    assert actions.auto_filter.ref == actions.dimensions
    tete = {cell.value: cell.column_letter for cell in actions[1]}
    assert actions[f"{tete['budget']}2"].number_format == "#,##0.00"
    assert isinstance(actions[f"{tete['en_retard']}2"].value, bool)
    expliquees = {
        (row[0], row[1]) for row in book["Colonnes"].iter_rows(min_row=2, values_only=True)
    }
    for sheet in book.worksheets[:-1]:
        assert {(sheet.title, cell.value) for cell in sheet[1]} <= expliquees


def test_parquet_says_what_its_columns_hold(consolidation: Faite) -> None:
    sortie, _ = consolidation
    schema = parquet.read_schema(sortie / "actions.parquet")
    assert str(schema.field("budget").type) == "decimal128(12, 2)"
    assert str(schema.field("prioritaire").type) == "bool"
    assert all(field.metadata[b"description"] for field in schema)


def test_two_runs_give_the_same_bytes(
    classeurs: Path, consolidation: Faite, tmp_path: Path
) -> None:
    _, faite = consolidation
    encore = run(classeurs, tmp_path / "encore")
    assert [path.name for path in encore.fichiers] == [path.name for path in faite.fichiers]
    for path in faite.fichiers:
        assert path.read_bytes() == (tmp_path / "encore" / path.name).read_bytes(), path.name


def test_every_column_is_in_the_page_on_follow_up() -> None:
    page = (ROOT / "docs/SUIVI.md").read_text(encoding="utf-8")
    for tableau in TABLEAUX:
        for entete in tableau.entetes:
            assert f"`{entete.cle}`" in page, entete.cle
