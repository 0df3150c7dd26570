"""One town of a run, made in memory: what a worker is given, does and gives back."""

from __future__ import annotations

import datetime
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from generator.domain.accueil import Envoi
from generator.errors import ActesError
from generator.pdf.conversion import DELAI
from generator.records.enregistrements import Enregistrement
from generator.services.ouvrage import Livraison
from generator.services.production import Atelier, Commande
from generator.services.verification import Examen, examine


@dataclass(frozen=True, slots=True)
class Reglages:
    """What every town of a run is made with; it can be pickled and sent to another machine.

    `gabarits`: the user's own templates, by file name, and `chemin` the folder that they come
    from; `limite`: seconds granted to one town;
    `identite`: the program that must make them (`cles.identity`); `envoi`: for welcome packs.
    """

    commande: Commande
    gabarits: tuple[tuple[str, bytes], ...]
    chemin: str
    aujourdhui: datetime.date
    limite: float
    identite: str
    envoi: Envoi | None = None


@dataclass(frozen=True, slots=True)
class Tache:
    """One town to make; `documents`: those to make again, None for all of them.

    `rang`: its place in the source, from 1.
    """

    rang: int
    enregistrement: Enregistrement
    documents: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Fabrique:
    """A town that was made, wholly or in part, and not yet written."""

    rang: int
    examen: Examen
    livraison: Livraison


@dataclass(frozen=True, slots=True)
class Manque:
    """A town that could not be made, and why."""

    rang: int
    messages: tuple[str, ...]
    alertes: tuple[str, ...] = ()


Resultat = Fabrique | Manque


class Etabli:
    """Makes town after town with a warm Atelier; use it in a `with` block."""

    def __init__(self, reglages: Reglages) -> None:
        """Raises TemplateError and EngineUnavailableError, as Atelier does."""
        self._dossier = tempfile.TemporaryDirectory(prefix="actes-enfance-")
        commande = reglages.commande
        if reglages.gabarits:
            commande = replace(commande, gabarits=Path(self._dossier.name))
            for nom, octets in reglages.gabarits:
                path = Path(self._dossier.name, nom)
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(octets)
        self._envoi = reglages.envoi
        self._chemin = reglages.chemin
        self._aujourdhui = reglages.aujourdhui
        self._atelier = Atelier(commande, delai=min(DELAI, reglages.limite / 2))
        self._atelier.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._atelier.close()
        self._dossier.cleanup()

    def make(self, tache: Tache) -> Resultat:
        """Return the town's documents, or why there are none; a bug alone is raised."""
        try:
            fiche = tache.enregistrement.read(aujourdhui=self._aujourdhui)
            examen = examine(fiche, aujourdhui=self._aujourdhui, envoi=self._envoi)
            livraison = self._rename(self._atelier.make(examen, tache.documents))
        except ActesError as error:
            return Manque(tache.rang, error.messages, getattr(error, "alertes", ()))
        return Fabrique(tache.rang, examen, livraison)

    def _rename(self, livraison: Livraison) -> Livraison:
        """Let the messages name the user's templates, rather than our copy of them."""
        echecs = tuple(
            replace(
                echec,
                erreur=type(echec.erreur)(
                    [m.replace(self._dossier.name, self._chemin) for m in echec.erreur.messages]
                ),
            )
            for echec in livraison.echecs
        )
        return replace(livraison, echecs=echecs)
