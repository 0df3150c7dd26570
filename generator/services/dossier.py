"""The whole file of a town: its documents in one PDF, and its Word files in one ZIP."""

from __future__ import annotations

from collections.abc import Sequence

from generator.domain.document import Document, Proprietes
from generator.errors import ConversionError
from generator.pdf.assemblage import Partie, assemble
from generator.rendering import archive
from generator.services.ouvrage import Ouvrage


def join(
    document: Document,
    proprietes: Proprietes,
    ouvrages: Sequence[Ouvrage],
    dossier: str,
    attendus: Sequence[Document],
) -> Ouvrage:
    """Return the documents as one PDF if they have theirs, and as a ZIP if they have Word files.

    `dossier`: the folder within the ZIP. `attendus`: all the documents that the programme has; an
    alert names those which are not there.
    """
    contenus: dict[str, bytes] = {}
    alertes: tuple[str, ...] = _absents(attendus, ouvrages)
    assemblage = None
    parties = [
        Partie(
            o.document.cle, o.document.nom, o.titre, o.contenus[f"{o.document.cle}.pdf"], o.norme
        )
        for o in ouvrages
        if o.norme is not None
    ]
    if parties:
        assemblage = assemble(parties, proprietes)
        contenus[f"{document.cle}.pdf"] = assemblage.pdf
        alertes += assemblage.alertes
    words = [
        (nom, contenu)
        for ouvrage in ouvrages
        for nom, contenu in ouvrage.contenus.items()
        if nom.endswith(".docx")
    ]
    if words:
        membres = (archive.pack(f"{dossier}/{nom}", contenu) for nom, contenu in words)
        contenus[f"{document.cle}-word.zip"] = archive.write(membres)
    return Ouvrage(
        document,
        proprietes.titre,
        contenus,
        blancs=0,
        alertes=alertes,
        pages=assemblage.pages if assemblage else None,
        norme=assemblage.norme if assemblage else None,
        polices=assemblage.polices if assemblage else (),
        parties=tuple(ouvrage.document.cle for ouvrage in ouvrages),
    )


def refuse_incomplete(manquants: Sequence[Document]) -> None:
    """Raise ConversionError naming the documents that could not be made: none is left out."""
    if manquants:
        noms = ", ".join(f"« {document.nom} »" for document in manquants)
        raise ConversionError(
            f"le dossier n'est pas assemblé, parce qu'il y manquerait {noms} ; corrigez d'abord ce "
            "qui en empêche la production"
        )


def _absents(attendus: Sequence[Document], ouvrages: Sequence[Ouvrage]) -> tuple[str, ...]:
    presents = {ouvrage.document.cle for ouvrage in ouvrages}
    noms = [f"« {document.nom} »" for document in attendus if document.cle not in presents]
    return (f"ce dossier est partiel : il n'a pas {', '.join(noms)}",) if noms else ()
