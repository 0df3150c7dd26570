"""Small Word files written by hand, part by part, so that tests say exactly what they hold."""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping

NOMS = " ".join(
    f'xmlns:{prefixe}="{uri}"'
    for prefixe, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
XML = '<?xml version="1.0" encoding="UTF-8"?>'
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
CLE = "{01234567-89AB-CDEF-0123-456789ABCDEF}"
POLICE = "Source Sans Pro"
PAGE = (
    '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
    'w:left="1134" w:header="500" w:footer="500" w:gutter="0"/>'
)
LIEN = "https://exemple.fr/"
IMAGE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
TRANSPARENTE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAD0AAAARCAYAAABuDKSkAAAAG0lEQVR42u3BgQAAAADDoPlTX+EAVQEAAAAcBhBFAAEmAPhWAAAAAElFTkSuQmCC"
)
"""The picture of the templates' places of signature: 61 × 17 pixels, all transparent."""
SAUT_DE_PAGE = '<w:p><w:r><w:br w:type="page"/></w:r></w:p>'


def run(texte: str, rpr: str = "") -> str:
    format_ = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f'<w:r>{format_}<w:t xml:space="preserve">{texte}</w:t></w:r>'


def p(*morceaux: str, ppr: str = "") -> str:
    runs = "".join(m if m.startswith("<") else run(m) for m in morceaux)
    return f"<w:p><w:pPr>{ppr}</w:pPr>{runs}</w:p>"


def element_de_liste(texte: str, niveau: int = 0, num: int = 1) -> str:
    return p(texte, ppr=f'<w:numPr><w:ilvl w:val="{niveau}"/><w:numId w:val="{num}"/></w:numPr>')


def champ(instruction: str, resultat: str = "?") -> str:
    def marque(genre: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{genre}"/></w:r>'

    instructions = f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
    return marque("begin") + instructions + marque("separate") + run(resultat) + marque("end")


def tableau(*lignes: tuple[str, ...], entetes: int = 0) -> str:
    largeur = 9000 // len(lignes[0])
    grille = f'<w:gridCol w:w="{largeur}"/>' * len(lignes[0])
    rangees = ""
    for rang, ligne in enumerate(lignes):
        trpr = "<w:trPr><w:tblHeader/></w:trPr>" if rang < entetes else ""
        cellules = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{largeur}" w:type="dxa"/></w:tcPr>'
            f"{cellule if cellule.startswith('<') else p(cellule)}</w:tc>"
            for cellule in ligne
        )
        rangees += f"<w:tr>{trpr}{cellules}</w:tr>"
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grille}</w:tblGrid>{rangees}</w:tbl>"


def cadre(*paragraphes: str) -> str:
    """A text box anchored in a run, with the older form that Word writes beside it."""
    contenu = f"<w:txbxContent>{''.join(paragraphes)}</w:txbxContent>"
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" '
        'distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/><wp:positionH '
        'relativeFrom="column"><wp:posOffset>2000000</wp:posOffset></wp:positionH><wp:positionV '
        'relativeFrom="paragraph"><wp:posOffset>1000000</wp:posOffset></wp:positionV><wp:extent '
        'cx="2000000" cy="600000"/><wp:wrapNone/><wp:docPr id="1" name="Cadre"/><a:graphic>'
        '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape">'
        '<wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext '
        'cx="2000000" cy="600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        f"</wps:spPr><wps:txbx>{contenu}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData>"
        "</a:graphic></wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:rect "
        f'style="width:100pt;height:40pt"><v:textbox>{contenu}</v:textbox></v:rect></w:pict>'
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )


def image(texte: str = "", *, ancree: bool = False, decorative: bool = False) -> str:
    """A picture of one pixel, in the line or anchored; the part is `IMAGE`."""
    signe = (
        '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
        'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
        "</a:ext></a:extLst>"
    )
    nature = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    dessin = (
        f'<wp:extent cx="500000" cy="500000"/>{"<wp:wrapNone/>" if ancree else ""}'
        f'<wp:docPr id="7" name="Image" descr="{texte}">{signe if decorative else ""}</wp:docPr>'
        f'<a:graphic><a:graphicData uri="{nature}"><pic:pic xmlns:pic="{nature}"><pic:nvPicPr>'
        '<pic:cNvPr id="0" name="x"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip '
        'r:embed="image"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>'
        '<a:off x="0" y="0"/><a:ext cx="500000" cy="500000"/></a:xfrm><a:prstGeom prst="rect">'
        "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>"
    )
    if not ancree:
        return f"<w:r><w:drawing><wp:inline>{dessin}</wp:inline></w:drawing></w:r>"
    return (
        '<w:r><w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" '
        'relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">'
        '<wp:simplePos x="0" y="0"/><wp:positionH relativeFrom="column"><wp:posOffset>2000000'
        '</wp:posOffset></wp:positionH><wp:positionV relativeFrom="paragraph"><wp:posOffset>'
        f"1000000</wp:posOffset></wp:positionV>{dessin}</wp:anchor></w:drawing></w:r>"
    )


