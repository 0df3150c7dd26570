"""The sheets « Présentation » and « Mode d'emploi » of a follow-up workbook."""

from __future__ import annotations

from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from generator.redaction.suivi import TexteSuivi
from generator.redaction.typographie import typographier
from generator.referentiel.suivi import Consigne, tableau
from generator.rendering.suivi import styles

_LARGEURS = (26, 18, 78)  # characters: label or year, box, text
_HAUTEUR = 34  # points, of a year's row: two lines to write on
_CONSIGNES = (34, 88)


def fill(sheet: Any, texte: TexteSuivi) -> None:
    """Write the sheet « Présentation »: whose plan it is, and the years to close."""
    for letter, largeur in zip("ABC", _LARGEURS, strict=True):
        sheet.column_dimensions[letter].width = largeur
    styles.title(sheet, texte.titre, texte.sous_titre)
    ligne = 4
    for label, dit in texte.presentation:
        _write_pair(sheet, ligne, label, dit)
        ligne += 1
    _write_years(sheet, ligne + 1, texte)
    styles.set_page(sheet, gauche=texte.collectivite, droite=texte.plan, hauteur=1)


def _write_pair(sheet: Any, ligne: int, label: str, dit: str) -> None:
    styles.write_text(sheet.cell(ligne, 1), label)
    sheet.cell(ligne, 1).font = styles.police(bold=True)
    sheet.cell(ligne, 1).alignment = styles.EN_HAUT
    sheet.merge_cells(start_row=ligne, start_column=2, end_row=ligne, end_column=3)
    styles.write_text(sheet.cell(ligne, 2), dit)
    sheet.cell(ligne, 2).alignment = styles.EN_HAUT
    sheet.row_dimensions[ligne].height = styles.height(dit, _LARGEURS[1] + _LARGEURS[2])


def _write_years(sheet: Any, head: int, texte: TexteSuivi) -> None:
    """Write the table of years: a box to tick when the year's report is done, and comments."""
    for rang, colonne in enumerate(tableau().bilan, start=1):
        styles.head(sheet.cell(head, rang), colonne.titre)
    sheet.row_dimensions[head].height = 32
    last = head + len(texte.annees)
    for ligne in range(head + 1, last + 2):
        cells = [sheet.cell(ligne, rang) for rang in (1, 2, 3)]
        for cell in cells:
            cell.border = styles.CADRE
            cell.alignment = styles.EN_HAUT
        cells[0].font = styles.police(bold=True)
        cells[0].alignment = cells[1].alignment = styles.AU_MILIEU
        styles.set_row(sheet, ligne, _HAUTEUR)
        if ligne <= last:
            cells[0].value = texte.annees[ligne - head - 1]
    styles.write_text(sheet.cell(last + 1, 1), texte.ensemble)
    _validate(sheet, head + 1, last)


def _validate(sheet: Any, first: int, last: int) -> None:
    titre = tableau().bilan[1].titre
    validation = DataValidation(
        type="list",
        formula1='"oui,non"',
        allow_blank=True,
        errorTitle=titre,
        error=typographier("Choisissez « oui » quand le bilan de l'année est fait."),
        promptTitle=titre,
        prompt=typographier(
            "« oui » quand le bilan de l'année est fait : UNICEF France sait alors qu'il peut être lu."
        ),
        showErrorMessage=True,
        showInputMessage=True,
    )
    validation.add(f"B{first}:B{last}")
    sheet.add_data_validation(validation)


def fill_guide(sheet: Any, texte: TexteSuivi) -> None:
    """Write the sheet « Mode d'emploi »: how the year goes, and what may be changed."""
    for letter, largeur in zip("AB", _CONSIGNES, strict=True):
        sheet.column_dimensions[letter].width = largeur
    styles.title(sheet, tableau().mode_d_emploi, texte.sous_titre)
    ligne = 4
    for consignes in (texte.consignes, texte.pratique):
        for consigne in consignes:
            _write_consigne(sheet, ligne, consigne)
            ligne += 1
        ligne += 1
    styles.set_page(sheet, gauche=texte.collectivite, droite=texte.plan)


def _write_consigne(sheet: Any, ligne: int, consigne: Consigne) -> None:
    for rang, dit in enumerate((consigne.titre, consigne.texte), start=1):
        cell = sheet.cell(ligne, rang)
        styles.write_text(cell, dit)
        cell.alignment = styles.EN_HAUT
    sheet.cell(ligne, 1).font = styles.police(bold=True, color=styles.BLEU)
    sheet.row_dimensions[ligne].height = max(
        styles.height(dit, largeur)
        for dit, largeur in zip((consigne.titre, consigne.texte), _CONSIGNES, strict=True)
    )
