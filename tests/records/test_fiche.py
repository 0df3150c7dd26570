"""Records: from a file to a resolved dossier, or to all of its problems."""

from __future__ import annotations

import dataclasses
import datetime
import os
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.domain.dossier import (
    ActePrecedent,
    Civilite,
    Dossier,
    Etat,
    FeuilleDeRoute,
    Partenaires,
    Periode,
    Pouvoir,
    TypeDeliberation,
)
from generator.errors import RecordError
from generator.records import Fiche, load, loads
from generator.records.champs import fiche
from generator.records.genres import Groupe, Liste, SelonForme, walk
from generator.records.textes import INTERDITS

Reader = Callable[[str | bytes], Fiche]
Problems = Callable[[str | bytes], list[str]]

AUJOURDHUI = datetime.date(2026, 9, 1)
EXEMPLE = Path(__file__).parent / "exemple.yaml"
ENTETE = "demarche: ville-amie-des-enfants\ncollectivite: Dijon\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def test_the_record_of_the_contract_gives_a_whole_dossier() -> None:
    read = load(EXEMPLE, aujourdhui=AUJOURDHUI)
    dossier = read.dossier
    assert (dossier.demarche, str(dossier.mandat)) == ("ville-amie-des-enfants", "2026-2032")
    assert dossier.collectivite.territoire.code == "21231"
    assert dossier.executif is not None
    assert dossier.executif.civilite is Civilite.MADAME
    seance, deliberation = dossier.seance, dossier.deliberation
    assert (seance.date, seance.heure) == (datetime.date(2026, 6, 22), datetime.time(18, 30))
    assert (seance.en_exercice, seance.presents, seance.pouvoirs) == (59, 52, 5)
    assert deliberation.etat is Etat.ADOPTEE
    assert deliberation.vote is not None
    assert (deliberation.vote.pour, deliberation.vote.contre) == (55, 0)
    assert deliberation.engagements == ("ouvrir une maison des enfants", "former les agents")
    assert deliberation.cotisation.montant == Decimal(9500)
    assert deliberation.cotisation.annees == Periode(2027, 2032)
    (action,) = dossier.feuille_de_route.actions
    assert (action.axe, action.echeance, action.budget) == ("protection", 2028, Decimal(12000))
    assert action.participation_des_enfants == "oui"


def test_every_key_of_the_table_is_a_field_of_the_model_and_conversely() -> None:
    declared = {f.name for f in dataclasses.fields(Dossier)}
    assert {c.cle for c in fiche().champs} == declared
    added = {"liste_des_pouvoirs", "partenaires_par_niveau"}  # made of `pouvoirs`, `partenaires`
    for groupe in _groups():
        model = getattr(groupe.build, "func", groupe.build)
        fields = {f.name for f in dataclasses.fields(model)} - added
        keys = {c.cle for c in groupe.champs}
        assert keys <= fields
        assert fields - keys <= {"article", "commission"}


def _groups() -> Iterator[Groupe]:
    for _, champ in walk(fiche()):
        match champ.genre:
            case Groupe() as groupe:
                yield groupe
            case Liste(element=Groupe() as groupe) | SelonForme(autre=Groupe() as groupe):
                yield groupe
            case SelonForme(autre=Liste(element=Groupe() as groupe)):
                yield groupe


def test_two_keys_are_enough(read: Reader) -> None:
    dossier = read("demarche: territoires-denfance\ncollectivite:\n  commune: Dijon\n").dossier
    bare = Dossier(dossier.demarche, dossier.mandat, dossier.collectivite)
    assert dossier == bare
    assert dossier.mandat == Periode(2026, 2032)


def test_a_bare_name_is_a_commune(read: Reader) -> None:
    assert read(ENTETE).dossier.collectivite.territoire.nom == "Dijon"


@pytest.mark.parametrize(
    "collectivite",
    [
        'code_insee: "21231"',
        "code_insee: 21231",
        "siren: 212102313",
        "siren: 212 102 313",
        "commune: dijon, code_insee: 21231",
        "commune: Dijon, siren: 212102313, code_insee: 21231",
        "commune: Dijon, departement: Côte-d'Or",
    ],
)
def test_one_collectivite_may_be_named_in_several_ways(read: Reader, collectivite: str) -> None:
    texte = f"demarche: territoires-denfance\ncollectivite: {{{collectivite}}}\n"
    assert read(texte).dossier.collectivite.territoire.code == "21231"


