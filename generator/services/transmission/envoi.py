"""Make an adopted act ready for the legality check: one folder, whole or not at all."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from generator.errors import OutputError
from generator.records.files import UnfitFileError, read_regular
from generator.records.problemes import printable
from generator.redaction.contexte import contexte
from generator.referentiel import demarches
from generator.services.ecriture import write_all
from generator.services.production import Atelier, Commande
from generator.services.transmission import fiche
from generator.services.transmission.acte import Acte, DemandeTransmission, describe
from generator.services.transmission.message import write_message
from generator.services.transmission.pieces import Piece, Pieces, gather
from generator.services.verification import verify

METADONNEES = "metadonnees.json"
_FICHE = "fiche-de-transmission"
_METADONNEES_MAXIMALES = 4 * 2**20  # bytes; ours have some thousand


@dataclass(frozen=True, slots=True)
class Transmission:
    """What was written, in the order in which it is told, and what deserves a look."""

    sortie: Path
    fichiers: tuple[Path, ...]
    acte: Acte
    alertes: tuple[str, ...]


def transmit(
    path: Path,
    sortie: Path,
    demande: DemandeTransmission,
    *,
    aujourdhui: datetime.date,
    maintenant: datetime.datetime,
) -> Transmission:
    """Write in a folder what the channel of the legality check needs of an adopted act.

    A former run's files are replaced; nothing else of the folder is touched. `maintenant`, with
    its offset, is when signatures are verified. Raises RecordError, SignatureError, OutputError and
    what making a document may raise: the folder is then as it was.
    """
    examen = verify(path, aujourdhui=aujourdhui)
    vocabulaire = contexte(examen.matiere)
    acte = describe(examen, vocabulaire, demande)
    commande = Commande(sortie, moteur=demande.moteur, gabarits=demande.gabarits)
    with Atelier(commande) as atelier:
        pieces = gather(examen, vocabulaire, demande, atelier, maintenant=maintenant)
        envois = _name(acte, pieces, demande.typologie)
        alertes = (*_alerts(acte), *pieces.alertes)
        message = f"{acte.prefixe}_0.xml" if acte.classification is not None else None
        contenus = {nom: piece.contenu for nom, piece in envois.items()}
        if message is not None and acte.classification is not None:
            principal, *annexes = envois
            contenus[message] = write_message(acte, acte.classification, principal, annexes)
        mots = fiche.sheet(acte, envois, message, alertes)
        document = demarches.documents()[_FICHE]
        contenus |= atelier.draft(document, examen, vocabulaire | mots).contenus
    faits = fiche.metadata(acte, examen.dossier, envois, message, alertes)
    return Transmission(sortie, _write(sortie, contenus, faits), acte, (*examen.alertes, *alertes))


def _name(acte: Acte, pieces: Pieces, typologie: str | None) -> dict[str, Piece]:
    """Return the files to send by name: « …_1.pdf » for the act, « …_2.pdf » and on for annexes."""
    debut = f"{typologie}-{acte.prefixe}" if typologie else acte.prefixe
    return {
        f"{debut}_{rang}{piece.extension}": piece
        for rang, piece in enumerate((pieces.acte, *pieces.annexes), start=1)
    }


def _alerts(acte: Acte) -> Iterable[str]:
    if acte.code.raison is not None:
        yield (
            f"le code matière {acte.code.code} est notre proposition, à faire valider par la "
            "préfecture ; celui qu'elle retient s'écrit sous « deliberation.matiere »"
        )
    if acte.classification is None:
        yield (
            "le message XML n'est pas fait : il lui faut la date de la classification en matières de "
            "la préfecture, que montre votre plateforme (--classification, ou "
            "« deliberation.controle_de_legalite.classification ») ; la saisie en ligne s'en passe"
        )


def _write(
    sortie: Path, contenus: Mapping[str, bytes], faits: dict[str, object]
) -> tuple[Path, ...]:
    """Write the folder and take away what a former run had written besides."""
    anciens = _former(sortie)
    for nom in (*contenus, METADONNEES):
        if nom not in anciens and (sortie / nom).exists():
            raise OutputError(
                f"{printable(sortie / nom)} : ce fichier n'a pas été écrit par une télétransmission "
                "précédente et ne sera pas remplacé ; donnez un autre dossier (--sortie)"
            )
    faits["fichiers"] = sorted((*contenus, METADONNEES))
    ecrits = {sortie / nom: contenu for nom, contenu in contenus.items()}
    chemins = write_all(ecrits | {sortie / METADONNEES: fiche.dump(faits)})
    for nom in anciens.difference(contenus, {METADONNEES}):
        with suppress(OSError):
            (sortie / nom).unlink()
    return chemins


def _former(sortie: Path) -> frozenset[str]:
    """Return the names of the files that a former run has written in the folder."""
    path = sortie / METADONNEES
    if not path.exists():
        return frozenset()
    try:
        contenu = json.loads(read_regular(path, _METADONNEES_MAXIMALES))
        noms = contenu["fichiers"] if contenu["format"] == fiche.FORMAT else ()
    except (UnfitFileError, ValueError, LookupError, TypeError, RecursionError):
        return frozenset()
    if not isinstance(noms, list):
        return frozenset()
    return frozenset(n for n in noms if isinstance(n, str) and Path(n).name == n)
