"""What the reading of a Word file meets on its way: characters by font, and what dxpdf changes."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.rendering.ooxml.styles import Ecriture

_TRAIT_CONDITIONNEL = "\u00ad"
_ENTRE = "\0"  # no XML text holds it
_EXTRAITS = 3
_LONGUEUR = 40

# dxpdf 0.8: what it was measured to draw otherwise than Word, and what to do about it in Word.
_CONTROLES = (
    "{} : texte dans un contrôle de contenu au milieu d'un paragraphe, que dxpdf ne dessine pas. "
    "Dans Word, supprimez le contrôle (clic droit, « Supprimer le contrôle de contenu ») en "
    "gardant son texte."
)
_DATES = (
    "{} : champ DATE ou TIME, qui deviendrait la date du jour de la conversion. "
    "Dans le modèle Word, remplacez ce champ par du texte ou par une variable."
)
_TRAITS = (
    "{} : trait d'union conditionnel (U+00AD), que dxpdf dessine même au milieu d'une ligne. "
    "Retirez ce caractère."
)
_CAPITALES = (
    "{} : capitales par format (« Tout en majuscules »), que dxpdf ne dessine pas. "
    "Dans Word, tapez ces mots en capitales."
)
_PETITES_CAPITALES = (
    "{} : petites capitales par format, que dxpdf ne dessine pas. Dans Word, retirez ce format."
)
_BARRE = "{} : texte barré par format, que dxpdf dessine sans barre. Dans Word, retirez ce texte."


@dataclass(slots=True)
class Releve:
    """Lists in order of the document, each text once.

    `alternatifs`: what pictures say to those who do not see them; `cesure`: there are soft hyphens.
    `numerote`: a list was counted; `ailleurs`: something was read that depends on other parts of
    the file, or on what comes before.
    """

    capitales: list[str] = field(default_factory=list)
    petites_capitales: list[str] = field(default_factory=list)
    barres: list[str] = field(default_factory=list)
    controles: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    traits: list[str] = field(default_factory=list)
    alternatifs: list[str] = field(default_factory=list)
    cesure: bool = False
    numerote: bool = False
    ailleurs: bool = False
    _textes: dict[int, tuple[Ecriture, list[str]]] = field(default_factory=dict)
    _caracteres: dict[str, set[str]] = field(default_factory=dict)

    def add(self, texte: str, ecriture: Ecriture) -> None:
        """Take a stretch of drawn text in one writing."""
        self.add_characters(texte, ecriture)
        for met, liste in (
            (ecriture.capitales, self.capitales),
            (ecriture.petites_capitales, self.petites_capitales),
            (ecriture.barre, self.barres),
        ):
            if met and texte.strip():
                liste.append(texte.strip())
        if _TRAIT_CONDITIONNEL in texte:
            self.traits.extend(mot for mot in texte.split() if _TRAIT_CONDITIONNEL in mot)

    def add_characters(self, texte: str, ecriture: Ecriture) -> None:
        """Take characters that may be drawn in one writing."""
        self._textes.setdefault(id(ecriture), (ecriture, []))[1].append(texte)

    def sort_characters(self) -> None:
        """Give the characters that were taken to the font family that is asked to draw each."""
        for ecriture, textes in self._textes.values():
            # What stands between keeps the letters of one text from being composed with the next's.
            for caractere in set(unicodedata.normalize("NFC", _ENTRE.join(textes))) - {_ENTRE}:
                self._caracteres.setdefault(ecriture.police(caractere), set()).add(caractere)
        self._textes.clear()

    def merge(self, autre: Releve) -> None:
        """Take what another reading met, its characters sorted, after what this one did."""
        self.capitales += autre.capitales
        self.petites_capitales += autre.petites_capitales
        self.barres += autre.barres
        self.controles += autre.controles
        self.dates += autre.dates
        self.traits += autre.traits
        self.alternatifs += autre.alternatifs
        self.cesure |= autre.cesure
        self.numerote |= autre.numerote
        self.ailleurs |= autre.ailleurs
        for famille, caracteres in autre._caracteres.items():
            self._caracteres.setdefault(famille, set()).update(caracteres)

    def caracteres(self) -> dict[str, frozenset[str]]:
        """Return the characters that each font family is asked to draw, composed (NFC)."""
        self.sort_characters()
        return {famille: frozenset(signes) for famille, signes in self._caracteres.items()}

    def bloquants(self) -> tuple[str, ...]:
        """Return one sentence for each thing that would change words."""
        return _sentences(
            ((_CONTROLES, self.controles), (_DATES, self.dates), (_TRAITS, self.traits))
        )

    def defauts(self) -> tuple[str, ...]:
        """Return one sentence for each format that would be lost, words kept."""
        return _sentences(
            (
                (_CAPITALES, self.capitales),
                (_PETITES_CAPITALES, self.petites_capitales),
                (_BARRE, self.barres),
            )
        )


def _sentences(releves: Sequence[tuple[str, list[str]]]) -> tuple[str, ...]:
    return tuple(phrase.format(_quote(textes)) for phrase, textes in releves if textes)


def _quote(textes: Sequence[str]) -> str:
    uniques = list(dict.fromkeys(textes))
    cites = ", ".join(
        f"« {texte if len(texte) <= _LONGUEUR else texte[: _LONGUEUR - 1] + '…'} »"
        for texte in uniques[:_EXTRAITS]
    )
    reste = len(uniques) - _EXTRAITS
    if reste <= 0:
        return cites
    return f"{cites} et {reste} {'autre' if reste == 1 else 'autres'}"
