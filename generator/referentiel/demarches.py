"""The programmes of UNICEF France and what goes with them, from `donnees/demarches/`."""

from __future__ import annotations

import dataclasses
import datetime
import functools
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

import yaml

from generator.domain.accueil import Accueil, Critere, Envoi
from generator.domain.demarche import Contact, Demarche, Evenement, Visa
from generator.domain.document import Document
from generator.domain.dossier import Periode, TypeDeliberation
from generator.domain.regime import Regime
from generator.domain.signature import Signatures
from generator.errors import ReferentielError
from generator.resources import DEMARCHES, DONNEES

T = TypeVar("T")


def cles() -> tuple[str, ...]:
    """Return the keys of the programmes, sorted."""
    return tuple(sorted({cle for cle, _ in _fichiers()}))


def mandats(cle: str) -> tuple[Periode, ...]:
    """Return the mandates for which the programme is described, oldest first."""
    return tuple(sorted((m for c, m in _fichiers() if c == cle), key=lambda m: (m.debut, m.fin)))


def load(cle: str, mandat: Periode) -> Demarche:
    """Return one programme for one mandate; ReferentielError if there is no such data."""
    path = _fichiers().get((cle, mandat))
    if path is None:
        connus = ", ".join(str(m) for m in mandats(cle)) or "aucun"
        raise ReferentielError(
            f"la démarche « {cle} » n'est pas décrite pour le mandat {mandat} "
            f"(mandats décrits : {connus})"
        )
    return _load(path)


def mandat_en_cours(cle: str, date: datetime.date) -> Periode:
    """Return the mandate running at `date`; ReferentielError if none is described."""
    running = [m for m in mandats(cle) if load(cle, m).en_vigueur_le <= date]
    if not running or date.year > running[-1].fin:
        connus = ", ".join(str(m) for m in mandats(cle))
        raise ReferentielError(
            f"aucun mandat de la démarche « {cle} » ne court au {date:%d/%m/%Y} "
            f"(mandats décrits : {connus}) ; indiquez la clé « mandat »"
        )
    return running[-1]


@functools.cache
def regimes() -> Mapping[str, Regime]:
    """Return the regimes of assemblies by key."""
    return {r.cle: r for r in _records(DONNEES / "regimes.yaml", Regime)}


@functools.cache
def documents() -> Mapping[str, Document]:
    """Return every kind of document by key, in the order of a council file."""
    return {d.cle: d for d in _records(DONNEES / "documents.yaml", Document)}


def documents_of_set(jeu: str) -> tuple[Document, ...]:
    """Return the documents of a set apart, in order."""
    return tuple(d for d in documents().values() if d.jeu == jeu)


def accueil(demarche: Demarche, envoi: Envoi) -> Accueil:
    """Return the welcome pack built around one programme, for its mandate.

    Raises ReferentielError when no welcome pack is described for that mandate.
    """
    content = _accueil()
    voies = [_voie(cle, demarche.mandat) for cle in (*content["voies"], demarche.cle)]
    known = documents()
    acte = demarche.deliberations[TypeDeliberation.ADHESION]
    cles = (*content["avant"], *acte.documents, *content["apres"])
    return Accueil(
        entier=dossiers()[content["entier"]],
        auteur=content["auteur"],
        documents=tuple(known[cle] for cle in cles),
        voies=(voies[0], voies[1]),
        criteres=_build(tuple[Critere, ...], content["criteres"]),
        contact=_select([content["contact"]], "contacts.yaml", Contact)[0],
        envoi=envoi,
    )


def _voie(cle: str, mandat: Periode) -> Demarche:
    demarche = load(cle, mandat) if mandat in mandats(cle) else None
    if demarche is None or demarche.voie is None:
        raise ReferentielError(
            f"aucun dossier d'accueil n'est décrit pour le mandat {mandat} : corrigez « mandat »"
        )
    return demarche


@functools.cache
def _accueil() -> Any:
    return _read(DONNEES / "accueil.yaml")


@functools.cache
def dossiers() -> Mapping[str, Document]:
    """Return by key what a file of all the documents of a town is called."""
    return {d.cle: d for d in _records(DONNEES / "dossiers.yaml", Document)}


@functools.cache
def signatures() -> Signatures:
    """Return the places of signature and the marks of i-Parapheur."""
    found: Signatures = _build(Signatures, _read(DONNEES / "signatures.yaml"))
    return found


@functools.cache
def _fichiers() -> Mapping[tuple[str, Periode], Path]:
    """Return the data files by programme and mandate, read from their names."""
    found = {}
    for path in sorted(DEMARCHES.glob("*.yaml")):
        cle, debut, fin = path.stem.rsplit("-", 2)
        found[cle, Periode(int(debut), int(fin))] = path
    return found


@functools.cache
def _load(path: Path) -> Demarche:
    content = _read(path)
    content["evenements"] = _select(content["evenements"], "evenements.yaml", Evenement)
    content["contacts"] = _select(content["contacts"], "contacts.yaml", Contact)
    for texte in content["deliberations"].values():
        texte["visas"] = _select(texte["visas"], "visas.yaml", Visa)
    content["apports"] = content["apports"]["liste"]
    demarche: Demarche = _build(Demarche, content)
    return demarche


def _select(cles: list[str], name: str, kind: type[T]) -> list[T]:
    """Return the records of a shared data file that a programme names by key, in its order."""
    by_key = {item["cle"]: _build(kind, item) for item in _read(DONNEES / name)}
    return [by_key[cle] for cle in cles]


def _records(path: Path, kind: type[T]) -> tuple[T, ...]:
    return tuple(_build(kind, item) for item in _read(path))


def _read(path: Path) -> Any:
    # libyaml's loader is as safe, and ten times faster than PyYAML's own.
    return yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)


def _build(kind: Any, value: Any) -> Any:
    """Return `value`, read from our own YAML, as `kind`; a TypeError is a mistake in our data."""
    if value is None or (isinstance(kind, type) and isinstance(value, kind)):
        return value
    if dataclasses.is_dataclass(kind) and kind is not Periode:
        hints = typing.get_type_hints(kind)
        fields = {name: _build(hints[name], item) for name, item in value.items()}
        return typing.cast(type, kind)(**fields)
    arguments = typing.get_args(kind)
    return _READERS[typing.get_origin(kind) or kind](value, arguments)


def _period(text: object) -> Periode:
    debut, _, fin = str(text).partition("-")
    return Periode(int(debut), int(fin or debut))


_READERS: Mapping[Any, Callable[[Any, tuple[Any, ...]], Any]] = {
    Periode: lambda value, _: _period(value),
    Decimal: lambda value, _: Decimal(str(value)),
    tuple: lambda value, arguments: tuple(_build(arguments[0], item) for item in value),
    dict: lambda value, arguments: {k: _build(arguments[1], v) for k, v in value.items()},
    types.UnionType: lambda value, arguments: _build(arguments[0], value),  # « X | None »
}