def test_a_code_or_a_departement_tells_homonyms_apart(read: Reader) -> None:
    for precision in ("code_insee: 93066", "departement: 93", "departement: seine saint denis"):
        texte = (
            f"demarche: territoires-denfance\ncollectivite: {{commune: Saint-Denis, {precision}}}"
        )
        collectivite = read(texte).dossier.collectivite
        assert collectivite.territoire.code == "93066"
        assert collectivite.departement is None


@pytest.mark.parametrize("place", ["code_insee: 21231", "commune: Dijon", "siren: 212102313"])
@pytest.mark.parametrize("nom", ["Pays de Bourgogne", "Métropole des Ducs"])
def test_a_departement_of_ones_own_is_printed_and_chooses_nothing(
    read: Reader, place: str, nom: str
) -> None:
    texte = f"demarche: territoires-denfance\ncollectivite: {{{place}, departement: {nom}}}\n"
    collectivite = read(texte).dossier.collectivite
    assert (collectivite.territoire.code, collectivite.departement) == ("21231", nom)


@pytest.mark.parametrize("departement", ["93", "Seine-Saint-Denis"])
def test_a_known_departement_still_chooses_the_commune(
    problems: Problems, departement: str
) -> None:
    (message,) = problems(
        f"demarche: territoires-denfance\ncollectivite: {{commune: Dijon, departement: {departement}}}\n"
    )
    assert " : collectivite.commune : " in message


@pytest.mark.parametrize(
    ("champ", "texte"),
    [
        ("executif.nom", "executif: {nom: %s}\n"),
        ("executif.titre", "executif: {titre: %s}\n"),
        ("seance.lieu", "seance: {lieu: %s}\n"),
        ("seance.presidence.prenom", "seance: {presidence: {prenom: %s}}\n"),
        ("deliberation.numero", "deliberation: {numero: %s}\n"),
        (
            "deliberation.cotisation.imputation",
            "deliberation: {cotisation: {imputation: %s}}\n",
        ),
    ],
)
def test_a_name_is_of_200_characters_at_most(
    read: Reader, problems: Problems, champ: str, texte: str
) -> None:
    read(ENTETE + texte % ("n" * 200))
    (message,) = problems(ENTETE + texte % ("n" * 201))
    assert f" : {champ} : 201 caractères, 200 au plus ; raccourcissez-le" in message


@pytest.mark.parametrize(
    ("collectivite", "champ", "words"),
    [
        ("{commune: Dijon, code_insee: 21054}", "collectivite.commune", "Beaune (21054)"),
        ("{commune: Dijn, code_insee: 21231}", "collectivite.commune", "Dijon (21231)"),
        ("{code_insee: 21231, siren: 242100410}", "collectivite.siren", "Dijon (21231)"),
        ("{code_insee: 21231, siren: 242100411}", "collectivite.siren", "242100411"),
        ("{commune: Saint-Denis}", "collectivite.commune", "93066"),
        ("{commune: Dijn}", "collectivite.commune", "Dijon"),
        ("Dijn", "collectivite.commune", "Dijon"),
        ("{nom: Dijon}", "collectivite", "commune, code_insee et siren"),
        ("{commune: [Dijon]}", "collectivite.commune", "attendu : un texte ; trouvé : une liste"),
        ("[Dijon]", "collectivite", "trouvé : une liste"),
        ("{code_insee: 21231, departement: 93}", "collectivite.departement", "21 (Côte-d'Or)"),
        ("{commune: Dijon, denomination: Village}", "collectivite.denomination", "Ville, Commune"),
    ],
)
def test_a_collectivite_that_cannot_be_told_is_one_problem(
    problems: Problems, collectivite: str, champ: str, words: str
) -> None:
    (message,) = problems(f"demarche: territoires-denfance\ncollectivite: {collectivite}\n")
    assert message.startswith("ville.yaml:2:")
    assert f" : {champ} : " in message
    assert words in message


def test_a_collectivite_that_nothing_names_is_told_beside_its_other_problems(
    problems: Problems,
) -> None:
    messages = problems("demarche: territoires-denfance\ncollectivite: {charniere: aux}\n")
    assert [m.split(" : ")[1] for m in messages] == ["collectivite", "collectivite.charniere"]


