"""What the channel is told of an act: its number, its subject, its matter, and where they come from."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from generator.domain.actes import (
    MatiereActes,
    Nature,
    RefusedActeError,
    Remplacement,
    departement_transmis,
    levels,
    numero_interne,
    objet_transmis,
)
from generator.domain.dossier import Etat
from generator.errors import RecordError, ReferentielError
from generator.records.problemes import shorten
from generator.redaction.matiere import Contexte
from generator.referentiel.actes import actes, find_matiere
from generator.services.verification import Examen

_TYPOLOGIE = re.compile(r"[0-9]{2}_[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class DemandeTransmission:
    """What is asked for besides the record; None leaves the record or the defaults to decide.

    `produits`: the folder that « produire » has written in. `signe`: the signed PDF of the act.
    `annexes`: files sent after the documents that the act annexes. `typologie`: what the names of
    the files begin with, where the platform wants it (« 99_DE »).
    """

    matiere: str | None = None
    numero: str | None = None
    objet: str | None = None
    classification: datetime.date | None = None
    produits: Path | None = None
    signe: Path | None = None
    annexes: tuple[Path, ...] = ()
    typologie: str | None = None
    moteur: str = "auto"
    gabarits: Path | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """The matter that is sent, with all its levels; `raison` is there where it is our proposal."""

    code: str
    matiere: MatiereActes
    raison: str | None

    @property
    def niveaux(self) -> tuple[int, ...]:
        """The levels: (9, 1)."""
        return levels(self.code)


@dataclass(frozen=True, slots=True)
class Acte:
    """An adopted act as the channel takes it."""

    nature: Nature
    departement: str  # three characters
    siren: str
    date: datetime.date
    numero: str
    numero_de_l_acte: str
    objet: str
    objet_de_l_acte: str
    remplacements: tuple[Remplacement, ...]
    code: Code
    classification: datetime.date | None

    @property
    def prefixe(self) -> str:
        """What the names of its files begin with: « 021-212102313-20260622-2026_06_12-DE-1-1 »."""
        return f"{self.departement}-{self.siren}-{self.date:%Y%m%d}-{self.numero}-{self.nature.abrege}-1-1"


def describe(examen: Examen, vocabulaire: Contexte, demande: DemandeTransmission) -> Acte:
    """Return the act that the channel is told of.

    Raises RecordError, which lists what is missing or cannot be sent, each with its place: the
    act is not adopted, the town has no SIREN, the number or the subject cannot be written.
    """
    fiche, dossier = examen.fiche, examen.dossier
    deliberation, territoire = dossier.deliberation, dossier.collectivite.territoire
    if deliberation.etat is not Etat.ADOPTEE:
        raise RecordError(
            f"{fiche.locate('deliberation.etat')} : deliberation.etat : la délibération n'est pas "
            "adoptée : seul un acte voté se transmet ; écrivez « etat: adoptee » quand il l'est"
        )
    canal, problemes = actes(), list[str]()

    def check(champ: str, option: str | None, make: Callable[[], str]) -> str:
        """Return what is made, or note why it cannot be, with the place it comes from."""
        try:
            return make()
        except (RefusedActeError, ReferentielError) as error:
            place = option or f"{fiche.locate(champ)} : {champ}"
            problemes.append(f"{place} : {error}")
            return ""

    if territoire.siren is None:
        problemes.append(
            f"{fiche.locate('collectivite')} : collectivite : {territoire.nom} n'a pas de SIREN dans "
            "les données officielles : cet acte se transmet par votre plateforme, sans cette commande"
        )
    retenue = demande.matiere or deliberation.matiere
    proposition = canal.matieres[deliberation.type]
    code = retenue or proposition.code
    check(
        "deliberation.matiere",
        "--matiere" if demande.matiere else None,
        lambda: find_matiere(code).code,
    )
    dit = demande.numero or deliberation.numero or ""
    numero = check(
        "deliberation.numero",
        "--numero" if demande.numero else None,
        lambda: numero_interne(dit, canal.limites.numero),
    )
    objet = demande.objet or vocabulaire["deliberation"]["objet"]
    remplacements: tuple[Remplacement, ...] = ()

    def write_objet() -> str:
        nonlocal remplacements
        ecrit, remplacements = objet_transmis(objet, canal.translitterations, canal.limites.objet)
        return ecrit

    if demande.typologie is not None and not _TYPOLOGIE.fullmatch(demande.typologie):
        problemes.append(
            f"--typologie : « {shorten(demande.typologie)} » n'est pas une typologie : écrivez deux "
            "chiffres, « _ » et deux lettres (99_DE)"
        )
    transmis = check("deliberation", "--objet" if demande.objet else None, write_objet)
    date = dossier.seance.date
    if problemes or territoire.siren is None or date is None:
        raise RecordError(problemes)
    return Acte(
        nature=canal.nature,
        departement=departement_transmis(territoire.departement.code),
        siren=territoire.siren,
        date=date,
        numero=numero,
        numero_de_l_acte=dit,
        objet=transmis,
        objet_de_l_acte=objet,
        remplacements=remplacements,
        code=Code(code, find_matiere(code), None if retenue else proposition.raison),
        classification=demande.classification or deliberation.controle_de_legalite.classification,
    )
