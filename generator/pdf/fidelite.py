"""Whether a PDF says what its Word file says: words, values, characters, fonts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from generator.errors import ConversionError
from generator.pdf import mots, pages, polices
from generator.pdf.polices import Police
from generator.rendering.contenu import Contenu

_CITES = 10
_SANS_DESSIN = frozenset({"Cc", "Cf", "Zl", "Zp"})
_VARIANTES = range(0xFE00, 0xFE10)  # variation selectors choose a glyph and have none
_STYLE = re.compile(
    r"(thin|extralight|ultralight|light|regular|normal|roman|book|medium|semibold|demibold|demi"
    r"|bold|extrabold|black|heavy|italic|oblique|ital|it|ps|mt)*"
)
_DOUBLURES = {"Symbol": "OpenSymbol"}
"""Fonts of signs whose glyphs engines rightly take elsewhere: `verify_words` finds the signs."""
_CONSEIL_POLICE = (
    "Intégrez-la au fichier Word (Fichier > Options > Enregistrement > Incorporer les polices dans "
    f"le fichier) ou employez {polices.FAMILLE}."
)


def verify_words(contenu: Contenu, trouves: Sequence[Sequence[str]]) -> None:
    """Raise ConversionError naming the words that the pages lack or have too many of.

    `trouves`: the words of each page of the PDF.
    """
    attendus = pages.expected_words(contenu, trouves)
    ecart = mots.Ecart(attendus, [mot for page in trouves for mot in page])
    if not ecart:
        return
    for entete in pages.repeated_rows(contenu):
        ecart.accept_surplus(entete, len(trouves) - 1)
    capitales = {mot for texte in contenu.capitales for mot in mots.split(texte)}
    ecart.accept_same(lambda mot: mot.upper() if mot in capitales else mot)
    ecart.accept_same(lambda mot: unicodedata.normalize("NFKC", mot))
    ecart.rejoin(coupures=contenu.coupures)
    manquants = ecart.missing()
    en_trop = _without_page_numbers(contenu, ecart.surplus(), len(trouves))
    messages = []
    if manquants:
        messages.append(f"Des mots du fichier Word manquent dans le PDF : {_quote(manquants)}.")
    if en_trop:
        messages.append(f"Le PDF porte des mots que le fichier Word n'a pas : {_quote(en_trop)}.")
    if messages:
        raise ConversionError(messages)


def verify_values(
    valeurs: Iterable[str], contenu: Contenu, trouves: Sequence[Sequence[str]]
) -> None:
    """Raise ConversionError naming the values printed from the record that one file lacks.

    `trouves`: the words of each page of the PDF.

    A value's words must stand in order: in a row in the Word file; in the PDF, where a page or a
    table cell may end among them, in a row or with others between. A value that Word has in the
    alternative text of a picture only stands on no page.
    """
    word = _run_together(p.texte_etiquete for p in contenu.paragraphes())
    images = _run_together(contenu.textes_alternatifs)
    pdf = "".join(map("".join, trouves)).casefold()
    messages = []
    for valeur in dict.fromkeys(valeurs):
        suite = mots.split(valeur)
        if "".join(suite) not in word:
            if "".join(suite) not in images:
                messages.append(f"La valeur {_quote([valeur])} manque dans le fichier Word.")
        elif not _stands(suite, pdf, trouves):
            messages.append(f"La valeur {_quote([valeur])} manque dans le PDF.")
    if messages:
        raise ConversionError(messages)


def verify_characters(contenu: Contenu, replis: Mapping[str, str]) -> None:
    """Raise ConversionError naming the characters that the font asked to draw them lacks.

    Fonts that are neither embedded nor the package's are not known here: `verify_fonts` tells
    whether the engine had them. `replis`: characters that the engine draws with another's glyph.
    """
    messages = []
    for famille, caracteres in sorted(contenu.caracteres.items()):
        connus = _known_characters(famille, contenu)
        if connus is None:
            continue
        for caractere in sorted(c for c in caracteres if replis.get(c, c) not in connus):
            if _is_drawn(caractere):
                messages.append(
                    f"La police « {famille} » n'a pas le caractère {_name(caractere)} "
                    f"({_place(caractere, contenu)}) : remplacez-le, ou choisissez dans Word une "
                    "police qui l'a et intégrez-la au fichier."
                )
    if messages:
        raise ConversionError(messages)


def verify_fonts(contenu: Contenu, fontes: Sequence[Police]) -> None:
    """Raise ConversionError when a font was put in place of another, or is not embedded.

    `fontes`: the fonts of the PDF.
    """
    polices_du_pdf = {p.nom: all(q.integree for q in fontes if q.nom == p.nom) for p in fontes}
    demandees = [
        famille
        for famille, caracteres in contenu.caracteres.items()
        if famille not in _DOUBLURES
        and any(_is_drawn(caractere) and not caractere.isspace() for caractere in caracteres)
    ]
    absentes = [
        famille
        for famille in demandees
        if not any(_is_of_family(nom, famille, contenu) for nom in polices_du_pdf)
    ]
    employees = [
        nom
        for nom in polices_du_pdf
        if not any(
            _is_of_family(nom, famille, contenu) or nom == _DOUBLURES.get(famille)
            for famille in contenu.caracteres
        )
    ]
    messages = []
    if absentes or employees:
        messages.append(_substitution(absentes, employees or list(polices_du_pdf)))
    messages += [
        f"La police « {nom} » n'est pas intégrée au PDF."
        for nom, integree in polices_du_pdf.items()
        if not integree
    ]
    if messages:
        raise ConversionError(messages)


def _without_page_numbers(contenu: Contenu, en_trop: list[str], nombre: int) -> list[str]:
    """Take away one page number for each field of the body that asks for one."""
    restants = []
    permis = pages.body_page_fields(contenu)
    for mot in en_trop:
        if permis and mot.isdecimal() and 0 < int(mot) <= nombre:
            permis -= 1
        else:
            restants.append(mot)
    return restants


def _run_together(textes: Iterable[str]) -> str:
    return "".join(mot for texte in textes for mot in mots.split(texte))


def _stands(suite: Sequence[str], pdf: str, trouves: Sequence[Sequence[str]]) -> bool:
    """Tell whether words stand in a PDF; `pdf`: all of its own in a row, without case."""
    if "".join(suite).casefold() in pdf:
        return True
    mots_du_pdf = (mot.casefold() for page in trouves for mot in page)
    return mots.contains_in_order(mots_du_pdf, [mot.casefold() for mot in suite])


def _known_characters(famille: str, contenu: Contenu) -> frozenset[str] | None:
    """Return what a family can draw, or None when neither the file nor the package has it."""
    faces = contenu.polices_integrees.get(famille, ())
    connus = frozenset[str]().union(*map(polices.characters, faces))
    if connus:
        return connus
    return polices.package_characters() if _is_style_of(famille, polices.FAMILLE) else None


def _is_drawn(caractere: str) -> bool:
    return unicodedata.category(caractere) not in _SANS_DESSIN and ord(caractere) not in _VARIANTES


def _is_of_family(nom: str, famille: str, contenu: Contenu) -> bool:
    faces = contenu.polices_integrees.get(famille, ())
    return _is_style_of(nom, famille) or nom in map(polices.postscript_name, faces)


def _is_style_of(nom: str, famille: str) -> bool:
    """Tell whether a font's name is a family's, a style added or not (« Arial-BoldMT »)."""
    colle, debut = _glue(nom), _glue(famille)
    return colle.startswith(debut) and _STYLE.fullmatch(colle[len(debut) :]) is not None


def _glue(nom: str) -> str:
    return re.sub(r"[^0-9a-z]", "", nom.casefold())


def _substitution(absentes: Sequence[str], employees: Sequence[str]) -> str:
    if not absentes:
        return (
            f"Le PDF emploie {_quote(employees)}, que le fichier Word ne demande pas : une police "
            f"demandée n'a pas tous les caractères du texte. {_CONSEIL_POLICE}"
        )
    if len(absentes) == 1:
        return (
            f"La police {_quote(absentes)} est demandée par le fichier Word, mais le PDF emploie "
            f"{_quote(employees)}. {_CONSEIL_POLICE}"
        )
    conseil = _CONSEIL_POLICE.replace("Intégrez-la", "Intégrez-les")
    return (
        f"Les polices {_quote(absentes)} sont demandées par le fichier Word, mais le PDF emploie "
        f"{_quote(employees)}. {conseil}"
    )


def _place(caractere: str, contenu: Contenu) -> str:
    """Return where a character stands: the word that holds it, or the list label."""
    for paragraphe in contenu.paragraphes():
        if caractere in paragraphe.etiquette:
            return f"puce ou numéro du paragraphe « {mots.excerpt(paragraphe.texte)} »"
        texte = unicodedata.normalize("NFC", paragraphe.texte)
        for mot in texte.split(" "):
            if caractere in mot and mot != caractere:
                return f"dans « {mots.excerpt(mot)} »"
        if caractere in texte:
            return f"dans « {mots.excerpt(texte)} »"
    return "dans un champ"


def _quote(textes: Sequence[str]) -> str:
    """Return the texts between guillemets, ten at most, and how many others there are."""
    cites = ", ".join(f"« {mots.excerpt(_visible(texte))} »" for texte in textes[:_CITES])
    reste = len(textes) - _CITES
    if reste <= 0:
        return cites
    return f"{cites} et {reste} {'autre' if reste == 1 else 'autres'}"


def _visible(texte: str) -> str:
    """Return the text, a character that terminals cannot show being named by its code point."""
    return "".join(c if c.isprintable() or c in "\u00a0\u202f" else _code(c) for c in texte)


def _name(caractere: str) -> str:
    return f"« {caractere} » ({_code(caractere)})" if caractere.isprintable() else _code(caractere)


def _code(caractere: str) -> str:
    return f"U+{ord(caractere):04X}"
