"""From a tree of nodes to typed values, by the table of fields; every problem is noted."""

from __future__ import annotations

import difflib
import functools
from collections.abc import Callable, Iterator, Mapping

from generator.records.arbre import (
    Noeud,
    NoeudGroupe,
    NoeudListe,
    NoeudScalaire,
    is_absent,
)
from generator.records.champs import fiche
from generator.records.genres import (
    Champ,
    Genre,
    Groupe,
    Liste,
    RefusedValueError,
    SelonForme,
    Valeur,
    fold,
    walk,
)
from generator.records.problemes import Releve, quote, shorten

_FORMES: dict[type, str] = {
    NoeudListe: "une liste",
    NoeudGroupe: "un groupe de clés",
}
_CLE_VIDE = "« »"  # how an empty key is told
_RESSEMBLANCE = 0.75  # of an unknown key and a known one, to take it for a typing error
_CLE_COMPAREE = 40  # characters of an unknown key that are compared with the known ones


def convert(noeud: Noeud, genre: Genre, champ: str, releve: Releve) -> object:
    """Return the value that the node gives to a field of that kind.

    None where nothing is given or nothing can be understood; problems, positions and the fields
    that are given are noted in `releve`.
    """
    if not is_absent(noeud):
        releve.donnes.add(champ)
    elif isinstance(noeud, NoeudScalaire):
        return None
    return _CONVERTERS[type(genre)](noeud, genre, champ, releve)


def _convert_valeur(noeud: Noeud, genre: Valeur, champ: str, releve: Releve) -> object:
    if not isinstance(noeud, NoeudScalaire) or not noeud.texte:
        _refuse(noeud, genre.attendu, champ, releve)
        return None
    try:
        return genre.convert(noeud.texte)
    except RefusedValueError as error:
        releve.add_on(champ, str(error))
        return None


def _convert_liste(
    noeud: Noeud, genre: Liste, champ: str, releve: Releve
) -> tuple[object, ...] | None:
    match noeud:
        case NoeudListe(elements=elements):
            items = tuple(_convert_elements(elements, genre, champ, releve))
            return None if is_absent(noeud) else tuple(i for i in items if i is not None)
        case NoeudScalaire() if isinstance(genre.element, Valeur):
            seul = _convert_valeur(noeud, genre.element, champ, releve)
            return None if seul is None else (seul,)
        case _:
            _refuse(noeud, "une liste, un tiret par élément", champ, releve)
            return None


def _convert_elements(
    elements: tuple[Noeud, ...], genre: Liste, champ: str, releve: Releve
) -> Iterator[object]:
    """Yield the value of each element; those that say nothing are not counted."""
    numero = 1
    for element in elements:
        place = f"{champ}[{numero}]"
        releve.positions[place] = element.position
        yield convert(element, genre.element, place, releve)
        numero += not is_absent(element)


def _convert_groupe(noeud: Noeud, genre: Groupe, champ: str, releve: Releve) -> object:
    if not isinstance(noeud, NoeudGroupe):
        attendu = f"un groupe de clés ({', '.join(c.cle for c in genre.champs)})"
        _refuse(noeud, attendu, champ, releve)
        return genre.build()  # its place in a list is kept, for the numbers of the next ones
    values = dict(_convert_entrees(noeud, genre, champ, releve))
    if is_absent(noeud) and champ:
        return None
    _check_required(genre, champ, releve)
    given = {cle: value for cle, value in values.items() if value is not None}
    return genre.build(**genre.adapt(given))


def _convert_entrees(
    noeud: NoeudGroupe, genre: Groupe, champ: str, releve: Releve
) -> Iterator[tuple[str, object]]:
    genres = {c.cle: c.genre for c in genre.champs}
    for entree in noeud.entrees:
        place = _join(champ, shorten(entree.cle) or _CLE_VIDE)
        releve.positions[place] = entree.position
        if entree.cle in genres:
            yield entree.cle, convert(entree.valeur, genres[entree.cle], place, releve)
        else:
            releve.add_on(place, _describe_unknown(entree.cle, genre))


def _check_required(genre: Groupe, champ: str, releve: Releve) -> None:
    for c in genre.champs:
        if c.obligatoire and _join(champ, c.cle) not in releve.donnes:
            releve.add_on(_join(champ, c.cle), _describe_missing(c))


def _convert_selon_forme(noeud: Noeud, genre: SelonForme, champ: str, releve: Releve) -> object:
    plain: tuple[type, ...] = (NoeudScalaire,)
    if isinstance(genre.valeur, Liste):
        plain = (NoeudScalaire, NoeudListe)
    chosen = genre.valeur if isinstance(noeud, plain) else genre.autre
    return _CONVERTERS[type(chosen)](noeud, chosen, champ, releve)


_CONVERTERS: dict[type, Callable[..., object]] = {
    Valeur: _convert_valeur,
    Liste: _convert_liste,
    Groupe: _convert_groupe,
    SelonForme: _convert_selon_forme,
}


def _refuse(noeud: Noeud, attendu: str, champ: str, releve: Releve) -> None:
    trouve = _FORMES.get(type(noeud)) or f"le texte {quote(_text(noeud))}"
    releve.add_on(champ, f"attendu : {attendu} ; trouvé : {trouve}")


def _text(noeud: Noeud) -> str:
    return (noeud.texte or "") if isinstance(noeud, NoeudScalaire) else ""


def _describe_missing(champ: Champ) -> str:
    exemple = f", par exemple « {champ.cle}: {champ.exemple} »" if champ.exemple else ""
    return f"clé obligatoire, sans valeur ici ; écrivez-la{exemple}"


def _describe_unknown(cle: str, genre: Groupe) -> str:
    """Return what to write instead of an unknown key: always the nearest of the known ones."""
    typed = fold(cle)[:_CLE_COMPAREE]
    spellings = {fold(nom): c.cle for c in genre.champs for nom in (c.cle, *c.confusions)}
    homes = _homes().get(typed, ())
    if len(homes) == 1 and typed not in spellings:
        return f"clé mal placée ; {homes[0]}, vérifiez le décalage de la ligne"
    spelling = difflib.get_close_matches(typed, spellings, n=1, cutoff=0)[0]
    nearest = spellings[spelling]
    if difflib.SequenceMatcher(None, typed, spelling).ratio() >= _RESSEMBLANCE:
        return f"clé inconnue ; écrivez « {nearest} »"
    known = ", ".join(c.cle for c in genre.champs)
    return f"clé inconnue ; la plus proche est « {nearest} » (clés possibles ici : {known})"


@functools.cache
def _homes() -> Mapping[str, tuple[str, ...]]:
    """Return, by folded key, where each key of the table is written."""
    homes: dict[str, tuple[str, ...]] = {}
    lesser: dict[str, tuple[str, ...]] = {}
    apart = {_join(parent, champ.cle) for parent, champ in walk(fiche()) if champ.apart}
    for parent, champ in walk(fiche()):
        place = f"elle s'écrit sous « {parent} »" if parent else "elle s'écrit tout à gauche"
        table = lesser if parent in apart else homes
        table[fold(champ.cle)] = (*table.get(fold(champ.cle), ()), place)
    return {**lesser, **homes}


def _join(champ: str, cle: str) -> str:
    return f"{champ}.{cle}" if champ else cle
