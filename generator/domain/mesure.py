"""The value of an indicator, read as a number where it is one."""

from __future__ import annotations

import re

_ESPACES = " \u00a0\u202f"
_NOMBRE = re.compile(
    rf"(?P<entiers>[-−]?[0-9]{{1,3}}(?:[{_ESPACES}][0-9]{{3}})+|[-−]?[0-9]+)"
    r"(?:[.,](?P<decimales>[0-9]+))?(?P<unite>[^0-9]*)"
)


def read_number(texte: str) -> float | None:
    """Return the number of « 1 200 agents », « 85 % » or « 3,5 »; None where there is no such one.

    « 9 enfants sur 10 », « moins de 15 » or « 2027-2028 » are no single number: nothing is guessed.
    """
    found = _NOMBRE.fullmatch(texte.strip())
    if found is None:
        return None
    entiers = re.sub(rf"[{_ESPACES}]", "", found["entiers"]).replace("−", "-")
    return float(f"{entiers}.{found['decimales'] or 0}")
