"""The vocabulary of the Word templates: every value decided, in French, ready to print.

The keys are listed for those who edit the templates in `docs/GABARITS.md`. Values are plain:
texts, lists, tables and booleans. What the record does not say is `BLANC`.
"""

from __future__ import annotations

import datetime
from typing import Any

from generator.domain.demarche import Demarche
from generator.domain.document import Document, Proprietes
from generator.redaction.accueil import accueil
from generator.redaction.bilan import bilan
from generator.redaction.deliberation import texte_de_la_deliberation
from generator.redaction.feuille_de_route import describe_axe, feuille_de_route
from generator.redaction.matiere import Contexte, Matiere
from generator.redaction.note import note
from generator.redaction.personnes import de, nom_connu
from generator.redaction.phrases import Phrases
from generator.redaction.typographie import capitaliser, ponctuer, typographier
from generator.redaction.vocabulaire import signataire, vocabulaire
from generator.referentiel import demarches


def contexte(matiere: Matiere) -> Contexte:
    """Return the vocabulary of every document of one dossier, as nested plain values."""
    base = vocabulaire(matiere)
    base["feuille_de_route"] = feuille_de_route(matiere)
    phrases = Phrases(base)
    base["demarche"] |= _programme(matiere.demarche, phrases)
    base["deliberation"] |= texte_de_la_deliberation(matiere, phrases)
    base["note"] = note(matiere, phrases)
    base["charte"] = _charte(matiere, base, phrases)
    base["parapheur"] = dict.fromkeys(demarches.signatures().cles, "")
    if matiere.accueil is not None:
        base["accueil"] = accueil(matiere, matiere.accueil, phrases)
    if matiere.bilan is not None:
        base["bilan"] = bilan(matiere, matiere.bilan, phrases)
    typographie: Contexte = _typographier(base)
    return typographie


def proprietes(document: Document, vocabulaire: Contexte, matiere: Matiere) -> Proprietes:
    """Return the properties of a document drafted with `contexte`.

    The programme's documents are of the town, at the date of its session; what a welcome pack
    adds to them is of its sender, at the date of the letter; a yearly report has no date.
    """
    phrases = Phrases(vocabulaire)
    auteur = vocabulaire["collectivite"]["appellation"]
    date = matiere.dossier.seance.date if matiere.bilan is None else None
    pack = matiere.accueil
    if pack is not None and document.cle not in matiere.demarche.documents:
        auteur, date = pack.auteur, pack.envoi.date
    return Proprietes(
        titre=typographier(phrases.fill(document.titre)),
        auteur=auteur,
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


def _programme(demarche: Demarche, phrases: Phrases) -> Contexte:
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
        "axes": [describe_axe(a.nom, phrases.fill(a.texte)) for a in demarche.axes],
        "principes_directeurs": [
            describe_axe(a.nom, phrases.fill(a.texte)) for a in demarche.principes_directeurs
        ],
        "evenements": [
            {"nom": e.nom, "periode": capitaliser(e.periode), "texte": f"{capitaliser(e.texte)}."}
            for e in demarche.evenements
        ],
        "apports": ponctuer(phrases.fill_all(demarche.apports)),
        "contacts": [
            {"nom": c.nom, "valeur": c.valeur, "texte": f"{capitaliser(c.texte)}."}
            for c in demarche.contacts
        ],
    }


def _charte(matiere: Matiere, vocabulaire: Contexte, phrases: Phrases) -> Contexte:
    charte = matiere.dossier.charte
    representant = charte.representant_unicef
    nom = nom_connu(representant)
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
            "signature": vocabulaire["executif"]["signature"],
        },
        "unicef": signataire(representant, "représentant")
        | {
            "fonction": "Pour UNICEF France",
            "signature": f"Signature {de(nom)}, pour UNICEF France"
            if nom
            else "Signature pour UNICEF France",
        },
    }


def _typographier(value: Any) -> Any:
    """Return the same nested value with French typography in every text."""
    if isinstance(value, str):
        return typographier(value)
    if isinstance(value, list):
        return [_typographier(item) for item in value]
    if isinstance(value, dict):
        return {key: _typographier(item) for key, item in value.items()}
    return value
