"""The feuille de route and the plan d'action: who steers, what is done, when, and how it is measured."""

from __future__ import annotations

from generator.domain.dossier import Action, Gouvernance, Partenaires
from generator.redaction import nombres
from generator.redaction.blancs import LONG, items, one_line, paragraphs
from generator.redaction.matiere import Contexte, Matiere
from generator.redaction.personnes import accord, nom_et_qualite
from generator.redaction.typographie import capitaliser, conjoindre, ponctuer


def describe_axe(nom: str, texte: str) -> Contexte:
    """Return a theme as templates read it; `texte_suite` goes on a sentence."""
    return {"nom": nom, "texte": f"{capitaliser(texte)}.", "texte_suite": f"{texte}."}


def feuille_de_route(matiere: Matiere) -> Contexte:
    """Return what the feuille de route and the plan d'action print."""
    feuille = matiere.dossier.feuille_de_route
    return {
        "gouvernance": _gouvernance(feuille.gouvernance),
        "a_des_intentions": bool(feuille.intentions),
        "a_un_diagnostic": feuille.diagnostic is not None,
        "a_un_comite": bool(feuille.gouvernance.comite_de_pilotage),
        "intentions": items(feuille.intentions),
        "diagnostic": paragraphs(feuille.diagnostic),
        "partenaires": _partenaires(matiere),
        "participation_des_enfants": paragraphs(feuille.participation_des_enfants),
        "societe_civile": paragraphs(feuille.societe_civile),
        "publics_defavorises": paragraphs(feuille.publics_defavorises),
        "suivi": paragraphs(feuille.suivi),
        "nombre_d_actions": _count_actions(feuille.actions),
        "axes": _actions_par_axe(matiere),
        "indicateurs": [
            {
                "intitule": a.intitule,
                "indicateur": capitaliser(a.indicateur or ""),
                "cible": a.cible or "",
            }
            for a in feuille.actions
        ],
        "calendrier": _calendrier(feuille.actions),
        "echeances": _echeances(feuille.actions),
        "budget": _budget(feuille.actions),
    }


def _partenaires(matiere: Matiere) -> list[str]:
    """Return the partners as the record gives them, plain or by level; a blank at each level."""
    feuille = matiere.dossier.feuille_de_route
    if feuille.partenaires and feuille.partenaires_par_niveau == Partenaires():
        return ponctuer(feuille.partenaires)
    est_commune = matiere.dossier.collectivite.territoire.is_commune
    ici = "dans la commune et ses quartiers" if est_commune else "dans les communes membres"
    niveaux = {
        ici: feuille.partenaires_par_niveau.commune,
        "dans l’intercommunalité": feuille.partenaires_par_niveau.intercommunalite,
        "dans le département et la région": feuille.partenaires_par_niveau.departement_et_region,
        "dans le pays": feuille.partenaires_par_niveau.national,
        "dans le monde": feuille.partenaires_par_niveau.international,
    }
    return ponctuer(
        [
            f"{niveau} : {conjoindre(noms) or LONG}"
            for niveau, noms in niveaux.items()
            if noms or not feuille.partenaires
        ]
    )


def _gouvernance(gouvernance: Gouvernance) -> Contexte:
    return {
        "comite_de_pilotage": items(gouvernance.comite_de_pilotage),
        "elu_referent_intitule": accord(gouvernance.elu_referent).choose(
            "Élu référent", "Élue référente"
        ),
        "elu_referent": nom_et_qualite(gouvernance.elu_referent) or LONG,
        "agent_referent_intitule": accord(gouvernance.agent_referent).choose(
            "Agent référent", "Agente référente"
        ),
        "agent_referent": nom_et_qualite(gouvernance.agent_referent) or LONG,
    }


def _actions_par_axe(matiere: Matiere) -> list[Contexte]:
    """Return every theme of the programme with its actions; one blank action where there is none."""
    actions = matiere.dossier.feuille_de_route.actions
    groups = [
        {
            **describe_axe(axe.nom, axe.texte),
            "actions": [_action(a) for a in actions if a.axe == axe.cle],
        }
        for axe in matiere.demarche.axes
    ]
    transversal = [_action(a) for a in actions if a.axe is None]
    for group in groups:
        group["actions"] = group["actions"] or [_action(Action(intitule=""))]
    if transversal:
        groups.append(
            {"nom": "Actions transversales", "texte": "", "texte_suite": "", "actions": transversal}
        )
    return groups


def _action(action: Action) -> Contexte:
    return {
        "vide": not action.intitule,
        "intitule": action.intitule,
        "objectif": capitaliser(one_line(action.objectif)),
        "pilote": capitaliser(action.pilote or ""),
        "partenaires": conjoindre(action.partenaires),
        "echeance": str(action.echeance) if action.echeance else "",
        "budget": nombres.montant_en_chiffres(action.budget) if action.budget is not None else "",
        "indicateur": capitaliser(action.indicateur or ""),
        "cible": action.cible or "",
        "participation_des_enfants": capitaliser(one_line(action.participation_des_enfants)),
        "publics_defavorises": one_line(action.publics_defavorises),
    }


def _count_actions(actions: tuple[Action, ...]) -> str:
    """Return « cinq actions », empty where there is none."""
    if not actions:
        return ""
    return (
        f"{nombres.en_lettres(len(actions), feminin=True)} action{'s' if len(actions) > 1 else ''}"
    )


def _calendrier(actions: tuple[Action, ...]) -> list[Contexte]:
    """Return the years in order, each with the actions due then."""
    annees = sorted({a.echeance for a in actions if a.echeance is not None})
    return [
        {
            "annee": str(annee),
            "actions": [a.intitule for a in actions if a.echeance == annee],
        }
        for annee in annees
    ]


def _echeances(actions: tuple[Action, ...]) -> str:
    """Return « de 2028 à 2031 », « 2028 », empty where no action has an end."""
    annees = [a.echeance for a in actions if a.echeance is not None]
    if not annees:
        return ""
    debut, fin = min(annees), max(annees)
    return str(debut) if debut == fin else f"de {debut} à {fin}"


def _budget(actions: tuple[Action, ...]) -> str:
    """Return the sum of the budgets that are told, or an empty text when none is."""
    told = [a.budget for a in actions if a.budget is not None]
    return nombres.montant_en_chiffres(sum(told[1:], start=told[0])) if told else ""
