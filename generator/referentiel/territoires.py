"""Communes, intercommunalités and départements: the official lists, by code, SIREN or name.

The files of `donnees/` hold one line a territory, fields parted by `;`, never quoted
(`scripts/build_referentiel.py` writes them so). They are read when first asked for, once a
process; a `Territoire` is built from its line only when somebody wants it.
"""

from __future__ import annotations

import bisect
import difflib
import functools
import heapq
import itertools
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.domain.siret import is_luhn
from generator.domain.territoire import Departement, Entete, Liaison, Territoire, TypeCollectivite
from generator.errors import ReferentielError
from generator.resources import DONNEES

_NATURES: Mapping[str, str] = {
    "COMD": "commune déléguée",
    "COMA": "commune associée",
    "ARM": "arrondissement municipal",
    "ANC": "ancienne commune",
}
_SUGGESTIONS = 5
_RESSEMBLANCE = 0.7  # below, two names have nothing to do with each other
_ECART = 0.15  # a name that much less like than the best one is not worth telling
_LONGUEUR = 100  # characters; no official name comes near, so no likeness is looked for above
_PREFIXE = 0.9  # « Chalon » for « Chalon-sur-Saône »: better than a likeness of letters
_VILLE = 10_000  # inhabitants; smaller towns are not known by the beginning of their name
_DISPROPORTION = 10  # times the inhabitants of the commune that has the shorter name
_ARTICLE = re.compile(r"^(?:le|la|les|l|aux|las|los) (?=.)")


class _Lignes(Mapping[str, Territoire]):
    """Territories by key, each built from its line of CSV when it is asked for."""

    def __init__(self, lignes: Mapping[str, str], build: Callable[[str], Territoire]) -> None:
        self._lignes = lignes
        self._build = build

    def __getitem__(self, cle: str) -> Territoire:
        return self._build(self._lignes[cle])

    def __iter__(self) -> Iterator[str]:
        return iter(self._lignes)

    def __len__(self) -> int:
        return len(self._lignes)


@dataclass(frozen=True, slots=True)
class _AncienCode:
    """A code that names a part of a commune, or a commune that is no more."""

    code: str
    nom: str  # empty where the official list gives the code alone
    nature: str
    commune: str  # Insee code of the commune of today


_PREFIXE_DE_NOM = 6  # letters from which a name may be an intercommunalité's
_MAX_GROUPEMENTS = 3  # intercommunalités named in one message


# --- The lists ---------------------------------------------------------------------------------


@functools.cache
def departements() -> Mapping[str, Departement]:
    """Return the départements and the overseas collectivités by code.

    The tribunal is None where CJA R. 221-3 was not read (984, 989).
    """
    tribunaux = {code: formule for code, _, _, formule in _fields("tribunaux_administratifs.csv")}
    return {
        code: Departement(code, nom, Liaison(int(liaison)), tribunaux.get(code), Entete(entete))
        for code, nom, liaison, entete in _fields("departements.csv")
    }


@functools.cache
def communes() -> Mapping[str, Territoire]:
    """Return the communes of today by Insee code."""
    return _Lignes({ligne[:5]: ligne for ligne in _lines("communes.csv")}, _commune)


@functools.cache
def intercommunalites() -> Mapping[str, Territoire]:
    """Return the intercommunalités by SIREN, the Métropole de Lyon and the EPT included."""
    lignes = {ligne[:9]: ligne for ligne in _lines("intercommunalites.csv")}
    return _Lignes(lignes, _intercommunalite)


# --- Finding -----------------------------------------------------------------------------------


def commune_by_code(code: str) -> Territoire:
    """Return the commune of an Insee code; ReferentielError tells what the code is instead."""
    saisi = code.strip().upper()
    if saisi in communes():
        return communes()[saisi]
    if saisi in _anciens_codes():
        raise ReferentielError(_explain_former_code(_anciens_codes()[saisi]))
    if saisi.rjust(5, "0") in communes():
        commune = communes()[saisi.rjust(5, "0")]
        raise ReferentielError(
            f"le code Insee {_echo(code)} a perdu son zéro initial : {_by_code(commune)}"
        )
    raise ReferentielError(
        f"le code Insee {_echo(code)} n'est celui d'aucune commune : un code Insee a cinq "
        "caractères (« 21231 », « 2A004 ») et n'est pas le code postal"
    )


