"""Small Word templates, made for a test and filled at once."""

from __future__ import annotations

import io
import zipfile

from docx import Document

from generator.domain.document import Proprietes
from generator.rendering.gabarit import Gabarit

PROPRIETES = Proprietes("Titre", "Ville", "Sujet", ("un", "deux"), None)


def write(tmp_path, *paragraphes, nom="essai.docx", build=None):
    """Return the path of a template with these paragraphs; `build` may add to the document."""
    document = Document()
    for texte in paragraphes:
        document.add_paragraph(texte)
    if build is not None:
        build(document)
    path = tmp_path / nom
    document.save(str(path))
    return path


def fill(path, **contexte):
    return Gabarit(path).fill(contexte, PROPRIETES)


def texts(rempli):
    """Return the texts of the body's paragraphs, empty ones included."""
    return [p.text for p in Document(io.BytesIO(rempli.docx)).paragraphs]


def members(docx):
    with zipfile.ZipFile(io.BytesIO(docx)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path, changes):
    """Rewrite an archive with some members changed or added."""
    content = members(path.read_bytes()) | changes
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path
