"""What the data files promise: a source for every figure, a template for every document."""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import re
from pathlib import Path

import pytest
import yaml

from generator.domain.accueil import COUT, Envoi
from generator.domain.dossier import (
    Charte,
    Collectivite,
    Deliberation,
    Dossier,
    Periode,
    TypeDeliberation,
)
from generator.domain.regime import Regime, regime_key
from generator.domain.territoire import Entete
from generator.errors import ReferentielError
from generator.redaction.contexte import contexte
from generator.redaction.matiere import Matiere
from generator.referentiel import demarches
from generator.referentiel.seuils import seuils
from generator.referentiel.territoires import commune_by_code, departements, territoire_by_siren
from generator.resources import DEMARCHES, DONNEES, TEMPLATES

SOURCES = Path(__file__).resolve().parents[2] / "shared" / "sources"
FICHIERS = sorted(DEMARCHES.glob("*.yaml"))
DEMARCHES_DECRITES = [
    demarches.load(cle, mandat) for cle in demarches.cles() for mandat in demarches.mandats(cle)
]
PAR_FICHIER = pytest.mark.parametrize("path", FICHIERS, ids=lambda path: path.stem)
PAR_DEMARCHE = pytest.mark.parametrize(
    "demarche", DEMARCHES_DECRITES, ids=lambda d: f"{d.cle}-{d.mandat}"
)
REGIMES = [
    commune_by_code("21231"),
    commune_by_code("75056"),
    commune_by_code("67482"),
    commune_by_code("98735"),
    territoire_by_siren("243000296"),
    territoire_by_siren("243300316"),
    territoire_by_siren("200046977"),
    territoire_by_siren("200057941"),
]


PRESENTEES = [demarche for demarche in DEMARCHES_DECRITES if demarche.voie is not None]
ACTES = [acte for demarche in DEMARCHES_DECRITES for acte in demarche.deliberations.values()]
ACCUEILS = {d.cle: demarches.accueil(d, Envoi()) for d in PRESENTEES}


def mots(texte: str) -> str:
    """Return the words of a text, in small letters, without its signs."""
    return " ".join(re.findall(r"\w+", texte.casefold()))


def raw(path: Path):
    return yaml.safe_load(path.read_bytes())


def strings(value):
    """Yield every text of a nested value."""
    if isinstance(value, str):
        yield value
    elif dataclasses.is_dataclass(value):
        for champ in dataclasses.fields(value):
            yield from strings(getattr(value, champ.name))
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from strings(item)


# --- programmes ----------------------------------------------------------------------------------


def test_the_three_programmes_are_described():
    assert {(d.cle, str(d.mandat)) for d in DEMARCHES_DECRITES} == {
        ("ville-amie-des-enfants", "2020-2026"),
        ("ville-amie-des-enfants", "2026-2032"),
        ("territoires-denfance", "2026-2032"),
    }


@PAR_FICHIER
def test_a_file_is_named_after_its_key_and_its_mandate(path):
    content = raw(path)
    assert path.stem == f"{content['cle']}-{content['mandat']}"


@PAR_FICHIER
def test_what_comes_from_unicef_says_from_which_document(path):
    content = raw(path)
    sources = set(content["sources"])
    for bloc in ("engagements", "obligations", "apports", "bareme"):
        if content[bloc] is not None:
            assert content[bloc]["source"] in sources, bloc
    assert all(len(source) > 20 for source in content["sources"].values())


@PAR_DEMARCHE
def test_keys_are_unique(demarche):
    for liste in (
        demarche.axes,
        demarche.principes,
        demarche.principes_directeurs,
        demarche.engagements.liste,
        demarche.evenements,
        demarche.contacts,
        *(acte.visas for acte in demarche.deliberations.values()),
    ):
        cles = [element.cle for element in liste]
        assert len(cles) == len(set(cles))


@PAR_DEMARCHE
def test_the_scale_has_no_overlap_and_lies_in_the_mandate(demarche):
    if demarche.bareme is None:
        return
    annees = demarche.bareme.annees
    if annees is not None:
        assert demarche.mandat.debut <= annees.debut <= annees.fin <= demarche.mandat.fin
    tranches = demarche.bareme.tranches
    for avant, apres in itertools.pairwise(tranches):
        assert avant.jusqu_a is not None
        assert avant.jusqu_a < apres.a_partir_de
        assert avant.montant < apres.montant
    assert tranches[0].a_partir_de == 0
    assert tranches[-1].jusqu_a is None


