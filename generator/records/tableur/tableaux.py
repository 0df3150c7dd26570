"""From the rows of a table to records: one town a row, each cell at its place."""

from __future__ import annotations

import itertools
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import RecordError
from generator.records.arbre import (
    Cellule,
    Entree,
    Noeud,
    NoeudGroupe,
    NoeudListe,
    NoeudScalaire,
)
from generator.records.enregistrement import Avis, Element, Enregistrement, Rejet, from_tree
from generator.records.files import UnfitFileError, open_regular
from generator.records.genres import Valeur
from generator.records.problemes import Probleme, column_letter, format_place, printable
from generator.records.tableur import classeur, entetes, rne
from generator.records.tableur.entetes import Entetes, UnfitHeadersError
from generator.records.tableur.lignes import TETE, Ligne, LigneIllisible, Table, is_blank
from generator.records.tableur.texte import Ecriture, open_text
from generator.records.tableur.valeurs import say

_SEPARATEURS_DE_LISTE = "|\n"


@dataclass(frozen=True, slots=True)
class Case:
    """A column that is read, worked out once for all the rows; `rang` counts from 0."""

    rang: int
    entete: str
    champ: str
    etapes: tuple[str | int, ...]
    genre: Valeur
    is_liste: bool  # the cell holds a whole list


@dataclass(slots=True)
class Ouvert:
    """A table whose headers have been read; `lignes` are those that follow them."""

    table: Table
    avant: list[Ligne]
    entetes: Entetes
    lignes: Iterator[Ligne | LigneIllisible]
    cases: tuple[Case, ...]
    ecriture: Ecriture | None  # None for a workbook
    feuille: str = ""


@contextmanager
def open_table(path: Path, feuille: str | None) -> Iterator[Ouvert]:
    """Open a table by what it is, whatever its name; RecordError says why it cannot be read."""
    source = printable(path)
    try:
        with open_regular(path) as stream:
            head = stream.read(4096)
            content = head + stream.read(2**22) if head else b""
            is_zip = head.startswith(b"PK\x03\x04") or zipfile.is_zipfile(stream)
        if not head:
            raise RecordError(f"{source} : fichier vide ; vérifiez qu'il a été enregistré")
        if foreign := classeur.describe_foreign(head, content):
            raise RecordError(f"{source} : {foreign}")
        if is_zip:
            with classeur.open_sheet(path, feuille, entetes.score) as (table, nom):
                yield _open(table, None, nom)
        elif feuille is not None:
            raise RecordError(f"{source} : un fichier CSV n'a pas de feuille ; retirez --feuille")
        else:
            with open_text(path, entetes.score) as (table, ecriture):
                yield _open(table, ecriture, "")
    except UnfitFileError as error:
        raise RecordError(f"{source} : {error}") from error


def _open(table: Table, ecriture: Ecriture | None, feuille: str) -> Ouvert:
    tete = list(itertools.islice(table.lignes, TETE))
    rows = [ligne for ligne in tete if isinstance(ligne, Ligne)]
    head = entetes.choose(rows)
    if head is None:
        broken = [ligne.message for ligne in tete if isinstance(ligne, LigneIllisible)]
        said = broken[:1] or [entetes.explain_none(rows)]
        raise RecordError(f"{table.titre} : {said[0]}")
    try:
        understood = entetes.understand(head)
    except UnfitHeadersError as error:
        raise RecordError([f"{table.name(head.numero)} : {said}" for said in error.args]) from error
    rank = tete.index(head)
    avant = [ligne for ligne in tete[:rank] if isinstance(ligne, Ligne)]
    rest = itertools.chain(tete[rank + 1 :], table.lignes)
    return Ouvert(table, avant, understood, rest, tuple(_cases(understood)), ecriture, feuille)


def _cases(entetes: Entetes) -> Iterator[Case]:
    for rang, titre in entetes.titres.items():
        champ = titre.champ
        whole = titre.colonne.is_liste and not champ.endswith("]")
        yield Case(
            rang, entetes.text(rang), champ, tuple(_steps(champ)), titre.colonne.genre, whole
        )


