"""Reading of a filled Word file into a `Contenu`."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from lxml import etree

from generator.errors import TemplateError
from generator.rendering.contenu import (
    Appel,
    Cellule,
    Champ,
    Contenu,
    Genre,
    Image,
    Paragraphe,
    Portion,
    Rang,
    Section,
    Tableau,
)
from generator.rendering.ooxml import blocs
from generator.rendering.ooxml.blocs import Bloc
from generator.rendering.ooxml.champs import Champs
from generator.rendering.ooxml.definitions import read_definitions
from generator.rendering.ooxml.images import read_image
from generator.rendering.ooxml.numerotation import Numerotation, write_number
from generator.rendering.ooxml.paquet import (
    MC,
    WP,
    M,
    Paquet,
    R,
    W,
    child,
    entier,
    open_paquet,
)
from generator.rendering.ooxml.polices import read_polices
from generator.rendering.ooxml.proprietes import (
    read_fusion,
    read_section,
    read_setting,
    read_tableau,
    val,
)
from generator.rendering.ooxml.releve import Releve
from generator.rendering.ooxml.styles import is_on

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
_APPELS = {f"{W}{nom}": nom for nom in _NOTES}
_RENVOIS = frozenset((f"{W}footnoteRef", f"{W}endnoteRef"))
_TABLEAU = f"{W}tbl"
_BLOCS = frozenset((f"{W}p", _TABLEAU))
_DESSINS = frozenset((f"{W}drawing", f"{W}pict"))
_GENRES = {genre.value: genre for genre in Genre}
_BANDEAUX = {"headerReference": "entetes", "footerReference": "pieds"}

Morceau = str | Champ | Image | None


def read(docx: bytes, membres: Mapping[str, bytes] | None = None) -> Contenu:
    """Return what a .docx says; `membres`: what its archive holds, if that is known already.

    Raises TemplateError, one French sentence, when the bytes are no Word document, are damaged,
    or inflate beyond the limits of `generator.rendering.ooxml.paquet`.
    """
    paquet = open_paquet(docx, membres)
    racine = paquet.xml(paquet.document)
    corps = None if racine is None else child(racine, f"{W}body")
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

    def octets(self, genre: str) -> tuple[bytes, str] | None:
        """Return the bytes of a part and its name."""
        nom = self.nom(genre)
        octets = None if nom is None else self._paquet.octets(nom)
        return None if nom is None or octets is None else (octets, nom)

    def xml(self, genre: str) -> etree._Element | None:
        nom = self.nom(genre)
        return None if nom is None else self._paquet.xml(nom)


@dataclass(frozen=True, slots=True)
class _Lieu:
    """Where the paragraphs being read stand."""

    cellule: Cellule | None = None
    style_de_tableau: str = ""
    cadre: int = 0
    note: Appel | None = None


@dataclass(slots=True)
class _Phrase:
    """The paragraph being read."""

    style: str
    lieu: _Lieu
    ppr: etree._Element | None
    portions: list[Portion] = field(default_factory=list)
    cadres: list[etree._Element] = field(default_factory=list)


class _Lecteur:
    """One reading of one document, from its first paragraph to its last running head."""

    def __init__(self, paquet: Paquet, parties: _Parties) -> None:
        self._paquet = paquet
        self._parties = parties
        definitions = read_definitions(*map(parties.octets, ("styles", "theme", "numbering")))
        self._definitions = definitions
        self._styles = definitions.styles
        self._numerotation = Numerotation(definitions.listes)
        self._releve = Releve()
        self._champs = Champs()
        self._sectprs: list[etree._Element] = []
        self._section = 0
        self._tableaux: list[Tableau] = []
        self._cadres = 0
        self._lien = ""
        self._relations = parties.relations
        self._appels: dict[tuple[str, str], Appel] = {}
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
            f"{W}footnoteRef": _note_number,
            f"{W}endnoteRef": _note_number,
            f"{W}drawing": lambda feuille, phrase: read_image(feuille),
            f"{W}pict": lambda feuille, phrase: read_image(feuille),
            f"{W}txbxContent": self._text_box,
        }

    def read(self, racine: etree._Element) -> Contenu:
        reglages = self._parties.xml("settings")
        corps = tuple(self._blocks(racine, _Lieu()))
        if (derniere := child(racine, f"{W}sectPr")) is not None:
            self._sectprs.append(derniere)
        notes = tuple(self._read_notes())
        sections = tuple(self._read_sections())
        releve = self._releve
        bloquants = releve.bloquants()
        return Contenu(
            corps=corps,
            notes=notes,
            sections=sections,
            tableaux=tuple(self._tableaux),
            langue=self._styles.ecriture([], paragraphe=self._styles.defaut).langue,
            textes_alternatifs=tuple(filter(None, releve.alternatifs)),
            pages_paires=read_setting(reglages, "evenAndOddHeaders"),
            coupures=releve.cesure
            or bool(releve.traits)
            or read_setting(reglages, "autoHyphenation"),
            caracteres=releve.caracteres(),
            polices_integrees=read_polices(self._paquet, self._parties.nom("fontTable")),
            capitales=(*releve.capitales, *releve.petites_capitales),
            non_dessine=(*bloquants, *releve.defauts()),
            bloquants=bloquants,
        )

    # Blocks: paragraphs and tables

    def _blocks(self, parent: etree._Element, lieu: _Lieu) -> Iterator[Paragraphe]:
        for enfant in _children(parent):
            if enfant.tag in _BLOCS:
                yield from self._block(enfant, lieu)
            else:
                yield from self._blocks(enfant, lieu)

    def _block(self, element: etree._Element, lieu: _Lieu) -> tuple[Paragraphe, ...]:
        """Return the paragraphs of a paragraph or a table, read anew if no document had it yet."""
        cle = self._key(element, lieu)
        bloc = None if cle is None else blocs.recall(cle, self._numerotation)
        if bloc is None:
            bloc = self._read_block(element, lieu, cle)
        else:
            self._tableaux += bloc.tableaux
            if bloc.releve.numerote:
                self._numerotation.etat = bloc.etat
        self._releve.merge(bloc.releve)
        return bloc.paragraphes

    def _key(self, element: etree._Element, lieu: _Lieu) -> Hashable | None:
        """Return all that the reading of a block depends on but lists, None if that is too much."""
        if self._champs.ouverts:
            return None
        octets = etree.tostring(element, with_tail=False)
        if len(octets) > blocs.TAILLE_MAXIMALE:
            return None
        numero = len(self._tableaux) if element.tag == _TABLEAU else None
        return octets, lieu, self._section, numero, self._definitions

    def _read_block(self, element: etree._Element, lieu: _Lieu, cle: Hashable | None) -> Bloc:
        exterieur, self._releve = self._releve, Releve()
        premier, avant = len(self._tableaux), self._numerotation.etat
        read = self._table if element.tag == _TABLEAU else self._paragraph
        paragraphes = tuple(read(element, lieu))
        releve, self._releve = self._releve, exterieur
        releve.sort_characters()
        tableaux = tuple(self._tableaux[premier:])
        bloc = Bloc(paragraphes, tableaux, releve, self._numerotation.etat)
        if cle is not None and not releve.ailleurs and not self._champs.ouverts:
            blocs.keep(cle, avant, bloc)
        return bloc

    def _table(self, tbl: etree._Element, lieu: _Lieu) -> Iterator[Paragraphe]:
        numero = len(self._tableaux)
        self._tableaux.append(read_tableau(child(tbl, f"{W}tblPr")))
        style = tbl.find(f"{W}tblPr/{W}tblStyle")
        nom = "" if style is None else style.get(f"{W}val", "")
        entete = True
        for ligne, tr in enumerate(_within(tbl, f"{W}tr")):
            # Only the first rows of a table can repeat (§ 17.4.78).
            entete = entete and bool(is_on(tr.find(f"{W}trPr/{W}tblHeader")))
            grille = entier(val(tr.find(f"{W}trPr/{W}gridBefore")))
            for colonne, tc in enumerate(_within(tr, f"{W}tc")):
                largeur = max(1, entier(val(tc.find(f"{W}tcPr/{W}gridSpan")), 1))
                cellule = Cellule(
                    numero, ligne, colonne, entete, grille, largeur, read_fusion(tc), lieu.cellule
                )
                grille += largeur
                yield from self._blocks(tc, _Lieu(cellule, nom, lieu.cadre, lieu.note))

    def _paragraph(self, p: etree._Element, lieu: _Lieu) -> Iterator[Paragraphe]:
        ppr = child(p, f"{W}pPr")
        nomme = None if ppr is None else child(ppr, f"{W}pStyle")
        style = self._styles.defaut if nomme is None else nomme.get(f"{W}val", "")
        phrase = _Phrase(style, lieu, ppr)
        etiquette, rang = self._label(phrase)
        for feuille, run in self._leaves(p, None):
            self._take(feuille, run, phrase)
        yield Paragraphe(
            portions=_joined(phrase.portions),
            style=style,
            titre=self._styles.is_title(style),
            niveau=self._styles.niveau(ppr, style),
            lie=self._styles.is_kept_with_next(ppr, style),
            etiquette=etiquette,
            rang=rang,
            cellule=lieu.cellule,
            cadre=lieu.cadre,
            note=lieu.note,
            section=self._section,
        )
        for cadre in phrase.cadres:
            self._cadres += 1
            yield from self._blocks(cadre, replace(lieu, cadre=self._cadres))
        sectpr = None if ppr is None else child(ppr, f"{W}sectPr")
        if phrase.cadres or sectpr is not None:
            self._releve.ailleurs = True
        if sectpr is not None:
            self._sectprs.append(sectpr)
            self._section += 1

    def _label(self, phrase: _Phrase) -> tuple[str, Rang | None]:
        etiquette = self._numerotation.etiquette(phrase.ppr, phrase.style, self._styles)
        if etiquette is None:
            return "", None
        self._releve.numerote = True
        marque = None if phrase.ppr is None else child(phrase.ppr, f"{W}rPr")
        ecriture = self._styles.ecriture([etiquette.rpr, marque], paragraphe=phrase.style)
        if ecriture.masque:
            return "", etiquette.rang
        self._releve.add(etiquette.texte, ecriture)
        return etiquette.texte, etiquette.rang

    # Runs and what they hold

    def _leaves(
        self, parent: etree._Element, run: etree._Element | None
    ) -> Iterator[tuple[etree._Element, etree._Element | None]]:
        """Yield what draws text in a paragraph, with its run, in order."""
        for enfant in _children(parent):
            if enfant.tag in self._feuilles:
                yield enfant, run
                if enfant.tag in _DESSINS:  # a drawing may hold a text box
                    yield from self._leaves(enfant, run)
            elif enfant.tag == f"{W}hyperlink":
                exterieur, self._lien = self._lien, self._target(enfant)
                yield from self._leaves(enfant, run)
                self._lien = exterieur
            elif enfant.tag == f"{W}fldSimple":
                yield from self._simple_field(enfant)
            else:
                if enfant.tag == f"{WP}docPr":
                    self._releve.alternatifs += [enfant.get("descr", ""), enfant.get("name", "")]
                elif enfant.tag == f"{W}sdt":
                    textes = (texte.text or "" for texte in enfant.iter(f"{W}t"))
                    self._releve.controles.append("".join(textes).strip())
                yield from self._leaves(enfant, enfant if enfant.tag == f"{W}r" else run)

    def _simple_field(
        self, champ: etree._Element
    ) -> Iterator[tuple[etree._Element, etree._Element | None]]:
        """Yield a simple field as the complex field that it stands for (§ 17.16.19)."""
        run = child(champ, f"{W}r")
        instruction = etree.Element(f"{W}instrText")
        instruction.text = champ.get(f"{W}instr", "")
        yield _field_char("begin"), run
        yield instruction, run
        yield _field_char("separate"), run
        yield from self._leaves(champ, None)
        yield _field_char("end"), run

    def _target(self, hyperlien: etree._Element) -> str:
        """Return where a `w:hyperlink` leads (§ 17.16.22), an internal place behind « # »."""
        self._releve.ailleurs = True
        _, adresse = self._relations.get(hyperlien.get(f"{R}id", ""), ("", ""))
        ancre = hyperlien.get(f"{W}anchor", "")
        return f"{adresse}#{ancre}" if ancre else adresse

    def _take(self, feuille: etree._Element, run: etree._Element | None, phrase: _Phrase) -> None:
        morceau = self._feuilles[feuille.tag](feuille, phrase)
        if not morceau or (isinstance(morceau, str) and not self._champs.visible):
            return
        rpr = None if run is None else child(run, f"{W}rPr")
        rstyle = None if rpr is None else child(rpr, f"{W}rStyle")
        ecriture = self._styles.ecriture(
            [rpr],
            paragraphe=phrase.style,
            caractere="" if rstyle is None else rstyle.get(f"{W}val", ""),
            tableau=phrase.lieu.style_de_tableau,
        )
        if ecriture.masque:
            return
        appel = None
        if feuille.tag in _APPELS:
            appel = self._appels[_APPELS[feuille.tag], feuille.get(f"{W}id", "")]
        elif feuille.tag in _RENVOIS:
            appel = phrase.lieu.note
        lien = self._lien or self._champs.lien
        phrase.portions.append(Portion(morceau, ecriture.langue, lien, appel))
        if isinstance(morceau, Image):
            return
        if isinstance(morceau, Champ):
            self._releve.add_characters(_CHIFFRES, ecriture)
            return
        self._champs.add_result(morceau)
        if feuille.tag == f"{W}sym" and (police := feuille.get(f"{W}font")):
            ecriture = replace(ecriture, ascii=police, latin=police, extreme_orient=police)
        self._releve.add(morceau, ecriture)

    def _soft_hyphen(self, feuille: etree._Element, phrase: _Phrase) -> Morceau:
        self._releve.cesure = True
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
        self._releve.ailleurs = True
        genre = etree.QName(feuille).localname
        nom = feuille.get(f"{W}id", "")
        if (genre, nom) not in self._appels:
            rang = 1 + sum(autre == genre for autre, _ in self._appels)
            _, element, format_numero = _NOTES[genre]
            self._appels[genre, nom] = Appel(element, nom, write_number(rang, format_numero))
        return self._appels[genre, nom].numero

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
            self._relations = self._paquet.relations(self._parties.nom(partie) or "")
            appelees = [appel for (autre, _), appel in self._appels.items() if autre == genre]
            for appel in appelees:
                if appel.nom in notes:
                    yield from self._blocks(notes[appel.nom], _Lieu(note=appel))

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
            yield read_section(sectpr, bandeaux["entetes"], bandeaux["pieds"])

    def _running_head(self, reference: etree._Element) -> Iterator[Paragraphe]:
        _, partie = self._parties.relations.get(reference.get(f"{R}id", ""), ("", ""))
        racine = self._paquet.xml(partie)
        if racine is not None:
            self._champs = Champs()
            self._relations = self._paquet.relations(partie)
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


def _joined(portions: list[Portion]) -> tuple[Portion, ...]:
    """Return the portions, neighbouring texts that are all alike made one."""
    jointes: list[Portion] = []
    for portion in portions:
        derniere = jointes[-1] if jointes else None
        if (
            derniere is not None
            and isinstance(portion.contenu, str)
            and isinstance(derniere.contenu, str)
            and replace(derniere, contenu="") == replace(portion, contenu="")
        ):
            jointes[-1] = replace(derniere, contenu=derniere.contenu + portion.contenu)
        else:
            jointes.append(portion)
    return tuple(jointes)


def _note_number(feuille: etree._Element, phrase: _Phrase) -> Morceau:
    return "" if phrase.lieu.note is None else phrase.lieu.note.numero
