"""The run itself: look at every record, make what is missing, write it, tell it."""

from __future__ import annotations

import datetime
import errno
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import OutputError, RecordError
from generator.records.arborescence import A_CORRIGER
from generator.records.enregistrements import Avis, Enregistrement, Rejet
from generator.records.reprise import write_failed
from generator.services import manifeste
from generator.services.ecriture import explain, remove_temporaries
from generator.services.lot.cles import cles, identity
from generator.services.lot.demande import Demande, Moyens
from generator.services.lot.executeurs import EXECUTEURS
from generator.services.lot.executeurs.protocole import TIC
from generator.services.lot.fabrication import Fabrique, Manque, Reglages, Resultat, Tache
from generator.services.lot.journal import (
    A_FAIRE,
    DOSSIER,
    ECHEC,
    FAIT,
    PARTIEL,
    Connue,
    Journal,
    Ligne,
    Piece,
)
from generator.services.lot.plan import Plan, measure, refuse
from generator.services.lot.rapport import write_reports
from generator.services.lot.verrou import hold
from generator.services.ouvrage import Production
from generator.services.production import folder_of, own_templates, write

_GRACE = 10.0  # seconds left to the towns in hand when the run is told to stop
_SANS_ISSUE = {
    errno.ENOSPC,
    errno.EDQUOT,
    errno.EROFS,
    errno.EIO,
}  # the next town will fare no better
_LECTURE = 500  # records read between two signs of life


@dataclass(frozen=True, slots=True)
class Avancement:
    """Where a run stands. `total` is None while the source is still being read.

    `deja`: towns found made and unchanged; they are among `faites`.
    """

    lues: int
    total: int | None
    faites: int = 0
    echecs: int = 0
    deja: int = 0


@dataclass(frozen=True, slots=True)
class Bilan:
    """How a run ended: towns by state, and its reports. `restantes`: those it did not reach."""

    faites: int
    partielles: int
    echecs: int
    restantes: int
    deja: int
    rapports: tuple[Path, ...]

    @property
    def is_complete(self) -> bool:
        """True when every town was made in full."""
        return not (self.partielles or self.echecs or self.restantes)


def run(  # noqa: PLR0913, what is asked, and the door's own means
    demande: Demande,
    moyens: Moyens,
    *,
    aujourdhui: datetime.date,
    reprendre: bool = False,
    suivre: Callable[[Avancement], None] = lambda _: None,
    arret: threading.Event | None = None,
) -> Bilan:
    """Make every town of the source that is not made yet, and write the reports.

    `arret`, once set, stops the run: no other town is begun, and what is not finished soon is
    dropped. `reprendre` is needed where an interrupted run left its journal.

    Raises OutputError: another run works there, or nothing can be written any more, or the folder
    was taken away;
    RecordError or ReferentielError: the source cannot be read; TemplateError, ActesError: no
    worker can be had; KeyboardInterrupt: stopped before the first town. What was finished before
    is kept, and in the journal.
    """
    own = demande.commande.sortie / DOSSIER
    with hold(own / "verrou") as check, Journal(own / "journal.sqlite") as journal:
        _admit(journal, demande, reprendre)
        course = _Course(demande, moyens, journal, check, suivre, arret or threading.Event())
        return course.run(aujourdhui)


def recall(sortie: Path, *, ici: Path) -> Demande:
    """Return what the interrupted run of a folder was asked for; OutputError if there is none.

    `ici`: the working folder; the paths of a run that was started from another are completed.
    """
    path = sortie / DOSSIER / "journal.sqlite"
    if path.is_file():
        with Journal(path) as journal:
            passage = journal.passage()
        if passage is not None:
            try:
                demande = Demande.loads(passage[0], ici=ici)
            except (ValueError, KeyError, TypeError) as error:
                raise OutputError(
                    f"{sortie} : ce lot a été commencé avec une autre version du programme ; "
                    "redonnez toute la commande avec --reprendre"
                ) from error
            return replace(demande, commande=replace(demande.commande, sortie=sortie))
    raise OutputError(f"{sortie} : aucune série à reprendre dans ce dossier ; vérifiez --sortie")


def _admit(journal: Journal, demande: Demande, reprendre: bool) -> None:
    """Refuse to go over an interrupted run without being told to; clean up after it."""
    sortie = demande.commande.sortie
    passage = journal.passage()
    if passage is None:
        if reprendre:
            raise OutputError(f"{sortie} : aucune série à reprendre dans ce dossier")
        return
    if passage[1]:
        return
    if not reprendre:
        counts = journal.counts()
        done, total = counts.get(FAIT, 0), sum(counts.values())
        raise OutputError(
            f"{sortie} : une série y a été interrompue ({done} collectivités faites sur {total}) ; "
            "ajoutez --reprendre pour le finir : ce qui est fait ne sera pas refait"
        )
    try:
        for folder in (sortie, *(path for path in sortie.iterdir() if path.is_dir())):
            remove_temporaries(folder)
    except OSError as error:
        raise OutputError(
            f"{error.filename or sortie} : nettoyage impossible : {explain(error)}"
        ) from error


