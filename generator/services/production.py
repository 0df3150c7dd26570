"""One town: from an examined record to its folder of Word files and PDFs."""

from __future__ import annotations

import functools
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from generator.domain.document import FORMATS, Document
from generator.domain.dossier import TypeDeliberation
from generator.domain.signature import Forme
from generator.errors import ActesError, OutputError, RecordError, ReferentielError, TemplateError
from generator.pdf.conversion import DELAI, Convertisseur
from generator.pdf.emplacements.recherche import Place
from generator.pdf.engines import MOTEURS
from generator.redaction.blancs import count_blanks
from generator.redaction.contexte import contexte, proprietes
from generator.redaction.matiere import Contexte
from generator.referentiel import demarches
from generator.referentiel.territoires import slug_of
from generator.rendering.gabarit import Gabarit
from generator.resources import TEMPLATES
from generator.services import dossier, manifeste
from generator.services.ecriture import explain, write_all
from generator.services.ouvrage import (
    Echec,
    Empreinte,
    Livraison,
    Moteur,
    Ouvrage,
    Production,
    Produit,
)
from generator.services.verification import Examen


@dataclass(frozen=True, slots=True)
class Commande:
    """What to make, and how. Empty `documents` means all those of the programme.

    `pack`: besides, the whole file of the town, as one PDF and as a ZIP of its Word files.
    `balises_parapheur`: the form of the position marks of i-Parapheur (`donnees/signatures.yaml`)
    that stand in the places of signature instead of fields; None leaves the fields.
    """

    sortie: Path
    documents: tuple[str, ...] = ()
    formats: tuple[str, ...] = FORMATS
    moteur: str = "auto"
    gabarits: Path | None = None
    pack: bool = False
    balises_parapheur: str | None = None


class Atelier:
    """Makes the documents of town after town: engines warm, templates compiled once.

    Use it in a `with` block. One atelier serves one thread of one process.
    """

    def __init__(self, commande: Commande, *, delai: float = DELAI) -> None:
        """`delai`: seconds granted to an engine for one document.

        TemplateError: the folder of templates holds none that is known.

        ReferentielError: there is no such form of position marks.
        """
        _refuse_foreign_templates(commande.gabarits)
        self.commande = commande
        self._forme = _form(commande)
        self._convertisseur = Convertisseur(commande.moteur, delai=delai)
        self._gabarits: dict[Path, Gabarit] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
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

    def make(self, examen: Examen, seulement: Container[str] | None = None) -> Livraison:
        """Return the documents of one town in memory, with what could not be made; see `produce`.

        `seulement`: the keys of those to make, where the others are known to be good; the whole
        file is then left aside.
        """
        vocabulaire = contexte(examen.matiere)
        wanted = [
            document
            for document in documents_of(examen, self.commande)
            if seulement is None or document.cle in seulement
        ]
        ouvrages: list[Ouvrage] = []
        echecs: list[Echec] = []
        for document in wanted:
            try:
                ouvrages.append(self.draft(document, examen, vocabulaire))
            except ActesError as error:
                echecs.append(Echec(document, error))
        if self.commande.pack and seulement is None:
            whole = examen.entier
            try:
                ouvrages.append(self._join(whole, examen, vocabulaire, ouvrages))
            except ActesError as error:
                echecs.append(Echec(whole, error))
        return Livraison(folder_of(examen), tuple(ouvrages), tuple(echecs))

    def draft(self, document: Document, examen: Examen, vocabulaire: Contexte) -> Ouvrage:
        """Return one document in memory; ActesError when it cannot be made.

        `vocabulaire`: what `contexte` gives, with the words that this document has besides.
        """
        facts = proprietes(document, vocabulaire, examen.matiere)
        template = self._gabarit(document)
        marques = demarches.signatures().marques(self._forme, document.signatures)
        rempli = template.fill(vocabulaire | {"parapheur": marques}, facts, examen.illustrations)
        conversion = (
            self._convertisseur.convert(
                rempli.clair,
                membres=rempli.membres,
                proprietes=facts,
                valeurs=rempli.imprime,
                marques=marques if self._forme else None,
            )
            if "pdf" in self.commande.formats
            else None
        )
        contents = {"docx": rempli.docx, "pdf": conversion.pdf if conversion else b""}
        ouvrage = Ouvrage(
            document,
            facts.titre,
            {f"{document.cle}.{kind}": contents[kind] for kind in self.commande.formats},
            blancs=count_blanks(rempli.imprime),
            alertes=(document.avertissement,) if document.avertissement else (),
            gabarit=Empreinte(template.name, template.sha256),
        )
        if conversion is None:
            return ouvrage
        places = conversion.signatures
        return replace(
            ouvrage,
            alertes=(
                *ouvrage.alertes,
                *conversion.alertes,
                *_signature_alerts(document, places, self._forme),
            ),
            pages=conversion.pages,
            moteur=Moteur(conversion.moteur, _version(conversion.moteur)),
            norme=conversion.norme,
            polices=conversion.polices,
            signatures=places,
        )

    def _join(
        self,
        whole: Document,
        examen: Examen,
        vocabulaire: Contexte,
        ouvrages: Sequence[Ouvrage],
    ) -> Ouvrage:
        made = {ouvrage.document.cle for ouvrage in ouvrages}
        wanted = documents_of(examen, self.commande)
        dossier.refuse_incomplete([d for d in wanted if d.cle not in made])
        facts = proprietes(whole, vocabulaire, examen.matiere)
        every = documents_of(examen, replace(self.commande, documents=()))
        return dossier.join(whole, facts, ouvrages, folder_of(examen), every)

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
    """Write what was made of one town, everything or nothing, and return what to tell about it.

    The manifest of the folder is written with it.
    """
    folder = commande.sortie / livraison.dossier
    ouvrages, echecs = livraison.ouvrages, livraison.echecs
    if not ouvrages:
        return Production(examen, folder, (), echecs)
    try:
        renewed = manifeste.renew(folder, examen, ouvrages)
        contents = {nom: octets for o in ouvrages for nom, octets in o.contenus.items()}
        contents |= renewed.contenus
        write_all({folder / nom: octets for nom, octets in contents.items()})
    except OutputError as error:
        return Production(examen, folder, (), (*echecs, Echec(None, error)))
    produits = tuple(_tell(ouvrage, folder) for ouvrage in ouvrages)
    return Production(examen, folder, produits, echecs, renewed.alertes)


