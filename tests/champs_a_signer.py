"""A produced PDF with signature fields: its own where the template has places, else added here."""

from __future__ import annotations

import io

import pikepdf

DESCRIPTIONS = {
    "secretaire": "Signature de Monsieur Modeste Exemple, secrétaire de séance",
    "executif": "Signature de Madame Camille Exemple, maire de Dijon",
}
_CADRES = {"secretaire": (88, 163, 288, 209), "executif": (318, 163, 518, 209)}


def with_fields(
    pdf: bytes, descriptions: dict[str, str] = DESCRIPTIONS, cadres: dict = _CADRES
) -> bytes:
    """Return the PDF with a described, tagged, empty field of each name on its last page."""
    with pikepdf.Pdf.open(io.BytesIO(pdf)) as document:
        if "/AcroForm" in document.Root:
            return pdf
        page = document.pages[-1].obj
        arbre = document.Root.StructTreeRoot
        champs = []
        for nom, description in descriptions.items():
            gauche, bas, droite, haut = cadres[nom]
            apparence = pikepdf.Stream(
                document,
                b"",
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Form,
                BBox=pikepdf.Array([0, 0, droite - gauche, haut - bas]),
            )
            cle = int(arbre.ParentTreeNextKey)
            arbre.ParentTreeNextKey = cle + 1
            champ = document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Subtype=pikepdf.Name.Widget,
                    FT=pikepdf.Name.Sig,
                    T=pikepdf.String(nom),
                    TU=pikepdf.String(description),
                    F=4,
                    P=page,
                    Rect=pikepdf.Array([gauche, bas, droite, haut]),
                    AP=pikepdf.Dictionary(N=document.make_indirect(apparence)),
                    StructParent=cle,
                )
            )
            racine = arbre.K if isinstance(arbre.K, pikepdf.Dictionary) else arbre.K[0]
            element = document.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.StructElem,
                    S=pikepdf.Name.Form,
                    P=racine,
                    Pg=page,
                    Alt=pikepdf.String(description),
                    K=pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=champ, Pg=page),
                )
            )
            racine.K.append(element)
            arbre.ParentTree.Nums.extend([cle, element])
            champs.append(champ)
        page.Annots = pikepdf.Array([*page.get("/Annots", ()), *champs])
        page.Tabs = pikepdf.Name.S
        document.Root.AcroForm = document.make_indirect(
            pikepdf.Dictionary(Fields=pikepdf.Array(champs), SigFlags=0)
        )
        tampon = io.BytesIO()
        document.save(tampon, deterministic_id=True, fix_metadata_version=False)
        return tampon.getvalue()
