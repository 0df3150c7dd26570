"""One town: from an examined record to its folder of Word files and PDFs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from generator.domain.document import FORMATS, Document
from generator.errors import ActesError, OutputError, RecordError, TemplateError
from generator.pdf.conversion import Conversion, Convertisseur
from generator.redaction.blancs import count_blanks
from generator.redaction.contexte import contexte, proprietes
from generator.redaction.matiere import Contexte
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
    """What could not be made or written, and why; nothing was written for it.

    `document` is None where the whole folder of the town could not be written.
    """

    document: Document | None
    erreur: ActesError


@dataclass(frozen=True, slots=True)
class Production:
    """What one record gave."""

    examen: Examen
    dossier: Path
    produits: tuple[Produit, ...]
    echecs: tuple[Echec, ...]


@dataclass(frozen=True, slots=True)
class Ouvrage:
    """One document made in memory; `conversion` is None where no PDF was asked for."""

    document: Document
    rempli: Rempli
    conversion: Conversion | None


@dataclass(frozen=True, slots=True)
class Livraison:
    """The documents of one town, made and not yet written. It can be pickled.

    `dossier`: the name of the town's folder.
    """

    dossier: str
    ouvrages: tuple[Ouvrage, ...]
    echecs: tuple[Echec, ...]


class Atelier:
    """Makes the documents of town after town: engines warm, templates compiled once.

    Use it in a `with` block. One atelier serves one thread of one process.
    """

    def __init__(self, commande: Commande) -> None:
        """TemplateError: the folder of templates holds none that is known."""
        _refuse_foreign_templates(commande.gabarits)
        self.commande = commande
        self._convertisseur = Convertisseur(commande.moteur)
        self._gabarits: dict[Path, Gabarit] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def start(self) -> None:
        """Let the engine warm up now; EngineUnavailableError when it is not installed."""
        if "pdf" in self.commande.formats:
            self._convertisseur.start()

    def close(self) -> None:
        """Stop the engines."""
        self._convertisseur.close()

    def produce(self, examen: Examen) -> Production:
        """Make and write the documents of one town, its folder whole or not at all.

        Raises RecordError when a document asked for is not one of the programme's; any other
        ActesError is in an `Echec`, and what does not depend on it is made.
        """
        return write(self.make(examen), examen, self.commande)

    def make(self, examen: Examen) -> Livraison:
        """Return the documents of one town in memory, with what could not be made; see `produce`."""
        vocabulaire = contexte(examen.matiere)
        ouvrages, echecs = [], []
        for document in documents_of(examen, self.commande):
            try:
                ouvrages.append(self._make(document, examen, vocabulaire))
            except ActesError as error:
                echecs.append(Echec(document, error))
        return Livraison(folder_of(examen), tuple(ouvrages), tuple(echecs))

    def _make(self, document: Document, examen: Examen, vocabulaire: Contexte) -> Ouvrage:
        facts = proprietes(document, vocabulaire, examen.dossier.seance.date)
        rempli = self._gabarit(document).fill(vocabulaire, facts, examen.logo)
        conversion = (
            self._convertisseur.convert(rempli.clair, proprietes=facts, valeurs=rempli.imprime)
            if "pdf" in self.commande.formats
            else None
        )
        return Ouvrage(document, rempli, conversion)

    def _gabarit(self, document: Document) -> Gabarit:
        path = _template_path(document, self.commande.gabarits)
        if path not in self._gabarits:
            self._gabarits[path] = Gabarit(path)
        return self._gabarits[path]


def produce(examens: Sequence[Examen], commande: Commande) -> Iterator[Production]:
    """Make the documents of every examined record and yield each town as soon as it is done.

    Raises RecordError when two records would write the same files or a document is not one of
    the programme's; TemplateError, ConversionError or OutputError of one document are in its
    `Echec`, and the others are made.
    """
    _refuse_same_folder(examens)
    with Atelier(commande) as atelier:
        for examen in examens:
            documents_of(examen, commande)
        atelier.start()
        for examen in examens:
            yield atelier.produce(examen)


def write(livraison: Livraison, examen: Examen, commande: Commande) -> Production:
    """Write what was made of one town, everything or nothing, and return what to tell about it."""
    folder = commande.sortie / livraison.dossier
    produits = tuple(_tell(ouvrage, folder, commande.formats) for ouvrage in livraison.ouvrages)
    contents = {
        path: content
        for ouvrage, produit in zip(livraison.ouvrages, produits, strict=True)
        for path, content in zip(
            produit.fichiers, _contents(ouvrage, commande.formats), strict=True
        )
    }
    try:
        write_all(contents)
    except OutputError as error:
        return Production(examen, folder, (), (*livraison.echecs, Echec(None, error)))
    return Production(examen, folder, produits, livraison.echecs)


def _tell(ouvrage: Ouvrage, folder: Path, formats: tuple[str, ...]) -> Produit:
    document, conversion = ouvrage.document, ouvrage.conversion
    return Produit(
        document,
        tuple(folder / f"{document.cle}.{kind}" for kind in formats),
        count_blanks(ouvrage.rempli.imprime),
        conversion.pages if conversion else None,
        conversion.moteur if conversion else None,
        conversion.norme.nom if conversion else None,
        (
            *((document.avertissement,) if document.avertissement else ()),
            *(conversion.alertes if conversion else ()),
        ),
    )


def _contents(ouvrage: Ouvrage, formats: tuple[str, ...]) -> list[bytes]:
    pdf = ouvrage.conversion.pdf if ouvrage.conversion else b""
    return [{"docx": ouvrage.rempli.docx, "pdf": pdf}[kind] for kind in formats]


def _template_path(document: Document, gabarits: Path | None) -> Path:
    """Return the template of the user's folder where it holds one, else ours."""
    own = gabarits / f"{document.cle}.docx" if gabarits is not None else None
    return own if own is not None and own.exists() else TEMPLATES / f"{document.cle}.docx"


def folder_of(examen: Examen) -> str:
    """Return the name of the folder of a record's town: « dijon-21231 »."""
    return slug_of(examen.dossier.collectivite.territoire)


def documents_of(examen: Examen, commande: Commande) -> tuple[Document, ...]:
    """Return the documents to make for a record, in the order of a council file.

    Raises RecordError when one that is asked for is not one of the programme's.
    """
    known, asked = demarches.documents(), commande.documents
    foreign = [cle for cle in asked if cle not in examen.demarche.documents]
    if foreign:
        raise RecordError(
            f"{examen.fiche.source} : la démarche « {examen.demarche.nom} » n'a pas de document "
            f"« {foreign[0]} » ; elle a : {', '.join(examen.demarche.documents)}"
        )
    wanted = [cle for cle in examen.demarche.documents if not asked or cle in asked]
    return tuple(document for cle, document in known.items() if cle in wanted)


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
        folder = folder_of(examen)
        other = seen.setdefault(folder, examen)
        if other is not examen:
            raise RecordError(
                f"{examen.fiche.source} : ses documents écraseraient ceux de {other.fiche.source} "
                f"(même dossier « {folder} ») ; produisez-les séparément, avec deux --sortie"
            )
