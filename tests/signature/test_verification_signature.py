"""What was done to a signed file is found and told: nothing altered passes for intact."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import certificats
import pikepdf
import pytest
import serveur_horodatage
from pyhanko.pdf_utils.generic import (
    ArrayObject,
    DictionaryObject,
    NumberObject,
    StreamObject,
    TextStringObject,
    pdf_name,
)
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields
from pyhanko.sign.signers import PdfTimeStamper

import generator
from generator.pdf.signature.horodatage import Horodateur
from generator.pdf.signature.verification import Constat, Releve

APRES = "le document a été modifié après cette signature"


def verify(octets: bytes, dossier: Path, *autorites: Path) -> Releve:
    chemin = dossier / "a-verifier.pdf"
    chemin.write_bytes(octets)
    return generator.verify_signatures(
        chemin, maintenant=certificats.MOMENT, autorites=list(autorites)
    )


def _by_field(releve: Releve) -> dict[str, Constat]:
    return {constat.champ: constat for constat in releve.signatures}


def _ranges(octets: bytes) -> dict[str, list[int]]:
    with pikepdf.Pdf.open(io.BytesIO(octets)) as pdf:
        return {str(c.T): [int(n) for n in c.V.ByteRange] for c in pdf.Root.AcroForm.Fields}


def test_a_flipped_byte_is_found_by_every_signature_that_covers_it(
    signe_deux_fois: Path, tmp_path: Path
) -> None:
    octets = bytearray(signe_deux_fois.read_bytes())
    place = octets.index(b"stream") + 40
    octets[place] ^= 1
    releve = verify(bytes(octets), tmp_path)
    assert not releve.bon
    assert {c.alteration for c in releve.signatures} == {"le contenu signé a été modifié"}


def test_no_flipped_byte_passes_and_none_breaks_the_reader(
    signe_deux_fois: Path, tmp_path: Path
) -> None:
    """Bytes taken all along the file; those of a signature's own value may be mere padding."""
    octets = signe_deux_fois.read_bytes()
    _, trou, reprise, _ = _ranges(octets)["executif"]
    for place in range(7, len(octets), len(octets) // 60):
        abime = bytearray(octets)
        abime[place] ^= 0x41
        try:
            releve = verify(bytes(abime), tmp_path)
        except generator.SignatureError as error:
            assert "endommagé" in str(error) or "n'est pas un PDF" in str(error)
            continue
        assert trou < place < reprise or not releve.bon, place


def test_a_byte_flipped_after_the_first_signature_spares_it(
    signe_deux_fois: Path, tmp_path: Path
) -> None:
    """The byte is in the drawing of the second: the first was made before it existed."""
    octets = bytearray(signe_deux_fois.read_bytes())
    _, _, debut, longueur = _ranges(bytes(octets))["secretaire"]
    place = octets.index(b"Tj", debut + longueur) - 4
    octets[place] = ord("1") if octets[place] != ord("1") else ord("2")
    constats = _by_field(verify(bytes(octets), tmp_path))
    assert constats["executif"].alteration == "le contenu signé a été modifié"
    assert constats["secretaire"].intacte


def test_a_forged_signature_value_is_found(signe_deux_fois: Path, tmp_path: Path) -> None:
    """The signature of the one put in the place of the other's dates and digests nothing."""
    octets = bytearray(signe_deux_fois.read_bytes())
    un, deux = _ranges(bytes(octets))["secretaire"], _ranges(bytes(octets))["executif"]
    valeur = octets[un[1] + 1 : un[2] - 1]
    place = slice(deux[1] + 1, deux[2] - 1)
    octets[place] = valeur.ljust(deux[2] - deux[1] - 2, b"0")[: deux[2] - deux[1] - 2]
    constats = _by_field(verify(bytes(octets), tmp_path))
    assert not constats["executif"].intacte
    assert constats["secretaire"].intacte


def test_a_signature_that_is_no_signature_is_told(signe_deux_fois: Path, tmp_path: Path) -> None:
    octets = bytearray(signe_deux_fois.read_bytes())
    _, fin, reprise, _ = _ranges(bytes(octets))["executif"]
    octets[fin + 1 : reprise - 1] = b"0" * (reprise - fin - 2)
    constat = _by_field(verify(bytes(octets), tmp_path))["executif"]
    assert constat.alteration == "la signature est illisible"


def _page(ajout: IncrementalPdfFileWriter) -> DictionaryObject:
    return ajout.find_page_for_modification(0)[0].get_object()


def change_page(ajout: IncrementalPdfFileWriter) -> None:
    contenu = StreamObject(stream_data=b"1 0 0 rg 100 500 300 100 re f")
    ajout.add_stream_to_page(0, ajout.add_object(contenu))


def annotate(ajout: IncrementalPdfFileWriter) -> None:
    page = _page(ajout)
    note = DictionaryObject(
        {
            pdf_name("/Type"): pdf_name("/Annot"),
            pdf_name("/Subtype"): pdf_name("/Text"),
            pdf_name("/Rect"): ArrayObject(NumberObject(n) for n in (100, 700, 120, 720)),
            pdf_name("/Contents"): TextStringObject("Montant corrigé"),
        }
    )
    page["/Annots"] = ArrayObject([*page.get("/Annots", ()), ajout.add_object(note)])
    ajout.update_container(page)


def move_field(ajout: IncrementalPdfFileWriter) -> None:
    champ = ajout.root["/AcroForm"]["/Fields"][0]
    champ["/Rect"] = ArrayObject(NumberObject(n) for n in (10, 10, 200, 60))
    ajout.update_container(champ)


def rename_signatory(ajout: IncrementalPdfFileWriter) -> None:
    champ = ajout.root["/AcroForm"]["/Fields"][0]
    champ["/TU"] = TextStringObject("Signature de quelqu'un d'autre")
    ajout.update_container(champ)


def add_text_field(ajout: IncrementalPdfFileWriter) -> None:
    champ = DictionaryObject(
        {
            pdf_name("/FT"): pdf_name("/Tx"),
            pdf_name("/T"): TextStringObject("montant"),
            pdf_name("/V"): TextStringObject("1 000 000 €"),
        }
    )
    formulaire = ajout.root["/AcroForm"]
    formulaire["/Fields"].append(ajout.add_object(champ))
    ajout.update_container(formulaire["/Fields"])
    ajout.update_container(formulaire)


def change_language(ajout: IncrementalPdfFileWriter) -> None:
    ajout.root["/Lang"] = TextStringObject("en-GB")
    ajout.update_root()


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        (change_page, "le contenu de la page 1 a changé"),
        (annotate, "les annotations de la page 1 ont changé"),
        (move_field, "le champ « secretaire » a été modifié"),
        (rename_signatory, "le champ « secretaire » a été modifié"),
        (add_text_field, "le champ « montant » a été ajouté"),
        (change_language, None),
    ],
)
def test_an_update_that_changes_the_document_is_found_and_described(
    signe_deux_fois: Path,
    tmp_path: Path,
    change: Callable[[IncrementalPdfFileWriter], None],
    dit: str | None,
) -> None:
    ajout = IncrementalPdfFileWriter(io.BytesIO(signe_deux_fois.read_bytes()))
    change(ajout)
    ajout.write(sortie := io.BytesIO())
    releve = verify(sortie.getvalue(), tmp_path)
    assert not releve.bon
    for constat in releve.signatures:
        assert constat.alteration == APRES
        assert dit is None or dit in constat.suites
    assert "la signature « executif » a été ajoutée" in releve.signatures[0].suites