def territoire_by_siren(siren: str) -> Territoire:
    """Return the commune or intercommunalité of a SIREN, spaces allowed between its digits.

    Raise ReferentielError if it has not nine digits, if its key is wrong (Luhn), or if it is
    neither a commune's nor an intercommunalité's.
    """
    chiffres = re.sub(r"\s", "", siren)
    if not re.fullmatch(r"[0-9]{9}", chiffres):
        raise ReferentielError(f"le SIREN {_echo(siren)} doit avoir neuf chiffres")
    if not is_luhn(chiffres):
        raise ReferentielError(
            f"le SIREN {_echo(siren)} est mal recopié : sa clé de contrôle est fausse, "
            "vérifiez chaque chiffre"
        )
    if chiffres in intercommunalites():
        return intercommunalites()[chiffres]
    if chiffres in _codes_by_siren():
        return communes()[_codes_by_siren()[chiffres]]
    raise ReferentielError(
        f"le SIREN {_echo(siren)} n'est celui d'aucune commune ni intercommunalité : écrivez celui "
        "de la commune, ou de la communauté ou métropole, non d'un syndicat, d'un CCAS ou d'un "
        "autre établissement"
    )


def find_commune(nom: str, departement: str | None = None) -> Territoire:
    """Return the commune of that name; `departement`, a code or a name, parts homonyms.

    Case, accents, hyphens, spaces, both apostrophes, œ/oe, « St » and « Ste » do not matter.
    The article does: « Havre » only suggests Le Havre. Raise ReferentielError with the
    homonyms and their codes, with the commune that a former one has joined, or with the
    nearest names.
    """
    ici = find_departement(departement) if departement else None
    trouvees = communes_named(nom)
    retenues = [c for c in trouvees if ici is None or c.departement == ici]
    if len(retenues) == 1:
        return retenues[0]
    if retenues:
        raise ReferentielError(_explain_homonyms(nom, retenues))
    if ici is not None and trouvees:
        raise ReferentielError(
            f"{_echo(nom)} n'est pas dans le département {ici.nom} ({ici.code}) : {_list(trouvees)}"
        )
    raise ReferentielError(_explain_unknown(nom, ici))


def communes_named(nom: str) -> tuple[Territoire, ...]:
    """Return the communes of that name, by code; empty if there is none.

    A name given with its accents designates the communes written so: « Châlus » is not Chalus,
    but « CHALUS » may be either.
    """
    trouvees = tuple(communes()[code] for code in _codes_by_name().get(fold(nom), ()))
    if strip_accents(nom) == nom:
        return trouvees
    exactes = tuple(c for c in trouvees if _plain(c.nom) == _plain(nom))
    return exactes or trouvees


def bigger_namesake(commune: Territoire) -> Territoire | None:
    """Return the most populous town whose name only goes on where that of `commune` ends.

    Aix (Corrèze) has Aix-en-Provence; only a town of 10 000 inhabitants or more, and ten times
    as many as `commune`, is likely to be meant by the shorter name. None where there is none.
    """
    debut = f"{fold(commune.nom)} "
    seuil = max(_VILLE, _DISPROPORTION * (commune.population_municipale or 0))
    noms = _sorted_names()
    suite = itertools.takewhile(
        lambda plat: plat.startswith(debut), noms[bisect.bisect_left(noms, debut) :]
    )
    villes = [communes()[code] for plat in suite for code in _codes_by_name()[plat]]
    ville = max(villes, key=lambda ville: ville.population_municipale or 0, default=None)
    return ville if ville and (ville.population_municipale or 0) >= seuil else None


