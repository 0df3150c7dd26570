"""What differs between the PDF that was signed and the PDF that one has."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass
from io import BytesIO

import pikepdf

from generator.pdf.signature.noms import propre

_PROFONDEUR = 40
_VERS_LE_HAUT = {
    "/Parent",
    "/P",
    "/Pg",
    "/Obj",
    "/StructParents",
    "/StructParent",
    "/Annots",
    "/Dest",
}


@dataclass(frozen=True, slots=True)
class _Etat:
    """A PDF in fingerprints: its pages, annotations by page, fields and properties."""

    pages: tuple[str, ...]
    annotations: tuple[Counter[str], ...]
    champs: dict[str, str]
    proprietes: str
    structure: str


def describe(signe: bytes, actuel: bytes) -> tuple[str, ...]:
    """Return in French each change from one to the other, signatures left aside.

    Empty when none is recognised, or when one of the two cannot be read.
    """
    try:
        avant, apres = _read(signe), _read(actuel)
    except (pikepdf.PdfError, ValueError, LookupError, TypeError, AttributeError):
        return ()
    changements = []
    if len(apres.pages) != len(avant.pages):
        changements.append(
            f"le nombre de pages est passé de {len(avant.pages)} à {len(apres.pages)}"
        )
    for numero, (vieille, neuve) in enumerate(zip(avant.pages, apres.pages, strict=False), 1):
        if vieille != neuve:
            changements.append(f"le contenu de la page {numero} a changé")
    paires = zip(avant.annotations, apres.annotations, strict=False)
    for numero, (vieilles, neuves) in enumerate(paires, 1):
        if vieilles != neuves:
            changements.append(f"les annotations de la page {numero} ont changé")
    for nom in sorted(avant.champs.keys() | apres.champs.keys()):
        if nom not in avant.champs:
            changements.append(f"le champ « {propre(nom)} » a été ajouté")
        elif nom not in apres.champs:
            changements.append(f"le champ « {propre(nom)} » a été retiré")
        elif avant.champs[nom] != apres.champs[nom]:
            changements.append(f"le champ « {propre(nom)} » a été modifié")
    if avant.proprietes != apres.proprietes:
        changements.append("les propriétés du document (titre, auteur, dates) ont changé")
    if avant.structure != apres.structure:
        changements.append("la structure pour les lecteurs d'écran a changé")
    return tuple(changements)


def _read(octets: bytes) -> _Etat:
    with pikepdf.Pdf.open(BytesIO(octets)) as pdf:
        racine = pdf.Root
        formulaire = racine.get("/AcroForm", pikepdf.Dictionary())
        annotations = []
        for page in pdf.pages:
            communes = [a for a in page.obj.get("/Annots", ()) if a.get("/Subtype") != "/Widget"]
            annotations.append(Counter(_fingerprint(a) for a in communes))
        return _Etat(
            tuple(_fingerprint(page.obj) for page in pdf.pages),
            tuple(annotations),
            _fields(formulaire.get("/Fields", ()), ""),
            _fingerprint(pdf.trailer.get("/Info")) + _fingerprint(racine.get("/Metadata")),
            _fingerprint(racine.get("/StructTreeRoot")),
        )


def _fields(champs: object, prefixe: str) -> dict[str, str]:
    """Return each field by its full name; what a signature writes in its own field is left aside."""
    trouves: dict[str, str] = {}
    for champ in champs:  # type: ignore[attr-defined]
        nom = prefixe + str(champ.get("/T", ""))
        if "/Kids" in champ and "/FT" not in champ:
            trouves |= _fields(champ.Kids, f"{nom}.")
            continue
        apposee = champ.get("/FT") == "/Sig"
        saut = {"/V", "/AP", "/Lock", "/AS"} if apposee else set()
        trouves[nom] = "".join(
            f"{cle}={_fingerprint(champ[cle])}"
            for cle in sorted(champ.keys())
            if cle not in saut | _VERS_LE_HAUT
        )
    return trouves


def _fingerprint(objet: object) -> str:
    empreinte = hashlib.sha256()
    _feed(empreinte, objet, 0, set())
    return empreinte.hexdigest()


def _feed(
    empreinte: hashlib._Hash, objet: object, profondeur: int, vus: set[tuple[int, int]]
) -> None:
    """Digest an object and what it refers to, each indirect object once, never upwards."""
    if isinstance(objet, pikepdf.Object) and objet.is_indirect:
        if objet.objgen in vus or profondeur > _PROFONDEUR:
            empreinte.update(b"@")
            return
        vus.add(objet.objgen)
    if isinstance(objet, pikepdf.Stream):
        empreinte.update(b"S" + hashlib.sha256(objet.read_raw_bytes()).digest())
    if isinstance(objet, pikepdf.Dictionary | pikepdf.Stream):
        for cle in sorted(objet.keys()):
            if cle not in _VERS_LE_HAUT and cle != "/Length":
                empreinte.update(cle.encode())
                _feed(empreinte, objet[cle], profondeur + 1, vus)
    elif isinstance(objet, pikepdf.Array):
        empreinte.update(b"[%d" % len(objet))
        for element in objet:
            _feed(empreinte, element, profondeur + 1, vus)
    elif isinstance(objet, pikepdf.Object):
        empreinte.update(objet.unparse(resolved=True))
    else:
        empreinte.update(repr(objet).encode())
