"""The vocabulary of the Word templates: every value decided, in French, ready to print.

The keys are listed for those who edit the templates in `docs/GABARITS.md`. Values are plain:
texts, lists, tables and booleans. What the record does not say is `BLANC`.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from generator.domain.cotisation import CotisationDue, cotisation_due
from generator.domain.demarche import Demarche
from generator.domain.document import Document, Proprietes
from generator.domain.dossier import (
    Action,
    Collectivite,
    Dossier,
    Etat,
    Gouvernance,
    Personne,
    Vote,
)
from generator.domain.regime import Regime
from generator.domain.regles import votants
from generator.domain.seuils import Seuils
from generator.domain.territoire import Territoire
from generator.redaction import nombres
from generator.redaction.noms import (
    Nom,
    liaison_devinee,
    nom_avec_charniere,
    nom_de_departement,
    nom_de_territoire,
)
from generator.redaction.personnes import (
    accord,
    adresse,
    avec_article,
    de,
    du,
    nom_civil,
    nom_complet,
    nom_et_qualite,
)
from generator.redaction.typographie import (
    INSECABLE,
    capitaliser,
    conjoindre,
    ponctuer,
    typographier,
)

BLANC = "………………"
"""What a missing value prints: room to write by hand."""

_LIGNE = "…" * 42  # room for a whole line of handwriting
_BLANCS = re.compile(rf"…{{{len(BLANC)},}}")

Contexte = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Matiere:
    """All that a document is drafted from."""

    dossier: Dossier
    demarche: Demarche
    regime: Regime
    seuils: Seuils


def contexte(matiere: Matiere) -> Contexte:
    """Return the vocabulary of every document of one dossier, as nested plain values."""
    base = _vocabulaire(matiere)
    phrases = _Phrases(base)
    base["demarche"] |= _programme(matiere.demarche, phrases)
    base["deliberation"] |= _textes(matiere, phrases)
    base["charte"] = _charte(matiere, base, phrases)
    base["feuille_de_route"] = _feuille_de_route(matiere)
    typographie: Contexte = _typographier(base)
    return typographie


def proprietes(document: Document, vocabulaire: Contexte, date: datetime.date | None) -> Proprietes:
    """Return the properties of a document drafted with `contexte`; the date is the session's."""
    phrases = _Phrases(vocabulaire)
    return Proprietes(
        titre=typographier(phrases.fill(document.titre)),
        auteur=vocabulaire["collectivite"]["appellation"],
        sujet=typographier(phrases.fill(document.sujet)),
        mots_cles=(
            document.nom,
            vocabulaire["demarche"]["nom"],
            vocabulaire["collectivite"]["nom"],
            "droits de l’enfant",
            "UNICEF France",
        ),
        date=datetime.datetime.combine(date, datetime.time(), datetime.UTC) if date else None,
    )


def count_blanks(texts: Iterable[str]) -> int:
    """Return how many blanks the printed texts leave to fill by hand."""
    return sum(len(_BLANCS.findall(text)) for text in texts)


# --- the words that sentences are made of -----------------------------------------------------


def _vocabulaire(matiere: Matiere) -> Contexte:
    dossier = matiere.dossier
    return {
        "collectivite": _collectivite(dossier.collectivite, matiere.regime),
        "assemblee": _assemblee(matiere),
        "executif": _executif(matiere),
        "mandat": {
            "texte": str(dossier.mandat),
            "debut": str(dossier.mandat.debut),
            "fin": str(dossier.mandat.fin),
        },
        "demarche": _designation(matiere.demarche),
        "seance": _seance(matiere),
        "cotisation": _cotisation(cotisation_due(dossier, matiere.demarche), matiere),
        "deliberation": _etat(matiere),
        "blanc": BLANC,
    }


