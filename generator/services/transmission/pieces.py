"""The files that are sent: the act, signed where it is, and what it annexes.

A PDF of a folder that « produire » has written is taken where the manifest says that it comes
from this very record and that nothing has changed; else it is made again, to the same bytes.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from generator.domain.document import Document
from generator.errors import ManifestError, RecordError, SignatureError
from generator.pdf.verrou import why_closed
from generator.records.files import UnfitFileError, read_regular
from generator.records.problemes import printable
from generator.redaction.matiere import Contexte
from generator.redaction.transmission import show_size
from generator.referentiel import demarches
from generator.referentiel.actes import actes
from generator.services import manifeste
from generator.services.production import Atelier, folder_of
from generator.services.signature import PDF_MAXIMAL, verify_signatures
from generator.services.transmission.acte import DemandeTransmission
from generator.services.verification import Examen

_ACTE = "deliberation"
_IMAGES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}  # how they begin


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to send: its bytes, its extension, what it is, and where it was found, if it was.

    `signataires`: who has signed it; `a_signer`: the fields that wait.
    """

    description: str
    extension: str
    contenu: bytes
    source: str | None = None
    signataires: tuple[str, ...] = ()
    a_signer: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pieces:
    """The act, its annexes in their order, and what deserves a look."""

    acte: Piece
    annexes: tuple[Piece, ...]
    alertes: tuple[str, ...]


def gather(
    examen: Examen,
    vocabulaire: Contexte,
    demande: DemandeTransmission,
    atelier: Atelier,
    *,
    maintenant: datetime.datetime,
) -> Pieces:
    """Return the files to send.

    Raises RecordError for an annex that cannot be sent or files too heavy together,
    SignatureError for a signed PDF that is not this act's or not sound, and what making a
    document may raise.
    """
    alertes: list[str] = []
    dossier = demande.produits / folder_of(examen) if demande.produits is not None else None
    produits = _Produits(dossier, examen, alertes)
    voulus = actes().annexes[examen.dossier.deliberation.type]
    acte, *annexes = (
        produits.read(document) or _make(document, examen, vocabulaire, atelier, alertes)
        for document in _documents(examen, voulus)
    )
    if demande.signe is not None:
        acte = _sign(acte, demande.signe, maintenant)
    else:
        acte = produits.find_signed(acte, maintenant)
    annexes = [produits.find_signed(annexe, maintenant) for annexe in annexes]
    alertes += [
        f"{piece.description} : reste à signer : {', '.join(piece.a_signer)}"
        for piece in (acte, *annexes)
        if piece.signataires and piece.a_signer
    ]
    donnees = [_read_annexe(path) for path in demande.annexes]
    pieces = Pieces(acte, (*annexes, *donnees), tuple(alertes))
    _check_size(pieces)
    return pieces


def _documents(examen: Examen, annexes: tuple[str, ...]) -> Iterator[Document]:
    """Yield the act, then the documents of the programme that it annexes."""
    yield demarches.documents()[_ACTE]
    yield from (d for d in examen.documents if d.cle in annexes)


def _make(
    document: Document,
    examen: Examen,
    vocabulaire: Contexte,
    atelier: Atelier,
    alertes: list[str],
) -> Piece:
    ouvrage = atelier.draft(document, examen, vocabulaire)
    alertes += _notes(document, ouvrage.alertes, ouvrage.blancs)
    return Piece(document.nom, ".pdf", ouvrage.contenus[f"{document.cle}.pdf"])


def _short(path: Path) -> str:
    """Return « dijon-21231/deliberation.pdf », which is the same on every machine."""
    return printable(Path(path.parent.name) / path.name)


def _notes(document: Document, alertes: Iterable[str], blancs: int) -> Iterator[str]:
    yield from (f"{document.cle} : {alerte}" for alerte in alertes)
    if blancs:
        accord = "blanc" if blancs == 1 else "blancs"
        yield f"{document.cle} : {blancs} {accord} à compléter avant l'envoi"