def explain_namesake(commune: Territoire) -> str | None:
    """Return the sentence that tells of `bigger_namesake`, and how to settle it; None without."""
    ville = bigger_namesake(commune)
    if ville is None:
        return None
    return (
        f"c'est {_cite(commune)}, {commune.code} ; s'il s'agit de {_cite(ville)}, {ville.code}, "
        "écrivez son nom entier ; sinon, écrivez le code Insee et cette alerte se taira"
    )


def slug_of(territoire: Territoire) -> str:
    """Return the name of the folder: « dijon-21231 », « l-hay-les-roses-94038 »."""
    letters = strip_accents(territoire.nom.replace("œ", "oe").replace("Œ", "Oe")).lower()
    words = "".join(c if c.isalnum() else " " for c in letters).split()
    return "-".join([*words, territoire.code.lower()])


def strip_accents(text: str) -> str:
    """Return `text` without its accents."""
    return re.sub(r"[\u0300-\u036f]", "", unicodedata.normalize("NFD", text))


def fold(nom: str) -> str:
    """Return what two spellings of one name share: « St-Étienne » gives « saint etienne ».

    Lines stay lines, so that a whole list folds in one pass.
    """
    plat = strip_accents(_plain(nom)).replace("œ", "oe").replace("æ", "ae")
    plat = re.sub(r"[^\w\n]+", " ", plat)
    plat = re.sub(r"\bst(e?)\b", r"saint\1", plat)
    return re.sub(r"(?m)^ | $", "", plat)


# --- Reading -----------------------------------------------------------------------------------


def _lines(fichier: str) -> list[str]:
    """Return the lines of a CSV file of `donnees/`, without its header."""
    return (DONNEES / fichier).read_text(encoding="utf-8").splitlines()[1:]


def _fields(fichier: str) -> list[list[str]]:
    """Return the fields of every line of a CSV file of `donnees/`."""
    return [ligne.split(";") for ligne in _lines(fichier)]


def _commune(ligne: str) -> Territoire:
    """Return the commune of one line of `communes.csv`."""
    code, nom, liaison, siren, departement, arrondissement, municipale, totale = ligne.split(";")
    return Territoire(
        code=code,
        siren=siren or None,
        nom=nom,
        liaison=Liaison(int(liaison)),
        type=TypeCollectivite.COMMUNE,
        departement=departements()[departement],
        arrondissement=arrondissement or None,
        population_municipale=_number(municipale),
        population_totale=_number(totale),
    )


def _intercommunalite(ligne: str) -> Territoire:
    """Return the intercommunalité of one line of `intercommunalites.csv`."""
    siren, nom, liaison, nature, departement, arrondissement, municipale, totale = ligne.split(";")
    return Territoire(
        code=siren,
        siren=siren,
        nom=nom,
        liaison=Liaison(int(liaison)),
        type=TypeCollectivite(nature),
        departement=departements()[departement],
        arrondissement=arrondissement or None,
        population_municipale=_number(municipale),
        population_totale=_number(totale),
    )


def _number(champ: str) -> int | None:
    """Return the number of a field, None if it is empty."""
    return int(champ) if champ else None


@functools.cache
def _codes_by_name() -> Mapping[str, tuple[str, ...]]:
    """Return the Insee codes of the communes by folded name.

    « Château-Chinon (Ville) » is also found without what the parenthesis tells apart.
    """
    couples = [ligne.split(";", 2)[:2] for ligne in _lines("communes.csv")]
    par_nom: dict[str, tuple[str, ...]] = {}
    plats = fold("\n".join(nom for _, nom in couples)).split("\n")
    for (code, nom), plat in zip(couples, plats, strict=True):
        par_nom[plat] = (*par_nom.get(plat, ()), code)
        if "(" in nom:
            racine = fold(nom.partition("(")[0])
            par_nom[racine] = (*par_nom.get(racine, ()), code)
    return par_nom


@functools.cache
def _sorted_names() -> list[str]:
    """Return the folded names of the communes, in the order of letters."""
    return sorted(_codes_by_name())


