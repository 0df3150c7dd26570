"""`signer` and `verifier-signature`, as a person, a script and a mistake use them."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import certificats
import pikepdf
import pytest
import serveur_horodatage
from click.testing import Result
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.signers import PdfSignatureMetadata, SimpleSigner, sign_pdf

from generator.cli import signer as porte
from generator.cli.groupe import INTERROMPU

Commande = Callable[..., Result]
VARIABLE = "ACTES_ENFANCE_MOT_DE_PASSE"


@pytest.fixture(autouse=True)
def _password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, certificats.MOT_DE_PASSE)


@pytest.fixture
def pkcs12(tmp_path: Path) -> Path:
    return certificats.write(tmp_path)


def _options(champ: str, pkcs12: Path, sortie: str = "signe.pdf") -> tuple[str, ...]:
    return ("--champ", champ, "--pkcs12", str(pkcs12), "--sortie", sortie)


def _refused(result: Result, *mots: str, code: int = 7, sortie: str = "signe.pdf") -> None:
    """The sentence is told, nothing is written, not even for a moment's use."""
    assert result.exit_code == code, result.output
    assert result.stdout == ""
    for mot in mots:
        assert mot in result.stderr, result.stderr
    assert "Traceback" not in result.stderr
    assert not Path(sortie).exists()
    assert not list(Path.cwd().glob(".*"))


def test_two_people_sign_and_a_script_reads_it(
    commande: Commande, a_signer: Path, pkcs12: Path, tmp_path: Path
) -> None:
    result = commande("signer", a_signer, *_options("executif", pkcs12, "un.pdf"))
    assert result.exit_code == 0
    assert result.stdout == "un.pdf\n"
    assert "Signé par Camille Exemple (certificat émis par Autorité d'essai)." in result.stderr
    assert "Reste à signer : secretaire." in result.stderr
    result = commande("verifier-signature", "un.pdf")
    assert result.exit_code == 0
    une, reste = result.stdout.splitlines()
    assert une.startswith("executif : intacte ; signataire : Camille Exemple (certificat émis")
    assert "date déclarée par le signataire" in une
    assert une.endswith("certificat non vérifié")
    assert reste == "secretaire : à signer"

    autre = certificats.write(tmp_path, "Modeste Exemple courbe")
    result = commande("signer", "un.pdf", *_options("secretaire", autre, "deux.pdf"))
    assert result.exit_code == 0
    assert "Reste" not in result.stderr
    (tmp_path / "autorite.pem").write_bytes(certificats.autorite().pem)
    result = commande("verifier-signature", "deux.pdf", "--autorite", "autorite.pem")
    assert result.exit_code == 0
    premiere, seconde = result.stdout.splitlines()
    assert "depuis : la signature « secretaire » a été ajoutée" in premiere
    assert "depuis" not in seconde
    assert premiere.endswith("certificat vérifié")


def test_an_altered_file_is_told_and_cannot_be_signed_again(
    commande: Commande, signe_deux_fois: Path, a_signer: Path, pkcs12: Path, tmp_path: Path
) -> None:
    commande("signer", a_signer, *_options("executif", pkcs12, "un.pdf"))
    octets = bytearray(Path("un.pdf").read_bytes())
    place = octets.index(b"%PDF-") + 10
    octets[place] ^= 1
    Path("altere.pdf").write_bytes(octets)
    result = commande("verifier-signature", "altere.pdf")
    assert result.exit_code == 7
    assert "executif : ALTÉRÉE : le contenu signé a été modifié" in result.stdout
    result = commande("signer", "altere.pdf", *_options("secretaire", pkcs12))
    _refused(result, "« executif » n'est plus intacte (le contenu signé a été modifié)")


def test_a_file_without_signature_is_not_good(commande: Commande, a_signer: Path) -> None:
    result = commande("verifier-signature", a_signer)
    assert result.exit_code == 7
    assert result.stdout == "secretaire : à signer\nexecutif : à signer\n"
    assert "ce PDF n'a aucune signature" in result.stderr


def test_an_unknown_authority_is_not_good(
    commande: Commande, signe_deux_fois: Path, tmp_path: Path
) -> None:
    (tmp_path / "autre.pem").write_bytes(certificats.autorite("Autre autorité d'essai").pem)
    result = commande("verifier-signature", signe_deux_fois, "--autorite", "autre.pem")
    assert result.exit_code == 7
    assert result.stdout.count("certificat non reconnu par les autorités données") == 2
    assert result.stdout.count("intacte") == 2


