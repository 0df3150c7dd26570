"""The journal of a folder: what its runs made, in SQLite, so that nothing is made twice.

One process writes it (`verrou.py`), and commits after every town whose files are on the disk.
After a death at any moment it says at most less than what was done, never more; a power cut may
take its last lines back (`synchronous = NORMAL`), and those towns are made again.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from generator.errors import OutputError

DOSSIER = ".actes-enfance"
FORMAT = 1
"""The version of the tables; a journal of another one is not read."""

FAIT, PARTIEL, ECHEC, A_FAIRE = "fait", "partiel", "échec", "à faire"

_TABLES = """
CREATE TABLE passage (unique_ INTEGER PRIMARY KEY CHECK (unique_ = 1), demande TEXT, fini INTEGER);
CREATE TABLE ligne (
    rang INTEGER PRIMARY KEY, source TEXT, empreinte TEXT, etat TEXT, dossier TEXT, nom TEXT,
    code TEXT, documents TEXT, alertes TEXT, notes TEXT, erreurs TEXT
);
CREATE INDEX ligne_par_dossier ON ligne (dossier);
CREATE INDEX ligne_par_etat ON ligne (etat);
CREATE INDEX ligne_par_source ON ligne (source);
CREATE TABLE avis (message TEXT);
CREATE TABLE commune (
    empreinte TEXT PRIMARY KEY, socle TEXT, source TEXT, dossier TEXT, nom TEXT, code TEXT,
    documents TEXT, alertes TEXT
) WITHOUT ROWID;
CREATE INDEX commune_par_dossier ON commune (dossier);
CREATE TABLE document (
    dossier TEXT, document TEXT, cle TEXT, empreinte TEXT, moteur TEXT, pages INTEGER,
    norme TEXT, blancs INTEGER, alertes TEXT, PRIMARY KEY (dossier, document)
) WITHOUT ROWID;
CREATE TABLE fichier (
    dossier TEXT, nom TEXT, document TEXT, taille INTEGER, mtime INTEGER, sha256 TEXT,
    PRIMARY KEY (dossier, nom)
) WITHOUT ROWID;
CREATE TABLE vignette (sha256 TEXT PRIMARY KEY, png BLOB) WITHOUT ROWID;
"""


_ALERTES = """
CREATE TEMP TABLE alerte AS
SELECT rang, substr(value, instr(value, ' : ') + 3) AS texte, etat IN ('fait', 'partiel') AS faite
FROM ligne, json_each(ligne.alertes)
UNION
SELECT rang, value, etat IN ('fait', 'partiel') FROM ligne, json_each(ligne.notes)
"""


_PLEIN = "le disque est plein ou en panne ; remédiez-y, puis reprenez avec --reprendre"
_RAISONS = {  # by the first byte of the code that SQLite gives
    sqlite3.SQLITE_FULL: _PLEIN,
    sqlite3.SQLITE_IOERR: _PLEIN,
    sqlite3.SQLITE_BUSY: "un autre programme tient le journal ouvert ; fermez-le, puis recommencez",
    sqlite3.SQLITE_READONLY: "ce disque ou ce fichier est en lecture seule ; vérifiez vos droits",
    sqlite3.SQLITE_CANTOPEN: "il ne s'ouvre pas ; vérifiez vos droits et que ce disque n'est pas en "
    "lecture seule",
    sqlite3.SQLITE_PERM: "vérifiez vos droits",
}


@dataclass(frozen=True, slots=True)
class Ligne:
    """One town of the run at hand, as the report tells it.

    `documents`: the keys of those that are good; `dossier`: the name of the folder that it
    writes, None where it writes none; `alertes`: those of the record, each beginning with its
    place; `notes`: those of the documents.
    """

    rang: int
    source: str
    empreinte: str | None
    etat: str
    dossier: str | None = None
    nom: str | None = None
    code: str | None = None
    documents: tuple[str, ...] = ()
    alertes: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    erreurs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Connue:
    """What a record was found to be: its town, and the alerts of reading it at `source`."""

    empreinte: str
    socle: str
    source: str
    dossier: str
    nom: str
    code: str
    documents: tuple[str, ...]  # its own, the whole file of them, those made on request alone
    alertes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """One document that was made and written."""

    dossier: str
    document: str
    cle: str
    empreinte: str
    moteur: str | None
    pages: int | None
    norme: str | None
    blancs: int  # blanks left to fill by hand
    alertes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fichier:
    """One file that was written: size in bytes, time of its last change in nanoseconds."""

    dossier: str
    nom: str
    document: str  # empty for a file of the whole town
    taille: int
    mtime: int
    sha256: str


class Journal:
    """The tables of one folder; use it in a `with` block, and `write` around every change."""

    def __init__(self, path: Path) -> None:
        """Open or create; OutputError when the file is no journal of ours, or cannot be written."""
        self._path = path
        with self._explained():
            self._base = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._base.execute("PRAGMA journal_mode = WAL")
            self._base.execute("PRAGMA synchronous = NORMAL")
            (version,) = self._base.execute("PRAGMA user_version").fetchone()
            if version == 0:
                with self.write():
                    for table in _TABLES.split(";")[:-1]:
                        self._base.execute(table)
                    self._base.execute(f"PRAGMA user_version = {FORMAT}")
        if version not in {0, FORMAT}:
            raise OutputError(
                f"{path} : ce journal est celui d'une autre version du programme ; retirez-le pour "
                "tout refaire, ou donnez un autre --sortie"
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._base.close()

    @contextmanager
    def write(self) -> Iterator[None]:
        """Commit what the block changes, all of it or nothing."""
        with self._explained():
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._base.execute("COMMIT")
            except BaseException:
                if self._base.in_transaction:
                    self._base.execute("ROLLBACK")
                raise

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raison = _RAISONS.get(
                (getattr(error, "sqlite_errorcode", 0) or 0) & 0xFF,
                f"journal illisible ({error}) ; retirez-le pour tout refaire",
            )
            raise OutputError(f"{self._path} : écriture impossible : {raison}") from error

    # --- the run ---------------------------------------------------------------------------------

    def passage(self) -> tuple[str, bool] | None:
        """Return what the last run was asked for (JSON) and whether it ended, or None."""
        found = self._one("SELECT demande, fini FROM passage")
        return None if found is None else (found[0], bool(found[1]))

    def begin(self, demande: str) -> None:
        """Note that a run begins: its lines are not known yet."""
        self._run("DELETE FROM ligne")
        self._run("DELETE FROM avis")
        self._run("REPLACE INTO passage VALUES (1, ?, 0)", demande)

    def end(self) -> None:
        """Note that the run has ended, and forget the records that its towns had before."""
        self._run("UPDATE passage SET fini = 1")
        self._run(
            "DELETE FROM commune WHERE dossier IN (SELECT dossier FROM ligne) "
            "AND empreinte NOT IN (SELECT empreinte FROM ligne WHERE empreinte IS NOT NULL)"
        )

    def counts(self) -> dict[str, int]:
        """Return how many lines are in each state."""
        return dict(self._all("SELECT etat, count(*) FROM ligne GROUP BY etat"))

    def add_notice(self, messages: Iterable[str]) -> None:
        """Note what the whole source deserves to have told."""
        for message in messages:
            self._run("INSERT INTO avis VALUES (?)", message)

    def notices(self) -> list[str]:
        """Return what the source deserves to have told, in its order."""
        return [message for (message,) in self._all("SELECT message FROM avis ORDER BY rowid")]

    # --- its lines -------------------------------------------------------------------------------

    def put(self, ligne: Ligne) -> None:
        """Write one line over what it said."""
        self._put("ligne", ligne)

    def line(self, rang: int) -> Ligne | None:
        """Return one line."""
        found = self._one("SELECT * FROM ligne WHERE rang = ?", rang)
        return None if found is None else _line(found)

    def lines(self) -> Iterator[Ligne]:
        """Yield the lines in the order of the source."""
        return map(_line, self._all("SELECT * FROM ligne ORDER BY rang"))

    def alerts(self) -> Iterator[tuple[str, int, int]]:
        """Yield every alert once, without its place; commonest first.

        With how many lines bear it, and how many of these were made, at least in part.
        """
        self._run("DROP TABLE IF EXISTS temp.alerte")
        self._run(_ALERTES)
        self._run("CREATE INDEX temp.alerte_par_texte ON alerte (texte, rang)")
        yield from self._all(
            "SELECT texte, count(*) AS nombre, sum(faite) FROM temp.alerte GROUP BY texte "
            "ORDER BY nombre DESC, min(rang), texte"
        )

    def bearers(self, texte: str, limite: int) -> list[Ligne]:
        """Return the first lines that bear an alert, as `alerts` says it."""
        found = self._all(
            "SELECT ligne.* FROM temp.alerte JOIN ligne USING (rang) WHERE texte = ? "
            "ORDER BY rang LIMIT ?",
            texte,
            limite,
        )
        return [_line(colonnes) for colonnes in found]

    def earlier(self, dossier: str, rang: int) -> Ligne | None:
        """Return the line above that one whose folder it is, or will be."""
        found = self._one(
            "SELECT * FROM ligne WHERE dossier = ? AND rang < ? ORDER BY rang LIMIT 1",
            dossier,
            rang,
        )
        return None if found is None else _line(found)

    def later(self, dossier: str, rang: int) -> Ligne | None:
        """Return the line below that one which has written that folder in this run."""
        found = self._one(
            "SELECT * FROM ligne WHERE dossier = ? AND rang > ? AND etat IN (?, ?)",
            dossier,
            rang,
            FAIT,
            PARTIEL,
        )
        return None if found is None else _line(found)

    def failures(self, source: str) -> tuple[str, ...]:
        """Return why the towns of a place of the source are not made in full, or nothing."""
        found = self._all(
            "SELECT erreurs FROM ligne WHERE source = ? AND etat IN (?, ?) ORDER BY rang",
            source,
            PARTIEL,
            ECHEC,
        )
        return tuple(erreur for (erreurs,) in found for erreur in _list(erreurs))

    # --- what is made ----------------------------------------------------------------------------

    def known(self, empreinte: str) -> Connue | None:
        """Return what a record was found to be."""
        found = self._one("SELECT * FROM commune WHERE empreinte = ?", empreinte)
        return None if found is None else Connue(*found[:6], *map(_list, found[6:]))

    def learn(self, connue: Connue) -> None:
        """Note what a record was found to be."""
        self._put("commune", connue)

    def document(self, dossier: str, document: str) -> Piece | None:
        """Return what is known of one document of a town."""
        found = self._one(
            "SELECT * FROM document WHERE dossier = ? AND document = ?", dossier, document
        )
        return None if found is None else Piece(*found[:8], *map(_list, found[8:]))

    def pieces(self, ligne: Ligne) -> list[Piece]:
        """Return the documents of a line that are good, in its order."""
        found = (self.document(ligne.dossier or "", document) for document in ligne.documents)
        return [piece for piece in found if piece is not None]

    def files(self, dossier: str) -> list[Fichier]:
        """Return the files written in a town's folder, by name."""
        found = self._all("SELECT * FROM fichier WHERE dossier = ? ORDER BY nom", dossier)
        return [Fichier(*colonnes) for colonnes in found]

    def keep(self, piece: Piece) -> None:
        """Note a document that was made."""
        self._put("document", piece)

    def keep_file(self, fichier: Fichier) -> None:
        """Note a file that was written."""
        self._put("fichier", fichier)

    def forget(self, dossier: str, document: str) -> None:
        """Forget a document of a town, and its files."""
        self._run("DELETE FROM document WHERE dossier = ? AND document = ?", dossier, document)
        self._run("DELETE FROM fichier WHERE dossier = ? AND document = ?", dossier, document)

    def others(self, dossier: str, empreinte: str) -> list[str]:
        """Return the documents of a folder that another record made."""
        found = self._all(
            "SELECT document FROM document WHERE dossier = ? AND empreinte <> ? ORDER BY document",
            dossier,
            empreinte,
        )
        return [document for (document,) in found]

    def documents_of(self, dossier: str, empreinte: str) -> list[str]:
        """Return the documents of a folder that one record made."""
        found = self._all(
            "SELECT document FROM document WHERE dossier = ? AND empreinte = ?", dossier, empreinte
        )
        return [document for (document,) in found]

    def thumbnail(self, sha256: str) -> bytes | None:
        """Return the picture already made of a PDF."""
        found = self._one("SELECT png FROM vignette WHERE sha256 = ?", sha256)
        return None if found is None else found[0]

    def keep_thumbnail(self, sha256: str, png: bytes) -> None:
        """Keep the picture of a PDF."""
        self._run("REPLACE INTO vignette VALUES (?, ?)", sha256, png)

    # --- SQL -------------------------------------------------------------------------------------

    def _put(self, table: str, valeur: Any) -> None:
        colonnes = [_plain(getattr(valeur, nom)) for nom in valeur.__slots__]
        marques = ", ".join("?" * len(colonnes))
        self._run(f"REPLACE INTO {table} VALUES ({marques})", *colonnes)  # noqa: S608, our names

    def _run(self, sql: str, *valeurs: Any) -> None:
        with self._explained():
            self._base.execute(sql, valeurs)

    def _one(self, sql: str, *valeurs: Any) -> Any:
        with self._explained():
            return self._base.execute(sql, valeurs).fetchone()

    def _all(self, sql: str, *valeurs: Any) -> Iterator[Any]:
        with self._explained():
            yield from self._base.execute(sql, valeurs)


def _line(colonnes: Sequence[Any]) -> Ligne:
    return Ligne(*colonnes[:7], *map(_list, colonnes[7:]))


def _plain(valeur: Any) -> Any:
    return json.dumps(valeur, ensure_ascii=False) if isinstance(valeur, tuple) else valeur


def _list(texte: str) -> tuple[str, ...]:
    return tuple(json.loads(texte))
