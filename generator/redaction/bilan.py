"""The yearly report, said: what was done, axis by axis, what changed, who took part, what is next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from generator.domain.bilan import Bilan
from generator.domain.comparaison import Changement, LigneDeBilan, Situation
from generator.domain.conseils import Conseil, commentaires
from generator.redaction import nombres
from generator.redaction.blancs import one_line
from generator.redaction.communique import communique, valeur_lisible
from generator.redaction.graphiques import (
    ENSEMBLE,
    Groupe,
    enumerer,
    graphiques,
    groupes,
    nommer,
)
from generator.redaction.matiere import Contexte, Matiere
from generator.redaction.phrases import Phrases
from generator.redaction.typographie import capitaliser, conjoindre, ponctuer
from generator.referentiel.bilan import Plan, usages
from generator.referentiel.suivi import tableau


def bilan(matiere: Matiere, bilan: Bilan, phrases: Phrases) -> Contexte:
    """Return what the report and the press release print beside the vocabulary of the others."""
    plan = plan_de(matiere)
    dessins = graphiques(bilan, matiere.demarche)
    tous = groupes(bilan, matiere.demarche)
    axes = [groupe for groupe in tous if groupe.lignes]
    dites = [[_action(ligne, bilan.annee) for ligne in axe.lignes] for axe in axes]
    return {
        "annee": str(bilan.annee),
        "plan": {"nom": plan.nom, "le": plan.le, "du": plan.du, "au": plan.au, "vote": plan.vote},
        "est_fait": bilan.annee in bilan.suivi.bilans_faits,
        "synthese": list(_synthese(bilan, plan)),
        "graphique": dessins[ENSEMBLE].texte,
        "chiffres": _chiffres(axes),
        "axes": [
            {
                "nom": axe.nom,
                "resume": f"{capitaliser(enumerer(axe.compter()))}.",
                "graphique": {"nom": axe.graphique, "texte": dessins[axe.graphique].texte},
                "actions": actions,
                "saut": saut,
            }
            for axe, actions, saut in zip(axes, dites, _sauts(dites), strict=True)
        ],
        "axes_sans_action": _sans_action(tous),
        **_evolution(bilan, matiere),
        "indicateurs": [
            _indicateur(ligne, bilan.annee) for ligne in bilan.lignes if _is_measured(ligne)
        ],
        **_voix(bilan, matiere),
        "perspectives": _dits(bilan.lignes, lambda x: x.suivie.perspectives if x.suivie else None),
        "echeances": _echeances(bilan),
        "etapes": ponctuer(phrases.fill_all(usages().etapes)),
        "commentaires": _paragraphes(commentaires(bilan.suivi, bilan.annee)),
        "manques": _manques(bilan),
        "communique": communique(matiere, bilan, plan),
    }


def plan_de(matiere: Matiere) -> Plan:
    """Return how the programme calls what was voted."""
    plans = usages().plans
    return next(plans[cle] for cle in matiere.demarche.documents if cle in plans)


def compter(nombre: int, nom: str = "action") -> str:
    """Return « 1 action », « 3 actions »."""
    return f"{nombres.en_chiffres(nombre)} {nom}{'s' if nombre > 1 else ''}"


# --- what was done --------------------------------------------------------------------------------


_NOMMEES = 3


def _synthese(bilan: Bilan, plan: Plan) -> Iterator[str]:
    votees = [ligne for ligne in bilan.lignes if not ligne.est_ajoutee]
    ajoutees = len(bilan.lignes) - len(votees)
    prioritaires = sum(ligne.action.prioritaire for ligne in votees)
    dont = f", dont {prioritaires} de la liste prioritaire d’UNICEF France" if prioritaires else ""
    ajout = ""
    if ajoutees:
        ajout = f" {compter(ajoutees).capitalize()} s’y {'est' if ajoutees == 1 else 'sont'} "
        ajout += f"ajoutée{'s' if ajoutees > 1 else ''} depuis."
    compte = compter(len(votees)) if votees else "aucune action"
    yield f"{capitaliser(plan.le)} {plan.vote} compte {compte}{dont}.{ajout}"
    ou = [
        f"{compter(nombre)} {'sont' if nombre > 1 else 'est'} {nommer(s, nombre)}"
        for s in Situation
        if (nombre := len(bilan.dans(s)))
    ]
    yield f"À la fin de l’année {bilan.annee}, {conjoindre(ou)}."
    en_retard = bilan.dans(Situation.EN_RETARD)
    if 0 < len(en_retard) <= _NOMMEES:  # more are found at a glance in their chapters
        noms = conjoindre([f"« {ligne.action.intitule} »" for ligne in en_retard])
        yield f"L’échéance votée est passée pour {noms}."


def _chiffres(axes: list[Groupe]) -> list[Contexte]:
    """Return the table that the chart of all the axes draws, and its last line, the sums."""
    comptes = [(axe.nom, axe.compter()) for axe in axes]
    ensemble = {s: sum(compte[s] for _, compte in comptes) for s in Situation}
    return [
        {
            "nom": nom,
            "nombres": [str(compte[s]) for s in Situation],
            "total": str(sum(compte.values())),
        }
        for nom, compte in (*comptes, ("Ensemble", ensemble))
    ]


def _sans_action(tous: tuple[Groupe, ...]) -> str:
    vides = [f"« {groupe.nom} »" for groupe in tous if not groupe.lignes]
    if not vides:
        return ""
    axe = "l’axe" if len(vides) == 1 else "les axes"
    return f"Aucune action n’est inscrite dans {axe} {conjoindre(vides)}."


_PAR_PAGE = 3  # axes of one short action that go on one page
_COURTE = 360  # characters of an action that leave room for two others


def _sauts(axes: list[list[Contexte]]) -> Iterator[bool]:
    """Yield whether each axis begins a page: dxpdf would leave the head of its table behind."""
    places = 0  # taken on the page
    for rang, actions in enumerate(axes):
        place = 1 if len(actions) == 1 and _length(actions[0]) <= _COURTE else _PAR_PAGE
        saut = rang > 0 and places + place > _PAR_PAGE
        places = place if saut or not rang else places + place
        yield saut


def _length(action: Contexte) -> float:
    """Return how many characters the taller of the two columns of an action has."""
    gauche = sum(len(action[cle]) for cle in ("intitule", "marques", "objectif", "reperes"))
    droite = sum(len(fait["nom"]) + len(fait["texte"]) for fait in action["faits"])
    return max(gauche * 1.4, droite)


def _action(ligne: LigneDeBilan, annee: int) -> Contexte:
    action, suivie = ligne.action, ligne.suivie
    marques = [
        marque
        for marque, vraie in (
            ("Action prioritaire", action.prioritaire),
            ("Ajoutée depuis le vote", ligne.est_ajoutee),
        )
        if vraie
    ]
    budget = nombres.montant_en_chiffres(action.budget) if action.budget is not None else ""
    reperes = (
        one_line(action.pilote),
        f"échéance {action.echeance}" if action.echeance else "",
        f"budget {budget}" if budget else "",
    )
    faits = [] if suivie is None else list(_faits(ligne, annee))
    return {
        "intitule": action.intitule,
        "marques": " – ".join(marques),
        "objectif": capitaliser(one_line(action.objectif)),
        "reperes": capitaliser(" – ".join(filter(None, reperes))),
        "situation": capitaliser(ligne.situation.value),
        "faits": faits or [{"nom": "", "texte": "Rien n’est encore écrit pour cette action."}],
    }


def _faits(ligne: LigneDeBilan, annee: int) -> Iterator[Contexte]:
    suivie = ligne.suivie
    if suivie is None:
        return
    for texte in _paragraphes(suivie.descriptif):
        yield {"nom": "", "texte": texte}
    valeur = ligne.valeur(annee)
    if valeur:
        mesure = one_line(ligne.action.indicateur) or "valeur"
        cible = f" (cible : {one_line(ligne.action.cible)})" if ligne.action.cible else ""
        texte = f"{mesure}, {valeur_lisible(valeur)}{cible}"
        yield {"nom": f"Résultat {annee} :", "texte": texte}
    if suivie.motif:
        yield {"nom": "Pourquoi :", "texte": one_line(suivie.motif)}
    if suivie.commentaires:
        yield {"nom": "Commentaires :", "texte": one_line(suivie.commentaires)}
    if suivie.commentaires_de_la_collectivite:
        yield {
            "nom": "À l’attention d’UNICEF France :",
            "texte": one_line(suivie.commentaires_de_la_collectivite),
        }
    for entete, texte in suivie.autres.items():
        yield {"nom": f"{one_line(entete)} :", "texte": one_line(texte)}


# --- what changed ---------------------------------------------------------------------------------


def _evolution(bilan: Bilan, matiere: Matiere) -> Contexte:
    axes = {axe.cle: axe.nom for axe in matiere.demarche.axes}
    lignes = [
        {
            "intitule": ligne.intitule_vote,
            "changements": changements,
            "motif": one_line(ligne.suivie.motif if ligne.suivie else None) or "Non dit",
        }
        for ligne in bilan.lignes
        if (changements := list(_changements(ligne, axes)))
    ]
    reformulees = [
        f"« {ligne.action.intitule} » était voté « {ligne.intitule_vote} »"
        for ligne in bilan.lignes
        if ligne.action.prioritaire and ligne.est_reformulee
    ]
    return {"evolution": lignes, "prioritaires_reformulees": ponctuer(reformulees)}


def _changements(ligne: LigneDeBilan, axes: dict[str, str]) -> Iterator[str]:
    if ligne.suivie is None:
        yield "N’est plus dans le tableau de suivi"
    if ligne.est_ajoutee:
        yield "Ajoutée depuis le vote"
    if ligne.situation is Situation.ANNULEE:
        yield "Annulée"
    titres = {colonne.cle: colonne.titre for colonne in tableau().colonnes}
    for changement in ligne.changements:
        yield f"{titres[changement.champ]} : {_changement(changement, axes)}"


def _changement(changement: Changement, axes: dict[str, str]) -> str:
    avant, apres = (_dire(v, axes) for v in (changement.avant, changement.apres))
    return f"« {avant} » devient « {apres} »"


def _dire(valeur: object, axes: dict[str, str]) -> str:
    match valeur:
        case Decimal():
            return nombres.montant_en_chiffres(valeur)
        case tuple():
            return conjoindre(tuple(map(str, valeur)))
        case None:
            return ""
        case _:
            return one_line(axes.get(str(valeur), str(valeur)))


# --- results --------------------------------------------------------------------------------------


def _is_measured(ligne: LigneDeBilan) -> bool:
    return bool(ligne.action.indicateur or (ligne.suivie is not None and ligne.suivie.valeurs))


def _indicateur(ligne: LigneDeBilan, annee: int) -> Contexte:
    valeurs = {} if ligne.suivie is None else dict(ligne.suivie.valeurs)
    dites = [
        f"{an} : {valeur_lisible(valeur)}" for an, valeur in sorted(valeurs.items()) if an <= annee
    ]
    if annee not in valeurs:
        annulee = ligne.situation is Situation.ANNULEE
        dites.append("Action annulée" if annulee else f"{annee} : non renseignée")
    return {
        "intitule": ligne.action.intitule,
        "indicateur": capitaliser(one_line(ligne.action.indicateur)) or "Non dit",
        "cible": one_line(ligne.action.cible) or "Non dite",
        "valeurs": dites,
    }


# --- who took part --------------------------------------------------------------------------------


def _voix(bilan: Bilan, matiere: Matiere) -> Contexte:
    feuille = matiere.dossier.feuille_de_route
    begun = [ligne for ligne in bilan.lignes if ligne.est_commencee]
    return {
        "partenaires": list(_partenaires(begun)),
        "partenaires_du_plan": ponctuer(_absents(feuille.partenaires, begun)),
        "enfants": _dits(begun, lambda x: x.action.participation_des_enfants),
        "enfants_dans_le_plan": _paragraphes(feuille.participation_des_enfants),
        "publics": _dits(begun, lambda x: x.action.publics_defavorises),
        "publics_dans_le_plan": _paragraphes(feuille.publics_defavorises),
        "societe_civile": _dits(
            bilan.lignes, lambda x: x.suivie.societe_civile if x.suivie else None
        ),
        "societe_civile_dans_le_plan": _paragraphes(feuille.societe_civile),
    }


def _partenaires(lignes: Iterable[LigneDeBilan]) -> Iterator[Contexte]:
    """Yield each partner once, as first written, with the actions that name it."""
    noms: dict[str, str] = {}
    actions: dict[str, list[str]] = {}
    for ligne in lignes:
        for partenaire in ligne.action.partenaires:
            cle = partenaire.casefold()
            noms.setdefault(cle, partenaire)
            actions.setdefault(cle, []).append(f"« {ligne.action.intitule} »")
    for cle, nom in noms.items():
        yield {"nom": capitaliser(one_line(nom)), "actions": conjoindre(actions[cle])}


def _absents(partenaires: tuple[str, ...], lignes: Iterable[LigneDeBilan]) -> list[str]:
    """Return the partners of the plan that no action under way names."""
    nommes = " ".join(p for ligne in lignes for p in ligne.action.partenaires).casefold()
    return [p for p in partenaires if _sans_article(p) not in nommes]


def _sans_article(nom: str) -> str:
    texte = nom.casefold().replace("’", "'")
    for article in ("l'", "la ", "le ", "les "):
        texte = texte.removeprefix(article)
    return texte


def _dits(
    lignes: Iterable[LigneDeBilan], lire: Callable[[LigneDeBilan], str | None]
) -> list[Contexte]:
    """Return what actions say of one subject, each under its name."""
    return [
        {"intitule": ligne.action.intitule, "texte": capitaliser(one_line(texte))}
        for ligne in lignes
        if (texte := lire(ligne))
    ]


def _paragraphes(texte: str | None) -> list[str]:
    return [" ".join(line.split()) for line in (texte or "").splitlines() if line.strip()]


# --- what is next ---------------------------------------------------------------------------------


def _echeances(bilan: Bilan) -> list[Contexte]:
    """Return what is left to do by year: what is late first, what has no year last."""
    reste = bilan.dans(*(set(Situation) - {Situation.REALISEE, Situation.ANNULEE}))
    par_annee: dict[int | None, list[str]] = {}
    for ligne in reste:
        par_annee.setdefault(ligne.action.echeance, []).append(ligne.action.intitule)
    annees = sorted(annee for annee in par_annee if annee is not None)
    suite: list[tuple[str, list[str]]] = []
    passees = [
        intitule for annee in annees if annee <= bilan.annee for intitule in par_annee[annee]
    ]
    if passees:
        suite.append((f"{bilan.annee} et avant", passees))
    suite += [(str(annee), par_annee[annee]) for annee in annees if annee > bilan.annee]
    if None in par_annee:
        suite.append(("Sans échéance", par_annee[None]))
    return [{"annee": annee, "actions": actions} for annee, actions in suite]


def _manques(bilan: Bilan) -> list[Contexte]:
    """Return what the eight pieces of advice still ask for, each with its findings."""
    return [
        {
            "conseil": consigne.titre,
            "constats": [
                f"« {constat.ligne.action.intitule} » : {constat.message}."
                if constat.ligne is not None
                else f"{capitaliser(constat.message)}."
                for constat in constats
            ],
        }
        for conseil, consigne in zip(Conseil, tableau().consignes, strict=True)
        if (constats := [c for c in bilan.constats if c.conseil is conseil])
    ]