@functools.cache
def _codes_by_siren() -> Mapping[str, str]:
    """Return the Insee codes of the communes by SIREN."""
    return {siren: code for code, _, _, siren, *_ in _fields("communes.csv") if siren}


@functools.cache
def _anciens_codes() -> Mapping[str, _AncienCode]:
    """Return by code the communes déléguées, associées and former, and the arrondissements."""
    return {ligne[0]: _AncienCode(*ligne) for ligne in _fields("anciens_codes.csv")}


@functools.cache
def _anciens_noms() -> Mapping[str, tuple[_AncienCode, ...]]:
    """Return the same by folded name."""
    par_nom: dict[str, tuple[_AncienCode, ...]] = {}
    for ancien in _anciens_codes().values():
        plat = fold(ancien.nom)
        par_nom[plat] = (*par_nom.get(plat, ()), ancien)
    return par_nom


def _plain(nom: str) -> str:
    """Return `nom` in small letters, composed, with straight apostrophes."""
    return unicodedata.normalize("NFC", nom).casefold().replace("’", "'").strip()


def find_departement(saisi: str) -> Departement:
    """Return the département of a code or a name; ReferentielError if there is none."""
    code = saisi.strip().upper().rjust(2, "0")
    if code in departements():
        return departements()[code]
    par_nom = {fold(d.nom): d for d in departements().values()}
    plat = _ARTICLE.sub("", fold(saisi))
    for candidat in (fold(saisi), plat):
        if candidat in par_nom:
            return par_nom[candidat]
    proches = difflib.get_close_matches(plat, par_nom, n=3, cutoff=_RESSEMBLANCE)
    suite = ", ".join(f"{par_nom[p].nom} ({par_nom[p].code})" for p in proches)
    raise ReferentielError(
        f"{_echo(saisi)} n'est ni le code ni le nom d'un département"
        + (f" ; noms proches : {suite}" if suite else " : écrivez par exemple « 21 »")
    )


# --- Explaining --------------------------------------------------------------------------------


def _cite(commune: Territoire) -> str:
    """Return « Dijon (Côte-d'Or) », and « Paris » for the département of that name."""
    departement = commune.departement.nom
    return commune.nom if commune.nom == departement else f"{commune.nom} ({departement})"


def _echo(saisi: str) -> str:
    """Return what was typed between guillemets, cut where it is too long for a message."""
    return f"« {saisi} »" if len(saisi) <= _LONGUEUR else f"« {saisi[:_LONGUEUR]}… »"


def _list(trouvees: Iterable[Territoire]) -> str:
    """Return « 21231 Dijon (Côte-d'Or) ; … », in the given order."""
    return " ; ".join(f"{commune.code} {_cite(commune)}" for commune in trouvees)


def _most_populous(trouvees: Iterable[Territoire]) -> Territoire:
    """Return the commune of most inhabitants."""
    return max(trouvees, key=lambda commune: commune.population_municipale or 0)


def _explain_homonyms(nom: str, trouvees: list[Territoire]) -> str:
    """Return what to write to choose among communes of one name."""
    exemple = _most_populous(trouvees)
    return (
        f"{_echo(nom)} désigne {len(trouvees)} communes : {_list(trouvees)} ; choisissez la bonne par "
        f'son code : {exemple.code} (dans une fiche, code_insee: "{exemple.code}")'
    )


def _by_code(commune: Territoire) -> str:
    """Return how to name a commune, at the command line as in a record."""
    code = commune.code
    return f'écrivez {code} (dans une fiche, code_insee: "{code}") pour {_cite(commune)}'


def _explain_former_code(ancien: _AncienCode) -> str:
    """Return which commune of today a former code belongs to."""
    commune = communes()[ancien.commune]
    nature = _NATURES[ancien.nature]
    quoi = f"{ancien.nom} ({nature})" if ancien.nom else f"une {nature}"
    return f"le code Insee « {ancien.code} » désigne {quoi} : {_by_code(commune)}"