class _Produits:
    """The PDFs of a folder written by « produire », as far as its manifest vouches for them."""

    def __init__(self, dossier: Path | None, examen: Examen, alertes: list[str]) -> None:
        self._dossier, self._examen, self._alertes = dossier, examen, alertes
        self._entrees: Mapping[str, manifeste.Entree] = {}
        self._prolonges: list[Path] = []  # that hold more than was produced: signatures, maybe
        if dossier is None or not (dossier / manifeste.NOM).exists():
            return
        try:
            self._entrees = manifeste.read(dossier / manifeste.NOM).fichiers
        except ManifestError as error:
            path = dossier / manifeste.NOM
            messages = (m.replace(str(path), _short(path)) for m in error.messages)
            alertes += [f"{message} ; les documents sont refaits" for message in messages]

    def read(self, document: Document) -> Piece | None:
        """Return the PDF of a document, None where it is not there or not vouched for."""
        entree = self._entrees.get(f"{document.cle}.pdf")
        if self._dossier is None or entree is None:
            return None
        path = self._dossier / f"{document.cle}.pdf"
        try:
            contenu = self._vouched(path, entree)
        except UnfitFileError as error:
            self._alertes.append(
                f"{_short(path)} : {error} ; il n'est pas repris, le document est refait"
            )
            return None
        dites, blancs = entree.get("alertes"), entree.get("blancs")
        alertes = [a for a in dites if isinstance(a, str)] if isinstance(dites, list) else []
        self._alertes += _notes(document, alertes, blancs if isinstance(blancs, int) else 0)
        return Piece(document.nom, ".pdf", contenu, printable(path))

    def find_signed(self, piece: Piece, maintenant: datetime.datetime) -> Piece:
        """Return a piece as it was signed in the folder, by most people; itself if it was not."""
        meilleure = piece
        for path in (*self._prolonges, *self._others()):
            try:
                contenu = read_regular(path, PDF_MAXIMAL)
            except UnfitFileError:
                continue
            if not (contenu.startswith(piece.contenu) and len(contenu) > len(piece.contenu)):
                continue
            try:
                signee = _sign(piece, path, maintenant)
            except SignatureError as error:
                messages = (m.replace(printable(path), _short(path)) for m in error.messages)
                self._alertes += [f"{message} ; il n'est pas repris" for message in messages]
                continue
            if len(signee.signataires) > len(meilleure.signataires):
                meilleure = signee
        return meilleure

    def _others(self) -> list[Path]:
        """Return the PDFs of the folder that the manifest does not know, by name."""
        if self._dossier is None or not self._entrees:
            return []
        try:
            return sorted(p for p in self._dossier.glob("*.pdf") if p.name not in self._entrees)
        except OSError:
            return []

    def _vouched(self, path: Path, entree: manifeste.Entree) -> bytes:
        """Return the bytes that were produced; UnfitFileError says why they are not this act's.

        A file that was signed under its own name begins with them.
        """
        fiche, logo = entree.get("fiche"), self._examen.logo
        attendus = {
            "sha256": self._examen.fiche.empreinte,
            "logo": None if logo is None else hashlib.sha256(logo.content).hexdigest(),
        }
        if not isinstance(fiche, dict) or any(fiche.get(k) != v for k, v in attendus.items()):
            raise UnfitFileError("il vient d'une autre version de la fiche")
        contenu = read_regular(path, PDF_MAXIMAL)
        produit = contenu[: entree["taille"]]
        if hashlib.sha256(produit).hexdigest() != entree["sha256"]:
            raise UnfitFileError("il a changé depuis sa production")
        if len(contenu) > len(produit):
            self._prolonges.append(path)
        return produit


def _sign(acte: Piece, path: Path, maintenant: datetime.datetime) -> Piece:
    """Return the act as a signed file has it; SignatureError if it is another or not sound.

    A signature is added after the bytes that were signed: the file must begin with the act's.
    """
    fichier = printable(path)
    try:
        contenu = read_regular(path, PDF_MAXIMAL)
    except UnfitFileError as error:
        raise SignatureError(f"{fichier} : {error}") from error
    if not contenu.startswith(acte.contenu):
        raise SignatureError(
            f"{fichier} : ce PDF n'est pas la délibération de cette fiche, signée : il ne commence pas "
            "par les mêmes octets ; signez celle que « produire » a écrite, et indiquez son dossier "
            "avec --produits"
        )
    releve = verify_signatures(path, maintenant=maintenant)
    if not releve.bon:
        raise SignatureError(
            f"{fichier} : ses signatures ne sont pas bonnes, ou il n'en a pas ; regardez ce qu'en dit "
            "« verifier-signature »"
        )
    signataires = tuple(constat.signataire for constat in releve.signatures)
    return Piece(acte.description, ".pdf", contenu, fichier, signataires, releve.a_signer)


def _read_annexe(path: Path) -> Piece:
    """Return a file given as an annex; RecordError if a platform would refuse it."""
    fichier = printable(path)
    try:
        contenu = read_regular(path, PDF_MAXIMAL)
    except UnfitFileError as error:
        raise RecordError(f"{fichier} : annexe : {error}") from error
    nom = printable(Path(path.stem))
    for debut, extension in _IMAGES.items():
        if contenu.startswith(debut):
            return Piece(nom, extension, contenu, fichier)
    if b"%PDF-" not in contenu[:1024]:
        raise RecordError(
            f"{fichier} : annexe : ce n'est ni un PDF ni une image PNG ou JPEG ; convertissez-la"
        )
    defaut = why_closed(contenu)
    if defaut is not None:
        raise RecordError(f"{fichier} : annexe : {defaut}")
    return Piece(nom, ".pdf", contenu, fichier)


def _check_size(pieces: Pieces) -> None:
    total = sum(len(p.contenu) for p in (pieces.acte, *pieces.annexes))
    limite = actes().limites.taille
    if total > limite:
        lourdes = max(pieces.annexes or (pieces.acte,), key=lambda p: len(p.contenu))
        raise RecordError(
            f"l'acte et ses annexes pèsent {show_size(total)}, {limite / 1e6:.0f} Mo au plus ; "
            f"allégez « {lourdes.description} » ({show_size(len(lourdes.contenu))})"
        )
