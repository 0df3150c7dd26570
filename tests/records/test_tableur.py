"""Tables: CSV files, workbooks and the list of mayors, from cells to dossiers and back."""

from __future__ import annotations

import csv
import datetime
import io
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reperes import AUJOURDHUI

from generator.domain.dossier import Civilite
from generator.errors import RecordError
from generator.records.champs import fiche
from generator.records.enregistrements import (
    Avis,
    Element,
    Enregistrement,
    Rejet,
    enumerate_records,
)
from generator.records.fiche import Fiche, loads
from generator.records.genres import walk
from generator.records.reprise import write_failed
from generator.records.tableur import modele, rne
from generator.records.tableur.colonnes import Titre, colonnes, resolve
from generator.records.tableur.modele import write_model
from generator.records.tableur.texte import LIGNE_MAXIMALE

TE = "territoires-denfance"
TITRES = ["demarche", "collectivite.commune"]


def write_csv(path: Path, rows: Sequence[Sequence[object]], separateur: str = ";") -> Path:
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, delimiter=separateur).writerows(rows)
    return path


def write_xlsx(path: Path, rows: Sequence[Sequence[object]], titre: str = "Villes") -> Path:
    book = openpyxl.Workbook()
    book.active.title = titre
    for row in rows:
        book.active.append(list(row))
    book.save(path)
    return path


