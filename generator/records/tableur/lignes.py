"""A table, opened: its rows one by one, and how its places are said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from generator.records.problemes import printable

MODE_D_EMPLOI = "Mode d'emploi"  # the sheet of the model table that holds no town
LIGNES_MAXIMUM = 1_048_576  # of a sheet, in every spreadsheet program
COLONNES_MAXIMUM = 16_384
TROP_DE_LIGNES = "plus d'un million de lignes ; coupez le tableau"
TETE = 20  # rows among which headers are looked for


class Calcul(Enum):
    """What stands in a cell instead of a value."""

    SANS_RESULTAT = "formule"  # a formula whose result was not saved with the file


@dataclass(frozen=True, slots=True)
class Pourcentage:
    """A number shown as a percentage: 0.85 is « 85 % »."""

    valeur: float

    def __str__(self) -> str:
        """Return it as people read it."""
        return f"{self.valeur * 100:.10g} %".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Ligne:
    """A row as it stands: its number, as spreadsheets count, and the value of each cell."""

    numero: int
    valeurs: tuple[object, ...]

    @property
    def is_empty(self) -> bool:
        """Whether no cell says anything."""
        return all(is_blank(valeur) for valeur in self.valeurs)

    @property
    def is_comment(self) -> bool:
        """Whether the first cell that says something is « # », alone or before a blank."""
        first = next((str(v).strip() for v in self.valeurs if not is_blank(v)), "")
        return first == "#" or first.startswith(("# ", "#\u00a0"))


@dataclass(frozen=True, slots=True)
class LigneIllisible:
    """A row that cannot be split into cells, why, and its first line; `fatal`: it is the last."""

    numero: int
    message: str
    fatal: bool = False
    brut: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """An open table. `avis` are sentences about the whole of it, without their place."""

    titre: str  # « villes.csv », « villes.xlsx, feuille Villes »
    lignes: Iterator[Ligne | LigneIllisible]
    name: Callable[[int], str]  # the row of that number, for people
    is_text: bool  # a row with more cells than headers was cut at a wrong place
    avis: list[str] = field(default_factory=list)


def is_blank(valeur: object) -> bool:
    """Return whether a cell says nothing."""
    return valeur is None or (isinstance(valeur, str) and not valeur.strip())


def text_table(path: Path, lignes: Iterator[Ligne | LigneIllisible], avis: list[str]) -> Table:
    """Return the table of a text file: « villes.csv:12 »."""
    titre = printable(path)
    return Table(titre, lignes, lambda numero: f"{titre}:{numero}", True, avis)


def sheet_table(
    path: Path, feuille: str, lignes: Iterator[Ligne | LigneIllisible], avis: list[str]
) -> Table:
    """Return the table of a sheet: « villes.xlsx, feuille Villes, ligne 12 »."""
    titre = f"{printable(path)}, feuille {printable(Path(feuille))}"
    return Table(titre, lignes, lambda numero: f"{titre}, ligne {numero}", False, avis)
