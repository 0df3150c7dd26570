"""The sheet « Actions »: the plan as voted, and room for what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter

from generator.domain.dossier import Action
from generator.domain.suivi import EtatAction
from generator.redaction.suivi import TexteSuivi
from generator.redaction.typographie import typographier
from generator.referentiel.suivi import (
    ColonneSuivi,
    GenreColonne,
    colonnes_des_annees,
    tableau,
)
from generator.rendering.suivi import styles
from generator.rendering.suivi.saisie import LISTES, validation

_ENTETES = 4  # the row of headers, under the title, what to do, and the bands
_VIDES = 15  # rows ready for actions that are added
_HAUTEUR = 2 * styles.INTERLIGNE  # points, of a row to fill in
_DERNIERE = 1_000  # the last row that checks what is typed
_PAGES = 4  # across, for the letters to stay readable; the wording stands on each
_LEGENDE = (
    "Une ligne par action. En bleu, avec « oui » sous « Action prioritaire » : intitulé à ne pas modifier. "
    "Une action ajoutée s'écrit sur une ligne vide."
)
_SAISIES = {GenreColonne.ETAT, GenreColonne.CASE, GenreColonne.ANNEE, GenreColonne.MONTANT}
_FONDS = (
    (EtatAction.REALISEE, "DDEFE3", None),
    (EtatAction.EN_COURS, "FFF3D1", None),
    (EtatAction.ANNULEE, "EDEDED", styles.GRIS),
)


def fill(sheet: Any, texte: TexteSuivi) -> None:
    """Write the sheet of actions."""
    colonnes = colonnes_des_annees(texte.annees)
    styles.title(sheet, texte.titre, f"{texte.sous_titre} – {texte.vote}")
    styles.write_text(sheet["A3"], typographier(_LEGENDE))
    sheet["A3"].font = styles.police(italic=True, color=styles.GRIS)
    last = _ENTETES + 1 + len(texte.actions) + _VIDES
    _write_heads(sheet, colonnes)
    for rang, colonne in enumerate(colonnes, start=1):
        _shape_column(sheet, rang, colonne)
        for ligne in range(_ENTETES + 2, last + 1):
            _shape(sheet.cell(ligne, rang), colonne)
    for ligne in range(_ENTETES + 2, last + 1):
        styles.set_row(sheet, ligne, _HAUTEUR)
    for rang, action in enumerate(texte.actions, start=1):
        _write_action(sheet, _ENTETES + 1 + rang, rang, action, colonnes, texte.axes)
    _validate(sheet, colonnes, texte)
    _colour_states(sheet, colonnes)
    _set_view(sheet, colonnes, last)
    styles.set_page(
        sheet,
        gauche=texte.collectivite,
        droite=f"{texte.plan} – {texte.vote}",
        largeur=_PAGES,
    )
    _set_print(sheet, colonnes, last)
    if any(action.prioritaire for action in texte.actions):
        _protect(sheet)


def fill_lists(sheet: Any, texte: TexteSuivi) -> None:
    """Write the sheet, not shown, that holds the themes that the sheet of actions offers."""
    sheet.title = LISTES
    sheet.sheet_state = "hidden"
    for ligne, nom in enumerate(texte.axes.values(), start=1):
        styles.write_text(sheet.cell(ligne, 1), nom)


# --- headers ----------------------------------------------------------------------------------


def _write_heads(sheet: Any, colonnes: Sequence[ColonneSuivi]) -> None:
    seen: set[str] = set()
    for rang, colonne in enumerate(colonnes, start=1):
        couleur = styles.BANDES[colonne.bande]
        bande = "" if colonne.bande in seen else tableau().bandes[colonne.bande]
        seen.add(colonne.bande)
        styles.head(sheet.cell(_ENTETES, rang), bande, couleur)
        sheet.cell(_ENTETES, rang).alignment = Alignment(vertical="center")
        sheet.cell(_ENTETES, rang).border = Border()
        styles.head(sheet.cell(_ENTETES + 1, rang), colonne.titre, couleur)
    sheet.row_dimensions[_ENTETES].height = 20
    sheet.row_dimensions[_ENTETES + 1].height = 64


def _shape_column(sheet: Any, rang: int, colonne: ColonneSuivi) -> None:
    """Give a whole column what a row that is added must find there."""
    column = sheet.column_dimensions[get_column_letter(rang)]
    column.width = colonne.largeur
    _shape(column, colonne, framed=False)


def _shape(place: Any, colonne: ColonneSuivi, *, framed: bool = True) -> None:
    centred = colonne.genre in (*_SAISIES, GenreColonne.REFERENCE, GenreColonne.VALEUR)
    place.alignment = styles.CENTRE if centred else styles.EN_HAUT
    place.protection = styles.LIBRE
    if colonne.genre is GenreColonne.MONTANT:
        place.number_format = '#,##0.00 "€"'
    if framed:
        place.border = styles.CADRE


# --- actions ----------------------------------------------------------------------------------


def _write_action(  # noqa: PLR0913, a row, where it stands and what it says
    sheet: Any,
    ligne: int,
    rang: int,
    action: Action,
    colonnes: Sequence[ColonneSuivi],
    axes: dict[str, str],
) -> None:
    for numero, colonne in enumerate(colonnes, start=1):
        cell = sheet.cell(ligne, numero)
        valeur = _value(colonne.cle, rang, action, axes)
        if isinstance(valeur, str):
            styles.write_text(cell, valeur)
        elif valeur is not None:
            cell.value = valeur
        if action.budget is not None and colonne.cle == "budget" and action.budget % 1 == 0:
            cell.number_format = '#,##0 "€"'
        if action.prioritaire:
            cell.fill = PatternFill("solid", fgColor=styles.BLEU_CLAIR)
        if action.prioritaire and colonne.cle == "intitule":
            cell.protection = Protection(locked=True)
            cell.font = styles.police(bold=True, color=styles.BLEU)
    texts = ((str(sheet.cell(ligne, n).value or ""), c.largeur) for n, c in enumerate(colonnes, 1))
    styles.set_row(sheet, ligne, max(styles.height(dit, largeur) for dit, largeur in texts))


def _value(cle: str, rang: int, action: Action, axes: dict[str, str]) -> Any:
    """Return what stands in a column for an action of the plan, None for nothing."""
    match cle:
        case "reference":
            return rang
        case "axe":
            return axes.get(action.axe or "", action.axe)
        case "partenaires":
            return "\n".join(action.partenaires) or None
        case "prioritaire":
            return "oui" if action.prioritaire else None
        case "etat":
            return EtatAction.PREVUE.value
        case _:
            return getattr(action, cle, None)


# --- what is typed ----------------------------------------------------------------------------


def _validate(sheet: Any, colonnes: Sequence[ColonneSuivi], texte: TexteSuivi) -> None:
    for rang, colonne in enumerate(colonnes, start=1):
        rule = validation(colonne, texte)
        letter = get_column_letter(rang)
        rule.add(f"{letter}{_ENTETES + 2}:{letter}{_DERNIERE}")
        sheet.add_data_validation(rule)


def _colour_states(sheet: Any, colonnes: Sequence[ColonneSuivi]) -> None:
    """Colour the cell of a state; its word says it too."""
    rang = next(r for r, c in enumerate(colonnes, start=1) if c.genre is GenreColonne.ETAT)
    letter, first = get_column_letter(rang), _ENTETES + 2
    for etat, fond, encre in _FONDS:
        sheet.conditional_formatting.add(
            f"{letter}{first}:{letter}{_DERNIERE}",
            FormulaRule(
                formula=[f'${letter}{first}="{etat}"'],
                fill=PatternFill("solid", bgColor=fond),
                font=Font(color=encre, italic=True) if encre else None,
            ),
        )


# --- view, print, protection ------------------------------------------------------------------


def _set_view(sheet: Any, colonnes: Sequence[ColonneSuivi], last: int) -> None:
    sheet.freeze_panes = sheet.cell(_ENTETES + 2, 3)
    sheet.sheet_view.zoomScale = 90
    sheet.auto_filter.ref = f"A{_ENTETES + 1}:{get_column_letter(len(colonnes))}{last}"


def _set_print(sheet: Any, colonnes: Sequence[ColonneSuivi], last: int) -> None:
    sheet.print_title_rows = f"{_ENTETES}:{_ENTETES + 1}"
    sheet.print_title_cols = "A:B"
    # Its own running head says what the rows above say, which would be cut page after page.
    sheet.print_area = f"A{_ENTETES}:{get_column_letter(len(colonnes))}{last}"


def _protect(sheet: Any) -> None:
    """Lock the headers and the wordings that do not change, without a password, and no more."""
    protection = sheet.protection
    protection.sheet = True
    for allowed in (
        *("formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows"),
        *("insertHyperlinks", "deleteColumns", "deleteRows", "sort", "autoFilter", "pivotTables"),
        *("objects", "scenarios"),
    ):
        setattr(protection, allowed, False)  # what is False is not forbidden