def test_what_the_record_says_wins_over_the_official_data(read: Reader) -> None:
    collectivite = read(
        "demarche: territoires-denfance\ncollectivite:\n  code_insee: 21231\n"
        "  nom: Dijon la Belle\n  denomination: ville\n  charniere: de\n  population: 160 000\n"
        "  departement: Pays de Bourgogne\n  assemblee: conseil de ville\n"
    ).dossier.collectivite
    assert (collectivite.nom, collectivite.denomination, collectivite.charniere) == (
        "Dijon la Belle",
        "Ville",
        "de",
    )
    assert (collectivite.population, collectivite.departement) == (160_000, "Pays de Bourgogne")


# --- mandate and axes -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("seance", "mandat"),
    [("", "2026-2032"), ("seance: {date: 2020-11-23}\n", "2020-2026")],
)
def test_the_mandate_is_the_one_running_at_the_session(
    read: Reader, seance: str, mandat: str
) -> None:
    assert str(read(ENTETE + seance).dossier.mandat) == mandat


def test_a_mandate_that_is_not_described_lists_those_that_are(problems: Problems) -> None:
    (message,) = problems(f"{ENTETE}mandat: 2014-2020\n")
    assert message.startswith("ville.yaml:3:1 : mandat : ")
    assert "2020-2026, 2026-2032" in message


def test_a_session_out_of_every_mandate_is_told_at_its_date(problems: Problems) -> None:
    (message,) = problems(
        "demarche: territoires-denfance\ncollectivite: Dijon\nseance:\n  date: 2001-01-01\n"
    )
    assert message.startswith("ville.yaml:4:3 : seance.date : ")


@pytest.mark.parametrize("demarche", ["Ville amie des enfants", "ville_amie_des_enfants"])
def test_the_name_of_the_programme_may_be_typed_freely(read: Reader, demarche: str) -> None:
    texte = f"demarche: {demarche}\ncollectivite: Dijon\n"
    assert read(texte).dossier.demarche == "ville-amie-des-enfants"


def test_an_unknown_programme_lists_the_known_ones(problems: Problems) -> None:
    (message,) = problems("demarche: villes vertes\ncollectivite: Dijon\n")
    assert "territoires-denfance, ville-amie-des-enfants" in message


@pytest.mark.parametrize("axe", ["sante", "Santé", "santé mentale et physique"])
def test_an_axis_may_be_given_by_its_key_or_its_name(read: Reader, axe: str) -> None:
    actions = f"feuille_de_route:\n  actions:\n    - {{intitule: X, axe: {axe}}}\n"
    assert read(ENTETE + actions).dossier.feuille_de_route.actions[0].axe == "sante"


def test_an_unknown_axis_lists_the_programme_s(problems: Problems) -> None:
    (message,) = problems(
        f"{ENTETE}feuille_de_route:\n  actions:\n    -\n    - intitule: X\n"
        "    - {intitule: Y, axe: z}\n"
    )
    assert message.startswith(
        "ville.yaml:7:21 : feuille_de_route.actions[2].axe : axe inconnu « z »"
    )
    assert "protection (Protection)" in message


# --- fields -----------------------------------------------------------------------------------


def test_partners_are_a_list_or_are_told_by_level(read: Reader) -> None:
    def feuille(texte: str) -> FeuilleDeRoute:
        return read(f"{ENTETE}feuille_de_route:\n  partenaires: {texte}\n").dossier.feuille_de_route

    assert feuille("[écoles, CAF]").partenaires == ("écoles", "CAF")
    assert feuille("écoles").partenaires == ("écoles",)
    assert feuille("[écoles]").partenaires_par_niveau == Partenaires()
    par_niveau = feuille("{international: [ville jumelle], commune: [écoles, crèches]}")
    assert par_niveau.partenaires == ("écoles", "crèches", "ville jumelle")
    assert par_niveau.partenaires_par_niveau.commune == ("écoles", "crèches")
    assert par_niveau.partenaires_par_niveau.national == ()
    assert feuille("").partenaires == ()