def _collectivite(collectivite: Collectivite, regime: Regime) -> Contexte:
    territoire = collectivite.territoire
    nom = nom_de_collectivite(collectivite)
    departement = nom_de_departement(territoire.departement)
    if territoire.is_commune:
        denomination = collectivite.denomination or ("Ville" if territoire.is_paris else "Commune")
        formes = Formes(
            nom=f"{denomination} {nom.de}",
            le=f"la {denomination} {nom.de}",
            du=f"de la {denomination} {nom.de}",
            au=f"à la {denomination} {nom.de}",
        )
        courte = (
            {"le": "la Ville", "du": "de la Ville", "au": "à la Ville"}
            if denomination == "Ville"
            else {"le": regime.courte.le, "du": regime.courte.du, "au": regime.courte.au}
        )
    else:
        formes = Formes(nom=nom.nom, le=nom.sujet, du=nom.de, au=nom.a)
        courte = {"le": regime.courte.le, "du": regime.courte.du, "au": regime.courte.au}
    population = collectivite.population or territoire.population_municipale
    return {
        "nom": nom.nom,
        "de_nom": nom.de,
        "a_nom": nom.a,
        "appellation": formes.nom,
        "la": formes.le,
        "La": capitaliser(formes.le),
        "de_la": formes.du,
        "a_la": formes.au,
        "par_la": f"par {formes.le}",
        "la_courte": courte["le"],
        "La_courte": capitaliser(courte["le"]),
        "de_la_courte": courte["du"],
        "a_la_courte": courte["au"],
        "est_commune": territoire.is_commune,
        "motif": regime.motif,
        "departement": {
            "nom": collectivite.departement or departement.nom,
            # A name of the record's own is set after a colon: how « de » joins it is not known.
            "de_ou_nom": f"{INSECABLE}: {collectivite.departement}"
            if collectivite.departement
            else f" {departement.de}",
        },
        "arrondissement_de": _arrondissement(territoire),
        "population": nombres.en_chiffres(population) if population is not None else BLANC,
        "siren": " ".join(_by_three(territoire.siren)) if territoire.siren else "",
        "logo": collectivite.logo is not None,
    }


@dataclass(frozen=True, slots=True)
class Formes:
    """A noun phrase alone, as a subject, and after « de » and « à »."""

    nom: str
    le: str
    du: str
    au: str


def nom_de_collectivite(collectivite: Collectivite) -> Nom:
    """Return the name to print: the record's own, else the official one."""
    territoire = collectivite.territoire
    if collectivite.charniere is not None:
        return nom_avec_charniere(collectivite.nom or territoire.nom, collectivite.charniere)
    if collectivite.nom is not None:
        return _nom_devine(collectivite.nom, territoire)
    return nom_de_territoire(territoire)


def _nom_devine(nom: str, territoire: Territoire) -> Nom:
    return nom_de_territoire(replace(territoire, nom=nom, liaison=liaison_devinee(nom)))


def _arrondissement(territoire: Territoire) -> str:
    """Return « du Havre » for the arrondissement named after its chief town, or an empty text."""
    nom = territoire.arrondissement
    return _nom_devine(nom, territoire).de if nom else ""


def _assemblee(matiere: Matiere) -> Contexte:
    assemblee = matiere.dossier.collectivite.assemblee or matiere.regime.assemblee
    nom = nom_de_collectivite(matiere.dossier.collectivite)
    # « le conseil de la Métropole de Lyon », which « de la métropole » would say twice.
    complete = (
        assemblee
        if matiere.regime.cle == "paris"
        else f"{assemblee.removesuffix(' de la métropole')} {nom.de}"
    )
    return {
        "nom": assemblee,
        "le": f"le {assemblee}",
        "Le": f"Le {assemblee}",
        "du": f"du {assemblee}",
        "au": f"au {assemblee}",
        "le_complet": f"le {complete}",
        "membres": matiere.regime.membres,
    }


def _executif(matiere: Matiere) -> Contexte:
    executif, fonction = matiere.dossier.executif, matiere.regime.executif
    le = adresse(executif, fonction)
    titre = (executif.titre if executif is not None else None) or accord(executif).choose(
        fonction.masculin, fonction.feminin
    ).split(" ", 1)[1]
    nom = nom_de_collectivite(matiere.dossier.collectivite)
    civil = nom_civil(executif)
    article = (executif.article if executif is not None else None) or accord(executif).choose(
        "le", "la"
    )
    return {
        "le": le,
        "Le": capitaliser(le),
        "nom": nom_complet(executif) or BLANC,
        "civil": civil or BLANC,
        "de_civil": de(civil) if civil else f"de {BLANC}",
        "titre": titre,
        "fonction": capitaliser(avec_article(titre, article)),
        "du_titre": du(titre, article),
        "qualite": f"{titre} {nom.de}",
    }


def _designation(demarche: Demarche) -> Contexte:
    designation = demarche.designation
    return {
        "nom": demarche.nom,
        "le": designation.sujet,
        "Le": capitaliser(designation.sujet),
        "du": designation.de,
        "au": designation.a,
        "le_court": designation.court,
    }


