"""From the bytes of a record to a tree of positioned nodes, with bounded time and memory.

PyYAML's events are read one by one, without recursion, and nothing is interpreted: « 01004 »,
« 18:30 » and « oui » stay the texts that they are.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import yaml

from generator.records.arbre import (
    DEBUT,
    Entree,
    Noeud,
    NoeudGroupe,
    NoeudListe,
    NoeudScalaire,
    Position,
)
from generator.records.problemes import SYNTAXE, Releve, quote, shorten
from generator.records.textes import INTERDITS, clean, describe_control
from generator.records.yaml_errors import translate

TAILLE_MAXIMALE = 2**20  # bytes of a record
PROFONDEUR_MAXIMALE = 20  # containers within containers
NOEUDS_MAXIMUM = 20_000

_VIDES = frozenset({"", "~", "null", "Null", "NULL"})


def read(content: bytes, releve: Releve, avant: int = 0) -> NoeudGroupe:
    """Return the record's top-level group; `avant` lines of the file stand before `content`.

    Duplicate keys, characters that are not allowed and values that are too long are noted in
    `releve`; RecordError where the file cannot be read to its end.
    """
    texte = _decode(content, releve, avant)
    _refuse_controls(texte, releve, avant)
    racine = _build(texte, releve, avant)
    match racine:
        case NoeudGroupe():
            return racine
        case None | NoeudScalaire(texte=None):
            raise releve.failure(
                "fichier vide ; écrivez au moins les clés « demarche » et « collectivite »"
            )
        case _:
            raise releve.failure(
                "une fiche est une suite de lignes « clé: valeur » ; commencez par "
                "« demarche: » et « collectivite: »",
                position=racine.position,
            )


def _decode(content: bytes, releve: Releve, avant: int) -> str:
    if len(content) > TAILLE_MAXIMALE:
        raise releve.failure("fichier trop gros : 1 Mio au plus ; allégez-le")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise releve.failure("fichier enregistré en UTF-16 ; enregistrez-le en UTF-8")
    if b"\0" in content:
        raise releve.failure("ce n'est pas un fichier de texte ; indiquez une fiche YAML")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        position = _position_at(error.object[: error.start].decode(), avant)
        raise releve.failure(
            "ce caractère n'est pas en UTF-8 ; enregistrez le fichier en UTF-8 (et non en "
            "Windows-1252 ou ISO-8859)",
            position=position,
        ) from error


def _refuse_controls(texte: str, releve: Releve, avant: int) -> None:
    if found := INTERDITS.search(texte):
        position = _position_at(texte[: found.start()], avant)
        raise releve.failure(describe_control(found[0]), position=position)


def _position_at(debut: str, avant: int) -> Position:
    """Return the position of the character that follows the text `debut`."""
    lines = debut.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Position(avant + len(lines), len(lines[-1]) + 1)


def _build(texte: str, releve: Releve, avant: int) -> Noeud | None:
    builder = _Builder(releve, avant)
    try:
        for event in yaml.parse(texte, Loader=yaml.CBaseLoader):
            builder.feed(event)
    except yaml.YAMLError as error:
        position, message = translate(error, texte, avant)
        raise releve.failure(message, position=position) from error
    return builder.racine


@dataclass(slots=True)
class _OpenList:
    """A sequence whose end has not been read."""

    champ: str
    position: Position
    elements: list[Noeud] = field(default_factory=list)

    def next_champ(self) -> str:
        return f"{self.champ}[{len(self.elements) + 1}]"

    def accept(self, noeud: Noeud) -> None:
        self.elements.append(noeud)

    def close(self) -> Noeud:
        return NoeudListe(self.position, tuple(self.elements))


@dataclass(slots=True)
class _OpenGroup:
    """A mapping whose end has not been read; `cle` is the key that waits for its value."""

    champ: str
    position: Position
    entrees: dict[str, Entree] = field(default_factory=dict)
    cle: NoeudScalaire | None = None

    def next_champ(self) -> str:
        nom = shorten(self.cle.texte or "") if self.cle else ""
        return f"{self.champ}.{nom}" if self.champ and nom else self.champ or nom

    def accept(self, noeud: Noeud) -> None:
        if self.cle is not None:  # else the key was a container, which has been refused
            cle = self.cle.texte or ""
            self.entrees.setdefault(cle, Entree(self.cle.position, cle, noeud))
        self.cle = None

    def close(self) -> Noeud:
        return NoeudGroupe(self.position, tuple(self.entrees.values()))


class _Builder:
    """Builds the tree from events; `racine` is the document's node once it is closed."""

    def __init__(self, releve: Releve, avant: int) -> None:
        self.racine: Noeud | None = None
        self._releve = releve
        self._avant = avant
        self._open: list[_OpenList | _OpenGroup] = []
        self._documents = 0
        self._nodes = 0
        self._handlers: dict[type[yaml.Event], Callable[..., None]] = {
            yaml.DocumentStartEvent: self._on_document,
            yaml.AliasEvent: self._on_alias,
            yaml.ScalarEvent: self._on_scalar,
            yaml.SequenceStartEvent: self._on_sequence,
            yaml.MappingStartEvent: self._on_mapping,
            yaml.SequenceEndEvent: self._on_end,
            yaml.MappingEndEvent: self._on_end,
        }

    def feed(self, event: yaml.Event) -> None:
        """Take the next event; RecordError where the record's YAML is not plain."""
        if handler := self._handlers.get(type(event)):
            handler(event)

    def _on_document(self, event: yaml.DocumentStartEvent) -> None:
        self._documents += 1
        if self._documents > 1:
            raise self._failure(
                event,
                "une ligne « --- » commence une autre fiche ; une seule par fichier ici, "
                "retirez la ligne ou faites deux fichiers",
            )

    def _on_alias(self, event: yaml.AliasEvent) -> None:
        raise self._failure(
            event,
            f"le renvoi YAML {quote(f'*{event.anchor}')} n'est pas accepté ; recopiez la valeur, "
            "ou mettez entre guillemets doubles un texte qui commence par « * »",
        )

    def _on_scalar(self, event: yaml.ScalarEvent) -> None:
        self._check_node(event)
        parent = self._open[-1] if self._open else None
        if isinstance(parent, _OpenGroup) and parent.cle is None:
            self._accept_key(parent, event)
            return
        self._accept(NoeudScalaire(self._start(event), self._value(event)))

    def _on_sequence(self, event: yaml.SequenceStartEvent) -> None:
        self._check_container(event)
        self._open.append(_OpenList(self._champ(), self._start(event)))

    def _on_mapping(self, event: yaml.MappingStartEvent) -> None:
        self._check_container(event)
        self._open.append(_OpenGroup(self._champ(), self._start(event)))

    def _on_end(self, _: yaml.Event) -> None:
        self._accept(self._open.pop().close())

    def _accept(self, noeud: Noeud) -> None:
        if self._open:
            self._open[-1].accept(noeud)
        else:
            self.racine = noeud

    def _accept_key(self, group: _OpenGroup, event: yaml.ScalarEvent) -> None:
        group.cle = NoeudScalaire(self._start(event), self._clean(event))
        first = group.entrees.get(group.cle.texte or "")
        if first is not None:
            self._releve.add(
                group.cle.position,
                group.next_champ() or SYNTAXE,
                f"clé écrite deux fois, d'abord ligne {first.position.ligne}, colonne "
                f"{first.position.colonne} ; gardez-en une",
            )

    def _value(self, event: yaml.ScalarEvent) -> str | None:
        if not event.style and event.value in _VIDES:
            return None
        # A text that is the whole document is refused for that, whatever it holds.
        return self._clean(event) if self._open else event.value

    def _clean(self, event: yaml.ScalarEvent) -> str:
        """Return the value, NFC and without blanks around; note what it must not hold."""
        texte, problem = clean(event.value)
        if problem:  # a control character may be written as an escape: "\a", "\x07"
            self._note(event, problem)
        return texte

    def _check_container(self, event: yaml.NodeEvent) -> None:
        self._check_node(event)
        parent = self._open[-1] if self._open else None
        if isinstance(parent, _OpenGroup) and parent.cle is None:
            raise self._failure(
                event,
                "une clé ne peut être ni une liste ni un groupe ; mettez entre guillemets doubles "
                "un texte qui commence par « [ » ou « { »",
            )
        if len(self._open) >= PROFONDEUR_MAXIMALE:
            raise self._failure(
                event, f"plus de {PROFONDEUR_MAXIMALE} niveaux imbriqués ; une fiche en a 4"
            )

    def _check_node(self, event: yaml.NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > NOEUDS_MAXIMUM:
            raise self._failure(
                event, f"plus de {NOEUDS_MAXIMUM} clés et valeurs ; allégez la fiche"
            )
        if event.anchor is not None:
            raise self._failure(
                event,
                f"l'ancre YAML {quote(f'&{event.anchor}')} n'est pas acceptée ; retirez-la, ou "
                "mettez entre guillemets doubles un texte qui commence par « & »",
            )
        tag = getattr(event, "tag", None)
        if tag is not None:
            raise self._failure(
                event,
                f"l'étiquette YAML {quote(tag)} n'est pas acceptée ; retirez-la, ou mettez entre "
                "guillemets doubles un texte qui commence par « ! »",
            )

    def _champ(self) -> str:
        return self._open[-1].next_champ() if self._open else ""

    def _start(self, event: yaml.Event) -> Position:
        mark = event.start_mark
        return DEBUT if mark is None else Position(self._avant + mark.line + 1, mark.column + 1)

    def _note(self, event: yaml.Event, message: str) -> None:
        self._releve.add(self._start(event), self._champ() or SYNTAXE, message)

    def _failure(self, event: yaml.Event, message: str) -> Exception:
        return self._releve.failure(message, self._champ() or SYNTAXE, self._start(event))
