"""The identifiers that the act carries to the prefecture and into open data, checked as they are read."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from generator.domain.dossier import Collectivite
from generator.domain.siret import why_wrong
from generator.errors import ReferentielError
from generator.records.champs import FicheDeclaree
from generator.records.problemes import Releve, quote
from generator.referentiel.actes import find_matiere

# SCDL « Délibérations » 2.1.5, PREF_ID: préfecture, sous-préfecture, SGAR; three characters of
# the département, one of the arrondissement.
_DEPARTEMENT = r"(?:0[0-9][0-9AB]|9[78][0-9])"
_SERVICE = re.compile(rf"(?:PREF|SGAR){_DEPARTEMENT}|SPREF{_DEPARTEMENT}[0-9]")


def check_identifiants(
    declaree: FicheDeclaree, collectivite: Collectivite | None, releve: Releve
) -> None:
    """Note what is wrong with the SIRET, the matter, the prefecture and the address of the act.

    `collectivite` is None where it was not found: the SIRET is then not compared with its SIREN.
    """
    deliberation = declaree.deliberation
    siret = declaree.collectivite.siret if declaree.collectivite is not None else None
    if siret is not None:
        siren = collectivite.territoire.siren if collectivite is not None else None
        _note(releve, "collectivite.siret", why_wrong(siret, siren))
    if deliberation.matiere is not None:
        _note(releve, "deliberation.matiere", _why_no_matiere(deliberation.matiere))
    service = deliberation.controle_de_legalite.service
    if service is not None:
        _note(releve, "deliberation.controle_de_legalite.service", _why_no_service(service))
    if deliberation.url is not None:
        _note(releve, "deliberation.url", _why_no_url(deliberation.url))


def _note(releve: Releve, champ: str, message: str | None) -> None:
    if message is not None:
        releve.add_on(champ, message)


def _why_no_matiere(code: str) -> str | None:
    try:
        find_matiere(code)
    except ReferentielError as error:
        return str(error)
    return None


def _why_no_service(service: str) -> str | None:
    if _SERVICE.fullmatch(service):
        return None
    return (
        f"{quote(service)} ne désigne pas un service ; écrivez PREF et le département sur trois "
        "caractères (PREF021, PREF02A), ou SPREF, le département et le numéro de l'arrondissement "
        "(SPREF0213)"
    )


def _why_no_url(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        fit = (
            parts.scheme in {"http", "https"} and bool(parts.hostname) and not re.search(r"\s", url)
        )
    except ValueError:
        fit = False
    return None if fit else f"{quote(url)} n'est pas une adresse ; écrivez-la entière : https://…"
