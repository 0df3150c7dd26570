"""Is a record fit? Read it, apply the rules, say where each finding stands."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.domain.accueil import Accueil, Envoi
from generator.domain.demarche import Demarche
from generator.domain.document import Document
from generator.domain.dossier import Dossier, TypeDeliberation
from generator.domain.regime import regime_key
from generator.domain.regles import check
from generator.domain.regles.cadre import Cadre
from generator.domain.regles.convocation import is_note_due
from generator.domain.seuils import Seuils
from generator.domain.verdict import Gravite
from generator.errors import RecordError, ReferentielError
from generator.records import fiche as records
from generator.records.fiche import Fiche
from generator.redaction.accueil import couts_des_voies
from generator.redaction.matiere import Matiere
from generator.redaction.typographie import typographier
from generator.redaction.vocabulaire import nom_de_collectivite
from generator.referentiel import demarches, territoires
from generator.referentiel.seuils import seuils
from generator.rendering.illustrations import Illustration
from generator.rendering.logo import NOM, read_logo

# What says which commune is meant beside its name.
_PRECISIONS = frozenset(f"collectivite.{cle}" for cle in ("code_insee", "siren", "departement"))


@dataclass(frozen=True, slots=True)
class Examen:
    """A fit record, what documents are drafted from it, and its alerts as printable lines.

    `illustrations`: their pictures, by the name of the drawings that they replace.
    """

    fiche: Fiche
    matiere: Matiere
    alertes: tuple[str, ...]
    illustrations: Mapping[str, Illustration] = field(default_factory=dict)

    @property
    def dossier(self) -> Dossier:
        """The dossier that was examined."""
        return self.fiche.dossier

    @property
    def demarche(self) -> Demarche:
        """The programme that the dossier follows."""
        return self.matiere.demarche

    @property
    def logo(self) -> Illustration | None:
        """The town's logo."""
        return self.illustrations.get(NOM)

    @property
    def documents(self) -> tuple[Document, ...]:
        """What is made of it, in order: a welcome pack, a report, else the documents of its kind of act.

        The note of synthesis is one of them where the law asks for it.
        """
        if is_note_due(self.dossier, self.matiere.seuils):
            return self.disponibles
        return tuple(d for d in self.disponibles if not d.preparatoire)

    @property
    def disponibles(self) -> tuple[Document, ...]:
        """All that may be made of it, in order: its documents, and what is made on request alone."""
        for ensemble in (self.matiere.accueil, self.matiere.bilan):
            if ensemble is not None:
                return ensemble.documents
        wanted = self.matiere.acte.documents
        known = demarches.documents().values()
        return tuple(d for d in known if d.preparatoire or d.cle in wanted)

    @property
    def entier(self) -> Document:
        """What a file of all of them is called."""
        if self.matiere.accueil is not None:
            return self.matiere.accueil.entier
        return demarches.dossiers()["dossier"]


def verify(path: Path | str, *, aujourdhui: datetime.date) -> Examen:
    """Return the examined record; RecordError lists every problem when it is not fit.

    `aujourdhui` stands for the session of a record that does not date it.
    """
    return examine(records.load(Path(path), aujourdhui=aujourdhui), aujourdhui=aujourdhui)


def examine(fiche: Fiche, *, aujourdhui: datetime.date, envoi: Envoi | None = None) -> Examen:
    """Return a record, already read, with its alerts; RecordError when a rule makes it unfit.

    `envoi` makes it a welcome pack: RecordError when none is described for its mandate.
    """
    if envoi is not None and fiche.dossier.deliberation.type is not TypeDeliberation.ADHESION:
        raise RecordError(
            f"{fiche.locate('deliberation.type')} : deliberation.type : un dossier d'accueil présente "
            "l'adhésion ; retirez « type »"
        )
    matiere = compose(fiche, aujourdhui=aujourdhui)
    cadre = Cadre(matiere.demarche, matiere.seuils, accueil=envoi is not None)
    verdicts = check(fiche.dossier, cadre)
    lines = {
        gravite: tuple(
            f"{fiche.locate(v.champ)} : {v.champ} : {v.message}"
            for v in verdicts
            if v.gravite is gravite
        )
        for gravite in Gravite
    }
    if lines[Gravite.ERREUR]:
        raise RecordError(lines[Gravite.ERREUR], lines[Gravite.ALERTE])
    accueil = None if envoi is None else _accueil(fiche, matiere.demarche, envoi)
    reserves = () if accueil is None else _reserves(fiche, accueil)
    return Examen(
        fiche,
        replace(matiere, accueil=accueil),
        (*_namesakes(fiche), *lines[Gravite.ALERTE], *reserves),
        illustrate(fiche),
    )


def _namesakes(fiche: Fiche) -> Iterator[str]:
    """Yield the town that may be meant, where a much smaller commune is known by its bare name."""
    if not fiche.donnes.isdisjoint(_PRECISIONS):
        return
    message = territoires.explain_namesake(fiche.dossier.collectivite.territoire)
    if message is not None:
        yield f"{fiche.locate('collectivite.commune')} : collectivite.commune : {message}"


def compose(fiche: Fiche, *, aujourdhui: datetime.date) -> Matiere:
    """Return what any document of a record is drafted from; RecordError where it cannot be."""
    dossier = fiche.dossier
    demarche = demarches.load(dossier.demarche, dossier.mandat)
    figures = _figures(fiche, aujourdhui)
    _check_charniere(fiche)
    regime = demarches.regimes()[regime_key(dossier.collectivite.territoire)]
    return Matiere(dossier, demarche, regime, figures)


def illustrate(fiche: Fiche) -> dict[str, Illustration]:
    """Return the pictures that a record gives: its logo; RecordError when it is not sound."""
    logo = _logo(fiche)
    return {} if logo is None else {NOM: logo}


def _accueil(fiche: Fiche, demarche: Demarche, envoi: Envoi) -> Accueil:
    try:
        return demarches.accueil(demarche, envoi)
    except ReferentielError as error:
        raise RecordError(f"{fiche.locate('mandat')} : mandat : {error}") from error


def _reserves(fiche: Fiche, accueil: Accueil) -> Iterator[str]:
    """Yield what the comparison of a welcome pack says of an amount that is not certain."""
    for voie, cout in zip(accueil.voies, couts_des_voies(fiche.dossier, accueil), strict=True):
        for reserve in cout.reserves:
            yield f"{fiche.source} : {voie.nom} : {typographier(reserve)}"


def _figures(fiche: Fiche, aujourdhui: datetime.date) -> Seuils:
    try:
        return seuils(fiche.dossier.seance.date or aujourdhui)
    except ReferentielError as error:
        raise RecordError(f"{fiche.locate('seance.date')} : seance.date : {error}") from error


def _check_charniere(fiche: Fiche) -> None:
    try:
        nom_de_collectivite(fiche.dossier.collectivite)
    except ValueError as error:
        place = fiche.locate("collectivite.charniere")
        raise RecordError(f"{place} : collectivite.charniere : {error}") from error


def _logo(fiche: Fiche) -> Illustration | None:
    path = fiche.dossier.collectivite.logo
    if path is None:
        return None
    try:
        return read_logo(path)
    except RecordError as error:
        place = fiche.locate("collectivite.logo")
        raise RecordError(f"{place} : collectivite.logo : {error}") from error