def _seance(matiere: Matiere) -> Contexte:
    seance = matiere.dossier.seance
    date, heure = seance.date, seance.heure
    en_exercice, presents, pouvoirs = seance.en_exercice, seance.presents, seance.pouvoirs
    absents = None
    if en_exercice is not None and presents is not None and pouvoirs is not None:
        absents = en_exercice - presents - pouvoirs
    return {
        "date": nombres.date_en_chiffres(date) if date else BLANC,
        "annee_en_lettres": nombres.en_lettres(date.year) if date else BLANC,
        "quantieme_en_lettres": nombres.quantieme_en_lettres(date) if date else BLANC,
        "heure": nombres.heure_en_chiffres(heure) if heure else BLANC,
        "heure_en_lettres": nombres.heure_en_lettres(heure) if heure else f"{BLANC} heures",
        "lieu": seance.lieu or BLANC,
        "convocation": nombres.date_en_chiffres(seance.convocation)
        if seance.convocation
        else BLANC,
        "seconde_convocation": seance.seconde_convocation,
        "en_exercice": _count(en_exercice),
        "presents": _count(presents),
        "pouvoirs": _count(pouvoirs),
        "absents": _count(absents),
        "votants": _count(votants(matiere.dossier)),
        "liste_des_pouvoirs": [f"{p.de} à {p.a}" for p in seance.liste_des_pouvoirs],
        "secretaire": _signataire(seance.secretaire, "secrétaire de séance"),
    }


def _signataire(personne: Personne | None, fonction: str) -> Contexte:
    return {
        "fonction": capitaliser(avec_article(fonction, accord(personne).choose("le", "la"))),
        "intitule": capitaliser(fonction),
        "nom": nom_complet(personne) or BLANC,
        "civil": nom_civil(personne) or BLANC,
        "qualite": (personne.titre if personne is not None else None) or BLANC,
        "presente": nom_et_qualite(personne) or BLANC,
    }


def _cotisation(due: CotisationDue, matiere: Matiere) -> Contexte:
    montant, annees = due.montant, due.annees
    imputation = matiere.dossier.deliberation.cotisation.imputation
    if imputation is None and _is_projet(matiere.dossier):
        imputation = f"chapitre {BLANC}, compte {BLANC}"
    return {
        "montant": nombres.montant_en_chiffres(montant)
        if montant is not None
        else f"{BLANC}{INSECABLE}€",
        "lettres": nombres.montant_en_lettres(montant) if montant is not None else f"{BLANC} euros",
        "pour_annees": nombres.annees(annees) if annees else f"pour les années {BLANC}",
        "periode": str(annees) if annees else BLANC,
        "imputation": imputation or "",
    }


def _is_projet(dossier: Dossier) -> bool:
    return dossier.deliberation.etat is Etat.PROJET


def _etat(matiere: Matiere) -> Contexte:
    dossier = matiere.dossier
    deliberation = dossier.deliberation
    return {
        "numero": deliberation.numero or BLANC,
        "est_projet": _is_projet(dossier),
        "engagements_propres": ponctuer(deliberation.engagements),
        "vote": _vote(deliberation.vote, matiere),
    }


def _vote(vote: Vote | None, matiere: Matiere) -> Contexte:
    vote = vote or Vote()
    exprimes = None
    if vote.pour is not None and vote.contre is not None:
        exprimes = vote.pour + vote.contre
    return {
        "pour": _count(vote.pour),
        "contre": _count(vote.contre),
        "abstentions": _count(vote.abstentions),
        "ne_prend_pas_part": _count(
            vote.ne_prend_pas_part
            if vote.ne_prend_pas_part is not None or _is_projet(matiere.dossier)
            else 0
        ),
        "exprimes": _count(exprimes),
        "resultat": BLANC if _is_projet(matiere.dossier) else _resultat(vote),
    }


def _resultat(vote: Vote) -> str:
    """Return how the act was adopted, as an adopted dossier that passed the rules allows."""
    if vote.pour is None or vote.contre is None or vote.abstentions is None:
        return BLANC
    if vote.pour == vote.contre:
        return "adoptée, la voix du président de séance étant prépondérante"
    if vote.contre:
        return "adoptée à la majorité des suffrages exprimés"
    return "adoptée à l’unanimité" + (" des suffrages exprimés" if vote.abstentions else "")


# --- the sentences of the data files ----------------------------------------------------------


class _Phrases:
    """Fills the marks of the data files with the vocabulary; strict, in a sandbox."""

    _environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined)

    def __init__(self, vocabulaire: Mapping[str, Any]) -> None:
        self._vocabulaire = vocabulaire

    def fill(self, phrase: str) -> str:
        """Return the sentence with its marks replaced."""
        if "{" not in phrase:
            return phrase
        return self._environment.from_string(phrase).render(self._vocabulaire)

    def fill_all(self, phrases: Iterable[str]) -> list[str]:
        """Return every sentence filled."""
        return [self.fill(phrase) for phrase in phrases]