def test_2026_has_no_amount_in_ville_amie_des_enfants_and_territoires_names_no_years():
    annees = {d.cle: d.bareme.annees for d in DEMARCHES_DECRITES if d.bareme}
    assert annees == {
        "ville-amie-des-enfants": Periode(2027, 2032),
        "territoires-denfance": None,
    }


def test_ville_amie_des_enfants_warns_intercommunalites_since_2026():
    avertis = {
        (d.cle, d.mandat.debut) for d in DEMARCHES_DECRITES if d.avertissement_intercommunalite
    }
    assert avertis == {("ville-amie-des-enfants", 2026)}


@PAR_DEMARCHE
def test_a_principle_of_the_charter_may_be_spoken_of_in_the_record(demarche):
    champs = {champ.name for champ in dataclasses.fields(Charte)}
    assert {principe.cle for principe in demarche.principes} <= champs


@pytest.mark.parametrize(
    ("cle", "debut", "engagements", "obligations", "axes", "principes"),
    [
        ("ville-amie-des-enfants", 2020, 5, 6, 5, 0),
        ("ville-amie-des-enfants", 2026, 3, 6, 5, 2),
        ("territoires-denfance", 2026, 4, 4, 3, 0),
    ],
)
def test_what_each_programme_asks(cle, debut, engagements, obligations, axes, principes):
    (demarche,) = (d for d in DEMARCHES_DECRITES if d.cle == cle and d.mandat.debut == debut)
    assert len(demarche.engagements.liste) == engagements
    assert len(demarche.obligations.liste) == obligations
    assert len(demarche.axes) == axes
    assert len(demarche.principes_directeurs) == principes


def test_the_four_principles_and_their_articles_of_the_convention():
    (reseau,) = (d for d in DEMARCHES_DECRITES if d.cle == "territoires-denfance")
    assert {p.cle: p.article for p in reseau.principes} == {
        "interet_superieur": 3,
        "non_discrimination": 2,
        "opinion": 12,
        "developpement": 6,
    }


def test_the_mandates_begin_in_order():
    for cle in demarches.cles():
        debuts = [demarches.load(cle, m).en_vigueur_le for m in demarches.mandats(cle)]
        assert debuts == sorted(set(debuts))
    assert (
        str(demarches.mandat_en_cours("ville-amie-des-enfants", datetime.date(2026, 2, 28)))
        == "2020-2026"
    )
    assert (
        str(demarches.mandat_en_cours("ville-amie-des-enfants", datetime.date(2026, 3, 1)))
        == "2026-2032"
    )


# --- documents -----------------------------------------------------------------------------------


@PAR_DEMARCHE
def test_every_document_has_a_name_and_a_template(demarche):
    for acte in demarche.deliberations.values():
        assert acte.documents[0] == "deliberation"
        assert all(demarches.documents()[cle].joint for cle in acte.documents)
        for cle in acte.documents:
            assert cle in demarches.documents()
            assert (TEMPLATES / demarches.documents()[cle].fichier_du_gabarit).is_file()


@PAR_DEMARCHE
def test_the_kinds_of_act_of_a_programme(demarche):
    with_a_plan = {"ville-amie-des-enfants"}
    assert list(demarche.deliberations) == [
        cle
        for cle in TypeDeliberation
        if cle is not TypeDeliberation.PLAN_D_ACTION or demarche.cle in with_a_plan
    ]
    assert [cle for cle, acte in demarche.deliberations.items() if not acte.suit] == ["adhesion"]
    for acte in demarche.deliberations.values():
        assert acte.suit is ("precedente" in {visa.cle for visa in acte.visas})
        assert acte.suit is not acte.engagements


def test_every_template_and_every_document_is_of_some_use():
    asked = {cle for acte in ACTES for cle in acte.documents}
    asked |= {d.cle for d in demarches.documents_of_set("bilan")}
    asked |= {d.cle for d in demarches.documents().values() if d.preparatoire}
    asked |= {d.cle for demarche in PRESENTEES for d in ACCUEILS[demarche.cle].documents}
    asked.add("fiche-de-transmission")  # of the command `teletransmettre`
    assert asked == set(demarches.documents())
    shipped = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.docx")}
    assert shipped == {d.fichier_du_gabarit for d in demarches.documents().values()}


# --- the welcome pack ------------------------------------------------------------------------------


def test_a_welcome_pack_puts_the_programme_s_documents_between_its_own():
    assert [d.cle for d in ACCUEILS["territoires-denfance"].documents] == [
        "lettre",
        "deux-voies",
        "deliberation",
        "charte",
        "feuille-de-route",
        "calendrier",
        "ressources",
    ]
    assert [d.cle for d in ACCUEILS["ville-amie-des-enfants"].documents][2:-2] == [
        "deliberation",
        "plan-d-action",
    ]


