"""Pictures go where the template keeps a place for them, as many times as a loop makes it."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from docx import Document
from docx.shared import Cm
from gabarits_types import PROPRIETES
from PIL import Image

from generator.rendering.gabarit import Gabarit
from generator.rendering.illustrations import Illustration


def picture(couleur: str, largeur: int, hauteur: int) -> Illustration:
    octets = io.BytesIO()
    Image.new("RGB", (largeur, hauteur), couleur).save(octets, "PNG")
    return Illustration(octets.getvalue(), "png", largeur, hauteur)


def template(path: Path) -> Path:
    document = Document()
    document.add_paragraph("{%p for axe in axes %}")
    octets = io.BytesIO(picture("white", 10, 10).content)
    shape = document.add_picture(octets, width=Cm(10), height=Cm(5))
    shape._inline.docPr.set("name", "graphique-{{ axe.cle }}")
    shape._inline.docPr.set("descr", "{{ axe.texte }}")
    document.add_paragraph("{%p endfor %}")
    document.save(str(path))
    return path


AXES = {"axes": [{"cle": "a", "texte": "Le premier"}, {"cle": "b", "texte": "Le « second »"}]}
DEUX = {"graphique-a": picture("navy", 400, 100), "graphique-b": picture("teal", 100, 100)}


def shapes(docx: bytes):
    document = Document(io.BytesIO(docx))
    return [
        (
            shape._inline.docPr,
            document.part.related_parts[shape._inline.graphic.graphicData.pic.blipFill.blip.embed],
            (shape.width, shape.height),
        )
        for shape in document.inline_shapes
    ]


def test_each_turn_of_a_loop_gets_its_own_picture_in_the_same_frame(tmp_path):
    rempli = Gabarit(template(tmp_path / "g.docx")).fill(AXES, PROPRIETES, DEUX)
    (un, deux) = shapes(rempli.docx)
    assert [un[0].get("descr"), deux[0].get("descr")] == ["Le premier", "Le « second »"]
    assert [un[1].blob, deux[1].blob] == [image.content for image in DEUX.values()]
    assert un[2] == (Cm(10), Cm(2.5))
    assert deux[2] == (Cm(5), Cm(5))
    assert len({un[0].get("id"), deux[0].get("id")}) == 2


def test_the_same_picture_twice_is_kept_once(tmp_path):
    axes = {"axes": [AXES["axes"][0]] * 3}
    rempli = Gabarit(template(tmp_path / "g.docx")).fill(axes, PROPRIETES, DEUX)
    assert len(shapes(rempli.docx)) == 3
    with zipfile.ZipFile(io.BytesIO(rempli.docx)) as archive:
        placed = [name for name in archive.namelist() if "illustration" in name]
        assert placed == ["word/media/illustration1.png"]


def test_a_drawing_without_a_picture_of_its_name_is_left_as_it_is(tmp_path):
    path = template(tmp_path / "g.docx")
    sans = Gabarit(path).fill(AXES, PROPRIETES)
    autre = Gabarit(path).fill(AXES, PROPRIETES, {"logo": DEUX["graphique-a"]})
    assert sans.docx == autre.docx
    assert {shape[1].blob for shape in shapes(sans.docx)} == {picture("white", 10, 10).content}
