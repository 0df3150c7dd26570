"""Pictures of a Word file: what they say, and the places of signature that some of them hold."""

from __future__ import annotations

import re
import unicodedata

from lxml import etree

from generator.rendering.contenu import Image
from generator.rendering.ooxml.paquet import ADEC, WP, A, V

_EMPLACEMENT = re.compile(r"signature\s+(.+)")


def read_image(dessin: etree._Element) -> Image | None:
    """Return what a drawing says if it holds pictures: DrawingML (§ 20.1) or VML (part 4 § 19)."""
    nombre = sum(1 for _ in dessin.iter(f"{A}blip", f"{V}imagedata"))
    if not nombre:
        return None
    proprietes = next(dessin.iter(f"{WP}docPr"), None)
    if proprietes is None:
        forme = next(dessin.iter(f"{V}shape", f"{V}rect"), None)
        return Image("" if forme is None else forme.get("alt", ""), False, nombre)
    decoratif = next(proprietes.iter(f"{ADEC}decorative"), None)
    emplacement = _place(proprietes.get("name", ""))
    return Image(
        texte=proprietes.get("descr", "").strip(),
        decorative=not emplacement
        and decoratif is not None
        and decoratif.get("val") in {"1", "true"},
        nombre=nombre,
        emplacement=emplacement,
        flottante=next(dessin.iter(f"{WP}anchor"), None) is not None,
    )


def _place(nom: str) -> str:
    """Return « executif » for a picture named « Signature exécutif », nothing for another name."""
    lettres = unicodedata.normalize("NFKD", nom).encode("ascii", "ignore").decode().casefold()
    trouve = _EMPLACEMENT.fullmatch(" ".join(lettres.split()))
    return trouve[1] if trouve else ""