def test_a_wrong_level_of_partners_is_told_with_those_there_are(read: Reader) -> None:
    with pytest.raises(RecordError) as error:
        read(f"{ENTETE}feuille_de_route:\n  partenaires: {{region: [CAF]}}\n")
    (message,) = error.value.messages
    assert "feuille_de_route.partenaires.region" in message
    assert "departement_et_region" in message


def test_a_key_that_several_groups_have_is_sent_to_the_one_that_all_know(read: Reader) -> None:
    with pytest.raises(RecordError) as error:
        read(f"{ENTETE}numero: 12\n")
    (message,) = error.value.messages
    assert "elle s'écrit sous « deliberation »" in message


def test_a_kind_of_act_that_the_programme_has_not_is_refused_where_it_stands(read: Reader) -> None:
    acte = "deliberation:\n  type: plan-d-action\n"
    assert read(ENTETE + acte).dossier.deliberation.type is TypeDeliberation.PLAN_D_ACTION
    with pytest.raises(RecordError) as error:
        read("demarche: territoires-denfance\ncollectivite: Dijon\n" + acte)
    (message,) = error.value.messages
    assert ":4:3 : deliberation.type : la démarche « Territoires d’enfance » n'a pas" in message
    assert message.endswith("écrivez l'un de : adhesion, renouvellement")


def test_the_act_that_this_one_follows(read: Reader) -> None:
    texte = "deliberation: {precedente: {numero: 2026-06-12, date: 22/06/2026}}\n"
    precedente = read(ENTETE + texte).dossier.deliberation.precedente
    assert precedente == ActePrecedent("2026-06-12", datetime.date(2026, 6, 22))
    assert read(ENTETE).dossier.deliberation.precedente == ActePrecedent()


def test_pouvoirs_are_a_number_or_a_list_whose_length_counts(read: Reader) -> None:
    texte = ENTETE + "seance:\n  pouvoirs:\n    - {de: A, a: B}\n    - {de: C, a: D}\n"
    seance = read(texte).dossier.seance
    assert seance.pouvoirs == 2
    assert seance.liste_des_pouvoirs == (Pouvoir("A", "B"), Pouvoir("C", "D"))
    assert read(ENTETE + "seance: {pouvoirs: []}\n").dossier.seance.pouvoirs == 0
    assert read(ENTETE + "seance: {pouvoirs: 0}\n").dossier.seance.pouvoirs == 0
    assert read(ENTETE + "seance: {pouvoirs: }\n").dossier.seance.pouvoirs is None


def test_a_scalar_stands_for_a_list_of_one(read: Reader) -> None:
    texte = ENTETE + "deliberation: {engagements: ouvrir une crèche}\n"
    assert read(texte).dossier.deliberation.engagements == ("ouvrir une crèche",)


def test_paragraphs_are_kept_where_they_matter_and_lines_joined_elsewhere(read: Reader) -> None:
    texte = (
        f"{ENTETE}seance:\n  lieu: |\n    salle\n    haute\n"
        "feuille_de_route:\n  diagnostic: >\n    Un\n    deux.\n\n    Trois.\n"
    )
    dossier = read(texte).dossier
    assert dossier.seance.lieu == "salle haute"
    assert dossier.feuille_de_route.diagnostic == "Un deux.\nTrois."


def test_empty_values_and_empty_groups_are_as_if_they_were_not_there(read: Reader) -> None:
    texte = (
        f"{ENTETE}executif:\n  nom:\n  prenom: ~\nseance:\n  date: ''\n"
        "deliberation:\n  vote: {pour: , contre: }\n  engagements:\n    -\n"
    )
    read_record = read(texte)
    dossier = read_record.dossier
    assert dossier == Dossier(dossier.demarche, dossier.mandat, dossier.collectivite)