def test_all_the_documents_of_a_welcome_pack_but_its_letter_are_listed_in_it():
    for accueil in ACCUEILS.values():
        assert [d.cle for d in accueil.documents if d.piece is None] == ["lettre"]


def test_each_way_answers_every_line_of_the_comparison_but_the_dues():
    for accueil in ACCUEILS.values():
        asked = [critere.cle for critere in accueil.criteres]
        assert len(asked) == len(set(asked))
        for voie in accueil.voies:
            assert [*voie.voie.criteres] == [cle for cle in asked if cle != COUT]
            assert all(voie.voie.criteres.values())
            assert voie.voie.source in voie.sources
            assert len(voie.voie.etapes) >= 4


def test_no_welcome_pack_for_a_mandate_that_none_describes():
    ancienne = demarches.load("ville-amie-des-enfants", Periode(2020, 2026))
    with pytest.raises(ReferentielError, match="2020-2026"):
        demarches.accueil(ancienne, Envoi())


def test_a_way_copies_no_sentence_of_its_source():
    """Eight words in a row, in the sources that were given, are a sentence taken from them."""
    if not SOURCES.is_dir():
        pytest.skip("les sources ne sont pas sur cette machine")
    lues = " ".join(mots(path.read_text(encoding="utf-8")) for path in SOURCES.glob("*.txt"))
    for voie in (demarche.voie for demarche in PRESENTEES):
        # « champ » gives the names that UNICEF France gives its principles and its axes.
        criteres = {cle: textes for cle, textes in voie.criteres.items() if cle != "champ"}
        for texte in strings((voie.resume, criteres, voie.etapes)):
            suite = mots(texte).split()
            for rang in range(len(suite) - 7):
                assert " ".join(suite[rang : rang + 8]) not in lues, texte


def test_the_charter_is_said_to_be_a_draft_of_ours():
    avertissement = demarches.documents()["charte"].avertissement
    assert "non le texte officiel d’UNICEF France" in avertissement


# --- shared lists --------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["evenements", "contacts", "visas"])
def test_a_shared_list_has_unique_keys_and_every_element_is_used(nom):
    elements = raw(DONNEES / f"{nom}.yaml")
    cles = [element["cle"] for element in elements]
    assert len(cles) == len(set(cles))
    used = set()
    for path in FICHIERS:
        content = raw(path)
        if nom == "visas":
            used |= {cle for acte in content["deliberations"].values() for cle in acte[nom]}
        else:
            used |= set(content[nom])
    assert used == set(cles)


def test_events_and_visas_have_a_source():
    for nom in ("evenements", "visas"):
        assert all(element["source"] for element in raw(DONNEES / f"{nom}.yaml"))


def test_no_event_promises_a_date_that_is_not_announced():
    for evenement in raw(DONNEES / "evenements.yaml"):
        if evenement["cle"] != "journee-mondiale":
            assert not re.search(r"\d{1,2} (?:janvier|mai|juin|novembre)", evenement["periode"])
        assert not re.search(r"20[2-9]\d", evenement["periode"])


def test_the_convention_is_named_as_the_law_names_it():
    (visa,) = (v for v in raw(DONNEES / "visas.yaml") if v["cle"] == "convention")
    for fait in (
        "convention relative aux droits de l’enfant",
        "20 novembre 1989",
        "décret n° 90-917 du 8 octobre 1990",
        "articles 2, 3, 6 et 12",
    ):
        assert fait in visa["texte"]


def test_no_address_of_unicef_is_misspelt():
    valeurs = {contact["valeur"] for contact in raw(DONNEES / "contacts.yaml")}
    assert "collectivites@unicef.fr" in valeurs
    assert not any("cvilleamiedesenfants" in valeur for valeur in valeurs)


# --- words ---------------------------------------------------------------------------------------


@PAR_DEMARCHE
@pytest.mark.parametrize("territoire", REGIMES, ids=lambda t: t.nom)
def test_every_sentence_is_filled_for_every_regime(demarche, territoire):
    date = datetime.date(demarche.mandat.debut + 1, 6, 22)
    for cle in demarche.deliberations:
        deliberation = Deliberation(type=TypeDeliberation(cle))
        matiere = Matiere(
            Dossier(
                demarche.cle, demarche.mandat, Collectivite(territoire), deliberation=deliberation
            ),
            demarche,
            demarches.regimes()[regime_key(territoire)],
            seuils(date),
        )
        for texte in strings(contexte(matiere)):
            assert "{" not in texte
            assert "}" not in texte