def read_table(path: Path, demarche: str | None, feuille: str | None) -> Iterator[Element]:
    """Yield the records of a table, one a row, what is wrong with a row, and what is told once.

    Empty rows, and those whose first cell is a comment (« # »), say nothing.
    """
    with open_table(path, feuille) as ouvert:
        _check_demarche(ouvert, demarche)
        if notices := _notices(ouvert):
            yield Avis(ouvert.table.titre, tuple(notices))
        found = False
        told = set[int]()
        for ligne in ouvert.lignes:
            if isinstance(ligne, LigneIllisible):
                found = True
                source = ouvert.table.name(ligne.numero)
                yield Rejet(source, (f"{source} : {ligne.message}",))
                if ligne.fatal:
                    return
                continue
            if not is_record(ligne, ouvert):
                continue
            found = True
            yield from _headless(ligne, ouvert, told)
            yield _Rangee(ligne, ouvert).record(path.parent, demarche)
        if not found:
            yield Avis(
                ouvert.table.titre,
                (f"{ouvert.table.titre} : aucune commune sous les titres de colonnes",),
            )


def _check_demarche(ouvert: Ouvert, demarche: str | None) -> None:
    """Refuse a table in which no row could say its programme."""
    if demarche is None and "demarche" not in {t.champ for t in ouvert.entetes.titres.values()}:
        raise RecordError(
            f"{ouvert.table.titre} : aucune colonne « demarche » ; ajoutez-la, ou donnez la même "
            "démarche à toutes les lignes avec --demarche"
        )


def is_record(ligne: Ligne, ouvert: Ouvert) -> bool:
    """Return whether a row under the headers is a town's."""
    if ligne.is_empty or ligne.is_comment:
        return False
    if not ouvert.entetes.is_rne:
        return True
    cells = [str(valeur) for valeur in ligne.valeurs]
    return rne.is_mayor(cells, [str(valeur) for valeur in ouvert.entetes.ligne.valeurs])


def _notices(ouvert: Ouvert) -> list[str]:
    """Return what is told once of a table, each with its place."""
    titre, head = ouvert.table.titre, ouvert.table.name(ouvert.entetes.ligne.numero)
    said = [f"{titre} : {avis}" for avis in ouvert.table.avis]
    if any(not ligne.is_empty for ligne in ouvert.avant):
        numero = ouvert.entetes.ligne.numero
        said.append(f"{titre} : les titres sont à la ligne {numero} ; ce qui précède n'est pas lu")
    said += [f"{head} : {avis}" for avis in ouvert.entetes.avis]
    if ouvert.entetes.is_rne:
        said += [f"{titre} : {avis}" for avis in rne.AVIS]
    return said


def _headless(ligne: Ligne, ouvert: Ouvert, told: set[int]) -> Iterator[Avis]:
    """Yield, once a column of a sheet, that what stands under no header is not read."""
    if ouvert.table.is_text:
        return  # a row that is too long is a problem of that row
    for rang, valeur in enumerate(ligne.valeurs):
        if rang not in told and not is_blank(valeur) and not ouvert.entetes.text(rang):
            told.add(rang)
            source = ouvert.table.name(ligne.numero)
            letter = column_letter(rang + 1)
            yield Avis(
                source, (f"{source}, colonne {letter} : colonne sans titre, ignorée ; titrez-la",)
            )


