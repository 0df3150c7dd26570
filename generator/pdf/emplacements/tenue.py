"""What a place of signature must keep to: clear of words, and with what is signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.errors import ConversionError
from generator.pdf import mots
from generator.pdf.emplacements.attendus import Attendu
from generator.pdf.emplacements.recherche import Place
from generator.rendering.contenu import Contenu, Paragraphe

_INDICES = 8  # words of a paragraph's end that tell on which page it is


def verify_clear(places: Sequence[Place], dessous: Sequence[str]) -> None:
    """Raise ConversionError naming the words that a place covers; `dessous`: the text in each."""
    messages = [
        f"L'emplacement de signature « {place.cle} » couvre « {_quote(texte)} », page {place.page} : "
        "dans Word, déplacez ce texte ou l'image."
        for place, texte in zip(places, dessous, strict=True)
        if texte.strip()
    ]
    if messages:
        raise ConversionError(messages)


def alerts(
    contenu: Contenu,
    attendus: Sequence[Attendu],
    places: Sequence[Place],
    pages: Sequence[Sequence[str]],
) -> Iterator[str]:
    """Yield what parts a place from what must stay on its page; `pages`: the words of each.

    A place stays with the paragraphs before it that Word keeps with the next, with its row of a
    table, and with the other places of this table.
    """
    premiers: dict[int, Place] = {}
    colles = ["".join(page) for page in pages]
    for attendu, place in zip(attendus, places, strict=True):
        cellule = contenu.corps[attendu.paragraphe].cellule
        premier = premiers.setdefault(cellule.tableau, place) if cellule else place
        if premier.page != place.page:
            yield (
                f"Les signatures « {premier.cle} » et « {place.cle} » d'un même cadre sont pages "
                f"{premier.page} et {place.page} : {_CONSEIL}"
            )
            continue
        if premier is not place:
            continue
        for paragraphe in _bound(contenu.corps, attendu.paragraphe):
            page = _page(paragraphe, colles, place.page)
            if page is not None:
                yield (
                    f"La signature « {place.cle} » est page {place.page}, et "
                    f"« {_quote(paragraphe.texte_etiquete)} », qui doit rester avec elle, "
                    f"page {page} : {_CONSEIL}"
                )
                break


_CONSEIL = (
    "raccourcissez ce qui précède, ou mettez dans Word un saut de page avant le dernier article."
)


def _bound(corps: Sequence[Paragraphe], rang: int) -> Iterator[Paragraphe]:
    """Yield the paragraphs that stay with one: before it, the nearest first, then in its cell."""
    avant = rang
    while avant and (corps[avant - 1].lie or _are_of_one_row(*corps[avant - 1 : avant + 1])):
        avant -= 1
        yield corps[avant]
    for suivant in corps[rang + 1 :]:
        if suivant.cellule is None or suivant.cellule != corps[rang].cellule:
            return
        yield suivant


def _are_of_one_row(un: Paragraphe, autre: Paragraphe) -> bool:
    if un.cellule is None or autre.cellule is None:
        return False
    return (un.cellule.tableau, un.cellule.ligne) == (autre.cellule.tableau, autre.cellule.ligne)


def _page(paragraphe: Paragraphe, pages: Sequence[str], voulue: int) -> int | None:
    """Return the page (from 1) where a paragraph ends, None if it may be the wanted one.

    As many of its last words as stand in a row on some page tell it, spaces apart: what draws a
    page may lose one. `pages`: the words of each, run together.
    """
    fin = mots.split(paragraphe.texte_etiquete)[-_INDICES:]
    for rang in range(len(fin)):
        suite = "".join(fin[rang:])
        trouvees = [n for n, page in enumerate(pages, start=1) if suite in page]
        if trouvees:
            return None if voulue in trouvees else trouvees[-1]
    return None


def _quote(texte: str) -> str:
    return mots.excerpt(" ".join(texte.split()))
