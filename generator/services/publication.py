"""Adopted acts as open data: the lines of a CSV file of the SCDL schema « Délibérations » 2.1.5."""

from __future__ import annotations

import csv
import datetime
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.domain import publication
from generator.domain.cotisation import cotisation_due
from generator.domain.publication import CHAMPS, Dits, Ligne
from generator.errors import ActesError, OutputError, RecordError
from generator.records.enregistrements import Avis, Rejet, enumerate_records
from generator.records.files import UnfitFileError, read_regular
from generator.records.problemes import printable
from generator.redaction.contexte import contexte
from generator.redaction.typographie import detypographier
from generator.referentiel.actes import actes, find_matiere, matieres, prefecture_of
from generator.services.ecriture import write_all
from generator.services.verification import Examen, examine

Cle = tuple[str, str, str]
"""What tells an act from the others: SIRET, number, date. A number may serve at each sitting."""

_A_LA_FRANCAISE = re.compile(r"^(\d\d)/(\d\d)/(\d{4})$")

FICHIER_MAXIMAL = 256 * 2**20  # bytes of the file that is completed


@dataclass(frozen=True, slots=True)
class Publication:
    """What became of the sources.

    `sortie` is None where nothing was written. `ajoutees`, `remplacees` and `gardees` count the
    lines of the file; `erreurs` are printable sentences, for `refusees` records or rows.
    """

    sortie: Path | None
    ajoutees: int
    remplacees: int
    gardees: int
    alertes: tuple[str, ...]
    erreurs: tuple[str, ...]
    refusees: int


@dataclass(slots=True)
class _Releve:
    """The acts of the sources, in their order, and what is to be told."""

    lignes: dict[Cle, Ligne]
    origines: dict[Cle, str]
    alertes: list[str]
    erreurs: list[str]
    refusees: int = 0

    def refuse(self, messages: Iterable[str]) -> None:
        self.erreurs += messages
        self.refusees += 1


def publish(
    sources: Sequence[Path],
    sortie: Path,
    *,
    aujourdhui: datetime.date,
    demarche: str | None = None,
    feuille: str | None = None,
) -> Publication:
    """Write the line of each adopted act of the sources in a CSV file, and say what was done.

    A source is what a bulk run reads. One that is unfit never stops the others. The lines that
    the file holds already are kept, but those of the same acts (same SIRET, number and
    date), which are replaced. Raises OutputError when the file is not one of this schema or cannot be
    written: it is then as it was.
    """
    anciennes, alertes = _former(sortie)
    releve = _Releve({}, {}, alertes, [])
    for source in sources:
        try:
            _read_source(source, releve, aujourdhui, demarche, feuille)
        except RecordError as error:
            releve.refuse(error.messages)
    if not releve.lignes:
        return Publication(
            None,
            0,
            0,
            len(anciennes),
            tuple(releve.alertes),
            tuple(releve.erreurs),
            releve.refusees,
        )
    lignes = {**anciennes, **releve.lignes}
    releve.alertes += _numbered_alike(releve, lignes)
    write_all({sortie: _write(lignes.values())})
    remplacees = len(anciennes.keys() & releve.lignes.keys())
    return Publication(
        sortie,
        len(releve.lignes) - remplacees,
        remplacees,
        len(anciennes) - remplacees,
        tuple(releve.alertes),
        tuple(releve.erreurs),
        releve.refusees,
    )


def _read_source(
    source: Path,
    releve: _Releve,
    aujourdhui: datetime.date,
    demarche: str | None,
    feuille: str | None,
) -> None:
    for element in enumerate_records(source, demarche=demarche, feuille=feuille):
        if isinstance(element, Avis):
            releve.alertes += element.messages
        elif isinstance(element, Rejet):
            releve.refuse(element.messages)
        else:
            releve.alertes += element.alertes
            try:
                examen = examine(element.read(aujourdhui=aujourdhui), aujourdhui=aujourdhui)
                _add(examen, releve)
            except ActesError as error:
                releve.refuse(error.messages)


def _add(examen: Examen, releve: _Releve) -> None:
    """Put the line of an act with the others; RecordError lists what is missing."""
    ligne, note = describe(examen)
    cle = _key(ligne)
    source = examen.fiche.source
    autre = releve.origines.setdefault(cle, source)
    if autre != source or cle in releve.lignes:
        raise RecordError(
            f"{source} : la délibération {cle[1]} de la même collectivité vient déjà de {autre} ; "
            "n'en gardez qu'une"
        )
    releve.lignes[cle] = ligne
    releve.alertes += note


