"""The places of signature that a Word file holds."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

from generator.errors import TemplateError
from generator.pdf.mots import excerpt
from generator.referentiel import demarches
from generator.rendering.contenu import Cellule, Contenu, Image, Paragraphe

_AILLEURS = (
    "{lieu} : un emplacement de signature ne peut pas être dans un en-tête, un pied de page, une "
    "note, une zone de texte ou une ligne de tableau répétée ; mettez-le dans le corps du texte"
)
_INCONNU = (
    "{lieu} : ce nom n'est pas connu ; dans Word (Accueil > Sélectionner > Volet Sélection), "
    "nommez l'image {noms}"
)
_DOUBLE = "{lieu} : ce nom y est déjà pris ; une signature n'a qu'un emplacement par document"
_FLOTTANT = (
    "{lieu} : l'image flotte au-dessus du texte ; dans Word, clic droit sur l'image, « Habillage », "
    "« Aligné sur le texte »"
)
_GROUPE = "{lieu} : l'image est groupée avec d'autres ; dissociez-les dans Word"


@dataclass(frozen=True, slots=True)
class Attendu:
    """A place: its key, what it says to those who do not see it, its paragraph's rank in the body.

    `cellule`: the cell of a table that holds this paragraph.
    """

    cle: str
    description: str
    paragraphe: int
    cellule: Cellule | None

    def is_beside(self, autre: Attendu) -> bool:
        """Tell whether both are in one row of a table, in two cells: their pages tell no order."""
        for une, deux in zip(_cells(self.cellule), _cells(autre.cellule), strict=False):
            if (une.tableau, une.ligne) != (deux.tableau, deux.ligne):
                return False
            if une.colonne != deux.colonne:
                return True
        return False


def expect(contenu: Contenu) -> tuple[Attendu, ...]:
    """Return the places of a Word file in their order.

    Raises TemplateError, one sentence for each: unknown or repeated name, or a picture that is not
    in the line of the body's text.
    """
    connus = {e.cle: e for e in demarches.signatures().emplacements}
    messages: list[str] = []
    attendus: dict[str, Attendu] = {}
    for rang, paragraphe in enumerate(contenu.paragraphes()):
        for image in paragraphe.emplacements:
            refus = _refusal(image, paragraphe, rang < len(contenu.corps))
            if image.emplacement not in connus:
                refus = _INCONNU
            elif image.emplacement in attendus:
                refus = _DOUBLE
            if refus:
                noms = " ou ".join(f"« signature {cle} »" for cle in connus)
                messages.append(refus.format(lieu=_place(image, rang, contenu), noms=noms))
                continue
            emplacement = connus[image.emplacement]
            attendus[emplacement.cle] = Attendu(
                emplacement.cle,
                image.texte or emplacement.description,
                rang,
                paragraphe.cellule,
            )
    if messages:
        raise TemplateError(messages)
    return tuple(attendus.values())


def _cells(cellule: Cellule | None) -> list[Cellule]:
    """Return a cell and those that hold it, the outermost first."""
    return [] if cellule is None else [*_cells(cellule.dans), cellule]


def _refusal(image: Image, paragraphe: Paragraphe, du_corps: bool) -> str:
    repete = paragraphe.cellule is not None and paragraphe.cellule.entete
    if not du_corps or repete or paragraphe.cadre:
        return _AILLEURS
    if image.flottante:
        return _FLOTTANT
    return _GROUPE if image.nombre != 1 else ""


def _place(image: Image, rang: int, contenu: Contenu) -> str:
    """Return which place this is, and the last words before it."""
    avant = next(_texts_before(rang, contenu), "")
    ou = f" (après « {excerpt(avant)} »)" if avant else ""
    return f"Emplacement de signature « {image.emplacement} »{ou}"


def _texts_before(rang: int, contenu: Contenu) -> Iterator[str]:
    """Yield the texts at a paragraph of that rank and before it, the nearest first."""
    precedents = [*itertools.islice(contenu.paragraphes(), rang + 1)]
    for paragraphe in reversed(precedents):
        texte = " ".join(paragraphe.texte_etiquete.split())
        if texte:
            yield texte
