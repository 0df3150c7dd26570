"""How Word resolves styles: what each run is written in (ECMA-376 part 1 § 17.7)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from lxml import etree

from generator.rendering.ooxml.paquet import W, child, entier

_DRAWINGML = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_BASCULES = {f"{W}{nom}": nom for nom in ("caps", "smallCaps", "strike", "dstrike", "vanish")}
_PPR, _RPR, _NUMPR, _VAL, _KEEP_NEXT = (
    f"{W}{nom}" for nom in ("pPr", "rPr", "numPr", "val", "keepNext")
)
_FAUX = frozenset({"0", "false", "off"})
_POLICE_DE_WORD = "Times New Roman"  # where neither run, style nor default names one
_THEME = {"major": "majorFont", "minor": "minorFont"}
_TITRE = "title"
_CORPS_DE_TEXTE = 9  # w:outlineLvl counts headings from 0; 9 means none


@dataclass(frozen=True, slots=True)
class Ecriture:
    """What a run is written in: the font of each kind of character, formats, and language.

    `langue`: the tag of `w:lang` (§ 17.3.2.20), empty where nothing says it.
    """

    ascii: str
    latin: str
    extreme_orient: str
    capitales: bool
    petites_capitales: bool
    barre: bool
    masque: bool
    langue: str

    def police(self, caractere: str) -> str:
        """Return the font family asked to draw one character (§ 17.3.2.26)."""
        if caractere < "\x80":
            return self.ascii
        if unicodedata.east_asian_width(caractere) in "WF":
            return self.extreme_orient
        return self.latin


@dataclass(frozen=True, slots=True)
class Numero:
    """The numbering a paragraph or a style asks for; None where it says nothing."""

    num_id: str | None
    niveau: int | None


@dataclass(slots=True)
class Styles:
    """The styles of a document, with the defaults and the theme they build on; what is asked once
    is kept.
    """

    par_id: Mapping[str, etree._Element]
    defaut: str
    rpr_defaut: etree._Element | None
    theme: Mapping[tuple[str, str], str]
    _chaines: dict[str, tuple[etree._Element, ...]] = field(default_factory=dict)
    _lies: dict[str, bool] = field(default_factory=dict)
    _ecritures: dict[tuple[str, ...], Ecriture] = field(default_factory=dict)
    _niveaux: dict[str, int | None] = field(default_factory=dict)
    _titres: dict[str, bool] = field(default_factory=dict)
    _numeros: dict[str, tuple[tuple[str, Numero], ...]] = field(default_factory=dict)

    def chaine(self, style: str) -> tuple[etree._Element, ...]:
        """Return a style and those it is based on, nearest first; a loop is cut."""
        if style not in self._chaines:
            elements: list[etree._Element] = []
            vus: set[str] = set()
            courant = style
            while courant in self.par_id and courant not in vus:
                vus.add(courant)
                elements.append(self.par_id[courant])
                courant = _val(self.par_id[courant], "basedOn") or ""
            self._chaines[style] = tuple(elements)
        return self._chaines[style]

    def niveau(self, ppr: etree._Element | None, style: str) -> int | None:
        """Return the heading level of a paragraph, 1 to 9, or None."""
        direct = None if ppr is None else _val(ppr, "outlineLvl")
        if direct is not None:
            return _heading(direct)
        if style not in self._niveaux:
            pprs = (child(element, _PPR) for element in self.chaine(style))
            dits = (_val(trouve, "outlineLvl") for trouve in pprs if trouve is not None)
            dit = next((niveau for niveau in dits if niveau is not None), None)
            self._niveaux[style] = None if dit is None else _heading(dit)
        return self._niveaux[style]

    def is_kept_with_next(self, ppr: etree._Element | None, style: str) -> bool:
        """Tell whether a paragraph stays on the page of the next one (`w:keepNext`, § 17.3.1.15)."""
        direct = None if ppr is None else is_on(child(ppr, _KEEP_NEXT))
        if direct is not None:
            return direct
        if style not in self._lies:
            pprs = (child(element, _PPR) for element in self.chaine(style))
            dits = (is_on(child(trouve, _KEEP_NEXT)) for trouve in pprs if trouve is not None)
            self._lies[style] = next((dit for dit in dits if dit is not None), False)
        return self._lies[style]

    def is_title(self, style: str) -> bool:
        """Tell whether a style is Word's « Title », whatever the language of Word, or based on it."""
        if style not in self._titres:
            self._titres[style] = any(
                (_val(element, "name") or "").casefold() == _TITRE for element in self.chaine(style)
            )
        return self._titres[style]

    def numero(self, style: str) -> tuple[tuple[str, Numero], ...]:
        """Return what each style of the chain says of numbering, nearest first, with its id."""
        if style not in self._numeros:
            self._numeros[style] = tuple(
                (element.get(f"{W}styleId", ""), read_numero(child(element, _PPR)))
                for element in self.chaine(style)
            )
        return self._numeros[style]

    def ecriture(
        self,
        rprs: Sequence[etree._Element | None],
        *,
        paragraphe: str,
        caractere: str = "",
        tableau: str = "",
    ) -> Ecriture:
        """Return what a run is written in.

        `rprs`: direct formatting, nearest first; then the ids of the paragraph, character and
        table styles it stands in.
        """
        directs = [rpr for rpr in rprs if rpr is not None]
        cle = (paragraphe, caractere, tableau, *map(_signature, directs))
        if cle not in self._ecritures:
            self._ecritures[cle] = self._resolve(directs, paragraphe, caractere, tableau)
        return self._ecritures[cle]

    def _run_properties(self, style: str) -> list[etree._Element]:
        return [rpr for element in self.chaine(style) if (rpr := child(element, _RPR)) is not None]

    def _resolve(
        self, directs: list[etree._Element], paragraphe: str, caractere: str, tableau: str
    ) -> Ecriture:
        car, par, tab = map(self._run_properties, (caractere, paragraphe, tableau))
        defaut = [] if self.rpr_defaut is None else [self.rpr_defaut]
        basculees = _combine(
            _toggles(directs), _toggles(car), _toggles(par), _toggles([*tab, *defaut])
        )
        rprs = [*directs, *car, *par, *tab, *defaut]
        return Ecriture(
            ascii=self._police("ascii", rprs),
            latin=self._police("hAnsi", rprs),
            extreme_orient=self._police("eastAsia", rprs),
            capitales="caps" in basculees,
            petites_capitales="smallCaps" in basculees,
            barre=bool({"strike", "dstrike"} & basculees),
            masque="vanish" in basculees,
            langue=_langue(rprs),
        )

    def _police(self, emplacement: str, rprs: Sequence[etree._Element]) -> str:
        for rpr in rprs:
            fonts = rpr.find(f"{W}rFonts")
            if fonts is None:
                continue
            theme = fonts.get(f"{W}{emplacement}Theme")
            if theme and (police := self.theme.get(_theme_key(theme))):
                return police
            if police := fonts.get(f"{W}{emplacement}"):
                return police
        return _POLICE_DE_WORD


