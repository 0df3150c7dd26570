"""Certificates and keys made on the spot, of people and authorities that do not exist."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

DEBUT = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
FIN = datetime.datetime(2100, 1, 1, tzinfo=datetime.UTC)
BREF = datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC)  # the end of Bref Exemple's certificate
MOMENT = datetime.datetime(
    2026, 6, 22, 18, 30, tzinfo=datetime.timezone(datetime.timedelta(hours=2))
)
MOT_DE_PASSE = "épreuve et mot de passe"
Cle = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
USAGES = ("digital_signature", "content_commitment")
_TOUS = (
    *("digital_signature", "content_commitment", "key_encipherment", "data_encipherment"),
    *("key_agreement", "key_cert_sign", "crl_sign", "encipher_only", "decipher_only"),
)


@dataclass(frozen=True)
class Autorite:
    certificat: x509.Certificate
    cle: Cle

    @property
    def pem(self) -> bytes:
        return self.certificat.public_bytes(serialization.Encoding.PEM)


@functools.cache
def cle(nom: str) -> Cle:
    """A key for each name; RSA, or on a curve if the name says so."""
    if "courbe" in nom:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(65537, 2048)


def _name(nom: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "FR"),
            x509.NameAttribute(NameOID.COMMON_NAME, nom),
        ]
    )


def _certificate(
    nom: str,
    emetteur: str,
    cle_emetteur: Cle,
    *,
    usages: tuple[str, ...],
    etendu: x509.ObjectIdentifier | None = None,
    debut: datetime.datetime = DEBUT,
    fin: datetime.datetime = FIN,
    autorite: bool = False,
) -> x509.Certificate:
    brouillon = (
        x509.CertificateBuilder()
        .subject_name(_name(nom))
        .issuer_name(_name(emetteur))
        .public_key(cle(nom).public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(debut)
        .not_valid_after(fin)
        .add_extension(x509.BasicConstraints(ca=autorite, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(**{u: u in usages for u in _TOUS}), critical=True)
        .add_extension(
            x509.SubjectKeyIdentifier.from_public_key(cle(nom).public_key()), critical=False
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(cle_emetteur.public_key()),
            critical=False,
        )
    )
    if etendu is not None:
        brouillon = brouillon.add_extension(x509.ExtendedKeyUsage([etendu]), critical=True)
    return brouillon.sign(cle_emetteur, hashes.SHA256())


@functools.cache
def autorite(nom: str = "Autorité d'essai") -> Autorite:
    racine = _certificate(nom, nom, cle(nom), usages=("key_cert_sign", "crl_sign"), autorite=True)
    return Autorite(racine, cle(nom))


def horodateur() -> tuple[x509.Certificate, Cle]:
    """The certificate and key of a timestamp authority."""
    racine = autorite()
    nom = "Horodateur d'essai"
    usage = ExtendedKeyUsageOID.TIME_STAMPING
    certificat = _certificate(
        nom, "Autorité d'essai", racine.cle, usages=("digital_signature",), etendu=usage
    )
    return certificat, cle(nom)


def pkcs12_of(
    nom: str = "Camille Exemple",
    mot_de_passe: str | None = MOT_DE_PASSE,
    *,
    usages: tuple[str, ...] = USAGES,
    etendu: x509.ObjectIdentifier | None = None,
    debut: datetime.datetime = DEBUT,
    fin: datetime.datetime = FIN,
    avec_cle: bool = True,
) -> bytes:
    """A PKCS#12 file: a person's key, certificate and authority."""
    racine = autorite()
    if nom.startswith("Bref"):
        fin = BREF
    certificat = _certificate(
        nom, "Autorité d'essai", racine.cle, usages=usages, etendu=etendu, debut=debut, fin=fin
    )
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if mot_de_passe is not None:
        protection = serialization.BestAvailableEncryption(mot_de_passe.encode())
    return pkcs12.serialize_key_and_certificates(
        nom.encode(),
        cle(nom) if avec_cle else None,
        certificat if avec_cle else None,
        [racine.certificat] if avec_cle else [certificat],
        protection,
    )


def write(dossier: Path, nom: str = "Camille Exemple", **reste: object) -> Path:
    chemin = dossier / f"{nom}.p12"
    chemin.write_bytes(pkcs12_of(nom, **reste))  # type: ignore[arg-type]
    return chemin