def test_all_the_problems_of_a_file_come_at_once_in_order(problems: Problems) -> None:
    messages = problems(
        "mandat: 2014-2020\n"
        "collectivite: {commune: Dijn, logo: absent.png}\n"
        "seance:\n"
        "  presnts: 3\n"
        "  date: 31 février 2026\n"
        "  lieu: {salle haute}\n"
        "  presents: beaucoup\n"
        "  presents: 4\n"
        "deliberation: adoptée\n"
    )
    assert [m.split(" : ")[:2] for m in messages] == [
        ["ville.yaml:1:1", "demarche"],
        ["ville.yaml:2:16", "collectivite.commune"],
        ["ville.yaml:2:31", "collectivite.logo"],
        ["ville.yaml:4:3", "seance.presnts"],
        ["ville.yaml:5:3", "seance.date"],
        ["ville.yaml:6:3", "seance.lieu"],
        ["ville.yaml:7:3", "seance.presents"],
        ["ville.yaml:8:3", "seance.presents"],
        ["ville.yaml:9:1", "deliberation"],
    ]
    assert messages[5].endswith("attendu : un texte ; trouvé : un groupe de clés")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("seanse: {}", "écrivez « seance »"),
        ("Séance: {}", "écrivez « seance »"),
        ("plan_d_action: {}", "écrivez « feuille_de_route »"),
        ("maire: {}", "écrivez « executif »"),
        ("presents: 3", "elle s'écrit sous « seance »"),
        ("seance: {mandat: 2026-2032}", "elle s'écrit tout à gauche"),
        ("xyz: 3", "la plus proche est « "),
    ],
)
def test_an_unknown_key_suggests_a_known_one(problems: Problems, line: str, words: str) -> None:
    (message,) = problems(f"{ENTETE}{line}\n")
    assert words in message


def test_a_required_key_that_is_missing_is_told_at_its_group(problems: Problems) -> None:
    messages = problems(
        "seance: {pouvoirs: [{de: A}]}\nfeuille_de_route:\n  actions:\n  - axe: x\n"
    )
    assert [m.split(" : ")[:2] for m in messages] == [
        ["ville.yaml:1:1", "demarche"],
        ["ville.yaml:1:1", "collectivite"],
        ["ville.yaml:1:21", "seance.pouvoirs[1].a"],
        ["ville.yaml:4:5", "feuille_de_route.actions[1].intitule"],
    ]
    assert all("clé obligatoire, sans valeur ici ; écrivez-la" in m for m in messages)
    assert messages[2].endswith("par exemple « a: Claude Modèle »")


# --- logo -------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [PNG, b"\xff\xd8\xff\xe0 jpeg"])
def test_a_logo_is_found_from_the_folder_of_the_record(
    read: Reader, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images" / "logo").write_bytes(content)
    texte = "demarche: territoires-denfance\ncollectivite: {commune: Dijon, logo: images/logo}\n"
    logo = read(texte).dossier.collectivite.logo
    assert logo == str(tmp_path / "images" / "logo")


def test_a_logo_that_is_no_image_is_refused(problems: Problems, tmp_path: Path) -> None:
    (tmp_path / "texte.png").write_text("GIF89a")
    (tmp_path / "gros.png").write_bytes(PNG + b"\0" * 2**21)
    (tmp_path / "dossier.png").mkdir()
    os.mkfifo(tmp_path / "tube.png")
    for name, words in (
        ("texte.png", "n'est pas une image PNG ou JPEG"),
        ("gros.png", "fichier trop gros : 2 Mio au plus"),
        ("dossier.png", "c'est un dossier"),
        ("tube.png", "n'est pas un fichier ordinaire"),
        ("absent.png", "fichier introuvable"),
        ("n" * 300, "fichier illisible"),
    ):
        (message,) = problems(
            f"demarche: territoires-denfance\ncollectivite: {{commune: Dijon, logo: {name}}}\n"
        )
        assert message.startswith("ville.yaml:2:")
        assert " : collectivite.logo : « " in message
        assert words in message


# --- places -----------------------------------------------------------------------------------


def test_fields_are_located_by_themselves_or_by_their_nearest_ancestor(read: Reader) -> None:
    read_record = read(
        f"{ENTETE}deliberation:\n  vote: {{pour: 3}}\nfeuille_de_route:\n  actions:\n"
        "    - intitule: X\n    - intitule: Y\n      budget: 3\nseance:\n  date:\n"
    )
    located = {
        champ: read_record.locate(champ).rpartition("ville.yaml:")[2]
        for champ in (
            "deliberation.vote.pour",
            "deliberation.vote.contre",
            "deliberation.cotisation.annees",
            "feuille_de_route.actions[2].budget",
            "feuille_de_route.actions[2].cible",
            "feuille_de_route.actions[9].cible",
            "seance.date",
            "executif.nom",
            "collectivite.commune",
        )
    }
    assert located == {
        "deliberation.vote.pour": "4:10",
        "deliberation.vote.contre": "4:3",
        "deliberation.cotisation.annees": "3:1",
        "feuille_de_route.actions[2].budget": "9:7",
        "feuille_de_route.actions[2].cible": "8:7",
        "feuille_de_route.actions[9].cible": "6:3",
        "seance.date": "11:3",
        "executif.nom": "1:1",
        "collectivite.commune": "2:1",
    }


# --- files ------------------------------------------------------------------------------------


def refusal(path: Path) -> str:
    with pytest.raises(RecordError) as caught:
        load(path, aujourdhui=AUJOURDHUI)
    (message,) = caught.value.messages
    return message


def test_a_file_that_cannot_be_read_says_so(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube")
    (tmp_path / "boucle").symlink_to(tmp_path / "boucle")
    assert refusal(tmp_path / "absent") == (
        f"{tmp_path}/absent : fichier introuvable ; vérifiez son chemin et son nom"
    )
    assert "c'est un dossier" in refusal(tmp_path)
    assert "n'est pas un fichier ordinaire" in refusal(tmp_path / "tube")
    assert "fichier illisible" in refusal(tmp_path / "boucle")
    assert "fichier introuvable" in refusal(EXEMPLE / "x")


def test_a_name_with_control_characters_stays_on_one_line(tmp_path: Path) -> None:
    assert refusal(tmp_path / "a\nb\x1b").startswith(f"{tmp_path}/a\ufffdb\ufffd : ")


@pytest.mark.skipif(not hasattr(os, "seteuid"), reason="needs users of a Unix system")
def test_a_file_that_may_not_be_read_says_so(tmp_path: Path) -> None:
    path = tmp_path / "secret.yaml"
    shutil.copy(EXEMPLE, path)
    path.chmod(0)
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    try:
        assert "le système refuse la lecture" in refusal(path)
    finally:
        os.seteuid(user)


# --- properties -------------------------------------------------------------------------------

TEXTES = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")).filter(
        lambda c: not INTERDITS.match(c)
    ),
    min_size=1,
    max_size=200,
)
CHEMINS = (
    ("seance", "lieu"),
    ("executif", "nom"),
    ("deliberation", "numero"),
    ("feuille_de_route", "diagnostic"),
    ("charte", "opinion"),
)


