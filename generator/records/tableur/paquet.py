"""Workbooks written so that the same content always gives the same bytes."""

from __future__ import annotations

import datetime
import re
import shutil
import zipfile
from typing import Any, BinaryIO

from openpyxl.cell import WriteOnlyCell

_DATE = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP archive can say
_JOUR = datetime.date(2000, 1, 1)
_PROPRIETES = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def settle(brut: BinaryIO, cible: BinaryIO, date: datetime.date = _JOUR) -> None:
    """Copy the workbook `brut` to `cible`, dated `date` instead of the moment it was made at."""
    moment = rf"\g<1>{date.isoformat()}T00:00:00Z".encode()
    with (
        zipfile.ZipFile(brut) as source,
        zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, _DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            with source.open(name) as part, target.open(info, "w") as copy:
                if name == _PROPRIETES:
                    copy.write(_MOMENT.sub(moment, part.read()))
                else:
                    shutil.copyfileobj(part, copy)


def plain_cell(sheet: Any, valeur: object) -> object:
    """Return a cell of that value in a sheet that is only written.

    A text stays a text, be it « =A1 » or « #N/A ».
    """
    if not isinstance(valeur, str):
        return valeur
    cell = WriteOnlyCell(sheet, valeur)
    cell.data_type = "s"
    return cell
