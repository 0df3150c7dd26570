"""Reading: from bytes to nodes, and every mistake of YAML said in French at its place."""

from __future__ import annotations

import pytest

from generator.errors import RecordError
from generator.records.arbre import NoeudGroupe, NoeudListe, NoeudScalaire, Position
from generator.records.problemes import Releve
from generator.records.reading import read as read_tree
from generator.records.yaml_errors import _TRADUCTIONS


def tree(texte: str) -> NoeudGroupe:
    releve = Releve("x.yaml")
    racine = read_tree(texte.encode(), releve)
    assert not releve.problemes
    return racine


def failure(content: str | bytes) -> str:
    releve = Releve("x.yaml")
    with pytest.raises(RecordError) as caught:
        read_tree(content if isinstance(content, bytes) else content.encode(), releve)
    (message,) = caught.value.messages
    return message


def noted(texte: str) -> list[str]:
    releve = Releve("x.yaml")
    read_tree(texte.encode(), releve)
    return list(releve.error().messages)


def test_every_scalar_stays_the_text_that_it_is() -> None:
    texte = "a: 01004\nb: 18:30\nc: oui\nd: 0x10\ne: 2026-06-22\nf: 1_000\ng: .inf\nh: yes\n"
    values = {e.cle: e.valeur.texte for e in tree(texte).entrees}
    assert values == {
        "a": "01004",
        "b": "18:30",
        "c": "oui",
        "d": "0x10",
        "e": "2026-06-22",
        "f": "1_000",
        "g": ".inf",
        "h": "yes",
    }


def test_a_plain_empty_value_is_absent_and_a_quoted_one_is_a_text() -> None:
    entrees = tree("a:\nb: ~\nc: null\nd: NULL\ne: ''\nf: \"null\"\ng: '~'\n").entrees
    assert [e.valeur.texte for e in entrees] == [None, None, None, None, "", "null", "~"]


def test_nodes_carry_the_positions_of_keys_and_values() -> None:
    racine = tree("\n# é\na:\n  b: x\n  c: [é, {d: 1}]\n")
    groupe = racine.entrees[0].valeur
    assert isinstance(groupe, NoeudGroupe)
    b, c = groupe.entrees
    assert (racine.entrees[0].position, b.position) == (Position(3, 1), Position(4, 3))
    assert b.valeur == NoeudScalaire(Position(4, 6), "x")
    assert isinstance(c.valeur, NoeudListe)
    assert [e.position for e in c.valeur.elements] == [Position(5, 7), Position(5, 10)]


def test_texts_are_nfc_and_stripped() -> None:
    entrees = tree('a: "  e\u0301te\u0301 \u00a0"\ncle\u0301: 1\n').entrees
    assert entrees[0].valeur.texte == "été"
    assert entrees[1].cle == "clé"


def test_a_byte_order_mark_moves_no_column() -> None:
    racine = read_tree(b"\xef\xbb\xbfa: 1\n", Releve("x.yaml"))
    assert racine.entrees[0].position == Position(1, 1)


def test_old_and_windows_newlines_count_alike() -> None:
    for newline in ("\n", "\r\n", "\r"):
        racine = tree(newline.join(["a: 1", "b:", "  c: 2", ""]))
        groupe = racine.entrees[1].valeur
        assert isinstance(groupe, NoeudGroupe)
        assert groupe.entrees[0].position == Position(3, 3)


