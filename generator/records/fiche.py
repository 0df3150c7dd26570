"""A record, read: from a YAML file to a typed, resolved, positioned dossier."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from generator.domain.demarche import Axe
from generator.domain.dossier import Action, Collectivite, Dossier, FeuilleDeRoute, Periode
from generator.domain.territoire import Territoire
from generator.errors import RecordError, ReferentielError
from generator.records.arbre import NoeudGroupe, Place
from generator.records.champs import CollectiviteDeclaree, FicheDeclaree, fiche
from generator.records.conversion import convert
from generator.records.files import UnfitFileError, read_regular
from generator.records.genres import fold
from generator.records.identifiants import check_identifiants
from generator.records.problemes import Releve, format_place, locate, printable, quote
from generator.records.reading import TAILLE_MAXIMALE, read
from generator.referentiel import demarches, territoires

LOGO_MAXIMAL = 2 * 2**20  # bytes
_SIGNATURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")  # how PNG and JPEG files begin


@dataclass(frozen=True, slots=True)
class Fiche:
    """A record that is fit: its dossier, and where the file says what.

    `empreinte`: the SHA-256 of the file's bytes or of what a row says, in hexadecimal. Fields are
    dotted YAML paths; the elements of a list count from 1: « feuille_de_route.actions[1].budget ».
    `donnes`: those that are given a value.
    """

    source: str
    dossier: Dossier
    positions: dict[str, Place]
    empreinte: str
    donnes: frozenset[str] = frozenset()

    def locate(self, champ: str) -> str:
        """Return the place of a field, or of its nearest ancestor in the file, for people."""
        return format_place(self.source, locate(champ, self.positions))


def load(path: Path, *, aujourdhui: datetime.date) -> Fiche:
    """Return the record of a YAML file; RecordError lists every problem of the file.

    `aujourdhui` decides the mandate of a record without a session date.
    """
    source = printable(path)
    try:
        content = read_regular(path, TAILLE_MAXIMALE)
    except UnfitFileError as error:
        raise RecordError(f"{source} : {error}") from error
    return loads(content, source=source, folder=path.parent, aujourdhui=aujourdhui)


def loads(content: bytes, *, source: str, folder: Path, aujourdhui: datetime.date) -> Fiche:
    """Return the record held in `content`; RecordError lists every problem, by position.

    `source` names the file in messages; a logo is looked for from `folder`.
    """
    releve = Releve(source)
    return resolve(
        read(content, releve),
        releve,
        folder=folder,
        aujourdhui=aujourdhui,
        empreinte=fingerprint(content),
    )


def fingerprint(content: bytes) -> str:
    """Return the SHA-256 of a record's bytes, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def resolve(
    arbre: NoeudGroupe, releve: Releve, *, folder: Path, aujourdhui: datetime.date, empreinte: str
) -> Fiche:
    """Return the record that a tree says; RecordError lists every problem, by place.

    `empreinte`: the SHA-256 of what the tree was read from. What `releve` has noted already is
    listed with the rest.
    """
    declaree = cast(FicheDeclaree, convert(arbre, fiche(), "", releve))
    collectivite = _resolve_collectivite(declaree.collectivite, folder, releve)
    check_identifiants(declaree, collectivite, releve)
    mandat = _resolve_mandat(declaree, aujourdhui, releve)
    feuille = _resolve_axes(declaree, mandat, releve)
    _check_type(declaree, mandat, releve)
    if releve.problemes or not (declaree.demarche and mandat and collectivite):
        raise releve.error()
    dossier = Dossier(
        demarche=declaree.demarche,
        mandat=mandat,
        collectivite=collectivite,
        executif=declaree.executif,
        seance=declaree.seance,
        deliberation=declaree.deliberation,
        charte=declaree.charte,
        feuille_de_route=feuille,
    )
    return Fiche(releve.source, dossier, releve.positions, empreinte, frozenset(releve.donnes))


# --- collectivité -----------------------------------------------------------------------------


def _resolve_collectivite(
    declaree: CollectiviteDeclaree | None, folder: Path, releve: Releve
) -> Collectivite | None:
    if declaree is None:
        return None
    territoire = _resolve_territoire(declaree, releve)
    logo = _resolve_logo(declaree.logo, folder, releve)
    if territoire is None:
        return None
    departement = _resolve_departement(declaree.departement, territoire, releve)
    return Collectivite(
        territoire=territoire,
        nom=declaree.nom,
        denomination=declaree.denomination,
        charniere=declaree.charniere,
        population=declaree.population,
        departement=departement,
        logo=logo,
        assemblee=declaree.assemblee,
        siret=declaree.siret,
    )


def _resolve_territoire(declaree: CollectiviteDeclaree, releve: Releve) -> Territoire | None:
    """Return what commune, code_insee and siren designate together; note what is wrong."""
    named: tuple[str, Territoire] | None = None
    for cle, lookup in _lookups(declaree):
        try:
            territoire = lookup(named[1] if named else None)
        except ReferentielError as error:
            other = named if cle == "commune" else None
            message = _disagreement(*other) if other else " ".join(error.messages)
            releve.add_on(f"collectivite.{cle}", message)
            continue
        if named and territoire != named[1]:
            releve.add_on(f"collectivite.{cle}", _disagreement(*named))
        named = named or (cle, territoire)
    if named is None:
        _check_named(releve)
    return named[1] if named else None


