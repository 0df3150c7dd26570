"""A timestamp server (RFC 3161), asked over HTTP, and why it gave nothing."""

from __future__ import annotations

import urllib.error
import urllib.request
from http.client import HTTPException
from typing import ClassVar
from urllib.parse import urlsplit

from asn1crypto import cms, core, tsp
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.timestamps.common_utils import TimestampRequestError

from generator.errors import SignatureError
from generator.pdf.signature.document import ILLISIBLE

DELAI = 20.0
"""Seconds granted to the server."""
_REPONSE_LONGUE = 2**20  # bytes; a timestamp with its certificates takes some ten thousand
_SCHEMAS = ("http", "https")
_ACCORDS = ("granted", "granted_with_mods")
_DEMANDE = "application/timestamp-query"
_REPONSE = "application/timestamp-reply"


class _Reponse(core.Sequence):  # type: ignore[misc]
    """TimeStampResp (RFC 3161 § 2.4.2): a refusal has no token, which asn1crypto's own wants."""

    _fields: ClassVar = [
        ("status", tsp.PKIStatusInfo),
        ("time_stamp_token", cms.ContentInfo, {"optional": True}),
    ]


class Horodateur(TimeStamper):
    """The server at an address. SignatureError, in French, whenever it gives no timestamp.

    The proxies of the machine are used, as its other programs do.
    """

    def __init__(self, adresse: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._adresse = adresse
        if not _is_address(adresse):
            raise self._failure("ce n'est pas une adresse (https://…)")

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        """Return the token that dates this digest."""
        try:
            jeton = await super().async_timestamp(message_digest, md_algorithm)
            info = jeton["content"]["encap_content_info"]["content"].parsed
            date = info["message_imprint"]["hashed_message"].native
        except TimestampRequestError as error:
            raise self._failure("il a refusé la demande") from error
        except ILLISIBLE as error:
            raise self._failure("sa réponse n'est pas un horodatage (RFC 3161)") from error
        if date != message_digest:
            raise self._failure("il a daté autre chose que cette signature")
        return jeton

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """Return the server's answer, which may be a refusal."""
        demande = urllib.request.Request(  # noqa: S310, the scheme was checked
            self._adresse, req.dump(), {"Content-Type": _DEMANDE, "Accept": _REPONSE}
        )
        try:
            with urllib.request.urlopen(demande, timeout=DELAI) as reponse:  # noqa: S310
                octets = reponse.read(_REPONSE_LONGUE)
        except urllib.error.HTTPError as error:
            raise self._failure(f"il a répondu par l'erreur {error.code}") from error
        except TimeoutError as error:
            raise self._failure(f"il n'a pas répondu en {DELAI:.0f} secondes") from error
        except (OSError, HTTPException) as error:
            raise self._failure("il est injoignable") from error
        if _Reponse.load(octets)["status"]["status"].native not in _ACCORDS:
            raise self._failure("il a refusé la demande")
        return tsp.TimeStampResp.load(octets)

    def _failure(self, raison: str) -> SignatureError:
        return SignatureError(
            f"--horodatage {self._adresse} : le serveur d'horodatage n'a rien donné : {raison} ; rien"
            " n'a été écrit ; essayez plus tard, ou signez sans horodatage"
        )


def _is_address(adresse: str) -> bool:
    try:
        parties = urlsplit(adresse)
        return parties.scheme in _SCHEMAS and bool(parties.hostname) and parties.port != 0
    except ValueError:
        return False
