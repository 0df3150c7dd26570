"""Properties of a PDF: information, XMP, language, colours, and bytes that never vary.

What they declare is PDF/A-2 (ISO 19005-2) and, for a tagged document, PDF/UA-1 (ISO 14289-1).
"""

from __future__ import annotations

import functools
import zlib
from datetime import datetime
from html import escape
from io import BytesIO

import pikepdf

from generator.domain.document import Proprietes
from generator.pdf.norme import Norme
from generator.resources import SRGB
from generator.version import __version__

_PRODUCTEUR = f"actes-enfance {__version__}"
_VERSION_PDF = "1.7"
_IMPRIMEE = 4  # annotations are printed with their page (ISO 19005-2 § 6.3.2)
_FLATE = "/FlateDecode"
_AMBIGU = b"\r\nendstream"
_TEMOINS = ("/DocChecksum", "/ID")  # LibreOffice derives them from the clock

# ISO 16684-1 (XMP); the packet's id is fixed by the standard.
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" \
xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" \
xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<pdfaid:part>2</pdfaid:part>
<pdfaid:conformance>{niveau}</pdfaid:conformance>
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
{accessible}</rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""

# ISO 14289-1 § 5, and the description that ISO 19005-2 § 6.6.2.3.3 wants of a foreign schema.
_XMP_ACCESSIBLE = """<rdf:Description rdf:about="" \
xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfuaid:part>1</pdfuaid:part>
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
"""


def write(document: pikepdf.Pdf, proprietes: Proprietes, norme: Norme) -> bytes:
    """Return the PDF with its properties, in the catalogue, the information and the XMP alike.

    `norme` is what it declares itself to be; that it is so is not checked here.

    Nothing else of the engine's own properties stays; the same document and properties give the
    same bytes, whenever and wherever they are written.
    """
    racine = document.Root
    racine.Lang = pikepdf.String(proprietes.langue)
    racine.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    racine.Metadata = pikepdf.Stream(
        document,
        _xmp(proprietes, norme).encode(),
        Type=pikepdf.Name.Metadata,
        Subtype=pikepdf.Name.XML,
    )
    for page in document.pages:
        for annotation in page.obj.get("/Annots", ()):
            annotation.F = int(annotation.get("/F", 0)) | _IMPRIMEE
    racine.OutputIntents = pikepdf.Array([_output_intent(document)])
    document.trailer.Info = document.make_indirect(_information(proprietes))
    for temoin in _TEMOINS:
        if temoin in document.trailer:
            del document.trailer[temoin]
    octets = _save(document, pikepdf.ObjectStreamMode.generate)
    if _AMBIGU in octets:
        _lengthen_ambiguous_streams(document)
        octets = _save(document, pikepdf.ObjectStreamMode.generate)
    return octets if _AMBIGU not in octets else _save(document, pikepdf.ObjectStreamMode.disable)


def _save(document: pikepdf.Pdf, mode: pikepdf.ObjectStreamMode) -> bytes:
    tampon = BytesIO()
    document.save(
        tampon,
        min_version=_VERSION_PDF,
        object_stream_mode=mode,
        fix_metadata_version=False,
        deterministic_id=True,
    )
    return tampon.getvalue()


def _lengthen_ambiguous_streams(document: pikepdf.Pdf) -> None:
    """Add a byte to each stream whose last one would pass for part of the end of line after it.

    The Length of a stream must be told from the file itself (ISO 19005-2 § 6.1.7.1). One byte
    more changes the checksum that ends compressed data.
    """
    for objet in document.objects:
        if not isinstance(objet, pikepdf.Stream) or objet.get("/Filter", _FLATE) != _FLATE:
            continue
        octets = objet.read_bytes()
        if zlib.compress(octets).endswith(b"\r"):
            objet.write(octets + b"\n")
            if "/Length1" in objet:
                objet.Length1 = len(octets) + 1


def _output_intent(document: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Return what the colours of the pages mean: sRGB (ISO 19005-2 § 6.2.3)."""
    profil = pikepdf.Stream(document, _srgb(), N=3)
    return pikepdf.Dictionary(
        Type=pikepdf.Name.OutputIntent,
        S=pikepdf.Name.GTS_PDFA1,
        OutputConditionIdentifier=pikepdf.String("sRGB"),
        Info=pikepdf.String("sRGB (IEC 61966-2-1)"),
        DestOutputProfile=document.make_indirect(profil),
    )


@functools.cache
def _srgb() -> bytes:
    return SRGB.read_bytes()


def _information(proprietes: Proprietes) -> pikepdf.Dictionary:
    """Return the document information dictionary (ISO 32000-1 § 14.3.3)."""
    valeurs = {
        "/Title": proprietes.titre,
        "/Author": proprietes.auteur,
        "/Subject": proprietes.sujet,
        "/Keywords": ", ".join(proprietes.mots_cles),
        "/Creator": _PRODUCTEUR,
        "/Producer": _PRODUCTEUR,
    }
    if proprietes.date is not None:
        date = f"{proprietes.date:D:%Y%m%d%H%M%SZ}"
        valeurs |= {"/CreationDate": date, "/ModDate": date}
    return pikepdf.Dictionary({nom: pikepdf.String(valeur) for nom, valeur in valeurs.items()})


def _xmp(proprietes: Proprietes, norme: Norme) -> str:
    return _XMP.format(
        titre=escape(proprietes.titre),
        auteur=escape(proprietes.auteur),
        sujet=escape(proprietes.sujet),
        mots="".join(f"<rdf:li>{escape(mot)}</rdf:li>" for mot in proprietes.mots_cles),
        langue=escape(proprietes.langue),
        mots_cles=escape(", ".join(proprietes.mots_cles)),
        producteur=escape(_PRODUCTEUR),
        dates=_xmp_dates(proprietes.date),
        niveau=norme.niveau,
        accessible=_XMP_ACCESSIBLE if norme.accessible else "",
    )


def _xmp_dates(date: datetime | None) -> str:
    if date is None:
        return ""
    ecrite = f"{date:%Y-%m-%dT%H:%M:%SZ}"
    return "".join(
        f"<xmp:{nom}>{ecrite}</xmp:{nom}>\n" for nom in ("CreateDate", "ModifyDate", "MetadataDate")
    )
