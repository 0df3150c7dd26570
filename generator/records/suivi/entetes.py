"""The headers of the sheet of actions, and of the table of years: which column is which."""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.records.problemes import column_letter, quote
from generator.records.suivi.feuilles import Constats, Feuille, cell, key
from generator.records.tableur.lignes import Ligne, is_blank
from generator.referentiel.suivi import ANNEE, ColonneSuivi, tableau

_RESSEMBLANCE = 0.88
_ANNEE = re.compile(r"(?:19|20)\d{2}")
_MINIMUM = 3  # known headers, below which a row is not one of headers
INTITULE = "intitule"


@dataclass(frozen=True, slots=True)
class Entetes:
    """The columns of a sheet, by number from 1.

    `colonnes`: by key; `valeurs`: those of the yearly values, by year; `autres`: by the header
    that the town gave them.
    """

    ligne: int = 0
    colonnes: Mapping[str, int] = field(default_factory=dict)
    valeurs: Mapping[int, int] = field(default_factory=dict)
    autres: Mapping[str, int] = field(default_factory=dict)
    textes: Mapping[int, str] = field(default_factory=dict)

    def text(self, colonne: int) -> str:
        """Return what heads a column."""
        return self.textes.get(colonne, "")


def header_text(valeur: object) -> str:
    """Return a header on one line; a number without decimals is that of a year."""
    if isinstance(valeur, float) and valeur.is_integer():
        valeur = int(valeur)
    return "" if is_blank(valeur) else " ".join(str(valeur).split())


def choose_row(lignes: Sequence[Ligne]) -> Ligne | None:
    """Return the row of headers of a sheet of actions, None if there is none."""
    best = max(lignes, key=score, default=None)
    return best if best is not None and score(best) else None


def score(ligne: Ligne) -> int:
    """Return how many columns of actions a row heads, 0 if it is not one of headers."""
    found = {resolve(header_text(valeur))[0] for valeur in ligne.valeurs}
    found.discard("")
    return len(found) if INTITULE in found and len(found) >= _MINIMUM else 0


def resolve(texte: str) -> tuple[str, int | None]:
    """Return the key of the column that a header designates, and its year if it has one.

    The key is empty where it designates none.
    """
    said = key(texte)
    known = _spellings()
    annees = set(_ANNEE.findall(said))
    if len(annees) == 1:
        annee = annees.pop()
        cle = known.get(said.replace(annee, "#", 1), "")
        return (cle, int(annee)) if cle else ("", None)
    bare = key(re.sub(r"\([^)]*\)", "", texte))
    cle = known.get(said) or known.get(bare) or ""
    return cle, None


def nearest(texte: str) -> str:
    """Return the key of the column whose title looks most like a header, empty if none does."""
    close = difflib.get_close_matches(key(texte), _spellings(), n=1, cutoff=_RESSEMBLANCE)
    return _spellings()[close[0]] if close and not _ANNEE.search(texte) else ""


@functools.cache
def _spellings() -> Mapping[str, str]:
    return spellings(tableau().colonnes)


def spellings(colonnes: Sequence[ColonneSuivi]) -> Mapping[str, str]:
    """Return the key of each column by the letters of its titles; « # » stands for a year."""
    return {
        "#".join(key(part) for part in titre.split(ANNEE)): colonne.cle
        for colonne in colonnes
        for titre in (*colonne.synonymes, colonne.titre)
    }


def understand(feuille: Feuille, ligne: Ligne, constats: Constats) -> Entetes:
    """Return the columns of a sheet of actions; what is wrong or strange is noted."""
    textes = {rang: header_text(valeur) for rang, valeur in enumerate(ligne.valeurs, start=1)}
    under = [row for row in feuille.lignes if row.numero > ligne.numero]
    used = {rang for row in under for rang, v in enumerate(row.valeurs, start=1) if not is_blank(v)}
    named: dict[tuple[str, int | None], int] = {}
    autres: dict[str, int] = {}
    for rang in sorted({*textes, *used}):
        texte = textes.get(rang, "")
        found = resolve(texte)
        if not found[0] and (cle := nearest(texte)):
            found = cle, None
            titre = next(c.titre for c in tableau().colonnes if c.cle == cle)
            constats.alertes.append(
                f"{feuille.place(ligne.numero, rang, texte)} : lue comme « {titre} » ; écrivez ce titre"
            )
        if not found[0]:
            if rang in used:
                autres[texte or f"colonne {column_letter(rang)}"] = rang
                constats.alertes.append(_aside(feuille, ligne.numero, rang, texte))
        elif found not in named or named[found] not in used:
            named[found] = rang
        elif rang in used:
            constats.problemes.append(
                f"{feuille.place(ligne.numero)} : les colonnes {column_letter(named[found])} et "
                f"{column_letter(rang)} sont toutes deux {quote(texte)} ; gardez-en une, ou "
                "changez le titre de l'autre"
            )
    valeurs = {annee: rang for (_, annee), rang in named.items() if annee is not None}
    colonnes = {cle: rang for (cle, annee), rang in named.items() if annee is None}
    return Entetes(ligne.numero, colonnes, dict(sorted(valeurs.items())), autres, textes)


def _aside(feuille: Feuille, ligne: int, rang: int, texte: str) -> str:
    place = feuille.place(ligne, rang, texte)
    if not texte:
        return (
            f"{place} : cette colonne n'a pas de titre ; gardée telle quelle, donnez-lui un titre"
        )
    return f"{place} : cette colonne n'est pas du tableau de suivi ; gardée telle quelle"


def missing(entetes: Entetes) -> Iterator[ColonneSuivi]:
    """Yield the columns that the sheet no longer has."""
    for colonne in tableau().colonnes:
        if ANNEE not in colonne.titre and colonne.cle not in entetes.colonnes:
            yield colonne


def is_repeated(entetes: Entetes, ligne: Ligne) -> bool:
    """Return whether a row below is the row of headers, copied."""
    texte = header_text(cell(ligne, entetes.colonnes[INTITULE]))
    return resolve(texte)[0] == INTITULE and score(ligne) > 0