@pytest.mark.parametrize("contenu", [b"", b"du texte", b"-----BEGIN CERTIFICATE-----\nAAAA\n"])
def test_an_authority_that_is_no_certificate_is_told(
    commande: Commande, signe_deux_fois: Path, contenu: bytes
) -> None:
    Path("faux.pem").write_bytes(contenu)
    result = commande("verifier-signature", signe_deux_fois, "--autorite", "faux.pem")
    _refused(result, "faux.pem : ce fichier", "certificat")


def test_a_field_signed_missing_or_absent_is_told(
    commande: Commande, a_signer: Path, signe_deux_fois: Path, pkcs12: Path
) -> None:
    result = commande("signer", a_signer, *_options("unicef", pkcs12))
    _refused(result, "n'a pas de champ « unicef » ; à signer : « secretaire », « executif »")
    result = commande("signer", signe_deux_fois, *_options("executif", pkcs12))
    _refused(result, "le champ « executif » est déjà signé ; tous ses champs sont signés")
    with pikepdf.Pdf.open(a_signer) as pdf:
        del pdf.Root.AcroForm
        pdf.save("sans.pdf")
    result = commande("signer", "sans.pdf", *_options("executif", pkcs12))
    _refused(result, "n'a pas de champ de signature", "actes-enfance produire")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with a name")
def test_a_pipe_is_never_waited_for(commande: Commande, a_signer: Path, pkcs12: Path) -> None:
    os.mkfifo("tube")
    for result in (
        commande("signer", "tube", *_options("executif", pkcs12)),
        commande("signer", a_signer, *_options("executif", Path("tube"))),
        commande("verifier-signature", "tube"),
        commande("verifier-signature", a_signer, "--autorite", "tube"),
    ):
        _refused(result, "tube : ce n'est pas un fichier ordinaire")


def test_a_pdf_that_its_author_locked_is_told(
    commande: Commande, a_signer: Path, pkcs12: Path
) -> None:
    """Certified without leave to change anything (DocMDP, ISO 32000-1 § 12.8.2.2)."""
    personne = SimpleSigner.load_pkcs12(str(pkcs12), passphrase=certificats.MOT_DE_PASSE.encode())
    verrou = PdfSignatureMetadata(
        field_name="secretaire", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES
    )
    with a_signer.open("rb") as source:
        verrouille = sign_pdf(IncrementalPdfFileWriter(source), verrou, personne)
    Path("verrouille.pdf").write_bytes(verrouille.getvalue())
    result = commande("signer", "verrouille.pdf", *_options("executif", pkcs12))
    _refused(result, "n'accepte pas de signature dans le champ « executif »", "verrouillé")


