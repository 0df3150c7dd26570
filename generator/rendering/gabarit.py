"""A Word template: opened, patched and compiled once, filled as often as there are towns.

The marks are those of docxtpl (« {{ … }} », « {% … %} », « {%p … %} », « {%tr … %} »), and
docxtpl itself turns them into a Jinja source. Filling then touches no XML tree: the compiled
parts are written beside the untouched ones into a new archive. Nothing but plain values goes in,
so nothing typed in a record can become markup, code or a mark.
"""

from __future__ import annotations

import functools
import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, Template, UndefinedError, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.exceptions import SecurityError, TemplateSyntaxError
from jinja2.runtime import LoopContext
from jinja2.sandbox import ImmutableSandboxedEnvironment
from lxml import etree

from generator.domain.document import Proprietes
from generator.errors import TemplateError
from generator.rendering import archive
from generator.rendering.illustrations import Illustration, place_illustrations

MAX_TEMPLATE_BYTES = 20 * 2**20
MAX_PART_CHARACTERS = 20 * 10**6

_FILLED_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_PARAGRAPH = re.compile(r"(?=<w:p[ >/])")
_MARK = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_TAG = re.compile(r"<[^>]+>")
# What docxtpl replaces whole, and the mark that makes it do so: a row, a cell.
_REPLACED = tuple(
    (
        re.compile(rf"<w:{name}[ >](?:(?!<w:{name}[ >]).)*?</w:{name}>", re.DOTALL),
        re.compile(rf"\{{[{{%#]{name}\s"),
    )
    for name in ("tr", "tc")
)
_FILTERS = ("capitalize", "default", "first", "join", "last", "length", "lower", "upper")
_REFUSED = (
    nodes.Assign,
    nodes.AssignBlock,
    nodes.Block,
    nodes.CallBlock,
    nodes.Extends,
    nodes.FilterBlock,
    nodes.FromImport,
    nodes.Import,
    nodes.Include,
    nodes.Macro,
    nodes.With,
)


@dataclass(frozen=True, slots=True)
class Rempli:
    """A filled template: the bytes of the .docx, and what its marks printed, in order.

    `clair` is the same file with no member compressed, which programs read faster; `membres` what
    both hold, by name.
    """

    docx: bytes
    clair: bytes
    membres: Mapping[str, bytes]
    imprime: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """One filled part of the archive; `paragraphs` are the texts of its lines, for messages."""

    name: str
    template: Template
    paragraphs: tuple[str, ...]


_printed: ContextVar[list[str]] = ContextVar("_printed")


