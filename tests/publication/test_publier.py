"""`publier`: adopted acts as open data, valid under the public schema, and nothing lost."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from reperes import AUJOURDHUI, ROOT, SAMPLES
from scdl import failures

import generator
from generator.domain.publication import CHAMPS, defects
from generator.referentiel.actes import matieres

Commande = Callable[..., Result]
DIJON = (ROOT / "samples/dijon.yaml").read_text(encoding="utf-8")
WISSEMBOURG = (ROOT / "samples/wissembourg.yaml").read_text(encoding="utf-8")
DOMAINES = sorted({m.domaine for m in matieres().values()})


def ecrire(dossier: Path, nom: str = "dijon.yaml", *changes: tuple[str, str]) -> Path:
    """Write the record of Dijon with other values: (pattern, what replaces it)."""
    texte = DIJON
    for motif, par in changes:
        texte, combien = re.subn(motif, par, texte)
        assert combien == 1, motif
    chemin = dossier / nom
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def lignes(fichier: Path) -> list[dict[str, str]]:
    with fichier.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def publier(*sources: Path, sortie: Path) -> generator.Publication:
    return generator.publish(sources, sortie, aujourdhui=AUJOURDHUI)


# --- the file -----------------------------------------------------------------------------------


def test_an_adopted_act_is_one_line_that_the_public_schema_accepts(tmp_path):
    sortie = tmp_path / "d.csv"
    faite = publier(ROOT / "samples/dijon.yaml", sortie=sortie)
    assert (faite.sortie, faite.ajoutees, faite.refusees, faite.alertes) == (sortie, 1, 0, ())
    assert failures(sortie) == []
    (ligne,) = lignes(sortie)
    assert tuple(ligne) == CHAMPS
    assert ligne == {
        "COLL_NOM": "Ville de Dijon",
        "COLL_SIRET": "21210231300013",
        "DELIB_ID": "2026-06-12",
        "DELIB_DATE": "2026-06-22",
        "DELIB_MATIERE_CODE": "9.1",
        "DELIB_MATIERE_NOM": "autres domaines de compétences/autres domaines de compétences des "
        "communes",
        "DELIB_OBJET": "Candidature de la Ville de Dijon au titre de « Ville amie des enfants » pour "
        "le mandat 2026-2032",
        "BUDGET_ANNEE": "2027/2032",
        "BUDGET_NOM": "budget principal",
        "PREF_ID": "PREF021",
        "PREF_DATE": "2026-06-24",
        "VOTE_EFFECTIF": "59",
        "VOTE_REEL": "57",
        "VOTE_POUR": "55",
        "VOTE_CONTRE": "0",
        "VOTE_ABSTENTION": "2",
        "DELIB_URL": "https://www.dijon.example/deliberations/2026-06-12.pdf",
    }


def test_the_file_is_utf_8_with_commas_and_exact_headers(tmp_path):
    sortie = tmp_path / "d.csv"
    publier(ecrire(tmp_path), sortie=sortie)
    octets = sortie.read_bytes()
    assert octets.startswith(b"COLL_NOM,COLL_SIRET,DELIB_ID,DELIB_DATE,")
    assert octets.decode("utf-8").count("\r\n") == 2
    assert "\u00a0" not in octets.decode()


@pytest.mark.parametrize(
    ("changes", "vides", "dit"),
    [
        ([(", budget: budget principal", "")], ["BUDGET_ANNEE", "BUDGET_NOM"], "le budget"),
        ([(", reception: 2026-06-24", "")], ["PREF_DATE"], "la date de réception"),
        ([(r"  url: .*\n", "")], ["DELIB_URL"], "l'adresse"),
        (
            [("abstentions: 2", "abstentions: 1, blancs_et_nuls: 1")],
            [c for c in CHAMPS if c.startswith("VOTE")],
            "bulletins blancs",
        ),
    ],
)
def test_what_the_record_does_not_say_is_left_empty_and_told(tmp_path, changes, vides, dit):
    sortie = tmp_path / "d.csv"
    faite = publier(ecrire(tmp_path, "dijon.yaml", *changes), sortie=sortie)
    (alerte,) = faite.alertes
    assert dit in alerte
    assert failures(sortie) == []
    assert [c for c, v in lignes(sortie)[0].items() if not v] == vides


def test_the_prefecture_is_deduced_where_it_is_sure(tmp_path):
    sortie = tmp_path / "d.csv"
    publier(ecrire(tmp_path, "dijon.yaml", ("service: PREF021, ", "")), sortie=sortie)
    assert lignes(sortie)[0]["PREF_ID"] == "PREF021"


def test_one_year_of_dues_is_one_year(tmp_path):
    sortie = tmp_path / "d.csv"
    publier(ecrire(tmp_path, "dijon.yaml", ("2027-2032, imp", "2028, imp")), sortie=sortie)
    assert lignes(sortie)[0]["BUDGET_ANNEE"] == "2028"
    assert failures(sortie) == []


def test_signs_of_csv_in_a_value_are_kept(tmp_path):
    sortie = tmp_path / "d.csv"
    fiche = ecrire(tmp_path, "dijon.yaml", ("numero: 2026-06-12", "numero: '12, \"bis\"; =1'"))
    publier(fiche, sortie=sortie)
    assert lignes(sortie)[0]["DELIB_ID"] == '12, "bis"; =1'
    assert failures(sortie) == []


# --- what cannot be published ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        (
            ("etat: adoptee", "etat: projet"),
            "deliberation.etat : la délibération n'est pas adoptée",
        ),
        ((r"  siret: .*\n", ""), "collectivite.siret : il manque le SIRET"),
        ((r"  matiere: .*\n", ""), 'nous proposons « matiere: "9.1" »'),
        (("00013", "00018"), "clé de contrôle est fausse"),
        (("pour: 55", "pour: 54"), "font 56 ; les votants sont 57"),
        (("reception: 2026-06-24", "reception: 2026-06-21"), "avant la séance du 22/06/2026"),
    ],
)
def test_an_unfit_act_is_refused_with_its_place_and_nothing_is_written(tmp_path, change, dit):
    sortie = tmp_path / "d.csv"
    faite = publier(ecrire(tmp_path, "dijon.yaml", change), sortie=sortie)
    assert (faite.sortie, faite.refusees) == (None, 1)
    (erreur,) = faite.erreurs
    assert dit in erreur
    assert re.match(r".*dijon\.yaml:\d+:\d+ : ", erreur)
    assert not sortie.exists()


def test_one_bad_record_stops_no_other_and_each_sample_is_there_or_named(tmp_path):
    sortie = tmp_path / "d.csv"
    faite = publier(ROOT / "samples", sortie=sortie)
    publiees = {ligne["COLL_NOM"] for ligne in lignes(sortie)}
    assert "Ville de Dijon" in publiees
    assert len(publiees) + faite.refusees == len(SAMPLES)
    for sample in SAMPLES:
        assert sample.stem == "dijon" or any(sample.name in e for e in faite.erreurs), sample
    assert failures(sortie) == []


def test_the_same_act_twice_is_told(tmp_path):
    sortie = tmp_path / "d.csv"
    faite = publier(ecrire(tmp_path), ecrire(tmp_path, "copie.yaml"), sortie=sortie)
    assert (faite.ajoutees, faite.refusees) == (1, 1)
    assert "copie.yaml" in faite.erreurs[0]
    assert "dijon.yaml" in faite.erreurs[0]


def test_a_source_that_cannot_be_read_is_told_and_the_others_are_published(tmp_path):
    (tmp_path / "vide.yaml").write_text("")
    sources = (tmp_path / "absent.yaml", tmp_path / "vide.yaml", ecrire(tmp_path))
    faite = publier(*sources, sortie=tmp_path / "d.csv")
    assert (faite.ajoutees, faite.refusees) == (1, 2)
    assert all(".yaml : " in erreur for erreur in faite.erreurs)


def test_a_table_is_a_source(tmp_path):
    tableau = tmp_path / "villes.csv"
    tableau.write_text(
        "demarche;commune;siret;etat\nville-amie-des-enfants;Dijon;21210231300013;projet\n",
        encoding="utf-8",
    )
    faite = publier(tableau, sortie=tmp_path / "d.csv")
    (erreur,) = faite.erreurs
    assert "villes.csv:2" in erreur
    assert "n'est pas adoptée" in erreur


# --- a file that grows -----------------------------------------------------------------------------


def test_the_lines_of_other_acts_are_kept_and_the_same_act_is_replaced(tmp_path):
    sortie = tmp_path / "d.csv"
    publier(ecrire(tmp_path, "a.yaml", ("numero: 2026-06-12", "numero: A1")), sortie=sortie)
    autre = lignes(sortie)
    publier(ecrire(tmp_path, "b.yaml", ("numero: 2026-06-12", "numero: A2")), sortie=sortie)
    change = (("numero: 2026-06-12", "numero: A1"), ("pour: 55", "pour: 50"), ("s: 2,", "s: 7,"))
    faite = publier(ecrire(tmp_path, "a.yaml", *change), sortie=sortie)
    assert (faite.ajoutees, faite.remplacees, faite.gardees) == (0, 1, 1)
    assert [ligne["DELIB_ID"] for ligne in lignes(sortie)] == ["A1", "A2"]
    assert lignes(sortie)[0] == {**autre[0], "VOTE_POUR": "50", "VOTE_ABSTENTION": "7"}
    assert failures(sortie) == []


def test_a_number_that_serves_again_at_another_sitting_is_another_act(tmp_path):
    sortie = tmp_path / "d.csv"
    publier(ecrire(tmp_path), sortie=sortie)
    premier = lignes(sortie)
    sept = (
        ("date: 2026-06-22", "date: 2026-09-28"),
        ("reception: 2026-06-24", "reception: 2026-09-30"),
    )
    faite = publier(ecrire(tmp_path, "sept.yaml", *sept), sortie=sortie)
    assert (faite.ajoutees, faite.remplacees, faite.gardees) == (1, 0, 1)
    assert lignes(sortie)[:1] == premier
    assert [ligne["DELIB_DATE"] for ligne in lignes(sortie)] == ["2026-06-22", "2026-09-28"]
    (alerte,) = (a for a in faite.alertes if "2026-06-12" in a)
    assert "sept.yaml" in alerte
    assert "2026-06-22 et 2026-09-28" in alerte
    assert publier(ecrire(tmp_path, "sept.yaml", *sept), sortie=sortie).remplacees == 1
    assert failures(sortie) == []


def test_a_second_run_changes_nothing(tmp_path):
    sortie = tmp_path / "d.csv"
    publier(ecrire(tmp_path), sortie=sortie)
    octets = sortie.read_bytes()
    assert publier(ecrire(tmp_path), sortie=sortie).remplacees == 1
    assert sortie.read_bytes() == octets


def test_a_file_that_a_spreadsheet_has_spoilt_is_kept_and_told(tmp_path):
    sortie = tmp_path / "d.csv"
    publier(ecrire(tmp_path, "a.yaml", ("numero: 2026-06-12", "numero: A1")), sortie=sortie)
    abime = sortie.read_text(encoding="utf-8").replace("2026-06-22", "22/06/2026")
    sortie.write_text("\ufeff" + abime.replace(",", ";"), encoding="utf-8")
    faite = publier(ecrire(tmp_path), sortie=sortie)
    assert (faite.ajoutees, faite.gardees) == (1, 1)
    (alerte,) = faite.alertes
    assert "ligne 2, gardée telle quelle : DELIB_DATE vaut « 22/06/2026 »" in alerte
    assert lignes(sortie)[0]["DELIB_DATE"] == "22/06/2026"
    change = ("numero: 2026-06-12", "numero: A1")
    assert publier(ecrire(tmp_path, "a.yaml", change), sortie=sortie).remplacees == 1
    assert lignes(sortie)[0]["DELIB_DATE"] == "2026-06-22"


@pytest.mark.parametrize(
    ("contenu", "dit"),
    [
        (b"a,b\n1,2\n", "ses colonnes ne sont pas celles du sch\u00e9ma".encode()),
        (b"", b"colonnes"),
        ("é".encode("cp1252") * 3, b"UTF-8"),
        (",".join(CHAMPS).encode() + b"\na,b\n", b"ligne 2"),
        (",".join(CHAMPS).encode() + b'\n"a"b,c\n', b"guillemets"),
        (",".join(CHAMPS).encode() + b"\n" + b"x," * 16 + b"\n" + b"x," * 16 + b"\n", b"deux fois"),
    ],
)
def test_a_file_that_is_not_ours_is_never_overwritten(tmp_path, contenu, dit):
    sortie = tmp_path / "d.csv"
    sortie.write_bytes(contenu)
    with pytest.raises(generator.OutputError, match=dit.decode()):
        publier(ecrire(tmp_path), sortie=sortie)
    assert sortie.read_bytes() == contenu


def test_a_folder_in_place_of_the_file_is_told(tmp_path):
    (tmp_path / "d.csv").mkdir()
    with pytest.raises(generator.OutputError, match="c'est un dossier"):
        publier(ecrire(tmp_path), sortie=tmp_path / "d.csv")


# --- the rules, against the public schema -------------------------------------------------------------


@pytest.mark.parametrize(
    "faux",
    [
        {"COLL_NOM": ""},
        {"COLL_SIRET": "21210231300018"},
        {"COLL_SIRET": "2121"},
        {"DELIB_DATE": "22/06/2026"},
        {"DELIB_DATE": "2026-02-30"},
        {"DELIB_MATIERE_CODE": "9"},
        {"DELIB_MATIERE_NOM": "enfance/jeunesse"},
        {"DELIB_MATIERE_NOM": "urbanisme/ divers"},
        {"BUDGET_ANNEE": ""},
        {"BUDGET_ANNEE": "2032/2027"},
        {"BUDGET_ANNEE": "2027-2032"},
        {"PREF_DATE": "2026-06-21"},
        {"VOTE_EFFECTIF": "56"},
        {"VOTE_REEL": "58"},
        {"VOTE_POUR": ""},
        {"VOTE_CONTRE": "un"},
        {"DELIB_URL": "dijon.example"},
    ],
)
def test_our_rules_and_the_public_schema_refuse_the_same_lines(tmp_path, faux):
    sortie = tmp_path / "d.csv"
    publier(ecrire(tmp_path), sortie=sortie)
    (ligne,) = lignes(sortie)
    assert list(defects(ligne, DOMAINES)) == []
    ligne |= faux
    with sortie.open("w", encoding="utf-8", newline="") as stream:
        ecrites = csv.DictWriter(stream, CHAMPS)
        ecrites.writeheader()
        ecrites.writerow(ligne)
    assert list(defects(ligne, DOMAINES))
    assert failures(sortie)


# --- the command line ----------------------------------------------------------------------------------


def test_the_command_says_what_was_done_and_what_is_missing(commande: Commande, tmp_path: Path):
    ecrire(tmp_path)
    (tmp_path / "w.yaml").write_text(WISSEMBOURG, encoding="utf-8")
    result = commande("publier", "dijon.yaml", "w.yaml")
    assert result.exit_code == 1
    assert result.stdout == "deliberations.csv\n"
    assert "erreur : w.yaml:3:1 : collectivite.siret : il manque" in result.stderr
    assert "1 délibération ajoutée, 1 source à corriger" in result.stderr
    assert failures(tmp_path / "deliberations.csv") == []


def test_the_command_succeeds_when_every_act_is_there(commande: Commande, tmp_path: Path):
    ecrire(tmp_path)
    result = commande("publier", "dijon.yaml", "dijon.yaml", "--sortie", "ici.csv")
    assert (result.exit_code, result.stdout) == (0, "ici.csv\n")
    assert "erreur" not in result.stderr