def describe(examen: Examen) -> tuple[Ligne, tuple[str, ...]]:
    """Return the line of an act, and what deserves a look; RecordError lists what is missing."""
    fiche, dossier = examen.fiche, examen.dossier
    vocabulaire = contexte(examen.matiere)
    code = dossier.deliberation.matiere
    proposee = find_matiere(actes().matieres[dossier.deliberation.type].code)
    dits = Dits(
        nom=detypographier(vocabulaire["collectivite"]["appellation"]),
        objet=detypographier(vocabulaire["deliberation"]["objet"]),
        matiere=find_matiere(code) if code is not None else None,
        proposee=proposee,
        annees=cotisation_due(dossier, examen.demarche).annees,
        prefecture=prefecture_of(dossier.collectivite.territoire),
    )
    manques = [f"{fiche.locate(c)} : {c} : {m}" for c, m in publication.missing(dossier, dits)]
    siret = dossier.collectivite.siret
    if manques or dits.matiere is None or siret is None:
        raise RecordError(manques)
    ligne = publication.line(dossier, dits, dits.matiere, siret)
    defauts = list(publication.defects(ligne, _domaines()))
    if defauts:  # a rule of the schema that the record's own rules do not know
        raise RecordError([f"{fiche.source} : {defaut}" for defaut in defauts])
    vides = list(publication.left_empty(ligne, dossier))
    if not vides:
        return ligne, ()
    return ligne, (f"{fiche.source} : la ligne ne dit pas {' ; '.join(vides)}",)


def _domaines() -> list[str]:
    return list(dict.fromkeys(matiere.domaine for matiere in matieres().values()))


def _key(ligne: Ligne) -> Cle:
    """Return what tells an act; a spreadsheet may have turned its date to « 22/06/2026 »."""
    date = _A_LA_FRANCAISE.sub(r"\3-\2-\1", ligne["DELIB_DATE"])
    return ligne["COLL_SIRET"], ligne["DELIB_ID"], date


def _numbered_alike(releve: _Releve, lignes: Mapping[Cle, Ligne]) -> Iterator[str]:
    """Yield an alert for each number of the sources that serves at several sittings.

    Many towns number the acts of each sitting from one (CGCT R. 2121-9), so both lines stand; but
    a date that was mended leaves a line behind.
    """
    dates: dict[tuple[str, str], list[str]] = {}
    for siret, numero, date in lignes:
        dates.setdefault((siret, numero), []).append(date)
    for cle, source in releve.origines.items():
        memes = sorted(dates.get(cle[:2], ()))
        if cle in releve.lignes and len(memes) > 1:
            yield (
                f"{source} : plusieurs délibérations portent le numéro {cle[1]} "
                f"({' et '.join(memes)}) ; si c'est la même, dont la date a été corrigée, ôtez du "
                "fichier la ligne de l'ancienne date"
            )


# --- the file ----------------------------------------------------------------------------------


def _write(lignes: Iterable[Ligne]) -> bytes:
    """Return a CSV file: UTF-8, commas, RFC 4180."""
    texte = io.StringIO(newline="")
    ecrites = csv.DictWriter(texte, CHAMPS)
    ecrites.writeheader()
    ecrites.writerows(lignes)
    return texte.getvalue().encode()


def _former(sortie: Path) -> tuple[dict[Cle, Ligne], list[str]]:
    """Return the lines of the file as it is, in its order, and what deserves a look in them."""
    fichier = printable(sortie)
    if not sortie.exists() and not sortie.is_symlink():
        return {}, []
    try:
        texte = read_regular(sortie, FICHIER_MAXIMAL).decode("utf-8-sig")
    except UnfitFileError as error:
        raise OutputError(f"{fichier} : {error}") from error
    except UnicodeDecodeError as error:
        raise _foreign(fichier, "il n'est pas en UTF-8") from error
    lignes: dict[Cle, Ligne] = {}
    alertes: list[str] = []
    for numero, ligne in _rows(texte, fichier):
        cle = _key(ligne)
        if cle in lignes:
            raise _foreign(fichier, f"ligne {numero} : la délibération {cle[1]} y est deux fois")
        lignes[cle] = ligne
        alertes += [
            f"{fichier} : ligne {numero}, gardée telle quelle : {defaut}"
            for defaut in publication.defects(ligne, _domaines())
        ]
    return lignes, alertes


def _rows(texte: str, fichier: str) -> Iterator[tuple[int, Ligne]]:
    """Yield the rows of the file, each with the number of its last line."""
    tete = texte.partition("\n")[0]
    separateur = ";" if tete.count(";") > tete.count(",") else ","
    lecteur = csv.reader(io.StringIO(texte, newline=""), delimiter=separateur, strict=True)
    try:
        titres = next(lecteur, [])
        if sorted(titres) != sorted(CHAMPS):
            raise _foreign(fichier, "ses colonnes ne sont pas celles du schéma")
        for cellules in lecteur:
            if not any(cellules):
                continue
            if len(cellules) != len(titres):
                raise _foreign(
                    fichier,
                    f"ligne {lecteur.line_num} : {len(cellules)} cellules pour {len(titres)} colonnes",
                )
            dites = dict(zip(titres, cellules, strict=True))
            yield lecteur.line_num, {champ: dites[champ] for champ in CHAMPS}
    except csv.Error as error:
        raise _foreign(fichier, f"ligne {lecteur.line_num} : guillemets mal fermés") from error


def _foreign(fichier: str, raison: str) -> OutputError:
    return OutputError(
        f"{fichier} : ce fichier existe et ne peut pas être complété : {raison} ; corrigez-le, ou "
        "donnez un autre nom (--sortie)"
    )
