"""What is left to make of one record: everything, some documents, or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from generator.records.enregistrements import Enregistrement
from generator.referentiel import demarches
from generator.services.lot.cles import Cles
from generator.services.lot.fabrication import Tache
from generator.services.lot.journal import ECHEC, FAIT, PARTIEL, Connue, Fichier, Journal, Ligne
from generator.services.production import Commande


@dataclass(frozen=True, slots=True)
class Plan:
    """Compares records with the journal and with the files that stand in the folder."""

    commande: Commande
    cles: Cles
    journal: Journal

    def decide(self, rang: int, enregistrement: Enregistrement) -> Ligne | Tache:
        """Return the line of a town that needs nothing, or the task of making what it needs.

        A file is as it was written when its size and its date are, or else its SHA-256.
        """
        connue = self.journal.known(enregistrement.empreinte)
        if connue is None or connue.socle != self.cles.socle or not self._knows(connue):
            return Tache(rang, enregistrement)
        if (owner := self.owner(connue.dossier, rang)) is not None:
            return refuse(rang, enregistrement.source, connue, owner)
        missing = self._missing(connue)
        if missing and self.commande.pack:
            return Tache(rang, enregistrement)
        if missing or connue.source != enregistrement.source:
            return Tache(rang, enregistrement, frozenset(missing))
        return self.tell(rang, enregistrement.source, connue)

    def owner(self, dossier: str, rang: int) -> Ligne | None:
        """Return the line, earlier in the source, that this run's folder already belongs to."""
        return self.journal.earlier(dossier, rang)

    def wanted(self, connue: Connue) -> list[str]:
        """Return those of a town's documents that the run asks for, the whole file among them."""
        asked, known = self.commande.documents, connue.documents
        rank = next(rank for rank, cle in enumerate(known) if cle in demarches.dossiers())
        whole = [known[rank]] if self.commande.pack else []
        if not asked:
            return [*known[:rank], *whole]
        return [cle for cle in demarches.documents() if cle in known and cle in asked] + whole

    def made(self, connue: Connue, erreurs: Container[str]) -> list[str]:
        """Return the documents that are good: all those wanted but those that failed."""
        return [] if "" in erreurs else [d for d in self.wanted(connue) if d not in erreurs]

    def tell(
        self,
        rang: int,
        source: str,
        connue: Connue,
        erreurs: dict[str, tuple[str, ...]] | None = None,
    ) -> Ligne:
        """Return the line of a town whose documents are made, but those that `erreurs` names.

        `erreurs`: messages by document, with an empty key for the whole town.
        """
        erreurs = erreurs or {}
        made = self.made(connue, erreurs)
        pieces = [self.journal.document(connue.dossier, cle) for cle in made]
        notes = [f"{p.document} : {a}" for p in pieces if p is not None for a in p.alertes]
        notes += [
            f"{cle} : le fichier présent dans le dossier vient d'une série antérieure, d'une autre fiche"
            for cle in self.journal.others(connue.dossier, connue.empreinte)
        ]
        etat = FAIT if not erreurs else PARTIEL if made else ECHEC
        return Ligne(
            rang,
            source,
            connue.empreinte,
            etat,
            connue.dossier if made else None,
            connue.nom,
            connue.code,
            tuple(made),
            connue.alertes,
            tuple(notes),
            tuple(
                f"{cle} : {message}" if cle else message
                for cle, messages in erreurs.items()
                for message in messages
            ),
        )

    def _knows(self, connue: Connue) -> bool:
        """Return whether every document asked for is one of the programme's."""
        return set(self.commande.documents) <= set(connue.documents)

    def _missing(self, connue: Connue) -> list[str]:
        folder = self.commande.sortie / connue.dossier
        files = {fichier.nom: fichier for fichier in self.journal.files(connue.dossier)}
        wanted = self.wanted(connue)
        shared = [fichier for fichier in files.values() if not fichier.document]
        if not all(self._is_intact(folder, fichier) for fichier in shared):
            return wanted
        return [cle for cle in wanted if not self._is_good(connue, cle, folder, files)]

    def _is_good(self, connue: Connue, cle: str, folder: Path, files: dict[str, Fichier]) -> bool:
        piece = self.journal.document(connue.dossier, cle)
        if piece is None or piece.cle != self.cles.of(connue.empreinte, cle, piece.moteur):
            return False
        own = [fichier for fichier in files.values() if fichier.document == cle]
        if cle in demarches.documents():
            noms = {f"{cle}.{kind}" for kind in self.commande.formats}
            if not noms <= files.keys():
                return False
            own = [fichier for fichier in own if fichier.nom in noms]
        return all(self._is_intact(folder, fichier) for fichier in own)

    def _is_intact(self, folder: Path, fichier: Fichier) -> bool:
        path = folder / fichier.nom
        try:
            state = path.stat()
            if state.st_size != fichier.taille:
                return False
            if state.st_mtime_ns == fichier.mtime:
                return True
            if hashlib.sha256(path.read_bytes()).hexdigest() != fichier.sha256:
                return False
        except OSError:
            return False
        self.journal.keep_file(measure(path, fichier.document))  # copied, not altered
        return True


def refuse(rang: int, source: str, connue: Connue, owner: Ligne) -> Ligne:
    """Return the line of a town whose folder is another's of the same run."""
    return Ligne(
        rang,
        source,
        connue.empreinte,
        ECHEC,
        None,
        connue.nom,
        connue.code,
        erreurs=(
            f"{source} : la même collectivité que {owner.source} ; ses documents écraseraient les "
            f"siens (dossier « {connue.dossier} ») ; retirez l'une des deux, ou faites deux séries "
            "avec deux --sortie",
        ),
    )


def measure(path: Path, document: str) -> Fichier:
    """Return a file that has just been written, as the journal keeps it; OSError if it is gone."""
    state = path.stat()
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    return Fichier(path.parent.name, path.name, document, state.st_size, state.st_mtime_ns, sha256)
