"""The signatures of a PDF: whose, when, intact or altered, what changed since, vouched for or not."""

from __future__ import annotations

import asyncio
import datetime
import enum
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from asn1crypto import pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.validation import (
    DocumentTimestampStatus,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import (
    PdfSignatureStatus,
    SignatureCoverageLevel,
    TimestampSignatureStatus,
)
from pyhanko_certvalidator import ValidationContext

from generator.errors import SignatureError
from generator.pdf.signature import changements
from generator.pdf.signature.document import ILLISIBLE, Champ, open_document
from generator.pdf.signature.noms import nom_lisible, propre

_HORODATAGE = "/DocTimeStamp"
_USAGES = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"})


class Confiance(enum.Enum):
    """Whether an authority that the reader trusts vouches for the certificate."""

    NON_DEMANDEE = "certificat non vérifié"
    VERIFIEE = "certificat vérifié"
    REFUSEE = "certificat non reconnu par les autorités données, ou hors de ses dates"


@dataclass(frozen=True, slots=True)
class Constat:
    """What is known of one signature.

    `date` is the signatory's word, unless `horodatee_par` names the authority that gives it.
    `alteration` says why it is not intact; `suites` are the changes made since.
    """

    champ: str
    signataire: str = ""
    emetteur: str = ""
    date: datetime.datetime | None = None
    horodatee_par: str = ""
    alteration: str = ""
    suites: tuple[str, ...] = ()
    confiance: Confiance = Confiance.NON_DEMANDEE

    @property
    def intacte(self) -> bool:
        """True when what was signed is what one reads."""
        return not self.alteration


@dataclass(frozen=True, slots=True)
class Releve:
    """The signatures of a PDF, oldest first, and its fields still to sign."""

    signatures: tuple[Constat, ...]
    a_signer: tuple[str, ...]

    @property
    def bon(self) -> bool:
        """True when there is a signature, all are intact, and none is refused by the authorities."""
        return bool(self.signatures) and all(
            c.intacte and c.confiance is not Confiance.REFUSEE for c in self.signatures
        )


@dataclass(slots=True)
class _Lue:
    """A signature as pyHanko reads it; `signature` is None when it cannot be read."""

    champ: Champ
    signature: EmbeddedPdfSignature | None = None
    revision: int = field(default=-1)


def read_authorities(octets: bytes, fichier: str) -> tuple[x509.Certificate, ...]:
    """Return the certificates of a PEM or DER file. Raises SignatureError if there is none."""
    try:
        blocs = (
            [der for genre, _, der in pem.unarmor(octets, multiple=True) if genre == "CERTIFICATE"]
            if pem.detect(octets)
            else [octets]
        )
        certificats = tuple(x509.Certificate.load(der, strict=True) for der in blocs)
        for certificat in certificats:
            nom_lisible(certificat.subject)
    except ILLISIBLE as error:
        raise SignatureError(
            f"{fichier} : ce fichier n'est pas un certificat (PEM ou DER)"
        ) from error
    if not certificats:
        raise SignatureError(f"{fichier} : ce fichier ne contient aucun certificat")
    return certificats


def verify(
    octets: bytes,
    fichier: str,
    *,
    moment: datetime.datetime,
    autorites: Sequence[x509.Certificate] = (),
) -> Releve:
    """Return what each signature of a PDF is worth, without the network (nothing on revocation).

    `moment`: when certificates must be valid, unless a timestamp vouched for gives an earlier one.
    Raises SignatureError if the PDF cannot be read.
    """
    lecteur, champs = open_document(octets, fichier)
    lues = [_load(lecteur, champ) for champ in champs if champ.signe]
    lues.sort(key=lambda lue: lue.revision)
    constats = asyncio.run(_examine_all(octets, lues, moment, autorites))
    return Releve(tuple(constats), tuple(propre(champ.nom) for champ in champs if not champ.signe))


def _load(lecteur: PdfFileReader, champ: Champ) -> _Lue:
    try:
        signature = EmbeddedPdfSignature(lecteur, champ.objet, champ.nom)
    except ILLISIBLE:
        return _Lue(champ)
    return _Lue(champ, signature, signature.signed_revision)


async def _examine_all(
    octets: bytes,
    lues: Sequence[_Lue],
    moment: datetime.datetime,
    autorites: Sequence[x509.Certificate],
) -> list[Constat]:
    return [await _examine(octets, lue, lues, moment, autorites) for lue in lues]


async def _examine(
    octets: bytes,
    lue: _Lue,
    toutes: Sequence[_Lue],
    moment: datetime.datetime,
    autorites: Sequence[x509.Certificate],
) -> Constat:
    constat = Constat(propre(lue.champ.nom))
    signature = lue.signature
    if signature is None:
        return replace(constat, alteration="la signature est illisible")
    try:
        certificat = signature.signer_cert
        constat = replace(
            constat,
            signataire=nom_lisible(certificat.subject),
            emetteur=nom_lisible(certificat.issuer),
            date=signature.self_reported_timestamp,
        )
        if not _is_untouched(signature):
            return replace(constat, alteration="le contenu signé a été modifié")
        if signature.sig_object_type == _HORODATAGE:
            jeton = await async_validate_pdf_timestamp(signature, _trust(moment, autorites))
            constat = replace(constat, date=jeton.timestamp, horodatee_par=constat.signataire)
            etat: PdfSignatureStatus | DocumentTimestampStatus = jeton
        else:
            etat = signee = await _validate(signature, moment, autorites)
            constat = _with_timestamp(constat, signee.timestamp_validity)
    except ILLISIBLE:
        return replace(constat, alteration="la signature est illisible ou d'un format inconnu")
    constat = _with_changes(constat, octets, signature, toutes, etat)
    if autorites:
        confiance = Confiance.VERIFIEE if etat.trusted else Confiance.REFUSEE
        constat = replace(constat, confiance=confiance)
    return constat


def _is_untouched(signature: EmbeddedPdfSignature) -> bool:
    """Tell whether the bytes signed are those of the file.

    Asked before pyHanko compares revisions, which it cannot do with a damaged file.
    """
    empreinte = signature.compute_digest()
    if signature.sig_object_type == _HORODATAGE:
        jeton = signature.signed_data["encap_content_info"]["content"].parsed
        return bool(jeton["message_imprint"]["hashed_message"].native == empreinte)
    intacte, _ = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, "data", empreinte
    )
    return intacte


