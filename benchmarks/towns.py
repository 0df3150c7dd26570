"""Records of real communes with invented persons, for the benchmarks: as many as one asks for."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

from generator.referentiel import demarches, territoires

_RECORD = """\
demarche: {demarche}
collectivite: {{code_insee: "{code}"}}
executif: {{civilite: Mme, prenom: Camille, nom: Exemple, titre: Maire}}
seance: {{date: 2026-12-{day:02}, heure: 18h30, lieu: salle du conseil}}
deliberation:
  rapporteur: {{civilite: M., prenom: Lou, nom: Modèle, titre: adjoint à l'enfance}}
"""


def records(count: int, *, start: int = 0) -> Iterator[tuple[str, str]]:
    """Yield the file name and the YAML of `count` towns, evenly spread over the official list.

    Programmes take turns. `start` sets the list forward, so that two runs have other towns.
    """
    codes = list(territoires.communes())
    step = max(1, len(codes) // count)
    chosen = islice(cycle(codes), start, start + count * step, step)
    for rank, (code, demarche) in enumerate(zip(chosen, cycle(demarches.cles()), strict=False)):
        yield f"{code}.yaml", _RECORD.format(demarche=demarche, code=code, day=1 + rank % 28)
