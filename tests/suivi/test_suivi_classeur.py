"""The follow-up workbook that a town is given."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from classeurs_suivi import DIJON, ENTETES, PREMIERE, creer, fiche_de
from lxml import etree
from openpyxl.utils import range_boundaries
from reperes import AUJOURDHUI, ROOT

from generator.domain.suivi import EtatAction
from generator.errors import OutputError, RecordError
from generator.referentiel.suivi import tableau
from generator.services.suivi.creation import create_follow_up

# The columns and the boxes that UNICEF France's eight pieces of advice name.
NOMMEES = (
    "descriptif/analyse de l’action",
    "commentaires",
    "perspectives de développement",
    "Action supplémentaire au plan d’action initial",
    "Commentaires de la collectivité",
)
PRIORITAIRE = ("intitule: Rues aux écoles", "intitule: Rues aux écoles\n      prioritaire: oui")


def ouvrir(path: Path) -> Any:
    return openpyxl.load_workbook(path)


def titres(sheet: Any) -> list[str]:
    return [str(cell.value) for cell in sheet[ENTETES]]


def validations(sheet: Any) -> dict[str, Any]:
    """The validation of each column, by its title."""
    par_colonne = {
        range_boundaries(str(v.sqref))[0]: v for v in sheet.data_validations.dataValidation
    }
    return {titre: par_colonne[rang] for rang, titre in enumerate(titres(sheet), start=1)}


@pytest.fixture(scope="module")
def dijon(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return creer(tmp_path_factory.mktemp("suivi"))


@pytest.fixture(scope="module")
def prioritaire(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("prioritaire")
    return creer(folder, fiche_de(folder, PRIORITAIRE))


def test_the_columns_that_are_named_are_there_as_they_are_named(dijon: Path) -> None:
    heads = [titre.casefold() for titre in titres(ouvrir(dijon)["Actions"])]
    for titre in NOMMEES:
        assert titre.casefold() in heads
    for annee in range(2026, 2033):
        assert f"valeur {annee}" in heads


def test_each_year_of_the_mandate_has_its_box(dijon: Path) -> None:
    sheet = ouvrir(dijon)["Présentation"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    head = next(n for n, row in enumerate(rows) if row[1] == "Bilan annuel - Fait")
    assert rows[head][2] == "Commentaires de la collectivité"
    assert [row[0] for row in rows[head + 1 :]] == [*range(2026, 2033), "Mandat 2026-2032"]
    (box,) = sheet.data_validations.dataValidation
    assert (box.type, box.formula1, str(box.sqref)) == (
        "list",
        '"oui,non"',
        f"B{head + 2}:B{head + 8}",
    )


def test_the_town_and_its_referents_are_told(dijon: Path) -> None:
    sheet = ouvrir(dijon)["Présentation"]
    said = {str(row[0].value): str(row[1].value) for row in sheet.iter_rows(max_row=11)}
    assert said["Collectivité"] == "Ville de Dijon"
    assert said["Mandat"] == "2026-2032"
    assert said["Plan d’action"] == "délibération n°\u00a02026-06-12 du 22\u00a0juin 2026"
    assert said["Agente référente"] == "Mme\u00a0Alix Fictive, directrice de l’enfance"
    assert said["Comité de pilotage"].count("\n") == 3


def test_what_is_typed_is_checked_and_said_in_french(dijon: Path) -> None:
    book = ouvrir(dijon)
    rules = validations(book["Actions"])
    assert rules["État"].formula1 == f'"{",".join(EtatAction)}"'
    assert rules["Axe"].formula1 == "Listes!$A$1:$A$5"
    assert next(row[0].value for row in book["Listes"].iter_rows()) == "Gouvernance de l’enfance"
    assert (rules["Échéance"].formula1, rules["Échéance"].formula2) == ("2026", "2032")
    assert rules["Échéance"].errorStyle == "warning"
    assert (rules["Budget (€)"].type, rules["Budget (€)"].formula1) == ("decimal", "0")
    for titre, rule in rules.items():
        first, top, last, bottom = range_boundaries(str(rule.sqref))
        assert (first, top) == (last, PREMIERE), titre
        assert bottom >= 1_000, titre
        assert len(rule.errorTitle) <= 32, titre
        assert len(rule.prompt) <= 255, titre
        assert len(rule.formula1 or "") <= 255, titre
        if titre.startswith("Valeur"):
            assert rule.type is None  # a number, a percentage or words
        else:
            assert 0 < len(rule.error) <= 255, titre
            assert rule.showErrorMessage, titre


def test_a_priority_action_is_blue_said_so_and_its_wording_locked(prioritaire: Path) -> None:
    sheet = ouvrir(prioritaire)["Actions"]
    heads = titres(sheet)
    wording, said = heads.index("Intitulé de l’action") + 1, heads.index("Action prioritaire") + 1
    for ligne, voulu in ((PREMIERE, False), (PREMIERE + 4, True)):
        assert sheet.cell(ligne, wording).protection.locked is voulu
        assert (sheet.cell(ligne, said).value == "oui") is voulu
        assert (sheet.cell(ligne, wording).fill.fgColor.rgb == "00D9E7F8") is voulu
    protection = sheet.protection
    assert protection.sheet
    assert protection.password is None
    assert not protection.insertRows
    assert not protection.sort
    assert not protection.autoFilter
    locked = {
        cell.coordinate
        for row in sheet.iter_rows(min_row=PREMIERE)
        for cell in row
        if cell.protection.locked
    }
    assert locked == {sheet.cell(PREMIERE + 4, wording).coordinate}
    assert not sheet.column_dimensions["F"].protection.locked  # a row that is added


def test_without_a_priority_action_nothing_is_locked(dijon: Path) -> None:
    assert not ouvrir(dijon)["Actions"].protection.sheet


def test_rows_wait_for_added_actions(dijon: Path) -> None:
    sheet = ouvrir(dijon)["Actions"]
    assert sheet.max_row >= PREMIERE + 5 + 10
    assert all(cell.value is None for cell in sheet[PREMIERE + 5])
    assert sheet.cell(PREMIERE + 5, 2).border.left.style == "thin"


def test_it_is_made_to_be_scrolled_filtered_and_printed(dijon: Path) -> None:
    sheet = ouvrir(dijon)["Actions"]
    assert sheet.freeze_panes == f"C{PREMIERE}"
    assert sheet.auto_filter.ref.startswith(f"A{ENTETES}:")
    assert sheet.print_title_rows == f"${ENTETES - 1}:${ENTETES}"
    assert sheet.print_title_cols == "$A:$B"
    for sheet in ouvrir(dijon).worksheets[:3]:
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9  # A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet.oddHeader.left.text == "Ville de Dijon"
        assert sheet.oddFooter.right.text == "Page &P sur &N"


def test_only_three_sheets_are_seen(dijon: Path) -> None:
    book = ouvrir(dijon)
    assert [(s.title, s.sheet_state) for s in book.worksheets] == [
        ("Présentation", "visible"),
        ("Actions", "visible"),
        ("Mode d’emploi", "visible"),
        ("Listes", "hidden"),
        ("Plan voté", "veryHidden"),
    ]


def test_the_guide_names_what_the_sheets_hold(prioritaire: Path, dijon: Path) -> None:
    book = ouvrir(prioritaire)
    texte = "\n".join(
        str(c.value) for row in book["Mode d’emploi"].iter_rows() for c in row if c.value
    )
    known = {
        *titres(book["Actions"]),
        *(c.titre for c in tableau().bilan),
        "Présentation",
        "oui",
        "annulée",
    }
    quoted = re.findall("«\u00a0([^»]+)\u00a0»", texte)
    assert quoted
    assert set(quoted) <= known
    assert "sans mot de passe" in texte
    plain = ouvrir(dijon)["Mode d’emploi"]
    assert all("sans mot de passe" not in str(c.value) for row in plain.iter_rows() for c in row)


def test_nothing_that_is_typed_becomes_a_formula(tmp_path: Path) -> None:
    fiche = fiche_de(
        tmp_path,
        ("objectif: fermer", 'objectif: "=CMD|calc & fermer"  #'),
        ("pilote: direction de l'urbanisme", 'pilote: "@urbanisme"'),
        ("cible: 30 écoles", 'cible: "-30"'),
        ("denomination: Ville", 'denomination: Ville\n  nom: "Dijon & <Métropole>"'),
    )
    path = creer(tmp_path, fiche)
    for sheet in ouvrir(path).worksheets:
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" for cell in row)
    sheet = ouvrir(path)["Actions"]
    assert sheet.cell(PREMIERE + 4, 5).value == "=CMD|calc & fermer"
    assert sheet.cell(PREMIERE + 4, 5).quotePrefix
    assert not sheet.cell(PREMIERE, 5).quotePrefix
    assert sheet.oddHeader.left.text == "Commune de Dijon && <Métropole>".replace(
        "Commune", "Ville"
    )


def test_the_same_plan_gives_the_same_bytes_dated_of_its_vote(tmp_path: Path) -> None:
    contents = []
    for nom in ("un.xlsx", "deux.xlsx"):
        create_follow_up(DIJON, tmp_path / nom, aujourdhui=AUJOURDHUI)
        contents.append((tmp_path / nom).read_bytes())
    assert contents[0] == contents[1]
    with zipfile.ZipFile(tmp_path / "un.xlsx") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"2026-06-22T00:00:00Z") == 2


def test_every_part_is_sound_and_within_what_excel_takes(prioritaire: Path) -> None:
    with zipfile.ZipFile(prioritaire) as archive:
        assert archive.testzip() is None
        for nom in archive.namelist():
            root = etree.fromstring(archive.read(nom))
            for head in root.iter("{*}oddHeader", "{*}oddFooter"):
                assert len(head.text) <= 255
            for item in root.iter("{*}definedName"):
                assert item.get("name").startswith("_xlnm.")
                assert "#REF" not in item.text
    book = ouvrir(prioritaire)
    for sheet in book.worksheets:
        assert len(sheet.title) <= 31
        assert not re.search(r"[\[\]:*?/\\]", sheet.title)
        for row in sheet.iter_rows():
            assert all(len(str(cell.value or "")) <= 32_767 for cell in row)


def test_each_sample_with_actions_has_its_workbook_and_the_others_a_sentence(
    tmp_path: Path,
) -> None:
    made = []
    for path in sorted((ROOT / "samples").glob("*.yaml")):
        sortie = tmp_path / f"{path.stem}.xlsx"
        try:
            create_follow_up(path, sortie, aujourdhui=AUJOURDHUI)
            made.append(path.stem)
        except RecordError as error:
            assert "aucune action, donc rien à suivre" in error.messages[0]
            assert not sortie.exists()
    assert made == ["dijon-plan", "dijon", "pays-de-sommieres"]
    assert titres(ouvrir(tmp_path / "pays-de-sommieres.xlsx")["Actions"])
    assert ouvrir(tmp_path / "pays-de-sommieres.xlsx")["Présentation"]["A1"].value.startswith(
        "Feuille de route"
    )


def test_a_plan_that_is_not_voted_yet_is_told(tmp_path: Path) -> None:
    fiche = fiche_de(tmp_path, ("etat: adoptee", "etat: projet"))
    cree = create_follow_up(fiche, tmp_path / "s.xlsx", aujourdhui=AUJOURDHUI)
    assert "le plan n'est pas encore voté" in cree.alertes[-1]
    assert str(fiche) in cree.alertes[-1]
    sheet = ouvrir(tmp_path / "s.xlsx")["Présentation"]
    assert "projet, non encore voté" in [cell.value for cell in sheet["B"]]


def test_a_file_that_exists_is_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "s.xlsx").write_bytes(b"rempli")
    with pytest.raises(OutputError, match="n'a pas été touché"):
        create_follow_up(DIJON, tmp_path / "s.xlsx", aujourdhui=AUJOURDHUI)
    assert (tmp_path / "s.xlsx").read_bytes() == b"rempli"
    with pytest.raises(OutputError, match="donnez ce suffixe"):
        create_follow_up(DIJON, tmp_path / "s.ods", aujourdhui=AUJOURDHUI)


@pytest.mark.libreoffice
@pytest.mark.poppler
def test_libreoffice_prints_it(prioritaire: Path, tmp_path: Path) -> None:
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profil", "--headless"),
            *("--convert-to", "pdf", "--outdir", str(tmp_path), str(prioritaire)),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
    texte = subprocess.run(
        ["pdftotext", "-layout", str(tmp_path / "suivi.pdf"), "-"],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    pages = texte.split("\f")[:-1]
    assert len(pages) == 6
    assert "Bilan annuel - Fait" in pages[0]
    assert "Mandat 2026-2032" in pages[0]
    for page in pages[1:5]:
        assert "Intitulé de l’action" in page
        assert "Rues aux écoles" in page
    assert "Commentaires de la collectivité" in pages[4]
    assert "Clore l’année" in pages[5]
