"""Charts of the page of figures: bars in SVG, drawn as those of the yearly reports are.

No part is told from another by its colour alone.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from html import escape

from generator.domain.comparaison import Situation
from generator.redaction.bilan import compter
from generator.redaction.graphiques import enumerer
from generator.redaction.nombres import en_chiffres
from generator.referentiel.bilan import Motif, usages
from generator.services.national.chiffres import Groupe

# What fills a part besides its colour, in a square of 8 units.
_MOTIFS = {
    Motif.PLEIN: '<path d="M0 0h8v8H0z" fill="{couleur}"/>',
    Motif.HACHURES: '<path d="M-2 2l4-4M0 8L8 0M6 10l4-4" stroke="{couleur}" stroke-width="2.2"/>',
    Motif.CROISILLONS: '<path d="M0 0l8 8M8 0L0 8" stroke="{couleur}" stroke-width="1.6"/>',
    Motif.POINTS: '<g fill="{couleur}"><circle cx="2" cy="2" r="1.3"/><circle cx="6" cy="6" r="1.3"/></g>',
    Motif.BARRES: '<path d="M0 2h8M0 6h8" stroke="{couleur}" stroke-width="1.4"/>',
    Motif.VIDE: "",
}
# In units of the drawing, which the page scales to its width.
_LARGEUR, _ETIQUETTE, _FIN = 960, 270, 130
_BARRE = _LARGEUR - _ETIQUETTE - _FIN
_HAUTEUR, _RANG = 26, 40
_LISIBLE = 22  # the narrowest part that a number fits in
_LETTRES = 32  # of a line of a label


def patterns() -> str:
    """Return the patterns that every chart of the page fills its parts with."""
    motifs = "".join(
        f'<pattern id="{_motif(situation)}" width="8" height="8" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0h8v8H0z" fill="#fff"/>{_MOTIFS[aspect.motif].format(couleur=f"#{aspect.couleur}")}'
        "</pattern>"
        for situation, aspect in usages().situations.items()
    )
    return f'<svg class="motifs" aria-hidden="true" focusable="false"><defs>{motifs}</defs></svg>\n'


def _motif(situation: Situation) -> str:
    return f"motif-{situation.name.lower()}"


def legend() -> str:
    """Return what each pattern means."""
    items = "".join(
        f'<li><svg viewBox="0 0 34 19" aria-hidden="true" focusable="false">{_part(s, 0.5, 0.5, 33, 18)}'
        f"</svg>{escape(s.value)}</li>"
        for s in Situation
    )
    return f'<ul class="legende">{items}</ul>\n'


def draw(cle: str, titre: str, groupes: Sequence[Groupe]) -> str:
    """Return a chart of the share of each situation in groups of actions, one bar a group.

    `cle` makes its ids; its description tells every number, for those who do not see it.
    """
    bars = "".join(_bar(groupe, rang * _RANG) for rang, groupe in enumerate(groupes))
    said = " ".join(_describe(groupe) for groupe in groupes)
    return (
        f'<figure class="large" role="group" tabindex="0" aria-label="{escape(titre)}, en barres">\n'
        f'<svg viewBox="0 0 {_LARGEUR} {len(groupes) * _RANG}" role="img" '
        f'aria-labelledby="{cle}-titre" aria-describedby="{cle}-dit">'
        f'<title id="{cle}-titre">{escape(titre)}</title>'
        f'<desc id="{cle}-dit">{escape(said)}</desc>{bars}</svg>\n</figure>\n'
    )


def _bar(groupe: Groupe, y: int) -> str:
    top = y + (_RANG - _HAUTEUR) / 2
    parts = [_label(groupe.nom, y)]
    x = float(_ETIQUETTE)
    for situation in Situation:
        nombre = groupe.situations.get(situation, 0)
        if not nombre:
            continue
        width = _BARRE * nombre / groupe.actions
        parts.append(_part(situation, x, top, width, _HAUTEUR))
        if width >= _LISIBLE + 6 * len(str(nombre)) - 6:
            parts.append(
                f'<text class="n" x="{x + width / 2:.1f}" y="{top + 17.5:.1f}">'
                f"{en_chiffres(nombre)}</text>"
            )
        x += width
    parts.append(
        f'<text class="fin" x="{_LARGEUR - _FIN + 12}" y="{top + 18:.1f}">{compter(groupe.actions)}</text>'
    )
    return f"<g>{''.join(parts)}</g>"


def _label(nom: str, y: int) -> str:
    lines = textwrap.wrap(nom, _LETTRES, max_lines=2, placeholder="…") or [""]
    first = y + _RANG / 2 + 5 - 8 * (len(lines) - 1)
    return "".join(
        f'<text x="0" y="{first + 16 * rang:.1f}">{escape(line)}</text>'
        for rang, line in enumerate(lines)
    )


def _part(situation: Situation, x: float, y: float, width: float, height: float) -> str:
    return (
        f'<rect class="part" x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height}" '
        f'style="fill:url(#{_motif(situation)})"/>'
    )


def _describe(groupe: Groupe) -> str:
    """Return « Protection : 4 actions réalisées, 8 actions en cours. »."""
    comptes = {situation: groupe.situations.get(situation, 0) for situation in Situation}
    return f"{groupe.nom} : {enumerer(comptes) or 'aucune action'}."