def _tell(ouvrage: Ouvrage, folder: Path) -> Produit:
    return Produit(
        ouvrage.document,
        tuple(folder / nom for nom in ouvrage.contenus),
        ouvrage.blancs,
        ouvrage.pages,
        ouvrage.moteur.nom if ouvrage.moteur else None,
        ouvrage.norme.nom if ouvrage.norme else None,
        ouvrage.signatures,
        ouvrage.alertes,
    )


@functools.cache
def _version(moteur: str) -> str | None:
    """Return the version of an engine, which stays the same as long as the process."""
    return MOTEURS[moteur].probe().version


def _form(commande: Commande) -> Forme | None:
    """Return the form of the marks asked for; ReferentielError if there is no such form."""
    cle, formes = commande.balises_parapheur, demarches.signatures().parapheur.formes
    if cle is None:
        return None
    for forme in formes:
        if forme.cle == cle:
            return forme
    raise ReferentielError(
        f"la forme de balises « {cle} » n'est pas connue ; il y a : "
        f"{', '.join(forme.cle for forme in formes)}"
    )


def _signature_alerts(
    document: Document, places: Sequence[Place], forme: Forme | None
) -> Iterator[str]:
    """Yield what the places of signature of a PDF lack, and what its marks ask for."""
    trouvees = {place.cle for place in places}
    for cle in document.signatures:
        if cle not in trouvees:
            yield (
                f"le gabarit n'a pas d'emplacement pour la signature « {cle} » ; copiez-y le cadre de "
                "signature de nos gabarits (docs/GABARITS.md, « Les emplacements de signature »)"
            )
    if forme is not None and forme.alerte and trouvees:
        yield forme.alerte


def _template_path(document: Document, gabarits: Path | None) -> Path:
    """Return the template of the user's folder where it holds one, else ours."""
    own = gabarits / document.fichier_du_gabarit if gabarits is not None else None
    return own if own is not None and own.exists() else TEMPLATES / document.fichier_du_gabarit


def folder_of(examen: Examen) -> str:
    """Return the name of the folder of a record's town: « dijon-21231 ».

    The acts that follow the first have their own: « dijon-21231-plan-d-action »,
    « dijon-21231-renouvellement-2028 ». A report is the town's, whichever act its plan is of.
    """
    slug, deliberation = (
        slug_of(examen.dossier.collectivite.territoire),
        examen.dossier.deliberation,
    )
    if deliberation.type is TypeDeliberation.ADHESION or examen.matiere.bilan is not None:
        return slug
    annees = deliberation.cotisation.annees
    if deliberation.type is TypeDeliberation.RENOUVELLEMENT and annees is not None:
        return f"{slug}-{deliberation.type}-{annees}"
    return f"{slug}-{deliberation.type}"


def documents_of(examen: Examen, commande: Commande) -> tuple[Document, ...]:
    """Return the documents to make for a record, in the order of its file: all of them by default.

    Raises RecordError when one that is asked for is not one of them.
    """
    known, asked = [document.cle for document in examen.disponibles], commande.documents
    foreign = [cle for cle in asked if cle not in known]
    if foreign:
        raise RecordError(
            f"{examen.fiche.source} : la démarche « {examen.demarche.nom} » n'a pas de document "
            f"« {foreign[0]} » pour cet acte ; il y a : {', '.join(known)}"
        )
    return tuple(d for d in examen.disponibles if d.cle in asked) if asked else examen.documents


def own_templates(gabarits: Path) -> dict[str, bytes]:
    """Return the templates of the user's folder, by file name; TemplateError if there is none."""
    _refuse_foreign_templates(gabarits)
    found = {}
    for document in demarches.documents().values():
        path = gabarits / document.fichier_du_gabarit
        if path.exists():
            try:
                found[document.fichier_du_gabarit] = path.read_bytes()
            except OSError as error:
                raise TemplateError(f"{path} : gabarit illisible : {explain(error)}") from error
    return found


def _refuse_foreign_templates(gabarits: Path | None) -> None:
    """Refuse a folder of templates in which no file has the name of a document."""
    names = [document.fichier_du_gabarit for document in demarches.documents().values()]
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
