"""A town's logo takes the place of the template's own, with its own proportions."""

from __future__ import annotations

import datetime
import io
import struct
import zlib
from pathlib import Path

import pytest
from docx import Document
from PIL import Image

from generator.errors import RecordError
from generator.redaction.contexte import contexte, proprietes
from generator.referentiel.demarches import documents
from generator.rendering.gabarit import Gabarit
from generator.rendering.logo import NOM, read_logo
from generator.resources import TEMPLATES
from generator.services.verification import verify

LE_HAVRE = Path(__file__).parents[2] / "samples" / "le-havre.yaml"
CADRE = (2_160_000, 792_000)  # EMU: the frame that the templates keep for a logo


def png(largeur, hauteur):
    def chunk(kind, data):
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    header = struct.pack(">IIBBBBB", largeur, hauteur, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\x80" * largeur) * hauteur)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


def jpeg(largeur, hauteur):
    buffer = io.BytesIO()
    Image.new("RGB", (largeur, hauteur), "teal").save(buffer, "JPEG")
    return buffer.getvalue()


def deliberation(logo_path):
    """Return the filled deliberation of Le Havre, opened, with this logo or without."""
    matiere = verify(LE_HAVRE, aujourdhui=datetime.date(2026, 9, 1)).matiere
    mots = contexte(matiere)
    mots["collectivite"]["logo"] = logo_path is not None
    logos = {NOM: read_logo(str(logo_path))} if logo_path is not None else {}
    facts = proprietes(documents()["deliberation"], mots, matiere)
    rempli = Gabarit(TEMPLATES / "deliberation.docx").fill(mots, facts, logos)
    return Document(io.BytesIO(rempli.docx))


def write(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def logos(document):
    return [shape for shape in document.inline_shapes if shape._inline.docPr.get("name") == "logo"]


def logo_of(document):
    (shape,) = logos(document)
    return shape


FORMES = [(900, 300), (300, 900), (200, 200), (10, 10), (2_000, 100)]


@pytest.mark.parametrize(("largeur", "hauteur"), FORMES)
@pytest.mark.parametrize(
    ("make", "name", "kind"),
    [(png, "logo.png", "image/png"), (jpeg, "logo.jpg", "image/jpeg")],
)
def test_the_logo_fits_its_frame_with_its_own_proportions(
    tmp_path, make, name, kind, largeur, hauteur
):
    content = make(largeur, hauteur)
    document = deliberation(write(tmp_path, name, content))
    shape = logo_of(document)
    assert shape.width <= CADRE[0]
    assert shape.height <= CADRE[1]
    assert shape.width in (CADRE[0],) or shape.height in (CADRE[1],)
    assert shape.width / shape.height == pytest.approx(largeur / hauteur, rel=1e-4)
    relation = document.part.rels[shape._inline.graphic.graphicData.pic.blipFill.blip.embed]
    assert relation.target_part.blob == content
    assert relation.target_part.content_type == kind


def test_the_drawing_and_its_picture_have_the_same_sides(tmp_path):
    document = deliberation(write(tmp_path, "logo.png", png(123, 77)))
    shape = logo_of(document)
    extent = shape._inline.graphic.graphicData.pic.spPr.find(".//{*}ext")
    assert (int(extent.get("cx")), int(extent.get("cy"))) == (shape.width, shape.height)


def test_the_logo_says_whose_it_is(tmp_path):
    shape = logo_of(deliberation(write(tmp_path, "logo.png", png(10, 10))))
    assert shape._inline.docPr.get("descr") == "Logo de la Ville du Havre"


def test_without_a_logo_there_is_no_picture():
    assert logos(deliberation(None)) == []


def test_the_sample_s_logo_is_read():
    logo = read_logo(str(LE_HAVRE.parent / "logo-fictif.png"))
    assert (logo.extension, logo.largeur, logo.hauteur) == ("png", 900, 300)


def test_a_jpeg_need_not_be_a_jfif(tmp_path):
    adobe = b"\xff\xd8\xff\xee\x00\x0eAdobe\x00d\x00\x00\x00\x00\x00" + jpeg(30, 20)[20:]
    logo = read_logo(str(write(tmp_path, "logo.jpg", adobe)))
    assert (logo.extension, logo.largeur, logo.hauteur) == ("jpeg", 30, 20)


CASSES = {
    "absent": None,
    "vide": b"",
    "texte": b"bonjour",
    "gif": b"GIF89a\x0a\x00\x0a\x00\x80\x00\x00" + b"\0" * 20,
    "bmp": b"BM" + b"\0" * 60,
    "png sans rien": b"\x89PNG\r\n\x1a\n",
    "jpeg sans rien": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "jpeg sans image": b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x01\x00H\x00H\x00\x00\xff\xd9",
    "png coupé": png(30, 20)[:-20],
    "png sans fin": png(30, 20)[:-12],
    "png gâté": png(30, 20).replace(b"IDAT", b"IDAT\xff", 1)[:-1],
    "jpeg coupé": jpeg(300, 200)[:-300],
    "image immense": png(1, 1)[:16] + struct.pack(">II", 60_000, 60_000) + png(1, 1)[24:],
    "png plat": png(10, 0),
    "png étroit": png(0, 10),
    "svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
}


@pytest.mark.parametrize("content", CASSES.values(), ids=CASSES)
def test_a_broken_picture_is_a_mistake_of_the_record(tmp_path, content):
    path = tmp_path / "logo.png"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(RecordError) as caught:
        read_logo(str(path))
    assert str(caught.value).startswith(f"{path} : le logo n'est pas une image PNG ou JPEG entière")


@pytest.mark.parametrize("content", [png(30, 20), jpeg(30, 20)], ids=["png", "jpeg"])
def test_a_picture_cut_anywhere_is_read_or_refused(tmp_path, content):
    path = tmp_path / "logo.png"
    for length in range(len(content)):
        path.write_bytes(content[:length])
        try:
            logo = read_logo(str(path))
        except RecordError:
            continue
        assert (logo.largeur, logo.hauteur) == (30, 20)


@pytest.mark.parametrize("content", [png(30, 20), jpeg(30, 20)], ids=["png", "jpeg"])
def test_a_picture_spoilt_anywhere_is_read_or_refused(tmp_path, content):
    path = tmp_path / "logo.png"
    for place in range(min(len(content), 60)):
        for byte in (0x00, 0x7F, 0xFF):
            path.write_bytes(content[:place] + bytes([byte]) + content[place + 1 :])
            try:
                logo = read_logo(str(path))
            except RecordError:
                continue
            assert logo.largeur > 0
            assert logo.hauteur > 0


def test_a_folder_is_no_logo(tmp_path):
    with pytest.raises(RecordError):
        read_logo(str(tmp_path))
