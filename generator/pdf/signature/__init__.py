"""Electronic signatures of a PDF (PAdES): make one, read those there are.

The only importer of pyHanko and of what it stands on. Nothing here reads the clock or the network,
but for the timestamp server that the caller names.
"""

from __future__ import annotations

import logging

# Python prints on stderr the warnings of a library that has no handler; ours are the French ones.
for _bibliotheque in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_bibliotheque).addHandler(logging.NullHandler())