@pytest.mark.parametrize(
    ("texte", "place", "words"),
    [
        ("a:\n\tb: 1\n", "2:1", "tabulation"),
        ("a:\n  b: 1\n\tc: 2\n", "3:1", "tabulation"),
        ("a: |\n\tx\n", "2:1", "tabulation"),
        ("a: 1\nb\nc: 2\n", "2:1", "il manque un deux-points"),
        ("a: 1\nb\n", "2:1", "il manque un deux-points"),
        ("a:1\nb: 2\n", "2:2", "il manque une espace après le deux-points"),
        ("lieu: salle : haute\n", "1:13", "contient un deux-points"),
        ("visa: Vu: le code\n", "1:9", "contient un deux-points"),
        ("é: b : c\n", "1:6", "contient un deux-points"),
        ("a: 1\n  b: 2\n", "2:4", "n'est pas attendu"),
        ("a\n b: c\n", "2:3", "n'est pas attendu"),
        (f"{'x' * 2000}: 1\n", "1:2001", "n'est pas attendu"),
        ("a: 'abc\nb: 2\n", "1:4", "jamais fermé"),
        ('a: 1\nb: "abc\n', "2:4", "jamais fermé"),
        ("a: 'x\n---\nb: 1\n", "1:4", "jamais fermé"),
        ("a: 'l'enfant'\n", "1:7", "suit un guillemet fermant"),
        ('a: "Le "Bon" mot"\n', "1:9", "suit un guillemet fermant"),
        ("a: [1, 2\nb: 2\n", "2:2", "« [ » ligne 1, colonne 4, n'est pas fermée"),
        ("a: [1, 2\n", "2:1", "« [ » ligne 1, colonne 4, n'est pas fermée"),
        ("a: {b: 1 c: 2}\n", "1:11", "« { » ligne 1, colonne 4, n'est pas fermé"),
        ("a: {b: 1, c: 2\nd: 3\n", "2:2", "« { » ligne 1, colonne 4, n'est pas fermé"),
        ("a: [1]]\n", "1:7", "« ] » suit une liste"),
        ("a: x\n}: b\n", "2:1", "« } » ferme une liste ou un groupe qui n'est pas ouvert"),
        ("a:\n  b: 1\n c: 2\n", "3:2", "alignée"),
        ("a: 'x'\n b: 1\n", "2:2", "alignée"),
        ("a:\n  b: 1\n  - x\n", "3:3", "tiret de liste"),
        (": a\n", "1:1", "il manque une clé"),
        ("a:\n  - x\n  b: 1\n", "3:3", "un élément de liste est attendu"),
        ("a: - x\n", "1:4", "une liste commence à la ligne"),
        ("a: ,x\n", "1:4", "une valeur est attendue avant « , »"),
        ("a: @x\n", "1:4", "commencer par « @ »"),
        ("a: `x`\n", "1:4", "commencer par « ` »"),
        ("a: %x\n", "1:4", "commencer par « % »"),
        ("a: * x\n", "1:4", "commencer par « * »"),
        ("a: & x\n", "1:4", "commencer par « & »"),
        ("a: !e!x y\n", "1:4", "commencer par « ! »"),
        ("a: !%zz y\n", "1:4", "commencer par « ! »"),
        ("a: !<x y\n", "1:4", "commencer par « ! »"),
        ("a: ? b\n", "1:4", "commencer par « ? »"),
        ("a: |x\n", "1:4", "après « | »"),
        ("a: > texte\n", "1:4", "après « > »"),
        ('a: "C:\\Users"\n', "1:9", "barre oblique inverse"),
        ('a: "\\q"\n', "1:5", "barre oblique inverse"),
        ('a: "\\ud800"\n', "1:7", "barre oblique inverse"),
        ("%x\n", "1:3", "« % »"),
        ("%TAG x\n---\na: 1\n", "1:6", "« % »"),
        ("%YAML a\n---\na: 1\n", "1:7", "« % »"),
        ("%YAML 3.0\n---\na: 1\n", "1:1", "« % »"),
        ("%YAML 1.1\n%YAML 1.1\n---\na: 1\n", "2:1", "« % »"),
        ("{a: 1}\nb: 2\n", "2:1", "en dehors de la fiche"),
        ("&é : 1\n", "1:1", "commencer par « & »"),
    ],
)
def test_mistakes_of_yaml_are_told_in_french(texte: str, place: str, words: str) -> None:
    message = failure(texte)
    assert message.startswith(f"x.yaml:{place} : syntaxe : ")
    assert words in message


def test_every_row_of_translation_but_the_last_names_a_mistake_and_says_what_to_do() -> None:
    *rows, fallback = _TRADUCTIONS
    assert all(row.probleme or row.contexte for row in rows)
    assert not (fallback.probleme or fallback.contexte or fallback.avant or fallback.ici)
    assert all(" ; " in row.phrase for row in _TRADUCTIONS)


