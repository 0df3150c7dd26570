"""The eight pieces of advice of UNICEF France on a follow-up, as checks of one year's report.

Source: UNICEF France, « 8 conseils pour garantir un suivi efficace de vos actions ». The table says
each in its instructions (`donnees/suivi.yaml`); how many words are enough is our own choice.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from generator.domain.comparaison import LigneDeBilan, Situation
from generator.domain.dossier import FeuilleDeRoute
from generator.domain.suivi import Suivi


class Conseil(IntEnum):
    """A piece of advice, by its rank in the source."""

    A_JOUR = 1
    TRANSVERSAL = 2
    PARTENAIRES = 3
    FAIRE_SAVOIR = 4
    RESULTATS = 5
    EVOLUTION = 6
    PRIORITAIRES = 7
    CLOTURE = 8


VALEUR = "valeur"
"""The column of the indicator's value for the year of the report."""


@dataclass(frozen=True, slots=True)
class Constat:
    """What one check finds: a sentence without capital or full stop.

    `ligne`: the action that it is about, None for the whole follow-up. `champ`: the column to
    fill, by its key in the table; empty for the row itself.
    """

    conseil: Conseil
    message: str
    ligne: LigneDeBilan | None = None
    champ: str = ""


@dataclass(frozen=True, slots=True)
class Cadre:
    """What the checks are read with; `mots`: how many words a description needs at least."""

    annee: int
    feuille: FeuilleDeRoute
    suivi: Suivi
    mots: int


def check(lignes: tuple[LigneDeBilan, ...], cadre: Cadre) -> tuple[Constat, ...]:
    """Return every finding, advice after advice, rows in the order of the report."""
    return tuple(constat for regle in _REGLES for constat in regle(lignes, cadre))


Lignes = tuple[LigneDeBilan, ...]


def _a_jour(lignes: Lignes, cadre: Cadre) -> Iterator[Constat]:
    """Yield rows lost, states not told, and values missing for the year (advice 1)."""
    for ligne in lignes:
        if ligne.suivie is None:
            yield Constat(
                Conseil.A_JOUR,
                "l'action n'a plus de ligne dans le tableau ; remettez-la et dites où elle en est",
                ligne,
            )
        elif ligne.situation is Situation.SANS_ETAT:
            yield Constat(
                Conseil.A_JOUR,
                "l'état n'est pas dit ; choisissez prévue, en cours, réalisée ou annulée",
                ligne,
                "etat",
            )
        elif (
            ligne.est_engagee  # what is done answers for itself, below
            and ligne.action.indicateur
            and not ligne.valeur(cadre.annee)
        ):
            yield Constat(
                Conseil.A_JOUR,
                f"l'indicateur n'a pas de valeur pour {cadre.annee} ; écrivez-la, ou dites dans les "
                "commentaires pourquoi elle manque",
                ligne,
                VALEUR,
            )


def _pilote(lignes: Lignes, cadre: Cadre) -> Iterator[Constat]:
    """Yield actions under way that no one leads (advice 2)."""
    for ligne in _begun(lignes):
        if not ligne.action.pilote:
            yield Constat(
                Conseil.TRANSVERSAL,
                "aucun pilote n'est nommé ; dites quelle direction",
                ligne,
                "pilote",
            )


def _partenaires(lignes: Lignes, cadre: Cadre) -> Iterator[Constat]:
    """Yield who is not named: partners, children heard, the most disadvantaged (advice 3)."""
    for ligne in _begun(lignes):
        if not ligne.action.partenaires:
            yield Constat(
                Conseil.PARTENAIRES,
                "aucun partenaire n'est nommé ; dites avec qui, ou que la collectivité agit seule",
                ligne,
                "partenaires",
            )
        if not ligne.action.participation_des_enfants:
            yield Constat(
                Conseil.PARTENAIRES,
                "rien ne dit quels enfants ont été entendus, ni ce que leur avis a changé",
                ligne,
                "participation_des_enfants",
            )
    servis = any(ligne.action.publics_defavorises for ligne in _begun(lignes))
    if any(_begun(lignes)) and not servis and not cadre.feuille.publics_defavorises:
        yield Constat(
            Conseil.PARTENAIRES,
            "aucune action ne dit ce qu'elle fait pour les enfants les plus défavorisés ; écrivez-le "
            "dans leur colonne",
            champ="publics_defavorises",
        )


def _chiffres(lignes: Lignes, cadre: Cadre) -> Iterator[Constat]:
    """Yield a report with no figure to tell the public (advice 4)."""
    if any(_begun(lignes)) and not any(has_figure(x.valeur(cadre.annee)) for x in lignes):
        yield Constat(
            Conseil.FAIRE_SAVOIR,
            f"aucun indicateur n'a de valeur chiffrée pour {cadre.annee}, et le communiqué pas de "
            "résultat à montrer ; écrivez-en une au moins",
            champ=VALEUR,
        )


