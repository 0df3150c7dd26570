"""The sentences of the act."""

from __future__ import annotations

import re

from generator.redaction import nombres
from generator.redaction.blancs import BLANC, LONG
from generator.redaction.matiere import Contexte, Matiere
from generator.redaction.personnes import accord, adresse, nom_et_qualite
from generator.redaction.phrases import Phrases
from generator.redaction.typographie import capitaliser
from generator.redaction.vocabulaire import is_projet


def texte_de_la_deliberation(matiere: Matiere, phrases: Phrases) -> Contexte:
    """Return the sentences of the act: subject, report, recitals, articles, remedies."""
    texte, departement = matiere.acte, matiere.dossier.collectivite.territoire.departement
    return {
        "objet": phrases.fill(texte.objet),
        "rapporteur": _rapporteur(matiere),
        "rapport": _rapport(matiere),
        "rappelle_les_engagements": texte.engagements,
        "expose": phrases.fill_said(texte.expose),
        "visas": [f"Vu {v} ;" for v in _visas(matiere, phrases)],
        "considerants": _considerants(phrases.fill_said(texte.considerants)),
        "articles": [
            {
                "numero": "Article 1er" if rank == 1 else f"Article {rank}",
                "texte": capitaliser(article),
            }
            for rank, article in enumerate(phrases.fill_said(texte.articles), start=1)
        ],
        "recours": {
            "delai": f"{nombres.en_lettres(matiere.seuils.recours_mois)} mois",
            "tribunal": departement.tribunal or f"tribunal administratif {BLANC}",
        },
    }


def _visas(matiere: Matiere, phrases: Phrases) -> list[str]:
    regime = matiere.regime
    statuts = [regime.statuts] if regime.statuts else []
    visas = phrases.fill_all(visa.texte for visa in matiere.acte.visas)
    return [regime.texte or LONG, *statuts, *visas]


def _considerants(motifs: list[str]) -> list[str]:
    """Return the recitals: « ; » between them and « , » before the decision."""
    return [
        f"Considérant {motif}{',' if rank == len(motifs) else ' ;'}"
        for rank, motif in enumerate(motifs, start=1)
    ]


def _rapporteur(matiere: Matiere) -> Contexte:
    """Return who reports, with what they are called; a blank in a draft that names nobody."""
    personne = matiere.dossier.deliberation.rapporteur
    nom = nom_et_qualite(personne)
    if personne is None or nom is None:
        head = capitaliser(adresse(matiere.dossier.executif, matiere.regime.executif))
        nom = LONG if is_projet(matiere.dossier) else head
    elif personne.commission is not None:
        nom = f"{nom}, {_au_nom_de(personne.commission)}"
    return {
        "intitule": accord(personne).choose("Rapporteur", "Rapporteuse"),
        "presente": nom,
    }


def _rapport(matiere: Matiere) -> str:
    """Return who reports and on whose behalf; the head reports where the record names nobody."""
    personne = matiere.dossier.deliberation.rapporteur
    presente = nom_et_qualite(personne)
    if personne is None or presente is None:
        if is_projet(matiere.dossier):
            return f"{LONG}, rapporteur, expose :"
        return f"{capitaliser(adresse(matiere.dossier.executif, matiere.regime.executif))} expose :"
    if personne.commission is None:
        return f"{presente}, expose :"
    return f"{presente}, {_au_nom_de(personne.commission)}, expose :"


def _au_nom_de(commission: str) -> str:
    """Return « au nom de la commission de l'éducation », however the record names it."""
    commission = re.sub(r"^les? |^la ", "", commission, flags=re.IGNORECASE)
    commission = re.sub(r"^commission", "commission", commission, flags=re.IGNORECASE)
    if commission.startswith("commissions "):
        return f"au nom des {commission}"
    if not commission.startswith("commission "):
        commission = f"commission {commission}"
    return f"au nom de la {commission}"
