"""The record to fill in: every field with its meaning and an example, and two keys filled."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.domain.dossier import Periode
from generator.domain.territoire import Territoire
from generator.records.champs import fiche
from generator.records.genres import Champ, Groupe, Liste, SelonForme
from generator.referentiel import demarches

_LARGEUR = 80  # columns
_COLLE = "\u00a0"  # stands for a space where a line must not be cut
_MODE_D_EMPLOI = (
    "Remplissez ce que vous connaissez, après le deux-points et une espace. Ce qui reste vide "
    "laisse, dans un projet, un blanc à compléter à la main.",
    "Les lignes qui commencent par « # » sont des explications : elles ne comptent pas. Gardez "
    "le décalage de chaque ligne. Pour une liste, retirez « # » devant les exemples et "
    "remplacez-les.",
    "Mettez entre guillemets doubles un texte qui contient « : » ou « # », ou qui commence par "
    "un signe.",
)


@dataclass(frozen=True, slots=True)
class _Cas:
    """What differs from one record to the next, by dotted path of the field."""

    remplis: dict[str, str]  # what is written after the key
    exemples: dict[str, str]
    notes: dict[str, str]  # said after the description


def skeleton(territoire: Territoire, demarche: str, mandat: Periode) -> str:
    """Return the commented YAML record of a territoire, ready to be filled in.

    Only `demarche` and the official number of the collectivité are filled: read as it is, it is
    a dossier with nothing else. ReferentielError if the programme is not described for `mandat`.
    """
    cas = _Cas(
        remplis={"demarche": demarche, **_identify(territoire)},
        exemples={"mandat": str(mandat), **_official_examples(territoire)},
        notes={},
    )
    programme = demarches.load(demarche, mandat)
    axes = programme.axes
    if axes:
        cas.exemples["feuille_de_route.actions.axe"] = axes[0].cle
        cas.notes["feuille_de_route.actions.axe"] = "Écrivez l'un de : " + ", ".join(
            f"{axe.cle} ({axe.nom})" for axe in axes
        )
    departement = territoire.departement.nom
    lines = [*_comment(f"Fiche : {territoire.nom} ({departement})", ""), "#"]
    for phrase in _MODE_D_EMPLOI:
        lines += _comment(phrase, "")
    for champ in fiche().champs:
        if champ.cle == "charte" and not programme.principes:
            continue
        lines += ["", *_champ(champ, "", "", cas)]
    return "\n".join(lines) + "\n"


def _official_examples(territoire: Territoire) -> dict[str, str]:
    """Return the official facts that a record may overrule, as the examples of their fields."""
    facts = {
        "nom": territoire.nom,
        "siren": territoire.siren,
        "population": territoire.population_municipale,
        "departement": territoire.departement.nom,
    }
    return {f"collectivite.{key}": str(fact) for key, fact in facts.items() if fact is not None}


def _identify(territoire: Territoire) -> dict[str, str]:
    cle = "code_insee" if territoire.is_commune else "siren"
    return {f"collectivite.{cle}": f'"{territoire.code}"  # {territoire.nom}'}


def _champ(champ: Champ, parent: str, marge: str, cas: _Cas) -> Iterator[str]:
    """Yield the lines of a field: what it means, its key, and what stands under it."""
    path = f"{parent}.{champ.cle}" if parent else champ.cle
    match champ.genre:
        case Groupe(champs=champs) | SelonForme(autre=Groupe(champs=champs)):
            yield from _comment(champ.description, marge)
            yield f"{marge}{champ.cle}:"
            for inner in champs:
                yield from _champ(inner, path, f"{marge}  ", cas)
        case Liste(element=Groupe(champs=champs)):
            adapted = [_adapt(inner, path, cas) for inner in champs]
            yield from _comment(
                f"{champ.description} Retirez les « # » de l'exemple, puis recopiez-le.", marge
            )
            for inner in adapted:
                yield from _comment(f"{inner.cle} : {inner.description}", marge, retrait="    ")
            yield f"{marge}{champ.cle}:"
            yield from _exemple_de_groupe(adapted, f"{marge}  ")
        case Liste():
            yield from _comment(f"{champ.description} Un tiret par élément.", marge)
            yield f"{marge}{champ.cle}:"
            yield from (f"{marge}  # - {element}" for element in champ.exemple)
        case _:
            yield from _scalar(_adapt(champ, parent, cas), marge, cas.remplis.get(path))


def _scalar(champ: Champ, marge: str, rempli: str | None) -> Iterator[str]:
    exemple = f"Exemple : {champ.exemple}"
    together = _comment(f"{champ.description} {exemple}", marge)
    apart = [*_comment(champ.description, marge), *_comment(exemple, marge)]
    yield from together if len(together) == 1 else apart
    yield f"{marge}{champ.cle}: {rempli}" if rempli else f"{marge}{champ.cle}:"


def _adapt(champ: Champ, parent: str, cas: _Cas) -> Champ:
    """Return the field as this record explains it."""
    path = f"{parent}.{champ.cle}" if parent else champ.cle
    note = cas.notes.get(path)
    return replace(
        champ,
        exemple=cas.exemples.get(path, champ.exemple),
        description=f"{champ.description} {note}." if note else champ.description,
    )


def _exemple_de_groupe(champs: list[Champ], marge: str) -> Iterator[str]:
    """Yield one element of a list of groups, commented out."""
    tiret = "- "
    for champ in champs:
        exemple = champ.exemple
        texte = exemple if isinstance(exemple, str) else f"[{', '.join(exemple)}]"
        yield f"{marge}# {tiret}{champ.cle}: {texte}"
        tiret = "  "


def _comment(texte: str, marge: str, retrait: str = "") -> list[str]:
    """Return the text as comment lines, cut neither inside « » nor before « : », « ; » or « » ».

    With `retrait`, all is set back, all but the first line by that much more.
    """
    glued = re.sub("« [^»]*»| [:;]", lambda found: found[0].replace(" ", _COLLE), texte)
    lines = textwrap.wrap(
        glued,
        width=_LARGEUR,
        initial_indent=f"{marge}#   " if retrait else f"{marge}# ",
        subsequent_indent=f"{marge}# {retrait}",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace(_COLLE, " ") for line in lines]
