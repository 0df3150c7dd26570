"""Reading of a filled Word file into a `Contenu`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from generator.errors import TemplateError
from generator.rendering.contenu import Cellule, Champ, Contenu, Genre, Paragraphe, Section
from generator.rendering.ooxml.champs import Champs
from generator.rendering.ooxml.numerotation import (
    Numerotation,
    read_numerotation,
    write_number,
)
from generator.rendering.ooxml.paquet import MC, WP, M, Paquet, R, W, entier, open_paquet
from generator.rendering.ooxml.polices import read_polices
from generator.rendering.ooxml.releve import Releve
from generator.rendering.ooxml.styles import Styles, is_on, read_styles

_CHIFFRES = "0123456789"
_INSECABLE = "\u2011"
_SANS_TEXTE = frozenset(
    f"{W}{nom}"
    for nom in (
        "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "sdtPr", "sdtEndPr",
        "del", "moveFrom", "delText", "delInstrText",
    )
)  # fmt: skip
"""Properties, and what tracked changes removed: none of it stands on the page."""
_NOTES = {
    "footnoteReference": ("footnotes", "footnote", "decimal"),
    "endnoteReference": ("endnotes", "endnote", "lowerRoman"),
}
"""Reference in the text → part, element and numbering of the note (§ 17.11)."""
_GENRES = {genre.value: genre for genre in Genre}
_BANDEAUX = {"headerReference": "entetes", "footerReference": "pieds"}

Morceau = str | Champ | None


def read(docx: bytes) -> Contenu:
    """Return what a .docx says.

    Raises TemplateError, one French sentence, when the bytes are no Word document, are damaged,
    or inflate beyond the limits of `generator.rendering.ooxml.paquet`.
    """
    paquet = open_paquet(docx)
    racine = paquet.xml(paquet.document)
    corps = None if racine is None else racine.find(f"{W}body")
    if corps is None:
        raise TemplateError(
            "Ce fichier n'est pas un document Word reconnu (peut-être le format « Open XML "
            "Strict ») : enregistrez-le dans Word au format « Document Word (.docx) »."
        )
    return _Lecteur(paquet, _Parties(paquet)).read(corps)


class _Parties:
    """The parts that the main document names, by type."""

    def __init__(self, paquet: Paquet) -> None:
        self._paquet = paquet
        self.relations = paquet.relations(paquet.document)
        self._par_type = dict(self.relations.values())

    def nom(self, genre: str) -> str | None:
        return self._par_type.get(genre)

    def xml(self, genre: str) -> etree._Element | None:
        nom = self.nom(genre)
        return None if nom is None else self._paquet.xml(nom)


@dataclass(frozen=True, slots=True)
class _Lieu:
    """Where the paragraphs being read stand."""

    cellule: Cellule | None = None
    style_de_tableau: str = ""
    cadre: bool = False
    note: str = ""


@dataclass(slots=True)
class _Phrase:
    """The paragraph being read."""

    style: str
    lieu: _Lieu
    ppr: etree._Element | None
    morceaux: list[str | Champ] = field(default_factory=list)
    cadres: list[etree._Element] = field(default_factory=list)


class _Lecteur:
    """One reading of one document, from its first paragraph to its last running head."""

    def __init__(self, paquet: Paquet, parties: _Parties) -> None:
        self._paquet = paquet
        self._parties = parties
        self._styles: Styles = read_styles(parties.xml("styles"), parties.xml("theme"))
        self._numerotation: Numerotation = read_numerotation(parties.xml("numbering"))
        self._releve = Releve()
        self._champs = Champs()
        self._sectprs: list[etree._Element] = []
        self._section = 0
        self._tableaux = 0
        self._appels: dict[tuple[str, str], str] = {}
        self._alternatifs: list[str] = []
        self._cesure = False
        self._feuilles: dict[str, Callable[[etree._Element, _Phrase], Morceau]] = {
            f"{W}t": lambda feuille, phrase: feuille.text or "",
            f"{M}t": lambda feuille, phrase: feuille.text or "",
            f"{W}tab": lambda feuille, phrase: "\t",
            f"{W}ptab": lambda feuille, phrase: "\t",
            f"{W}br": lambda feuille, phrase: "\n",
            f"{W}cr": lambda feuille, phrase: "\n",
            f"{W}noBreakHyphen": lambda feuille, phrase: _INSECABLE,
            f"{W}softHyphen": self._soft_hyphen,
            f"{W}sym": self._symbol,
            f"{W}instrText": self._instruction,
            f"{W}fldChar": self._field_mark,
            f"{W}footnoteReference": self._note_reference,
            f"{W}endnoteReference": self._note_reference,
            f"{W}footnoteRef": lambda feuille, phrase: phrase.lieu.note,
            f"{W}endnoteRef": lambda feuille, phrase: phrase.lieu.note,
            f"{W}txbxContent": self._text_box,
        }

    def read(self, racine: etree._Element) -> Contenu:
        reglages = self._parties.xml("settings")
        corps = tuple(self._blocks(racine, _Lieu()))
        if (derniere := racine.find(f"{W}sectPr")) is not None:
            self._sectprs.append(derniere)
        notes = tuple(self._read_notes())
        sections = tuple(self._read_sections())
        releve = self._releve
        bloquants = releve.bloquants()
        return Contenu(
            corps=corps,
            notes=notes,
            sections=sections,
            textes_alternatifs=tuple(filter(None, self._alternatifs)),
            pages_paires=_setting(reglages, "evenAndOddHeaders"),
            coupures=self._cesure or bool(releve.traits) or _setting(reglages, "autoHyphenation"),
            caracteres={nom: frozenset(signes) for nom, signes in releve.caracteres.items()},
            polices_integrees=read_polices(self._paquet, self._parties.nom("fontTable")),
            capitales=(*releve.capitales, *releve.petites_capitales),
            non_dessine=(*bloquants, *releve.defauts()),
            bloquants=bloquants,
        )

    # Blocks: paragraphs and tables

    def _blocks(self, parent: etree._Element, lieu: _Lieu) -> Iterator[Paragraphe]:
        for enfant in _children(parent):
            if enfant.tag == f"{W}p":
                yield from self._paragraph(enfant, lieu)
            elif enfant.tag == f"{W}tbl":
                yield from self._table(enfant, lieu)
            else:
                yield from self._blocks(enfant, lieu)

    def _table(self, tbl: etree._Element, lieu: _Lieu) -> Iterator[Paragraphe]:
        numero, self._tableaux = self._tableaux, self._tableaux + 1
        style = tbl.find(f"{W}tblPr/{W}tblStyle")
        nom = "" if style is None else style.get(f"{W}val", "")
        entete = True
        for ligne, tr in enumerate(_within(tbl, f"{W}tr")):
            # Only the first rows of a table can repeat (§ 17.4.78).
            entete = entete and bool(is_on(tr.find(f"{W}trPr/{W}tblHeader")))
            for colonne, tc in enumerate(_within(tr, f"{W}tc")):
                cellule = Cellule(numero, ligne, colonne, entete)
                yield from self._blocks(tc, replace(lieu, cellule=cellule, style_de_tableau=nom))

    def _paragraph(self, p: etree._Element, lieu: _Lieu) -> Iterator[Paragraphe]:
        ppr = p.find(f"{W}pPr")
        nomme = None if ppr is None else ppr.find(f"{W}pStyle")
        style = self._styles.defaut if nomme is None else nomme.get(f"{W}val", "")
        phrase = _Phrase(style, lieu, ppr)
        etiquette = self._label(phrase)
        for feuille, run in self._leaves(p, None):
            self._take(feuille, run, phrase)
        yield Paragraphe(
            contenu=_joined(phrase.morceaux),
            style=style,
            niveau=self._styles.niveau(ppr, style),
            etiquette=etiquette,
            cellule=lieu.cellule,
            cadre=lieu.cadre,
            section=self._section,
        )
        for cadre in phrase.cadres:
            yield from self._blocks(cadre, replace(lieu, cadre=True))
        sectpr = None if ppr is None else ppr.find(f"{W}sectPr")
        if sectpr is not None:
            self._sectprs.append(sectpr)
            self._section += 1

    def _label(self, phrase: _Phrase) -> str:
        etiquette = self._numerotation.etiquette(phrase.ppr, phrase.style, self._styles)
        if etiquette is None:
            return ""
        marque = None if phrase.ppr is None else phrase.ppr.find(f"{W}rPr")
        ecriture = self._styles.ecriture([etiquette.rpr, marque], paragraphe=phrase.style)
        if ecriture.masque:
            return ""
        self._releve.add(etiquette.texte, ecriture)
        return etiquette.texte

    # Runs and what they hold

    def _leaves(
        self, parent: etree._Element, run: etree._Element | None
    ) -> Iterator[tuple[etree._Element, etree._Element | None]]:
        """Yield what draws text in a paragraph, with its run, in order."""
        for enfant in _children(parent):
            if enfant.tag in self._feuilles:
                yield enfant, run
            elif enfant.tag == f"{W}fldSimple":
                yield from self._simple_field(enfant)
            else:
                if enfant.tag == f"{WP}docPr":
                    self._alternatifs.append(enfant.get("descr", ""))
                elif enfant.tag == f"{W}sdt":
                    textes = (texte.text or "" for texte in enfant.iter(f"{W}t"))
                    self._releve.controles.append("".join(textes).strip())
                yield from self._leaves(enfant, enfant if enfant.tag == f"{W}r" else run)

    def _simple_field(
        self, champ: etree._Element
    ) -> Iterator[tuple[etree._Element, etree._Element | None]]:
        """Yield a simple field as the complex field that it stands for (§ 17.16.19)."""
        run = champ.find(f"{W}r")
        instruction = etree.Element(f"{W}instrText")
        instruction.text = champ.get(f"{W}instr", "")
        yield _field_char("begin"), run
        yield instruction, run
        yield _field_char("separate"), run
        yield from self._leaves(champ, None)
        yield _field_char("end"), run

    def _take(self, feuille: etree._Element, run: etree._Element | None, phrase: _Phrase) -> None:
        morceau = self._feuilles[feuille.tag](feuille, phrase)
        if not morceau or (isinstance(morceau, str) and not self._champs.visible):
            return
        rpr = None if run is None else run.find(f"{W}rPr")
        rstyle = None if rpr is None else rpr.find(f"{W}rStyle")
        ecriture = self._styles.ecriture(
            [rpr],
            paragraphe=phrase.style,
            caractere="" if rstyle is None else rstyle.get(f"{W}val", ""),
            tableau=phrase.lieu.style_de_tableau,
        )
        if ecriture.masque:
            return
        phrase.morceaux.append(morceau)
        if isinstance(morceau, Champ):
            for chiffre in _CHIFFRES:
                self._releve.caracteres[ecriture.police(chiffre)].add(chiffre)
            return
        self._champs.add_result(morceau)
        if feuille.tag == f"{W}sym" and (police := feuille.get(f"{W}font")):
            ecriture = replace(ecriture, ascii=police, latin=police, extreme_orient=police)
        self._releve.add(morceau, ecriture)

    def _soft_hyphen(self, feuille: etree._Element, phrase: _Phrase) -> Morceau:
        self._cesure = True
        return None

    def _symbol(self, feuille: etree._Element, phrase: _Phrase) -> Morceau:
        code = feuille.get(f"{W}char", "")
        try:
            return chr(int(code, 16))
        except (ValueError, OverflowError) as error:
            raise TemplateError(
                f"Le fichier Word est abîmé : symbole de code « {code} » inconnu."
            ) from error

    def _instruction(self, feuille: etree._Element, phrase: _Phrase) -> Morceau:
        self._champs.add_instruction(feuille.text or "")
        return None

    def _field_mark(self, feuille: etree._Element, phrase: _Phrase) -> Morceau:
        champ, du_jour = self._champs.mark(feuille.get(f"{W}fldCharType", ""))
        if du_jour is not None:
            self._releve.dates.append(du_jour)
        return champ

    def _note_reference(self, feuille: etree._Element, phrase: _Phrase) -> Morceau:
        genre = etree.QName(feuille).localname
        nom = feuille.get(f"{W}id", "")
        if (genre, nom) not in self._appels:
            rang = 1 + sum(autre == genre for autre, _ in self._appels)
            self._appels[genre, nom] = write_number(rang, _NOTES[genre][2])
        return self._appels[genre, nom]

    def _text_box(self, feuille: etree._Element, phrase: _Phrase) -> Morceau:
        phrase.cadres.append(feuille)
        return None

    # Notes, sections, running heads

    def _read_notes(self) -> Iterator[Paragraphe]:
        for genre, (partie, element, _) in _NOTES.items():
            racine = self._parties.xml(partie)
            if racine is None:
                continue
            notes = {note.get(f"{W}id", ""): note for note in racine.iterfind(f"{W}{element}")}
            appelees = [(nom, m) for (autre, nom), m in self._appels.items() if autre == genre]
            for nom, marque in appelees:
                if nom in notes:
                    yield from self._blocks(notes[nom], _Lieu(note=marque))

    def _read_sections(self) -> Iterator[Section]:
        bandeaux: dict[str, dict[Genre, tuple[Paragraphe, ...]]] = {"entetes": {}, "pieds": {}}
        for rang, sectpr in enumerate(self._sectprs):
            self._section = rang
            bandeaux = {nom: dict(herites) for nom, herites in bandeaux.items()}
            for reference in sectpr:
                nom = _BANDEAUX.get(etree.QName(reference).localname)
                if nom is not None:
                    genre = _GENRES.get(reference.get(f"{W}type", ""), Genre.DEFAUT)
                    bandeaux[nom][genre] = tuple(self._running_head(reference))
            yield _section(sectpr, bandeaux["entetes"], bandeaux["pieds"])

    def _running_head(self, reference: etree._Element) -> Iterator[Paragraphe]:
        _, partie = self._parties.relations.get(reference.get(f"{R}id", ""), ("", ""))
        racine = self._paquet.xml(partie)
        if racine is not None:
            self._champs = Champs()
            yield from self._blocks(racine, _Lieu())


def _children(parent: etree._Element) -> Iterator[etree._Element]:
    """Yield the children that may stand on the page; of alternatives, the first (ECMA-376-3)."""
    for enfant in parent:
        if enfant.tag == f"{MC}AlternateContent":
            branche = enfant.find(f"{MC}Choice")
            branche = enfant.find(f"{MC}Fallback") if branche is None else branche
            if branche is not None:
                yield from _children(branche)
        elif enfant.tag not in _SANS_TEXTE:
            yield enfant


def _within(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Yield the elements of a tag, through content controls and other wrappers."""
    for enfant in _children(parent):
        if enfant.tag == tag:
            yield enfant
        else:
            yield from _within(enfant, tag)