def write(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    return {".csv": write_csv, ".xlsx": write_xlsx}[path.suffix](path, rows)


def records(path: Path, **options: str) -> list[Enregistrement]:
    return [e for e in enumerate_records(path, **options) if isinstance(e, Enregistrement)]


def notices(path: Path, **options: str) -> str:
    return "\n".join(
        m for e in enumerate_records(path, **options) if isinstance(e, Avis) for m in e.messages
    )


def read(record: Element) -> Fiche:
    assert isinstance(record, Enregistrement)
    return pickle.loads(pickle.dumps(record)).read(aujourdhui=AUJOURDHUI)  # noqa: S301


def problems(record: Element) -> list[str]:
    assert isinstance(record, Enregistrement)
    with pytest.raises(RecordError) as caught:
        record.read(aujourdhui=AUJOURDHUI)
    return list(caught.value.messages)


def refusal(path: Path, **options: str) -> str:
    with pytest.raises(RecordError) as caught:
        list(enumerate_records(path, **options))
    (message,) = caught.value.messages
    assert message.startswith(str(path))
    return message.removeprefix(str(path))


@pytest.fixture
def table(tmp_path: Path) -> Callable[..., Path]:
    def make(*rows: Sequence[object], name: str = "villes.csv") -> Path:
        return write(tmp_path / name, rows)

    return make


# --- columns ----------------------------------------------------------------------------------


def test_every_field_has_its_column_and_every_column_its_own_name() -> None:
    leaves = {f"{parent}.{c.cle}" if parent else c.cle for parent, c in walk(fiche())}
    for chemin in colonnes():
        assert chemin.replace("[]", "") in leaves
        assert resolve(chemin.replace("[]", "[1]")) == Titre(
            colonnes()[chemin], (1,) * chemin.count("[]")
        )


@pytest.mark.parametrize(
    ("entete", "champ"),
    [
        ("Exécutif nom", "executif.nom"),
        ("  EXECUTIF . NOM ", "executif.nom"),
        ("Prénom du maire", None),
        ("maire prénom", "executif.prenom"),
        ("Ville", "collectivite.commune"),
        ("Collectivité", "collectivite.commune"),
        ("Code INSEE", "collectivite.code_insee"),
        ("vote pour", "deliberation.vote.pour"),
        ("Engagement 2", "deliberation.engagements[2]"),
        ("pouvoirs[3].de", "seance.pouvoirs[3].de"),
        ("actions 2 partenaires 4", "feuille_de_route.actions[2].partenaires[4]"),
        ("date", "seance.date"),
        ("numéro", "deliberation.numero"),
        ("commune", "collectivite.commune"),
        ("précédente date", "deliberation.precedente.date"),
        ("partenaires 2", "feuille_de_route.partenaires[2]"),
        ("partenaires commune", "feuille_de_route.partenaires.commune"),
        ("actions[0].intitule", None),
        ("actions[51].intitule", None),
        ("actions.intitule", None),
        ("nom", None),
        ("", None),
    ],
)
def test_headers_are_taken_as_people_write_them_when_they_designate_one_field(
    entete: str, champ: str | None
) -> None:
    found = resolve(entete)
    assert (found.champ if isinstance(found, Titre) else None) == champ


def test_columns_left_aside_are_said_once_with_the_nearest_name(
    table: Callable[..., Path],
) -> None:
    path = table(
        [*TITRES, "nom", "executf.nom", "Observations", "à corriger"],
        [TE, "Dijon", "a", "b", "c", "d"],
        [TE, "Lyon", "a", "b", "c", "d"],
    )
    said = notices(path).splitlines()
    assert [line.removeprefix(f"{path}:1 : ").split(" ", 3)[:3] for line in said] == [
        ["colonne", letter, "«"] for letter in "CDE"
    ]
    assert "executif.nom" in said[0]
    assert "écrivez « executif.nom »" in said[1]


@pytest.mark.parametrize(
    ("titres", "phrase"),
    [
        (["demarche", "executif.nom"], "aucune colonne ne dit la commune"),
        ([*TITRES, "ville"], "disent toutes deux « collectivite.commune »"),
        (["rien", "de", "connu"], "aucun titre de colonne n'est reconnu"),
        (["ville"], "aucune colonne « demarche »"),
    ],
)
def test_headers_that_cannot_do_are_refused(
    table: Callable[..., Path], titres: list[str], phrase: str
) -> None:
    assert phrase in refusal(table(titres, ["x"] * len(titres)))


def test_the_headers_may_stand_under_a_title(table: Callable[..., Path]) -> None:
    path = table(["Nos villes", ""], [], TITRES, [TE, "Dijon"])
    assert "les titres sont à la ligne 3" in notices(path)
    assert [r.source for r in records(path)] == [f"{path}:4"]


# --- rows -------------------------------------------------------------------------------------

MEMES = [
    (
        ["demarche", "code insee", "seance.date", "seance.heure", "en_exercice", "montant"],
        [TE, 21231, datetime.date(2026, 6, 22), datetime.time(18, 30), 59.0, 9500.5],
        "demarche: territoires-denfance\ncollectivite: {code_insee: 21231}\n"
        "seance: {date: 2026-06-22, heure: 18:30, en_exercice: 59}\n"
        "deliberation: {cotisation: {montant: '9500.50'}}\n",
    ),
    (
        [*TITRES, "engagements", "comite_de_pilotage 1", "comite_de_pilotage 2", "urgence"],
        [TE, "Dijon", "un | deux\ntrois", "a | b", "c", True],
        "demarche: territoires-denfance\ncollectivite: Dijon\nseance: {urgence: oui}\n"
        "deliberation: {engagements: [un, deux, trois]}\n"
        "feuille_de_route: {gouvernance: {comite_de_pilotage: [a | b, c]}}\n",
    ),
    (
        [*TITRES, "pouvoirs 1 de", "pouvoirs 1 a", "actions 2 intitule", "actions 2 budget"],
        [TE, "Dijon", "A", "B", "Écoute", "12 000"],
        "demarche: territoires-denfance\ncollectivite: Dijon\n"
        "seance: {pouvoirs: [{de: A, a: B}]}\n"
        "feuille_de_route: {actions: [{intitule: Écoute, budget: 12000}]}\n",
    ),
]


@pytest.mark.parametrize(("titres", "ligne", "yaml"), MEMES)
def test_a_row_of_a_workbook_says_what_a_record_says(
    table: Callable[..., Path], titres: list[str], ligne: list[object], yaml: str
) -> None:
    (record,) = records(table(titres, ligne, name="v.xlsx"))
    expected = loads(yaml.encode(), source="", folder=Path(), aujourdhui=AUJOURDHUI)
    assert read(record).dossier == expected.dossier


SIMPLES = [c for c in colonnes() if "[]" not in c and not colonnes()[c].is_liste]
LIBRES = {
    c: colonnes()[c].champ.exemple
    for c in SIMPLES
    if c not in {"demarche", "mandat", "collectivite.logo"} and not c.startswith("collectivite.")
}


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(sorted(LIBRES)),
        st.one_of(
            st.none(),
            st.sampled_from(["\n", '"', ";", "|", "=1+1", "#", " a ", "é’œ", "0", "52", "a;b\nc"]),
            st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"))),
        ),
    ),
    st.sampled_from([".csv", ".xlsx"]),
)
def test_what_scalar_keys_can_say_reads_the_same_from_a_row(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, str | None], suffix: str
) -> None:
    values = {c: LIBRES[c] if v is None else v for c, v in said.items()}
    if suffix == ".xlsx":
        values = {c: v for c, v in values.items() if not v.startswith("=")}  # a formula there
    path = tmp_path_factory.mktemp("t") / f"v{suffix}"
    write(path, [[*TITRES, *values], [TE, "Dijon", *values.values()]])
    tree: dict[str, object] = {"demarche": TE, "collectivite": "Dijon"}
    for chemin, texte in values.items():
        *groups, cle = chemin.split(".")
        here = tree
        for group in groups:
            here = here.setdefault(group, {})  # type: ignore[assignment]
        here[cle] = texte
    text = yaml_of(tree, "")
    (record,) = records(path)
    try:
        expected = loads(text.encode(), source="", folder=Path(), aujourdhui=AUJOURDHUI)
    except RecordError as error:
        fields = {message.split(" : ")[1] for message in error.messages}
        assert {message.split(" : ")[1] for message in problems(record)} == fields
    else:
        assert read(record).dossier == expected.dossier


