"""The national tables: their columns, what each holds and where it is read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

from generator.domain.comparaison import LigneDeBilan, Situation
from generator.domain.conseils import commentaires
from generator.domain.cotisation import population_du_bareme
from generator.domain.dossier import Dossier
from generator.domain.mesure import read_number
from generator.domain.suivi import Suivi
from generator.referentiel import demarches
from generator.referentiel.national import tranche_de_population
from generator.referentiel.regions import Region, regions

T = TypeVar("T")

SEPARATEUR = " | "  # between the elements of a list, as in the tables that the program reads
REFUSE, ALERTE = "refusé", "à regarder"
"""What a remark is: a workbook left out, or something that deserves a look."""


class Genre(StrEnum):
    """What a column holds; a cell may always be empty (None)."""

    TEXTE = "texte"
    ENTIER = "entier"
    NOMBRE = "nombre"
    MONTANT = "montant en euros"  # two decimals
    CASE = "oui ou non"


@dataclass(frozen=True, slots=True)
class Entete:
    """A column as it is written: the same name in every format."""

    cle: str
    genre: Genre
    description: str
    largeur: int = 14  # characters, in a workbook


@dataclass(frozen=True, slots=True)
class Ville:
    """What is known of one town: its plan as voted, its follow-up, the year looked at.

    `fichier`: its workbook, from the folder of them all.
    """

    fichier: str
    dossier: Dossier
    suivi: Suivi
    lignes: tuple[LigneDeBilan, ...]
    annee: int


@dataclass(frozen=True, slots=True)
class Rangee:
    """One action of a town; `numero`: its rank, the voted ones first."""

    ville: Ville
    numero: int
    ligne: LigneDeBilan


@dataclass(frozen=True, slots=True)
class Valeur:
    """The value of one indicator for one year."""

    rangee: Rangee
    annee: int
    valeur: str


@dataclass(frozen=True, slots=True)
class Remarque:
    """What is to be told of one workbook."""

    fichier: str
    collectivite: str | None
    nature: str
    message: str


@dataclass(frozen=True, slots=True)
class Colonne(Generic[T]):
    """A column and how a row says it."""

    entete: Entete
    lire: Callable[[T], Any]


@dataclass(frozen=True, slots=True)
class Tableau(Generic[T]):
    """A national table; `cle` names its file, `titre` its sheet."""

    cle: str
    titre: str
    description: str
    colonnes: tuple[Colonne[T], ...]

    @property
    def entetes(self) -> tuple[Entete, ...]:
        """Return the columns as they are written."""
        return tuple(colonne.entete for colonne in self.colonnes)

    def row(self, source: T) -> tuple[Any, ...]:
        """Return the cells of one row."""
        return tuple(colonne.lire(source) for colonne in self.colonnes)


def cle_de(dossier: Dossier) -> str:
    """Return what two workbooks of one town, for one programme and one mandate, share."""
    return f"{dossier.collectivite.territoire.code}|{dossier.demarche}|{dossier.mandat}"


def nom_de(dossier: Dossier) -> str:
    """Return the name of the town, as its record or the official list writes it."""
    return dossier.collectivite.nom or dossier.collectivite.territoire.nom


def region_de(dossier: Dossier) -> Region | None:
    """Return the région of the town; None where there is none (Saint-Pierre-et-Miquelon…)."""
    code = dossier.collectivite.territoire.departement.code
    return next((r for r in regions().values() if code in r.departements), None)


def _axe(rangee: Rangee) -> str | None:
    """Return the name of the axis; the key alone where the programme no longer has it."""
    cle = rangee.ligne.action.axe
    dossier = rangee.ville.dossier
    axes = demarches.load(dossier.demarche, dossier.mandat).axes
    return next((axe.nom for axe in axes if axe.cle == cle), cle)


def _of(attribut: str) -> Callable[[Rangee], Any]:
    """Return what reads a column of the action, its follow-up first where it has one."""
    return lambda r: getattr(r.ligne.action, attribut)


def _told(attribut: str) -> Callable[[Rangee], Any]:
    """Return what reads a column that the follow-up alone has."""
    return lambda r: getattr(r.ligne.suivie, attribut) if r.ligne.suivie is not None else None


def _join(elements: Iterable[str]) -> str | None:
    return SEPARATEUR.join(elements) or None


def _count(*situations: Situation) -> Callable[[Ville], int]:
    return lambda v: sum(ligne.situation in situations for ligne in v.lignes)


def _is_valued(ville: Ville, ligne: LigneDeBilan) -> bool | None:
    """Return whether the indicator has a value for the year; None where none is expected."""
    if (
        _closed(ville) is None
        or not ligne.action.indicateur
        or ligne.situation is Situation.ANNULEE
    ):
        return None
    return bool(ligne.valeur(ville.annee))


def _closed(ville: Ville) -> bool | None:
    """Return whether the year is closed; None outside the mandate."""
    mandat = ville.dossier.mandat
    if not mandat.debut <= ville.annee <= mandat.fin:
        return None
    return ville.annee in ville.suivi.bilans_faits


def _colonne(
    cle: str,
    lire: Callable[[T], Any],
    description: str,
    genre: Genre = Genre.TEXTE,
    largeur: int = 14,
) -> Colonne[T]:
    return Colonne(Entete(cle, genre, description, largeur), lire)


_LIEU: tuple[Colonne[Ville], ...] = (
    _colonne("collectivite", lambda v: nom_de(v.dossier), "Le nom de la collectivité.", largeur=26),
    _colonne(
        "code",
        lambda v: v.dossier.collectivite.territoire.code,
        "Le code Insee d'une commune, le SIREN d'une intercommunalité.",
    ),
    _colonne("siren", lambda v: v.dossier.collectivite.territoire.siren, "Son SIREN."),
    _colonne(
        "type",
        lambda v: v.dossier.collectivite.territoire.type.value,
        "Commune, communauté de communes, métropole…",
        largeur=18,
    ),
    _colonne(
        "code_departement",
        lambda v: v.dossier.collectivite.territoire.departement.code,
        "Le code de son département.",
    ),
    _colonne(
        "departement",
        lambda v: v.dossier.collectivite.territoire.departement.nom,
        "Le nom de son département.",
        largeur=20,
    ),
    _colonne(
        "region",
        lambda v: region.nom if (region := region_de(v.dossier)) else None,
        "Sa région ; vide là où il n'y en a pas.",
        largeur=24,
    ),
    _colonne(
        "population",
        lambda v: population_du_bareme(v.dossier),
        "Sa population municipale, ou celle que dit sa fiche.",
        Genre.ENTIER,
    ),
    _colonne(
        "tranche_de_population",
        lambda v: tranche_de_population(population_du_bareme(v.dossier)),
        "La tranche où cette population la range.",
        largeur=28,
    ),
    _colonne("demarche", lambda v: v.dossier.demarche, "La démarche suivie.", largeur=22),
    _colonne("mandat", lambda v: str(v.dossier.mandat), "Le mandat du plan.", largeur=12),
)
"""What says of whom a row is."""


def _of_town(*cles: str) -> tuple[Colonne[Rangee], ...]:
    """Return the columns of the town in a table of actions; every one if none is named."""

    def through(lire: Callable[[Ville], Any]) -> Callable[[Rangee], Any]:
        return lambda rangee: lire(rangee.ville)

    return tuple(
        Colonne(c.entete, through(c.lire)) for c in _LIEU if not cles or c.entete.cle in cles
    )


_NUMERO: Colonne[Rangee] = _colonne(
    "numero",
    lambda r: r.numero,
    "Le rang de l'action chez elle : celles du plan voté dans leur ordre, puis celles ajoutées.",
    Genre.ENTIER,
    10,
)

ACTIONS: Tableau[Rangee] = Tableau(
    "actions",
    "Actions",
    "une ligne par action et par collectivité",
    (
        *_of_town(),
        _NUMERO,
        _colonne("axe", _axe, "L'axe de la démarche.", largeur=28),
        _colonne("intitule", _of("intitule"), "L'intitulé d'aujourd'hui.", largeur=40),
        _colonne(
            "intitule_vote",
            lambda r: r.ligne.votee.intitule if r.ligne.votee is not None else None,
            "L'intitulé du plan voté ; vide pour une action ajoutée.",
            largeur=40,
        ),
        _colonne("objectif", _of("objectif"), "Ce que l'action doit changer.", largeur=30),
        _colonne(
            "prioritaire",
            _of("prioritaire"),
            "Action de la liste prioritaire d'UNICEF France.",
            Genre.CASE,
        ),
        _colonne(
            "etat",
            lambda r: etat.value if (etat := _told("etat")(r)) else None,
            "L'état que dit la collectivité.",
        ),
        _colonne(
            "situation",
            lambda r: r.ligne.situation.value,
            f"Où en est l'action à la fin de l'année regardée : {', '.join(Situation)}.",
            largeur=16,
        ),
        _colonne(
            "en_retard",
            lambda r: r.ligne.situation is Situation.EN_RETARD,
            "L'échéance votée, à défaut celle d'aujourd'hui, est passée, et l'action a un état qui n'est "
            "ni réalisée ni annulée.",
            Genre.CASE,
        ),
        _colonne(
            "supplementaire",
            lambda r: r.ligne.est_ajoutee,
            "Action ajoutée au plan d'action initial.",
            Genre.CASE,
        ),
        _colonne("motif", _told("motif"), "Pourquoi elle est annulée ou ajoutée.", largeur=30),
        _colonne("pilote", _of("pilote"), "Qui la conduit.", largeur=24),
        _colonne(
            "partenaires",
            lambda r: _join(r.ligne.action.partenaires),
            "Avec qui, séparés par « | ».",
            largeur=30,
        ),
        _colonne("echeance", _of("echeance"), "L'année prévue aujourd'hui.", Genre.ENTIER, 10),
        _colonne(
            "echeance_votee",
            lambda r: r.ligne.votee.echeance if r.ligne.votee is not None else None,
            "L'année du plan voté, dont le retard se juge ; vide pour une action ajoutée.",
            Genre.ENTIER,
            10,
        ),
        _colonne("budget", _of("budget"), "Le budget.", Genre.MONTANT),
        _colonne("indicateur", _of("indicateur"), "Ce qui est mesuré.", largeur=30),
        _colonne("cible", _of("cible"), "La valeur à atteindre.", largeur=20),
        _colonne(
            "valeur_renseignee",
            lambda r: _is_valued(r.ville, r.ligne),
            "L'indicateur a une valeur pour l'année regardée ; vide si aucune n'est attendue.",
            Genre.CASE,
        ),
        _colonne(
            "participation_des_enfants",
            _of("participation_des_enfants"),
            "Quels enfants sont entendus.",
            largeur=34,
        ),
        _colonne(
            "publics_defavorises",
            _of("publics_defavorises"),
            "Quels enfants parmi les plus défavorisés sont servis.",
            largeur=34,
        ),
        _colonne(
            "societe_civile",
            _told("societe_civile"),
            "Comment habitants et associations sont consultés.",
            largeur=34,
        ),
        _colonne("descriptif", _told("descriptif"), "Descriptif/analyse de l'action.", largeur=46),
        _colonne("commentaires", _told("commentaires"), "Commentaires.", largeur=34),
        _colonne(
            "perspectives", _told("perspectives"), "Perspectives de développement.", largeur=34
        ),
        _colonne(
            "commentaires_de_la_collectivite",
            _told("commentaires_de_la_collectivite"),
            "Ce que la collectivité en dit à UNICEF France.",
            largeur=34,
        ),
        _colonne(
            "autres",
            lambda r: _join(f"{t} : {v}" for t, v in (_told("autres")(r) or {}).items()),
            "Ce qu'elle a écrit dans des colonnes à elle.",
            largeur=30,
        ),
        _colonne(
            "fichier",
            lambda r: r.ville.fichier,
            "Le classeur lu, depuis le dossier donné.",
            largeur=36,
        ),
        _colonne(
            "ligne",
            _told("ligne"),
            "Sa ligne dans la feuille « Actions » ; vide si le classeur ne l'a plus.",
            Genre.ENTIER,
            10,
        ),
    ),
)

VALEURS: Tableau[Valeur] = Tableau(
    "valeurs",
    "Valeurs",
    "une ligne par action, par collectivité et par année",
    (
        *(
            Colonne(c.entete, lambda v, lire=c.lire: lire(v.rangee))  # type: ignore[misc]
            for c in (*_of_town("collectivite", "code", "demarche", "mandat"), _NUMERO)
        ),
        _colonne(
            "intitule",
            lambda v: v.rangee.ligne.action.intitule,
            "L'intitulé de l'action.",
            largeur=40,
        ),
        _colonne("axe", lambda v: _axe(v.rangee), "L'axe de la démarche.", largeur=28),
        _colonne(
            "indicateur",
            lambda v: v.rangee.ligne.action.indicateur,
            "Ce qui est mesuré.",
            largeur=36,
        ),
        _colonne(
            "cible", lambda v: v.rangee.ligne.action.cible, "La valeur à atteindre.", largeur=24
        ),
        _colonne("annee", lambda v: v.annee, "L'année de la valeur.", Genre.ENTIER, 10),
        _colonne("valeur", lambda v: v.valeur, "La valeur, telle qu'elle est écrite.", largeur=20),
        _colonne(
            "nombre",
            lambda v: read_number(v.valeur),
            "Le nombre qu'elle donne, quand elle n'en donne qu'un.",
            Genre.NOMBRE,
        ),
    ),
)

COLLECTIVITES: Tableau[Ville] = Tableau(
    "collectivites",
    "Collectivités",
    "une ligne par collectivité",
    (
        *_LIEU,
        _colonne(
            "bilan_clos",
            _closed,
            "« Bilan annuel - Fait » coché pour l'année regardée ; vide hors du mandat.",
            Genre.CASE,
        ),
        _colonne(
            "annees_closes",
            lambda v: _join(map(str, sorted(v.suivi.bilans_faits))),
            "Les années où il est coché, séparées par « | ».",
            largeur=20,
        ),
        _colonne("actions", lambda v: len(v.lignes), "Ses actions.", Genre.ENTIER),
        *(
            _colonne(cle, _count(situation), f"Dont {situation}.", Genre.ENTIER)
            for cle, situation in (
                ("realisees", Situation.REALISEE),
                ("en_cours", Situation.EN_COURS),
                ("en_retard", Situation.EN_RETARD),
                ("prevues", Situation.PREVUE),
                ("annulees", Situation.ANNULEE),
                ("sans_etat", Situation.SANS_ETAT),
            )
        ),
        _colonne(
            "ajoutees",
            lambda v: sum(ligne.est_ajoutee for ligne in v.lignes),
            "Dont ajoutées au plan voté.",
            Genre.ENTIER,
        ),
        _colonne(
            "indicateurs",
            lambda v: sum(_is_valued(v, ligne) is not None for ligne in v.lignes),
            "Indicateurs dont une valeur est attendue : sans ceux des actions annulées, ni hors du mandat.",
            Genre.ENTIER,
        ),
        _colonne(
            "indicateurs_avec_valeur",
            lambda v: sum(_is_valued(v, ligne) is True for ligne in v.lignes),
            "Ceux qui ont une valeur pour l'année regardée.",
            Genre.ENTIER,
        ),
        _colonne(
            "commentaires",
            lambda v: commentaires(v.suivi, v.annee),
            "Commentaires de la collectivité, pour l'année regardée ou en général.",
            largeur=50,
        ),
        _colonne(
            "fichier", lambda v: v.fichier, "Le classeur lu, depuis le dossier donné.", largeur=36
        ),
    ),
)

REMARQUES: Tableau[Remarque] = Tableau(
    "remarques",
    "Remarques",
    "ce qui a été refusé, et ce qui mérite un regard",
    (
        _colonne(
            "fichier", lambda r: r.fichier, "Le classeur, depuis le dossier donné.", largeur=36
        ),
        _colonne("collectivite", lambda r: r.collectivite, "Sa collectivité.", largeur=26),
        _colonne("nature", lambda r: r.nature, "« refusé » ou « à regarder »."),
        _colonne("message", lambda r: r.message, "Quoi, où, et que faire.", largeur=100),
    ),
)

TABLEAUX: tuple[Tableau[Any], ...] = (ACTIONS, VALEURS, COLLECTIVITES, REMARQUES)


def entete_de_valeur(annee: int) -> Entete:
    """Return the column of the table of actions that holds the values of one year."""
    return Entete(
        f"valeur_{annee}", Genre.TEXTE, f"La valeur de l'indicateur en {annee}, telle qu'écrite."
    )
