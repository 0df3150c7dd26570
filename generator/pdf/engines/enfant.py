"""The child process that runs dxpdf: `python enfant.py FOLDER_OF_DXPDF FONTCONFIG MEMORY`.

It imports nothing but dxpdf, so that it starts in a few tens of milliseconds, and is run by its
path, so that it imports nothing of the parent's program either. On stdin, a document is its
length (8 bytes, big endian) and its bytes; on stdout, an answer is one byte (+ or -), a length,
and the PDF or an error message. It ends with its input.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress

TETE = 8


def limit(memoire: int) -> None:
    """Bound the memory of this process, where the system can."""
    try:
        import resource  # noqa: PLC0415, not on every system
    except ImportError:  # Windows
        return
    for ressource, valeur in ((resource.RLIMIT_AS, memoire), (resource.RLIMIT_CORE, 0)):
        _, maximum = resource.getrlimit(ressource)
        plafond = valeur if maximum == resource.RLIM_INFINITY else min(valeur, maximum)
        with suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS
            resource.setrlimit(ressource, (plafond, maximum))


def main(dossier: str, fontconfig: str, memoire: str) -> None:
    """Answer documents until the input ends."""
    limit(int(memoire))
    os.environ["FONTCONFIG_FILE"] = fontconfig
    sys.path.append(dossier)
    import dxpdf  # noqa: PLC0415, found only now that its folder is known

    entree = sys.stdin.buffer
    sortie = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes with the errors, not among the answers
    while longueur := entree.read(TETE):
        docx = entree.read(int.from_bytes(longueur, "big"))
        try:
            signe, reponse = b"+", dxpdf.convert(docx)
        except (RuntimeError, ValueError) as error:
            signe, reponse = b"-", str(error).encode("utf-8", "replace")
        sortie.write(signe + len(reponse).to_bytes(TETE, "big"))
        sortie.write(reponse)
        sortie.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
