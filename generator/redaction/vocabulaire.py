"""The words that sentences are made of: the place, its organs, the sitting, the dues, the vote."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.domain.cotisation import CotisationDue, cotisation_due, decides_dues
from generator.domain.demarche import Demarche
from generator.domain.dossier import (
    Collectivite,
    Dossier,
    Etat,
    Personne,
    TypeDeliberation,
    Vote,
)
from generator.domain.regime import Regime
from generator.domain.regles.vote import votants
from generator.domain.territoire import Entete, Territoire, TypeCollectivite
from generator.redaction import nombres
from generator.redaction.blancs import BLANC, LONG, count
from generator.redaction.matiere import Contexte, Matiere
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
    au,
    avec_article,
    de,
    du,
    nom_civil,
    nom_complet,
    nom_et_qualite,
    signature,
)
from generator.redaction.typographie import INSECABLE, capitaliser, ponctuer


def vocabulaire(matiere: Matiere) -> Contexte:
    """Return the nouns and figures of a dossier, with blanks where the record is silent."""
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
        "cotisation": _cotisation(cotisation_due(dossier, matiere.demarche), matiere)
        | {"est_decidee": decides_dues(dossier, matiere.demarche)},
        "deliberation": _etat(matiere),
        "blanc": BLANC,
    }


@dataclass(frozen=True, slots=True)
class Formes:
    """A noun phrase alone, as a subject, and after « de » and « à »."""

    nom: str
    le: str
    du: str
    au: str


def _collectivite(collectivite: Collectivite, regime: Regime) -> Contexte:
    territoire = collectivite.territoire
    nom = nom_de_collectivite(collectivite)
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
        "a_lieu": nom.a if territoire.is_commune else f"à {LONG}",
        "ressort": _ressort(collectivite),
        "siren": " ".join(_by_three(territoire.siren)) if territoire.siren else "",
        "logo": collectivite.logo is not None,
    }


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


def _ressort(collectivite: Collectivite) -> list[str]:
    """Return the lines that head the act above the name: département and arrondissement.

    Métropoles, Paris, and overseas collectivités are not of a département.
    """
    territoire = collectivite.territoire
    departement = territoire.departement
    if territoire.type in _SANS_RESSORT or departement.entete is Entete.AUCUN:
        return []
    if departement.entete is Entete.NOM:
        return [collectivite.departement or departement.nom]
    # A name of the record's own is set after a colon: how « de » joins it is not known.
    lines = [
        f"Département : {collectivite.departement}"
        if collectivite.departement
        else f"Département {nom_de_departement(departement).de}"
    ]
    if territoire.arrondissement:
        lines.append(f"Arrondissement {_nom_devine(territoire.arrondissement, territoire).de}")
    return lines


_SANS_RESSORT = {TypeCollectivite.METROPOLE, TypeCollectivite.METROPOLE_DE_LYON}


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
        "nom": nom_complet(executif) or LONG,
        "civil": civil or LONG,
        "de_civil": de(civil) if civil else f"de {LONG}",
        "titre": titre,
        "fonction": capitaliser(avec_article(titre, article)),
        "du_titre": du(titre, article),
        "au_titre": au(titre, article),
        "qualite": titre if nom.nom in titre else f"{titre} {nom.de}",
        "signature": signature(executif, titre, article),
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
        "lieu": seance.lieu or LONG,
        "convocation": nombres.date_en_chiffres(seance.convocation)
        if seance.convocation
        else BLANC,
        "seconde_convocation": seance.seconde_convocation,
        "en_exercice": count(en_exercice),
        "presents": count(presents),
        "pouvoirs": count(pouvoirs),
        "absents": count(absents),
        "votants": count(votants(matiere.dossier)),
        "liste_des_pouvoirs": [
            f"{p.de} a donné pouvoir à {p.a}" for p in seance.liste_des_pouvoirs
        ],
        "secretaire": signataire(seance.secretaire, "secrétaire de séance"),
        "president": _president(matiere),
    }


def _president(matiere: Matiere) -> Contexte:
    """Return who presides and signs: the head of the executive unless the record says another."""
    presidence = matiere.dossier.seance.presidence
    if presidence is None:
        facts = _executif(matiere)
    else:
        civil = nom_civil(presidence)
        facts = signataire(
            presidence, accord(presidence).choose("président", "présidente") + " de séance"
        ) | {
            "de_civil": de(civil) if civil else f"de {LONG}",
            "titre": presidence.titre or LONG,
        }
    return {key: facts[key] for key in _PRESIDENT}


_PRESIDENT = ("fonction", "nom", "civil", "de_civil", "titre", "qualite", "signature")


def signataire(personne: Personne | None, fonction: str) -> Contexte:
    """Return who signs, as the frames of signature print it."""
    article = accord(personne).choose("le", "la")
    return {
        "fonction": capitaliser(avec_article(fonction, article)),
        "intitule": capitaliser(fonction),
        "nom": nom_complet(personne) or LONG,
        "civil": nom_civil(personne) or LONG,
        "qualite": (personne.titre if personne is not None else None) or LONG,
        "presente": nom_et_qualite(personne) or LONG,
        "signature": signature(personne, fonction, article),
    }


def _cotisation(due: CotisationDue, matiere: Matiere) -> Contexte:
    montant = due.montant
    imputation = matiere.dossier.deliberation.cotisation.imputation
    if imputation is None and is_projet(matiere.dossier):
        imputation = f"chapitre {BLANC}, compte {BLANC}"
    return {
        "montant": nombres.montant_en_chiffres(montant)
        if montant is not None
        else f"{BLANC}{INSECABLE}€",
        "lettres": nombres.montant_en_lettres(montant) if montant is not None else f"{BLANC} euros",
        "pour_annees": _years(due, matiere.dossier.deliberation.type),
        "est_d_une_annee": _is_one_year(due, matiere.dossier.deliberation.type),
        "imputation": imputation or "",
    }


def _years(due: CotisationDue, acte: TypeDeliberation) -> str:
    if due.annees is not None:
        return nombres.annees(due.annees)
    if due.depuis is not None:
        return f"pour chaque année d’adhésion à compter de {due.depuis}"
    if acte is TypeDeliberation.RENOUVELLEMENT:
        return f"pour l’année {BLANC}"
    return f"pour les années {BLANC}"


def _is_one_year(due: CotisationDue, acte: TypeDeliberation) -> bool:
    """Return whether `_years` says one year; a renewal of years that are not told leaves one blank."""
    if due.annees is None:
        return due.depuis is None and acte is TypeDeliberation.RENOUVELLEMENT
    return due.annees.debut == due.annees.fin


def is_projet(dossier: Dossier) -> bool:
    """Return whether the act is still a draft."""
    return dossier.deliberation.etat is Etat.PROJET


def _etat(matiere: Matiere) -> Contexte:
    dossier = matiere.dossier
    deliberation = dossier.deliberation
    return {
        "numero": deliberation.numero or BLANC,
        "type": str(deliberation.type),
        "precedente": {
            "numero": deliberation.precedente.numero or BLANC,
            "date": nombres.date_en_chiffres(deliberation.precedente.date)
            if deliberation.precedente.date
            else BLANC,
        },
        "acceptation": nombres.date_en_chiffres(deliberation.acceptation)
        if deliberation.acceptation
        else "",
        "est_projet": is_projet(dossier),
        # A renewal takes on nothing new: it prints none, and the rules say so.
        "engagements_propres": []
        if deliberation.type is TypeDeliberation.RENOUVELLEMENT
        else ponctuer(deliberation.engagements),
        "vote": _vote(deliberation.vote, matiere),
    }


def _vote(vote: Vote | None, matiere: Matiere) -> Contexte:
    vote = vote or Vote()
    exprimes = None
    if vote.pour is not None and vote.contre is not None:
        exprimes = vote.pour + vote.contre
    return {
        "pour": count(vote.pour),
        "contre": count(vote.contre),
        "abstentions": count(vote.abstentions),
        "ne_prend_pas_part": count(
            vote.ne_prend_pas_part
            if vote.ne_prend_pas_part is not None or is_projet(matiere.dossier)
            else 0
        ),
        "exprimes": count(exprimes),
        "resultat": LONG
        if is_projet(matiere.dossier)
        else _resultat(vote, _presider(matiere.dossier)),
    }


def _presider(dossier: Dossier) -> str:
    presidence = dossier.seance.presidence or dossier.executif
    return accord(presidence).choose("du président", "de la présidente")


def _resultat(vote: Vote, presider: str) -> str:
    """Return how the act was adopted, as an adopted dossier that passed the rules allows."""
    if vote.pour is None or vote.contre is None or vote.abstentions is None:
        return BLANC
    blancs = vote.blancs_et_nuls or 0
    ecartes = f" ({blancs} {'bulletins blancs ou nuls' if blancs > 1 else 'bulletin blanc ou nul'})"
    fin = ecartes if blancs else ""
    if vote.pour == vote.contre:
        return f"adoptée, la voix {presider} de séance étant prépondérante{fin}"
    if vote.contre:
        return f"adoptée à la majorité des suffrages exprimés{fin}"
    tous = not vote.abstentions and not blancs
    return f"adoptée à l’unanimité{'' if tous else ' des suffrages exprimés'}{fin}"


def _by_three(digits: str) -> list[str]:
    return [digits[i : i + 3] for i in range(0, len(digits), 3)]
