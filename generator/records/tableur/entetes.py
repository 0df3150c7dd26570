"""The headers of a table: which row holds them, what each designates, what is left aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from generator.records.genres import fold
from generator.records.problemes import column_letter, quote
from generator.records.tableur import colonnes, rne
from generator.records.tableur.colonnes import A_CORRIGER, DESIGNATIONS, Titre
from generator.records.tableur.lignes import Ligne, is_blank


@dataclass(frozen=True, slots=True)
class Entetes:
    """What heads a table. Columns count from 0 here, as the cells of a row do."""

    ligne: Ligne
    titres: dict[int, Titre]
    is_rne: bool = False
    avis: list[str] = field(default_factory=list)

    def text(self, rang: int) -> str:
        """Return what heads a column."""
        return header_text(self.ligne.valeurs, rang)


class UnfitHeadersError(Exception):
    """The headers do not say what the table holds; each argument is a French sentence."""


def score(cells: Sequence[str]) -> int:
    """Return how many cells of a row are known headers."""
    if rne.is_head(cells):
        return len(cells)
    return sum(isinstance(colonnes.resolve(cell), Titre) for cell in cells if cell.strip())


def choose(tete: Sequence[Ligne]) -> Ligne | None:
    """Return the row of headers: the one that holds most known ones, None if there is none."""
    best = max(tete, key=lambda ligne: score(_texts(ligne)), default=None)
    return best if best is not None and score(_texts(best)) else None


def understand(ligne: Ligne) -> Entetes:
    """Return what the headers of a table designate; UnfitHeadersError if it cannot be used."""
    texts = _texts(ligne)
    if rne.is_head(texts):
        return Entetes(ligne, rne.titles(texts), is_rne=True)
    titres: dict[int, Titre] = {}
    avis: list[str] = []
    for rang, text in enumerate(texts):
        found = colonnes.resolve(text)
        if isinstance(found, Titre):
            titres[rang] = found
        elif text.strip() and fold(text) != fold(A_CORRIGER):
            avis.append(f"colonne {column_letter(rang + 1)} {quote(text)} {_aside(text, found)}")
    problems = [*_twice(titres), *_designate_nothing(titres)]
    if problems:
        raise UnfitHeadersError(*problems)
    return Entetes(ligne, titres, avis=avis)


def explain_none(tete: Sequence[Ligne]) -> str:
    """Return what to say of a table in which no header is known."""
    first = next((ligne for ligne in tete if not ligne.is_empty), None)
    seen = ", ".join(quote(text) for text in _texts(first)[:5] if text.strip()) if first else ""
    found = f" (première ligne : {seen})" if seen else ""
    return (
        f"aucun titre de colonne n'est reconnu{found} ; écrivez en première ligne les clés d'une "
        "fiche, par exemple « demarche », « collectivite.commune », « executif.nom »"
    )


def header_text(valeurs: Sequence[object], rang: int) -> str:
    """Return what heads a column, empty where nothing does."""
    valeur = valeurs[rang] if rang < len(valeurs) else None
    return "" if is_blank(valeur) else " ".join(str(valeur).split())


def _texts(ligne: Ligne) -> list[str]:
    return [header_text(ligne.valeurs, rang) for rang in range(len(ligne.valeurs))]


def _aside(text: str, candidates: tuple[str, ...]) -> str:
    """Return why a column is not read, and what to write for it to be."""
    if candidates:
        return f"ignorée : elle peut être {', '.join(candidates)} ; écrivez le nom entier"
    close = colonnes.nearest(text)
    return (
        f"inconnue, ignorée ; écrivez « {close} » si c'est elle" if close else "inconnue, ignorée"
    )


def _twice(titres: dict[int, Titre]) -> Iterator[str]:
    """Yield what to say of two columns that designate one field."""
    first: dict[str, int] = {}
    for rang, titre in titres.items():
        other = first.setdefault(titre.champ, rang)
        if other != rang:
            yield (
                f"les colonnes {column_letter(other + 1)} et {column_letter(rang + 1)} disent "
                f"toutes deux « {titre.champ} » ; gardez-en une"
            )


def _designate_nothing(titres: dict[int, Titre]) -> Iterator[str]:
    if not {titre.champ for titre in titres.values()} & set(DESIGNATIONS):
        yield (
            "aucune colonne ne dit la commune ; ajoutez « collectivite.commune » (son nom) ou "
            "« collectivite.code_insee » (son code)"
        )
