"""The conversion engines: one module each, one row each in `MOTEURS`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from generator.pdf.engines import dxpdf, libreoffice
from generator.pdf.engines.protocole import Moteur

MOTEURS: Final[Mapping[str, Moteur]] = {dxpdf.NOM: dxpdf, libreoffice.NOM: libreoffice}
