"""Signature fields, empty until someone signs (ISO 32000-1 § 12.7.4.5)."""

from __future__ import annotations

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from generator.pdf.emplacements.recherche import Place

_IMPRIME = 4  # § 12.5.3; ISO 19005-2 § 6.3.2 wants it
_IL_Y_EN_A = 1  # SigFlags: the document has a signature field (§ 12.7.2)


def write_fields(document: pikepdf.Pdf, places: Iterable[Place]) -> None:
    """Put one field at each place: the field and its widget are one dictionary (§ 12.7.3.1)."""
    champs = [_write(document, place) for place in places]
    if not champs:
        return
    racine = document.Root
    if "/AcroForm" not in racine:
        racine.AcroForm = document.make_indirect(Dictionary(Fields=Array()))
    formulaire = racine.AcroForm
    formulaire.Fields.extend(champs)
    formulaire.SigFlags = int(formulaire.get("/SigFlags", 0)) | _IL_Y_EN_A


def _write(document: pikepdf.Pdf, place: Place) -> pikepdf.Object:
    page = document.pages[place.page - 1].obj
    gauche, bas, droite, haut = (round(bord, 2) for bord in place.cadre)
    aspect = Stream(
        document,
        b"",
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([0, 0, round(droite - gauche, 2), round(haut - bas, 2)]),
        Resources=Dictionary(),
    )
    champ = document.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Sig,
            T=String(place.cle),
            TU=String(place.description),
            Rect=Array([gauche, bas, droite, haut]),
            F=_IMPRIME,
            P=page,
            AP=Dictionary(N=aspect),
        )
    )
    if "/Annots" not in page:
        page.Annots = Array()
    page.Annots.append(champ)
    return champ
