"""The identifiers of an act are checked where the record is read, and told with their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from reperes import AUJOURDHUI

from generator.errors import RecordError
from generator.records.fiche import loads

FICHE = """demarche: territoires-denfance
collectivite:
  commune: Dijon
  siret: {siret}
deliberation:
  matiere: {matiere}
  controle_de_legalite:
    service: {service}
  url: {url}
"""
BON = {
    "siret": '"212 102 313 00013"',
    "matiere": '"9.1.2"',
    "service": "PREF021",
    "url": "https://www.dijon.example/a.pdf",
}


def lire(**change: str):
    texte = FICHE.format(**{**BON, **change})
    return loads(texte.encode(), source="f.yaml", folder=Path(), aujourdhui=AUJOURDHUI).dossier


def test_good_identifiers_are_kept():
    dossier = lire()
    assert dossier.collectivite.siret == "21210231300013"
    assert dossier.deliberation.matiere == "9.1.2"
    assert dossier.deliberation.controle_de_legalite.service == "PREF021"


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        ({"siret": "21210231300018"}, "f.yaml:4:3 : collectivite.siret : le SIRET 21210231300018"),
        ({"siret": "21330063500017"}, "ses neuf premiers chiffres sont son SIREN, 212102313"),
        ({"siret": "2121"}, "« 2121 » n'est pas un SIRET"),
        ({"matiere": '"9.7"'}, "f.yaml:6:3 : deliberation.matiere : la matière 9.7"),
        ({"matiere": "culture"}, "« culture » n'est pas un code matière"),
        ({"service": "Dijon"}, "deliberation.controle_de_legalite.service : « Dijon »"),
        ({"service": "PREF21"}, "PREF021"),
        ({"url": "www.dijon.example/a.pdf"}, "deliberation.url"),
        ({"url": "https://[a"}, "n'est pas une adresse"),
        ({"url": "javascript:alert(1)"}, "n'est pas une adresse"),
    ],
)
def test_a_bad_identifier_is_an_error_with_its_line(change, dit):
    with pytest.raises(RecordError) as caught:
        lire(**change)
    (message,) = caught.value.messages
    assert dit in message


@pytest.mark.parametrize("service", ["PREF02A", "PREF974", "SPREF0213", "SPREF9741", "SGAR021"])
def test_every_service_of_the_schema_is_taken(service):
    assert lire(service=service).deliberation.controle_de_legalite.service == service