def yaml_of(tree: dict[str, object], marge: str) -> str:
    lines = ""
    for cle, value in tree.items():
        if isinstance(value, dict):
            lines += f"{marge}{cle}:\n{yaml_of(value, marge + '  ')}"
        else:
            escaped = "".join(c if c.isalnum() else f"\\U{ord(c):08x}" for c in str(value))
            lines += f'{marge}{cle}: "{escaped}"\n'
    return lines


@pytest.mark.parametrize("name", ["v.csv", "v.xlsx"])
def test_every_problem_says_its_row_its_column_and_what_to_do(
    table: Callable[..., Path], name: str
) -> None:
    path = table(
        [*TITRES, "Exécutif civilité", "pouvoirs", "pouvoirs 1 de", "pouvoirs 1 a"],
        [TE, "Dijon", "X", "", "", ""],
        [TE, "", "", "", "", ""],
        [TE, "Dijon", "", "2", "A", "B"],
        [TE, "#N/A", "", "", "", ""],
        name=name,
    )
    first, second, third, fourth = records(path)
    place = f"{path}:2" if name == "v.csv" else f"{path}, feuille Villes, ligne 2"
    (message,) = problems(first)
    assert message.startswith(
        f"{place}, colonne C « Exécutif civilité » : executif.civilite : choix inconnu « X »"
    )
    assert [m.split(" : ")[1] for m in problems(second)] == ["collectivite"]
    assert all("déjà dit dans une autre colonne" in m for m in problems(third))
    (error,) = problems(fourth)
    assert "l'erreur #N/A ; corrigez" in error
    assert read(records(table(TITRES, [TE, "Lyon"], name=name))[0]).locate("executif.nom") == place


