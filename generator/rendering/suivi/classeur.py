"""The follow-up workbook of a plan, whole: what people read and fill in, and the plan as voted."""

from __future__ import annotations

import datetime
import io

from openpyxl import Workbook

from generator.records.suivi import piece
from generator.records.tableur.paquet import settle
from generator.redaction.suivi import TexteSuivi
from generator.referentiel.suivi import tableau
from generator.rendering.suivi import actions, presentation, styles
from generator.version import __version__


def write(texte: TexteSuivi, fiche: bytes, date: datetime.date | None) -> bytes:
    """Return the workbook (XLSX), the same bytes each time for the same plan.

    `fiche` is the record of the plan, which the workbook carries; `date`, that of its vote.
    """
    book = Workbook()
    book.properties.creator = "actes-enfance"
    book.properties.title = f"{texte.titre} – {texte.collectivite}"
    book.properties.language = "fr-FR"
    modele = tableau()
    book.active.title = modele.presentation
    presentation.fill(book.active, texte)
    actions.fill(book.create_sheet(modele.actions), texte)
    presentation.fill_guide(book.create_sheet(modele.mode_d_emploi), texte)
    actions.fill_lists(book.create_sheet(), texte)
    sheet = book.create_sheet(piece.FEUILLE)
    sheet.sheet_state = "veryHidden"
    for ligne, morceaux in enumerate(piece.split(fiche, __version__), start=1):
        for rang, morceau in enumerate(morceaux, start=1):
            styles.write_text(sheet.cell(ligne, rang), morceau)
    brut, settled = io.BytesIO(), io.BytesIO()
    book.save(brut)
    settle(brut, settled, **({} if date is None else {"date": date}))
    return settled.getvalue()