def _programme(demarche: Demarche, phrases: _Phrases) -> Contexte:
    engagements = [
        f"{e.titre} : {e.texte}" if e.texte else e.titre for e in demarche.engagements.liste
    ]
    return {
        "engagements": {
            "introduction": phrases.fill(demarche.engagements.introduction),
            "liste": ponctuer(phrases.fill_all(engagements)),
        },
        "obligations": {
            "introduction": phrases.fill(demarche.obligations.introduction),
            "liste": ponctuer(phrases.fill_all(demarche.obligations.liste)),
        },
        "axes": [_axe(a.nom, phrases.fill(a.texte)) for a in demarche.axes],
        "principes_directeurs": [
            _axe(a.nom, phrases.fill(a.texte)) for a in demarche.principes_directeurs
        ],
        "evenements": [
            {"nom": e.nom, "periode": capitaliser(e.periode), "texte": f"{capitaliser(e.texte)}."}
            for e in demarche.evenements
        ],
        "apports": ponctuer(phrases.fill_all(demarche.apports)),
        "contacts": [{"nom": c.nom, "valeur": c.valeur} for c in demarche.contacts],
    }


def _axe(nom: str, texte: str) -> Contexte:
    return {"nom": nom, "texte": f"{capitaliser(texte)}.", "texte_suite": f"{texte}."}


def _textes(matiere: Matiere, phrases: _Phrases) -> Contexte:
    texte, departement = (
        matiere.demarche.deliberation,
        matiere.dossier.collectivite.territoire.departement,
    )
    return {
        "objet": phrases.fill(texte.objet),
        "rapport": _rapport(matiere),
        "expose": phrases.fill_all(texte.expose),
        "visas": [f"Vu {v} ;" for v in (matiere.regime.texte, *(v.texte for v in texte.visas))],
        "considerants": _considerants(phrases.fill_all(texte.considerants)),
        "articles": [
            {
                "numero": "Article 1er" if rank == 1 else f"Article {rank}",
                "texte": capitaliser(phrases.fill(article)),
            }
            for rank, article in enumerate(texte.articles, start=1)
        ],
        "recours": {
            "delai": f"{nombres.en_lettres(matiere.seuils.recours_mois)} mois",
            "tribunal": departement.tribunal or f"tribunal administratif {BLANC}",
        },
    }


def _considerants(motifs: list[str]) -> list[str]:
    """Return the recitals: « ; » between them and « , » before the decision."""
    return [
        f"Considérant {motif}{',' if rank == len(motifs) else ' ;'}"
        for rank, motif in enumerate(motifs, start=1)
    ]


def _rapport(matiere: Matiere) -> str:
    """Return who reports and on whose behalf; the head reports where the record names nobody."""
    rapporteur = matiere.dossier.deliberation.rapporteur
    presente = nom_et_qualite(rapporteur)
    if rapporteur is None or presente is None:
        if _is_projet(matiere.dossier):
            return f"{BLANC}, rapporteur, expose :"
        return f"{capitaliser(adresse(matiere.dossier.executif, matiere.regime.executif))} expose :"
    if rapporteur.commission is None:
        return f"{presente}, expose :"
    objet = re.sub(r"^(la )?commission ", "", rapporteur.commission, flags=re.IGNORECASE)
    return f"{presente}, au nom de la commission {objet}, expose :"


# --- charter, feuille de route, plan d'action -------------------------------------------------


def _charte(matiere: Matiere, vocabulaire: Contexte, phrases: _Phrases) -> Contexte:
    charte = matiere.dossier.charte
    return {
        "principes": [
            {
                "numero": str(rank),
                "nom": principe.nom,
                "article": str(principe.article),
                "convention": principe.convention,
                "texte": phrases.fill(principe.texte),
                "propre": getattr(charte, principe.cle) or "",
            }
            for rank, principe in enumerate(matiere.demarche.principes, start=1)
        ],
        "collectivite": {
            "fonction": f"Pour {vocabulaire['collectivite']['la']}",
            "nom": vocabulaire["executif"]["nom"],
            "qualite": vocabulaire["executif"]["titre"],
        },
        "unicef": _signataire(charte.representant_unicef, "représentant")
        | {"fonction": "Pour UNICEF France"},
    }