class _Environment(ImmutableSandboxedEnvironment):
    """Plain values, a few filters, no call but the loop's own, no long repetition."""

    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_remember)
        self.globals.clear()
        self.filters = {name: self.filters[name] for name in _FILTERS}

    def is_safe_callable(self, obj: Any) -> bool:
        """Return whether templates may call this: the methods of a loop only."""
        return isinstance(getattr(obj, "__self__", None), LoopContext)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Count with numbers only: a repeated or padded text, or a power, could fill the memory."""
        if operator == "**":
            raise SecurityError("l'opérateur « ** » n'est pas permis")
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            raise SecurityError(f"l'opérateur « {operator} » ne vaut qu'entre nombres")
        return super().call_binop(context, operator, left, right)


def _remember(value: Any) -> Any:
    """Keep what a mark prints; anything but a text or a number is a mistake in the template."""
    if isinstance(value, bool) or not isinstance(value, str | int | float | StrictUndefined):
        raise TypeError(f"la balise imprime {type(value).__name__} au lieu d'un texte")
    printed = _printed.get(None)
    if printed is not None and not isinstance(value, StrictUndefined):
        printed.append(str(value))
    return value


class Gabarit:
    """A compiled template; `fill` is its only use. `sha256`: the fingerprint of its file."""

    def __init__(self, path: Path) -> None:
        """Open and compile the template; TemplateError names the paragraph at fault."""
        self.path = path
        self.name = path.name
        members, self.sha256 = _read_archive(path)
        environment = _Environment()
        patch: Callable[[str], str] = DocxTemplate(io.BytesIO()).patch_xml
        self._parts = {
            name: self._compile(environment, name, content, patch)
            for name, content in members
            if _FILLED_PARTS.fullmatch(name)
        }
        self._packed = {
            name: _packed_once(name, content)
            for name, content in members
            if name not in self._parts
        }
        # Equal members of two templates are one object, compared at once and kept once.
        self._members = [
            (name, self._packed[name].contenu if name in self._packed else content)
            for name, content in members
        ]

    def fill(
        self,
        contexte: Mapping[str, Any],
        proprietes: Proprietes,
        illustrations: Mapping[str, Illustration] | None = None,
    ) -> Rempli:
        """Return the filled .docx; the same context gives the same bytes.

        `illustrations`: pictures by the name of the drawings that they replace.

        Raises TemplateError naming the template, the paragraph and what it asks for.
        """
        printed: list[str] = []
        token = _printed.set(printed)
        try:
            filled = {
                name: self._render(part, contexte).encode() for name, part in self._parts.items()
            }
        finally:
            _printed.reset(token)
        members = [(name, filled.get(name, content)) for name, content in self._members]
        members = [
            (name, _core_properties(proprietes) if name == "docProps/core.xml" else content)
            for name, content in members
        ]
        packed = [
            self._pack(*member) for member in place_illustrations(members, illustrations or {})
        ]
        return Rempli(
            archive.write(packed),
            archive.write(packed, comprime=False),
            {membre.nom: membre.contenu for membre in packed},
            tuple(printed),
        )

    def _pack(self, name: str, content: bytes) -> archive.Membre:
        """Return a member as it stands in the template if it does, else compressed now."""
        packed = self._packed.get(name)
        if packed is not None and packed.contenu == content:  # the same object, but for a picture
            return packed
        return archive.pack(name, content)

    def _compile(
        self,
        environment: _Environment,
        name: str,
        content: bytes,
        patch: Callable[[str], str],
    ) -> _Part:
        # One paragraph a line, so that the line numbers of Jinja count paragraphs.
        source = _PARAGRAPH.sub("\n", _xml(self.name, name, content).replace("\n", " "))
        paragraphs = tuple(_plain(line) for line in source.split("\n"))
        patched = patch(_keep_lines(source))
        try:
            self._refuse_stray_marks(environment, name, patched, paragraphs)
            tree = environment.parse(patched, name, f"{self.name}!{name}")
            self._refuse_instructions(name, tree, paragraphs)
            code = environment.compile(tree, name, f"{self.name}!{name}")
        except TemplateSyntaxError as error:
            where = self._where(name, paragraphs, error.lineno)
            raise TemplateError(f"{where} : balise mal écrite : {_syntax(error)}") from error
        template = Template.from_code(environment, code, environment.globals)
        return _Part(name, template, paragraphs)

    def _refuse_instructions(
        self, name: str, tree: nodes.Template, paragraphs: tuple[str, ...]
    ) -> None:
        """Refuse all but printing, « if » and « for »: what is left cannot grow without end."""
        for node in tree.find_all(_REFUSED):
            raise TemplateError(
                f"{self._where(name, paragraphs, node.lineno)} : seules les instructions if et for "
                "sont permises dans un gabarit ; retirez celle-ci"
            )

    def _refuse_stray_marks(
        self, environment: _Environment, name: str, source: str, paragraphs: tuple[str, ...]
    ) -> None:
        """Refuse a mark that Jinja would print as text, such as a lone « %} »."""
        for line, kind, text in environment.lex(source):
            stray = _MARK.search(_TAG.sub("", text)) if kind == "data" else None
            if stray:
                place = line + text[: text.find(stray[0])].count("\n")
                raise TemplateError(
                    f"{self._where(name, paragraphs, place)}"
                    f" : le signe « {stray[0]} » ne ferme ni n'ouvre aucune balise ; corrigez-le"
                )

    def _render(self, part: _Part, contexte: Mapping[str, Any]) -> str:
        try:
            return "".join(_bounded(part.template.generate(contexte)))
        except UndefinedError as error:
            raise TemplateError(
                f"{self._where_raised(part, error)} : la balise demande {_missing(error)}, qui n'existe "
                "pas ; le vocabulaire est dans docs/GABARITS.md"
            ) from error
        except (JinjaError, TypeError, ArithmeticError) as error:
            raise TemplateError(
                f"{self._where_raised(part, error)} : la balise ne peut pas être remplie : {_cause(error)}"
            ) from error

    def _where(self, part: str, paragraphs: tuple[str, ...], line: int) -> str:
        place = "" if part == "word/document.xml" else f" ({part.removeprefix('word/')})"
        text = paragraphs[line - 1] if 0 < line <= len(paragraphs) else ""
        return f"{self.name}{place}, paragraphe {max(line - 1, 1)} « {text[:60]} »"

    def _where_raised(self, part: _Part, error: BaseException) -> str:
        """Return the place in the template: Jinja rewrites tracebacks with its own lines."""
        line, trace = 1, error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == f"{self.name}!{part.name}":
                line = trace.tb_lineno
            trace = trace.tb_next
        return self._where(part.name, part.paragraphs, line)


@functools.lru_cache(maxsize=256)
def _packed_once(name: str, content: bytes) -> archive.Membre:
    """Return a member of a template, compressed: templates have most of theirs in common."""
    return archive.pack(name, content)


def _bounded(chunks: Iterator[str]) -> Iterator[str]:
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > MAX_PART_CHARACTERS:
            raise OverflowError(f"plus de {MAX_PART_CHARACTERS // 10**6} millions de caractères")
        yield chunk


_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def _read_archive(path: Path) -> tuple[list[tuple[str, bytes]], str]:
    """Return the members of the template in their order, and the SHA-256 of the whole file."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as zipped:
            size = sum(info.file_size for info in zipped.infolist())
            if size > MAX_TEMPLATE_BYTES:
                raise TemplateError(
                    f"{path} : gabarit de {size // 2**20} Mio une fois ouvert, la limite est de "
                    f"{MAX_TEMPLATE_BYTES // 2**20} Mio ; allégez ses images"
                )
            members = [(i.filename, zipped.read(i)) for i in zipped.infolist() if not i.is_dir()]
            file.seek(0)
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise TemplateError(f"{path} : le gabarit n'existe pas") from error
    except _UNREADABLE as error:
        raise TemplateError(
            f"{path} : ce n'est pas un document Word lisible ; enregistrez-le au format .docx"
        ) from error
    names = {name for name, _ in members}
    if not {"[Content_Types].xml", "word/document.xml"} <= names:
        raise TemplateError(f"{path} : ce n'est pas un document Word (.docx)")
    if "docProps/core.xml" not in names:
        raise TemplateError(
            f"{path} : le gabarit n'a pas de propriétés ; rouvrez-le et enregistrez-le dans Word"
        )
    return members, sha256