def _resultats(lignes: Lignes, cadre: Cadre) -> Iterator[Constat]:
    """Yield finished actions told vaguely or without a result (advice 5)."""
    for ligne in lignes:
        if ligne.situation is not Situation.REALISEE or ligne.suivie is None:
            continue
        suivie = ligne.suivie
        descriptif = suivie.descriptif or ""
        mots = len(re.findall(r"\w+", descriptif))
        if not mots:
            vague = "l'action est réalisée et n'est pas décrite"
        elif mots < cadre.mots:
            vague = f"la description est très courte ({mots} mot{'s' if mots > 1 else ''})"
        elif not has_figure(descriptif) and not suivie.valeurs:
            vague = "la description n'a aucun chiffre"
        else:
            vague = ""
        if vague:
            yield Constat(
                Conseil.RESULTATS,
                f"{vague} ; dites ce qui a été fait, pour combien d'enfants, et ce qui a changé",
                ligne,
                "descriptif",
            )
        if not any(suivie.valeurs.values()):
            yield Constat(
                Conseil.RESULTATS,
                "l'action est réalisée sans aucun résultat ; donnez la valeur de l'indicateur"
                if ligne.action.indicateur
                else "l'action est réalisée et n'a pas d'indicateur ; donnez-lui-en un, et sa valeur",
                ligne,
                VALEUR if ligne.action.indicateur else "indicateur",
            )
        for champ, quoi in _A_ECRIRE:
            if not getattr(suivie, champ):
                yield Constat(Conseil.RESULTATS, quoi, ligne, champ)


_A_ECRIRE = (
    ("commentaires", "l'action est réalisée sans commentaire ; expliquez ce qu'elle a changé"),
    ("perspectives", "rien ne dit la suite de l'action réalisée ; dites ce qui est prévu"),
)


def _evolution(lignes: Lignes, cadre: Cadre) -> Iterator[Constat]:
    """Yield what changed without a reason: cancelled, added, boxes that are wrong (advice 6)."""
    for ligne in lignes:
        suivie = ligne.suivie
        if suivie is None:
            continue
        if ligne.situation is Situation.ANNULEE and not suivie.motif:
            yield Constat(
                Conseil.EVOLUTION,
                "l'action est annulée sans raison ; dites pourquoi",
                ligne,
                "motif",
            )
        if ligne.est_ajoutee and not suivie.supplementaire:
            yield Constat(
                Conseil.EVOLUTION,
                "l'action n'est pas dans le plan voté ; cochez « Action supplémentaire au plan "
                "d'action initial », ou remettez le numéro qu'elle y a",
                ligne,
                "supplementaire",
            )
        if ligne.est_ajoutee and ligne.situation is not Situation.ANNULEE and not suivie.motif:
            yield Constat(
                Conseil.EVOLUTION,
                "l'action est ajoutée sans raison ; dites pourquoi",
                ligne,
                "motif",
            )
        if suivie.supplementaire and not ligne.est_ajoutee:
            yield Constat(
                Conseil.EVOLUTION,
                "la case « Action supplémentaire au plan d'action initial » est cochée pour une "
                "action du plan voté ; décochez-la",
                ligne,
                "supplementaire",
            )


def _prioritaires(lignes: Lignes, cadre: Cadre) -> Iterator[Constat]:
    """Yield priority actions whose name was changed (advice 7)."""
    for ligne in lignes:
        if ligne.action.prioritaire and ligne.est_reformulee:
            yield Constat(
                Conseil.PRIORITAIRES,
                "cette action prioritaire a changé d'intitulé, dont le suivi national a besoin ; "
                f"rétablissez « {ligne.intitule_vote} »",
                ligne,
                "intitule",
            )


def _cloture(lignes: Lignes, cadre: Cadre) -> Iterator[Constat]:
    """Yield a report that is not closed (advice 8)."""
    if cadre.annee not in cadre.suivi.bilans_faits:
        yield Constat(
            Conseil.CLOTURE,
            f"« Bilan annuel - Fait » n'est pas coché pour {cadre.annee} ; cochez-le quand tout est "
            "écrit",
            champ="fait",
        )
    if not commentaires(cadre.suivi, cadre.annee):
        yield Constat(
            Conseil.CLOTURE,
            "« Commentaires de la collectivité » est vide ; dites votre situation, et ce que vous "
            "attendez du partenariat",
            champ="commentaires",
        )


_REGLES: tuple[Callable[[Lignes, Cadre], Iterator[Constat]], ...] = (
    _a_jour,
    _pilote,
    _partenaires,
    _chiffres,
    _resultats,
    _evolution,
    _prioritaires,
    _cloture,
)


def commentaires(suivi: Suivi, annee: int) -> str | None:
    """Return what the town says to UNICEF France for a year, then of no year in particular."""
    dits = (suivi.commentaires_annuels.get(annee), suivi.commentaires_de_la_collectivite)
    return "\n".join(filter(None, dits)) or None


def has_figure(texte: str | None) -> bool:
    """Return whether a text tells a number, in figures."""
    return re.search(r"\d", texte or "") is not None


def _begun(lignes: Lignes) -> Iterator[LigneDeBilan]:
    return (ligne for ligne in lignes if ligne.est_commencee)
