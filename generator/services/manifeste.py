"""The manifest of a town's folder: what each file is, and what it was made from.

Its format is told in docs/MANIFESTE.md. An entry stands by itself, so that those of files made on
another day, from another record, stay true when some documents are made again. Nothing in it comes
from the clock, the machine or the person: the same record gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from generator.errors import ManifestError, OutputError
from generator.pdf.emplacements.recherche import Place
from generator.pdf.polices import Police
from generator.records.files import UnfitFileError, read_regular
from generator.services.ecriture import explain
from generator.services.ouvrage import Ouvrage
from generator.services.verification import Examen
from generator.version import __version__

NOM = "manifeste.json"
VERSION = 1
TAILLE_MAXIMALE = 4 * 2**20  # bytes; one of a town's folder has 20 KiB

_SOMME = re.compile(r"[0-9a-f]{64}")
_NOM = re.compile(r"[^/\\:]{1,200}")

Entree = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Manifeste:
    """What a manifest says: its entries by file name, each as the JSON has it."""

    fichiers: Mapping[str, Entree]


@dataclass(frozen=True, slots=True)
class Mise:
    """Files to write beside the documents, by name, and what to tell about them."""

    contenus: Mapping[str, bytes]
    alertes: tuple[str, ...]


def read(path: Path) -> Manifeste:
    """Return what a manifest says; ManifestError when it cannot be read or is not one of ours."""
    try:
        octets = read_regular(path, TAILLE_MAXIMALE)
    except UnfitFileError as error:
        raise ManifestError(f"{path} : {error}") from error
    return _parse(octets, path)


def renew(dossier: Path, examen: Examen, ouvrages: Sequence[Ouvrage]) -> Mise:
    """Return the manifest of a folder once `ouvrages` are written in it.

    Entries of files which are not made again are kept. What would be lost is kept under another
    name: a former manifest that cannot be read, a file that somebody has changed since it was
    made. Raises OutputError when it cannot even be copied.
    """
    path = dossier / NOM
    contenus: dict[str, bytes] = {}
    alertes: list[str] = []
    entrees: dict[str, Entree] = {}
    ancien = _former(path)
    if ancien is not None:
        try:
            entrees |= _parse(ancien, path).fichiers
        except ManifestError as error:
            garde = f"manifeste-illisible-{_sum(ancien)[:8]}.json"
            contenus[garde] = ancien
            alertes += [
                *error.messages,
                f"l'ancien manifeste est gardé sous le nom {garde} et un nouveau commence : il ne "
                "connaît que les fichiers qui viennent d'être faits",
            ]
    nouvelles = _entries(examen, ouvrages)
    for nom, octets in _changed(dossier, entrees, nouvelles):
        name = PurePath(nom)
        garde = f"{name.stem}-modifie-{_sum(octets)[:8]}{name.suffix}"
        contenus[garde] = octets
        alertes.append(
            f"{nom} avait été modifié ou signé depuis sa production : il est gardé sous le nom {garde}"
        )
    entrees |= nouvelles
    alertes += _stale(entrees, nouvelles)
    contenus[NOM] = _write(entrees)
    return Mise(contenus, tuple(alertes))


def _former(path: Path) -> bytes | None:
    if not path.exists() and not path.is_symlink():
        return None
    try:
        return read_regular(path, TAILLE_MAXIMALE)
    except UnfitFileError as error:
        raise OutputError(
            f"{path} : {error} ; ce n'est pas un manifeste de ce programme, déplacez-le"
        ) from error


def _changed(
    dossier: Path, anciennes: Mapping[str, Entree], nouvelles: Mapping[str, Entree]
) -> Iterator[tuple[str, bytes]]:
    """Yield the files about to be replaced that are neither as they were made nor as they will be."""
    for nom, nouvelle in nouvelles.items():
        path = dossier / nom
        if path.is_symlink() or not path.is_file():
            continue
        try:
            octets = path.read_bytes()
        except OSError as error:
            raise OutputError(
                f"{path} : {explain(error)} ; on ne sait s'il a été modifié : il n'est pas remplacé"
            ) from error
        ancienne = anciennes.get(nom, nouvelle)
        if _sum(octets) not in {ancienne["sha256"], nouvelle["sha256"]}:
            yield nom, octets


def _entries(examen: Examen, ouvrages: Sequence[Ouvrage]) -> dict[str, Entree]:
    fiche = _fiche(examen)
    entrees = {
        nom: _entry(nom, contenu, ouvrage, fiche)
        for ouvrage in ouvrages
        for nom, contenu in ouvrage.contenus.items()
    }
    for ouvrage in ouvrages:
        for nom in ouvrage.contenus if ouvrage.parties else ():
            suffixe = ".pdf" if nom.endswith(".pdf") else ".docx"
            noms = [f"{cle}{suffixe}" for cle in ouvrage.parties]
            entrees[nom]["parties"] = [
                {"nom": partie, "sha256": entrees[partie]["sha256"]} for partie in noms
            ]
    return entrees


def _fiche(examen: Examen) -> Entree:
    """Return what the record is, and what completed it."""
    fiche = examen.fiche
    nom = PurePath(fiche.source).name
    return {
        "nom": nom,
        "sha256": fiche.empreinte,
        "demarche": fiche.dossier.demarche,
        "mandat": str(fiche.dossier.mandat),
        "logo": None if examen.logo is None else _sum(examen.logo.content),
        "alertes": [alerte.replace(fiche.source, nom) for alerte in examen.alertes],
    }


def _entry(nom: str, contenu: bytes, ouvrage: Ouvrage, fiche: Entree) -> Entree:
    entree: Entree = {
        "nom": nom,
        "sha256": _sum(contenu),
        "taille": len(contenu),
        "document": ouvrage.document.cle,
        "titre": ouvrage.titre,
        "blancs": ouvrage.blancs,
        "alertes": list(ouvrage.alertes),
        "fiche": fiche,
        "programme": {"nom": "actes-enfance", "version": __version__},
    }
    if ouvrage.gabarit is not None:
        entree["gabarit"] = {"nom": ouvrage.gabarit.nom, "sha256": ouvrage.gabarit.sha256}
    if nom.endswith(".pdf") and ouvrage.norme is not None:
        entree["pages"] = ouvrage.pages
        entree["norme"] = ouvrage.norme.nom
        entree["polices"] = [_font(police) for police in ouvrage.polices]
        entree["signatures"] = [_place(place) for place in ouvrage.signatures]
        if ouvrage.moteur is not None:
            entree["moteur"] = {"nom": ouvrage.moteur.nom, "version": ouvrage.moteur.version}
    return entree


def _font(police: Police) -> Entree:
    return {
        "nom": police.nom,
        "incorporation": "sous-ensemble" if police.partielle else "entière",
    }


def _place(place: Place) -> Entree:
    return {
        "champ": place.cle,
        "description": place.description,
        "page": place.page,
        "cadre": [round(bord, 2) for bord in place.cadre],
    }


def _stale(entrees: Mapping[str, Entree], nouvelles: Mapping[str, Entree]) -> Iterator[str]:
    """Yield which files that are kept no longer say what those made again say."""
    refaits = {entree["document"]: nom for nom, entree in nouvelles.items()}
    for nom, entree in entrees.items():
        if nom in nouvelles:
            continue
        perimees = _outdated(entree, entrees)
        if perimees:
            yield (
                f"{nom} réunit une version plus ancienne de {', '.join(perimees)} ; "
                "refaites-le avec --pack"
            )
        document = entree.get("document")
        refait = refaits.get(document) if isinstance(document, str) else None
        if refait and "parties" not in entree and _origin(entree) != _origin(nouvelles[refait]):
            yield (
                f"{nom} ne vient pas de la même version de la fiche ou du gabarit que {refait} ; "
                "refaites les deux ensemble, sans --format"
            )


def _origin(entree: Entree) -> list[object]:
    """Return the fingerprints of what a file was made from."""
    sources = (entree.get(cle) for cle in ("fiche", "gabarit"))
    return [source.get("sha256") if isinstance(source, dict) else None for source in sources]


def _outdated(entree: Entree, entrees: Mapping[str, Entree]) -> list[str]:
    """Return the parts of a whole file that have been made again since."""
    parties = entree.get("parties")
    return [
        partie["nom"]
        for partie in (parties if isinstance(parties, list) else ())
        if isinstance(partie, dict)
        and isinstance(partie.get("nom"), str)
        and entrees.get(partie["nom"], partie).get("sha256") != partie.get("sha256")
    ]


def _write(entrees: Mapping[str, Entree]) -> bytes:
    contenu = {
        "format": "manifeste d'actes-enfance",
        "version": VERSION,
        "fichiers": [entrees[nom] for nom in sorted(entrees)],
    }
    return (json.dumps(contenu, ensure_ascii=False, indent=2) + "\n").encode()


def _parse(octets: bytes, path: Path) -> Manifeste:
    try:
        contenu = json.loads(octets.decode("utf-8"))
        json.dumps(contenu, ensure_ascii=False).encode()  # half a character cannot be written again
    except (ValueError, RecursionError) as error:
        raise ManifestError(
            f"{path} : ce manifeste est abîmé, ou n'en est pas un (ce n'est pas du JSON)"
        ) from error
    if not isinstance(contenu, dict) or not isinstance(contenu.get("fichiers"), list):
        raise ManifestError(f"{path} : ce n'est pas un manifeste de ce programme")
    if type(contenu.get("version")) is not int or contenu["version"] != VERSION:
        raise ManifestError(
            f"{path} : ce manifeste est d'un autre format (version attendue : {VERSION}) ; employez "
            "la version du programme qui l'a écrit"
        )
    entrees: dict[str, Entree] = {}
    for rang, entree in enumerate(contenu["fichiers"], start=1):
        defaut = _defect(entree)
        if defaut is None and entree["nom"] in entrees:
            defaut = "il porte deux fois le même nom"
        if defaut is not None:
            raise ManifestError(f"{path} : le fichier numéro {rang} est mal décrit : {defaut}")
        entrees[entree["nom"]] = entree
    return Manifeste(entrees)


def _defect(entree: object) -> str | None:
    """Return what is wrong in an entry that comes from a file, or None."""
    if not isinstance(entree, dict):
        return "ce n'est pas un objet"
    nom, somme, taille = entree.get("nom"), entree.get("sha256"), entree.get("taille")
    if not isinstance(nom, str) or not (_NOM.fullmatch(nom) and nom.isprintable()):
        return "son nom n'est pas celui d'un fichier du dossier"
    if nom in {".", "..", NOM}:
        return "son nom n'est pas celui d'un document"
    if not isinstance(somme, str) or not _SOMME.fullmatch(somme):
        return "son empreinte SHA-256 n'est pas faite de 64 chiffres hexadécimaux"
    if type(taille) is not int or taille < 0:
        return "sa taille n'est pas un nombre d'octets"
    return None


def _sum(octets: bytes) -> str:
    return hashlib.sha256(octets).hexdigest()
