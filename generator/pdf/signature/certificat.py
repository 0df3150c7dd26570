"""A person's key and certificate, from a PKCS#12 file, checked before they sign."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from asn1crypto import keys, pkcs12, x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PrivateFormat, PublicFormat
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from pyhanko.sign.signers import SimpleSigner
from pyhanko_certvalidator.registry import SimpleCertificateStore

from generator.errors import SignatureError
from generator.pdf.signature.noms import nom_lisible
from generator.redaction.nombres import date_en_chiffres

_SIGNER = {"digital_signature", "non_repudiation"}
_AUTRES_METIERS = {"server_auth", "code_signing", "time_stamping", "ocsp_signing"}
_CONTENEURS = {"data", "signed_data"}


@dataclass(frozen=True, slots=True)
class Identite:
    """Who signs, who vouches for them, and the key ready to sign."""

    nom: str
    emetteur: str
    signataire: SimpleSigner


def open_pkcs12(
    octets: bytes, fichier: str, mot_de_passe: str, moment: datetime.datetime
) -> Identite:
    """Return the identity that a PKCS#12 file (RFC 7292) holds, fit to sign at this moment.

    Raises SignatureError if it cannot be opened, or if its certificate may not sign.
    """
    contenu = _decrypt(octets, fichier, mot_de_passe)
    if contenu.key is None:
        raise SignatureError(
            f"{fichier} : ce fichier ne contient pas de clé privée ; exportez le certificat avec sa clé"
        )
    if contenu.cert is None:
        raise SignatureError(
            f"{fichier} : ce fichier ne contient pas le certificat de sa clé ; exportez les deux ensemble"
        )
    cle = contenu.key
    if not isinstance(cle, RSAPrivateKey | EllipticCurvePrivateKey):
        raise SignatureError(f"{fichier} : cette clé n'est ni RSA ni à courbe elliptique (ECDSA)")
    publique = contenu.cert.certificate.public_key()
    forme = (Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    if publique.public_bytes(*forme) != cle.public_key().public_bytes(*forme):
        raise SignatureError(f"{fichier} : la clé privée n'est pas celle du certificat")
    certificat = x509.Certificate.load(contenu.cert.certificate.public_bytes(Encoding.DER))
    _check(certificat, fichier, moment)
    registre = SimpleCertificateStore()
    for autre in contenu.additional_certs:
        registre.register(x509.Certificate.load(autre.certificate.public_bytes(Encoding.DER)))
    octets_cle = cle.private_bytes(Encoding.DER, PrivateFormat.PKCS8, serialization.NoEncryption())
    return Identite(
        nom_lisible(certificat.subject),
        nom_lisible(certificat.issuer),
        SimpleSigner(certificat, keys.PrivateKeyInfo.load(octets_cle), registre),
    )


def _decrypt(
    octets: bytes, fichier: str, mot_de_passe: str
) -> serialization.pkcs12.PKCS12KeyAndCertificates:
    if not _is_pkcs12(octets):
        raise SignatureError(
            f"{fichier} : ce n'est pas un fichier PKCS#12 (.p12 ou .pfx), qui réunit une clé et son"
            " certificat ; un fichier PEM ou CER ne suffit pas"
        )
    # An empty password has two encodings (RFC 7292 appendix B.1): none, and an empty one.
    essais = [mot_de_passe.encode()] if mot_de_passe else [None, b""]
    for essai in essais:
        try:
            return load_pkcs12(octets, essai)
        except ValueError:
            continue
        except (UnsupportedAlgorithm, TypeError) as error:
            raise SignatureError(
                f"{fichier} : ce fichier est protégé par un procédé que ce programme ne connaît pas ;"
                " exportez-le à nouveau avec un logiciel récent (AES)"
            ) from error
    raise SignatureError(
        f"{fichier} : le mot de passe n'est pas le bon, ou le fichier est endommagé ; rien n'a été écrit"
    )


def _is_pkcs12(octets: bytes) -> bool:
    try:
        enveloppe = pkcs12.Pfx.load(octets)
        return enveloppe["auth_safe"]["content_type"].native in _CONTENEURS
    except (ValueError, TypeError, LookupError):
        return False


def _check(certificat: x509.Certificate, fichier: str, moment: datetime.datetime) -> None:
    """Refuse a certificate out of its dates, or made for something else than signing."""
    nom = nom_lisible(certificat.subject)
    debut, fin = certificat.not_valid_before, certificat.not_valid_after
    if moment > fin:
        raise SignatureError(
            f"{fichier} : le certificat de {nom} a expiré le {date_en_chiffres(fin)} ; demandez-en un autre"
        )
    if moment < debut:
        raise SignatureError(
            f"{fichier} : le certificat de {nom} ne vaut qu'à partir du {date_en_chiffres(debut)} ;"
            " vérifiez aussi la date de cette machine"
        )
    usages = certificat.key_usage_value
    metiers = certificat.extended_key_usage_value
    if (usages is not None and not usages.native & _SIGNER) or (
        metiers is not None and set(metiers.native) <= _AUTRES_METIERS
    ):
        raise SignatureError(
            f"{fichier} : le certificat de {nom} n'est pas fait pour signer des documents (usage de la"
            " clé) ; demandez un certificat de signature"
        )
