"""Where the places of signature stand on the pages.

The picture that holds a place is recognised by itself: its sides in pixels, and a soft mask that
lets nothing of it be seen. It is taken out of the page, which keeps its room.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import pikepdf

from generator.errors import ConversionError
from generator.pdf.emplacements.attendus import Attendu
from generator.pdf.images import Cadre, read_frame
from generator.referentiel import demarches

_SEUIL = 1.0  # points: engines round
_PETIT = (40.0, 15.0)  # points: in less, neither a hand nor a stamp can be read


@dataclass(frozen=True, slots=True)
class Place:
    """A place of signature on a page (from 1): its key, its description, its rectangle in points."""

    cle: str
    description: str
    page: int
    cadre: Cadre


def take_out(document: pikepdf.Pdf, attendus: Sequence[Attendu]) -> tuple[Place, ...]:
    """Return each expected place where the pages have it, their pictures taken away.

    Raises ConversionError: the pages have more or fewer of them, in another order, or outside.
    """
    trouves: list[tuple[int, Cadre | None]] = []
    for numero, page in enumerate(document.pages, start=1):
        images = page.resources.get("/XObject")
        noms = [nom for nom, image in images.items() if _is_place(image)] if images else []
        if noms:
            trouves += [(numero, cadre) for cadre in _take_out_of(page, noms)]
    places = tuple(
        Place(attendu.cle, attendu.description, numero, cadre)
        for attendu, (numero, cadre) in zip(attendus, _sort(attendus, trouves), strict=False)
        if cadre is not None
    )
    if not len(places) == len(attendus) == len(trouves):
        raise ConversionError(_count_message(attendus, len(trouves)))
    suites = zip(pairwise(attendus), pairwise(places), strict=True)
    if not all(_follows(*suite, un.is_beside(autre)) for (un, autre), suite in suites):
        raise ConversionError(
            "Les emplacements de signature se chevauchent dans le PDF, ou ne s'y suivent pas comme dans "
            "le fichier Word : dans Word, écartez-les ou réduisez leurs images."
        )
    for place in places:
        if not _is_inside(place.cadre, document.pages[place.page - 1]):
            raise ConversionError(
                f"L'emplacement de signature « {place.cle} » sort de la page {place.page} : réduisez "
                "son image dans Word."
            )
        if _is_small(place.cadre):
            raise ConversionError(
                f"L'emplacement de signature « {place.cle} » est trop petit pour qu'une signature s'y "
                "lise : agrandissez son image dans Word."
            )
    return places


def _sort(
    attendus: Sequence[Attendu], trouves: Sequence[tuple[int, Cadre | None]]
) -> list[tuple[int, Cadre | None]]:
    """Return what was found in the order of the places that are expected.

    Pages follow it, but where a row of a table is broken over several of them: a long cell then
    ends after the next one has begun, and only their columns tell which is which.
    """
    tries = list(trouves)
    debut = 0
    for fin in range(1, len(attendus) + 1):
        if fin < len(attendus) and attendus[fin - 1].is_beside(attendus[fin]):
            continue
        rangee = tries[debut:fin]
        if len({numero for numero, _ in rangee}) > 1:
            tries[debut:fin] = sorted(rangee, key=lambda trouve: trouve[1] or ())
        debut = fin
    return tries


def _is_place(image: pikepdf.Object) -> bool:
    """Tell whether a picture is the transparent one of the templates."""
    connue = demarches.signatures().image
    if image.get("/Width") != connue.largeur or image.get("/Height") != connue.hauteur:
        return False
    masque = image.get("/SMask")
    if not isinstance(masque, pikepdf.Stream):
        return False
    inverse = [float(borne) for borne in masque.get("/Decode", ())] == [1, 0]
    octets = masque.read_bytes()
    return bool(octets) and octets.count(b"\xff" if inverse else b"\x00") == len(octets)


def _take_out_of(page: pikepdf.Page, noms: Sequence[str]) -> list[Cadre | None]:
    """Return where a page draws the pictures of these names, in its order, and draw them no more."""
    page.contents_coalesce()
    octets = page.obj.Contents.read_bytes()
    dessin = re.compile(rb"(?:%s) Do(?:\s|$)" % b"|".join(re.escape(n.encode()) for n in noms))
    cadres = []
    restes = []
    fin = 0
    for image in dessin.finditer(octets):
        restes.append(octets[fin : image.start()])
        cadres.append(read_frame(octets, octets[: image.start()]))
        fin = image.end()
    page.obj.Contents.write(b"".join((*restes, octets[fin:])))
    # A dictionary of their own: engines share one among pages, and not every page draws the same.
    ressources = copy.copy(page.resources)
    images = copy.copy(ressources.XObject)
    for nom in noms:
        del images[nom]
    if len(images):
        ressources.XObject = images
    else:
        del ressources["/XObject"]
    page.obj.Resources = ressources
    return cadres


def _count_message(attendus: Sequence[Attendu], trouves: int) -> str:
    connue = demarches.signatures().image
    if trouves > len(attendus):
        return (
            f"Le PDF a {trouves} emplacements de signature et le fichier Word en nomme "
            f"{len(attendus)} : dans Word (Accueil > Sélectionner > Volet Sélection), nommez chaque "
            "image transparente « signature executif » ou d'un autre nom connu, ou retirez-la."
        )
    cles = ", ".join(f"« {attendu.cle} »" for attendu in attendus)
    return (
        f"Les emplacements de signature du fichier Word ({cles}) ne se retrouvent pas tous dans le "
        f"PDF, qui en a {trouves} : une autre image a pris la place de l'image transparente de "
        f"{connue.largeur} × {connue.hauteur} pixels, ou celle-ci sort de la page ; copiez de nouveau "
        "le cadre de signature de nos gabarits."
    )


def _follows(avant: Place, apres: Place, a_cote: bool) -> bool:
    """Tell whether a place is read after another: on a later page, beneath, or to its right.

    `a_cote`: they are in two cells of one row, so that only the last holds on two pages.
    """
    a_droite = apres.cadre[0] >= avant.cadre[2] - _SEUIL
    if avant.page != apres.page:
        return a_droite if a_cote else avant.page < apres.page
    return a_droite or apres.cadre[3] <= avant.cadre[1] + _SEUIL


def _is_small(cadre: Cadre) -> bool:
    largeur, hauteur = _PETIT
    return cadre[2] - cadre[0] < largeur or cadre[3] - cadre[1] < hauteur


def _is_inside(cadre: Cadre, page: pikepdf.Page) -> bool:
    gauche, bas, droite, haut = map(float, page.mediabox)
    return (
        gauche - _SEUIL <= cadre[0] < cadre[2] <= droite + _SEUIL
        and bas - _SEUIL <= cadre[1] < cadre[3] <= haut + _SEUIL
    )
