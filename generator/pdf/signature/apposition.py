"""Signing: one field of a PDF filled, in an update that leaves every earlier byte as it was."""

from __future__ import annotations

import asyncio
import datetime
from dataclasses import dataclass
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes
from pyhanko.sign.signers.pdf_signer import PdfSignatureMetadata, PdfSigner

from generator.errors import SignatureError
from generator.pdf.signature.cachet import Mention, qualite_of, style_of
from generator.pdf.signature.certificat import Identite
from generator.pdf.signature.document import Champ
from generator.pdf.signature.horodatage import Horodateur
from generator.redaction.nombres import moment_en_chiffres

_EMPREINTE = "sha256"
_AMBIGU = b"\r\nendstream"
_ESSAIS = 8


@dataclass(frozen=True, slots=True)
class Circonstances:
    """When one signs, and what one says of it; `horodatage` is the address of a timestamp server."""

    moment: datetime.datetime
    horodatage: str | None = None
    motif: str | None = None
    lieu: str | None = None


class _Ajout(IncrementalPdfFileWriter):
    """An update that leaves the properties of the document as they are.

    pyHanko would write its name and the clock's date there, and its own form of the XMP.
    """

    def _update_meta(self) -> None:
        pass


def sign(
    octets: bytes, fichier: str, champ: Champ, identite: Identite, circonstances: Circonstances
) -> bytes:
    """Return the PDF with this field signed (PAdES B-B, or B-T with a timestamp server).

    The stamp drawn in the field uses embedded fonts alone (ISO 19005-2 § 6.2.11.4). Raises
    SignatureError if the document forbids it, or if the timestamp server does not answer well.
    """
    try:
        return asyncio.run(_sign(octets, champ, identite, circonstances))
    except SigningError as error:
        raise SignatureError(
            f"{fichier} : le PDF n'accepte pas de signature dans le champ « {champ.nom} » : il a été"
            " verrouillé, ou pose des conditions que ce programme ne sait pas remplir ; produisez-le à"
            " nouveau"
        ) from error


async def _sign(
    octets: bytes, champ: Champ, identite: Identite, circonstances: Circonstances
) -> bytes:
    """Sign; start again with another length if an update would end a stream ambiguously.

    The Length of a stream must be told from the file itself (ISO 19005-2 § 6.1.7.1).
    """
    adresse = circonstances.horodatage
    horodateur = Horodateur(adresse) if adresse is not None else None
    reserve: int | None = None
    for _ in range(_ESSAIS):
        seance = PdfSigner(
            PdfSignatureMetadata(
                field_name=champ.nom,
                md_algorithm=_EMPREINTE,
                subfilter=SigSeedSubFilter.PADES,
                reason=circonstances.motif,
                location=circonstances.lieu,
                name=identite.nom,
            ),
            identite.signataire,
            timestamper=horodateur,
            stamp_style=style_of(_mention(champ, identite, circonstances)),
        ).init_signing_session(_Ajout(BytesIO(octets)), existing_fields_only=True)
        seance.system_time = circonstances.moment
        if reserve is None:
            reserve = await seance.estimate_signature_container_size(None)
        a_signer = seance.prepare_tbs_document(None, bytes_reserved=reserve)
        sortie = BytesIO()
        empreinte, _ = a_signer.digest_tbs_document(output=sortie)
        if _AMBIGU not in sortie.getvalue()[len(octets) :]:
            break
        reserve += 2
    fini = await a_signer.perform_signature(
        document_digest=empreinte.document_digest,
        pdf_cms_signed_attrs=PdfCMSSignedAttributes(signing_time=circonstances.moment),
    )
    await fini.post_signature_processing(sortie)
    return sortie.getvalue()


def _mention(champ: Champ, identite: Identite, circonstances: Circonstances) -> Mention:
    return Mention(
        identite.nom, qualite_of(champ.description), moment_en_chiffres(circonstances.moment)
    )
