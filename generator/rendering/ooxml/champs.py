"""Fields of Word (ECMA-376 part 1 § 17.16): which text of theirs stands on the page."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.rendering.contenu import Champ

_DU_JOUR = frozenset({"DATE", "TIME"})
_LIEN = re.compile(
    r'\s*HYPERLINK(?:\s+(?!\\)"?([^"\s]*)"?)?(?:.*?\\l\s+"?([^"\s]*))?', re.IGNORECASE
)
_DE_LA_PAGE = {champ.value: champ for champ in Champ}


def page_field(instruction: str) -> Champ | None:
    """Return the field that an instruction names if its value depends on the page."""
    return _DE_LA_PAGE.get(_name(instruction))


def is_clock_field(instruction: str) -> bool:
    """Tell whether a field prints the day or the hour of the conversion."""
    return _name(instruction) in _DU_JOUR


def link_target(instruction: str) -> str:
    """Return where a HYPERLINK field leads, an internal place behind « # »; else nothing."""
    trouve = _LIEN.match(instruction)
    if trouve is None:
        return ""
    adresse, ancre = trouve[1] or "", trouve[2]
    return f"{adresse}#{ancre}" if ancre else adresse


def _name(instruction: str) -> str:
    mots = instruction.split(maxsplit=1)
    return mots[0].upper() if mots else ""


@dataclass(slots=True)
class _Ouvert:
    instruction: list[str] = field(default_factory=list)
    resultat: list[str] = field(default_factory=list)
    en_resultat: bool = False

    @property
    def code(self) -> str:
        return "".join(self.instruction)


@dataclass(slots=True)
class Champs:
    """The complex fields open at a point of the text; they nest and may span paragraphs."""

    ouverts: list[_Ouvert] = field(default_factory=list)

    @property
    def visible(self) -> bool:
        """Whether text here is drawn: in results only, and not where the page decides."""
        return all(champ.en_resultat and not page_field(champ.code) for champ in self.ouverts)

    @property
    def lien(self) -> str:
        """Where the innermost link leads whose result is being read, or nothing."""
        cibles = (link_target(champ.code) for champ in reversed(self.ouverts) if champ.en_resultat)
        return next(filter(None, cibles), "")

    def add_instruction(self, texte: str) -> None:
        """Take a piece of the innermost field's instruction."""
        if self.ouverts:
            self.ouverts[-1].instruction.append(texte)

    def add_result(self, texte: str) -> None:
        """Take a piece of drawn text, which belongs to every open field."""
        for champ in self.ouverts:
            champ.resultat.append(texte)

    def mark(self, genre: str) -> tuple[Champ | None, str | None]:
        """Take a `w:fldChar` (begin, separate or end).

        Return the page's field that stands here if one does, and the text that a clock field
        held if one ends here.
        """
        if genre == "begin":
            self.ouverts.append(_Ouvert())
            return None, None
        if not self.ouverts:
            return None, None
        champ = self.ouverts[-1] if genre == "separate" else self.ouverts.pop()
        deja_la, champ.en_resultat = champ.en_resultat, True
        exterieur = Champs([ouvert for ouvert in self.ouverts if ouvert is not champ])
        de_la_page = None if deja_la or not exterieur.visible else page_field(champ.code)
        fini = genre == "end" and is_clock_field(champ.code)
        return de_la_page, "".join(champ.resultat) if fini else None
