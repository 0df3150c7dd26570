"""A Word template is filled with plain words: exactly those, or a sentence that says why not."""

from __future__ import annotations

import datetime
import io
import zipfile

import pytest
from docx import Document
from gabarits_types import PROPRIETES, fill, members, rewrite, texts, write
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.domain.document import Proprietes
from generator.errors import TemplateError
from generator.rendering.gabarit import Gabarit
from generator.rendering.ooxml.lecture import read

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def refusal(path, **contexte):
    """Return the message of a template that cannot be filled."""
    with pytest.raises(TemplateError) as caught:
        fill(path, **contexte)
    return str(caught.value)


# --- filling -----------------------------------------------------------------------------------------


def test_marks_are_replaced_and_the_rest_is_left(tmp_path):
    path = write(tmp_path, "Ville {{ nom.de }}, {{ an }} habitants", "Rien à remplir")
    rempli = fill(path, nom={"de": "du Havre"}, an=12)
    assert texts(rempli) == ["Ville du Havre, 12 habitants", "Rien à remplir"]


def test_what_the_marks_print_is_told_in_order(tmp_path):
    path = write(tmp_path, "{{ a }} puis {% if oui %}{{ b }}{% else %}{{ c }}{% endif %}")
    assert fill(path, a="un", b="deux", c="trois", oui=True).imprime == ("un", "deux")


def test_what_the_archives_hold_is_told_by_name(tmp_path):
    rempli = fill(write(tmp_path, "Ville {{ nom }}"), nom="Dijon")
    for octets in (rempli.docx, rempli.clair):
        with zipfile.ZipFile(io.BytesIO(octets)) as archive:
            assert {nom: archive.read(nom) for nom in archive.namelist()} == rempli.membres
    assert read(rempli.clair, rempli.membres) == read(rempli.clair)


def test_a_mark_cut_by_word_into_runs_is_one_mark(tmp_path):
    def cut(document):
        paragraph = document.add_paragraph()
        for piece in ("Ville {", "{ no", "m }", "} et {", "% if oui %", "}fin{% endi", "f %}"):
            paragraph.add_run(piece).bold = piece == "{ no"

    assert texts(fill(write(tmp_path, build=cut), nom="Dijon", oui=True)) == ["Ville Dijon et fin"]


def test_paragraph_loops_leave_no_paragraph_of_their_own(tmp_path):
    path = write(tmp_path, "{%p for x in liste %}", "– {{ x }}", "{%p endfor %}", "Fin")
    assert texts(fill(path, liste=["a", "b", "c"])) == ["– a", "– b", "– c", "Fin"]
    assert texts(fill(path, liste=[])) == ["Fin"]


def test_paragraph_conditions_leave_no_paragraph_of_their_own(tmp_path):
    path = write(tmp_path, "{%p if oui %}", "oui", "{%p else %}", "non", "{%p endif %}")
    assert texts(fill(path, oui=True)) == ["oui"]
    assert texts(fill(path, oui=False)) == ["non"]


def table(document, *rows):
    built = document.add_table(len(rows), len(rows[0]))
    for row, words in zip(built.rows, rows, strict=True):
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word


def test_row_loops_repeat_rows(tmp_path):
    path = write(
        tmp_path,
        build=lambda d: table(
            d,
            ("Action", "Année"),
            ("{%tr for a in actions %}", ""),
            ("{{ a.nom }}", "{{ a.annee }}"),
            ("{%tr endfor %}", ""),
        ),
    )
    rempli = fill(path, actions=[{"nom": "Une", "annee": "2028"}, {"nom": "Deux", "annee": "2029"}])
    (grid,) = Document(io.BytesIO(rempli.docx)).tables
    assert [[c.text for c in row.cells] for row in grid.rows] == [
        ["Action", "Année"],
        ["Une", "2028"],
        ["Deux", "2029"],
    ]


def test_a_loop_knows_its_last_turn(tmp_path):
    path = write(tmp_path, "{% for x in l %}{{ x }}{% if not loop.last %}, {% endif %}{% endfor %}")
    assert texts(fill(path, l=["a", "b"])) == ["a, b"]


def test_running_heads_are_filled(tmp_path):
    def heads(document):
        document.sections[0].header.paragraphs[0].text = "Ville {{ de }}"
        document.sections[0].footer.paragraphs[0].text = "Séance du {{ date }}"

    rempli = fill(write(tmp_path, "Corps", build=heads), de="de Dijon", date="22 juin")
    (section,) = Document(io.BytesIO(rempli.docx)).sections
    assert section.header.paragraphs[0].text == "Ville de Dijon"
    assert section.footer.paragraphs[0].text == "Séance du 22 juin"