def read_styles(styles: etree._Element | None, theme: etree._Element | None) -> Styles:
    """Return the styles of a document from its parts, which may be missing."""
    if styles is None:
        return Styles({}, "", None, _read_theme(theme))
    elements = {style.get(f"{W}styleId", ""): style for style in styles.iterfind(f"{W}style")}
    defaut = next(
        (
            nom
            for nom, style in elements.items()
            if style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}
        ),
        "",
    )
    rpr = styles.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return Styles(elements, defaut, rpr, _read_theme(theme))


def read_numero(ppr: etree._Element | None) -> Numero:
    """Return what paragraph properties say of numbering (`w:numPr`)."""
    numpr = None if ppr is None else child(ppr, _NUMPR)
    if numpr is None:
        return Numero(None, None)
    niveau = _val(numpr, "ilvl")
    return Numero(_val(numpr, "numId"), None if niveau is None else entier(niveau))


def is_on(element: etree._Element | None) -> bool | None:
    """Return the value of an on/off element (§ 17.17.4), or None where it is absent."""
    return None if element is None else element.get(f"{W}val", "1") not in _FAUX


def _val(parent: etree._Element, nom: str) -> str | None:
    element = child(parent, W + nom)
    return None if element is None else element.get(_VAL)


def _heading(niveau: str) -> int | None:
    rang = entier(niveau)
    return rang + 1 if rang < _CORPS_DE_TEXTE else None


def _toggles(rprs: Iterable[etree._Element]) -> dict[str, bool]:
    """Return the toggle properties that run properties set; the nearest wins."""
    valeurs: dict[str, bool] = {}
    for rpr in rprs:
        for element in rpr:
            nom = _BASCULES.get(element.tag)
            if nom is not None:
                valeurs.setdefault(nom, element.get(f"{W}val", "1") not in _FAUX)
    return valeurs


def _combine(
    directes: Mapping[str, bool],
    du_caractere: Mapping[str, bool],
    du_paragraphe: Mapping[str, bool],
    du_reste: Mapping[str, bool],
) -> set[str]:
    """Return the toggles that are on: direct ones win, two styles cancel out (§ 17.7.3)."""

    def is_set(nom: str) -> bool:
        if nom in directes:
            return directes[nom]
        if nom in du_caractere or nom in du_paragraphe:
            return du_caractere.get(nom, False) != du_paragraphe.get(nom, False)
        return du_reste.get(nom, False)

    return {nom for nom in _BASCULES.values() if is_set(nom)}


def _signature(rpr: etree._Element) -> str:
    """Return what tells apart two direct formattings, as far as `Ecriture` goes."""
    return " ".join(
        f"{element.tag}{sorted(element.attrib.items())}"
        for element in rpr
        if element.tag in _SIGNIFIANTS
    )


_SIGNIFIANTS = frozenset((*_BASCULES, f"{W}rFonts", f"{W}lang"))


def _langue(rprs: Iterable[etree._Element]) -> str:
    """Return the language that the nearest properties name for Latin text."""
    return next((langue for rpr in rprs if (langue := _val(rpr, "lang"))), "")


def _theme_key(theme: str) -> tuple[str, str]:
    """Return the theme's key of « minorHAnsi », « majorEastAsia »… (§ 17.18.96)."""
    ecriture = "ea" if theme.endswith("EastAsia") else "latin"
    return _THEME.get(theme[:5], ""), ecriture


def _read_theme(theme: etree._Element | None) -> dict[tuple[str, str], str]:
    if theme is None:
        return {}
    return {
        (jeu, ecriture): police.get("typeface", "")
        for jeu in _THEME.values()
        for ecriture in ("latin", "ea")
        for police in theme.iter(f"{_DRAWINGML}{jeu}")
        for police in police.iterfind(f"{_DRAWINGML}{ecriture}")
    }