@pytest.mark.parametrize(
    ("texte", "start", "words"),
    [
        ("a: &x 1\n", "x.yaml:1:4 : a : ", "l'ancre YAML « &x »"),
        ("a: 1\nb: {c: *x}\n", "x.yaml:2:8 : b.c : ", "le renvoi YAML « *x »"),
        ("a: !!python/object:os.system y\n", "x.yaml:1:4 : a : ", "l'étiquette YAML"),
        ("a: !x y\n", "x.yaml:1:4 : a : ", "l'étiquette YAML « !x »"),
        ("a: !!map {b: 1}\n", "x.yaml:1:4 : a : ", "l'étiquette YAML"),
        ("a: 1\n---\nb: 2\n", "x.yaml:2:1 : syntaxe : ", "une autre fiche"),
        ("a: {{ nom }}\n", "x.yaml:1:5 : a : ", "une clé ne peut être"),
        ("? [a]\n: b\n", "x.yaml:1:3 : syntaxe : ", "une clé ne peut être"),
        ("- a\n- b\n", "x.yaml:1:1 : syntaxe : ", "suite de lignes"),
        ("bonjour\n", "x.yaml:1:1 : syntaxe : ", "suite de lignes"),
    ],
)
def test_what_is_yaml_but_no_record_is_refused(texte: str, start: str, words: str) -> None:
    message = failure(texte)
    assert message.startswith(start)
    assert words in message


@pytest.mark.parametrize("texte", ["", "\n \n", "# rien\n", "---\n", "--- ~\n", "\ufeff"])
def test_an_empty_file_says_what_to_write(texte: str) -> None:
    assert "fichier vide ; écrivez au moins" in failure(texte)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("a: été\n".encode("latin-1"), "x.yaml:1:4 : syntaxe : ce caractère n'est pas en UTF-8"),
        (b"a: \xc3\xa9\nb: \xe9\n", "x.yaml:2:4 : syntaxe : ce caractère n'est pas en UTF-8"),
        ("a: 1\n".encode("utf-16"), "x.yaml:1:1 : syntaxe : fichier enregistré en UTF-16"),
        (b"PK\x03\x04\x00\x00", "x.yaml:1:1 : syntaxe : ce n'est pas un fichier de texte"),
        (b"a: 1\nb: \x07\n", "x.yaml:2:4 : syntaxe : caractère invisible interdit (U+0007)"),
        ("a: x\u2028y\n".encode(), "x.yaml:1:5 : syntaxe : caractère invisible interdit (U+2028)"),
        ("a: x\u202ey\n".encode(), "x.yaml:1:5 : syntaxe : caractère invisible interdit (U+202E)"),
        ("a: \ufeffy\n".encode(), "x.yaml:1:4 : syntaxe : caractère invisible interdit (U+FEFF)"),
    ],
)
def test_bytes_that_are_no_clean_text_are_refused(content: bytes, message: str) -> None:
    assert failure(content).replace("x.yaml : ", "x.yaml:1:1 : syntaxe : ").startswith(message)


def test_duplicates_escapes_and_long_values_are_all_noted() -> None:
    messages = noted(f'a: 1\nb:\n  c: "\\a"\na: 2\nd: {"x" * 20_001}\nb: 3\n')
    assert [m.split(" ; ")[0] for m in messages] == [
        "x.yaml:3:6 : b.c : caractère invisible interdit (U+0007)",
        "x.yaml:4:1 : a : clé écrite deux fois, d'abord ligne 1, colonne 1",
        "x.yaml:5:4 : d : texte de 20001 caractères",
        "x.yaml:6:1 : b : clé écrite deux fois, d'abord ligne 2, colonne 1",
    ]


def test_two_spellings_of_one_accent_are_one_key() -> None:
    (message,) = noted("é: 1\ne\u0301: 2\n")
    assert "clé écrite deux fois" in message


def test_twenty_levels_pass_and_one_more_does_not() -> None:
    assert tree(f"a: {'[' * 19}{']' * 19}\n")
    assert "plus de 20 niveaux" in failure(f"a: {'[' * 20}{']' * 20}\n")


def test_twenty_thousand_characters_pass() -> None:
    assert tree(f"a: {'x' * 20_000}\n")