NOTES = (
    f'<w:footnotes xmlns:w="{WORD}"><w:footnote w:id="1"><w:p><w:r><w:t>'
    "Note sur {{ de }}</w:t></w:r></w:p></w:footnote></w:footnotes>"
).encode()


def test_footnotes_are_filled(tmp_path):
    path = rewrite(write(tmp_path, "Corps"), {"word/footnotes.xml": NOTES})
    notes = members(fill(path, de="l’Haÿ & <Le Havre>").docx)["word/footnotes.xml"].decode()
    assert "Note sur l’Haÿ &amp; &lt;Le Havre&gt;" in notes


def test_untouched_parts_keep_their_bytes(tmp_path):
    path = write(tmp_path, "{{ a }}")
    before, after = members(path.read_bytes()), members(fill(path, a="b").docx)
    assert list(after) == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"word/document.xml", "docProps/core.xml"}


# --- hostile values -------------------------------------------------------------------------------------

HOSTILES = [
    "Eure & Loir <sud>",
    "</w:t></w:r></w:p><w:p><w:r><w:t>injecté",
    "&amp; &lt; &#233; &nbsp;",
    "« guillemets » \"droits\" 'simples' ’",
    "{{ secret }}",
    "{% for x in y %}",
    "{%p if oui %}",
    "{%tr endfor %}",
    "{# commentaire #}",
    "{{ 7 * 7 }}",
    "{_{ {% raw %}",
    "]]> <!-- --> <?xml?>",
    "\\n \\1 \\g<0> %s {0} $1",
    "é œ Œ € \u202f\xa0 \u2019 日本 😀 \U0001f469\u200d\U0001f467",
    "\u202eخط\u202c \u200f\u200e",
    "é" * 10_000,
    "mot " * 2_500 + "fin",
]


@pytest.mark.parametrize("valeur", HOSTILES, ids=range(len(HOSTILES)))
def test_a_hostile_value_comes_out_as_it_is(tmp_path, valeur):
    path = write(
        tmp_path, "Avant", "A{{ valeur }}Z", "{%p for v in liste %}", "{{ v }}", "{%p endfor %}"
    )
    rempli = fill(path, valeur=valeur, liste=[valeur, "ok"])
    assert texts(rempli) == ["Avant", f"A{valeur}Z", valeur, "ok"]
    assert rempli.imprime == (valeur, valeur, "ok")


# What XML can hold, without the blanks and line ends that Word's readers turn into others.
CARACTERES = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufffe\uffff"
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(CARACTERES | st.sampled_from("{}%#&<>\"'"), max_size=60))
@example("{{}}{%%}{##}")
def test_any_text_comes_out_as_it_is(tmp_path, valeur):
    path = tmp_path / "essai.docx"
    if not path.exists():
        write(tmp_path, "A{{ valeur }}Z")
    assert texts(fill(path, valeur=valeur)) == [f"A{valeur}Z"]


def test_hostile_values_stay_in_their_cell_and_in_their_running_head(tmp_path):
    def build(document):
        table(document, ("{{ v }}", "fin"))
        document.sections[0].header.paragraphs[0].text = "{{ v }}"

    valeur = "</w:tc><w:tc> & {{ v }} {%tr x %}"
    document = Document(io.BytesIO(fill(write(tmp_path, build=build), v=valeur).docx))
    assert [c.text for c in document.tables[0].rows[0].cells] == [valeur, "fin"]
    assert document.sections[0].header.paragraphs[0].text == valeur


def test_a_value_in_an_attribute_cannot_leave_it(tmp_path):
    path = write(tmp_path, "Corps")
    source = members(path.read_bytes())["word/document.xml"].decode()
    marked = source.replace("<w:r>", '<w:r w:rsidR="{{ v }}">', 1).encode()
    rewrite(path, {"word/document.xml": marked})
    filled = members(fill(path, v='"/><w:p x="&').docx)["word/document.xml"]
    assert Document(io.BytesIO(fill(path, v='"/><w:p x="&').docx)).paragraphs[0].text == "Corps"
    assert b"<w:p x=" not in filled


