"""The record to fill in: readable, complete, and a record as it is."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from generator.domain.dossier import Dossier, Periode
from generator.domain.territoire import Territoire
from generator.records import loads, skeleton
from generator.records.champs import fiche
from generator.records.genres import walk
from generator.referentiel import demarches, territoires

AUJOURDHUI = datetime.date(2026, 9, 1)
MANDAT = Periode(2026, 2032)
DIJON = territoires.commune_by_code("21231")
AMBERIEU = territoires.commune_by_code("01004")
METROPOLE = territoires.territoire_by_siren("242100410")


def read(texte: str) -> Dossier:
    content = texte.encode()
    return loads(content, source="x", folder=Path(), aujourdhui=AUJOURDHUI).dossier


@pytest.mark.parametrize("demarche", demarches.cles())
@pytest.mark.parametrize("territoire", [DIJON, AMBERIEU, METROPOLE], ids=lambda t: t.code)
def test_it_is_a_record_that_says_two_things(territoire: Territoire, demarche: str) -> None:
    dossier = read(skeleton(territoire, demarche, MANDAT))
    assert dossier == Dossier(demarche, MANDAT, dossier.collectivite)
    assert dossier.collectivite.territoire == territoire
    assert dossier.collectivite == type(dossier.collectivite)(territoire)


def test_it_names_the_collectivite_by_its_number() -> None:
    assert '  code_insee: "01004"  # Ambérieu-en-Bugey\n' in skeleton(
        AMBERIEU, "territoires-denfance", MANDAT
    )
    assert '  siren: "242100410"  # Dijon Métropole\n' in skeleton(
        METROPOLE, "territoires-denfance", MANDAT
    )


def test_every_field_stands_there_within_eighty_columns() -> None:
    texte = skeleton(DIJON, "territoires-denfance", MANDAT)
    lines = texte.splitlines()
    assert max(len(line) for line in lines) <= 80
    assert not any(line != line.rstrip() for line in lines)
    in_list_of_pouvoirs = {"de", "a"}
    for _, champ in walk(fiche()):
        if champ.cle not in in_list_of_pouvoirs:
            assert re.search(rf"^[ #-]*{champ.cle}:", texte, re.MULTILINE), champ.cle


def test_the_axes_of_the_programme_are_listed() -> None:
    texte = " ".join(skeleton(DIJON, "ville-amie-des-enfants", MANDAT).replace("#", "").split())
    for axe in demarches.load("ville-amie-des-enfants", MANDAT).axes:
        assert f"{axe.cle} ({axe.nom})" in texte


@pytest.mark.parametrize("demarche", demarches.cles())
def test_filled_with_its_own_examples_it_is_a_record_too(demarche: str, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    filled = _fill(skeleton(DIJON, demarche, MANDAT))
    read_record = loads(filled.encode(), source="x", folder=tmp_path, aujourdhui=AUJOURDHUI)
    dossier = read_record.dossier
    assert dossier.seance.date == datetime.date(2026, 6, 22)
    assert len(dossier.deliberation.engagements) == 2
    assert dossier.feuille_de_route.actions[0].budget == 12_000
    assert dossier.feuille_de_route.gouvernance.elu_referent is not None


def _fill(texte: str) -> str:
    """Return the record as somebody would fill it who copies each example after its key."""
    filled, exemple = [], ""
    for line in texte.splitlines():
        if found := re.search(r"# (?:.*\. )?Exemple : (.*)", line):
            exemple = found[1]
        elif re.fullmatch(r" *\w+:", line) and exemple:
            line = f"{line} {exemple}"  # noqa: PLW2901
            exemple = ""
        elif re.match(r" +# +(- |\w+: )", line):
            line = line.replace("# ", "", 1)  # noqa: PLW2901
        filled.append(line)
    return "\n".join(filled) + "\n"
