"""What goes with the files: the sheet of the secretary, and the same facts as JSON."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.domain.dossier import Dossier
from generator.redaction.matiere import Contexte
from generator.redaction.transmission import (
    Fichier,
    Rubrique,
    fiche_de_transmission,
    jour,
    note_de_l_objet,
)
from generator.referentiel.actes import actes
from generator.services.transmission.acte import Acte
from generator.services.transmission.pieces import Piece

VERSION = 1
FORMAT = "télétransmission d'actes-enfance"

Envois = Mapping[str, Piece]
"""The files to send, by name: the act first, then its annexes."""


def sheet(acte: Acte, envois: Envois, message: str | None, alertes: tuple[str, ...]) -> Contexte:
    """Return the words of the sheet; `message`: the name of the XML file, if there is one."""
    fichiers = [Fichier(nom, _describe(p), len(p.contenu)) for nom, p in envois.items()]
    return {
        "transmission": fiche_de_transmission(
            tuple(_rubriques(acte, len(envois) - 1)), fichiers, _checks(acte, message, alertes)
        )
    }


def metadata(
    acte: Acte, dossier: Dossier, envois: Envois, message: str | None, alertes: tuple[str, ...]
) -> dict[str, Any]:
    """Return the facts as plain values for JSON. Dates are ISO 8601, sizes are bytes."""
    principal, *annexes = (_file(nom, piece) for nom, piece in envois.items())
    return {
        "format": FORMAT,
        "version": VERSION,
        "collectivite": {
            "siren": acte.siren,
            "siret": dossier.collectivite.siret,
            "departement": acte.departement,
        },
        "nature": {
            "code": acte.nature.code,
            "abrege": acte.nature.abrege,
            "libelle": acte.nature.libelle,
        },
        "numero": {"transmis": acte.numero, "acte": acte.numero_de_l_acte},
        "date": acte.date.isoformat(),
        "objet": {
            "transmis": acte.objet,
            "acte": acte.objet_de_l_acte,
            "remplacements": [
                {"signe": r.signe, "par": r.par, "nombre": r.nombre} for r in acte.remplacements
            ],
        },
        "matiere": {
            "code": acte.code.code,
            "domaine": acte.code.matiere.domaine,
            "nom": acte.code.matiere.nom,
            "proposee": acte.code.raison is not None,
            "raison": acte.code.raison,
            "a_valider_par_la_prefecture": True,
        },
        "classification": acte.classification.isoformat() if acte.classification else None,
        "document_papier": False,
        "identifiant_attendu": acte.prefixe.removesuffix("-1-1"),
        "acte": principal,
        "annexes": annexes,
        "taille_totale": sum(len(piece.contenu) for piece in envois.values()),
        "message": message,
        "alertes": list(alertes),
    }


def dump(contenu: Mapping[str, Any]) -> bytes:
    """Return JSON in UTF-8, the same for the same facts."""
    return (json.dumps(contenu, ensure_ascii=False, indent=2) + "\n").encode()


def _file(nom: str, piece: Piece) -> dict[str, Any]:
    return {
        "nom": nom,
        "description": piece.description,
        "taille": len(piece.contenu),
        "sha256": hashlib.sha256(piece.contenu).hexdigest(),
        "signataires": list(piece.signataires),
    }


def _describe(piece: Piece) -> str:
    if not piece.signataires:
        return piece.description
    return f"{piece.description}, signée par {' et '.join(piece.signataires)}"


def _rubriques(acte: Acte, annexes: int) -> Iterator[Rubrique]:
    nature, code = acte.nature, acte.code
    yield Rubrique("Nature", f"{nature.code} – {nature.abrege} – {nature.libelle}")
    numero = acte.numero_de_l_acte
    yield Rubrique(
        "Numéro",
        acte.numero,
        f"dans l’acte\u00a0: {numero}" if numero != acte.numero else "",
        exact=True,
    )
    yield Rubrique("Date de la décision", jour(acte.date))
    note = note_de_l_objet(acte.objet, acte.remplacements)
    yield Rubrique("Objet", acte.objet, note, exact=True)
    origine = f"proposé : {code.raison}" if code.raison else "donné par la fiche ou la commande"
    yield Rubrique("Matière", f"{code.code} – {code.matiere.domaine} / {code.matiere.nom}", origine)
    if acte.classification is not None:
        yield Rubrique("Classification", jour(acte.classification))
    yield Rubrique("Annexes", str(annexes) if annexes else "aucune")
    yield Rubrique("Document papier", "non")


def _checks(acte: Acte, message: str | None, alertes: tuple[str, ...]) -> Iterator[str]:
    if acte.code.raison is None:
        yield f"matière {acte.code.code} : {actes().reserve}"
    if message is not None:
        yield f"{message} sert aux plateformes qui prennent le message XML ; l'enveloppe est la leur"
    yield from alertes
    yield (
        "après l'accusé de réception, notez sa date dans la fiche "
        "(deliberation.controle_de_legalite.reception) et publiez l'acte"
    )
