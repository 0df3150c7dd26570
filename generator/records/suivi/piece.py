"""The record that travels in a follow-up workbook, on a sheet of its own that is not shown.

Its bytes are written in base64: a spreadsheet program then has no line end to change, no formula
to find and no blank to drop.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence

FEUILLE = "Plan voté"
MARQUE = "actes-enfance, plan voté : ne pas modifier"  # known by it, were the sheet renamed

_FORMAT = "1"
_MORCEAU = 32_000  # characters; a cell holds 32,767
_VERSION, _EMPREINTE, _CONTENU = "version", "sha256", "contenu"


class AlteredRecordError(ValueError):
    """The sheet no longer holds the record as it was voted."""


def split(octets: bytes, version: str) -> list[tuple[str, str]]:
    """Return the rows of the sheet that carries a record; `version` is the generator's."""
    texte = base64.b64encode(octets).decode("ascii")
    return [
        (MARQUE, _FORMAT),
        (_VERSION, version),
        (_EMPREINTE, hashlib.sha256(octets).hexdigest()),
        *((_CONTENU, texte[debut : debut + _MORCEAU]) for debut in range(0, len(texte), _MORCEAU)),
    ]


def join(rows: Sequence[tuple[str, str]]) -> bytes:
    """Return the bytes of the record that rows carry; AlteredRecordError if they are not whole."""
    said = dict(rows)
    texte = "".join(valeur for nom, valeur in rows if nom == _CONTENU)
    try:
        octets = base64.b64decode(texte, validate=True)
    except (binascii.Error, ValueError) as error:
        raise AlteredRecordError from error
    if said.get(MARQUE) != _FORMAT or hashlib.sha256(octets).hexdigest() != said.get(_EMPREINTE):
        raise AlteredRecordError
    return octets