def _xml(template: str, part: str, content: bytes) -> str:
    """Return the part as text without its declaration, whatever its encoding."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        raise TemplateError(f"{template} : la partie {part} est abîmée ({error.msg})") from error
    if next(root.iter(etree.Entity), None) is not None:
        raise TemplateError(
            f"{template} : la partie {part} emploie des entités, ce que Word n'écrit jamais ; "
            "rouvrez le gabarit dans Word et enregistrez-le"
        )
    return etree.tostring(root, encoding="unicode")


def _keep_lines(source: str) -> str:
    """Return the source with the line ends of replaced rows and cells moved outside them.

    Those before the mark stay before it, so that lines go on counting paragraphs.
    """
    for element, mark in _REPLACED:
        source = element.sub(functools.partial(_lines_outside, mark), source)
    return source


def _lines_outside(mark: re.Pattern[str], element: re.Match[str]) -> str:
    lines = element[0].split("\n")
    rank = next((i for i, line in enumerate(lines) if mark.search(_TAG.sub("", line))), None)
    if rank is None:
        return element[0]
    return "\n" * rank + "".join(lines) + "\n" * (len(lines) - 1 - rank)


def _plain(xml: str) -> str:
    return " ".join(_TAG.sub("", xml).split())


def _core_properties(proprietes: Proprietes) -> bytes:
    """Return docProps/core.xml (ECMA-376 part 2, § 11)."""
    date = proprietes.date.strftime("%Y-%m-%dT%H:%M:%SZ") if proprietes.date else None
    dates = "".join(
        f'<dcterms:{kind} xsi:type="dcterms:W3CDTF">{date}</dcterms:{kind}>'
        for kind in ("created", "modified")
        if date
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(proprietes.titre)}</dc:title>"
        f"<dc:subject>{escape(proprietes.sujet)}</dc:subject>"
        f"<dc:creator>{escape(proprietes.auteur)}</dc:creator>"
        f"<cp:keywords>{escape(', '.join(proprietes.mots_cles))}</cp:keywords>"
        f"<dc:language>{escape(proprietes.langue)}</dc:language>{dates}</cp:coreProperties>"
    ).encode()


def _missing(error: UndefinedError) -> str:
    """Return the name that the mark asks for, quoted last by Jinja's message."""
    message = error.message or ""
    names = re.findall(r"'([^']+)'", message)
    if not names:
        return "une valeur"
    return f"« {names[-1] if 'attribute' in message else names[0]} »"


def _cause(error: BaseException) -> str:
    """Return in French why a mark could not be computed."""
    if isinstance(error, SecurityError) and "callable" in str(error):
        return "un gabarit n'appelle pas de fonction"
    if isinstance(error, ZeroDivisionError):
        return "division par zéro"
    return str(error)


def _syntax(error: TemplateSyntaxError) -> str:
    """Return what Jinja found, in French where it is one of the usual mistakes."""
    message = error.message or ""
    for english, french in _SYNTAX:
        if english in message:
            return french
    return message


_SYNTAX = (
    ("unexpected '/'", "il manque la fin de la balise ( }} ou %} )"),
    ("unexpected char", "un signe inattendu dans la balise"),
    ("unexpected '}'", "une accolade de trop ou mal placée"),
    ("unexpected '%'", "un signe % de trop ou mal placé"),
    ("Unexpected end of template", "une boucle ou une condition n'est pas fermée (endfor, endif)"),
    ("Encountered unknown tag 'endfor'", "un endfor sans for"),
    ("Encountered unknown tag 'endif'", "un endif sans if"),
    ("Encountered unknown tag", "une instruction inconnue"),
    ("unknown filter", "un filtre inconnu ou interdit"),
    ("No filter named", "un filtre inconnu ou interdit"),
    ("expected token", "la balise est incomplète"),
)