def test_bytes_after_the_end_are_found(signe_deux_fois: Path, tmp_path: Path) -> None:
    octets = signe_deux_fois.read_bytes()
    fausse_fin = b"\n% un ajout qui n'est pas une mise a jour\nstartxref\n0\n%%EOF\n"
    with pytest.raises(generator.SignatureError):
        verify(octets + fausse_fin, tmp_path)


def test_bytes_that_change_nothing_are_told(signe_deux_fois: Path, tmp_path: Path) -> None:
    premiere, derniere = verify(
        signe_deux_fois.read_bytes() + b"\n% un ajout\n", tmp_path
    ).signatures
    assert premiere.suites == ("la signature « executif » a été ajoutée",)
    (dit,) = derniere.suites
    assert dit == "des octets ont été ajoutés à la fin du fichier, sans changement reconnu"


def test_the_name_of_a_field_never_passes_for_a_line_of_the_answer(
    signe_deux_fois: Path, tmp_path: Path
) -> None:
    piege = "autre\n\x1b[32mé : intacte"
    ecrivain = IncrementalPdfFileWriter(io.BytesIO(signe_deux_fois.read_bytes()))
    fields.append_signature_field(ecrivain, fields.SigFieldSpec(piege))
    ajout = io.BytesIO()
    ecrivain.write(ajout)
    releve = verify(ajout.getvalue(), tmp_path)
    assert releve.a_signer == ("autre [32mé : intacte",)
    assert "le champ « autre [32mé : intacte » a été ajouté" in releve.signatures[-1].suites


