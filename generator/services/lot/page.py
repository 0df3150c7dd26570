"""`rapport.html`: one page that holds everything but the documents, light for 10,000 towns."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from generator.pdf.vignette import LARGEUR, draw_first_page
from generator.referentiel import demarches
from generator.services.lot.demande import Demande
from generator.services.lot.journal import A_FAIRE, ECHEC, FAIT, PARTIEL, Journal, Ligne, Piece
from generator.services.pages import FIN, head

VIGNETTES = 200
"""First pages shown; some 6 KB each in the page."""

_CITEES = 30  # towns named under an alert
_FINS = (".pdf", ".docx", "-word.zip")
_TITRES = {False: "Rapport de la série", True: "Rapport des dossiers d’accueil"}
_ETATS = {PARTIEL: "faite en partie", ECHEC: "échec", A_FAIRE: "pas encore faite"}


def write_page(file: TextIO, demande: Demande, journal: Journal, rejets: Sequence[Path]) -> None:
    """Write the page: alerts first, then failures, then what is done. OSError if it cannot be.

    `rejets`: the tables of what failed, to be mended.
    """
    sortie = demande.commande.sortie
    counts = journal.counts()
    _head(file, _TITRES[demande.envoi is not None], counts)
    _alerts(file, journal)
    if sum(counts.values()) > counts.get(FAIT, 0):
        _failures(file, sortie, journal, rejets)
    if counts.get(FAIT, 0) + counts.get(PARTIEL, 0):
        _done(file, sortie, journal)
    file.write(FIN)


def _head(file: TextIO, titre: str, counts: dict[str, int]) -> None:
    manques = counts.get(ECHEC, 0) + counts.get(PARTIEL, 0)
    cases = [
        ("fait", counts.get(FAIT, 0), "faites", "faite"),
        ("manque", manques, "à corriger", "à corriger"),
    ]
    if reste := counts.get(A_FAIRE, 0):
        cases.append(("alerte", reste, "pas encore faites", "pas encore faite"))
    items = "".join(
        f'<li class="{classe}"><strong>{_number(n)}</strong>{pluriel if n > 1 else singulier}</li>'
        for classe, n, pluriel, singulier in cases
    )
    suite = (
        "<p>Cette série a été interrompue : relancez la même commande avec <code>--reprendre</code>.</p>\n"
        if reste
        else ""
    )
    file.write(
        f"{head(titre)}<p>{_number(sum(counts.values()))} "
        f"{'collectivités' if sum(counts.values()) > 1 else 'collectivité'} en tout. Le même "
        'rapport, en tableau : <a href="rapport.csv">rapport.csv</a>.</p>\n'
        f'<ul class="compte">{items}</ul>\n{suite}'
    )


def _alerts(file: TextIO, journal: Journal) -> None:
    """Write each alert once, with the towns that it concerns."""
    file.write('<section aria-labelledby="alertes">\n<h2 id="alertes">À regarder</h2>\n')
    avis = "".join(f"<li><p>{escape(message)}</p></li>\n" for message in journal.notices())
    if avis:
        file.write(f'<ul class="alertes">\n{avis}</ul>\n')
    counts = journal.counts()
    toutes = counts.get(FAIT, 0) + counts.get(PARTIEL, 0)
    empty = True
    for texte, nombre, faites in journal.alerts():
        if empty:
            file.write('<ul class="alertes">\n')
            empty = False
        if nombre == faites == toutes > 1:
            file.write(
                f'<li><p>{escape(texte)}</p><p class="qui">Toutes les collectivités faites</p></li>\n'
            )
            continue
        porteurs = [_name(ligne) for ligne in journal.bearers(texte, _CITEES)]
        reste = f" et {_number(nombre - len(porteurs))} de plus" if nombre > len(porteurs) else ""
        combien = f"{_number(nombre)} collectivités : " if nombre > 1 else ""
        file.write(
            f'<li><p>{escape(texte)}</p><p class="qui">{combien}{", ".join(porteurs)}{reste}</p></li>\n'
        )
    if not empty:
        file.write("</ul>\n")
    elif not avis:
        file.write("<p>Aucune alerte.</p>\n")
    file.write("</section>\n")


def _failures(file: TextIO, sortie: Path, journal: Journal, rejets: Sequence[Path]) -> None:
    noms = [path.relative_to(sortie).as_posix() for path in rejets]
    liens = ", ".join(f'<a href="{quote(nom)}">{escape(nom)}</a>' for nom in noms)
    suite = (
        f"<p>Les mêmes, telles qu’elles étaient, avec la raison : {liens}. Corrigez, puis donnez-le "
        "comme SOURCE à la même commande.</p>\n"
        if liens
        else ""
    )
    file.write(
        f'<section aria-labelledby="manques">\n<h2 id="manques">À corriger</h2>\n{suite}'
        '<table class="manques">\n<caption>Ce qui manque, où, et pourquoi.</caption>\n'
        '<thead><tr><th scope="col">Source</th><th scope="col">Collectivité</th>'
        '<th scope="col">État</th><th scope="col">Pourquoi</th></tr></thead>\n<tbody>\n'
    )
    for ligne in journal.lines():
        if ligne.etat == FAIT:
            continue
        nom = f"{escape(ligne.nom)} ({escape(ligne.code or '')})" if ligne.nom else ""
        file.write(
            f'<tr><th scope="row">{escape(ligne.source)}</th><td>{nom}</td>'
            f"<td>{_ETATS[ligne.etat]}</td><td>{_list(ligne.erreurs)}</td></tr>\n"
        )
    file.write("</tbody>\n</table>\n</section>\n")


def _done(file: TextIO, sortie: Path, journal: Journal) -> None:
    file.write('<section aria-labelledby="faites">\n<h2 id="faites">Fait</h2>\n')
    _gallery(file, sortie, journal)
    file.write(
        "<table>\n<caption>Les collectivités dont il y a des documents, dans l’ordre de la "
        'source.</caption>\n<thead><tr><th scope="col">Collectivité</th><th scope="col">Documents'
        '</th><th scope="col" class="n">Pages</th><th scope="col" class="n">Blancs</th>'
        '<th scope="col" class="m">Norme</th></tr></thead>\n<tbody>\n'
    )
    for ligne in journal.lines():
        if not (ligne.documents and ligne.dossier):
            continue
        pieces = journal.pieces(ligne)
        noms = {fichier.nom for fichier in journal.files(ligne.dossier)}
        liens = [_links(ligne.dossier, piece.document, noms) for piece in pieces]
        pages = count_pages(pieces)
        normes = dict.fromkeys(piece.norme for piece in pieces if piece.norme)
        file.write(
            f'<tr><th scope="row">{_name(ligne)}</th><td>{", ".join(liens)}</td>'
            f'<td class="n">{pages or ""}</td><td class="n">{sum(p.blancs for p in pieces)}</td>'
            f'<td class="m">{escape(", ".join(normes))}</td></tr>\n'
        )
    file.write("</tbody>\n</table>\n</section>\n")


def count_pages(pieces: Sequence[Piece]) -> int:
    """Return how many pages a town's documents have; a file of them all has no other."""
    return sum(p.pages or 0 for p in pieces if p.document not in demarches.dossiers())