@pytest.mark.parametrize("path", sorted(DONNEES.rglob("*.yaml")), ids=lambda path: path.stem)
def test_data_files_hold_no_straight_apostrophe_in_what_is_printed(path):
    printed = {"texte", "introduction", "liste", "nom", "titre", "objet", "expose", "articles",
               "considerants", "convention", "court", "sujet", "masculin", "feminin", "motif",
               "membres", "assemblee", "avertissement"}  # fmt: skip

    def walk(value, name=""):
        if isinstance(value, dict):
            for key, item in value.items():
                walk(item, key)
        elif isinstance(value, list):
            for item in value:
                walk(item, name)
        elif isinstance(value, str) and name in printed and path.name != "seuils.yaml":
            assert not re.search(r"\w'\w", value), value

    walk(raw(path))


def test_items_of_lists_carry_no_final_sign():
    for demarche in DEMARCHES_DECRITES:
        items = [
            *demarche.obligations.liste,
            *demarche.apports,
            *(c for acte in demarche.deliberations.values() for c in acte.considerants),
            *(
                d
                for acte in demarche.deliberations.values()
                for d in acte.note.decide
                if d[-1] != "}"
            ),
            *(e.quoi for acte in demarche.deliberations.values() for e in acte.note.calendrier),
            *(axe.texte for axe in demarche.axes),
            demarche.engagements.introduction,
            demarche.obligations.introduction,
        ]
        for item in items:
            assert item[-1] not in ".;:,", item
    for acte in ACTES:
        for article in acte.articles:
            assert re.sub(r"\{%.*?%\}", "", article).endswith("."), article


# --- regimes and tribunals -----------------------------------------------------------------------


def test_every_regime_is_whole():
    for regime in demarches.regimes().values():
        vides = {c.name for c in dataclasses.fields(Regime) if not getattr(regime, c.name)}
        assert vides == {
            "communaute": set(),
            "droit-communal-propre": {"texte", "statuts", "note_de_synthese"},
            "metropole-de-lyon": {"statuts", "note_de_synthese"},
        }.get(regime.cle, {"statuts"})
        assert regime.executif.masculin == f"le {regime.executif.titre}"


def test_the_101_departements_have_a_tribunal():
    metropole = [f"{n:02}" for n in range(1, 96) if n != 20] + ["2A", "2B"]
    codes = [*metropole, "971", "972", "973", "974", "976"]
    assert len(codes) == 101
    for code in codes:
        assert departements()[code].tribunal.startswith("tribunal administratif d")


def test_how_a_departement_heads_an_act():
    noms = {code for code, d in departements().items() if d.entete is Entete.NOM}
    assert noms == {"972", "973", "975", "977", "978", "984", "986", "987", "988", "989"}
    assert [code for code, d in departements().items() if d.entete is Entete.AUCUN] == ["75"]


@pytest.mark.parametrize(
    ("code", "tribunal"),
    [
        ("21", "tribunal administratif de Dijon"),
        ("02", "tribunal administratif d'Amiens"),
        ("2A", "tribunal administratif de Bastia"),
        ("57", "tribunal administratif de Strasbourg"),
        ("75", "tribunal administratif de Paris"),
        ("83", "tribunal administratif de Toulon"),
        ("94", "tribunal administratif de Melun"),
        ("93", "tribunal administratif de Montreuil"),
        ("974", "tribunal administratif de La Réunion"),
    ],
)
def test_the_tribunal_of_a_departement(code, tribunal):
    assert departements()[code].tribunal == tribunal


# --- signatures ----------------------------------------------------------------------------------


def test_every_place_of_a_document_is_known_and_every_form_names_known_places():
    signatures = demarches.signatures()
    assert len(set(signatures.cles)) == len(signatures.cles)
    for document in demarches.documents().values():
        assert set(document.signatures) <= set(signatures.cles)
    for forme in signatures.parapheur.formes:
        assert set(forme.emplacements or ()) <= set(signatures.cles)
        mot = re.fullmatch(r"#([a-z]+)(?:_\{rang\})?#", forme.texte)
        assert mot
        assert mot[1] in signatures.parapheur.reservees
    assert "i-Parapheur" in signatures.parapheur.source
    for emplacement in signatures.emplacements:
        assert re.fullmatch(r"[a-z]+", emplacement.cle)
        assert emplacement.description.startswith("Signature ")
