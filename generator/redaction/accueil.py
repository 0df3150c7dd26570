"""The welcome pack: the letter, the two ways side by side, the year, and the first steps."""

from __future__ import annotations

import datetime

from generator.domain.accueil import COUT, Accueil, Critere, Envoi
from generator.domain.cotisation import population_du_bareme
from generator.domain.demarche import Demarche, Evenement, Voie
from generator.domain.dossier import Civilite, Dossier
from generator.redaction import nombres
from generator.redaction.bareme import Cout, cout
from generator.redaction.blancs import BLANC, LONG
from generator.redaction.matiere import Contexte, Matiere
from generator.redaction.personnes import adresse, avec_article, nom_complet
from generator.redaction.phrases import Phrases
from generator.redaction.typographie import capitaliser, ponctuer

_RENTREE = 9  # the year of children begins in September


def accueil(matiere: Matiere, accueil: Accueil, phrases: Phrases) -> Contexte:
    """Return what the documents of a welcome pack print beside the vocabulary of the others."""
    population = population_du_bareme(matiere.dossier)
    couts = couts_des_voies(matiere.dossier, accueil)
    voies = [
        {
            "nom": voie.nom,
            "resume": phrases.fill(_voie(voie).resume),
            "cotisation": prix.en_ligne,
        }
        for voie, prix in zip(accueil.voies, couts, strict=True)
    ]
    return {
        "appel": _appel(matiere),
        "destinataire": _destinataire(matiere, phrases),
        "habitants": nombres.habitants(population) if population is not None else "",
        "envoi": _envoi(accueil.envoi),
        "contact": accueil.contact.valeur,
        "pieces": ponctuer([d.piece for d in accueil.documents if d.piece is not None]),
        "voies": voies,
        "comparaison": [
            _ligne(critere, accueil.voies, couts, phrases) for critere in accueil.criteres
        ],
        "mois": _mois(matiere.demarche.evenements),
        "etapes": ponctuer(phrases.fill_all(_voie(matiere.demarche).etapes)),
    }


def couts_des_voies(dossier: Dossier, accueil: Accueil) -> tuple[Cout, Cout]:
    """Return what each way costs the town, from the year of the sitting, else of the sending."""
    date = dossier.seance.date or accueil.envoi.date
    premiere, seconde = (
        cout(dossier, voie, date.year if date is not None else voie.mandat.debut)
        for voie in accueil.voies
    )
    return premiere, seconde


def _voie(demarche: Demarche) -> Voie:
    """Return how the programme is presented; the reference data keep no other in a pack."""
    if demarche.voie is None:
        raise ValueError(f"no « voie » in the data of {demarche.cle} {demarche.mandat}")
    return demarche.voie


def _appel(matiere: Matiere) -> str:
    """Return « Madame la Maire », « Madame, Monsieur le Maire » where the civility is not known."""
    executif, fonction = matiere.dossier.executif, matiere.regime.executif
    if executif is not None and executif.civilite is not None:
        return capitaliser(adresse(executif, fonction))
    if executif is not None and executif.titre is not None:
        return f"Madame, Monsieur {avec_article(executif.titre, executif.article or 'le')}"
    return f"Madame, Monsieur {fonction.masculin}"


def _destinataire(matiere: Matiere, phrases: Phrases) -> list[str]:
    """Return the lines of the address: who, in what quality, or of which collectivité."""
    executif = matiere.dossier.executif
    nom = nom_complet(executif)
    if executif is None or nom is None:
        return [_appel(matiere), phrases.fill("{{ collectivite.appellation }}")]
    civilite = _CIVILITES[executif.civilite] if executif.civilite is not None else ""
    return [f"{civilite}{nom}", capitaliser(phrases.fill("{{ executif.qualite }}"))]


_CIVILITES = {Civilite.MADAME: "Madame ", Civilite.MONSIEUR: "Monsieur "}


def _envoi(envoi: Envoi) -> Contexte:
    date = nombres.date_en_chiffres(envoi.date) if envoi.date is not None else BLANC
    return {
        "lieu_et_date": f"{envoi.lieu or BLANC}, le {date}",
        "signataire": envoi.signataire or LONG,
        "qualite": envoi.qualite or LONG,
        "correspondant": envoi.correspondant or LONG,
        "est_projet": envoi.signataire is None,
    }


def _ligne(
    critere: Critere, voies: tuple[Demarche, Demarche], couts: tuple[Cout, Cout], phrases: Phrases
) -> Contexte:
    """Return one line of the comparison: its name and what each way answers."""
    premiere, seconde = (
        {"montant": prix.montant, "textes": list(prix.textes)}
        if critere.cle == COUT
        else {"montant": "", "textes": _dits(phrases, _voie(voie).criteres[critere.cle])}
        for voie, prix in zip(voies, couts, strict=True)
    )
    return {"critere": phrases.fill(critere.nom), "premiere": premiere, "seconde": seconde}


def _dits(phrases: Phrases, textes: tuple[str, ...]) -> list[str]:
    """Return the sentences filled, without those that say nothing to this collectivité."""
    return [texte for texte in phrases.fill_all(textes) if texte]


def _mois(evenements: tuple[Evenement, ...]) -> list[Contexte]:
    """Return the twelve months of a school year, each with the events that always fall in it."""
    ordre = [(_RENTREE - 1 + rank) % 12 + 1 for rank in range(12)]
    return [
        {
            "nom": capitaliser(nombres.mois(datetime.date(2000, month, 1))),
            "rendez_vous": [f"{e.nom} ({e.periode})" for e in evenements if e.mois == month],
        }
        for month in ordre
    ]
