"""One value typed at a door, such as an option of a command, read as a record's would be."""

from __future__ import annotations

from generator.records.genres import RefusedValueError, Valeur
from generator.records.textes import clean


def read_value(genre: Valeur, texte: str) -> object:
    """Return what the text says, None if it is blank; RefusedValueError says what is wrong."""
    texte, problem = clean(texte)
    if problem:
        raise RefusedValueError(problem)
    return genre.convert(texte) if texte else None
