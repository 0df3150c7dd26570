"""Read a follow-up workbook back, as people leave it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.domain.dossier import Dossier
from generator.domain.suivi import ActionSuivie, Suivi
from generator.errors import RecordError
from generator.records import fiche as records
from generator.records.arbre import Entree, NoeudGroupe, NoeudScalaire
from generator.records.fiche import Fiche
from generator.records.files import UnfitFileError, open_regular
from generator.records.problemes import Releve, printable, quote
from generator.records.reading import read as read_tree
from generator.records.suivi import actions, entetes, piece, presentation
from generator.records.suivi.entetes import Entetes
from generator.records.suivi.feuilles import Constats, Feuille, head_of, key, read_sheet
from generator.records.tableur import classeur
from generator.records.tableur.lignes import Ligne
from generator.referentiel import demarches
from generator.referentiel.suivi import tableau

_ZIP = b"PK\x03\x04"
_TETE = 4_096  # bytes that tell what a file is
_SANS_FICHE = (
    "donnez à « suivi bilan » la fiche du plan voté avec --fiche, ou repartez du classeur d'origine "
    "(suivi creer)"
)


@dataclass(frozen=True, slots=True)
class ClasseurSuivi:
    """A follow-up workbook, read: the plan as voted, what the town says, what deserves a look."""

    source: str
    fiche: Fiche
    suivi: Suivi
    alertes: tuple[str, ...]
    feuille: Feuille
    entetes: Entetes

    @property
    def dossier(self) -> Dossier:
        """The dossier of the plan as voted."""
        return self.fiche.dossier

    def locate(self, suivie: ActionSuivie, colonne: str = "", annee: int | None = None) -> str:
        """Return the place of an action's row, or of its cell in a column, for people.

        `colonne` is a key of `donnees/suivi.yaml`; `annee`: the column of that year's value.
        """
        rang = (
            self.entetes.valeurs.get(annee, 0) if annee else self.entetes.colonnes.get(colonne, 0)
        )
        return self.feuille.place(suivie.ligne, rang, self.entetes.text(rang))


def read(path: Path, *, aujourdhui: datetime.date, fiche: Path | None = None) -> ClasseurSuivi:
    """Return a follow-up workbook with the plan as voted, which it carries.

    `fiche`, a record file, takes the place of the one that it carries. RecordError lists every
    problem with its sheet, row and column; `aujourdhui` is for a record without a date.
    """
    source = printable(path)
    constats = Constats()
    try:
        _refuse_foreign(path, source)
        with classeur.open_book(path) as book:
            sheets = {str(sheet.title): sheet for sheet in book.worksheets}
            heads = {nom: head_of(sheet, source) for nom, sheet in sheets.items()}
            carrying = next((nom for nom in sheets if _carries(heads[nom])), None)
            carried = None if carrying is None else sheets.pop(carrying)
            voted = _load_record(carried, fiche, path, constats, aujourdhui)
            feuille, entete = _open_actions(path, sheets, heads, constats)
            suivi = _read_presentation(path, sheets, heads, voted.dossier, constats)
            _tell_others(source, sheets, heads, constats)
    except UnfitFileError as error:
        raise RecordError(f"{source} : {error}") from error
    dossier = voted.dossier
    axes = demarches.load(dossier.demarche, dossier.mandat).axes
    plan = dossier.feuille_de_route.actions
    suivies = actions.read(feuille, entete, plan, axes, constats)
    constats.check()
    _tell_gone(feuille, suivies, dossier, constats)
    _tell_years(feuille, entete, dossier, constats)
    return ClasseurSuivi(
        source,
        voted,
        Suivi(
            bilans_faits=frozenset(suivi.faits),
            commentaires_de_la_collectivite="\n".join(suivi.commentaires) or None,
            actions=suivies,
            commentaires_annuels=suivi.annuels,
            presentation=suivi.textes,
        ),
        tuple(constats.alertes),
        feuille,
        entete,
    )


def _refuse_foreign(path: Path, source: str) -> None:
    """Raise RecordError for what is no .xlsx workbook, and say what to do."""
    with open_regular(path) as stream:
        head = stream.read(_TETE)
        content = head + stream.read() if head[:4] == b"\xd0\xcf\x11\xe0" else head
    if head.startswith(_ZIP):
        return
    foreign = classeur.describe_foreign(head, content)
    if not head:
        foreign = "fichier vide ; donnez le classeur de suivi (.xlsx)"
    if foreign is None:
        foreign = (
            "ce n'est pas un classeur .xlsx (un fichier CSV ne garde ni les feuilles ni le plan voté) ; "
            "donnez le classeur de suivi"
        )
    raise RecordError(f"{source} : {foreign}")


# --- the plan as voted ------------------------------------------------------------------------


def _carries(head: Sequence[Ligne]) -> bool:
    """Return whether a sheet is the one that carries the record."""
    return bool(head) and head[0].valeurs[0] == piece.MARQUE


def _load_record(
    sheet: Any, fiche: Path | None, path: Path, constats: Constats, aujourdhui: datetime.date
) -> Fiche:
    """Return the record of the plan as voted: the file that is given, else the one carried."""
    source = printable(path)
    carried = None
    if sheet is not None:
        rows = [
            (str(ligne.valeurs[0]), str(ligne.valeurs[1]) if len(ligne.valeurs) > 1 else "")
            for ligne in read_sheet(sheet, path).lignes
        ]
        try:
            carried = piece.join(rows)
        except piece.AlteredRecordError as error:
            if fiche is None:
                raise RecordError(
                    f"{source}, feuille {quote(sheet.title)} : le plan voté qu'elle garde a été modifié ; "
                    f"{_SANS_FICHE}"
                ) from error
    if fiche is not None:
        given = records.load(fiche, aujourdhui=aujourdhui)
        if carried is not None and records.fingerprint(carried) != given.empreinte:
            constats.alertes.append(
                f"{source} : le plan voté que ce classeur garde n'est pas {quote(printable(fiche))} ; la "
                "fiche donnée l'emporte"
            )
        return given
    if carried is None:
        raise RecordError(
            f"{source} : ce classeur ne garde pas le plan voté (sa feuille masquée manque) ; {_SANS_FICHE}"
        )
    return _loads_carried(carried, path, constats, aujourdhui)


def _loads_carried(
    octets: bytes, path: Path, constats: Constats, aujourdhui: datetime.date
) -> Fiche:
    """Return the record that a workbook carries; its logo is not asked for where it is not."""
    releve = Releve(f"{printable(path)}, plan voté")
    arbre = read_tree(octets, releve)
    logo = _logo(arbre)
    if logo and not (path.parent / logo).is_file():
        arbre = _without_logo(arbre)
        constats.alertes.append(
            f"{printable(path)} : le logo {quote(logo)} n'est pas à côté du classeur ; il est laissé de côté"
        )
    return records.resolve(
        arbre,
        releve,
        folder=path.parent,
        aujourdhui=aujourdhui,
        empreinte=records.fingerprint(octets),
    )


def _logo(arbre: NoeudGroupe) -> str | None:
    groups = (e.valeur for e in arbre.entrees if e.cle == "collectivite")
    found = (
        entree.valeur.texte
        for groupe in groups
        if isinstance(groupe, NoeudGroupe)
        for entree in groupe.entrees
        if entree.cle == "logo" and isinstance(entree.valeur, NoeudScalaire)
    )
    return next(found, None)


def _without_logo(arbre: NoeudGroupe) -> NoeudGroupe:
    """Return a record without its key `collectivite.logo`."""
    entrees = tuple(
        replace(e, valeur=replace(e.valeur, entrees=_others(e.valeur)))
        if e.cle == "collectivite" and isinstance(e.valeur, NoeudGroupe)
        else e
        for e in arbre.entrees
    )
    return replace(arbre, entrees=entrees)


def _others(groupe: NoeudGroupe) -> tuple[Entree, ...]:
    return tuple(entree for entree in groupe.entrees if entree.cle != "logo")


# --- sheets -----------------------------------------------------------------------------------


def _open_actions(
    path: Path, sheets: Mapping[str, Any], heads: Mapping[str, Sequence[Ligne]], constats: Constats
) -> tuple[Feuille, Entetes]:
    """Return the sheet of actions and its headers, whatever it is called."""
    source = printable(path)
    rows = {nom: entetes.choose_row(heads[nom]) for nom in sheets}
    candidates = {nom: row for nom, row in rows.items() if row is not None}
    named = [nom for nom in candidates if key(nom) == key(tableau().actions)]
    chosen = named or list(candidates)
    if not chosen:
        seen = ", ".join(quote(nom) for nom in sheets)
        raise RecordError(
            f"{source} : aucune feuille n'a les colonnes du tableau de suivi (vues : {seen}) ; remettez la "
            "ligne de titres, avec au moins « Intitulé de l'action » et « État »"
        )
    if len(chosen) > 1:
        raise RecordError(
            f"{source} : plusieurs feuilles ont les colonnes du tableau de suivi "
            f"({', '.join(quote(nom) for nom in chosen)}) ; appelez « {tableau().actions} » celle qui compte"
        )
    for nom in candidates:
        if nom != chosen[0]:
            constats.alertes.append(
                f"{source} : la feuille {quote(nom)} a aussi les colonnes du tableau de suivi ; elle n'est "
                "pas lue"
            )
    feuille = read_sheet(sheets[chosen[0]], path)
    if feuille.masquees:
        constats.alertes.append(
            f"{feuille.titre} : lignes masquées (filtre ou groupe), lues comme les autres : "
            f"{feuille.masquees}"
        )
    return feuille, entetes.understand(feuille, candidates[chosen[0]], constats)


def _read_presentation(
    path: Path,
    sheets: Mapping[str, Any],
    heads: Mapping[str, Sequence[Ligne]],
    dossier: Dossier,
    constats: Constats,
) -> presentation.Presentation:
    """Return what the sheet « Présentation » says, whatever it is called; nothing without it."""
    found = [nom for nom in sheets if presentation.choose_row(heads[nom]) is not None]
    named = [nom for nom in found if key(nom) == key(tableau().presentation)]
    for nom in (named or found)[:1]:
        return presentation.read(read_sheet(sheets[nom], path), dossier.mandat, constats)
    constats.alertes.append(
        f"{printable(path)} : aucune feuille n'a la table « Bilan annuel - Fait » ; aucune année n'est "
        "tenue pour close"
    )
    return presentation.Presentation()


def _tell_others(
    source: str,
    sheets: Mapping[str, Any],
    heads: Mapping[str, Sequence[Ligne]],
    constats: Constats,
) -> None:
    """Say which sheets that people see are neither read nor the program's own."""
    modele = tableau()
    own = {key(nom) for nom in (modele.presentation, modele.actions, modele.mode_d_emploi)}
    others = [
        quote(nom)
        for nom, sheet in sheets.items()
        if sheet.sheet_state == "visible"
        and heads[nom]
        and key(nom) not in own
        and entetes.choose_row(heads[nom]) is None
        and presentation.choose_row(heads[nom]) is None
    ]
    if others:
        constats.alertes.append(
            f"{source} : feuilles laissées de côté, car elles ne sont pas du tableau de suivi : "
            f"{', '.join(others)}"
        )


# --- what deserves a look ---------------------------------------------------------------------


def _tell_gone(
    feuille: Feuille, suivies: Sequence[ActionSuivie], dossier: Dossier, constats: Constats
) -> None:
    """Say which actions of the plan are no longer in the sheet."""
    there = {suivie.reference for suivie in suivies}
    for rang, action in enumerate(dossier.feuille_de_route.actions, start=1):
        if rang not in there:
            constats.alertes.append(
                f"{feuille.titre} : l'action {rang} {quote(action.intitule)} du plan voté n'y est plus ; "
                "remettez sa ligne, avec l'état « annulée » si elle l'est"
            )


def _tell_years(feuille: Feuille, entete: Entetes, dossier: Dossier, constats: Constats) -> None:
    mandat = dossier.mandat
    for annee, colonne in entete.valeurs.items():
        if not mandat.debut <= annee <= mandat.fin:
            constats.alertes.append(
                f"{feuille.place(entete.ligne, colonne, entete.text(colonne))} : l'année {annee} n'est pas "
                f"du mandat {mandat} ; vérifiez-la"
            )
