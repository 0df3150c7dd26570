"""Which words each page must bear: the body once, running heads on each of their pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.pdf import mots
from generator.rendering.contenu import Champ, Contenu, Genre, Paragraphe, Section
from generator.rendering.ooxml.numerotation import write_number

_INDICES = 8  # words of a section's first paragraph that tell on which page it begins


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the PDF: its section, its rank in it (from 0), and the number it bears."""

    section: int
    rang: int
    numero: int


@dataclass(frozen=True, slots=True)
class Bandeaux:
    """The running heads of one page, the texts that they bear there, and the page's number."""

    entetes: tuple[Paragraphe, ...]
    pieds: tuple[Paragraphe, ...]
    textes_des_entetes: tuple[str, ...]
    textes_des_pieds: tuple[str, ...]
    numero: str


def expected_words(contenu: Contenu, pages: Sequence[Sequence[str]]) -> list[str]:
    """Return every word that the PDF must bear, once for each time; `pages` are its own words.

    A PAGE field in the body counts for no word: only the engine knows where it fell.
    """
    attendus = [mot for p in (*contenu.corps, *contenu.notes) for mot in _words(p, len(pages))]
    for bandeaux in running_heads(contenu, pages):
        for texte in (*bandeaux.textes_des_entetes, *bandeaux.textes_des_pieds):
            attendus += mots.split(texte)
    return attendus


def running_heads(contenu: Contenu, pages: Sequence[Sequence[str]]) -> Iterator[Bandeaux]:
    """Yield the running heads of each page; `pages` are the words of the PDF."""
    decoupage = locate_pages(contenu, pages)
    longueurs = [sum(page.section == s for page in decoupage) for s in range(len(contenu.sections))]
    for page in decoupage:
        section = contenu.sections[page.section]
        numero = write_number(page.numero, section.format_numero)
        valeurs = {
            Champ.PAGE: numero,
            Champ.NUMPAGES: str(len(pages)),
            Champ.SECTIONPAGES: str(longueurs[page.section]),
        }
        genre = _kind_of_heads(section, page, contenu.pages_paires)
        entetes, pieds = section.entetes.get(genre, ()), section.pieds.get(genre, ())
        yield Bandeaux(
            entetes,
            pieds,
            tuple(_evaluate(paragraphe, valeurs) for paragraphe in entetes),
            tuple(_evaluate(paragraphe, valeurs) for paragraphe in pieds),
            numero,
        )


def body_page_fields(contenu: Contenu) -> int:
    """Return how many PAGE or SECTIONPAGES fields stand in the body and the notes."""
    return sum(
        partie in (Champ.PAGE, Champ.SECTIONPAGES)
        for paragraphe in (*contenu.corps, *contenu.notes)
        for partie in paragraphe.contenu
    )


def repeated_rows(contenu: Contenu) -> list[list[str]]:
    """Return the words of the header rows of each table, which stand on each of its pages."""
    tableaux: dict[int, list[str]] = {}
    for paragraphe in contenu.corps:
        if paragraphe.cellule and paragraphe.cellule.entete:
            tableaux.setdefault(paragraphe.cellule.tableau, []).extend(_words(paragraphe, 0))
    return [entete for entete in tableaux.values() if entete]


def locate_pages(contenu: Contenu, pages: Sequence[Sequence[str]]) -> list[Page]:
    """Return the section, rank and number of each page, read from where sections begin."""
    if not contenu.sections:
        return []
    debuts = _starts(contenu, pages)
    decoupage: list[Page] = []
    numero = 0
    for indice in range(len(pages)):
        section = max(rang for rang, debut in enumerate(debuts) if debut <= indice)
        rang = indice - debuts[section]
        premier = contenu.sections[section].premier_numero
        numero = premier if rang == 0 and premier is not None else numero + 1
        decoupage.append(Page(section, rang, numero))
    return decoupage


def _starts(contenu: Contenu, pages: Sequence[Sequence[str]]) -> list[int]:
    """Return the first page that each section governs; a page belongs to its first section."""
    debuts = [0]
    for rang, section in enumerate(contenu.sections[1:], start=1):
        au_plus_tot = debuts[-1] if section.continue_page else debuts[-1] + 1
        trouve = _find(_first_words(contenu, rang, len(pages)), pages, au_plus_tot)
        # Where a section begins on the page of another, that page keeps the other's heads.
        debuts.append(trouve + 1 if section.continue_page else trouve)
    return debuts


def _first_words(contenu: Contenu, section: int, pages: int) -> list[str]:
    for paragraphe in contenu.corps:
        if paragraphe.section == section and not paragraphe.cadre:
            premiers = _words(paragraphe, pages)[:_INDICES]
            if premiers:
                return premiers
    return []


def _find(suite: Sequence[str], pages: Sequence[Sequence[str]], au_plus_tot: int) -> int:
    """Return the first page that bears these words in a row; failing that, the first allowed."""
    for indice in range(au_plus_tot, len(pages)):
        page = pages[indice]
        if suite and any(
            page[place : place + len(suite)] == suite
            for place, mot in enumerate(page)
            if mot == suite[0]
        ):
            return indice
    return au_plus_tot


def _kind_of_heads(section: Section, page: Page, pages_paires: bool) -> Genre:
    if section.titre and page.rang == 0:
        return Genre.PREMIERE
    return Genre.PAIRE if pages_paires and page.numero % 2 == 0 else Genre.DEFAUT


def _words(paragraphe: Paragraphe, pages: int) -> list[str]:
    if not any(isinstance(partie, Champ) for partie in paragraphe.contenu):
        return mots.split(paragraphe.texte_etiquete)
    valeurs = {Champ.NUMPAGES: str(pages), Champ.PAGE: "", Champ.SECTIONPAGES: ""}
    return mots.split(_evaluate(paragraphe, valeurs))


def _evaluate(paragraphe: Paragraphe, valeurs: dict[Champ, str]) -> str:
    parties: Iterable[str] = (
        valeurs[partie] if isinstance(partie, Champ) else partie for partie in paragraphe.contenu
    )
    return " ".join(filter(None, (paragraphe.etiquette, "".join(parties))))