@settings(deadline=None)  # the first record loads the official data
@given(TEXTES, st.sampled_from(CHEMINS))
def test_any_text_comes_out_as_it_went_in(texte: str, chemin: tuple[str, str]) -> None:
    groupe, cle = chemin
    quoted = texte.replace("'", "''")
    content = f"{ENTETE}{groupe}:\n  {cle}: '{quoted}'\n".encode()
    read_record = loads(content, source="x", folder=Path(), aujourdhui=AUJOURDHUI)
    expected = unicodedata.normalize("NFC", texte).strip() or None
    value = getattr(read_record.dossier, groupe)
    assert (value and getattr(value, cle)) == expected


@settings(deadline=None)  # the first record loads the official data
@given(st.binary(max_size=300))
def test_any_bytes_give_a_record_or_its_problems(content: bytes) -> None:
    _is_read_or_refused(content)


@settings(deadline=None)  # the first record loads the official data
@given(st.text(st.sampled_from("ab:-[]{}#'\"|>&*!%@,? \n\t~é"), max_size=60))
def test_any_yaml_like_text_gives_a_record_or_its_problems(texte: str) -> None:
    _is_read_or_refused((ENTETE + texte).encode())


@settings(deadline=None)  # the first record loads the official data
@given(st.data())
def test_a_good_record_spoilt_anywhere_gives_a_record_or_its_problems(data: st.DataObject) -> None:
    content = EXEMPLE.read_bytes()
    start = data.draw(st.integers(0, len(content)))
    length = data.draw(st.integers(0, 20))
    spoilt = data.draw(st.binary(max_size=10))
    _is_read_or_refused(content[:start] + spoilt + content[start + length :])


def _is_read_or_refused(content: bytes) -> None:
    try:
        loads(content, source="x.yaml", folder=Path(), aujourdhui=AUJOURDHUI)
    except RecordError as error:
        assert error.messages
        assert all(m.startswith("x.yaml") and "\n" not in m for m in error.messages)
