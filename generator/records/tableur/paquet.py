"""Workbooks written so that the same content always gives the same bytes."""

from __future__ import annotations

import re
import shutil
import zipfile
from typing import BinaryIO

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP archive can say
_PROPRIETES = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settle(brut: BinaryIO, cible: BinaryIO) -> None:
    """Copy the workbook `brut` to `cible` without the moment at which it was made."""
    with (
        zipfile.ZipFile(brut) as source,
        zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            with source.open(name) as part, target.open(info, "w") as copy:
                if name == _PROPRIETES:
                    copy.write(_MOMENT.sub(rb"\g<1>2000-01-01T00:00:00Z", part.read()))
                else:
                    shutil.copyfileobj(part, copy)
