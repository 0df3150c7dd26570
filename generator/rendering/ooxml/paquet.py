"""A .docx as an OPC package: its parts, within limits that no honest document reaches."""

from __future__ import annotations

import functools
import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from generator.errors import TemplateError

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
ADEC = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"

_ENTIER = re.compile(r"-?[0-9]{1,9}")

PARTIE_MAXIMALE = 32 * 2**20
"""Largest part of a document read here, in bytes once inflated."""
TOTAL_MAXIMAL = 256 * 2**20
"""Largest document read here, in bytes once inflated: what is more is a zip bomb."""
PARTIES_GARDEES = 32
"""Parts of each kind whose reading is kept: documents of one template have theirs in common."""

_ILLISIBLE = (
    "Ce fichier n'est pas un document Word (.docx) lisible : ouvrez-le dans Word et enregistrez-le "
    "à nouveau au format « Document Word (.docx) »."
)
_TROP_GROS = (
    "Ce fichier Word, une fois décompressé, dépasse {limite} Mio : retirez-en les images ou les "
    "objets trop lourds."
)


@dataclass(frozen=True, slots=True)
class Paquet:
    """An opened .docx; `document` is the name of its main part (« word/document.xml »).

    `lire` returns the bytes of a part by its name, None if there is no such part.
    """

    lire: Callable[[str], bytes | None]
    document: str

    def octets(self, nom: str) -> bytes | None:
        """Return the bytes of a part, or None if there is no such part.

        Raises TemplateError when the part is damaged, encrypted or too large.
        """
        return self.lire(nom)

    def xml(self, nom: str) -> etree._Element | None:
        """Return the root element of an XML part, or None if there is no such part.

        Raises TemplateError when it is damaged, too large or too deeply nested.
        """
        octets = self.octets(nom)
        return None if octets is None else parse(octets, nom)

    def relations(self, partie: str) -> dict[str, tuple[str, str]]:
        """Return the relations of a part: id → (last word of the type, name of the target part).

        The target of an external relation is its address, as the file writes it.
        """
        dossier, nom = posixpath.split(partie)
        nom = posixpath.join(dossier, "_rels", f"{nom}.rels")
        octets = self.octets(nom)
        return {} if octets is None else dict(_relations(octets, nom, dossier))


def open_paquet(docx: bytes, membres: Mapping[str, bytes] | None = None) -> Paquet:
    """Return the opened package of a .docx.

    `membres`: what its archive holds, by name, from who has just written it; it is then not opened.

    Raises TemplateError when the bytes are no zip archive, hold no Word document, or inflate
    beyond `TOTAL_MAXIMAL`.
    """
    if membres is not None:
        tailles = [len(octets) for octets in membres.values()]
        lire = functools.partial(_look_up, membres)
    else:
        try:
            archive = zipfile.ZipFile(BytesIO(docx))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise TemplateError(_ILLISIBLE) from error
        tailles = [info.file_size for info in archive.infolist()]
        lire = functools.partial(_read, archive)
    if sum(tailles) > TOTAL_MAXIMAL:
        raise TemplateError(_TROP_GROS.format(limite=TOTAL_MAXIMAL // 2**20))
    return Paquet(lire, _main_part(lire))


def child(parent: etree._Element, tag: str) -> etree._Element | None:
    """Return the first child of a tag, twice as fast as `find`, which compiles paths."""
    return next(parent.iterchildren(tag), None)


def entier(texte: str | None, defaut: int = 0) -> int:
    """Return the whole number that an attribute holds, or `defaut` where it holds none."""
    return int(texte) if texte and _ENTIER.fullmatch(texte) else defaut


def _main_part(lire: Callable[[str], bytes | None]) -> str:
    nom = "_rels/.rels"
    octets = lire(nom)
    document = None if octets is None else _target_of_document(octets, nom)
    if document is None:
        raise TemplateError(_ILLISIBLE)
    return document


@functools.lru_cache(maxsize=PARTIES_GARDEES)
def _target_of_document(octets: bytes, nom: str) -> str | None:
    for relation in parse(octets, nom).iterfind(_RELATION):
        if relation.get("Type") == _DOCUMENT:
            return _resolve("", relation.get("Target", ""))
    return None


@functools.lru_cache(maxsize=PARTIES_GARDEES)
def _relations(octets: bytes, nom: str, dossier: str) -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple(
        (
            relation.get("Id", ""),
            (
                relation.get("Type", "").rpartition("/")[2],
                relation.get("Target", "")
                if relation.get("TargetMode") == "External"
                else _resolve(dossier, relation.get("Target", "")),
            ),
        )
        for relation in parse(octets, nom).iterfind(_RELATION)
    )


def _resolve(dossier: str, cible: str) -> str:
    """Return the part named by a relation's target, absolute or relative to `dossier`."""
    return posixpath.normpath(posixpath.join("/", dossier, cible)).lstrip("/")


def _look_up(membres: Mapping[str, bytes], nom: str) -> bytes | None:
    octets = membres.get(nom)
    if octets is not None:
        _refuse_large(len(octets))
    return octets


def _refuse_large(taille: int) -> None:
    if taille > PARTIE_MAXIMALE:
        raise TemplateError(_TROP_GROS.format(limite=PARTIE_MAXIMALE // 2**20))


def _read(archive: zipfile.ZipFile, nom: str) -> bytes | None:
    try:
        info = archive.getinfo(nom)
    except KeyError:
        return None
    _refuse_large(info.file_size)
    try:
        return archive.read(info)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise TemplateError(_ILLISIBLE) from error


def parse(octets: bytes, nom: str) -> etree._Element:
    """Return the root element of an XML part, `nom` for messages.

    Raises TemplateError when it is damaged or too deeply nested.
    """
    # libxml2 stops by itself at 256 nested elements and at texts of 10 MB.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        racine = etree.fromstring(octets, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateError(_message(nom, error)) from error
    if racine.getroottree().docinfo.internalDTD is not None:
        raise TemplateError(_ILLISIBLE)
    return racine


def _message(nom: str, error: etree.XMLSyntaxError) -> str:
    if "depth" in str(error):
        return (
            f"Le fichier Word imbrique trop d'éléments (tableaux dans des tableaux) dans « {nom} » "
            "(plus de 256 niveaux) : simplifiez sa mise en page."
        )
    if "too long" in str(error):
        return f"Un texte de « {nom} » dépasse 10 millions de caractères : découpez-le."
    return f"Le fichier Word est abîmé : « {nom} » n'est pas du XML lisible."
