"""Sign a PDF with a certificate, and say what the signatures of a PDF are worth."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import OutputError, SignatureError
from generator.pdf.mots import excerpt
from generator.pdf.signature import apposition, police, verification
from generator.pdf.signature.certificat import open_pkcs12
from generator.pdf.signature.document import Champ, check_syntax, open_document, title_of
from generator.pdf.signature.noms import propre
from generator.pdf.signature.verification import Releve
from generator.records.files import UnfitFileError, read_regular
from generator.services.ecriture import write_all

PDF_MAXIMAL = 256 * 2**20  # bytes; it is held several times in memory
CERTIFICAT_MAXIMAL = 4 * 2**20  # bytes; a key and its chain take some ten thousand

_PROJET = "Projet "  # how the titles of what is not yet to be signed begin (documents.yaml)


@dataclass(frozen=True, slots=True)
class DemandeSignature:
    """What to sign, in which field, with which PKCS#12 file, and where to write the result.

    `horodatage` is the address of a timestamp server (RFC 3161); without it the date is declared.
    """

    pdf: Path
    champ: str
    pkcs12: Path
    sortie: Path
    horodatage: str | None = None
    motif: str | None = None
    lieu: str | None = None


@dataclass(frozen=True, slots=True)
class SignatureApposee:
    """A signed file: who signed it, who vouches for them, what deserves a look."""

    sortie: Path
    signataire: str
    emetteur: str
    a_signer: tuple[str, ...]
    alertes: tuple[str, ...]


def sign(
    demande: DemandeSignature,
    *,
    mot_de_passe: Callable[[], str],
    maintenant: datetime.datetime,
) -> SignatureApposee:
    """Write the signed PDF, once its own signatures have been verified, and say who signed.

    `mot_de_passe` gives the password of the PKCS#12 file; it is called once everything else is
    ready. `maintenant` has its offset. Raises SignatureError, OutputError; nothing is written then.
    """
    octets = _read(demande.pdf, PDF_MAXIMAL)
    pkcs12 = _read(demande.pkcs12, CERTIFICAT_MAXIMAL)
    _check_output(demande)
    fichier = str(demande.pdf)
    lecteur, champs = open_document(octets, fichier)
    check_syntax(octets, fichier)
    champ = _choose(champs, demande)
    _refuse_altered(verification.verify(octets, fichier, moment=maintenant), fichier)
    identite = open_pkcs12(pkcs12, str(demande.pkcs12), mot_de_passe(), maintenant)
    signe = apposition.sign(
        octets,
        fichier,
        champ,
        identite,
        apposition.Circonstances(maintenant, demande.horodatage, demande.motif, demande.lieu),
    )
    releve = verification.verify(signe, fichier, moment=maintenant)
    if not releve.bon:
        raise SignatureError(
            f"{fichier} : la signature faite ne se vérifie pas ; rien n'a été écrit ; produisez le PDF à"
            " nouveau et recommencez"
        )
    write_all({demande.sortie: signe})
    return SignatureApposee(
        demande.sortie,
        identite.nom,
        identite.emetteur,
        releve.a_signer,
        tuple(_alerts(title_of(lecteur), identite.nom, champ)),
    )


def verify_signatures(
    pdf: Path, *, maintenant: datetime.datetime, autorites: Sequence[Path] = ()
) -> Releve:
    """Return what each signature of a PDF is worth, certificates being vouched for by `autorites`.

    The files of `autorites` are PEM or DER certificates. Raises SignatureError if a file cannot
    be read.
    """
    certificats = [
        certificat
        for chemin in autorites
        for certificat in verification.read_authorities(
            _read(chemin, CERTIFICAT_MAXIMAL), str(chemin)
        )
    ]
    octets = _read(pdf, PDF_MAXIMAL)
    return verification.verify(octets, str(pdf), moment=maintenant, autorites=certificats)


def _read(chemin: Path, limite: int) -> bytes:
    try:
        return read_regular(chemin, limite)
    except UnfitFileError as error:
        raise SignatureError(f"{chemin} : {error}") from error


def _check_output(demande: DemandeSignature) -> None:
    """Refuse an output that would erase something, or that has nowhere to go."""
    sortie = demande.sortie
    if not sortie.parent.is_dir():
        raise OutputError(
            f"{sortie} : le dossier « {sortie.parent} » n'existe pas ; créez-le d'abord"
        )
    for entree in (demande.pdf, demande.pkcs12):
        if sortie.exists() and sortie.samefile(entree):
            raise OutputError(
                f"{sortie} : le fichier signé remplacerait « {entree} » ; donnez un autre nom (--sortie)"
            )
    if sortie.exists():
        raise OutputError(
            f"{sortie} : ce fichier existe déjà et n'a pas été touché ; choisissez un autre nom (--sortie)"
        )


def _choose(champs: Sequence[Champ], demande: DemandeSignature) -> Champ:
    """Return the field to sign. Raises SignatureError that lists those there are."""
    pdf = demande.pdf
    if not champs:
        raise SignatureError(
            f"{pdf} : ce PDF n'a pas de champ de signature ; signez la délibération ou la charte, non le"
            " dossier entier, produites par « actes-enfance produire » sans --balises-parapheur et d'un"
            " gabarit qui a des emplacements de signature"
        )
    libres = ", ".join(f"« {propre(champ.nom)} »" for champ in champs if not champ.signe)
    reste = f"à signer : {libres}" if libres else "tous ses champs sont signés"
    for champ in champs:
        if champ.nom == demande.champ and champ.signe:
            raise SignatureError(f"{pdf} : le champ « {champ.nom} » est déjà signé ; {reste}")
        if champ.nom == demande.champ:
            return champ
    raise SignatureError(f"{pdf} : ce PDF n'a pas de champ « {demande.champ} » ; {reste}")


def _refuse_altered(releve: Releve, fichier: str) -> None:
    """Raise SignatureError if an earlier signature is broken: a new one would lend it credit."""
    problemes = [
        f"{fichier} : la signature « {c.champ} » n'est plus intacte ({c.alteration}) ; ce PDF ne doit pas"
        " être signé : reprenez l'original"
        for c in releve.signatures
        if not c.intacte
    ]
    if problemes:
        raise SignatureError(problemes)


def _alerts(titre: str, nom: str, champ: Champ) -> Iterator[str]:
    """Yield what deserves a look in a file that has just been signed."""
    if titre.startswith(_PROJET):
        yield (
            f"ce PDF a pour titre « {excerpt(titre)} » : c'est un projet ; vérifiez que c'est bien le texte"
            " à signer"
        )
    manquants = police.replaceable(nom + champ.description)
    if manquants:
        yield (
            f"la police n'a pas {' '.join(sorted(manquants))} : un point d'interrogation les remplace dans"
            " le cachet visible ; le certificat garde le nom exact"
        )
