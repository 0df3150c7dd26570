"""The rules that an act must satisfy: pure functions from a dossier to verdicts.

What makes the act wrong is an error once it is adopted; on a draft it is an alert, since the
figures may still change. What deserves a look is an alert in both.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from generator.domain.cotisation import annees_sans_montant, cotisation_due
from generator.domain.demarche import Demarche
from generator.domain.dossier import Dossier, Etat, Personne
from generator.domain.effectifs import effectif_legal
from generator.domain.seuils import Seuils
from generator.domain.verdict import Gravite, Verdict

Finding = tuple[Gravite, str, str]

_ERREUR = Gravite.ERREUR
_ALERTE = Gravite.ALERTE


@dataclass(frozen=True, slots=True)
class Cadre:
    """What the rules are read with: the programme and the figures of law at the session's date."""

    demarche: Demarche
    seuils: Seuils


def check(dossier: Dossier, cadre: Cadre) -> tuple[Verdict, ...]:
    """Return every finding of every rule, in the order of the record."""
    return tuple(
        Verdict(gravite, champ, message)
        for rule in _REGLES
        for gravite, champ, message in rule(dossier, cadre)
    )


def quorum(en_exercice: int) -> int:
    """Return how many members must be present: more than half of those in office (L. 2121-17)."""
    return en_exercice // 2 + 1


def votants(dossier: Dossier) -> int | None:
    """Return how many votes could be cast: present and represented, less those who abstain
    from taking part; None while a count is missing.
    """
    seance = dossier.seance
    if seance.presents is None or seance.pouvoirs is None:
        return None
    vote = dossier.deliberation.vote
    absents_du_vote = (vote.ne_prend_pas_part or 0) if vote is not None else 0
    return seance.presents + seance.pouvoirs - absents_du_vote


def _grave(dossier: Dossier) -> Gravite:
    return _ERREUR if dossier.deliberation.etat is Etat.ADOPTEE else _ALERTE


# --- mentions ---------------------------------------------------------------------------------

_MENTIONS: tuple[tuple[str, str], ...] = (
    ("executif.civilite", "la civilité du chef de l'exécutif"),
    ("executif.prenom", "le prénom du chef de l'exécutif (CRPA L. 212-1)"),
    ("executif.nom", "le nom du chef de l'exécutif (CRPA L. 212-1)"),
    ("executif.titre", "la qualité du chef de l'exécutif (CRPA L. 212-1)"),
    ("seance.date", "la date de la séance (CGCT R. 2121-9)"),
    ("seance.heure", "l'heure de la séance"),
    ("seance.lieu", "le lieu de la séance"),
    ("seance.convocation", "la date de la convocation (CGCT L. 2121-10)"),
    ("seance.secretaire.prenom", "le prénom du secrétaire de séance (CGCT L. 2121-23)"),
    ("seance.secretaire.nom", "le nom du secrétaire de séance (CGCT L. 2121-23)"),
    ("seance.secretaire.titre", "la qualité du secrétaire de séance (CRPA L. 212-1)"),
    ("seance.en_exercice", "le nombre de membres en exercice"),
    ("seance.presents", "le nombre de présents"),
    ("seance.pouvoirs", "le nombre de pouvoirs (0 s'il n'y en a pas)"),
    ("deliberation.numero", "le numéro d'ordre (CGCT R. 2121-9)"),
    ("deliberation.vote.pour", "le nombre de voix pour"),
    ("deliberation.vote.contre", "le nombre de voix contre"),
    ("deliberation.vote.abstentions", "le nombre d'abstentions"),
)


