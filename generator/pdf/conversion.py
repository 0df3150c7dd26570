"""The one door: a filled Word file goes in, a PDF that says the same comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final, Self

import pikepdf

from generator.domain.document import Proprietes
from generator.errors import ConversionError
from generator.pdf import fidelite, metadonnees, mots
from generator.pdf.balisage import balises, ecriture, flux
from generator.pdf.balisage.refus import NonBalisableError
from generator.pdf.emplacements import marques as position
from generator.pdf.emplacements import tenue
from generator.pdf.emplacements.attendus import Attendu, expect
from generator.pdf.emplacements.champs import write_fields
from generator.pdf.emplacements.degagement import are_clear
from generator.pdf.emplacements.recherche import Place, take_out
from generator.pdf.engines import MOTEURS, dxpdf, libreoffice
from generator.pdf.engines.protocole import Seance
from generator.pdf.images import Cadre
from generator.pdf.norme import ACCESSIBLE, ARCHIVE, Norme
from generator.pdf.polices import Police, used_fonts
from generator.pdf.texte import read_pages, read_zones
from generator.rendering.contenu import Contenu
from generator.rendering.ooxml.lecture import read

AUTO: Final = "auto"
DELAI: Final = 60.0
"""Seconds granted to an engine for one document."""
MEMOIRE: Final = 2 * 2**30
"""Bytes granted to dxpdf; a common document needs 75 MiB."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A PDF, the engine that made it, its pages, its standard, its fonts, and what to tell the user.

    `signatures`: the places where it is to be signed.
    """

    pdf: bytes
    moteur: str
    pages: int
    norme: Norme
    polices: tuple[Police, ...]
    signatures: tuple[Place, ...]
    alertes: tuple[str, ...]


class Convertisseur:
    """Converts documents one by one with an engine kept warm; use it in a `with` block.

    `moteur`: « dxpdf », « libreoffice », or « auto »: dxpdf, and LibreOffice where it is installed
    for the documents that dxpdf cannot convert faithfully.
    """

    def __init__(self, moteur: str = AUTO, *, delai: float = DELAI, memoire: int = MEMOIRE) -> None:
        self._moteur = moteur
        self._delai = delai
        self._memoire = memoire
        self._seances: dict[str, Seance] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start(self) -> None:
        """Start the first engine now, so that it warms up while templates are filled.

        Raises EngineUnavailableError when it is not installed.
        """
        self._session(dxpdf.NOM if self._moteur == AUTO else self._moteur)

    def close(self) -> None:
        """Stop the engines that were started."""
        while self._seances:
            self._seances.popitem()[1].close()

    def convert(
        self,
        docx: bytes,
        *,
        proprietes: Proprietes,
        valeurs: Iterable[str] = (),
        marques: Mapping[str, str] | None = None,
        membres: Mapping[str, bytes] | None = None,
    ) -> Conversion:
        """Return the PDF of a Word file; `valeurs` are the texts that its marks printed.

        `membres`: what the file's archive holds, by name, from who has just written it.

        `marques`: the position mark of i-Parapheur that each place of signature bears, by key; the
        places then get no field.

        Raises TemplateError when the file cannot be read or a place of signature is not fit,
        ConversionError when no engine makes a faithful PDF of it, EngineUnavailableError when the
        engine asked for is not installed.
        """
        contenu = read(docx, membres)
        tache = _task(docx, contenu, proprietes, tuple(valeurs), marques)
        return self._convert_auto(tache) if self._moteur == AUTO else self._convert_asked(tache)

    def _convert_asked(self, tache: _Tache) -> Conversion:
        if self._moteur != dxpdf.NOM:
            return self._attempt(tache, self._moteur, ())
        if tache.contenu.bloquants:
            raise ConversionError(tache.contenu.bloquants)
        return self._attempt(tache, dxpdf.NOM, tache.contenu.non_dessine)

    def _convert_auto(self, tache: _Tache) -> Conversion:
        contenu = tache.contenu
        causes = contenu.bloquants
        if not causes:
            try:
                return self._attempt(tache, dxpdf.NOM, contenu.non_dessine)
            except ConversionError as error:
                causes = error.messages
        if not libreoffice.is_installed():
            raise ConversionError(causes)
        alertes = (f"Converti par LibreOffice, parce que : {cause}" for cause in causes)
        try:
            return self._attempt(tache, libreoffice.NOM, tuple(alertes))
        except ConversionError as error:
            autres = [message for message in error.messages if message not in causes]
            raise ConversionError(
                [*causes, *(f"Avec LibreOffice : {message}" for message in autres)]
            ) from error

    def _attempt(self, tache: _Tache, moteur: str, alertes: tuple[str, ...]) -> Conversion:
        """Convert with one engine, verify, and write the properties."""
        contenu = tache.contenu
        fidelite.verify_characters(contenu, MOTEURS[moteur].REPLIS)
        brut = self._session(moteur).convert(tache.docx)
        with _open(brut) as document:
            places = take_out(document, tache.attendus)
            epreuve = _Epreuve(tache, document, brut, used_fonts(document), places)
            if tache.avec_champs:
                write_fields(document, places)
            norme, refus, pages = _finish(epreuve)
            pdf = metadonnees.write(document, tache.proprietes, norme)
        tenues = tenue.alerts(contenu, tache.attendus, places, pages)
        tapees = position.alerts(contenu, tache.marques)
        dits = (*alertes, *refus, *tenues, *tapees)
        return Conversion(pdf, moteur, len(pages), norme, epreuve.polices, places, dits)

    def _session(self, moteur: str) -> Seance:
        if moteur not in self._seances:
            self._seances[moteur] = MOTEURS[moteur].start(delai=self._delai, memoire=self._memoire)
        return self._seances[moteur]


@dataclass(frozen=True, slots=True)
class _Tache:
    """One document to convert; `attendus`: its places of signature, and `marques` the marks there."""

    docx: bytes
    contenu: Contenu
    proprietes: Proprietes
    valeurs: tuple[str, ...]
    attendus: tuple[Attendu, ...]
    avec_champs: bool
    marques: Mapping[str, str]


def _task(
    docx: bytes,
    contenu: Contenu,
    proprietes: Proprietes,
    valeurs: tuple[str, ...],
    marques: Mapping[str, str] | None,
) -> _Tache:
    attendus = expect(contenu)
    voulues = position.wanted(marques or {}, attendus)
    if marques is not None:
        position.verify_word(contenu, voulues)
    return _Tache(docx, contenu, proprietes, valeurs, attendus, marques is None, voulues)


@dataclass(frozen=True, slots=True)
class _Epreuve:
    """A PDF as the engine made it, opened, its signatures taken out of the pages."""

    tache: _Tache
    document: pikepdf.Pdf
    brut: bytes
    polices: tuple[Police, ...]
    places: tuple[Place, ...]

    @property
    def zones(self) -> list[tuple[int, Cadre]]:
        """The rectangles that must be clear of words, each with its page."""
        return [(place.page, place.cadre) for place in self.places]


def _open(pdf: bytes) -> pikepdf.Pdf:
    try:
        return pikepdf.Pdf.open(BytesIO(pdf))
    except pikepdf.PdfError as error:
        raise ConversionError("Le moteur a produit un PDF illisible.") from error


def _finish(epreuve: _Epreuve) -> tuple[Norme, tuple[str, ...], list[list[str]]]:
    """Verify and tag a PDF; return the standard that it meets, an alert where it is the lesser one,
    and the words of each page.

    Raises ConversionError when it is not faithful. The tagger reads the pages and finds the place
    of every letter: its reading proves the words. Where it cannot, pdfium's has the last word.
    """
    try:
        return ACCESSIBLE, (), _tag_as_read(epreuve)
    except (ConversionError, NonBalisableError):
        lecture = read_pages(epreuve.brut, epreuve.zones)
        pages = _verify(epreuve, lecture.pages, lecture.zones)
    try:
        _tag(epreuve, flux.read_pages(epreuve.document), pages)
    except NonBalisableError as refus:
        ecriture.erase(epreuve.document)
        alerte = f"{ARCHIVE.nom} seulement, sans les balises d'accessibilité : {refus.raison}."
        return ARCHIVE, (alerte,), pages
    return ACCESSIBLE, (), pages


def _tag_as_read(epreuve: _Epreuve) -> list[list[str]]:
    """Verify and tag a PDF with the words that the tagger reads; return those of each page."""
    if flux.has_text_elsewhere(epreuve.document):
        raise NonBalisableError("une page porte un objet qui peut contenir du texte")
    feuilles = flux.read_pages(epreuve.document)
    textes = [flux.text(feuille) for feuille in feuilles]
    pages = _verify(epreuve, textes, _covered(epreuve, feuilles))
    _tag(epreuve, feuilles, pages)
    return pages


def _covered(epreuve: _Epreuve, feuilles: Sequence[Sequence[flux.Morceau]]) -> Sequence[str]:
    """Return what the places of signature cover, pdfium being asked only of what may not be clear."""
    par_page: dict[int, list[Cadre]] = {}
    for page, cadre in epreuve.zones:
        par_page.setdefault(page, []).append(cadre)
    if all(are_clear(feuilles[page - 1], cadres) for page, cadres in par_page.items()):
        return [""] * len(epreuve.zones)
    return read_zones(epreuve.brut, epreuve.zones)


def _tag(
    epreuve: _Epreuve, feuilles: Sequence[Sequence[flux.Morceau]], pages: Sequence[Sequence[str]]
) -> None:
    tache = epreuve.tache
    balises.tag(epreuve.document, tache.contenu, tache.proprietes.langue, feuilles, pages)


def _verify(epreuve: _Epreuve, textes: Sequence[str], dessous: Sequence[str]) -> list[list[str]]:
    """Return the words of each page, verified; `dessous`: what the places of signature cover."""
    tache, places = epreuve.tache, epreuve.places
    pages = [mots.split(texte) for texte in textes]
    _verify_all(
        lambda: fidelite.verify_words(tache.contenu, pages),
        lambda: fidelite.verify_values(tache.valeurs, tache.contenu, pages),
        lambda: fidelite.verify_fonts(tache.contenu, epreuve.polices),
        lambda: tenue.verify_clear(places, dessous),
        lambda: position.verify_pages(places, tache.marques, textes),
    )
    return pages


def _verify_all(*verifications: Callable[[], None]) -> None:
    """Run every verification; raise one ConversionError with the messages of all that fail."""
    messages: list[str] = []
    for verification in verifications:
        try:
            verification()
        except ConversionError as error:
            messages += error.messages
    if messages:
        raise ConversionError(messages)
