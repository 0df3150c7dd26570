"""The model table: a workbook to fill in, one town a row, drawn from the table of fields."""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from generator.domain.dossier import Personne
from generator.records.champs import fiche
from generator.records.genres import DATE, ENTIER, HEURE, MONTANT, Groupe, Valeur, walk
from generator.records.tableur.colonnes import Colonne, Titre, colonnes
from generator.records.tableur.lignes import MODE_D_EMPLOI
from generator.records.tableur.paquet import settle

VILLES = "Villes"

_ACTIONS = 3  # numbered columns of an action
_LIGNES = 1_000  # rows that bear the drop-down lists
_LARGEUR_MAXIMALE = 44  # characters
_MAX_TITRE, _MAX_MESSAGE = 32, 255  # characters, of what is said at a cell (ECMA-376 § 18.3.1.32)
_COULEUR = "1F3864"
_FORMATS: tuple[tuple[Valeur, str], ...] = (
    (DATE, "yyyy-mm-dd"),
    (HEURE, "hh:mm"),
    (ENTIER, "0"),
    (MONTANT, "#,##0.00"),
)
_TEXTE = "@"  # codes keep their zeros, and « 2026-06-12 » stays a number of an act
_LARGEURS = (46, 70, 34, 46)  # characters, of the columns that explain
_INTERLIGNE = 15  # points
# Where a record file and a table are not filled in alike.
_DITS = {
    "collectivite.code_insee": "Code Insee de la commune, avec ses zéros.",
    "collectivite.logo": "Logo de la collectivité : image PNG ou JPEG de 2 Mio au plus, cherchée à "
    "partir du dossier de ce tableau.",
    "seance.pouvoirs": "Nombre de pouvoirs (0 s'il n'y en a pas), ou leur liste dans les colonnes "
    "seance.pouvoirs[1].de, seance.pouvoirs[1].a, et ainsi de suite.",
    "feuille_de_route.diagnostic": "Diagnostic du territoire. Alt + Entrée sépare les paragraphes.",
}
_PRINCIPALES = (
    "demarche",
    "collectivite.commune",
    "collectivite.code_insee",
    "executif.civilite",
    "executif.prenom",
    "executif.nom",
    "executif.titre",
    "seance.date",
    "deliberation.etat",
)
_CONSIGNES = (
    "Remplissez la feuille « Villes » : une commune par ligne, sans ligne de titre en plus. Ce qui "
    "reste vide laisse, dans un projet, un blanc à compléter à la main.",
    "Il suffit de la démarche et de la commune : son nom, ou son code Insee s'il y a des homonymes. "
    "Une intercommunalité se donne par son SIREN.",
    "Effacez, ajoutez ou déplacez des colonnes : seul leur titre compte. Une colonne dont le titre "
    "n'est pas connu est ignorée, et c'est dit.",
    "Une liste s'écrit dans une cellule, ses éléments séparés par « | », ou dans des colonnes "
    "numérotées : deliberation.engagements[1], deliberation.engagements[2].",
    "Une ligne dont la première cellule commence par « # » et une espace n'est pas lue.",
)


def write_model() -> bytes:
    """Return the model workbook (XLSX), the same bytes each time.

    The sheet « Villes » has the columns, the main ones first, each with a word of help at its
    cells and a drop-down list where its values are closed; the sheet « Mode d'emploi » says what
    each one is.
    """
    book = Workbook()
    book.properties.creator = "actes-enfance"
    book.properties.title = "Tableau des communes"
    book.properties.language = "fr-FR"
    titres = _titles()
    _fill_villes(book.active, titres)
    _fill_guide(book.create_sheet(MODE_D_EMPLOI), titres)
    brut, settled = io.BytesIO(), io.BytesIO()
    book.save(brut)
    settle(brut, settled)
    return settled.getvalue()


def _titles() -> list[Titre]:
    """Return the columns of the model, the main ones first, then in the order of the record."""
    known = colonnes()
    others = [chemin for chemin in known if chemin not in _PRINCIPALES]
    titres = []
    for chemin in (*_PRINCIPALES, *others):
        if chemin.startswith("feuille_de_route.actions[]"):
            continue
        if any(other.startswith(f"{chemin}.") for other in others):
            continue  # a plain list that the columns of its levels take the place of
        if "[]" not in chemin:
            titres.append(Titre(known[chemin]))
    for numero in range(1, _ACTIONS + 1):
        titres += [
            Titre(colonne, (numero,))
            for chemin, colonne in known.items()
            if chemin.startswith("feuille_de_route.actions[]")
        ]
    return titres