def emplacement(
    nom: str, texte: str = "Signature", *, ancree: bool = False, dessin: str = "signature"
) -> str:
    """A place of signature of 7.2 × 1.7 cm; `dessin`: « signature », or « image » for a foreign one."""
    return (
        image(texte, ancree=ancree)
        .replace('name="Image"', f'name="{nom}"')
        .replace('cx="500000" cy="500000"', 'cx="2592000" cy="612000"')
        .replace("<wp:inline>", '<wp:inline distT="0" distB="0" distL="0" distR="0">')
        .replace('r:embed="image"', f'r:embed="{dessin}"')
    )


def lien(*morceaux: str) -> str:
    """A link to `LIEN`."""
    return f'<w:hyperlink r:id="lien">{"".join(morceaux)}</w:hyperlink>'


def controle(contenu: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{contenu}</w:sdtContent></w:sdt>"


def niveau(
    rang: int, format_: str, modele: str, *, depart: int = 1, style: str = "", plus: str = ""
) -> str:
    lien = f'<w:pStyle w:val="{style}"/>' if style else ""
    return (
        f'<w:lvl w:ilvl="{rang}"><w:start w:val="{depart}"/><w:numFmt w:val="{format_}"/>{lien}'
        f'{plus}<w:lvlText w:val="{modele}"/><w:lvlJc w:val="left"/><w:pPr><w:ind '
        f'w:left="{900 * (rang + 1)}" w:hanging="850"/></w:pPr></w:lvl>'
    )


def numerotation(*abstraites: str, nums: Mapping[int, tuple[int, str]] | None = None) -> str:
    """`nums`: num id → (abstract list, overrides); by default one instance of each, from 1."""
    instances = nums or {rang + 1: (rang, "") for rang in range(len(abstraites))}
    return (
        f"<w:numbering {NOMS}>"
        + "".join(
            f'<w:abstractNum w:abstractNumId="{rang}"><w:multiLevelType w:val="multilevel"/>'
            f"{niveaux}</w:abstractNum>"
            for rang, niveaux in enumerate(abstraites)
        )
        + "".join(
            f'<w:num w:numId="{num}"><w:abstractNumId w:val="{abstraite}"/>{plus}</w:num>'
            for num, (abstraite, plus) in instances.items()
        )
        + "</w:numbering>"
    )


def entete(*paragraphes: str) -> str:
    return f"<w:hdr {NOMS}>{''.join(paragraphes)}</w:hdr>"


def pied(*paragraphes: str) -> str:
    return f"<w:ftr {NOMS}>{''.join(paragraphes)}</w:ftr>"


def reference(genre: str, nom: str) -> str:
    """Point from a section to a running head: `reference("first", "header2")`."""
    return f'<w:{nom.rstrip("0123456789")}Reference w:type="{genre}" r:id="{nom}"/>'


def section(references: str = "", suite: str = "") -> str:
    return f"<w:sectPr>{references}{PAGE}{suite}</w:sectPr>"


def fin_de_section(references: str = "", suite: str = "") -> str:
    return p(ppr=section(references, suite))


def notes(genre: str, *textes: str) -> str:
    """The part of footnotes or endnotes (`genre`: footnote, endnote), ids from 1."""
    separations = "".join(
        f'<w:{genre} w:type="{nom}" w:id="{rang - 1}"><w:p><w:r><w:{nom}/></w:r></w:p></w:{genre}>'
        for rang, nom in enumerate(("separator", "continuationSeparator"))
    )
    corps = "".join(
        f'<w:{genre} w:id="{rang}">'
        + p(f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{genre}Ref/></w:r>', texte)
        + f"</w:{genre}>"
        for rang, texte in enumerate(textes, start=1)
    )
    return f"<w:{genre}s {NOMS}>{separations}{corps}</w:{genre}s>"


def appel(genre: str, numero: int) -> str:
    return (
        '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
        f'<w:{genre}Reference w:id="{numero}"/></w:r>'
    )


def docx(
    corps: str,
    *,
    styles: str = "",
    police: str = POLICE,
    fin: str | None = None,
    reglages: str = "",
    parties: Mapping[str, str] | None = None,
    polices: Mapping[str, bytes] | None = None,
) -> bytes:
    """Return the bytes of a .docx.

    `parties`: name (« header1 », « numbering », « footnotes », « theme ») → XML; `polices`:
    family → font file to embed; `fin`: the last section's properties.
    """
    toutes = {
        "styles": f'<w:styles {NOMS}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="{police}"'
        f' w:hAnsi="{police}" w:eastAsia="{police}" w:cs="{police}"/><w:sz w:val="22"/><w:lang '
        'w:val="fr-FR"/></w:rPr></w:rPrDefault></w:docDefaults><w:style w:type="paragraph" '
        'w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
        f"{styles}</w:styles>",
        "settings": f"<w:settings {NOMS}>{reglages}</w:settings>",
        **(parties or {}),
    }
    if polices:
        toutes["fontTable"] = _table_des_polices(polices)
    fichiers = {
        "[Content_Types].xml": _types(toutes),
        "_rels/.rels": _relations({"d": ("officeDocument", "word/document.xml")}),
        "word/_rels/document.xml.rels": _relations(
            {nom: (_genre(nom), f"{nom}.xml") for nom in toutes}
            | {
                "image": ("image", "media/image.png"),
                "signature": ("image", "media/signature.png"),
                "lien": ("hyperlink", LIEN),
            }
        ),
        "word/document.xml": f"{XML}<w:document {NOMS}><w:body>{corps}{fin or section()}</w:body>"
        "</w:document>",
    }
    fichiers |= {f"word/{nom}.xml": XML + contenu for nom, contenu in toutes.items()}
    images = {"word/media/image.png": IMAGE, "word/media/signature.png": TRANSPARENTE}
    binaires = images | {
        f"word/fonts/font{rang}.odttf": _brouille(octets)
        for rang, octets in enumerate((polices or {}).values())
    }
    if polices:
        fichiers["word/_rels/fontTable.xml.rels"] = _relations(
            {f"f{rang}": ("font", f"fonts/font{rang}.odttf") for rang in range(len(polices))}
        )
    return archive({nom: xml.encode() for nom, xml in fichiers.items()} | binaires)


def archive(fichiers: Mapping[str, bytes]) -> bytes:
    tampon = io.BytesIO()
    with zipfile.ZipFile(tampon, "w", zipfile.ZIP_DEFLATED) as sortie:
        for nom, octets in fichiers.items():
            sortie.writestr(nom, octets)
    return tampon.getvalue()


def _genre(nom: str) -> str:
    return nom.rstrip("0123456789")


def _types(parties: Mapping[str, str]) -> str:
    base = "application/vnd.openxmlformats-officedocument"
    lignes = "".join(
        f'<Override PartName="/word/{nom}.xml" ContentType="{base}.'
        + ("theme" if nom == "theme" else f"wordprocessingml.{_genre(nom)}")
        + '+xml"/>'
        for nom in parties
    )
    return (
        f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        'relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="odttf" ContentType="application/vnd.openxmlformats-officedocument.'
        'obfuscatedFont"/><Override PartName="/word/document.xml" '
        f'ContentType="{base}.wordprocessingml.document.main+xml"/>{lignes}</Types>'
    )


def _relations(relations: Mapping[str, tuple[str, str]]) -> str:
    externe = ' TargetMode="External"'
    lignes = "".join(
        f'<Relationship Id="{nom}" Type="{TYPES}/{genre}" Target="{cible}"'
        f"{externe if genre == 'hyperlink' else ''}/>"
        for nom, (genre, cible) in relations.items()
    )
    return f'{XML}<Relationships xmlns="{RELATIONS}">{lignes}</Relationships>'


def _table_des_polices(polices: Mapping[str, bytes]) -> str:
    lignes = "".join(
        f'<w:font w:name="{famille}"><w:embedRegular r:id="f{rang}" w:fontKey="{CLE}"/></w:font>'
        for rang, famille in enumerate(polices)
    )
    return f"<w:fonts {NOMS}>{lignes}</w:fonts>"


def _brouille(octets: bytes) -> bytes:
    """Obfuscate a font (ECMA-376 part 4 § 2.8.1): the GUID read from its end, over 32 bytes."""
    cle = bytes.fromhex(CLE.strip("{}").replace("-", ""))[::-1]
    return bytes(a ^ b for a, b in zip(octets[:32], cle * 2, strict=True)) + octets[32:]
