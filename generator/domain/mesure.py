"""The value of an indicator, read as a number where it is one."""

from __future__ import annotations

import re

_ESPACES = " \u00a0\u202f"
_NOMBRE = re.compile(
    rf"(?P<entiers>[-−]?[0-9]{{1,3}}(?:[{_ESPACES}][0-9]{{3}})+|[-−]?[0-9]+)"
    r"(?:[.,](?P<decimales>[0-9]+))?(?P<unite>[^0-9]*)"
)
_MILLIERS = re.compile(r"[-−]?[1-9][0-9]{0,2}\.[0-9]{3}(?![0-9])")
_MULTIPLES = re.compile(
    r"\s*(?:k€?|m€|mds?€?|mille|milliers?|millions?|milliards?|centaines?|dizaines?"
    r"|douzaines?|er|ère|re|e|è|ème|ième|nd|nde)(?![^\W_])",
    re.IGNORECASE,
)


def read_number(texte: str) -> float | None:
    """Return the number of « 1 200 agents », « 85 % » or « 3,5 »; None where there is no such one.

    « 9 enfants sur 10 », « moins de 15 » or « 2027-2028 » are no single number: nothing is guessed.
    Nor are « 1.200 », a thousand or one and a fifth, « 3 millions » and « 12 k€ », whose unit counts
    by more than one, and « 2e place », a rank.
    """
    found = _NOMBRE.fullmatch(texte.strip())
    if found is None or _MILLIERS.match(texte.strip()) or _MULTIPLES.match(found["unite"]):
        return None
    entiers = re.sub(rf"[{_ESPACES}]", "", found["entiers"]).replace("−", "-")
    return float(f"{entiers}.{found['decimales'] or 0}")