async def _validate(
    signature: EmbeddedPdfSignature,
    moment: datetime.datetime,
    autorites: Sequence[x509.Certificate],
) -> PdfSignatureStatus:
    """Validate at this moment, or at that of a timestamp which the authorities vouch for."""
    presente = _trust(moment, autorites)
    etat = await async_validate_pdf_signature(signature, presente, key_usage_settings=_USAGES)
    jeton = etat.timestamp_validity
    if etat.trusted or jeton is None or not jeton.trusted:
        return etat
    return await async_validate_pdf_signature(
        signature, _trust(jeton.timestamp, autorites), presente, key_usage_settings=_USAGES
    )


def _trust(moment: datetime.datetime, autorites: Sequence[x509.Certificate]) -> ValidationContext:
    return ValidationContext(
        trust_roots=list(autorites),
        moment=moment,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )


def _with_timestamp(constat: Constat, jeton: TimestampSignatureStatus | None) -> Constat:
    if jeton is None:
        return constat
    if not (jeton.intact and jeton.valid):
        return replace(constat, alteration="l'horodatage n'est pas celui de cette signature")
    return replace(
        constat, date=jeton.timestamp, horodatee_par=nom_lisible(jeton.signing_cert.subject)
    )


def _with_changes(
    constat: Constat,
    octets: bytes,
    signature: EmbeddedPdfSignature,
    toutes: Sequence[_Lue],
    etat: PdfSignatureStatus | DocumentTimestampStatus,
) -> Constat:
    """Return the finding with its alteration, where there is one, and what was done since."""
    if not (etat.intact and etat.valid):
        return replace(
            constat, alteration="la signature n'est pas celle du certificat qu'elle porte"
        )
    if etat.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return constat
    suivantes = [autre.champ.nom for autre in toutes if autre.revision > signature.signed_revision]
    ajouts = tuple(f"la signature « {propre(nom)} » a été ajoutée" for nom in suivantes)
    _, _, debut, longueur = map(int, signature.byte_range)
    decrits = changements.describe(octets[: debut + longueur], octets)
    if not ajouts and not decrits:
        decrits = ("des octets ont été ajoutés à la fin du fichier, sans changement reconnu",)
    if not _is_harmless(etat, suivantes):
        constat = replace(constat, alteration="le document a été modifié après cette signature")
    return replace(constat, suites=(*ajouts, *decrits))


def _is_harmless(
    etat: PdfSignatureStatus | DocumentTimestampStatus, signatures: Sequence[str]
) -> bool:
    """Tell whether the updates since are later signatures, and what proves them, alone."""
    ecart = etat.diff_result
    return (
        etat.docmdp_ok is not False  # None: nothing was forbidden
        and isinstance(ecart, DiffResult)
        and ecart.modification_level <= ModificationLevel.FORM_FILLING
        and ecart.changed_form_fields <= set(signatures)
    )