# --- mistakes of a template ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mark", "asked"),
    [
        ("{{ inconnu }}", "« inconnu »"),
        ("{{ nom.inconnu }}", "« inconnu »"),
        ("{{ nom.de.inconnu }}", "« inconnu »"),
        ("{{ inconnu.de }}", "« inconnu »"),
        ("{% if inconnu %}x{% endif %}", "« inconnu »"),
        ("{% for x in inconnu %}{{ x }}{% endfor %}", "« inconnu »"),
        ("{{ nom['inconnu'] }}", "« inconnu »"),
    ],
)
def test_an_unknown_variable_is_named_with_its_paragraph(tmp_path, mark, asked):
    path = write(tmp_path, "Un {{ nom.de }}", f"Deux : {mark}", "Trois")
    message = refusal(path, nom={"de": "du Havre"})
    assert message.startswith(f"essai.docx, paragraphe 2 « Deux : {mark} »")
    assert f"la balise demande {asked}, qui n'existe pas" in message
    assert "docs/GABARITS.md" in message


def test_an_unknown_variable_of_a_running_head_is_placed_there(tmp_path):
    def head(document):
        document.sections[0].header.paragraphs[0].text = "Ville {{ inconnu }}"

    message = refusal(write(tmp_path, "Corps", build=head))
    assert message.startswith("essai.docx (header1.xml), paragraphe 1 « Ville {{ inconnu }} »")


def test_the_paragraph_is_right_after_loops_rows_and_empty_paragraphs(tmp_path):
    def build(document):
        table(
            document,
            ("Action", "Année"),
            ("{%tr for a in liste %}", ""),
            ("{{ a }}", "2028"),
            ("{%tr endfor %}", ""),
        )
        document.add_paragraph("{%p if liste %}")
        document.add_paragraph("Encore")
        document.add_paragraph("{%p endif %}")
        document.add_paragraph("Ici {{ inconnu }}")
        document.add_paragraph("Fin")

    path = write(tmp_path, "Un", "", "Trois", build=build)
    # Three paragraphs, eight cells, three more, then the one at fault.
    assert refusal(path, liste=["a"]).startswith(
        "essai.docx, paragraphe 15 « Ici {{ inconnu }} » : "
    )


def test_a_row_at_fault_is_named(tmp_path):
    path = write(
        tmp_path,
        "Un",
        build=lambda d: table(
            d, ("{%tr for a in inconnu %}", ""), ("{{ a }}", ""), ("{%tr endfor %}", "")
        ),
    )
    assert refusal(path).startswith("essai.docx, paragraphe 2 « {%tr for a in inconnu %} »")


@pytest.mark.parametrize(
    ("mark", "why"),
    [
        ("{% if a %}sans fin", "une boucle ou une condition n'est pas fermée"),
        ("{% for x in a %}{{ x }}", "une boucle ou une condition n'est pas fermée"),
        ("{% endfor %}", "un endfor sans for"),
        ("{% endif %}", "un endif sans if"),
        ("{% jamais a %}", "une instruction inconnue"),
        ("{{ a b }}", "la balise est incomplète"),
        ("{{ a|inconnu }}", "un filtre inconnu ou interdit"),
        ("{{ a | attr('x') }}", "un filtre inconnu ou interdit"),
        ("{{ a % }}", "balise mal écrite"),
        ("{{ a", "balise mal écrite"),
        ("{{ }}", "balise mal écrite"),
    ],
)
def test_a_mark_badly_written_is_placed(tmp_path, mark, why):
    message = refusal(write(tmp_path, "Un", f"Deux {mark}", "Trois"), a=["x"])
    assert message.startswith("essai.docx, paragraphe ")
    assert why in message
    assert "balise mal écrite : " in message


def test_a_mark_badly_written_is_placed_in_its_own_paragraph(tmp_path):
    message = refusal(write(tmp_path, "Un", "Deux {{ a b }}", "Trois"), a="x")
    assert message.startswith("essai.docx, paragraphe 2 « Deux {{ a b }} »")


@pytest.mark.parametrize(
    ("text", "sign"),
    [("un %} seul", "%}"), ("un #} seul", "#}"), ("un }} seul", "}}"), ("{ { a }}", "}}")],
)
def test_a_stray_sign_is_refused_rather_than_printed(tmp_path, text, sign):
    message = refusal(write(tmp_path, "Un", text, "Trois"), a="x")
    assert message.startswith(f"essai.docx, paragraphe 2 « {text} »")
    assert f"le signe « {sign} » ne ferme ni n'ouvre aucune balise" in message


@pytest.mark.parametrize("valeur", [["a"], {"a": "b"}, True, None, 1j])
def test_a_mark_that_prints_no_text_is_refused(tmp_path, valeur):
    message = refusal(write(tmp_path, "Un", "Deux {{ v }}"), v=valeur)
    assert message.startswith("essai.docx, paragraphe 2 « Deux {{ v }} »")
    assert "au lieu d'un texte" in message


