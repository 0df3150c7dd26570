"""Records: the YAML file of a collectivité, read, checked, described and drafted."""

from __future__ import annotations

from generator.records.fiche import Fiche, load, loads
from generator.records.fiche_vierge import skeleton
from generator.records.schema import json_schema

__all__ = ["Fiche", "json_schema", "load", "loads", "skeleton"]
