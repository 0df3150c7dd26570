"""One town: from an examined record to its folder of Word files and PDFs."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.domain.document import FORMATS, Document
from generator.errors import ActesError, RecordError, TemplateError
from generator.pdf.conversion import Conversion, Convertisseur
from generator.redaction.blancs import count_blanks
from generator.redaction.contexte import contexte, proprietes
from generator.referentiel import demarches
from generator.referentiel.territoires import slug_of
from generator.rendering.gabarit import Gabarit, Rempli
from generator.resources import TEMPLATES
from generator.services.ecriture import write_all
from generator.services.verification import Examen


@dataclass(frozen=True, slots=True)
class Commande:
    """What to make, and how. Empty `documents` means all those of the programme."""

    sortie: Path
    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    moteur: str = "auto"
    gabarits: Path | None = None


@dataclass(frozen=True, slots=True)
class Produit:
    """One document that was made: its files, and what to tell about it."""

    document: Document
    fichiers: tuple[Path, ...]
    blancs: int  # blanks left to fill by hand
    pages: int | None  # None without a PDF
    moteur: str | None
    norme: str | None  # the standards that the PDF meets: « PDF/A-2a et PDF/UA-1 »
    alertes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Echec:
    """One document that could not be made, and why; nothing was written for it."""

    document: Document
    erreur: ActesError


@dataclass(frozen=True, slots=True)
class Production:
    """What one record gave."""

    examen: Examen
    dossier: Path
    produits: tuple[Produit, ...]
    echecs: tuple[Echec, ...]


def produce(examens: Sequence[Examen], commande: Commande) -> Iterator[Production]:
    """Make the documents of every examined record and yield each town as soon as it is done.

    Raises RecordError when two records would write the same files or a document is not one of
    the programme's; TemplateError, ConversionError or OutputError of one document are in its
    `Echec`, and the others are made.
    """
    _refuse_same_folder(examens)
    _refuse_foreign_templates(commande.gabarits)
    wanted = [_documents(examen, commande.documents) for examen in examens]
    with Convertisseur(commande.moteur) as convertisseur:
        if "pdf" in commande.formats:
            convertisseur.start()
        for examen, documents in zip(examens, wanted, strict=True):
            yield _produce(examen, documents, commande, convertisseur)


def _produce(
    examen: Examen,
    documents: Collection[Document],
    commande: Commande,
    convertisseur: Convertisseur,
) -> Production:
    folder = commande.sortie / slug_of(examen.dossier.collectivite.territoire)
    vocabulaire = contexte(examen.matiere)
    produits, echecs = [], []
    for document in documents:
        facts = proprietes(document, vocabulaire, examen.dossier.seance.date)
        try:
            template = _gabarit(_template_path(document, commande.gabarits))
            rempli = template.fill(vocabulaire, facts, examen.logo)
            conversion = (
                convertisseur.convert(rempli.docx, proprietes=facts, valeurs=rempli.imprime)
                if "pdf" in commande.formats
                else None
            )
            produits.append(_keep(document, rempli, conversion, folder, commande.formats))
        except ActesError as error:
            echecs.append(Echec(document, error))
    return Production(examen, folder, tuple(produits), tuple(echecs))


def _keep(
    document: Document,
    rempli: Rempli,
    conversion: Conversion | None,
    folder: Path,
    formats: tuple[str, ...],
) -> Produit:
    """Write the files of one document and return what to tell about it."""
    contents = {"docx": rempli.docx, "pdf": conversion.pdf if conversion else b""}
    fichiers = write_all({folder / f"{document.cle}.{kind}": contents[kind] for kind in formats})
    return Produit(
        document,
        fichiers,
        count_blanks(rempli.imprime),
        conversion.pages if conversion else None,
        conversion.moteur if conversion else None,
        conversion.norme.nom if conversion else None,
        (
            *((document.avertissement,) if document.avertissement else ()),
            *(conversion.alertes if conversion else ()),
        ),
    )


@functools.lru_cache(maxsize=32)
def _gabarit(path: Path) -> Gabarit:
    return Gabarit(path)


def _template_path(document: Document, gabarits: Path | None) -> Path:
    """Return the template of the user's folder where it holds one, else ours."""
    own = gabarits / f"{document.cle}.docx" if gabarits is not None else None
    return own if own is not None and own.exists() else TEMPLATES / f"{document.cle}.docx"


def _documents(examen: Examen, asked: tuple[str, ...]) -> tuple[Document, ...]:
    known = demarches.documents()
    foreign = [cle for cle in asked if cle not in examen.demarche.documents]
    if foreign:
        raise RecordError(
            f"{examen.fiche.source} : la démarche « {examen.demarche.nom} » n'a pas de document "
            f"« {foreign[0]} » ; elle a : {', '.join(examen.demarche.documents)}"
        )
    return tuple(known[cle] for cle in examen.demarche.documents if not asked or cle in asked)


def _refuse_foreign_templates(gabarits: Path | None) -> None:
    """Refuse a folder of templates in which no file has the name of a document."""
    names = [f"{cle}.docx" for cle in demarches.documents()]
    if gabarits is not None and not any((gabarits / name).exists() for name in names):
        raise TemplateError(
            f"{gabarits} : aucun gabarit n'y porte un nom attendu ({', '.join(names)})"
        )


def _refuse_same_folder(examens: Sequence[Examen]) -> None:
    seen: dict[str, Examen] = {}
    for examen in examens:
        folder = slug_of(examen.dossier.collectivite.territoire)
        other = seen.setdefault(folder, examen)
        if other is not examen:
            raise RecordError(
                f"{examen.fiche.source} : ses documents écraseraient ceux de {other.fiche.source} "
                f"(même dossier « {folder} ») ; produisez-les séparément, avec deux --sortie"
            )