def _fill_villes(sheet: Any, titres: list[Titre]) -> None:
    sheet.title = VILLES
    sheet.freeze_panes = "C2"
    for rang, titre in enumerate(titres, start=1):
        cell = sheet.cell(row=1, column=rang, value=titre.champ)
        _head(cell)
        column = sheet.column_dimensions[get_column_letter(rang)]
        column.width = min(len(titre.champ) + 3, _LARGEUR_MAXIMALE)
        column.number_format = _format(titre.colonne.genre)
        _help(sheet, rang, titre)
    sheet.row_dimensions[1].height = 30


def _format(genre: Valeur) -> str:
    """Return the number format of a column."""
    return next((code for kind, code in _FORMATS if kind is genre), _TEXTE)


def _head(cell: Any) -> None:
    cell.font = Font(bold=True, color="FFFFFF")
    cell.fill = PatternFill("solid", fgColor=_COULEUR)
    cell.alignment = Alignment(vertical="center", wrap_text=True)


def _help(sheet: Any, rang: int, titre: Titre) -> None:
    """Say at the cells of a column what it is, and offer a drop-down list where it is closed.

    Another spelling may still be typed: the spreadsheet warns, and leaves it.
    """
    _, said, exemple, _ = _explain(titre)
    validation = DataValidation(
        showInputMessage=True,
        promptTitle=_cut(titre.champ, _MAX_TITRE),
        prompt=_cut(f"{said}\nExemple : {exemple}", _MAX_MESSAGE),
    )
    if choices := closed_values(titre.colonne):
        validation.type = "list"
        validation.formula1 = f'"{",".join(choices)}"'
        validation.allowBlank = validation.showErrorMessage = True
        validation.errorStyle = "warning"
        validation.errorTitle = validation.promptTitle
        validation.error = _cut(f"Écrivez l'un de : {', '.join(choices)}.", _MAX_MESSAGE)
    letter = get_column_letter(rang)
    validation.add(f"{letter}2:{letter}{_LIGNES + 1}")
    sheet.add_data_validation(validation)


def _cut(texte: str, longueur: int) -> str:
    """Return the text, cut where Excel would refuse the workbook for its length."""
    return texte if len(texte) <= longueur else f"{texte[: longueur - 1]}…"


def closed_values(colonne: Colonne) -> list[str]:
    """Return the values that a column may hold, none if they are not closed."""
    found = (schema["enum"] for schema in colonne.genre.alternatives if "enum" in schema)
    return list(next(found, []))


def _fill_guide(sheet: Any, titres: list[Titre]) -> None:
    for rang, width in enumerate(_LARGEURS, start=1):
        sheet.column_dimensions[get_column_letter(rang)].width = width
    for consigne in _CONSIGNES:
        sheet.append([consigne])
        row = sheet.max_row
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=4)
        sheet.cell(row=row, column=1).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.row_dimensions[row].height = 30
    sheet.append([])
    sheet.append(["colonne", "ce qu'elle dit", "exemple", "valeurs possibles"])
    head = sheet.max_row
    for cell in sheet[head]:
        _head(cell)
    for titre in [*titres, *(Titre(c, (1,)) for c in _explained_only())]:
        sheet.append(_explain(titre))
        sheet.row_dimensions[sheet.max_row].height = _height(sheet[sheet.max_row])
        for cell in sheet[sheet.max_row]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.number_format = _TEXTE
    sheet.freeze_panes = sheet.cell(row=head + 1, column=2)
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _height(row: tuple[Any, ...]) -> float:
    """Return the height, in points, that the texts of a row want: programs do not agree on it."""
    lines = (
        1 + len(str(cell.value or "")) // (width - 6)
        for cell, width in zip(row, _LARGEURS, strict=True)
    )
    return _INTERLIGNE * max(lines)


def _explained_only() -> list[Colonne]:
    """Return the columns that the model does not have: lists that few will fill."""
    shown = {titre.colonne.chemin for titre in _titles()}
    return [colonne for chemin, colonne in colonnes().items() if chemin not in shown]


def _explain(titre: Titre) -> list[str]:
    champ = titre.colonne.champ
    exemple = champ.exemple if isinstance(champ.exemple, str) else " | ".join(champ.exemple)
    choices = closed_values(titre.colonne)
    expected = ", ".join(choices) if choices else titre.colonne.genre.attendu
    if titre.colonne.is_liste:
        expected = "des textes séparés par « | »"
    said = _DITS.get(titre.colonne.chemin, champ.description)
    return [titre.champ, f"{_whose(titre.colonne)}{said}", exemple, expected]


def _whose(colonne: Colonne) -> str:
    """Return of whom a column gives a name or a title, which several persons have."""
    parent = colonne.chemin.rpartition(".")[0]
    return f"{_persons()[parent]} " if parent in _persons() else ""


@functools.cache
def _persons() -> Mapping[str, str]:
    """Return who each person of a record is, by path."""
    return {
        f"{parent}.{champ.cle}" if parent else champ.cle: champ.description
        for parent, champ in walk(fiche())
        if isinstance(champ.genre, Groupe) and champ.genre.build is Personne
    }