# --- sandbox -----------------------------------------------------------------------------------

EVASIONS = [
    "{{ v.__class__ }}",
    "{{ v.__class__.__mro__ }}",
    "{{ ''.__class__.__base__.__subclasses__() }}",
    "{{ v['__class__'] }}",
    "{{ v.upper() }}",
    "{{ d.items() }}",
    "{{ d.clear() }}",
    "{{ l.append('x') }}",
    "{{ '{0.__class__}'.format(v) }}",
    "{{ range(10) }}",
    "{{ cycler('a') }}",
    "{{ self }}",
    "{{ loop }}",
    "{{ v|attr('__class__') }}",
    "{{ v|pprint }}",
    "{{ l|map('upper')|join }}",
    "{{ v|replace('a', 'b') }}",
    "{{ v|format }}",
    "{{ v|center(1000000000) }}",
    "{{ l|tojson }}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as x %}",
    "{% extends '/etc/passwd' %}",
    "{{ 'a' * 10**9 }}",
    "{{ 10**9 * 'a' }}",
    "{{ [0] * 10**9 }}",
    "{{ 9**9**9 }}",
    "{{ (v * 3) }}",
    "{{ '%999999999d' % 1 }}",
    "{{ '%s' % v }}",
    "{{ 1 // 0 }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "{% for x in l recursive %}{{ loop(l) }}{% endfor %}",
]


@pytest.mark.parametrize("mark", EVASIONS)
def test_a_template_cannot_leave_its_plain_values(tmp_path, mark):
    message = refusal(write(tmp_path, "Un", mark), v="abc", d={"a": "b"}, l=["a", "b"])
    assert message.startswith("essai.docx, paragraphe")


@pytest.mark.parametrize(
    ("name", "value", "printed"),
    [
        ("capitalize", "ville", "Ville"),
        ("first", ["un", "deux"], "un"),
        ("join", ["a", "b"], "ab"),
        ("last", ["un", "deux"], "deux"),
        ("length", ["un", "deux"], "2"),
        ("lower", "ÉCOLE", "école"),
        ("upper", "école", "ÉCOLE"),
    ],
)
def test_the_few_filters_work(tmp_path, name, value, printed):
    assert texts(fill(write(tmp_path, f"{{{{ v|{name} }}}}"), v=value)) == [printed]


def test_a_missing_value_may_have_a_default(tmp_path):
    assert texts(fill(write(tmp_path, "{{ v|default('rien') }}"))) == ["rien"]


def test_figures_may_be_multiplied(tmp_path):
    assert texts(fill(write(tmp_path, "{{ 6 * 7 }}"))) == ["42"]


def test_nested_loops_cannot_fill_the_memory(tmp_path):
    loops = "".join(f"{{% for x{i} in l %}}" for i in range(6))
    ends = "{% endfor %}" * 6
    message = refusal(write(tmp_path, f"{loops}{'x' * 200}{ends}"), l=["a"] * 40)
    assert "plus de 20 millions de caractères" in message


# --- files that are no templates ----------------------------------------------------------------------------