def _field_char(genre: str) -> etree._Element:
    return etree.Element(f"{W}fldChar", {f"{W}fldCharType": genre})


def _joined(morceaux: list[str | Champ]) -> tuple[str | Champ, ...]:
    """Return the pieces with neighbouring texts made one."""
    joints: list[str | Champ] = []
    for morceau in morceaux:
        if joints and isinstance(morceau, str) and isinstance(joints[-1], str):
            joints[-1] += morceau
        else:
            joints.append(morceau)
    return tuple(joints)


def _section(
    sectpr: etree._Element,
    entetes: Mapping[Genre, tuple[Paragraphe, ...]],
    pieds: Mapping[Genre, tuple[Paragraphe, ...]],
) -> Section:
    genre = sectpr.find(f"{W}type")
    numeros = sectpr.find(f"{W}pgNumType")
    premier = None if numeros is None else numeros.get(f"{W}start")
    return Section(
        continue_page=genre is not None and genre.get(f"{W}val") == "continuous",
        titre=bool(is_on(sectpr.find(f"{W}titlePg"))),
        premier_numero=None if premier is None else entier(premier),
        format_numero="decimal" if numeros is None else numeros.get(f"{W}fmt", "decimal"),
        entetes=entetes,
        pieds=pieds,
    )


def _setting(reglages: etree._Element | None, nom: str) -> bool:
    return reglages is not None and bool(is_on(reglages.find(f"{W}{nom}")))
