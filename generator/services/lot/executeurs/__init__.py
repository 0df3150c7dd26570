"""How the towns of a run are spread: each executor is a module, a row of this table."""

from __future__ import annotations

from collections.abc import Mapping

from generator.services.lot.executeurs import processus, reseau
from generator.services.lot.executeurs.protocole import Executeur

EXECUTEURS: Mapping[str, Executeur] = {module.NOM: module for module in (processus, reseau)}