def test_a_rewritten_file_loses_its_signatures(signe_deux_fois: Path, tmp_path: Path) -> None:
    """As a stamp of transmission does, or a viewer that saves."""
    with pikepdf.Pdf.open(signe_deux_fois) as pdf:
        pdf.save(tampon := io.BytesIO())
    releve = verify(tampon.getvalue(), tmp_path)
    assert len(releve.signatures) == 2
    assert not any(constat.intacte for constat in releve.signatures)


def test_an_archive_timestamp_of_another_program_is_no_alteration(
    signe_deux_fois: Path, tmp_path: Path, autorite: Path
) -> None:
    ajout = IncrementalPdfFileWriter(io.BytesIO(signe_deux_fois.read_bytes()))
    with serveur_horodatage.serve() as adresse:
        date = PdfTimeStamper(Horodateur(adresse), field_name="archive").timestamp_pdf(
            ajout, "sha256"
        )
    releve = verify(date.getvalue(), tmp_path, autorite)
    constats = _by_field(releve)
    assert releve.bon
    assert constats["archive"].horodatee_par == "Horodateur d'essai"
    assert constats["archive"].date == serveur_horodatage.MOMENT
    assert "la signature « archive » a été ajoutée" in constats["executif"].suites


def test_an_empty_field_added_is_told(signe_deux_fois: Path, tmp_path: Path) -> None:
    ajout = IncrementalPdfFileWriter(io.BytesIO(signe_deux_fois.read_bytes()))
    fields.append_signature_field(ajout, fields.SigFieldSpec("temoin"))
    ajout.write(sortie := io.BytesIO())
    releve = verify(sortie.getvalue(), tmp_path)
    assert releve.a_signer == ("temoin",)
    assert all("le champ « temoin » a été ajouté" in c.suites for c in releve.signatures)


def test_properties_that_another_program_writes_are_told(
    signe_deux_fois: Path, tmp_path: Path
) -> None:
    """Programs that sign date the document again: no alteration, but a title may be among them."""
    ajout = IncrementalPdfFileWriter(io.BytesIO(signe_deux_fois.read_bytes()))
    information = ajout.prev.trailer.raw_get("/Info")
    ajout.get_object(information.reference)["/Title"] = TextStringObject("Un autre titre")
    ajout.mark_update(information)
    ajout.write(sortie := io.BytesIO())
    releve = verify(sortie.getvalue(), tmp_path)
    assert releve.bon
    dit = "les propriétés du document (titre, auteur, dates) ont changé"
    assert all(dit in c.suites for c in releve.signatures)


def test_authorities_vouch_for_their_own_alone(
    signe_deux_fois: Path, tmp_path: Path, autorite: Path
) -> None:
    octets = signe_deux_fois.read_bytes()
    autre = tmp_path / "autre.pem"
    autre.write_bytes(certificats.autorite("Autre autorité d'essai").pem)
    sans, avec, faux = (
        verify(octets, tmp_path, *autorites) for autorites in ([], [autre, autorite], [autre])
    )
    assert sans.bon
    assert {c.confiance.name for c in sans.signatures} == {"NON_DEMANDEE"}
    assert avec.bon
    assert {c.confiance.name for c in avec.signatures} == {"VERIFIEE"}
    assert not faux.bon
    assert {c.confiance.name for c in faux.signatures} == {"REFUSEE"}
    assert all(c.intacte for c in faux.signatures)
