"""The plan followed against the plan voted: what became of each action by the end of a year."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from generator.domain.dossier import Action
from generator.domain.suivi import ActionSuivie, EtatAction, Suivi


class Situation(StrEnum):
    """Where an action stands at the end of the year, in the order in which reports tell them."""

    REALISEE = "réalisée"
    EN_COURS = "en cours"
    EN_RETARD = "en retard"
    PREVUE = "prévue"
    ANNULEE = "annulée"
    SANS_ETAT = "sans état"


_COMMENCEES = frozenset((EtatAction.EN_COURS, EtatAction.REALISEE))


@dataclass(frozen=True, slots=True)
class Changement:
    """One column of an action that no longer says what was voted; `champ` is a field of Action."""

    champ: str
    avant: object
    apres: object


@dataclass(frozen=True, slots=True)
class LigneDeBilan:
    """One action of the report.

    `action`: as the town writes it now, or as voted where the follow-up is silent. `votee` is None
    for an action added since the vote, `suivie` for one that has lost its row.
    """

    action: Action
    votee: Action | None
    suivie: ActionSuivie | None
    situation: Situation
    changements: tuple[Changement, ...] = ()

    @property
    def est_ajoutee(self) -> bool:
        """Whether it is not in the plan as voted."""
        return self.votee is None

    @property
    def est_commencee(self) -> bool:
        """Whether something has been done: what is late may not have begun."""
        return self.suivie is not None and self.suivie.etat in _COMMENCEES

    @property
    def est_engagee(self) -> bool:
        """Whether it has begun and is not done."""
        return self.est_commencee and self.situation is not Situation.REALISEE

    @property
    def est_reformulee(self) -> bool:
        """Whether its name is not the one that was voted."""
        return any(changement.champ == "intitule" for changement in self.changements)

    @property
    def intitule_vote(self) -> str:
        """Its name in the plan as voted, else the one that it has."""
        return (self.votee or self.action).intitule

    def valeur(self, annee: int) -> str | None:
        """Return the value of its indicator for a year, as typed."""
        return self.suivie.valeurs.get(annee) if self.suivie is not None else None


def compare(votees: Sequence[Action], suivi: Suivi, annee: int) -> tuple[LigneDeBilan, ...]:
    """Return the actions of the plan as voted, in its order, then those added since.

    A second row that names the same action of the plan is told as an addition: nothing is lost.
    """
    lignes: dict[int, ActionSuivie] = {}
    ajoutees: list[ActionSuivie] = []
    for suivie in suivi.actions:
        rang = suivie.reference
        if rang is not None and 1 <= rang <= len(votees) and rang not in lignes:
            lignes[rang] = suivie
        else:
            ajoutees.append(suivie)
    du_plan = (_line(votee, lignes.get(rang), annee) for rang, votee in enumerate(votees, start=1))
    return (*du_plan, *(_line(None, suivie, annee) for suivie in ajoutees))


def tell_later(suivi: Suivi, annee: int) -> str:
    """Return a sentence if a follow-up already speaks of a later year than the report's, else "".

    Rows tell their state of today, not that of a year gone by.
    """
    valeurs = {an for suivie in suivi.actions for an, valeur in suivie.valeurs.items() if valeur}
    apres = max({*suivi.bilans_faits, *valeurs}, default=annee)
    if apres <= annee:
        return ""
    return (
        f"ce classeur parle déjà de {apres} : les états qu'il donne sont ceux d'aujourd'hui, pas ceux de "
        f"la fin de {annee} ; prenez le classeur enregistré à la fin de {annee}"
    )


def tell_unfinished(annee: int, aujourdhui: datetime.date) -> str:
    """Return a sentence if the year of a report has not begun, else ""."""
    if annee <= aujourdhui.year:
        return ""
    return (
        f"l'année {annee} n'a pas commencé, et les retards sont jugés comme si elle était finie ; "
        "vérifiez l'année"
    )


def _line(votee: Action | None, suivie: ActionSuivie | None, annee: int) -> LigneDeBilan:
    if suivie is None:
        if votee is None:
            raise ValueError("a line is of the plan or of the follow-up")
        return LigneDeBilan(votee, votee, None, Situation.SANS_ETAT)
    if votee is None:
        situation = _situation(suivie.etat, suivie.action.echeance, annee)
        return LigneDeBilan(suivie.action, None, suivie, situation)
    action = _completed(suivie.action, votee)
    echeance = votee.echeance if votee.echeance is not None else action.echeance
    return LigneDeBilan(
        action,
        votee,
        suivie,
        _situation(suivie.etat, echeance, annee),
        tuple(_changes(votee, action)),
    )


def _situation(etat: EtatAction | None, echeance: int | None, annee: int) -> Situation:
    """Return where an action stands; what was due by the year voted, and is not done, is late."""
    if etat is None:
        return Situation.SANS_ETAT
    if etat in _DEFINITIVES:
        return _DEFINITIVES[etat]
    if echeance is not None and echeance <= annee:
        return Situation.EN_RETARD
    return Situation.EN_COURS if etat is EtatAction.EN_COURS else Situation.PREVUE


_DEFINITIVES = {
    EtatAction.REALISEE: Situation.REALISEE,
    EtatAction.ANNULEE: Situation.ANNULEE,
}

_VIDES: tuple[object, ...] = (None, "", ())
_COLONNES = tuple(champ.name for champ in fields(Action) if champ.name != "prioritaire")


def _completed(action: Action, votee: Action) -> Action:
    """Return an action with what was voted wherever its row says nothing.

    Whether it is of the national list is what was voted, whatever its row says.
    """
    muettes = {
        champ: getattr(votee, champ) for champ in _COLONNES if getattr(action, champ) in _VIDES
    }
    return replace(action, **muettes, prioritaire=votee.prioritaire)


def _changes(votee: Action, action: Action) -> Iterator[Changement]:
    """Yield the columns that no longer say what was voted; one that said nothing is no change."""
    for champ in _COLONNES:
        avant, apres = getattr(votee, champ), getattr(action, champ)
        if avant not in _VIDES and _key(avant) != _key(apres):
            yield Changement(champ, avant, apres)


_BLANCS = re.compile(r"\s+")
_SIGNES = str.maketrans({"’": "'", "ʼ": "'", "–": "-", "\u2011": "-", "«": '"', "»": '"'})


def _key(valeur: object) -> object:
    """Return a value as it is compared: what typing changes in a text by itself is no change."""
    if isinstance(valeur, str):
        texte = _BLANCS.sub(" ", valeur.translate(_SIGNES)).strip().casefold()
        return texte.replace('" ', '"').replace(' "', '"').rstrip(" .;")
    if isinstance(valeur, tuple):
        return frozenset(_key(element) for element in valeur)
    return valeur