def _explain_unknown(nom: str, ici: Departement | None) -> str:
    """Return what an unknown name may have been: a part of a commune, or a typing error."""
    if not fold(nom):
        return "le nom de la commune est vide : écrivez par exemple « Dijon »"
    lieu = f" dans le département {ici.nom} ({ici.code})" if ici else ""
    parties = [f"aucune commune ne s'appelle {_echo(nom)}{lieu}", *_explain_former_names(nom, ici)]
    parties += _explain_intercommunalites(nom)
    proches = _nearest(nom, ici, _RESSEMBLANCE if len(parties) == 1 else _PREFIXE)
    if proches:
        parties.append(f"noms proches : {_list(proches)}")
    if len(parties) == 1:
        parties.append("vérifiez l'orthographe ou écrivez code_insee")
    return " ; ".join(parties)


def _explain_intercommunalites(nom: str) -> Iterator[str]:
    """Yield what to write for the intercommunalités whose name holds this one, the nearest first."""
    plat = fold(nom)
    if len(plat) < _PREFIXE_DE_NOM:
        return
    holding = [g for g in intercommunalites().values() if plat in fold(g.nom)]
    for groupement in sorted(holding, key=lambda g: len(g.nom))[:_MAX_GROUPEMENTS]:
        yield f'pour {groupement.nom}, écrivez siren: "{groupement.siren}"'


def _explain_former_names(nom: str, ici: Departement | None) -> Iterator[str]:
    """Yield, for each part of a commune that has this name, what to write instead."""
    for ancien in _anciens_noms().get(fold(nom), ()):
        commune = communes()[ancien.commune]
        if ici is None or commune.departement == ici:
            article = "un" if ancien.nature == "ARM" else "une"
            yield f"{ancien.nom} est {article} {_NATURES[ancien.nature]} : {_by_code(commune)}"


def _nearest(nom: str, ici: Departement | None, plancher: float) -> list[Territoire]:
    """Return the communes whose names look most like `nom`, best first, then most populous.

    `plancher` is the least likeness wanted, from 0 to 1.
    Pairs of letters choose a hundred names among all, then difflib, slow but fair, sorts them.
    """
    if len(nom) > _LONGUEUR:
        return []
    cherche = _without_article(fold(nom))
    paires = _pairs(cherche)
    noms = _codes_by_name() if ici is None else _codes_by_name_in(ici)
    choix = heapq.nlargest(100, noms, key=lambda plat: _dice(paires, _pairs(plat)))
    notes = {plat: _likeness(cherche, _without_article(plat)) for plat in choix}
    seuil = max(plancher, max(notes.values(), default=0) - _ECART)
    notees = [
        (notes[plat], communes()[code])
        for plat in choix
        if notes[plat] >= seuil
        for code in noms[plat]
    ]
    notees.sort(key=lambda couple: (-couple[0], -(couple[1].population_municipale or 0)))
    return [commune for _, commune in notees[:_SUGGESTIONS]]


def _codes_by_name_in(ici: Departement) -> Mapping[str, tuple[str, ...]]:
    """Return the codes by folded name of the communes of one département."""
    siens = {
        plat: tuple(code for code in codes if communes()[code].departement == ici)
        for plat, codes in _codes_by_name().items()
    }
    return {plat: codes for plat, codes in siens.items() if codes}


def _without_article(plat: str) -> str:
    """Return a folded name without its article."""
    return _ARTICLE.sub("", plat)


def _pairs(plat: str) -> set[str]:
    """Return the pairs of neighbouring letters, both ends marked."""
    borde = f" {plat} "
    return {borde[i : i + 2] for i in range(len(borde) - 1)}


def _dice(une: set[str], autre: set[str]) -> float:
    """Return Dice's likeness of two sets, from 0 to 1."""
    return 2 * len(une & autre) / (len(une) + len(autre))


def _likeness(cherche: str, plat: str) -> float:
    """Return how much a name looks like the one sought, from 0 to 1."""
    note = difflib.SequenceMatcher(None, cherche, plat).ratio()
    return max(note, _PREFIXE) if plat.startswith(f"{cherche} ") else note
