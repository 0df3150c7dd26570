"""From a Word file and its PDF to a tagged PDF, or to the reason why it cannot be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

import pikepdf

from generator.pdf import pages
from generator.pdf.balisage import arbre as arbres
from generator.pdf.balisage import ecriture, liens, placement
from generator.pdf.balisage.arbre import Arbre, Noeud, Piece
from generator.pdf.balisage.cours import Cours, expect
from generator.pdf.balisage.flux import Morceau, Nature
from generator.pdf.balisage.lettres import letters
from generator.pdf.balisage.marquage import DECOR, Cible, Visee, mark
from generator.pdf.balisage.placement import EgareError, Feuillet, Hors, Trajet
from generator.pdf.balisage.refus import NonBalisableError
from generator.pdf.images import Cadre, read_frame
from generator.pdf.mots import excerpt
from generator.rendering.contenu import Contenu, Image, Paragraphe

_TEXTE, _TRAIT = Nature.TEXTE, Nature.TRAIT


def tag(
    document: pikepdf.Pdf,
    contenu: Contenu,
    langue: str,
    feuilles: Sequence[Sequence[Morceau]],
    mots: Sequence[Sequence[str]],
) -> None:
    """Give a PDF the structure of its Word file.

    `feuilles`, `mots`: the pieces and the words of each page.

    Raises NonBalisableError; the pages are then left as they were, but for links of one line
    that were made one.
    """
    bandeaux = list(pages.running_heads(contenu, mots))
    if len(bandeaux) != len(feuilles):
        raise NonBalisableError("le fichier Word n'a pas de section")
    arbre = arbres.build(contenu, langue)
    cours = expect(contenu, arbre, len(feuilles))
    trajets = _place(cours, feuilles, bandeaux)
    visees = [_aim(cours, *page) for page in zip(feuilles, trajets, strict=True)]
    _aim_pictures(arbre, visees, bandeaux)
    formulaires = arbre.formulaires
    for rang, page in enumerate(document.pages):
        liens.tie(page, rang, visees[rang], formulaires)
    _describe(document, arbre)
    marquages = [mark(rang, visee) for rang, visee in enumerate(visees)]
    for page, marquage in zip(document.pages, marquages, strict=True):
        page.obj.Contents = pikepdf.Stream(document, marquage.octets)
    arbres.prune(arbre.document)
    ecriture.write_tree(document, arbre.document, [marquage.parents for marquage in marquages])


def _place(
    cours: Cours, feuilles: Sequence[Sequence[Morceau]], bandeaux: Sequence[pages.Bandeaux]
) -> list[list[Trajet]]:
    feuillets = [_sheet(*page) for page in zip(feuilles, bandeaux, strict=True)]
    try:
        return placement.place_letters(cours, feuillets)
    except EgareError as error:
        raise NonBalisableError(_lost(error, cours, feuilles)) from error


def _sheet(morceaux: Sequence[Morceau], bandeaux: pages.Bandeaux) -> Feuillet:
    lettres = [morceau.lettres for morceau in morceaux if morceau.lettres]
    return Feuillet(
        "".join(lettres),
        tuple(accumulate(map(len, lettres))),
        "".join(map(letters, bandeaux.textes_des_entetes)),
        "".join(map(letters, bandeaux.textes_des_pieds)),
        letters(bandeaux.numero),
    )


def _lost(error: EgareError, cours: Cours, feuilles: Sequence[Sequence[Morceau]]) -> str:
    """Return the clause that names the word which has no place."""
    if error.place is None:
        texte = cours.paragraphe(error.manquant or 0).texte_etiquete
        return f"le paragraphe « {excerpt(texte)} » n'est pas tout entier dans le PDF"
    lu = 0
    for morceau in feuilles[error.page]:
        lu += len(morceau.lettres)
        if lu > error.place:
            mot = f"le mot « {excerpt(morceau.texte.strip())} » de la page {error.page + 1}"
            return f"{mot} n'a pas de place sûre dans le fichier Word"
    return f"la page {error.page + 1} n'a pas tous les mots du fichier Word"


def _aim(cours: Cours, morceaux: Sequence[Morceau], trajets: Sequence[Trajet]) -> Visee:
    """Return what each piece of a page is part of; pictures come later."""
    visee = Visee(morceaux)
    restants = iter(trajets)
    trajet = Trajet(0, 0, Hors.RANGEE)
    lu = limite = 0  # letters read, and how many of them are of the same node for sure
    cible: Cible = DECOR
    for rang, (nature, _, texte, _, lettres) in enumerate(morceaux):
        if nature is not _TEXTE:
            visee.cibles.append(DECOR if nature is _TRAIT else None)
            continue
        if lettres:
            fin = lu + len(lettres)
            if fin > limite:
                while trajet.fin <= lu:
                    trajet = next(restants)
                cible, limite = _aim_word(cours, morceaux[rang], trajet, lu)
            if (
                not texte[-1].isspace()
                and not _begins_with_space(morceaux, rang + 1)
                and _is_before_blank(cours, trajet, fin)
            ):
                visee.blancs.add(rang)
            lu = fin
        visee.cibles.append(cible)
    return visee


def _aim_word(cours: Cours, morceau: Morceau, trajet: Trajet, debut: int) -> tuple[Cible, int]:
    """Return what a word is part of, and the place on the page to which all the rest is too."""
    fin = debut + len(morceau.lettres)
    if isinstance(trajet.place, Hors):
        if fin > trajet.fin:
            raise NonBalisableError(_astride(morceau))
        return trajet.place, trajet.fin
    ecart = trajet.place - trajet.debut  # from the page to the Word file
    pieces = cours.pieces(debut + ecart, min(fin, trajet.fin) + ecart)
    noeud = pieces[0].noeud
    if noeud is None or (
        len(pieces) > 1 and not all(_are_alike(noeud, piece.noeud) for piece in pieces)
    ):
        raise NonBalisableError(_astride(morceau))
    return noeud, min(cours.end_of_piece(debut + ecart) - ecart, trajet.fin)


def _are_alike(noeud: Noeud, autre: Noeud | None) -> bool:
    """Tell whether two nodes are content of one element, which a picture may part."""
    return noeud is autre or (
        autre is not None and not noeud.genre + autre.genre and noeud.parent is autre.parent
    )


def _begins_with_space(morceaux: Sequence[Morceau], rang: int) -> bool:
    """Tell whether the next text of a page begins with a space."""
    for morceau in morceaux[rang:]:
        if morceau.nature is Nature.TEXTE:
            return morceau.texte[:1].isspace()
    return False


def _is_before_blank(cours: Cours, trajet: Trajet, fin: int) -> bool:
    """Tell whether the Word file has white space after a word that no glyph draws."""
    if isinstance(trajet.place, Hors):
        return False
    return cours.has_blank(min(fin, trajet.fin) - trajet.debut + trajet.place)


def _astride(morceau: Morceau) -> str:
    return f"le mot « {excerpt(morceau.texte.strip())} » tient à deux éléments à la fois"


# Pictures


def _aim_pictures(
    arbre: Arbre, visees: Sequence[Visee], bandeaux: Sequence[pages.Bandeaux]
) -> None:
    """Tie each picture of the pages to the one that the Word file has in its place."""
    attendues = [
        piece
        for piece in arbre.pieces
        if isinstance(piece.contenu, Image) and not piece.contenu.emplacement
        for _ in range(piece.contenu.nombre)
    ]
    for piece in attendues:
        if piece.noeud is not None and not piece.noeud.alternatif:
            raise NonBalisableError(
                "une image n'a pas de texte de remplacement (dans Word : clic droit sur l'image, "
                "« Modifier le texte de remplacement »)"
            )
    rangs = {id(piece.noeud): piece.paragraphe for piece in arbre.pieces if piece.noeud}
    suite = iter(attendues)
    for visee, bandeau in zip(visees, bandeaux, strict=True):
        places = [i for i, m in enumerate(visee.morceaux) if m.nature is Nature.IMAGE]
        en_tete, en_pied = _pictures(bandeau.entetes), _pictures(bandeau.pieds)
        for place in places:
            visee.cibles[place] = DECOR
        for place in places[en_tete : len(places) - en_pied]:
            image = next(suite, None)
            if image is None or not _is_near(image, place, visee, rangs):
                raise NonBalisableError("une image du PDF n'est pas à sa place du fichier Word")
            if image.noeud is not None:
                visee.cibles[place] = image.noeud
                image.noeud.cadre = _box(visee.morceaux, place) or image.noeud.cadre
    if next(suite, None) is not None:
        raise NonBalisableError("une image du fichier Word manque dans le PDF")


def _pictures(paragraphes: Sequence[Paragraphe]) -> int:
    return sum(
        portion.contenu.nombre
        for paragraphe in paragraphes
        for portion in paragraphe.portions
        if isinstance(portion.contenu, Image)
    )


def _is_near(piece: Piece, place: int, visee: Visee, rangs: dict[int, int]) -> bool:
    """Tell whether a picture stands among the words that the Word file has around it."""
    avant = next(_ranks(reversed(visee.cibles[:place]), rangs), piece.paragraphe)
    apres = next(_ranks(visee.cibles[place:], rangs), piece.paragraphe)
    return avant <= piece.paragraphe <= apres


def _ranks(cibles: Iterable[Cible | None], rangs: dict[int, int]) -> Iterator[int]:
    for cible in cibles:
        if isinstance(cible, Noeud) and id(cible) in rangs:
            yield rangs[id(cible)]


def _box(morceaux: Sequence[Morceau], place: int) -> Cadre | None:
    avant = morceaux[place - 1].octets if place else b""
    return read_frame(morceaux[0].octets, avant)


# Links


def _describe(document: pikepdf.Pdf, arbre: Arbre) -> None:
    """Give each link the words that it is written on, as its description (ISO 14289-1 § 7.18.5)."""
    textes: dict[int, tuple[Noeud, list[str]]] = {}
    for piece in arbre.pieces:
        noeud = piece.noeud
        while noeud is not None and noeud.genre != "Link":
            noeud = noeud.parent
        if noeud is not None and isinstance(piece.contenu, str):
            textes.setdefault(id(noeud), (noeud, []))[1].append(piece.contenu)
    for noeud, morceaux in textes.values():
        for page, rang in noeud.annotations:
            annotation = document.pages[page].obj.Annots[rang]
            annotation.Contents = pikepdf.String("".join(morceaux).strip() or noeud.lien)