def _check_named(releve: Releve) -> None:
    """Note that nothing names the collectivité, unless what names it has been refused already."""
    keys = {"collectivite.commune", "collectivite.code_insee", "collectivite.siren"}
    refused = {probleme.champ for probleme in releve.problemes}
    if keys.isdisjoint(refused | releve.donnes) and "collectivite" not in refused:
        releve.add_on(
            "collectivite",
            "rien ne dit de quelle collectivité il s'agit ; écrivez une clé parmi commune, "
            "code_insee et siren",
        )


def _lookups(
    declaree: CollectiviteDeclaree,
) -> Iterator[tuple[str, Callable[[Territoire | None], Territoire]]]:
    """Yield the keys that are given and their look-ups, codes before names.

    A look-up takes the territoire already found, which tells homonyms apart.
    """
    code, siren, commune = declaree.code_insee, declaree.siren, declaree.commune
    if code:
        yield "code_insee", lambda _: territoires.commune_by_code(code)
    if siren:
        yield "siren", lambda _: territoires.territoire_by_siren(siren)
    if commune:
        yield (
            "commune",
            lambda found: territoires.find_commune(
                commune, found.departement.code if found else _hint(declaree.departement)
            ),
        )


def _hint(departement: str | None) -> str | None:
    """Return the département when it is a known one; another name is only there to be printed."""
    if departement is None:
        return None
    known = territoires.departements().values()
    spelt = {fold(text) for d in known for text in (d.code, d.nom)}
    is_code = re.fullmatch("[0-9][0-9ABab]?[0-9]?", departement) is not None
    return departement if is_code or fold(departement) in spelt else None


def _disagreement(cle: str, territoire: Territoire) -> str:
    return (
        f"ne s'accorde pas avec « {cle} », qui désigne {territoire.nom} ({territoire.code}) ; "
        "n'en gardez qu'une"
    )


def _resolve_departement(declare: str | None, territoire: Territoire, releve: Releve) -> str | None:
    """Return the name that the record wants printed, None if it is the official one.

    A code, or the official name otherwise spelt, only tells homonyms apart.
    """
    officiel = territoire.departement
    if declare is None or fold(declare) in {fold(officiel.code), fold(officiel.nom)}:
        return None
    if re.fullmatch("[0-9][0-9ABab][0-9]?", declare):
        releve.add_on(
            "collectivite.departement",
            f"{territoire.nom} est dans le département {officiel.code} ({officiel.nom}) et non "
            f"{declare} ; corrigez ce code, ou retirez-le",
        )
    return declare


def _resolve_logo(logo: str | None, folder: Path, releve: Releve) -> str | None:
    if logo is None:
        return None
    path = (folder / logo).absolute()
    try:
        content = read_regular(path, LOGO_MAXIMAL)
    except UnfitFileError as error:
        releve.add_on("collectivite.logo", f"{quote(logo)} : {error}")
        return None
    if not content.startswith(_SIGNATURES):
        releve.add_on(
            "collectivite.logo",
            f"{quote(logo)} n'est pas une image PNG ou JPEG ; convertissez-la",
        )
        return None
    return str(path)


# --- programme --------------------------------------------------------------------------------


def _resolve_mandat(
    declaree: FicheDeclaree, aujourdhui: datetime.date, releve: Releve
) -> Periode | None:
    """Return the mandate: the record's, else the one running at the session's date or today."""
    if declaree.demarche is None:
        return None
    if declaree.mandat is not None:
        return _check_mandat(declaree.demarche, declaree.mandat, releve)
    date = declaree.seance.date
    try:
        return demarches.mandat_en_cours(declaree.demarche, date or aujourdhui)
    except ReferentielError as error:
        releve.add_on("seance.date" if date else "mandat", " ".join(error.messages))
        return None


def _check_mandat(demarche: str, mandat: Periode, releve: Releve) -> Periode | None:
    known = demarches.mandats(demarche)
    if mandat in known:
        return mandat
    releve.add_on(
        "mandat",
        f"le mandat {mandat} de « {demarche} » n'est pas décrit ; écrivez l'un de : "
        f"{', '.join(str(m) for m in known)}",
    )
    return None


def _check_type(declaree: FicheDeclaree, mandat: Periode | None, releve: Releve) -> None:
    """Note a kind of act that the programme does not have."""
    if declaree.demarche is None or mandat is None:
        return
    demarche = demarches.load(declaree.demarche, mandat)
    if declaree.deliberation.type not in demarche.deliberations:
        releve.add_on(
            "deliberation.type",
            f"la démarche « {demarche.nom} » n'a pas de délibération de ce type ; écrivez l'un de : "
            f"{', '.join(demarche.deliberations)}",
        )


def _resolve_axes(
    declaree: FicheDeclaree, mandat: Periode | None, releve: Releve
) -> FeuilleDeRoute:
    """Return the feuille de route, each action's axis being a key of the programme."""
    feuille = declaree.feuille_de_route
    if declaree.demarche is None or mandat is None:
        return feuille
    axes = demarches.load(declaree.demarche, mandat).axes
    actions = tuple(
        _resolve_axe(action, f"feuille_de_route.actions[{numero}].axe", axes, releve)
        for numero, action in enumerate(feuille.actions, start=1)
    )
    return replace(feuille, actions=actions)


def _resolve_axe(action: Action, champ: str, axes: tuple[Axe, ...], releve: Releve) -> Action:
    if action.axe is None or not axes:
        return action
    cles = {fold(nom): axe.cle for axe in axes for nom in (axe.nom, axe.cle)}
    cle = cles.get(fold(action.axe))
    if cle is None:
        choix = ", ".join(f"{axe.cle} ({axe.nom})" for axe in axes)
        releve.add_on(champ, f"axe inconnu {quote(action.axe)} ; écrivez l'un de : {choix}")
    return replace(action, axe=cle)
