"""Where things are, and which day it is, for every test."""

from __future__ import annotations

import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = sorted((ROOT / "samples").glob("*.yaml"))
AUJOURDHUI = datetime.date(2026, 11, 21)
