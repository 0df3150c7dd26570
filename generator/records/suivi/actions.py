"""The rows of the sheet of actions: each one as the town tells it today."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.domain.demarche import Axe
from generator.domain.dossier import Action
from generator.domain.suivi import ActionSuivie
from generator.records.genres import fold
from generator.records.problemes import column_letter, quote
from generator.records.suivi import cellules
from generator.records.suivi.cellules import Lu
from generator.records.suivi.entetes import INTITULE, Entetes, is_repeated, missing
from generator.records.suivi.feuilles import Constats, Feuille, cell, key
from generator.records.suivi.rattachement import Rangee, attach
from generator.records.tableur.lignes import Ligne, is_blank
from generator.referentiel.suivi import GenreColonne, tableau

_NUMERO = re.compile(
    r"(?:n\s*°|no?\.?|num[ée]ro|action|r[ée]f\.?)?\s*([0-9]{1,4})(?:[.,]0+)?\s*[.)]?", re.I
)
_TOTAL = re.compile(r"(?:sous[\s-]*)?tota(?:l|ux)\b", re.I)
_PLAN = frozenset(Action.__dataclass_fields__)
_REFERENCE = "reference"
_UNSPREAD = frozenset({_REFERENCE, INTITULE, "budget"})  # of which several rows may not share one


@dataclass(frozen=True, slots=True)
class _Lue:
    """A row, read: what it says by column, by year, and in the town's own columns."""

    ligne: int
    dit: Mapping[str, Any]
    valeurs: Mapping[int, str]
    autres: Mapping[str, str]


def read(
    feuille: Feuille,
    entetes: Entetes,
    voted: tuple[Action, ...],
    axes: tuple[Axe, ...],
    constats: Constats,
) -> tuple[ActionSuivie, ...]:
    """Return the actions of a sheet, in its order; what is wrong or strange is noted.

    A column of the plan that the sheet no longer has keeps what was voted.
    """
    lecteur = _Lecteur(feuille, entetes, axes, constats)
    lecteur.tell_merged()
    lues = [lecteur.read_row(ligne) for ligne in lecteur.rows()]
    rangs = attach([_rangee(lue) for lue in lues], voted, constats, feuille.place)
    kept = [lue for lue in lues if lue.ligne in rangs]
    for lue in kept:
        lecteur.check(lue, rangs[lue.ligne])
    lecteur.tell_missing()
    return tuple(_follow(lue, rangs[lue.ligne], voted) for lue in kept)


def _rangee(lue: _Lue) -> Rangee:
    contenu = (tuple(lue.dit.items()), tuple(lue.valeurs.items()), tuple(lue.autres.items()))
    return Rangee(lue.ligne, lue.dit.get(_REFERENCE), lue.dit.get(INTITULE), contenu)


def _follow(lue: _Lue, rang: int | None, voted: tuple[Action, ...]) -> ActionSuivie:
    """Return the action of a row, once it is known which one of the plan it is."""
    plan = {cle: valeur for cle, valeur in lue.dit.items() if cle in _PLAN}
    base = voted[rang - 1] if rang is not None else Action(intitule="")
    if not plan.get(INTITULE):
        plan[INTITULE] = base.intitule
    partenaires = plan.get("partenaires")
    if partenaires is not None and _same(partenaires, base.partenaires):
        plan["partenaires"] = base.partenaires
    own = {
        cle: valeur
        for cle, valeur in lue.dit.items()
        if cle not in _PLAN and cle != _REFERENCE and valeur is not None
    }
    return ActionSuivie(
        action=replace(base, **plan),
        reference=rang,
        valeurs=lue.valeurs,
        ligne=lue.ligne,
        autres=lue.autres,
        **own,
    )


def _same(partenaires: tuple[str, ...], voted: tuple[str, ...]) -> bool:
    """Return whether partners are those of the plan, commas within their names left aside."""
    return key("".join(partenaires)) == key("".join(voted))