def _mentions(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    if dossier.deliberation.etat is not Etat.ADOPTEE:
        return
    for champ, libelle in _MENTIONS:
        if _value(dossier, champ) is None:
            yield _ERREUR, champ, f"il manque {libelle}, qu'une délibération adoptée doit porter"


def _value(dossier: Dossier, champ: str) -> object:
    value: object = dossier
    for part in champ.split("."):
        if value is None:
            return None
        value = getattr(value, part)
    return value


# --- the sitting ------------------------------------------------------------------------------


def _effectif(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    en_exercice = dossier.seance.en_exercice
    legal = effectif_legal(dossier.collectivite.territoire, cadre.seuils)
    if en_exercice is not None and legal is not None and en_exercice > legal:
        yield (
            _ALERTE,
            "seance.en_exercice",
            f"{en_exercice} membres en exercice pour un effectif légal de {legal} (CGCT L. 2121-2) : "
            "vérifiez (une commune nouvelle peut avoir un effectif dérogatoire)",
        )


def _presence(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    seance, grave = dossier.seance, _grave(dossier)
    en_exercice, presents, pouvoirs = seance.en_exercice, seance.presents, seance.pouvoirs
    if presents is not None and en_exercice is not None:
        if presents > en_exercice:
            yield (
                grave,
                "seance.presents",
                f"{presents} présents pour {en_exercice} membres en exercice : corrigez l'un des deux",
            )
        elif pouvoirs is not None and presents + pouvoirs > en_exercice:
            yield (
                grave,
                "seance.pouvoirs",
                f"{presents} présents et {pouvoirs} pouvoirs font {presents + pouvoirs}, plus que les "
                f"{en_exercice} membres en exercice : corrigez",
            )
        if presents < quorum(en_exercice) and not seance.seconde_convocation:
            yield (
                grave,
                "seance.presents",
                f"le quorum n'est pas atteint : {presents} présents, il en faut {quorum(en_exercice)} sur "
                f"{en_exercice} (CGCT L. 2121-17 ; les pouvoirs ne comptent pas) ; après une seconde "
                "convocation, indiquez « seconde_convocation: oui »",
            )
    if presents is not None and pouvoirs is not None and pouvoirs > presents:
        yield (
            grave,
            "seance.pouvoirs",
            f"{pouvoirs} pouvoirs pour {presents} présents : un présent ne porte qu'un pouvoir "
            "(CGCT L. 2121-20)",
        )
    if presents == 0:
        yield grave, "seance.presents", "aucun présent : une séance ne se tient pas sans membres"


def _pouvoirs(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    grave, champ = _grave(dossier), "seance.pouvoirs"
    liste = dossier.seance.liste_des_pouvoirs
    donneurs = Counter(_key(p.de) for p in liste)
    porteurs = Counter(_key(p.a) for p in liste)
    noms = {_key(n): n for p in liste for n in (p.de, p.a)}
    for key, count in porteurs.items():
        if count > 1:
            yield (
                grave,
                champ,
                f"{noms[key]} porte {count} pouvoirs : un seul est permis (CGCT L. 2121-20)",
            )
    for key, count in donneurs.items():
        if count > 1:
            yield grave, champ, f"{noms[key]} donne pouvoir {count} fois : ne gardez qu'une ligne"
        if key in porteurs:
            yield (
                grave,
                champ,
                f"{noms[key]} donne pouvoir et en porte un : un membre représenté est absent",
            )


def _convocation(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    seance, champ, grave = dossier.seance, "seance.convocation", _grave(dossier)
    if seance.date is None or seance.convocation is None:
        return
    if seance.convocation >= seance.date:
        yield (
            grave,
            champ,
            f"la convocation ({seance.convocation:%d/%m/%Y}) n'est pas antérieure à la séance "
            f"({seance.date:%d/%m/%Y}) : corrigez l'une des deux dates",
        )
        return
    delai = delai_de_convocation(dossier, cadre.seuils)
    ecoules = (seance.date - seance.convocation).days - (1 if delai.francs else 0)
    if ecoules >= delai.jours:
        return
    constat = (
        f"{_count_days(ecoules, delai.francs)} entre la convocation et la séance, "
        f"il en faut {delai.jours} ({delai.texte})"
    )
    if not delai.abregeable:
        yield grave, champ, f"{constat} : corrigez l'une des deux dates"
        return
    if not seance.urgence:
        yield grave, champ, f"{constat} ; en cas d'urgence, indiquez « urgence: oui »"
        return
    minimum = cadre.seuils.convocation_jours_francs_urgence if delai.francs else 1
    if ecoules < minimum:
        yield grave, champ, f"{constat} ; même en urgence, il en faut {minimum}"
    else:
        yield (
            _ALERTE,
            champ,
            f"{constat} : l'urgence est à exposer à l'ouverture de la séance, où {_assemblee_decide(delai)}",
        )


def _count_days(jours: int, francs: bool) -> str:
    """Return « 1 jour franc », « 2 jours »."""
    pluriel = "s" if jours > 1 else ""
    return f"{jours} jour{pluriel}" + (f" franc{pluriel}" if francs else "")


def _assemblee_decide(delai: Delai) -> str:
    """Return what the assembly does of the urgency; L. 2541-2 alone counts days not clear."""
    return (
        "l'assemblée se prononce sur elle et peut renvoyer l'affaire"
        if delai.francs
        else "l'assemblée décide s'il y avait urgence"
    )


@dataclass(frozen=True, slots=True)
class Delai:
    """A notice in days; `francs` when neither the first nor the last day counts.

    `abregeable` tells whether urgency may shorten it.
    """

    jours: int
    francs: bool
    texte: str
    abregeable: bool = True


def delai_de_convocation(dossier: Dossier, seuils: Seuils) -> Delai:
    """Return the notice that the sitting needs (CGCT L. 2121-11, L. 2121-12, L. 2541-2, L. 5211-1).

    A second convocation, after a sitting without quorum, has its own (L. 2121-17), but not in the
    communes of Alsace-Moselle (L. 2541-1).
    """
    territoire = dossier.collectivite.territoire
    population = population_totale(dossier)
    en_alsace_moselle = territoire.is_commune and territoire.departement.is_alsace_moselle
    if dossier.seance.seconde_convocation and not en_alsace_moselle:
        jours = seuils.convocation_jours_apres_defaut_de_quorum
        return Delai(jours, False, "CGCT L. 2121-17", abregeable=False)
    if not territoire.is_commune:
        return Delai(seuils.convocation_jours_francs, True, "CGCT L. 5211-1 et L. 2121-12")
    if population is None or population >= seuils.population_note_de_synthese:
        return Delai(seuils.convocation_jours_francs, True, "CGCT L. 2121-12")
    if en_alsace_moselle:
        return Delai(seuils.convocation_jours_alsace_moselle, False, "CGCT L. 2541-2")
    return Delai(seuils.convocation_jours_francs_sous_le_seuil, True, "CGCT L. 2121-11")


def population_totale(dossier: Dossier) -> int | None:
    """Return the population that the thresholds of the CGCT are read with (R. 2151-2)."""
    collectivite = dossier.collectivite
    return (
        collectivite.population
        or collectivite.territoire.population_totale
        or collectivite.territoire.population_municipale
    )


def _seuil_de_population(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    territoire = dossier.collectivite.territoire
    municipale, totale = territoire.population_municipale, territoire.population_totale
    seuil = cadre.seuils.population_note_de_synthese
    if not territoire.is_commune or dossier.collectivite.population is not None:
        return
    if municipale is None or totale is None or (municipale < seuil) == (totale < seuil):
        return
    yield (
        _ALERTE,
        "collectivite.population",
        f"la commune a {municipale} habitants (population municipale) ou {totale} (population totale), "
        f"de part et d'autre du seuil de {seuil} : la population totale est retenue (CGCT R. 2151-2) ; "
        "indiquez « population » pour trancher",
    )


def _secretaire(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    executif, secretaire = dossier.executif, dossier.seance.secretaire
    if executif is None or secretaire is None or executif.nom is None or secretaire.nom is None:
        return
    if _key(_full_name(executif)) == _key(_full_name(secretaire)):
        yield (
            _ALERTE,
            "seance.secretaire",
            "le secrétaire de séance et le chef de l'exécutif sont la même personne : les deux "
            "signatures (CGCT L. 2121-23) doivent être distinctes",
        )


# --- the vote ---------------------------------------------------------------------------------


def _vote(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    vote, grave = dossier.deliberation.vote, _grave(dossier)
    if vote is None:
        return
    nppv, presents = vote.ne_prend_pas_part or 0, dossier.seance.presents
    if presents is not None and dossier.seance.pouvoirs is not None:
        possible = presents + dossier.seance.pouvoirs
        if nppv > possible:
            yield (
                grave,
                "deliberation.vote.ne_prend_pas_part",
                f"{nppv} membres ne prennent pas part au vote, pour {possible} présents et représentés",
            )
            return
    if vote.pour is None or vote.contre is None or vote.abstentions is None:
        return
    total, attendus = vote.pour + vote.contre + vote.abstentions, votants(dossier)
    if attendus is not None and total != attendus:
        yield (
            grave,
            "deliberation.vote",
            f"{vote.pour} pour, {vote.contre} contre et {vote.abstentions} abstentions font {total} ; "
            f"les votants sont {attendus} (présents + pouvoirs - ceux qui ne prennent pas part au vote)",
        )
    if dossier.deliberation.etat is not Etat.ADOPTEE:
        return
    if vote.pour + vote.contre == 0:
        yield (
            _ERREUR,
            "deliberation.vote",
            "aucun suffrage exprimé : la délibération n'a pas pu être adoptée (CGCT L. 2121-20)",
        )
    elif vote.pour < vote.contre:
        yield (
            _ERREUR,
            "deliberation.etat",
            f"{vote.pour} voix pour et {vote.contre} contre : la délibération n'est pas adoptée "
            "(CGCT L. 2121-20)",
        )
    elif vote.pour == vote.contre:
        yield (
            _ALERTE,
            "deliberation.vote",
            "partage égal des voix : l'adoption suppose la voix prépondérante du président de séance, "
            "hors scrutin secret (CGCT L. 2121-20)",
        )


# --- programme and dues -----------------------------------------------------------------------


def _mandat(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    date, mandat = dossier.seance.date, cadre.demarche.mandat
    if date is not None and not (cadre.demarche.en_vigueur_le <= date and date.year <= mandat.fin):
        yield (
            _ALERTE,
            "mandat",
            f"la séance du {date:%d/%m/%Y} est hors du mandat {mandat} : vérifiez « mandat » et « date »",
        )


def _cotisation(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    champ = "deliberation.cotisation"
    sans_montant = annees_sans_montant(dossier, cadre.demarche)
    if sans_montant:
        annees = ", ".join(str(a) for a in sans_montant)
        bareme = cadre.demarche.bareme
        connues = bareme.annees if bareme is not None else cadre.demarche.mandat
        yield (
            _ERREUR,
            f"{champ}.annees",
            f"aucun montant n'est connu pour {annees} : UNICEF France n'a publié le sien que pour "
            f"{connues} ; écrivez « annees: {connues} »",
        )
        return
    due = cotisation_due(dossier, cadre.demarche)
    if due.montant is None:
        yield (
            _grave(dossier),
            f"{champ}.montant",
            f"{_why_no_amount(due.population, cadre.demarche)} : demandez-le à UNICEF France et "
            "indiquez « montant »",
        )
    elif due.montant_population_totale is not None:
        yield (
            _ALERTE,
            f"{champ}.montant",
            f"le barème donne {_euros(due.montant)} avec la population municipale et "
            f"{_euros(due.montant_population_totale)} avec la population totale : faites confirmer "
            "le montant par UNICEF France et indiquez-le",
        )
    if dossier.deliberation.cotisation.imputation is None:
        yield (
            _ALERTE,
            f"{champ}.imputation",
            "l'imputation budgétaire n'est pas dite (pour une cotisation, d'ordinaire le chapitre 011 et "
            "le compte 6281, à confirmer par le comptable) : indiquez « imputation »",
        )


def _why_no_amount(population: int | None, demarche: Demarche) -> str:
    if demarche.bareme is None:
        return f"aucun barème n'est connu pour le mandat {demarche.mandat}"
    if population is None:
        return "la population est inconnue, le barème ne donne pas de montant"
    if demarche.bareme.montant(population) is None:
        return f"aucune tranche du barème ne contient {population} habitants"
    return "le barème ne donne pas de montant pour les années de la cotisation"


def _montants(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    dit = dossier.deliberation.cotisation.montant
    due = cotisation_due(dossier, cadre.demarche)
    bareme = cadre.demarche.bareme
    if dit is None or bareme is None or due.population is None:
        return
    attendu = bareme.montant(due.population)
    if attendu is not None and attendu != dit:
        yield (
            _ALERTE,
            "deliberation.cotisation.montant",
            f"le montant de la fiche ({_euros(dit)}) n'est pas celui du barème ({_euros(attendu)} pour "
            f"{due.population} habitants) : c'est celui de la fiche qui est imprimé",
        )


def _charniere(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    collectivite = dossier.collectivite
    if collectivite.nom is None or collectivite.charniere is not None:
        return
    if collectivite.nom[:1].lower() in {"h", "y"}:
        yield (
            _ALERTE,
            "collectivite.nom",
            f"« de » devant « {collectivite.nom} » ne se devine pas : indiquez « charniere » "
            "(de, d', du, des…)",
        )


def _hors_champ(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    territoire = dossier.collectivite.territoire
    if territoire.departement.tribunal is None:
        yield (
            _ALERTE,
            "collectivite",
            f"le droit applicable et le tribunal compétent ne sont pas décrits pour "
            f"{territoire.departement.nom} : relisez les visas et les voies de recours",
        )
    elif territoire.departement.code in {"986", "987", "988"}:
        yield (
            _ALERTE,
            "collectivite",
            f"{territoire.departement.nom} a un droit communal propre : relisez les visas",
        )


def _full_name(personne: Personne) -> str:
    return f"{personne.prenom or ''} {personne.nom or ''}"


def _key(nom: str) -> str:
    """Return a name without case, accents, blanks or punctuation, to compare two spellings."""
    decomposed = unicodedata.normalize("NFKD", nom).casefold()
    return "".join(c for c in decomposed if c.isalnum())


def _euros(montant: object) -> str:
    return f"{montant} €"


_REGLES: tuple[Callable[[Dossier, Cadre], Iterator[Finding]], ...] = (
    _mandat,
    _charniere,
    _hors_champ,
    _seuil_de_population,
    _mentions,
    _convocation,
    _secretaire,
    _effectif,
    _presence,
    _pouvoirs,
    _vote,
    _cotisation,
    _montants,
)
