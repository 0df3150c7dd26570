"""What was read of every town, kept in a private database on disk: memory does not grow with towns."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from generator.services.national.colonnes import (
    ACTIONS,
    COLLECTIVITES,
    REMARQUES,
    TABLEAUX,
    VALEURS,
    Entete,
    Genre,
    Rangee,
    Remarque,
    Tableau,
    Valeur,
    Ville,
    cle_de,
    entete_de_valeur,
    nom_de,
)

_ORDRE = "ORDER BY code, demarche, mandat, classeur, rang"
_CENTIMES = Decimal(100)


@dataclass(frozen=True, slots=True)
class Classeur:
    """A workbook that was read; `bilans`: the years that it closes."""

    numero: int
    fichier: str
    nom: str
    empreinte: str
    bilans: frozenset[int]


@contextmanager
def open_registre() -> Iterator[Registre]:
    """Give an empty register, which nothing is left of afterwards."""
    # An empty name is a database of this process alone, which SQLite removes when it is closed.
    with closing(sqlite3.connect("")) as base:
        yield Registre(base)


class Registre:
    """The rows of the national tables, and the workbooks that they come from."""

    def __init__(self, base: sqlite3.Connection) -> None:
        self._base = base
        base.execute(
            "CREATE TABLE classeurs (classeur INTEGER PRIMARY KEY, fichier TEXT, nom TEXT, "
            "cle TEXT, empreinte TEXT, bilans TEXT)"
        )
        for tableau in TABLEAUX:
            names = ", ".join(entete.cle for entete in tableau.entetes)
            base.execute(f"CREATE TABLE {tableau.cle} (classeur INTEGER, rang INTEGER, {names})")
            base.execute(f"CREATE INDEX {tableau.cle}_classeur ON {tableau.cle} (classeur, rang)")
        base.execute("CREATE INDEX classeurs_cle ON classeurs (cle)")
        base.execute("CREATE INDEX valeurs_numero ON valeurs (classeur, numero)")

    # --- writing ------------------------------------------------------------------------------

    def add(self, ville: Ville) -> None:
        """Keep what a workbook says."""
        rangees = [Rangee(ville, rang, ligne) for rang, ligne in enumerate(ville.lignes, start=1)]
        valeurs = [
            Valeur(rangee, annee, valeur)
            for rangee in rangees
            if rangee.ligne.suivie is not None
            for annee, valeur in sorted(rangee.ligne.suivie.valeurs.items())
            if valeur
        ]
        with self._base:
            numero = self._base.execute(
                "INSERT INTO classeurs (fichier, nom, cle, empreinte, bilans) VALUES (?, ?, ?, ?, ?)",
                (
                    ville.fichier,
                    nom_de(ville.dossier),
                    cle_de(ville.dossier),
                    _fingerprint(ville),
                    json.dumps(sorted(ville.suivi.bilans_faits)),
                ),
            ).lastrowid
            self._insert(ACTIONS, numero, [ACTIONS.row(rangee) for rangee in rangees])
            self._insert(VALEURS, numero, [VALEURS.row(valeur) for valeur in valeurs])
            self._insert(COLLECTIVITES, numero, [COLLECTIVITES.row(ville)])

    def remark(self, remarques: Sequence[Remarque]) -> None:
        """Keep what is to be told, in its order."""
        with self._base:
            self._insert(REMARQUES, None, [REMARQUES.row(remarque) for remarque in remarques])

    def _insert(
        self, tableau: Tableau[Any], numero: int | None, rows: Sequence[Sequence[Any]]
    ) -> None:
        marks = ", ".join("?" * (2 + len(tableau.entetes)))
        self._base.executemany(
            f"INSERT INTO {tableau.cle} VALUES ({marks})",  # noqa: S608, names are our own
            ((numero, rang, *map(_stored, row)) for rang, row in enumerate(rows)),
        )

    # --- several workbooks of one town ----------------------------------------------------------

    def doubles(self) -> list[list[Classeur]]:
        """Return the workbooks that speak of the same town, programme and mandate, town by town."""
        cles = self._base.execute(
            "SELECT cle FROM classeurs GROUP BY cle HAVING COUNT(*) > 1 ORDER BY cle"
        ).fetchall()
        return [
            [
                Classeur(numero, fichier, nom, empreinte, frozenset(json.loads(bilans)))
                for numero, fichier, nom, empreinte, bilans in self._base.execute(
                    "SELECT classeur, fichier, nom, empreinte, bilans FROM classeurs WHERE cle = ? "
                    "ORDER BY classeur",
                    cle,
                )
            ]
            for cle in cles
        ]

    def drop(self, classeur: Classeur) -> None:
        """Forget the rows of a workbook."""
        with self._base:
            for table in ("classeurs", ACTIONS.cle, VALEURS.cle, COLLECTIVITES.cle):
                self._base.execute(
                    f"DELETE FROM {table} WHERE classeur = ?",  # noqa: S608, names are our own
                    (classeur.numero,),
                )

    # --- reading --------------------------------------------------------------------------------

    def entetes(self, tableau: Tableau[Any]) -> tuple[Entete, ...]:
        """Return the columns of a table: that of actions has one more for each year with values."""
        if tableau is not ACTIONS:
            return tableau.entetes
        rang = [entete.cle for entete in tableau.entetes].index("cible") + 1
        annees = tuple(entete_de_valeur(annee) for annee in self._annees())
        return (*tableau.entetes[:rang], *annees, *tableau.entetes[rang:])

    def rows(self, tableau: Tableau[Any]) -> Iterator[tuple[Any, ...]]:
        """Yield the rows of a table as Python values, by code of the town; remarks as they came."""
        ordre = "ORDER BY rowid" if tableau is REMARQUES else _ORDRE
        entetes = tableau.entetes
        found = self._base.execute(f"SELECT * FROM {tableau.cle} {ordre}")  # noqa: S608
        if tableau is not ACTIONS:
            for _, _, *row in found:
                yield tuple(map(_restored, row, entetes))
            return
        cles = [entete.cle for entete in entetes]
        rang, numero = cles.index("cible") + 1, cles.index("numero")
        annees = self._annees()
        for classeur, _, *row in found:
            values = dict(
                self._base.execute(
                    "SELECT annee, valeur FROM valeurs WHERE classeur = ? AND numero = ?",
                    (classeur, row[numero]),
                )
            )
            cells = tuple(map(_restored, row, entetes))
            yield (*cells[:rang], *(values.get(annee) for annee in annees), *cells[rang:])

    def _annees(self) -> list[int]:
        found = self._base.execute("SELECT DISTINCT annee FROM valeurs ORDER BY annee")
        return [annee for (annee,) in found]

    def define(self, nom: str, fonction: Callable[[str], str]) -> None:
        """Make a function of one text known to the questions."""
        self._base.create_function(nom, 1, fonction, deterministic=True)

    def select(self, requete: str, *valeurs: object) -> list[tuple[Any, ...]]:
        """Return what a question on the tables gives; amounts are in cents, boxes 0 or 1."""
        return self._base.execute(requete, valeurs).fetchall()


def _fingerprint(ville: Ville) -> str:
    """Return what two workbooks that say the same of one town share, sorted otherwise or not."""
    actions = sorted(repr(replace(suivie, ligne=0)) for suivie in ville.suivi.actions)
    said = (ville.dossier, sorted(ville.suivi.bilans_faits), actions)
    others = (
        ville.suivi.commentaires_de_la_collectivite,
        sorted(ville.suivi.commentaires_annuels.items()),
    )
    return hashlib.sha256(repr((said, others)).encode()).hexdigest()


def _stored(valeur: object) -> object:
    return int(valeur * _CENTIMES) if isinstance(valeur, Decimal) else valeur


def _restored(valeur: Any, entete: Entete) -> Any:
    if valeur is None:
        return None
    match entete.genre:
        case Genre.CASE:
            return bool(valeur)
        case Genre.MONTANT:
            return Decimal(valeur) / _CENTIMES
        case Genre.NOMBRE:
            return float(valeur)
        case _:
            return valeur
