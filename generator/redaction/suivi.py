"""The words of a follow-up workbook: whose plan it follows, how it was voted, who looks after it."""

from __future__ import annotations

from dataclasses import dataclass

from generator.domain.dossier import Action
from generator.redaction import nombres
from generator.redaction.matiere import Matiere
from generator.redaction.personnes import accord, nom_et_qualite
from generator.redaction.typographie import INSECABLE, capitaliser, typographier
from generator.redaction.vocabulaire import is_projet, vocabulaire
from generator.referentiel import demarches
from generator.referentiel.suivi import Consigne, tableau

_PLANS = ("feuille-de-route", "plan-d-action")  # the documents that hold actions


@dataclass(frozen=True, slots=True)
class TexteSuivi:
    """What a follow-up workbook says, every text decided.

    `plan` is what its plan is called, « Plan d’action »; `presentation`: labels and their texts;
    `axes`: their names by key.
    """

    titre: str
    sous_titre: str
    plan: str
    collectivite: str
    vote: str
    presentation: tuple[tuple[str, str], ...]
    axes: dict[str, str]
    annees: tuple[int, ...]
    ensemble: str  # heads the row of what is said of no year in particular
    actions: tuple[Action, ...]
    consignes: tuple[Consigne, ...]
    pratique: tuple[Consigne, ...]


def suivi(matiere: Matiere) -> TexteSuivi:
    """Return what the follow-up workbook of a plan says."""
    dossier = matiere.dossier
    mandat = dossier.mandat
    actions = dossier.feuille_de_route.actions
    appellation = typographier(vocabulaire(matiere)["collectivite"]["appellation"])
    plan = next(d.nom for cle, d in demarches.documents().items() if cle in _plan(matiere))
    modele = tableau()
    is_locked = any(action.prioritaire for action in actions)
    pratique = (*modele.pratique, *(modele.verrou if is_locked else ()))
    return TexteSuivi(
        titre=f"{plan} : tableau de suivi".replace(" :", f"{INSECABLE}:"),
        sous_titre=typographier(f"{appellation} – {matiere.demarche.nom} {mandat}"),
        plan=plan,
        collectivite=appellation,
        vote=_vote(matiere),
        presentation=_presentation(matiere, appellation, plan),
        axes={axe.cle: axe.nom for axe in matiere.demarche.axes},
        annees=tuple(range(mandat.debut, mandat.fin + 1)),
        ensemble=f"Mandat {mandat}",
        actions=actions,
        consignes=tuple(map(_set, modele.consignes)),
        pratique=tuple(map(_set, pratique)),
    )


def _plan(matiere: Matiere) -> tuple[str, ...]:
    """Return the document of the programme that holds the actions."""
    return tuple(cle for cle in matiere.demarche.documents if cle in _PLANS)


def _vote(matiere: Matiere) -> str:
    """Return how the plan was voted, or that it is not yet."""
    dossier = matiere.dossier
    if is_projet(dossier):
        return "projet, non encore voté"
    numero, date = dossier.deliberation.numero, dossier.seance.date
    words = ["délibération"]
    if numero is not None:
        words.append(f"n°{INSECABLE}{numero}")
    if date is not None:
        words.append(f"du {nombres.date_en_chiffres(date)}")
    return " ".join(words)


def _presentation(matiere: Matiere, appellation: str, plan: str) -> tuple[tuple[str, str], ...]:
    dossier = matiere.dossier
    gouvernance = dossier.feuille_de_route.gouvernance
    elu, agent = gouvernance.elu_referent, gouvernance.agent_referent
    lines = (
        ("Collectivité", appellation),
        ("Démarche", matiere.demarche.nom),
        ("Mandat", str(dossier.mandat)),
        (plan, _vote(matiere)),
        ("Actions au plan", str(len(dossier.feuille_de_route.actions))),
        (accord(elu).choose("Élu référent", "Élue référente"), nom_et_qualite(elu) or ""),
        (accord(agent).choose("Agent référent", "Agente référente"), nom_et_qualite(agent) or ""),
        (
            "Comité de pilotage",
            "\n".join(capitaliser(membre) for membre in gouvernance.comite_de_pilotage),
        ),
    )
    return tuple((label, typographier(texte)) for label, texte in lines)


def _set(consigne: Consigne) -> Consigne:
    """Return a piece of advice as it is printed; columns are named as they are headed."""
    texte = typographier(consigne.texte)
    for colonne in (*tableau().colonnes, *tableau().bilan):
        texte = texte.replace(typographier(colonne.titre), colonne.titre)
    return Consigne(typographier(consigne.titre), texte)