def test_codes_that_a_spreadsheet_has_spoilt_are_mended_only_when_they_can_be(
    table: Callable[..., Path],
) -> None:
    titres = ["demarche", "code_insee", "departement"]
    path = table(
        titres,
        [TE, 1004, 1],
        [TE, "21231.0", ""],
        [TE, "2.12E+04", ""],
        [TE, 9999, ""],
        name="v.xlsx",
    )
    lost, decimal, cut, unknown = records(path)
    assert read(lost).dossier.collectivite.territoire.code == "01004"
    assert read(lost).dossier.collectivite.departement is None
    assert "a perdu son zéro initial ; lu 01004, Ambérieu-en-Bugey (Ain)" in lost.alertes[0]
    assert read(decimal).dossier.collectivite.territoire.code == "21231"
    assert not decimal.alertes
    assert "le tableur a abrégé ce code" in problems(cut)[0]
    assert "« 9999 »" in problems(unknown)[0]


def test_a_true_cell_where_a_text_is_wanted_is_told(table: Callable[..., Path]) -> None:
    path = table(
        ["demarche", "commune", "executif.nom", "seance.urgence"],
        [TE, "Dijon", True, True],
        name="v.xlsx",
    )
    (record,) = records(path)
    (alerte,) = record.alertes
    assert "executif.nom : la cellule est vrai ou faux pour le tableur ; lue « oui »" in alerte


def test_a_date_where_a_text_is_wanted_is_told(table: Callable[..., Path]) -> None:
    (record,) = records(
        table([*TITRES, "numero"], [TE, "Dijon", datetime.date(2026, 6, 12)], name="v.xlsx")
    )
    assert read(record).dossier.deliberation.numero == "2026-06-12"
    assert "mettez la colonne au format Texte" in record.alertes[0]


def test_empty_rows_and_comments_say_nothing(table: Callable[..., Path]) -> None:
    path = table(TITRES, [], ["# Côte-d'Or", ""], [TE, "Dijon"], ["", " "], [TE, "Lyon"])
    assert [r.source for r in records(path)] == [f"{path}:4", f"{path}:6"]
    assert "aucune commune" in notices(table(TITRES))


def test_the_same_row_elsewhere_has_the_same_fingerprint(table: Callable[..., Path]) -> None:
    first, other = records(table(TITRES, [TE, "Dijon"], [TE, "Lyon"]))
    (moved,) = records(table(["ville", "demarche"], [], ["Dijon", TE], name="w.csv"))
    (sheet,) = records(table(TITRES, [TE, "Dijon"], name="v.xlsx"))
    assert len({first.empreinte, sheet.empreinte, moved.empreinte}) == 1
    assert first.empreinte != other.empreinte
    (given,) = records(table(["ville"], ["Dijon"], name="u.csv"), demarche=TE)
    assert read(given).dossier == read(first).dossier


# --- CSV --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encodage", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
@pytest.mark.parametrize("fin", ["\n", "\r\n", "\r"])
def test_a_csv_is_read_however_it_is_written(
    tmp_path: Path, encodage: str, separateur: str, fin: str
) -> None:
    lines = [["Démarche", "Ville", "lieu"], [TE, "L'Haÿ-les-Roses", '"a;b,c"'], []]
    path = tmp_path / "v.csv"
    path.write_bytes(fin.join(separateur.join(line) for line in lines).encode(encodage))
    (record,) = records(path)
    dossier = read(record).dossier
    assert dossier.collectivite.territoire.code == "94038"
    assert dossier.seance.lieu == "a;b,c"
    assert ("Windows-1252" in notices(path)) == (encodage == "cp1252")


