"""What libyaml says of a mistake, said in French with what to do.

The English sentences are those of libyaml 0.2 (`scanner.c`, `parser.c`), which CBaseLoader
gives as `problem` and `context`. The first row that fits wins.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from generator.records.arbre import DEBUT, Position


@dataclass(frozen=True, slots=True)
class Traduction:
    """A row: it fits where libyaml's problem and context begin so and the text matches.

    `avant` is searched in the line before the mistake, a newline, and the line up to it;
    `ici` is matched from the mistake on. The sentence may quote {signe}, the character there,
    and {ouverture}, where the construct at fault begins. `a_l_ouverture`: the position to tell
    is that beginning.
    """

    probleme: str
    phrase: str
    contexte: str = ""
    avant: str = ""
    ici: str = ""
    a_l_ouverture: bool = False


_TABULATION = "une tabulation décale cette ligne ; remplacez-la par des espaces (deux par niveau)"
_GUILLEMETS = "mettez-le entre guillemets doubles"
_RESERVE = f"un texte ne peut pas commencer par « {{signe}} » ; {_GUILLEMETS}"
_OUVERT = (
    "un guillemet ouvert ici n'est jamais fermé ; fermez-le, ou mettez entre guillemets doubles "
    "le texte qui contient une apostrophe"
)
_DECALAGE = (
    "cette ligne n'est alignée avec aucune autre de son groupe ; donnez-lui le même décalage "
    "que les clés voisines"
)
_APRES_GUILLEMET = (
    "du texte suit un guillemet fermant ; mettez tout le texte entre guillemets doubles, et "
    "écrivez \\\" pour un guillemet double à l'intérieur"
)
_BARRE = (
    "la barre oblique inverse est mal employée ; doublez-la (\\\\), ou mettez ce texte entre "
    "apostrophes"
)
_DIRECTIVE = (
    "une ligne ne peut pas commencer par « % » ; mettez ce texte entre guillemets doubles, ou "
    "retirez la ligne"
)

_TRADUCTIONS: tuple[Traduction, ...] = (
    Traduction("found character that cannot start any token", _TABULATION, ici=r"\t"),
    Traduction("found a tab character", _TABULATION),
    Traduction("found character that cannot start any token", _RESERVE),
    Traduction(
        "mapping values are not allowed",
        f"ce texte contient un deux-points suivi d'une espace ; {_GUILLEMETS}",
        avant=r"\n[^\n#]*:\s[^\n]*\Z",
    ),
    Traduction(
        "mapping values are not allowed",
        "il manque une espace après le deux-points de la ligne précédente ; écrivez "
        "« clé: valeur »",
        avant=r"\A\s*(- +)*[\w-]+:[^\s\n][^\n]*\n",
    ),
    Traduction(
        "mapping values are not allowed",
        "ce deux-points n'est pas attendu ; vérifiez que la ligne précédente est une "
        "« clé: valeur » entière et que celle-ci n'est pas trop décalée vers la droite",
    ),
    Traduction(
        "could not find expected ':'",
        "il manque un deux-points et une espace après cette clé ; écrivez « clé: valeur », ou "
        "alignez cette ligne avec le texte qu'elle continue",
        a_l_ouverture=True,
    ),
    Traduction("found unexpected end of stream", _OUVERT, a_l_ouverture=True),
    Traduction("found unexpected document indicator", _OUVERT, a_l_ouverture=True),
    Traduction(
        "did not find expected ',' or ']'",
        "la liste ouverte par « [ » {ouverture} n'est pas fermée, ou il lui manque une virgule ; "
        "ajoutez « ] » ou « , », et mettez entre guillemets doubles un texte qui contient « : »",
    ),
    Traduction(
        "did not find expected ',' or '}'",
        "le groupe ouvert par « {{ » {ouverture} n'est pas fermé, ou il lui manque une virgule ; "
        "ajoutez « }} » ou « , », et mettez entre guillemets doubles un texte qui contient « : »",
    ),
    Traduction("did not find expected key", _APRES_GUILLEMET, avant=r"['\"] *\Z"),
    Traduction(
        "did not find expected key",
        "un signe « {signe} » suit une liste ou un groupe déjà fermé ; retirez-le, ou mettez tout "
        "le texte entre guillemets doubles",
        avant=r"[\]}] *\Z",
    ),
    Traduction(
        "did not find expected key",
        "un tiret de liste est aligné avec des clés ; décalez la liste de deux espaces sous sa "
        "clé, ou retirez le tiret",
        ici=r"-\s",
    ),
    Traduction(
        "did not find expected key",
        "il manque une clé avant ce deux-points ; écrivez « clé: valeur »",
        ici=r":",
    ),
    Traduction(
        "did not find expected key",
        "un signe « {signe} » ferme une liste ou un groupe qui n'est pas ouvert ; retirez-le",
        ici=r"[\]}]",
    ),
    Traduction("did not find expected key", _DECALAGE),
    Traduction(
        "did not find expected '-' indicator",
        "un élément de liste est attendu ici ; commencez la ligne par un tiret et une espace, ou "
        "alignez-la avec les clés de son groupe",
    ),
    Traduction(
        "block sequence entries are not allowed",
        f"une liste commence à la ligne sous sa clé ; si c'est un texte, {_GUILLEMETS}",
    ),
    Traduction(
        "did not find expected node content",
        f"une valeur est attendue avant « {{signe}} » ; si c'est un texte, {_GUILLEMETS}",
        ici=r"[^\s]",
    ),
    Traduction("did not find expected alphabetic", _RESERVE, a_l_ouverture=True),
    Traduction("found undefined tag handle", _RESERVE, a_l_ouverture=True),
    Traduction("", _RESERVE, contexte="while scanning a tag\0", a_l_ouverture=True),
    Traduction("", _RESERVE, contexte="while parsing a tag\0", a_l_ouverture=True),
    Traduction(
        "",
        "après « {signe} », le texte commence à la ligne suivante ; sinon mettez-le entre "
        "guillemets doubles",
        contexte="while scanning a block scalar",
        a_l_ouverture=True,
    ),
    Traduction("", _BARRE, contexte="while parsing a quoted scalar"),
    Traduction("mapping keys are not allowed", _RESERVE),
    Traduction("", _DIRECTIVE, contexte="while scanning a directive"),
    Traduction("", _DIRECTIVE, contexte="while scanning a tag directive"),
    Traduction("", _DIRECTIVE, contexte="while scanning a %YAML directive"),
    Traduction("found incompatible YAML document", _DIRECTIVE),
    Traduction("found duplicate", _DIRECTIVE),
    Traduction(
        "did not find expected <document start>",
        "ce texte est en dehors de la fiche ; une fiche est une suite de lignes « clé: valeur » "
        "alignées à gauche",
    ),
    Traduction(
        "",
        "cette ligne n'est pas du YAML ; vérifiez son décalage, ses deux-points et ses guillemets",
    ),
)


def translate(error: yaml.YAMLError, texte: str, avant: int) -> tuple[Position, str]:
    """Return where the mistake stands and a French sentence saying what to do.

    `avant` lines of the file stand before `texte`.
    """
    probleme, contexte = getattr(error, "problem", None), getattr(error, "context", None)
    lieu = _position(getattr(error, "problem_mark", None)) or DEBUT
    ouverture = _position(getattr(error, "context_mark", None)) or lieu
    lignes = ["", *texte.splitlines(), "", ""]
    row = next(
        row
        for row in _TRADUCTIONS
        if (probleme or "").startswith(row.probleme)
        and f"{contexte or ''}\0".startswith(row.contexte)
        and _fits(row, lieu, lignes)
    )
    told = ouverture if row.a_l_ouverture else lieu
    signe = lignes[told.ligne][told.colonne - 1 :][:1]
    place = f"ligne {avant + ouverture.ligne}, colonne {ouverture.colonne},"
    return Position(avant + told.ligne, told.colonne), row.phrase.format(
        signe=signe, ouverture=place
    )


def _fits(row: Traduction, lieu: Position, lignes: list[str]) -> bool:
    ligne = lignes[lieu.ligne]
    avant = f"{lignes[lieu.ligne - 1]}\n{ligne[: lieu.colonne - 1]}"
    return bool(re.search(row.avant, avant) and re.match(row.ici, ligne[lieu.colonne - 1 :]))


def _position(mark: yaml.Mark | None) -> Position | None:
    return None if mark is None else Position(mark.line + 1, mark.column + 1)
