"""A PDF opened for its signatures, and the signature fields that it has."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from generator.errors import SignatureError

ILLISIBLE = (
    PdfError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,
    NotImplementedError,
    RecursionError,
    ArithmeticError,
    EOFError,
    struct.error,
    zlib.error,
)
"""What pyHanko and its ASN.1 reader raise on a file that breaks its format."""


@dataclass(frozen=True, slots=True)
class Champ:
    """A signature field: its name, its description for a screen reader, and its value if signed."""

    nom: str
    description: str
    objet: DictionaryObject

    @property
    def signe(self) -> bool:
        """True when the field holds a signature."""
        return self.objet.get("/V") is not None


def open_document(octets: bytes, fichier: str) -> tuple[PdfFileReader, tuple[Champ, ...]]:
    """Return a PDF and its signature fields, in its order.

    Raises SignatureError if it is no PDF, is damaged, or is encrypted.
    """
    if b"%PDF-" not in octets[:1024]:
        raise SignatureError(
            f"{fichier} : ce n'est pas un PDF ; donnez le PDF à signer ou à vérifier"
        )
    try:
        lecteur = PdfFileReader(BytesIO(octets))
        chiffre = lecteur.encrypted
        champs = () if chiffre else tuple(_fields(lecteur))
    except ILLISIBLE as error:
        raise _damaged(fichier) from error
    if chiffre:
        raise SignatureError(
            f"{fichier} : ce PDF est chiffré ; enregistrez-le sans mot de passe, ou produisez-le à"
            " nouveau avec « actes-enfance produire »"
        )
    return lecteur, champs


def title_of(lecteur: PdfFileReader) -> str:
    """Return the title in the properties of a PDF; empty if it has none."""
    try:
        return str(lecteur.trailer["/Info"]["/Title"])
    except ILLISIBLE:
        return ""


def check_syntax(octets: bytes, fichier: str) -> None:
    """Raise SignatureError if any object or stream of the PDF is damaged."""
    try:
        with pikepdf.Pdf.open(BytesIO(octets)) as pdf:
            problemes: Sequence[str] = pdf.check_pdf_syntax()
    except pikepdf.PdfError as error:
        raise _damaged(fichier) from error
    if problemes:
        raise _damaged(fichier)


def _fields(lecteur: PdfFileReader) -> list[Champ]:
    return [
        Champ(nom, str(reference.get_object().get("/TU", "")), reference.get_object())
        for nom, _, reference in enumerate_sig_fields(lecteur)
    ]


def _damaged(fichier: str) -> SignatureError:
    return SignatureError(
        f"{fichier} : ce PDF est endommagé ou incomplet ; reprenez l'original, ou produisez-le à"
        " nouveau avec « actes-enfance produire »"
    )