def zip_of(path, files, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def test_a_missing_template_is_said(tmp_path):
    message = refusal(tmp_path / "absent.docx")
    assert message == f"{tmp_path / 'absent.docx'} : le gabarit n'existe pas"


@pytest.mark.parametrize("content", [b"", b"PK", b"bonjour", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_archive_is_no_word_file(tmp_path, content):
    path = tmp_path / "essai.docx"
    path.write_bytes(content)
    assert "ce n'est pas un document Word lisible" in refusal(path)


def test_a_folder_is_no_word_file(tmp_path):
    assert "ce n'est pas un document Word" in refusal(tmp_path)


def test_another_archive_is_no_word_file(tmp_path):
    path = zip_of(tmp_path / "essai.docx", {"content.xml": "<x/>", "mimetype": "odt"})
    assert "ce n'est pas un document Word (.docx)" in refusal(path)


def test_a_truncated_template_is_refused(tmp_path):
    content = write(tmp_path, "{{ a }}").read_bytes()
    path = tmp_path / "coupe.docx"
    for part in (0.1, 0.5, 0.9, 0.999):
        path.write_bytes(content[: int(len(content) * part)])
        assert "ce n'est pas un document Word lisible" in refusal(path, a="x")


def test_a_damaged_template_is_refused(tmp_path):
    content = write(tmp_path, "{{ a }}").read_bytes()
    path = tmp_path / "abime.docx"
    for place in range(200, len(content) - 2_000, 997):
        path.write_bytes(content[:place] + b"\xff\x00\xff\x00\xff" + content[place + 5 :])
        try:
            fill(path, a="x")
        except TemplateError as error:
            assert str(error)  # a damaged byte that nothing reads does no harm


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path):
    files = {"[Content_Types].xml": "<Types/>", "word/document.xml": b"\0" * (200 * 2**20)}
    path = zip_of(tmp_path / "bombe.docx", files)
    assert path.stat().st_size < 2**20
    message = refusal(path)
    assert "gabarit de 200 Mio une fois ouvert, la limite est de 20 Mio" in message


def test_a_damaged_part_is_named(tmp_path):
    path = rewrite(write(tmp_path, "Un"), {"word/document.xml": b"<w:document><w:body>"})
    message = refusal(path)
    assert message.startswith("essai.docx : la partie word/document.xml est abîmée")


def test_entities_are_not_expanded(tmp_path):
    bomb = (
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY f SYSTEM '
        f'"file:///etc/passwd">]><w:document xmlns:w="{WORD}"><w:body><w:p><w:r><w:t>&b;&f;'
        "</w:t></w:r></w:p></w:body></w:document>"
    ).encode()
    path = rewrite(write(tmp_path, "Un"), {"word/document.xml": bomb})
    assert "la partie word/document.xml emploie des entités" in refusal(path)


def test_a_template_without_properties_is_refused(tmp_path):
    path = write(tmp_path, "Un")
    content = members(path.read_bytes())
    del content["docProps/core.xml"]
    assert "n'a pas de propriétés" in refusal(zip_of(path, content))


# --- bytes and properties ----------------------------------------------------------------------


def test_the_same_words_give_the_same_bytes(tmp_path):
    path = write(tmp_path, "Ville {{ de }}")
    first = fill(path, de="de Dijon")
    assert fill(path, de="de Dijon") == first
    assert fill(path, de="du Havre").docx != first.docx


def test_a_filled_template_keeps_nothing_of_the_one_before(tmp_path):
    gabarit = Gabarit(write(tmp_path, "Ville {{ de }}"))
    first = gabarit.fill({"de": "de Dijon"}, PROPRIETES)
    gabarit.fill({"de": "du Havre"}, PROPRIETES)
    with pytest.raises(TemplateError):
        gabarit.fill({}, PROPRIETES)
    assert gabarit.fill({"de": "de Dijon"}, PROPRIETES) == first


def test_no_clock_stands_in_the_archive(tmp_path):
    rempli = fill(write(tmp_path, "Un"))
    with zipfile.ZipFile(io.BytesIO(rempli.docx)) as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_clear_file_is_the_same_with_no_member_compressed(tmp_path):
    rempli = fill(write(tmp_path, "Ville {{ de }}"), de="de Dijon")
    assert len(rempli.clair) > len(rempli.docx)
    with (
        zipfile.ZipFile(io.BytesIO(rempli.docx)) as archive,
        zipfile.ZipFile(io.BytesIO(rempli.clair)) as clear,
    ):
        assert clear.namelist() == archive.namelist()
        assert all(clear.read(name) == archive.read(name) for name in clear.namelist())


def test_the_properties_stand_in_the_file(tmp_path):
    facts = Proprietes(
        titre="Délibération <du> 22 & juin",
        auteur="Ville d’Hyères",
        sujet="« Ville amie »",
        mots_cles=("un", "deux & trois"),
        date=datetime.datetime(2026, 6, 22, tzinfo=datetime.UTC),
    )
    rempli = Gabarit(write(tmp_path, "Un")).fill({}, facts)
    core = Document(io.BytesIO(rempli.docx)).core_properties
    assert (core.title, core.author, core.subject) == (facts.titre, facts.auteur, facts.sujet)
    assert core.keywords == "un, deux & trois"
    assert core.language == "fr-FR"
    assert core.created == core.modified == datetime.datetime(2026, 6, 22, tzinfo=datetime.UTC)


def test_a_document_without_date_has_none(tmp_path):
    content = members(fill(write(tmp_path, "Un")).docx)["docProps/core.xml"]
    assert b"dcterms:created" not in content


@pytest.mark.parametrize(
    "balise",
    [
        "{% set a = 'x' %}",
        "{% set a %}x{% endset %}",
        "{% filter upper %}x{% endfilter %}",
        "{% macro m() %}x{% endmacro %}",
        "{% include 'autre' %}",
        "{% with %}x{% endwith %}",
    ],
)
def test_instructions_other_than_if_and_for_are_refused(tmp_path, balise):
    assert "seules les instructions if et for" in refusal(write(tmp_path, balise))