class _Lecteur:
    """Reads the rows of one sheet under their headers."""

    def __init__(
        self, feuille: Feuille, entetes: Entetes, axes: tuple[Axe, ...], constats: Constats
    ) -> None:
        self.feuille = feuille
        self.entetes = entetes
        self.constats = constats
        self.axes = {fold(nom): axe.cle for axe in axes for nom in (axe.nom, axe.cle)}
        self.noms = ", ".join(axe.nom for axe in axes)
        self.genres = {colonne.cle: colonne.genre for colonne in tableau().colonnes}
        self.spread = self._spread()

    def place(self, ligne: int, colonne: int) -> str:
        """Return the place of a cell, for people."""
        return self.feuille.place(ligne, colonne, self.entetes.text(colonne))

    # --- rows ---------------------------------------------------------------------------------

    def rows(self) -> Iterator[Ligne]:
        """Yield the rows that hold an action, and say which are left aside."""
        known = {*self.entetes.colonnes.values(), *self.entetes.valeurs.values()}
        for ligne in self.feuille.lignes:
            if ligne.numero <= self.entetes.ligne or is_repeated(self.entetes, ligne):
                continue
            filled = [
                (rang, valeur)
                for rang, valeur in enumerate(ligne.valeurs, start=1)
                if not is_blank(valeur)
            ]
            first = cellules.read_texte(filled[0][1]).valeur or ""
            if _TOTAL.match(first) and not _is_told(ligne, self.entetes):
                self._leave(ligne, f"lu comme un total ({quote(first)})")
            elif len(filled) == 1 and filled[0][0] != self.entetes.colonnes[INTITULE]:
                self._leave(ligne, f"une seule cellule est remplie ({quote(first)})")
            elif not known.isdisjoint(rang for rang, _ in filled):
                yield ligne
            else:
                self._leave(ligne, f"rien n'y est dit d'une action ({quote(first)})")

    def _leave(self, ligne: Ligne, why: str) -> None:
        self.constats.alertes.append(
            f"{self.feuille.place(ligne.numero)} : {why} ; ligne laissée de côté"
        )

    def read_row(self, ligne: Ligne) -> _Lue:
        """Return what a row says; problems and alerts are noted."""
        dit = {
            cle: self._read(ligne, colonne, self._reader(cle))
            for cle, colonne in self.entetes.colonnes.items()
        }
        valeurs = {
            annee: self._read(ligne, colonne, cellules.read_valeur)
            for annee, colonne in self.entetes.valeurs.items()
        }
        autres = {
            titre: self._read(ligne, colonne, cellules.read_texte)
            for titre, colonne in self.entetes.autres.items()
        }
        return _Lue(
            ligne.numero,
            dit,
            {annee: valeur for annee, valeur in valeurs.items() if valeur is not None},
            {titre: texte for titre, texte in autres.items() if texte is not None},
        )

    def _read(self, ligne: Ligne, colonne: int, read_cell: Callable[[object], Lu]) -> Any:
        valeur = cell(ligne, colonne)
        if is_blank(valeur):
            valeur = self.spread.get((ligne.numero, colonne))
        lu = read_cell(valeur)
        place = self.place(ligne.numero, colonne)
        if lu.probleme:
            self.constats.problemes.append(f"{place} : {lu.probleme}")
        if lu.alerte:
            self.constats.alertes.append(f"{place} : {lu.alerte}")
        return lu.valeur

    def _reader(self, cle: str) -> Callable[[object], Lu]:
        readers: Mapping[GenreColonne, Callable[[object], Lu]] = {
            GenreColonne.REFERENCE: _read_reference,
            GenreColonne.AXE: self._read_axe,
            GenreColonne.LISTE: cellules.read_liste,
            GenreColonne.ANNEE: cellules.read_annee,
            GenreColonne.MONTANT: cellules.read_montant,
            GenreColonne.ETAT: cellules.read_etat,
            GenreColonne.CASE: cellules.read_case,
        }
        return readers.get(self.genres[cle], cellules.read_texte)

    def _read_axe(self, valeur: object) -> Lu:
        lu = cellules.read_texte(valeur)
        if lu.valeur is None or not self.axes:
            return lu
        cle = self.axes.get(fold(lu.valeur))
        if cle is None:
            return Lu(probleme=f"axe inconnu {quote(lu.valeur)} ; choisissez l'un de : {self.noms}")
        return Lu(cle, alerte=lu.alerte)

    # --- merged cells -------------------------------------------------------------------------

    def _spread(self) -> Mapping[tuple[int, int], object]:
        """Return the value that each cell takes from those it is merged with, above it."""
        by_number = {ligne.numero: ligne for ligne in self.feuille.lignes}
        shared = {c for cle, c in self.entetes.colonnes.items() if cle not in _UNSPREAD}
        return {
            (numero, colonne): cell(by_number[haut], colonne)
            for colonne, haut, _, bas in self._merged()
            if colonne in shared and haut in by_number
            for numero in range(haut + 1, bas + 1)
            if numero in by_number
        }

    def _merged(self) -> list[tuple[int, int, int, int]]:
        """Return the merged cells that stand below the headers."""
        return [fusion for fusion in self.feuille.fusions if fusion[1] > self.entetes.ligne]

    def tell_merged(self) -> None:
        """Say how merged cells are read."""
        for gauche, haut, droite, bas in self._merged():
            cells = f"{column_letter(gauche)}{haut}:{column_letter(droite)}{bas}"
            how = (
                "lue pour chaque ligne"
                if (haut + 1, gauche) in self.spread
                else "lue dans sa première cellule seulement"
            )
            self.constats.alertes.append(
                f"{self.feuille.titre} : cellules fusionnées {cells} : la valeur est {how} ; défaites la "
                "fusion"
            )

    # --- what deserves a word -----------------------------------------------------------------

    def check(self, lue: _Lue, rang: int | None) -> None:
        """Note what a row lacks, once it is known which action it tells of."""
        place = self.feuille.place(lue.ligne)
        if not lue.dit.get(INTITULE):
            if rang is None:
                self.constats.problemes.append(
                    f"{self.place(lue.ligne, self.entetes.colonnes[INTITULE])} : cette ligne n'a pas "
                    "d'intitulé (cellule vide ou fusionnée) ; écrivez-le, ou effacez la ligne"
                )
            else:
                self.constats.alertes.append(
                    f"{place} : intitulé effacé ; celui du plan voté est gardé"
                )
        if "supplementaire" not in lue.dit or not self._is_told(lue):
            return
        ticked = lue.dit["supplementaire"]
        titre = next(c.titre for c in tableau().colonnes if c.cle == "supplementaire")
        if rang is None and not ticked:
            self.constats.alertes.append(
                f"{place} : cette action n'est pas au plan voté ; écrivez « oui » sous « {titre} »"
            )
        elif rang is not None and ticked:
            self.constats.alertes.append(
                f"{place} : « {titre} » est coché, mais c'est l'action {rang} du plan voté ; effacez-le"
            )

    def _is_told(self, lue: _Lue) -> bool:
        return bool(lue.dit.get(INTITULE))

    def tell_missing(self) -> None:
        """Say which columns the sheet no longer has."""
        gone = [colonne for colonne in missing(self.entetes) if colonne.cle != _REFERENCE]
        plan = [c.titre for c in gone if c.cle in _PLAN]
        others = [c.titre for c in gone if c.cle not in _PLAN]
        for titres, then in ((plan, "ce qui a été voté est gardé"), (others, "rien n'y est lu")):
            if titres:
                self.constats.alertes.append(
                    f"{self.feuille.titre} : colonnes absentes ({', '.join(titres)}) ; {then}"
                )


def _is_told(ligne: Ligne, entetes: Entetes) -> bool:
    """Return whether a row says where its action stands, as no total does."""
    return not is_blank(cell(ligne, entetes.colonnes.get("etat", 0)))


def _read_reference(valeur: object) -> Lu:
    """Return the number of an action, None where nothing or another text stands."""
    texte = cellules.read_texte(valeur).valeur or ""
    found = _NUMERO.fullmatch(texte)
    return Lu(int(found[1]) if found else None)
