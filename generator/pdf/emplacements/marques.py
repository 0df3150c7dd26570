"""The position marks of i-Parapheur: printed where they are wanted, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from generator.errors import ConversionError, TemplateError
from generator.pdf.emplacements.attendus import Attendu
from generator.pdf.emplacements.recherche import Place
from generator.pdf.mots import excerpt
from generator.referentiel import demarches
from generator.rendering.contenu import Contenu

_MARQUE = re.compile(r"(?=(#[^\s#]+#))")  # « #a#b# » has two


def wanted(marques: Mapping[str, str], attendus: Sequence[Attendu]) -> dict[str, str]:
    """Return the marks that a document must bear, by the key of their place."""
    return {a.cle: marques[a.cle] for a in attendus if marques.get(a.cle)}


def verify_word(contenu: Contenu, voulues: Mapping[str, str]) -> None:
    """Raise TemplateError if a mark wanted is not alone in one paragraph, or if a text holds one
    that a server would take for a place of signature.
    """
    textes = [paragraphe.texte_etiquete.strip() for paragraphe in contenu.paragraphes()]
    messages = [
        f"La balise « {marque} » de l'emplacement « {cle} » doit être imprimée une fois, seule dans "
        f"son paragraphe, et l'est {textes.count(marque)} fois : mettez « {{{{ parapheur.{cle} }}}} » "
        "dans le cadre de signature du gabarit, et nulle part ailleurs."
        for cle, marque in voulues.items()
        if textes.count(marque) != 1
    ]
    messages += [
        f"Le texte « {excerpt(texte)} » porte « {marque} », qu'i-Parapheur prendrait pour la place d'une "
        "signature : retirez-la de la fiche ou du gabarit."
        for texte, marque in _strays(textes, voulues)
        if _reserved().fullmatch(marque)
    ]
    if messages:
        raise TemplateError(messages)


def alerts(contenu: Contenu, voulues: Mapping[str, str]) -> Iterator[str]:
    """Yield what looks like a mark and is none that the program prints."""
    textes = [paragraphe.texte_etiquete.strip() for paragraphe in contenu.paragraphes()]
    for texte, marque in _strays(textes, voulues):
        reservee = _reserved().fullmatch(marque)
        if reservee or voulues:
            effet = "prendrait" if reservee else "pourrait prendre"
            yield (
                f"« {marque} », dans « {excerpt(texte)} », ressemble à une balise de parapheur : "
                f"i-Parapheur la {effet} pour la place d'une signature."
            )


def verify_pages(
    places: Sequence[Place], voulues: Mapping[str, str], textes: Sequence[str]
) -> None:
    """Raise ConversionError unless each mark stands once in the PDF, on the page of its place."""
    pages = {place.cle: place.page for place in places}
    messages = []
    for cle, marque in voulues.items():
        trouvees = [
            n for n, texte in enumerate(textes, start=1) for _ in range(texte.count(marque))
        ]
        if trouvees != [pages[cle]]:
            messages.append(
                f"La balise « {marque} » se trouve {len(trouvees)} fois dans le PDF au lieu d'une, à "
                f"la page {pages[cle]}."
            )
    if messages:
        raise ConversionError(messages)


def _strays(textes: Sequence[str], voulues: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the text and the mark of each that is not wanted where it stands."""
    permises = set(voulues.values())
    for texte in textes:
        if "#" in texte and texte not in permises:
            yield from ((texte, marque) for marque in _MARQUE.findall(texte))


def _reserved() -> re.Pattern[str]:
    return re.compile(f"#(?:{'|'.join(demarches.signatures().parapheur.reservees)})(?:_\\d+)?#")
