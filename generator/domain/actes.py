"""An act as the legality check takes it: its number, its subject, its matter (réseau ACTES).

Everything here is pure; the figures and tables are data (`donnees/actes.yaml`, `matieres.csv`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

_NUMERO = re.compile(r"[0-9A-Z_]+")
_SEPARATEURS = re.compile(r"[\s_.,:/°º\u2010-\u2015-]+")
_CODE = re.compile(r"([1-9]\.[1-9][0-9]?)(?:\.[1-9][0-9]?){0,3}")
_HORS_INTITULE = re.compile(r"[,()/]")


class RefusedActeError(ValueError):
    """What the channel does not take; the message is a French sentence, without its place."""


@dataclass(frozen=True, slots=True)
class Nature:
    """The kind of an act: 1, DE, Délibérations."""

    code: str
    abrege: str
    libelle: str


@dataclass(frozen=True, slots=True)
class Limites:
    """What the platforms accept: characters of the subject and of the number, bytes in all."""

    objet: int
    numero: int
    taille: int


@dataclass(frozen=True, slots=True)
class MatiereActes:
    """A matter of the national nomenclature: levels 1 and 2, « 9.1 »."""

    code: str
    domaine: str
    nom: str

    @property
    def intitule(self) -> str:
        """Both names as open data want them: small letters, no comma or bracket, parted by « / »."""
        return "/".join(_HORS_INTITULE.sub(" ", nom).lower() for nom in (self.domaine, self.nom))


@dataclass(frozen=True, slots=True)
class Proposition:
    """The code proposed for a kind of act, and why."""

    code: str
    raison: str


@dataclass(frozen=True, slots=True)
class Actes:
    """What is known of the channel; `annexes` and `matieres` are by type of deliberation."""

    nature: Nature
    limites: Limites
    matieres: Mapping[str, Proposition]
    reserve: str
    annexes: Mapping[str, tuple[str, ...]]
    translitterations: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Remplacement:
    """A sign that the subject could not keep, what stands for it, and how many times."""

    signe: str
    par: str
    nombre: int


def levels(code: str) -> tuple[int, ...]:
    """Return the levels of a matter: « 9.1 » is (9, 1). RefusedActeError if it is not a code."""
    if not _CODE.fullmatch(code):
        raise RefusedActeError(
            f"« {code} » n'est pas un code matière : écrivez deux à cinq nombres séparés par des "
            "points (9.1, 7.10, 9.1.2)"
        )
    return tuple(map(int, code.split(".")))


def two_levels(code: str) -> str:
    """Return the first two levels of a matter: « 9.1 » for « 9.1.2 »; RefusedActeError as above."""
    return ".".join(map(str, levels(code)[:2]))


def numero_interne(numero: str, limite: int) -> str:
    """Return a number as the channel wants it: capitals, digits and « _ ».

    « 2026-06-12 » gives « 2026_06_12 ». RefusedActeError where a sign has no counterpart or the
    number is too long: it is never cut.
    """
    plain = "".join(
        c for c in unicodedata.normalize("NFD", numero) if not unicodedata.combining(c)
    ).upper()
    made = _SEPARATEURS.sub("_", plain).strip("_")
    if not _NUMERO.fullmatch(made):
        raise RefusedActeError(
            f"le numéro « {numero} » ne peut pas être télétransmis : il faut des lettres, des "
            "chiffres et des séparateurs ; donnez le numéro à transmettre avec --numero"
        )
    if len(made) > limite:
        raise RefusedActeError(
            f"le numéro « {numero} » devient « {made} », {len(made)} caractères pour {limite} au "
            "plus ; donnez le numéro à transmettre avec --numero"
        )
    return made


def objet_transmis(
    objet: str, translitterations: Mapping[str, str], limite: int
) -> tuple[str, tuple[Remplacement, ...]]:
    """Return the subject in ISO-8859-1, and what was replaced in it, in order of appearance.

    RefusedActeError names the signs that have no counterpart, or says that the subject is empty
    or too long: it is never cut.
    """
    composed = unicodedata.normalize("NFC", objet.strip())
    signes = dict.fromkeys(c for c in composed if c in translitterations)
    remplacements = tuple(Remplacement(c, translitterations[c], composed.count(c)) for c in signes)
    made = "".join(translitterations.get(c, c) for c in composed)
    refuses = dict.fromkeys(c for c in made if not _is_printable_latin_1(c))
    if refuses:
        noms = ", ".join(f"{_show(c)} (U+{ord(c):04X})" for c in refuses)
        raise RefusedActeError(
            f"l'objet contient {noms}, que la télétransmission (ISO-8859-1) ne connaît pas ; "
            "donnez l'objet à transmettre avec --objet"
        )
    if not made:
        raise RefusedActeError("l'objet est vide ; donnez l'objet à transmettre avec --objet")
    if len(made) > limite:
        raise RefusedActeError(
            f"l'objet a {len(made)} caractères, {limite} au plus ; donnez-en un plus court avec "
            "--objet"
        )
    return made, remplacements


def departement_transmis(code: str) -> str:
    """Return a département over three characters: « 021 », « 02A », « 974 »."""
    return code.rjust(3, "0")


def _is_printable_latin_1(c: str) -> bool:
    return c == " " or (ord(c) < 0x100 and c.isprintable())


def _show(c: str) -> str:
    return f"« {c} »" if c.isprintable() else "un caractère invisible"