@dataclass(slots=True)
class _Rangee:
    """A row, while its tree is made."""

    ligne: Ligne
    ouvert: Ouvert
    racine: dict[str | int, Any] = field(default_factory=dict)
    problemes: list[Probleme] = field(default_factory=list)
    alertes: list[str] = field(default_factory=list)

    def record(self, folder: Path, demarche: str | None) -> Enregistrement:
        """Return the record of the row."""
        self._check_width()
        valeurs = self.ligne.valeurs
        for case in self.ouvert.cases:
            if case.rang < len(valeurs) and not is_blank(valeurs[case.rang]):
                self._put(case, valeurs[case.rang])
        if self.ouvert.entetes.is_rne:
            place = Cellule(self.ligne.numero)
            executif = self.racine.setdefault("executif", {})
            executif["titre"] = NoeudScalaire(place, rne.regles().titre)
        place = Cellule(self.ligne.numero)
        arbre = _freeze(self.racine, place)
        assert isinstance(arbre, NoeudGroupe)  # noqa: S101, the root has no number
        return from_tree(
            arbre,
            source=self._source,
            folder=folder,
            demarche=demarche,
            problemes=tuple(self.problemes),
            alertes=tuple(self.alertes),
        )

    @property
    def _source(self) -> str:
        return self.ouvert.table.name(self.ligne.numero)

    def _check_width(self) -> None:
        """Note a row of a text with more cells than headers: a separator stands in a value."""
        wanted = len(self.ouvert.entetes.ligne.valeurs)
        extra = [valeur for valeur in self.ligne.valeurs[wanted:] if not is_blank(valeur)]
        if self.ouvert.table.is_text and extra:
            self.problemes.append(
                Probleme(
                    f"{len(self.ligne.valeurs)} cellules pour {wanted} colonnes ; mettez entre "
                    "guillemets doubles le texte qui contient un séparateur",
                    position=Cellule(self.ligne.numero),
                )
            )

    def _put(self, case: Case, valeur: object) -> None:
        """Put the value of a cell at the place of its field."""
        place = Cellule(self.ligne.numero, case.rang + 1, case.entete)
        said = say(valeur, case.genre, case.champ)
        texte, alerte = said.texte, said.alerte
        if said.probleme:
            self.problemes.append(Probleme(said.probleme, case.champ, place))
        elif self.ouvert.entetes.is_rne and texte is not None:
            texte, doubt = rne.propose(case.champ, texte)
            # Its codes lack their first zero as a rule: nobody can mend them in the list.
            alerte = doubt
        if alerte:
            self.alertes.append(f"{format_place(self._source, place)} : {case.champ} : {alerte}")
        if texte is None and not said.probleme:
            return
        node = _cut(place, texte or "") if case.is_liste else NoeudScalaire(place, texte)
        if not self._insert(case.etapes, node):
            self.problemes.append(
                Probleme(
                    "ceci est déjà dit dans une autre colonne, d'une autre façon ; gardez l'une "
                    "des deux",
                    case.champ,
                    place,
                )
            )

    def _insert(self, steps: tuple[str | int, ...], node: Noeud) -> bool:
        """Put a node in the tree; False where a value stands already."""
        here = self.racine
        for step in steps[:-1]:
            here = here.setdefault(step, {})
            if not isinstance(here, dict):
                return False
        return here.setdefault(steps[-1], node) is node


def _steps(champ: str) -> Iterator[str | int]:
    """Yield the keys and numbers of a path: « a.b[2].c » is a, b, 2, c."""
    for word in champ.replace("[", ".").replace("]", "").split("."):
        yield int(word) if word.isdecimal() else word


def _cut(place: Cellule, texte: str) -> NoeudListe:
    """Return the texts of a cell that holds a list, parted by « | » or by ends of lines."""
    for separateur in _SEPARATEURS_DE_LISTE:
        texte = texte.replace(separateur, "\n")
    parts = (part.strip() for part in texte.splitlines())
    return NoeudListe(place, tuple(NoeudScalaire(place, part) for part in parts if part))


def _freeze(noeud: Noeud | dict[str | int, Any], place: Cellule) -> Noeud:
    """Return the tree of nodes; a group or a list stands at its first cell."""
    if not isinstance(noeud, dict):
        return noeud
    keys = list(noeud)
    if keys and isinstance(keys[0], int):
        elements = tuple(_freeze(noeud[key], place) for key in sorted(keys, key=int))
        return NoeudListe(elements[0].position, elements)
    entries = []
    for key in keys:
        inner = _freeze(noeud[key], place)
        entries.append(Entree(inner.position, str(key), inner))
    return NoeudGroupe(place, tuple(entries))