def _gallery(file: TextIO, sortie: Path, journal: Journal) -> None:
    """Write the first page of the first towns."""
    left = VIGNETTES
    for ligne in journal.lines():
        if not left:
            break
        shown = _thumbnail(ligne, sortie, journal)
        if shown is None:
            continue
        if left == VIGNETTES:
            file.write('<ul class="pages">\n')
        left -= 1
        lien, png = shown
        file.write(
            f'<li><a href="{lien}"><img alt="" width="{LARGEUR}" loading="lazy" decoding="async" '
            f'src="data:image/png;base64,{base64.b64encode(png).decode()}">'
            f"{escape(ligne.nom or '')}</a></li>\n"
        )
    if left < VIGNETTES:
        file.write("</ul>\n")


def _thumbnail(ligne: Ligne, sortie: Path, journal: Journal) -> tuple[str, bytes] | None:
    """Return the address of a town's first PDF and the picture of its first page."""
    if not (ligne.documents and ligne.dossier):
        return None
    files = {fichier.nom: fichier for fichier in journal.files(ligne.dossier)}
    fichier = next((files[f"{d}.pdf"] for d in ligne.documents if f"{d}.pdf" in files), None)
    if fichier is None:
        return None
    png = journal.thumbnail(fichier.sha256)
    if png is None:
        try:
            png = draw_first_page((sortie / fichier.dossier / fichier.nom).read_bytes())
        except OSError:  # taken away since it was looked at
            return None
        if png is None:
            return None
        journal.keep_thumbnail(fichier.sha256, png)
    return quote(f"{fichier.dossier}/{fichier.nom}"), png


def _links(dossier: str, document: str, noms: set[str]) -> str:
    """Return the name of a document, linked to its PDF, then to its Word file or files."""
    fichiers = [nom for fin in _FINS if (nom := f"{document}{fin}") in noms]
    liens = [
        f'<a href="{quote(f"{dossier}/{nom}")}">{label}</a>'
        for nom, label in zip(fichiers, (escape(document), "Word"), strict=False)
    ]
    return f"{liens[0]} ({liens[1]})" if len(liens) > 1 else "".join(liens)


def _name(ligne: Ligne) -> str:
    if not ligne.nom:
        return escape(ligne.source)
    nom = f"{escape(ligne.nom)} ({escape(ligne.code or '')})"
    return (
        f'<a href="{quote(ligne.dossier)}/">{nom}</a>' if ligne.documents and ligne.dossier else nom
    )


def _list(textes: Sequence[str]) -> str:
    if len(textes) < 2:
        return escape("".join(textes))
    items = "".join(f"<li>{escape(texte)}</li>" for texte in textes)
    return f"<ul>{items}</ul>"


def _number(nombre: int) -> str:
    return f"{nombre:,}".replace(",", "\u202f")
