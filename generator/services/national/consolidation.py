"""The use case: read every follow-up workbook of a folder, and write what they say together."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.domain.comparaison import compare, tell_later, tell_unfinished
from generator.domain.dossier import Periode
from generator.errors import OutputError, RecordError
from generator.records.arborescence import walk
from generator.records.problemes import printable
from generator.records.suivi.lecture import ClasseurSuivi, read
from generator.services.ecriture import open_all
from generator.services.national.chiffres import measure
from generator.services.national.colonnes import (
    ALERTE,
    REFUSE,
    TABLEAUX,
    Remarque,
    Tableau,
    Ville,
    nom_de,
)
from generator.services.national.formats import FORMATS, Format
from generator.services.national.formats.table import Table
from generator.services.national.page import write_page
from generator.services.national.registre import Classeur, Registre, open_registre

PAGE = "chiffres.html"

_CLASSEURS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".numbers")  # what a town may send
_TEMPORAIRE = "~$"  # what Excel leaves beside a workbook that is open
_CITES = 5  # files named in one sentence


@dataclass(frozen=True, slots=True)
class Demande:
    """What to consolidate: the workbooks under `dossier`, at the end of `annee`, into `sortie`."""

    dossier: Path
    sortie: Path
    annee: int
    formats: tuple[Format, ...] = tuple(FORMATS.values())


@dataclass(frozen=True, slots=True)
class Consolidation:
    """What was made: the files, how many towns and actions, what was refused, what to look at.

    `remarques`: how many sentences the workbooks themselves give rise to; they stand in the table
    of remarks.
    """

    fichiers: tuple[Path, ...]
    villes: int
    actions: int
    refus: tuple[str, ...]
    alertes: tuple[str, ...]
    remarques: int


def consolidate(
    demande: Demande,
    *,
    aujourdhui: datetime.date,
    suivre: Callable[[int, int], None] = lambda lus, total: None,
) -> Consolidation:
    """Write the national tables and the page of figures of the workbooks found in a folder.

    A workbook that cannot be read, or that contradicts another of the same town, is left out and
    told; the others go on. `suivre` is told how many are read, of how many. RecordError: there is
    none, or none can be read, and nothing is written; OutputError: the files cannot be.
    """
    classeurs, alertes = _find(demande)
    alertes += filter(None, [tell_unfinished(demande.annee, aujourdhui)])
    with open_registre() as registre:
        refus = _read_all(classeurs, registre, demande, aujourdhui, suivre)
        refus += _settle_doubles(registre, demande.dossier)
        ((villes,),) = registre.select("SELECT COUNT(*) FROM collectivites")
        if not villes:
            raise RecordError(refus)
        ((actions,),) = registre.select("SELECT COUNT(*) FROM actions")
        chiffres = measure(registre, demande.annee)
        if not chiffres.attendues:
            alertes.append(
                f"aucun des mandats ne comprend {demande.annee} ; choisissez l'année avec --annee"
            )
        tables = [_table(registre, tableau) for tableau in TABLEAUX]
        with open_all(demande.sortie) as atelier:
            for format_ in demande.formats:
                alertes += format_.write(tables, atelier)
            ecrits = sorted(path.name for path in atelier.iterdir())
            with (atelier / PAGE).open("x", encoding="utf-8", newline="\n") as page:
                write_page(page, chiffres, ecrits)
            noms = sorted(path.name for path in atelier.iterdir())
        alertes += _leftovers(demande.sortie, noms)
    return Consolidation(
        tuple(demande.sortie / nom for nom in noms),
        villes,
        actions,
        tuple(refus),
        tuple(alertes),
        chiffres.alertes,
    )


# --- finding the workbooks --------------------------------------------------------------------


def _find(demande: Demande) -> tuple[list[Path], list[str]]:
    """Return the workbooks in a stable order, and what to tell of the other files."""
    if _same(demande.sortie, demande.dossier):
        raise OutputError(
            f"{printable(demande.sortie)} : c'est le dossier des classeurs ; écrivez les résultats "
            "ailleurs avec --sortie"
        )
    classeurs, autres = list[Path](), list[Path]()
    for path in walk(demande.dossier):
        if path.name.startswith(_TEMPORAIRE) or _is_inside(path, demande.sortie):
            continue
        (classeurs if path.suffix.lower() in _CLASSEURS else autres).append(path)
    if not classeurs:
        raise RecordError(
            f"{printable(demande.dossier)} : aucun classeur de suivi dans ce dossier ; mettez-y les "
            "fichiers .xlsx que les collectivités ont remplis"
        )
    if not autres:
        return classeurs, []
    cites = ", ".join(printable(path) for path in autres[:_CITES])
    suite = f" et {len(autres) - _CITES} de plus" if len(autres) > _CITES else ""
    return classeurs, [f"fichiers qui ne sont pas des classeurs, laissés de côté : {cites}{suite}"]


def _same(un: Path, autre: Path) -> bool:
    return un.absolute() == autre.absolute() or (un.exists() and un.samefile(autre))


def _is_inside(path: Path, folder: Path) -> bool:
    return folder.absolute() in path.absolute().parents


# --- reading them -----------------------------------------------------------------------------


def _read_all(
    paths: Sequence[Path],
    registre: Registre,
    demande: Demande,
    aujourdhui: datetime.date,
    suivre: Callable[[int, int], None],
) -> list[str]:
    """Read every workbook, one after the other; return what is said of those that cannot be."""
    refus: list[str] = []
    for lus, path in enumerate(paths, start=1):
        fichier = printable(path.relative_to(demande.dossier))
        try:
            classeur = read(path, aujourdhui=aujourdhui)
        except RecordError as error:
            registre.remark([Remarque(fichier, None, REFUSE, m) for m in error.messages])
            refus += error.messages
        else:
            _keep(classeur, fichier, registre, demande.annee)
        suivre(lus, len(paths))
    return refus


def _keep(classeur: ClasseurSuivi, fichier: str, registre: Registre, annee: int) -> None:
    dossier = classeur.dossier
    lignes = compare(dossier.feuille_de_route.actions, classeur.suivi, annee)
    registre.add(Ville(fichier, dossier, classeur.suivi, lignes, annee))
    nom = nom_de(dossier)
    autour = (_outside(dossier.mandat, annee), tell_later(classeur.suivi, annee))
    dits = (*classeur.alertes, *(f"{classeur.source} : {dit}" for dit in autour if dit))
    registre.remark([Remarque(fichier, nom, ALERTE, dit) for dit in dits])


def _outside(mandat: Periode, annee: int) -> str:
    """Return a sentence if the year is not of the mandate of a plan, else ""."""
    if mandat.debut <= annee <= mandat.fin:
        return ""
    return (
        f"l'année {annee} n'est pas du mandat {mandat} ; ses actions sont comptées dans l'état où il les "
        "laisse, et aucune valeur n'en est attendue"
    )


# --- several workbooks of one town ------------------------------------------------------------


def _settle_doubles(registre: Registre, dossier: Path) -> list[str]:
    """Keep at most one workbook a town, programme and mandate; return what is refused.

    Copies that say the same count once. Of versions that differ, the one that closes every year
    that the others close, and more, comes after them; otherwise nothing tells which is right, and
    none is kept.
    """
    refus: list[str] = []
    for classeurs in registre.doubles():
        kept = _latest(classeurs)
        for classeur in classeurs:
            if classeur is kept:
                continue
            registre.drop(classeur)
            message = (
                f"{printable(dossier / classeur.fichier)} : {_explain(classeur, kept, classeurs)}"
            )
            nature = REFUSE if kept is None else ALERTE
            registre.remark([Remarque(classeur.fichier, classeur.nom, nature, message)])
            if kept is None:
                refus.append(message)
    return refus


def _latest(classeurs: Sequence[Classeur]) -> Classeur | None:
    """Return the workbook that comes after the others; None where nothing tells."""
    distincts = list({c.empreinte: c for c in reversed(classeurs)}.values())
    dernier = max(distincts, key=lambda c: len(c.bilans))
    others = (c for c in distincts if c is not dernier)
    return dernier if all(c.bilans < dernier.bilans for c in others) else None


def _explain(classeur: Classeur, kept: Classeur | None, classeurs: Sequence[Classeur]) -> str:
    if kept is None:
        autres = ", ".join(c.fichier for c in classeurs if c is not classeur)
        return (
            f"{classeur.nom} a plusieurs classeurs qui diffèrent, et rien ne dit "
            f"lequel est le bon ({autres}) ; n'en laissez qu'un, ou cochez « Bilan annuel - Fait » "
            "pour une année de plus dans le plus récent"
        )
    if classeur.empreinte == kept.empreinte:
        return f"dit la même chose que {kept.fichier} ; compté une fois"
    annees = ", ".join(map(str, sorted(kept.bilans - classeur.bilans)))
    return (
        f"{kept.fichier} clôt en plus {annees} et prend sa place ; retirez "
        "l'ancienne version du dossier"
    )


# --- writing ----------------------------------------------------------------------------------


def _table(registre: Registre, tableau: Tableau) -> Table:  # type: ignore[type-arg]
    def rows() -> Iterator[tuple[object, ...]]:
        return registre.rows(tableau)

    return Table(tableau.cle, tableau.titre, tableau.description, registre.entetes(tableau), rows)


def _leftovers(sortie: Path, noms: Sequence[str]) -> list[str]:
    """Return what to tell of the files of an earlier run, in a format that is not written now."""
    possibles = {f"{t.cle}.{f}" for t in TABLEAUX for f in FORMATS} | {"national.xlsx"}
    anciens = sorted(nom for nom in possibles - set(noms) if (sortie / nom).exists())
    if not anciens:
        return []
    return [
        f"{printable(sortie)} : restes d'une consolidation précédente, non refaits : "
        f"{', '.join(anciens)}"
    ]
