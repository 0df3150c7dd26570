"""The texts of a record: how they are cleaned, and what they must not hold."""

from __future__ import annotations

import re
import unicodedata

LONGUEUR_MAXIMALE = 20_000  # characters of one value

# Control characters but tab and newlines, line separators that editors do not count as lines,
# marks that reverse the order of reading, byte order marks, and what Unicode calls noncharacters.
INTERDITS = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    "\ufdd0-\ufdef\ufffe\uffff"
    + "".join(chr(plan << 16 | fin) for plan in range(1, 17) for fin in (0xFFFE, 0xFFFF))
    + "]"
)


def clean(texte: str) -> tuple[str, str]:
    """Return a text, NFC and without blanks around, and what it must not hold, said in French.

    The second is empty where the text is fit.
    """
    texte = unicodedata.normalize("NFC", texte).strip()
    if len(texte) > LONGUEUR_MAXIMALE:
        return (
            texte,
            f"texte de {len(texte)} caractères ; {LONGUEUR_MAXIMALE} au plus, abrégez-le",
        )
    found = INTERDITS.search(texte)
    return texte, describe_control(found[0]) if found else ""


def describe_control(caractere: str) -> str:
    """Return what to say of a character that is not allowed."""
    return f"caractère invisible interdit (U+{ord(caractere):04X}) ; effacez-le"