def test_a_pdf_that_cannot_be_read_is_told(
    commande: Commande, a_signer: Path, pkcs12: Path
) -> None:
    octets = a_signer.read_bytes()
    with pikepdf.Pdf.open(a_signer) as pdf:
        pdf.save("chiffre.pdf", encryption=pikepdf.Encryption(owner="a", user=""))
    Path("coupe.pdf").write_bytes(octets[: len(octets) // 2])
    place = octets.index(b"stream", len(octets) // 3) + 60
    Path("abime.pdf").write_bytes(octets[:place] + bytes(40) + octets[place + 40 :])
    Path("texte.pdf").write_text("bonjour")
    Path("vide.pdf").write_bytes(b"")
    Path("dossier.pdf").mkdir()
    for nom, dit in (
        ("chiffre.pdf", "ce PDF est chiffré"),
        ("coupe.pdf", "endommagé ou incomplet"),
        ("abime.pdf", "endommagé ou incomplet"),
        ("texte.pdf", "ce n'est pas un PDF"),
        ("vide.pdf", "ce n'est pas un PDF"),
        ("absent.pdf", "fichier introuvable"),
        ("dossier.pdf", "c'est un dossier"),
    ):
        _refused(commande("signer", nom, *_options("executif", pkcs12)), nom, dit)
        if nom != "abime.pdf":  # a signature alone says whether contents are what they were
            _refused(commande("verifier-signature", nom), nom, dit)


def test_what_a_pkcs12_file_lacks_is_told(
    commande: Commande, a_signer: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hier, demain = certificats.MOMENT.replace(year=2025), certificats.MOMENT.replace(year=2090)
    avant = hier.replace(year=2024)
    pem = certificats.autorite().pem
    cas: list[tuple[str, bytes, tuple[str, ...]]] = [
        ("pem.p12", pem, ("n'est pas un fichier PKCS#12",)),
        ("vide.p12", b"", ("n'est pas un fichier PKCS#12",)),
        ("der.p12", certificats.autorite().certificat.public_bytes(Encoding.DER), ("PKCS#12",)),
        ("sans-cle.p12", certificats.pkcs12_of(avec_cle=False), ("pas de clé privée",)),
        (
            "expire.p12",
            certificats.pkcs12_of(debut=avant, fin=hier),
            ("Camille Exemple", "a expiré le 22\u00a0juin 2025"),
        ),
        (
            "futur.p12",
            certificats.pkcs12_of(debut=demain),
            ("ne vaut qu'à partir du 22\u00a0juin 2090",),
        ),
        (
            "chiffrer.p12",
            certificats.pkcs12_of(usages=("key_encipherment",)),
            ("n'est pas fait pour signer des documents",),
        ),
        (
            "serveur.p12",
            certificats.pkcs12_of(etendu=ExtendedKeyUsageOID.SERVER_AUTH),
            ("n'est pas fait pour signer des documents",),
        ),
        (
            "mauvais.p12",
            certificats.pkcs12_of(mot_de_passe="un autre"),
            ("mot de passe n'est pas le bon",),
        ),
        ("coupe.p12", certificats.pkcs12_of()[:-200], ("PKCS#12",)),
    ]
    for nom, octets, mots in cas:
        Path(nom).write_bytes(octets)
        _refused(commande("signer", a_signer, *_options("executif", Path(nom))), nom, *mots)
    _refused(
        commande("signer", a_signer, *_options("executif", Path("absent.p12"))),
        "fichier introuvable",
    )
    monkeypatch.delenv(VARIABLE)
    result = commande("signer", a_signer, *_options("executif", certificats.write(tmp_path)))
    _refused(result, "pas de terminal", VARIABLE)


def test_a_pkcs12_file_without_password_and_a_mail_certificate_will_do(
    commande: Commande, a_signer: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(VARIABLE, "")
    courrier: x509.ObjectIdentifier = ExtendedKeyUsageOID.EMAIL_PROTECTION
    nu = certificats.write(tmp_path, mot_de_passe=None, etendu=courrier)
    assert commande("signer", a_signer, *_options("executif", nu)).exit_code == 0


def test_nothing_that_exists_is_written_over(
    commande: Commande, a_signer: Path, pkcs12: Path
) -> None:
    avant = a_signer.read_bytes()
    for cible, mot in ((a_signer, "remplacerait"), (pkcs12, "remplacerait")):
        result = commande("signer", a_signer, *_options("executif", pkcs12, str(cible)))
        assert result.exit_code == 6
        assert mot in result.stderr
    Path("lien.pdf").symlink_to(a_signer)
    result = commande("signer", a_signer, *_options("executif", pkcs12, "lien.pdf"))
    assert result.exit_code == 6
    Path("autre.pdf").write_text("à garder")
    result = commande("signer", a_signer, *_options("executif", pkcs12, "autre.pdf"))
    assert result.exit_code == 6
    assert "existe déjà et n'a pas été touché" in result.stderr
    assert Path("autre.pdf").read_text() == "à garder"
    result = commande("signer", a_signer, *_options("executif", pkcs12, "absent/s.pdf"))
    _refused(result, "le dossier « absent » n'existe pas", code=6, sortie="absent")
    assert a_signer.read_bytes() == avant


@pytest.mark.parametrize(
    ("repondre", "code", "dit"),
    [
        (serveur_horodatage.refusal, 200, "il a refusé la demande"),
        (lambda _: b"<html>bienvenue</html>", 200, "n'est pas un horodatage"),
        (lambda _: b"", 200, "n'est pas un horodatage"),
        (serveur_horodatage.answer, 503, "l'erreur 503"),
        (serveur_horodatage.of_something_else, 200, "a daté autre chose"),
    ],
)
def test_a_timestamp_server_that_gives_nothing_is_told(
    commande: Commande,
    a_signer: Path,
    pkcs12: Path,
    repondre: Callable[[bytes], bytes],
    code: int,
    dit: str,
) -> None:
    with serveur_horodatage.serve(repondre, code) as adresse:
        options = (*_options("executif", pkcs12), "--horodatage", adresse)
        _refused(commande("signer", a_signer, *options), adresse, dit, "sans horodatage")


@pytest.mark.parametrize(
    ("adresse", "dit"),
    [
        ("http://127.0.0.1:9/", "il est injoignable"),
        ("http://serveur.invalid/", "il est injoignable"),
        ("serveur", "ce n'est pas une adresse"),
        ("file:///etc/passwd", "ce n'est pas une adresse"),
        ("http://[", "ce n'est pas une adresse"),
        ("http://127.0.0.1:port/", "ce n'est pas une adresse"),
    ],
)
def test_an_address_that_leads_nowhere_is_told(
    commande: Commande, a_signer: Path, pkcs12: Path, adresse: str, dit: str
) -> None:
    options = (*_options("executif", pkcs12), "--horodatage", adresse)
    _refused(commande("signer", a_signer, *options), dit)


def test_a_timestamped_signature_says_so(commande: Commande, a_signer: Path, pkcs12: Path) -> None:
    with serveur_horodatage.serve() as adresse:
        options = (*_options("executif", pkcs12), "--horodatage", adresse)
        assert commande("signer", a_signer, *options).exit_code == 0
    ligne = commande("verifier-signature", "signe.pdf").stdout.splitlines()[0]
    assert "(UTC), horodatée par Horodateur d'essai" in ligne


def _at_a_terminal(dossier: Path, arguments: list[str], saisie: bytes | None) -> tuple[int, str]:
    """Run a command with a terminal before it; type an answer once a question is asked."""
    maitre, esclave = pty.openpty()
    environnement = {nom: v for nom, v in os.environ.items() if nom != VARIABLE}
    processus = subprocess.Popen(
        [sys.executable, "-m", "generator", *arguments],
        cwd=dossier,
        stdin=esclave,
        stdout=esclave,
        stderr=esclave,
        env=environnement | {"COLUMNS": "110", "TERM": "xterm"},
        start_new_session=True,
    )
    os.close(esclave)
    ecran = b""
    while True:
        try:
            morceau = os.read(maitre, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not morceau:
            break
        ecran += morceau
        if saisie is not None and b"Mot de passe de" in ecran:
            time.sleep(0.2)  # the echo is turned off before the question's last character is read
            os.write(maitre, saisie)
            saisie = None
    os.close(maitre)
    return processus.wait(), ecran.decode()


def test_a_person_types_a_password_that_is_not_shown(a_signer: Path, pkcs12: Path) -> None:
    options = _options("executif", pkcs12)
    secret = certificats.MOT_DE_PASSE.encode() + b"\n"
    code, ecran = _at_a_terminal(a_signer.parent, ["signer", str(a_signer), *options], secret)
    assert code == 0, ecran
    assert certificats.MOT_DE_PASSE not in ecran
    assert (a_signer.parent / "signe.pdf").is_file()


def test_a_person_who_gives_up_at_the_question_leaves_nothing(a_signer: Path, pkcs12: Path) -> None:
    arguments = ["signer", str(a_signer), *_options("executif", pkcs12)]
    code, ecran = _at_a_terminal(a_signer.parent, arguments, b"\x04")  # the end of what is typed
    assert code == INTERROMPU
    assert "Interrompu." in ecran
    assert sorted(a_signer.parent.iterdir()) == sorted({a_signer, pkcs12})


def test_a_person_at_a_terminal_sees_tidy_signatures(signe_deux_fois: Path) -> None:
    arguments = ["verifier-signature", signe_deux_fois.name]
    code, ecran = _at_a_terminal(signe_deux_fois.parent, arguments, None)
    assert code == 0
    for mot in ("✓ secretaire : intacte", "Camille Exemple", "Depuis", "certificat non vérifié"):
        assert mot in ecran


def test_the_password_is_never_an_argument() -> None:
    assert not [o for o in porte.command.params if "passe" in str(o.name) or "pass" in o.opts]


def test_only_these_commands_pay_for_the_library() -> None:
    code = (
        "import sys, generator, generator.cli.produire, generator.services.production;"
        "sys.exit(any(m.split('.')[0] in ('pyhanko', 'cryptography') for m in sys.modules))"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
