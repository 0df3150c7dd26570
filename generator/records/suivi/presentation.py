"""The sheet « Présentation » of a follow-up workbook: the years closed, and what the town says."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.domain.dossier import Periode
from generator.records.problemes import quote
from generator.records.suivi.cellules import read_case, read_texte
from generator.records.suivi.entetes import header_text, spellings
from generator.records.suivi.feuilles import Constats, Feuille, cell, key
from generator.records.tableur.lignes import Ligne, is_blank
from generator.referentiel.suivi import tableau

_ANNEE = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_ANNEE_MAXIMALE = 30  # characters of what stands for a year: « Année scolaire 2027-2028 »
FAIT, COMMENTAIRES, ANNEE = "fait", "commentaires", "annee"


@dataclass(slots=True)
class Presentation:
    """What the sheet says."""

    faits: set[int] = field(default_factory=set)
    annuels: dict[int, str] = field(default_factory=dict)
    commentaires: list[str] = field(default_factory=list)
    textes: dict[str, str] = field(default_factory=dict)


def choose_row(lignes: Sequence[Ligne]) -> Ligne | None:
    """Return the row that heads the table of years, None if there is none."""
    return next((ligne for ligne in lignes if FAIT in _columns(ligne)), None)


def read(feuille: Feuille, mandat: Periode, constats: Constats) -> Presentation:
    """Return what the sheet says; what is wrong or strange is noted."""
    head = choose_row(feuille.lignes)
    presentation = Presentation()
    if head is None:
        return presentation
    colonnes = _columns(head)
    for ligne in feuille.lignes:
        if ligne.numero == head.numero:
            continue
        if ligne.numero < head.numero or not _is_yearly(ligne, colonnes):
            _read_texts(ligne, presentation, is_under=ligne.numero > head.numero)
        else:
            _read_year(feuille, ligne, colonnes, mandat, presentation, constats)
    return presentation


def _columns(ligne: Ligne) -> Mapping[str, int]:
    """Return the columns of the table of years that a row heads; « fait » is among them, or none."""
    known = _spellings()
    found: dict[str, int] = {}
    for rang, valeur in enumerate(ligne.valeurs, start=1):
        cle = known.get(key(header_text(valeur)))
        if cle is not None:
            found.setdefault(cle, rang)
    return found if FAIT in found and len(found) > 1 else {}


@functools.cache
def _spellings() -> Mapping[str, str]:
    return spellings(tableau().bilan)


def _years(ligne: Ligne, colonnes: Mapping[str, int]) -> tuple[str, list[int]]:
    """Return what stands in the column of years, and the years it names."""
    valeur = cell(ligne, colonnes.get(ANNEE, 1))
    annee = getattr(valeur, "year", None)  # a date
    texte = str(annee) if annee else header_text(valeur)
    return texte, [int(found) for found in _ANNEE.findall(texte)]


def _is_yearly(ligne: Ligne, colonnes: Mapping[str, int]) -> bool:
    """Return whether a row is one of the table: a sentence that names a year is not."""
    texte, annees = _years(ligne, colonnes)
    is_short = len(texte) <= _ANNEE_MAXIMALE
    return is_short and (bool(annees) or key("mandat") in key(texte))


def _read_year(  # noqa: PLR0913, a row and where what it says goes
    feuille: Feuille,
    ligne: Ligne,
    colonnes: Mapping[str, int],
    mandat: Periode,
    presentation: Presentation,
    constats: Constats,
) -> None:
    texte, annees = _years(ligne, colonnes)
    place = functools.partial(feuille.place, ligne.numero)
    fait = read_case(cell(ligne, colonnes[FAIT]))
    said = read_texte(cell(ligne, colonnes.get(COMMENTAIRES, 0)))
    for lu, cle in ((fait, FAIT), (said, COMMENTAIRES)):
        if lu.probleme:
            titre = next(c.titre for c in tableau().bilan if c.cle == cle)
            constats.problemes.append(f"{place(colonnes[cle], titre)} : {lu.probleme}")
    dits = [dit for dit in (said.valeur, *_besides(ligne, colonnes)) if dit]
    if len(annees) != 1:
        presentation.commentaires += dits
        if fait.valeur:
            constats.alertes.append(
                f"{place()} : bilan coché en face de {quote(texte)} ; cochez une année à la fois"
            )
        return
    annee = annees[0]
    if not mandat.debut <= annee <= mandat.fin and (fait.valeur or dits):
        constats.alertes.append(
            f"{place()} : l'année {annee} n'est pas du mandat {mandat} ; vérifiez-la"
        )
    if fait.valeur:
        presentation.faits.add(annee)
    if dits:
        before = presentation.annuels.get(annee)
        presentation.annuels[annee] = "\n".join(filter(None, (before, *dits)))


def _besides(ligne: Ligne, colonnes: Mapping[str, int]) -> list[str | None]:
    """Return what a row of the table says in columns that are not of it."""
    known = set(colonnes.values()) | {colonnes.get(ANNEE, 1)}
    return [
        read_texte(valeur).valeur
        for rang, valeur in enumerate(ligne.valeurs, start=1)
        if rang not in known
    ]


def _read_texts(ligne: Ligne, presentation: Presentation, *, is_under: bool) -> None:
    """Keep a row that is not of the table: a label and its text, or a comment under the table."""
    textes = [read_texte(v).valeur for v in ligne.valeurs if not is_blank(v)]
    said = [texte for texte in textes if texte]
    if len(said) > 1:
        presentation.textes[said[0]] = "\n".join(said[1:])
    elif is_under and said:
        presentation.commentaires.append(said[0])