def test_a_row_badly_quoted_stops_no_other(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text(
        f'sep=;\ndemarche;ville;lieu\n{TE};Dijon;"ouvert\n{TE};Lyon;\n{TE};"Pa"ris;\n{TE};Paris;\n'
        f"{TE};Nice;a;b;c\n"
    )
    found = [e for e in enumerate_records(path) if not isinstance(e, Avis)]
    assert [type(e) for e in found] == [
        Rejet,
        Enregistrement,
        Rejet,
        Enregistrement,
        Enregistrement,
    ]
    assert [e.source.removeprefix(f"{path}:") for e in found] == list("23456")
    assert "5 cellules pour 3 colonnes" in problems(found[-1])[0]


def test_a_line_without_end_is_told_and_ends_the_reading(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text(f"demarche;ville\n{TE};Dijon\n" + "x" * (3 * LIGNE_MAXIMALE) + f"\n{TE};Lyon\n")
    first, rejet = enumerate_records(path)
    assert isinstance(first, Enregistrement)
    assert isinstance(rejet, Rejet)
    assert "1 million de caractères" in rejet.messages[0]


# --- workbooks --------------------------------------------------------------------------------


def test_the_sheet_with_known_columns_is_read_or_the_one_that_is_named(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    for titre, ville in (("Villes", "Dijon"), ("Autres", "Lyon")):
        sheet = book.create_sheet(titre)
        sheet.append(TITRES)
        sheet.append([TE, ville])
    path = tmp_path / "v.xlsx"
    book.save(path)
    assert "plusieurs feuilles" in refusal(path)
    assert "aucune feuille « Rien » ; écrivez l'une de : Notes, Villes, Autres" in refusal(
        path, feuille="Rien"
    )
    book["Villes"]["C1"] = "executif.nom"  # a sheet with fewer columns may list towns too
    book.save(path)
    assert "plusieurs feuilles" in refusal(path)
    (record,) = records(path, feuille="autres")
    assert read(record).dossier.collectivite.territoire.nom == "Lyon"
    book["Autres"].sheet_state = "hidden"
    book.save(path)
    (record,) = records(path)
    assert record.source == f"{path}, feuille Villes, ligne 2"


def test_what_a_sheet_hides_is_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in (TITRES, [TE, "Dijon", "perdu"], [TE, "=B2"], [TE, "Lyon"], [TE, None]):
        sheet.append(row)
    sheet.row_dimensions[4].hidden = True
    sheet.merge_cells("B4:B5")
    path = tmp_path / "v.xlsx"
    book.save(path)
    said = notices(path)
    assert "lues comme les autres : 4 ; supprimez-les" in said
    assert "cellules fusionnées (B4:B5)" in said
    assert "ligne 2, colonne C : colonne sans titre" in said
    _, formule, cachee, _ = records(path)
    assert "formule sans résultat enregistré" in problems(formule)[0]
    assert read(cachee).dossier.collectivite.territoire.nom == "Lyon"


def patched(source: Path, cible: Path, part: str, edit: Callable[[bytes], bytes]) -> Path:
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(cible, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, edit(content) if name == part else content)
    return cible


FEUILLE = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
FICHIERS = {
    "vide.csv": (b"", "fichier vide"),
    "binaire.csv": (bytes(range(256)) * 40, "ce n'est pas un tableau de texte"),
    "latin.csv": (b"demarche;ville\n\x81\xff", "codage des lettres"),
    "ancien.xls": (OLE, "ancien fichier Office"),
    "secret.xlsx": (OLE + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
    "page.xls": (b"<html><table>", "page web"),
    "acte.csv": (b"%PDF-1.7", "c'est un PDF"),
    "coupe.xlsx": (b"PK\x03\x04" + b"\0" * 50, "classeur abîmé"),
}


@pytest.mark.parametrize("name", FICHIERS)
def test_a_file_that_is_no_table_is_told_for_what_it_is(tmp_path: Path, name: str) -> None:
    content, phrase = FICHIERS[name]
    path = tmp_path / name
    path.write_bytes(content)
    assert phrase in refusal(path)


PARTIES: dict[str, tuple[str, Callable[[bytes], bytes], str]] = {
    "bombe": ("xl/styles.xml", lambda xml: xml + b" " * 2**25, "démesuré"),
    "entités": (
        FEUILLE,
        lambda xml: b'<!DOCTYPE a [<!ENTITY b "c">]>' + xml,
        "classeur abîmé",
    ),
    "coupée": (FEUILLE, lambda xml: xml[: len(xml) // 2], "classeur abîmé"),
    "vide": ("xl/workbook.xml", lambda _: b"", "classeur abîmé"),
}


@pytest.mark.parametrize("nom", PARTIES)
def test_a_hostile_workbook_is_refused(tmp_path: Path, nom: str) -> None:
    part, edit, phrase = PARTIES[nom]
    source = write_xlsx(tmp_path / "bon.xlsx", [TITRES, [TE, "Dijon"]])
    assert phrase in refusal(patched(source, tmp_path / "v.xlsx", part, edit))


@pytest.mark.parametrize(
    ("part", "phrase"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("mimetype", "OpenDocument"),
        ("word/document.xml", "document Word"),
    ],
)
def test_another_archive_is_told_for_what_it_is(tmp_path: Path, part: str, phrase: str) -> None:
    path = write_xlsx(tmp_path / "v.xlsx", [TITRES, [TE, "Dijon"]])
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(part, b"x")
    assert phrase in refusal(path)


def test_a_row_numbered_beyond_any_sheet_is_not_lost_in_silence(tmp_path: Path) -> None:
    source = write_xlsx(tmp_path / "bon.xlsx", [TITRES, [TE, "Dijon"], [TE, "Lyon"]])
    path = patched(
        source, tmp_path / "v.xlsx", FEUILLE, lambda xml: xml.replace(b'r="3"', b'r="2000000"')
    )
    first, rejet = enumerate_records(path)
    assert isinstance(first, Enregistrement)
    assert isinstance(rejet, Rejet)


LECTURE = """
import resource, sys
from pathlib import Path
from generator.records.enregistrements import enumerate_records
for rang, _ in enumerate(enumerate_records(Path(sys.argv[1])), start=1):
    if rang == 500:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, rang)
"""


@pytest.mark.parametrize(("suffix", "nombre"), [(".csv", 50_000), (".xlsx", 10_000)])
def test_memory_does_not_grow_with_the_rows(tmp_path: Path, suffix: str, nombre: int) -> None:
    pytest.importorskip("resource", reason="not on this system")
    path = write(
        tmp_path / f"v{suffix}", [TITRES, *([TE, f"Ville {rang}"] for rang in range(nombre))]
    )
    done = subprocess.run(
        [sys.executable, "-c", LECTURE, str(path)], capture_output=True, text=True, check=True
    )
    before, after, rang = map(int, done.stdout.split())
    assert rang == nombre
    assert after < before + 4 * 1024  # KiB


# --- the national list of mayors --------------------------------------------------------------

RNE = [
    "Code du département;Libellé du département;Code de la commune;Libellé de la commune;"
    "Nom de l'élu;Prénom de l'élu;Code sexe;Date de naissance;Date de début de la fonction",
    "1;Ain;1004;Ambérieu-en-Bugey;DE LA SPÉCIMEN;Camille;F;01/01/1970;2026-03-20",
    "21;Côte-d'Or;21231;Dijon;MCMODÈLE;Alix;M;1970-01-01;20/03/2026",
]


def test_the_list_of_mayors_is_known_by_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "elus-maires.csv"
    path.write_text("\n".join(RNE))
    assert "--demarche" in refusal(path)
    first, second = records(path, demarche=TE)
    dossier = read(first).dossier
    assert dossier.collectivite.territoire.code == "01004"
    maire = dossier.executif
    assert maire is not None
    assert (maire.civilite, maire.prenom, maire.nom) == (
        Civilite.MADAME,
        "Camille",
        "de La Spécimen",
    )
    assert not first.alertes
    assert "laissé en capitales" in second.alertes[0]
    assert "peut être en retard" in notices(path, demarche=TE)


def test_only_the_mayors_of_the_list_of_councillors_are_read(tmp_path: Path) -> None:
    path = tmp_path / "conseillers.csv"
    fonctions = ["Libellé de la fonction", "Maire", "2ème adjoint au Maire"]
    path.write_text("\n".join(f"{row};{f}" for row, f in zip(RNE, fonctions, strict=True)))
    (record,) = records(path, demarche=TE)
    assert record.source.endswith(":2")


@pytest.mark.parametrize(
    ("capitales", "nom"),
    [
        ("EXEMPLE", "Exemple"),
        ("SPÉCIMEN-MODÈLE", "Spécimen-Modèle"),
        ("DE LA TOUR", "de La Tour"),
        ("D'EXEMPLE", "d'Exemple"),
        ("L'EXEMPLE", "L'Exemple"),
        ("EXEMPLE DU BOIS", "Exemple du Bois"),
        ("DES", "Des"),
        ("MACEXEMPLE", "Macexemple"),
        ("MCEXEMPLE", "MCEXEMPLE"),
        ("de Fictif", "de Fictif"),
    ],
)
def test_names_in_capitals_are_written_as_names(capitales: str, nom: str) -> None:
    assert rne.lower_name(capitales) == nom


# --- the model --------------------------------------------------------------------------------


def test_the_model_has_every_field_and_explains_it() -> None:
    content = write_model()
    assert content == write_model()
    book = openpyxl.load_workbook(io.BytesIO(content))
    villes, guide = book[modele.VILLES], book["Mode d'emploi"]
    titres = [cell.value for cell in villes[1]]
    assert titres[:2] == TITRES
    found = [resolve(titre) for titre in titres]
    assert all(
        isinstance(titre, Titre) and titre.champ == t
        for titre, t in zip(found, titres, strict=True)
    )
    explained = {row[0].value: [c.value for c in row[1:4]] for row in guide.iter_rows()}
    for titre in titres:
        assert all(explained[titre]), titre
    shown = {
        t.colonne.chemin for name in explained if name and isinstance(t := resolve(name), Titre)
    }
    assert shown == set(colonnes())
    assert villes.max_row == 1
    helped = villes.data_validations.dataValidation
    assert len(helped) == len(titres)
    assert all(v.showInputMessage and v.prompt and len(v.prompt) <= 255 for v in helped)
    assert all(len(v.promptTitle) <= 32 for v in helped)
    lists = {v.formula1 for v in helped if v.type == "list"}
    assert {'"M.,Mme"', '"projet,adoptee"', '"oui,non"'} <= lists
    assert all(v.showErrorMessage and v.errorStyle == "warning" for v in helped if v.type == "list")
    assert villes.freeze_panes == "C2"
    assert explained["seance.secretaire.nom"][0] == "Secrétaire de séance. Nom."
    assert modele._DITS.keys() <= colonnes().keys()


def test_a_row_of_examples_in_the_model_makes_a_dossier(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_model()))
    sheet = book[modele.VILLES]
    for cell in sheet[1]:
        found = resolve(cell.value)
        assert isinstance(found, Titre)
        exemple = found.colonne.champ.exemple
        texte = exemple if isinstance(exemple, str) else " | ".join(exemple)
        if not found.champ.startswith("collectivite.logo"):
            sheet.cell(row=2, column=cell.column, value=texte)
    path = tmp_path / "v.xlsx"
    book.save(path)
    (record,) = records(path)
    dossier = read(record).dossier
    assert len(dossier.feuille_de_route.actions) == 3
    assert not record.alertes


# --- failed rows ------------------------------------------------------------------------------


def failing(*sources: str) -> Callable[[str], tuple[str, ...]]:
    return lambda source: ("un : à revoir", "deux") if source in sources else ()


@pytest.mark.parametrize("name", ["v.csv", "v.xlsx"])
def test_failed_rows_come_out_as_they_were_and_can_be_run_again(
    table: Callable[..., Path], tmp_path: Path, name: str
) -> None:
    path = table(
        ["Démarche", "Code Insee", "Observations", "logo"],
        [TE, "01004", "=1+1" if name == "v.csv" else "été", "l.png"],
        [TE, "21231", "", ""],
        [TE, "69123", "x", ""],
        name=name,
    )
    third = records(path)[2].source
    first = records(path)[0].source
    sortie = tmp_path / "sortie"
    (written,) = write_failed(path, failing(first, third), sortie)
    assert written == sortie / f"a-corriger{path.suffix}"
    content = written.read_bytes()
    if name == "v.xlsx":
        sheet = openpyxl.load_workbook(written).active
        cell = sheet["A2"]
        assert (cell.value, cell.alignment.wrap_text) == ("un : à revoir\ndeux", True)
        assert [sheet.row_dimensions[rang].height for rang in (1, 2, 3)] == [15, 30, 30]
    assert write_failed(path, failing(first, third), sortie) == (written,)
    assert written.read_bytes() == content
    again = records(written)
    assert [read_code(r) for r in again] == ["01004", "69123"]
    assert again[1].empreinte == records(path)[2].empreinte
    assert str(tmp_path / "l.png") in problems(again[0])[0] or "logo" in problems(again[0])[0]
    assert "à corriger" not in notices(written)
    (mended,) = write_failed(written, failing(again[1].source), sortie)
    assert mended == sortie / f"a-corriger-suite{path.suffix}"
    assert [read_code(r) for r in records(mended)] == ["69123"]
    assert write_failed(path, failing(), sortie) == ()
    assert sorted(p.name for p in sortie.iterdir()) == [mended.name]


def read_code(record: Enregistrement) -> str | None:
    assert record.arbre is not None
    for entree in record.arbre.entrees:
        for inner in getattr(entree.valeur, "entrees", ()):
            if inner.cle == "code_insee":
                return str(inner.valeur.texte)
    return None


def test_an_unreadable_row_comes_out_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "v.csv"
    path.write_text(f'demarche;ville\n{TE};"Di"jon\n')
    (rejet,) = enumerate_records(path)
    (written,) = write_failed(path, failing(rejet.source), tmp_path)
    rows = list(csv.reader(io.StringIO(written.read_text("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["un : à revoir\ndeux", f'{TE};"Di"jon']


def test_failed_records_come_out_under_their_problems(tmp_path: Path) -> None:
    dijon = f"demarche: {TE}\ncollectivite: Dijon  # la ville\n"
    lyon = f"demarche: {TE}\ncollectivite: Lyon\nexecutif: {{nom: [a]}}"
    path = tmp_path / "villes.yaml"
    path.write_text(f"{dijon}---\n{lyon}\n---\n{dijon}")
    (written,) = write_failed(path, failing(f"{path}:1", f"{path}:3"), tmp_path / "sortie")
    marks = "# à corriger : un : à revoir\n# à corriger : deux\n"
    assert written.read_text() == f"{marks}{dijon}---\n{marks}{lyon}\n"
    again = records(written)
    assert [r.source for r in again] == [f"{written}:1", f"{written}:5"]
    sources = failing(*(r.source for r in again))
    (suite,) = write_failed(written, sources, tmp_path / "sortie")
    assert suite.read_text() == written.read_text()
    folder = tmp_path / "fiches" / "21"
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text(dijon)
    (folder / "b.yaml").write_text(lyon)
    sortie = tmp_path / "sortie2"
    written_files = write_failed(folder.parent, failing(str(folder / "b.yaml")), sortie)
    assert written_files == (sortie / "a-corriger" / "21" / "b.yaml",)
    assert write_failed(folder.parent, failing(), sortie) == ()
    assert not written_files[0].exists()


@pytest.mark.parametrize("under", [".", "21"])
def test_a_folder_that_is_being_mended_is_left_whole(tmp_path: Path, under: str) -> None:
    mended = tmp_path / "a-corriger" / "21" / "b.yaml"
    mended.parent.mkdir(parents=True)
    mended.write_text(f"demarche: {TE}\ncollectivite: Dijon\n")
    content = mended.read_text()
    source = tmp_path / "a-corriger" / under
    assert write_failed(source, failing(), tmp_path) == ()
    assert mended.read_text() == content
    (suite,) = write_failed(source, failing(str(source / mended.relative_to(source))), tmp_path)
    assert suite == tmp_path / "a-corriger-suite" / mended.relative_to(source)
    assert mended.read_text() == content
