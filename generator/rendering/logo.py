"""A town's logo, read from its file; it takes the place of the templates' picture named « logo »."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from generator.errors import RecordError
from generator.rendering.illustrations import Illustration

NOM = "logo"
"""The name of the drawing that it replaces."""

_EXTENSIONS = {"PNG": "png", "JPEG": "jpeg"}


def read_logo(path: str) -> Illustration:
    """Return the picture, decoded once; RecordError when it is not a sound PNG or JPEG."""
    from PIL import Image  # noqa: PLC0415, slow to import, and most records have no logo

    unreadable = (
        OSError,
        SyntaxError,
        ValueError,
        Image.DecompressionBombError,
        Image.DecompressionBombWarning,
    )
    try:
        content = Path(path).read_bytes()
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=tuple(_EXTENSIONS)) as image:
                image.verify()  # the sums of a PNG, to its end; it leaves the picture closed
            with Image.open(io.BytesIO(content), formats=tuple(_EXTENSIONS)) as image:
                image.load()
                return Illustration(content, _EXTENSIONS[image.format or ""], *image.size)
    except unreadable as error:
        raise RecordError(
            f"{path} : le logo n'est pas une image PNG ou JPEG entière et de taille raisonnable ; "
            "enregistrez-le de nouveau"
        ) from error