def _feuille_de_route(matiere: Matiere) -> Contexte:
    feuille = matiere.dossier.feuille_de_route
    return {
        "gouvernance": _gouvernance(feuille.gouvernance),
        "intentions": _items(feuille.intentions),
        "diagnostic": _paragraphs(feuille.diagnostic),
        "partenaires": _items(feuille.partenaires),
        "participation_des_enfants": _paragraphs(feuille.participation_des_enfants),
        "societe_civile": _paragraphs(feuille.societe_civile),
        "suivi": _paragraphs(feuille.suivi),
        "axes": _actions_par_axe(matiere),
        "indicateurs": [
            {
                "intitule": a.intitule,
                "indicateur": capitaliser(a.indicateur or BLANC),
                "cible": a.cible or BLANC,
            }
            for a in feuille.actions
        ]
        or [{"intitule": BLANC, "indicateur": BLANC, "cible": BLANC}],
        "calendrier": _calendrier(feuille.actions),
        "budget": _budget(feuille.actions),
    }


def _gouvernance(gouvernance: Gouvernance) -> Contexte:
    return {
        "comite_de_pilotage": _items(gouvernance.comite_de_pilotage),
        "elu_referent_intitule": accord(gouvernance.elu_referent).choose(
            "Élu référent", "Élue référente"
        ),
        "elu_referent": nom_et_qualite(gouvernance.elu_referent) or BLANC,
        "agent_referent_intitule": accord(gouvernance.agent_referent).choose(
            "Agent référent", "Agente référente"
        ),
        "agent_referent": nom_et_qualite(gouvernance.agent_referent) or BLANC,
    }


def _actions_par_axe(matiere: Matiere) -> list[Contexte]:
    """Return every theme of the programme with its actions; one blank action where there is none."""
    actions = matiere.dossier.feuille_de_route.actions
    groups = [
        {**_axe(axe.nom, axe.texte), "actions": [_action(a) for a in actions if a.axe == axe.cle]}
        for axe in matiere.demarche.axes
    ]
    transversal = [_action(a) for a in actions if a.axe is None]
    for group in groups:
        group["actions"] = group["actions"] or [_action(Action(intitule=BLANC))]
    if transversal:
        groups.append(
            {"nom": "Actions transversales", "texte": "", "texte_suite": "", "actions": transversal}
        )
    return groups


def _action(action: Action) -> Contexte:
    return {
        "intitule": action.intitule,
        "objectif": capitaliser(_one_line(action.objectif)),
        "pilote": capitaliser(action.pilote or BLANC),
        "partenaires": conjoindre(action.partenaires) or BLANC,
        "echeance": str(action.echeance) if action.echeance else BLANC,
        "budget": nombres.montant_en_chiffres(action.budget)
        if action.budget is not None
        else BLANC,
        "indicateur": capitaliser(action.indicateur or BLANC),
        "cible": action.cible or BLANC,
        "participation_des_enfants": capitaliser(_one_line(action.participation_des_enfants)),
    }


def _calendrier(actions: tuple[Action, ...]) -> list[Contexte]:
    """Return the years in order, each with the actions due then; a blank line where there are none."""
    annees = sorted({a.echeance for a in actions if a.echeance is not None})
    return [
        {
            "annee": str(annee),
            "actions": [a.intitule for a in actions if a.echeance == annee],
        }
        for annee in annees
    ] or [{"annee": BLANC, "actions": [BLANC]}]


def _budget(actions: tuple[Action, ...]) -> str:
    """Return the sum of the budgets that are told, or an empty text when none is."""
    told = [a.budget for a in actions if a.budget is not None]
    return nombres.montant_en_chiffres(sum(told[1:], start=told[0])) if told else ""


# --- plain values -----------------------------------------------------------------------------


def _items(texts: tuple[str, ...]) -> list[str]:
    return ponctuer(texts) or [_LIGNE] * 3


def _paragraphs(text: str | None) -> list[str]:
    if text is None:
        return [_LIGNE] * 3
    return [line.strip() for line in text.split("\n") if line.strip()]


def _one_line(text: str | None) -> str:
    return " ".join((text or BLANC).split())


def _count(number: int | None) -> str:
    return BLANC if number is None else nombres.en_chiffres(number)


def _by_three(digits: str) -> list[str]:
    return [digits[i : i + 3] for i in range(0, len(digits), 3)]


def _typographier(value: Any) -> Any:
    """Return the same nested value with French typography in every text."""
    if isinstance(value, str):
        return typographier(value)
    if isinstance(value, list):
        return [_typographier(item) for item in value]
    if isinstance(value, dict):
        return {key: _typographier(item) for key, item in value.items()}
    return value