class _Course:
    """One run, from its first look at the records to its reports."""

    def __init__(  # noqa: PLR0913, what is asked, and the means of this run
        self,
        demande: Demande,
        moyens: Moyens,
        journal: Journal,
        check: Callable[[], None],
        suivre: Callable[[Avancement], None],
        arret: threading.Event,
    ) -> None:
        self._demande = demande
        self._commande = demande.commande
        self._moyens = moyens
        self._journal = journal
        self._check = check
        self._suivre = suivre
        self._arret = arret
        self._en_vol: dict[int, Tache] = {}
        self._etat = Avancement(0, None)
        self._plan: Plan

    def run(self, aujourdhui: datetime.date) -> Bilan:
        gabarits = self._commande.gabarits
        reglages = Reglages(
            replace(self._commande, gabarits=None),
            tuple(own_templates(gabarits).items()) if gabarits is not None else (),
            str(gabarits or ""),
            aujourdhui,
            self._moyens.limite,
            identity(),
            self._demande.envoi,
        )
        self._plan = Plan(self._commande, cles(reglages), self._journal)
        with self._journal.write():
            self._journal.begin(self._demande.dumps())
            self._survey()
        if self._counts(A_FAIRE):
            self._make_all(reglages)
        if not self._counts(A_FAIRE):
            with self._journal.write():
                self._journal.end()
        self._check()
        rejets = self._write_failed()
        rapports = (*write_reports(self._demande, self._journal, rejets), *rejets)
        return Bilan(
            faites=self._counts(FAIT),
            partielles=self._counts(PARTIEL),
            echecs=self._counts(ECHEC),
            restantes=self._counts(A_FAIRE),
            deja=self._etat.deja,
            rapports=rapports,
        )

    def _counts(self, *etats: str) -> int:
        counts = self._journal.counts()
        return sum(counts.get(etat, 0) for etat in etats)

    def _survey(self) -> None:
        """Give every record its line: made and unchanged, refused, or left to make."""
        lues = faites = echecs = 0
        for element in self._demande.enumerate():
            if self._arret.is_set():
                raise KeyboardInterrupt  # nothing was begun: the journal stays as it was
            if isinstance(element, Avis):
                self._journal.add_notice(element.messages)
                continue
            lues += 1
            if isinstance(element, Rejet):
                ligne = Ligne(lues, element.source, None, ECHEC, erreurs=element.messages)
            else:
                decision = self._plan.decide(lues, element)
                ligne = (
                    decision
                    if isinstance(decision, Ligne)
                    else Ligne(
                        lues, element.source, element.empreinte, A_FAIRE, self._folder(element)
                    )
                )
            self._journal.put(ligne)
            faites += ligne.etat == FAIT
            echecs += ligne.etat == ECHEC
            if lues % _LECTURE == 0:
                self._suivre(Avancement(lues, None, faites, echecs, faites))
        if not lues:
            raise RecordError(self._nothing())
        self._etat = Avancement(lues, lues, faites, echecs, faites)
        self._suivre(self._etat)

    def _nothing(self) -> str:
        """Return the sentence that says that there is nothing to make."""
        source = self._demande.source
        if source is None:
            return "aucune commune de la liste officielle n'est dans ce choix ; élargissez-le"
        return f"{source} : aucune collectivité n'y est écrite ; ajoutez-en au moins une"

    def _write_failed(self) -> tuple[Path, ...]:
        """Write what failed as a table of the same kind, to be mended and run again."""
        source, sortie = self._demande.source, self._commande.sortie
        if not self._counts(PARTIEL, ECHEC) and not any(sortie.glob(f"{A_CORRIGER}*")):
            return ()
        return write_failed(
            source,
            self._journal.failures,
            sortie,
            feuille=self._demande.feuille,
            selection=() if source is not None else self._demande.select(),
        )

    def _folder(self, enregistrement: Enregistrement) -> str | None:
        """Return the folder that a record is known to write, which no later one may then take."""
        connue = self._journal.known(enregistrement.empreinte)
        return None if connue is None else connue.dossier

    def _make_all(self, reglages: Reglages) -> None:
        executeur = EXECUTEURS[self._moyens.executeur]
        attente = 0.0
        with closing(executeur.run(self._tasks(), reglages, self._moyens)) as resultats:
            for resultat in resultats:
                if resultat is not None:
                    self._settle(resultat)
                    continue
                self._suivre(self._etat)
                if self._arret.is_set():
                    attente += TIC
                if attente > _GRACE:
                    return

    def _tasks(self) -> Iterator[Tache]:
        """Yield the towns left to make, read anew from the source, until told to stop."""
        rang = 0
        for element in self._demande.enumerate():
            if self._arret.is_set():
                return
            if isinstance(element, Avis):
                continue
            rang += 1
            ligne = self._journal.line(rang)
            if ligne is None or ligne.etat != A_FAIRE or isinstance(element, Rejet):
                continue
            decision = self._plan.decide(rang, element)
            if isinstance(decision, Ligne):
                self._conclude(decision)
            else:
                self._en_vol[rang] = decision
                yield decision

    def _settle(self, resultat: Resultat) -> None:
        """Write what came back of one town, and its line."""
        tache = self._en_vol.pop(resultat.rang)
        enregistrement = tache.enregistrement
        if isinstance(resultat, Manque):
            alertes = (*enregistrement.alertes, *resultat.alertes)
            self._conclude(
                Ligne(
                    tache.rang,
                    enregistrement.source,
                    enregistrement.empreinte,
                    ECHEC,
                    alertes=alertes,
                    erreurs=resultat.messages,
                )
            )
            return
        connue = self._identify(tache, resultat)
        if (owner := self._plan.owner(connue.dossier, tache.rang)) is not None:
            with self._journal.write():
                self._journal.learn(connue)
            self._conclude(refuse(tache.rang, enregistrement.source, connue, owner))
            return
        self._check()
        if resultat.livraison.ouvrages:
            self._evict(connue, tache)
        production = write(resultat.livraison, resultat.examen, self._commande)
        erreurs = _errors(production)
        with self._journal.write():
            self._journal.learn(connue)
            self._keep(production, connue)
            ligne = self._plan.tell(tache.rang, enregistrement.source, connue, erreurs)
            ligne = replace(ligne, notes=(*ligne.notes, *production.alertes))
            self._journal.put(ligne)
        self._count(ligne)

    def _identify(self, tache: Tache, fabrique: Fabrique) -> Connue:
        examen = fabrique.examen
        territoire = examen.dossier.collectivite.territoire
        return Connue(
            tache.enregistrement.empreinte,
            self._plan.cles.socle,
            tache.enregistrement.source,
            folder_of(examen),
            territoire.nom,
            territoire.code,
            (
                *(document.cle for document in examen.documents),
                examen.entier.cle,
                *(d.cle for d in examen.disponibles if d not in examen.documents),
            ),
            (*tache.enregistrement.alertes, *examen.alertes),
        )

    def _keep(self, production: Production, connue: Connue) -> None:
        """Note what was written, with its keys."""
        for produit in production.produits:
            cle = produit.document.cle
            self._journal.keep(
                Piece(
                    connue.dossier,
                    cle,
                    self._plan.cles.of(connue.empreinte, cle, produit.moteur),
                    connue.empreinte,
                    produit.moteur,
                    produit.pages,
                    produit.norme,
                    produit.blancs,
                    produit.alertes,
                )
            )
            for path in produit.fichiers:
                self._journal.keep_file(measure(path, cle))
        if production.produits:
            self._journal.keep_file(measure(production.dossier / manifeste.NOM, ""))

    def _evict(self, connue: Connue, tache: Tache) -> None:
        """Take the folder from a later line of this run, with what that line made in it.

        Towns come back in any order, and the result must not depend on it.
        """
        owner = self._journal.later(connue.dossier, tache.rang)
        if owner is None:
            return
        first = Ligne(tache.rang, tache.enregistrement.source, connue.empreinte, A_FAIRE)
        theirs = replace(connue, empreinte=owner.empreinte or "")
        documents = self._journal.documents_of(connue.dossier, theirs.empreinte)
        files = self._journal.files(connue.dossier)
        with self._journal.write():
            self._journal.put(refuse(owner.rang, owner.source, theirs, first))
            for cle in ("", *documents):
                self._journal.forget(connue.dossier, cle)
        if owner.etat == FAIT:
            faites, echecs = self._etat.faites - 1, self._etat.echecs + 1
            self._etat = replace(self._etat, faites=faites, echecs=echecs)
        for fichier in files:
            if fichier.document in {"", *documents}:
                (self._commande.sortie / connue.dossier / fichier.nom).unlink(missing_ok=True)

    def _conclude(self, ligne: Ligne) -> None:
        with self._journal.write():
            self._journal.put(ligne)
        self._count(ligne)

    def _count(self, ligne: Ligne) -> None:
        if ligne.etat == FAIT:
            self._etat = replace(self._etat, faites=self._etat.faites + 1)
        else:
            self._etat = replace(self._etat, echecs=self._etat.echecs + 1)
        self._suivre(self._etat)


def _errors(production: Production) -> dict[str, tuple[str, ...]]:
    """Return the messages of what failed, by document; OutputError where no town can be written."""
    erreurs: dict[str, tuple[str, ...]] = {}
    for echec in production.echecs:
        cause = echec.erreur.__cause__
        if isinstance(cause, OSError) and cause.errno in _SANS_ISSUE:
            raise OutputError(
                [
                    *echec.erreur.messages,
                    "la série s'arrête ; remédiez-y, puis reprenez avec --reprendre",
                ]
            ) from cause
        cle = echec.document.cle if echec.document else ""
        erreurs[cle] = (*erreurs.get(cle, ()), *echec.erreur.messages)
    return erreurs
