"""The one door: a filled Word file goes in, a PDF that says the same comes out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType
from typing import Final, Self

import pikepdf

from generator.domain.document import Proprietes
from generator.errors import ConversionError
from generator.pdf import fidelite, metadonnees, mots
from generator.pdf.balisage import balises, ecriture
from generator.pdf.balisage.refus import NonBalisableError
from generator.pdf.emplacements import marques as position
from generator.pdf.emplacements import tenue
from generator.pdf.emplacements.attendus import Attendu, expect
from generator.pdf.emplacements.champs import write_fields
from generator.pdf.emplacements.recherche import Place, take_out
from generator.pdf.engines import MOTEURS, dxpdf, libreoffice
from generator.pdf.engines.protocole import Seance
from generator.pdf.norme import ACCESSIBLE, ARCHIVE, Norme
from generator.pdf.polices import Police, used_fonts
from generator.pdf.texte import read_pages
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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
    ) -> Conversion:
        """Return the PDF of a Word file; `valeurs` are the texts that its marks printed.

        `marques`: the position mark of i-Parapheur that each place of signature bears, by key; the
        places then get no field.

        Raises TemplateError when the file cannot be read or a place of signature is not fit,
        ConversionError when no engine makes a faithful PDF of it, EngineUnavailableError when the
        engine asked for is not installed.
        """
        tache = _task(docx, proprietes, tuple(valeurs), marques)
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
        with pikepdf.Pdf.open(BytesIO(brut)) as document:
            polices = used_fonts(document)
            places = take_out(document, tache.attendus)
            lecture = read_pages(brut, [(place.page, place.cadre) for place in places])
            textes = lecture.pages
            _verify_all(
                lambda: fidelite.verify_words(contenu, textes),
                lambda: fidelite.verify_values(tache.valeurs, contenu, textes),
                lambda: fidelite.verify_fonts(contenu, polices),
                lambda: tenue.verify_clear(places, lecture.zones),
                lambda: position.verify_pages(places, tache.marques, textes),
            )
            if tache.avec_champs:
                write_fields(document, places)
            decoupes = [mots.split(texte) for texte in textes]
            norme, refus = _make_accessible(document, tache, decoupes)
            pdf = metadonnees.write(document, tache.proprietes, norme)
        tenues = tenue.alerts(contenu, tache.attendus, places, decoupes)
        tapees = position.alerts(contenu, tache.marques)
        dits = (*alertes, *refus, *tenues, *tapees)
        return Conversion(pdf, moteur, len(textes), norme, polices, places, dits)

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
    docx: bytes, proprietes: Proprietes, valeurs: tuple[str, ...], marques: Mapping[str, str] | None
) -> _Tache:
    contenu = read(docx)
    attendus = expect(contenu)
    voulues = position.wanted(marques or {}, attendus)
    if marques is not None:
        position.verify_word(contenu, voulues)
    return _Tache(docx, contenu, proprietes, valeurs, attendus, marques is None, voulues)


def _make_accessible(
    document: pikepdf.Pdf, tache: _Tache, pages: Sequence[Sequence[str]]
) -> tuple[Norme, tuple[str, ...]]:
    """Tag a PDF; return the standard that it meets, and an alert where it is the lesser one.

    `pages`: the words of each.
    """
    langue = tache.proprietes.langue
    try:
        balises.tag(document, tache.contenu, langue, pages)
    except NonBalisableError as refus:
        ecriture.erase(document)
        return ARCHIVE, (
            f"{ARCHIVE.nom} seulement, sans les balises d'accessibilité : {refus.raison}.",
        )
    return ACCESSIBLE, ()


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
