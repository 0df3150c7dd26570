"""Properties of a PDF: document information, XMP, language, and bytes that never vary."""

from __future__ import annotations

import functools
from datetime import datetime
from html import escape
from importlib.metadata import PackageNotFoundError, version
from io import BytesIO

import pikepdf

from generator.domain.document import Proprietes

_PAQUET = "actes-enfance"
_VERSION_PDF = "1.7"
_TEMOINS = ("/DocChecksum", "/ID")  # LibreOffice derives them from the clock

# ISO 16684-1 (XMP); the packet's id is fixed by the standard.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{titre}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{auteur}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{sujet}</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag>{mots}</rdf:Bag></dc:subject>
<dc:language><rdf:Bag><rdf:li>{langue}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{mots_cles}</pdf:Keywords>
<pdf:Producer>{producteur}</pdf:Producer>
<xmp:CreatorTool>{producteur}</xmp:CreatorTool>
{dates}</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""


def write(document: pikepdf.Pdf, proprietes: Proprietes) -> bytes:
    """Return the PDF with its properties, in the catalogue, the information and the XMP alike.

    Nothing else of the engine's own properties stays; the same document and properties give the
    same bytes, whenever and wherever they are written.
    """
    racine = document.Root
    racine.Lang = pikepdf.String(proprietes.langue)
    racine.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    racine.Metadata = pikepdf.Stream(
        document, _xmp(proprietes).encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
    )
    document.trailer.Info = document.make_indirect(_information(proprietes))
    for temoin in _TEMOINS:
        if temoin in document.trailer:
            del document.trailer[temoin]
    tampon = BytesIO()
    document.save(
        tampon,
        min_version=_VERSION_PDF,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return tampon.getvalue()


def _information(proprietes: Proprietes) -> pikepdf.Dictionary:
    """Return the document information dictionary (ISO 32000-1 § 14.3.3)."""
    valeurs = {
        "/Title": proprietes.titre,
        "/Author": proprietes.auteur,
        "/Subject": proprietes.sujet,
        "/Keywords": ", ".join(proprietes.mots_cles),
        "/Creator": _producer(),
        "/Producer": _producer(),
    }
    if proprietes.date is not None:
        date = f"{proprietes.date:D:%Y%m%d%H%M%SZ}"
        valeurs |= {"/CreationDate": date, "/ModDate": date}
    return pikepdf.Dictionary({nom: pikepdf.String(valeur) for nom, valeur in valeurs.items()})


def _xmp(proprietes: Proprietes) -> str:
    return _XMP.format(
        titre=escape(proprietes.titre),
        auteur=escape(proprietes.auteur),
        sujet=escape(proprietes.sujet),
        mots="".join(f"<rdf:li>{escape(mot)}</rdf:li>" for mot in proprietes.mots_cles),
        langue=escape(proprietes.langue),
        mots_cles=escape(", ".join(proprietes.mots_cles)),
        producteur=escape(_producer()),
        dates=_xmp_dates(proprietes.date),
    )


def _xmp_dates(date: datetime | None) -> str:
    if date is None:
        return ""
    ecrite = f"{date:%Y-%m-%dT%H:%M:%SZ}"
    return "".join(
        f"<xmp:{nom}>{ecrite}</xmp:{nom}>\n" for nom in ("CreateDate", "ModifyDate", "MetadataDate")
    )


@functools.cache
def _producer() -> str:
    """Return « actes-enfance 0.1.0 », without a version where the package is not installed."""
    try:
        return f"{_PAQUET} {version(_PAQUET)}"
    except PackageNotFoundError:
        return _PAQUET
