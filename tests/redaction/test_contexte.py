"""The vocabulary of the templates: complete, in exact French, for every kind of collectivité."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.records.fiche import loads
from generator.redaction.blancs import BLANC, COURT, LIGNE, LONG
from generator.redaction.contexte import contexte, proprietes
from generator.redaction.typographie import typographier
from generator.referentiel.demarches import documents
from generator.referentiel.territoires import communes
from generator.services.verification import examine, verify

SAMPLES = Path(__file__).parents[2] / "samples"
AUJOURDHUI = datetime.date(2026, 9, 1)
DEMARCHES = ("ville-amie-des-enfants", "territoires-denfance")

COLLECTIVITES = {
    "commune": "commune: Dijon",
    "Paris": "commune: Paris",
    "Alsace-Moselle": "commune: Strasbourg",
    "communauté de communes": 'siren: "243000296"',
    "communauté d'agglomération": 'siren: "200058782"',
    "communauté urbaine": 'siren: "200033579"',
    "métropole": 'siren: "243300316"',
    "Métropole de Lyon": 'siren: "200046977"',
    "établissement public territorial": 'siren: "200057941"',
    "Polynésie": "commune: Papeete",
    "sans tribunal connu": 'code_insee: "98412"',
    "village sans habitant": 'code_insee: "55039"',
    "Le Havre": "commune: Le Havre",
    "L'Haÿ-les-Roses": "commune: L'Haÿ-les-Roses",
    "Les Mureaux": "commune: Les Mureaux",
    "Aux Marais": "commune: Aux Marais",
    "exactement 100 000 habitants": "{commune: Dijon, population: 100000}",
}


def examen(record: str):
    return examine(
        loads(record.encode(), source="fiche.yaml", folder=SAMPLES, aujourdhui=AUJOURDHUI),
        aujourdhui=AUJOURDHUI,
    )


def deux_cles(demarche, collectivite):
    """Return the record of a programme and a place; the flow mapping of the place is added."""
    place = collectivite if collectivite.startswith("{") else f"{{{collectivite}}}"
    return examen(f"demarche: {demarche}\ncollectivite: {place}\n")


def sample(nom):
    return contexte(verify(SAMPLES / f"{nom}.yaml", aujourdhui=AUJOURDHUI).matiere)


def preside(civilite):
    """Return Dijon's adopted act, with someone else than the Maire in the chair."""
    record = (SAMPLES / "dijon.yaml").read_text(encoding="utf-8")
    adjoint = f"{{civilite: {civilite}, prenom: Claude, nom: Modèle, titre: premier rang}}"
    return examen(record.replace("  en_exercice:", f"  presidence: {adjoint}\n  en_exercice:"))


def leaves(value, path=""):
    """Yield (path, leaf) of a nested value."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, f"{path}.{key}")
    elif isinstance(value, list):
        for rank, item in enumerate(value):
            yield from leaves(item, f"{path}[{rank}]")
    else:
        yield path, value


def keys(value):
    if isinstance(value, dict):
        yield from value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from keys(item)


FAUTES = {
    "None": re.compile("None"),
    "une balise": re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}"),
    "deux espaces": re.compile(r" {2}| [\xa0\u202f]|[\xa0\u202f] "),
    # « de les appliquer » is right: a pronoun before its infinitive.
    "une contraction oubliée": re.compile(
        r"\b(?:de|à)[ \xa0](?:[Ll]es?(?![ \xa0][a-zéèêç]+er\b)|Aux)[ \xa0]|\bd’[LDld]’"
    ),
    "une apostrophe droite": re.compile("'"),
    "une espace ordinaire avant un signe": re.compile(r" [;:!?€%»]"),
    "une espace ordinaire après «": re.compile("« "),
    "une élision oubliée": re.compile(r"\b(?:de|que|le|la) [aeiouâéèêîôAEIOUÂÉÈÊÎÔ]"),
    "deux virgules": re.compile(r",\s*[,;.]|\.\.|;\s*;"),
    "une fin de ligne": re.compile(r"[\n\t]"),
}


def faults(vocabulaire):
    """Return what is wrong in a vocabulary, one line a fault."""
    found = []
    for path, value in leaves(vocabulaire):
        if not isinstance(value, str | bool):
            found.append(f"{path} : {type(value).__name__}")
        if not isinstance(value, str):
            continue
        if value != value.strip():
            found.append(f"{path} : espace au bord : {value!r}")
        found += [
            f"{path} : {nom} : {value!r}" for nom, faute in FAUTES.items() if faute.search(value)
        ]
    return found


# --- every kind of record --------------------------------------------------------------------------


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_sample_gives_clean_french(path):
    assert faults(contexte(verify(path, aujourdhui=AUJOURDHUI).matiere)) == []


@pytest.mark.parametrize("demarche", DEMARCHES)
@pytest.mark.parametrize("collectivite", COLLECTIVITES.values(), ids=COLLECTIVITES)
def test_two_keys_give_clean_french(demarche, collectivite):
    assert faults(contexte(deux_cles(demarche, collectivite).matiere)) == []


CODES = st.sampled_from(sorted(communes()))


@settings(max_examples=300, deadline=None)
@given(CODES, st.sampled_from(DEMARCHES), st.sampled_from(["Ville", "Commune", None]))
def test_every_commune_gives_clean_french(code, demarche, denomination):
    place = f'code_insee: "{code}"' + (f", denomination: {denomination}" if denomination else "")
    vocabulaire = contexte(deux_cles(demarche, place).matiere)
    assert faults(vocabulaire) == []
    assert typographier(communes()[code].nom) == vocabulaire["collectivite"]["nom"]


def test_no_key_hides_behind_a_method_of_dict():
    # A template reads « {{ a.items }} » as an attribute first: the method would win.
    for nom in ("dijon", "givardon", "pays-de-sommieres"):
        assert not [key for key in keys(sample(nom)) if hasattr(dict, key)]


def test_every_record_has_the_same_vocabulary():
    attendu = {re.sub(r"\[\d+\]", "", path) for path, _ in leaves(sample("dijon"))}
    optional = re.compile(
        r"\.(ressort|liste_des_pouvoirs|principes|principes_directeurs|engagements_propres"
        r"|indicateurs|calendrier|depense)\b"
    )
    autres = {path.stem: sample(path.stem) for path in SAMPLES.glob("*.yaml")}
    autres["présidence"] = contexte(preside("Mme").matiere)
    for nom, mots in autres.items():
        autre = {re.sub(r"\[\d+\]", "", p) for p, _ in leaves(mots)}
        assert not [p for p in attendu ^ autre if not optional.search(p)], nom


def test_the_same_record_gives_the_same_words():
    assert sample("dijon") == sample("dijon")


# --- the town -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("collectivite", "appellation", "de_la", "assemblee", "le"),
    [
        (
            "commune: Le Havre, denomination: Ville",
            "Ville du Havre",
            "de la Ville du Havre",
            "le conseil municipal du Havre",
            "le Maire",
        ),
        (
            "commune: Les Mureaux",
            "Commune des Mureaux",
            "de la Commune des Mureaux",
            "le conseil municipal des Mureaux",
            "le Maire",
        ),
        (
            "commune: L'Haÿ-les-Roses",
            "Commune de L’Haÿ-les-Roses",
            "de la Commune de L’Haÿ-les-Roses",
            "le conseil municipal de L’Haÿ-les-Roses",
            "le Maire",
        ),
        (
            "commune: Hyères",
            "Commune d’Hyères",
            "de la Commune d’Hyères",
            "le conseil municipal d’Hyères",
            "le Maire",
        ),
        (
            "commune: Paris",
            "Ville de Paris",
            "de la Ville de Paris",
            "le conseil de Paris",
            "le Maire",
        ),
        (
            'siren: "243000296"',
            "Communauté de communes du Pays de Sommières",
            "de la Communauté de communes du Pays de Sommières",
            "le conseil communautaire de la Communauté de communes du Pays de Sommières",
            "le Président",
        ),
        (
            'siren: "243300316"',
            "Bordeaux Métropole",
            "de Bordeaux Métropole",
            "le conseil de Bordeaux Métropole",
            "le Président",
        ),
        (
            'siren: "200046977"',
            "Métropole de Lyon",
            "de la Métropole de Lyon",
            "le conseil de la Métropole de Lyon",
            "le Président",
        ),
        (
            'siren: "200057941"',
            "Établissement public territorial Paris Est Marne et Bois",
            "de l’Établissement public territorial Paris Est Marne et Bois",
            "le conseil de territoire de l’Établissement public territorial Paris Est Marne et Bois",
            "le Président",
        ),
    ],
)
def test_the_town_its_assembly_and_its_head(collectivite, appellation, de_la, assemblee, le):
    mots = contexte(deux_cles("territoires-denfance", collectivite).matiere)
    assert mots["collectivite"]["appellation"] == appellation
    assert mots["collectivite"]["de_la"] == de_la
    assert mots["assemblee"]["le_complet"] == assemblee
    assert mots["executif"]["le"] == le


@pytest.mark.parametrize(
    ("collectivite", "tribunal"),
    [
        ("commune: Dijon", "tribunal administratif de Dijon"),
        ("commune: Le Havre", "tribunal administratif de Rouen"),
        ("commune: Ajaccio", "tribunal administratif de Bastia"),
        ("commune: Strasbourg", "tribunal administratif de Strasbourg"),
        ('code_insee: "97411"', "tribunal administratif de La\xa0Réunion"),
        ('siren: "200046977"', "tribunal administratif de Lyon"),
        ('code_insee: "98412"', f"tribunal administratif {BLANC}"),
    ],
)
def test_the_act_is_contested_before_the_right_tribunal_for_two_months(collectivite, tribunal):
    mots = contexte(deux_cles("territoires-denfance", collectivite).matiere)
    assert mots["deliberation"]["recours"] == {"delai": "deux mois", "tribunal": tribunal}


@pytest.mark.parametrize(
    ("collectivite", "ressort"),
    [
        ("commune: Dijon", ["Département de la Côte-d’Or", "Arrondissement de Dijon"]),
        ("commune: Le Havre", ["Département de la Seine-Maritime", "Arrondissement du Havre"]),
        ("commune: Ajaccio", ["Département de la Corse-du-Sud", "Arrondissement d’Ajaccio"]),
        ("commune: Strasbourg", ["Département du Bas-Rhin", "Arrondissement de Strasbourg"]),
        ('code_insee: "97411"', ["Département de La\xa0Réunion", "Arrondissement de Saint-Denis"]),
        ('siren: "243000296"', ["Département du Gard", "Arrondissement de Nîmes"]),
        ("commune: Paris", []),
        ("commune: Fort-de-France", ["Martinique"]),
        ("commune: Cayenne", ["Guyane"]),
        ("commune: Papeete", ["Polynésie française"]),
        ("commune: Nouméa", ["Nouvelle-Calédonie"]),
        ('siren: "243300316"', []),
        ('siren: "200046977"', []),
        (
            "commune: Dijon, departement: Pays de Bourgogne",
            ["Département\xa0: Pays de Bourgogne", "Arrondissement de Dijon"],
        ),
        ("commune: Papeete, departement: Tahiti", ["Tahiti"]),
        ("commune: Paris, departement: Seine", []),
    ],
)
def test_what_heads_the_act_above_the_name(collectivite, ressort):
    mots = contexte(deux_cles("territoires-denfance", collectivite).matiere)
    assert mots["collectivite"]["ressort"] == ressort


@pytest.mark.parametrize("collectivite", ["commune: Papeete", "commune: Nouméa"])
def test_a_law_that_is_not_described_leaves_its_visa_blank(collectivite):
    mots = contexte(deux_cles("territoires-denfance", collectivite).matiere)
    assert mots["deliberation"]["visas"][0] == f"Vu {LONG}\u202f;"
    assert mots["executif"]["le"] == "le Maire"


def test_the_statutes_follow_the_text_of_an_intercommunalite():
    texte, statuts, _ = sample("pays-de-sommieres")["deliberation"]["visas"]
    assert texte.endswith("notamment son article L.\xa05211-1\u202f;")
    assert statuts.startswith("Vu les statuts de la Communauté, ")


@pytest.mark.parametrize(
    ("collectivite", "a_lieu"),
    [
        ("commune: Dijon", "à Dijon"),
        ("commune: Le Havre", "au Havre"),
        ("commune: Les Mureaux", "aux Mureaux"),
        ('siren: "243000296"', f"à {LONG}"),
    ],
)
def test_where_a_charter_is_signed(collectivite, a_lieu):
    mots = contexte(deux_cles("territoires-denfance", collectivite).matiere)
    assert mots["collectivite"]["a_lieu"] == a_lieu


def test_alsace_moselle_refers_to_its_own_articles():
    (visa, convention) = sample("wissembourg")["deliberation"]["visas"]
    assert "L.\xa02541-12" in visa
    assert "L.\xa02121-29" not in visa
    assert "décret n°\xa090-917 du 8\xa0octobre 1990" in convention


def test_the_record_s_own_words_win_over_the_official_ones():
    record = (
        "demarche: territoires-denfance\n"
        "collectivite: {siren: '243000296', nom: Houilles-Communauté, charniere: d', "
        "departement: Pays de Caux, assemblee: conseil de communauté, population: 12345}\n"
        "executif: {civilite: Mme, prenom: Anne, nom: Exemple, titre: Maire, article: le}\n"
    )
    mots = contexte(examen(record).matiere)
    assert mots["collectivite"]["de_la"] == "d’Houilles-Communauté"
    assert mots["collectivite"]["ressort"][0] == "Département\xa0: Pays de Caux"
    assert mots["assemblee"]["le_complet"] == "le conseil de communauté d’Houilles-Communauté"
    assert mots["executif"]["Le"] == "Madame le Maire"
    assert mots["executif"]["fonction"] == "Le\xa0Maire"
    assert mots["executif"]["du_titre"] == "du Maire"
    assert mots["executif"]["au_titre"] == "au Maire"
    assert mots["executif"]["civil"] == "Mme\xa0Anne Exemple"


# --- the sitting, the vote, the dues ------------------------------------------------------------------


def test_the_sitting_of_dijon():
    seance = sample("dijon")["seance"]
    assert seance["date"] == "22\xa0juin 2026"
    assert seance["annee_en_lettres"] == "deux mille vingt-six"
    assert seance["quantieme_en_lettres"] == "vingt-deux juin"
    assert seance["heure_en_lettres"] == "dix-huit heures trente"
    assert seance["convocation"] == "12\xa0juin 2026"
    assert (seance["en_exercice"], seance["presents"], seance["pouvoirs"]) == ("59", "52", "5")
    assert (seance["absents"], seance["votants"]) == ("2", "57")
    assert seance["secretaire"]["presente"] == "M.\xa0Sacha Spécimen, conseiller municipal"
    assert seance["secretaire"]["fonction"] == "Le secrétaire de séance"


def test_the_proxies_are_named():
    assert sample("pays-de-sommieres")["seance"]["liste_des_pouvoirs"] == [
        "M.\xa0Ange Fictif a donné pouvoir à Mme\xa0Charlie Fictive",
        "Mme\xa0Eden Factice a donné pouvoir à M.\xa0Morgan Factice",
    ]


def test_the_head_of_the_executive_presides_and_signs():
    mots = sample("dijon")
    president = mots["seance"]["president"]
    assert president == {key: mots["executif"][key] for key in president}
    assert (president["fonction"], president["nom"]) == ("La\xa0Maire", "Camille Exemple")


@pytest.mark.parametrize(
    ("civilite", "fonction"),
    [("Mme", "La présidente de séance"), ("M.", "Le président de séance")],
)
def test_whoever_presides_signs_and_the_act_still_binds_the_mayor(civilite, fonction):
    mots = contexte(preside(civilite).matiere)
    assert mots["seance"]["president"] == {
        "fonction": fonction,
        "nom": "Claude Modèle",
        "civil": f"{civilite}\xa0Claude Modèle",
        "de_civil": f"de {civilite}\xa0Claude Modèle",
        "titre": "premier rang",
        "qualite": "premier rang",
        "signature": f"Signature de {civilite}\xa0Claude Modèle, {fonction[3:]}",
    }
    articles = [article["texte"] for article in mots["deliberation"]["articles"]]
    assert articles[0].startswith("Autorise Madame la Maire, ou la personne qui reçoit ")
    assert articles[-1].startswith("Charge Madame la Maire de l’exécution ")
    assert not any("Claude" in texte for texte in articles)


@pytest.mark.parametrize(
    ("pour", "contre", "abstentions", "resultat"),
    [
        (57, 0, 0, "adoptée à l’unanimité"),
        (55, 0, 2, "adoptée à l’unanimité des suffrages exprimés"),
        (40, 10, 7, "adoptée à la majorité des suffrages exprimés"),
        (40, 17, 0, "adoptée à la majorité des suffrages exprimés"),
        (28, 28, 1, "adoptée, la voix de la présidente de séance étant prépondérante"),
    ],
)
def test_how_the_act_was_adopted(pour, contre, abstentions, resultat):
    record = (SAMPLES / "dijon.yaml").read_text(encoding="utf-8")
    voix = f"{{pour: {pour}, contre: {contre}, abstentions: {abstentions}}}"
    vote = contexte(examen(re.sub(r"vote: \{.*\}", f"vote: {voix}", record)).matiere)[
        "deliberation"
    ]["vote"]
    assert vote["resultat"] == resultat
    assert vote["exprimes"] == str(pour + contre)
    assert vote["ne_prend_pas_part"] == "0"


def test_blank_ballots_are_told_and_are_no_votes_cast():
    record = (SAMPLES / "dijon.yaml").read_text(encoding="utf-8")
    voix = "{pour: 54, contre: 0, abstentions: 1, blancs_et_nuls: 2}"
    vote = contexte(examen(re.sub(r"vote: \{.*\}", f"vote: {voix}", record)).matiere)[
        "deliberation"
    ]["vote"]
    assert vote["exprimes"] == "54"
    assert vote["resultat"] == (
        "adoptée à l’unanimité des suffrages exprimés (2 bulletins blancs ou nuls)"
    )


@pytest.mark.parametrize(
    ("executif", "presidence", "voix"),
    [
        ("M.", None, "du président"),
        ("Mme", None, "de la présidente"),
        ("Mme", "M.", "du président"),
        ("M.", "Mme", "de la présidente"),
    ],
)
def test_the_casting_vote_is_that_of_whoever_presides(executif, presidence, voix):
    record = (SAMPLES / "dijon.yaml").read_text(encoding="utf-8")
    record = record.replace("executif: {civilite: Mme", f"executif: {{civilite: {executif}")
    record = re.sub(r"vote: \{.*\}", "vote: {pour: 28, contre: 28, abstentions: 1}", record)
    if presidence:
        personne = f"{{civilite: {presidence}, prenom: Claude, nom: Modèle, titre: adjoint}}"
        record = record.replace("seance:\n", f"seance:\n  presidence: {personne}\n")
    vote = contexte(examen(record).matiere)["deliberation"]["vote"]
    assert vote["resultat"] == f"adoptée, la voix {voix} de séance étant prépondérante"


def test_a_draft_leaves_blanks_and_announces_no_result():
    mots = sample("givardon")
    assert mots["deliberation"]["est_projet"] is True
    assert mots["deliberation"]["vote"]["resultat"] == LONG
    assert mots["deliberation"]["vote"]["pour"] == COURT
    assert mots["seance"]["date"] == BLANC
    assert mots["seance"]["lieu"] == LONG
    assert mots["seance"]["presents"] == COURT
    assert mots["seance"]["president"]["nom"] == LONG
    assert mots["seance"]["secretaire"]["nom"] == LONG
    assert mots["executif"]["nom"] == LONG
    assert mots["feuille_de_route"]["intentions"] == [LIGNE] * 3
    assert mots["feuille_de_route"]["suivi"] == [LIGNE] * 3


def test_what_a_record_does_not_tell_of_its_actions_is_an_empty_cell():
    feuille = sample("givardon")["feuille_de_route"]
    assert (feuille["indicateurs"], feuille["calendrier"], feuille["budget"]) == ([], [], "")
    for axe in feuille["axes"]:
        (action,) = axe["actions"]
        assert action.pop("vide") is True
        assert set(action.values()) == {""}


@pytest.mark.parametrize(
    ("nom", "montant", "lettres", "annees"),
    [
        ("dijon", "9\u202f500\xa0€", "neuf mille cinq cents euros", "pour les années 2027 à 2032"),
        ("dijon-2020", "200\xa0€", "deux cents euros", "pour les années 2020 à 2026"),
        (
            "givardon",
            "500\xa0€",
            "cinq cents euros",
            "pour chaque année d’adhésion à compter de 2026",
        ),
        (
            "le-havre",
            "9\u202f500\xa0€",
            "neuf mille cinq cents euros",
            "pour les années 2027 à 2032",
        ),
        (
            "l-hay-les-roses",
            "4\u202f000\xa0€",
            "quatre mille euros",
            "pour les années 2027 à 2032",
        ),
    ],
)
def test_the_dues_in_figures_words_and_years(nom, montant, lettres, annees):
    cotisation = sample(nom)["cotisation"]
    assert (cotisation["montant"], cotisation["lettres"]) == (montant, lettres)
    assert cotisation["pour_annees"] == annees
    assert any(
        f"{montant} ({lettres})" in article["texte"]
        for article in sample(nom)["deliberation"]["articles"]
    )


def test_the_amount_is_blank_where_the_scale_has_none():
    mots = contexte(
        deux_cles("ville-amie-des-enfants", COLLECTIVITES["exactement 100 000 habitants"]).matiere
    )
    assert mots["cotisation"]["montant"] == f"{BLANC}\xa0€"
    assert mots["cotisation"]["lettres"] == f"{BLANC} euros"
    assert mots["cotisation"]["pour_annees"] == "pour les années 2027 à 2032"


# --- the act --------------------------------------------------------------------------------------------


def test_the_2020_dijon_says_all_that_the_real_act_says():
    mots = sample("dijon-2020")
    engagements = mots["demarche"]["engagements"]
    assert engagements["introduction"] == (
        "Cinq engagements, communs aux villes du réseau, en forment le socle"
    )
    assert engagements["liste"] == [
        "le bien-être de chaque enfant et de chaque jeune\u202f;",
        "la lutte contre l’exclusion et la discrimination, pour l’équité\u202f;",
        "un parcours éducatif de qualité\u202f;",
        "la participation et l’engagement de chaque enfant et de chaque jeune\u202f;",
        "le partenariat avec UNICEF France.",
    ]
    obligations = mots["demarche"]["obligations"]["liste"]
    assert len(obligations) == 6
    for fait, obligation in zip(
        (
            "une vision partagée de ce que la ville doit aux enfants",
            "forme ses élus et ses agents aux droits de l’enfant",
            "conduit pendant tout le mandat, en lien étroit avec UNICEF France et ses partenaires, "
            "un plan d’action de Ville amie des enfants",
            "mesure l’avancement du plan et réunit les données utiles",
            "fait connaître son appartenance au réseau",
            "une fois au moins dans le mandat, la Consultation nationale des 6-18 ans",
        ),
        obligations,
        strict=True,
    ):
        assert fait in obligation
    premier, second = mots["deliberation"]["articles"]
    assert (premier["numero"], second["numero"]) == ("Article 1er", "Article 2")
    assert premier["texte"] == (
        "Autorise Monsieur le Maire, ou la personne qui reçoit sa délégation, à présenter à UNICEF "
        "France la candidature de la Ville de Dijon au titre de «\xa0Ville amie des enfants\xa0» "
        "pour le mandat 2020-2026."
    )
    assert second["texte"].startswith(
        "Approuve l’adhésion à UNICEF France pour les années 2020 à 2026 et le versement d’une "
        "cotisation de 200\xa0€ (deux cents euros) par an."
    )
    assert mots["deliberation"]["rapport"] == (
        "M.\xa0Dominique Modèle, adjoint au maire, au nom de la commission de l’éducation, de la "
        "petite enfance, des sports et de la jeunesse, expose\xa0:"
    )
    assert mots["deliberation"]["objet"] == (
        "Candidature de la Ville de Dijon au titre de «\xa0Ville amie des enfants\xa0» pour le "
        "mandat 2020-2026"
    )


@pytest.mark.parametrize(
    ("commission", "dite"),
    [
        ("commission de l'éducation", "de la commission de l’éducation"),
        ("la commission de l'éducation", "de la commission de l’éducation"),
        ("La commission de l'éducation", "de la commission de l’éducation"),
        ("Commission de l'éducation", "de la commission de l’éducation"),
        ("de l'éducation", "de la commission de l’éducation"),
        ("commissions réunies", "des commissions réunies"),
        ("Les Commissions réunies", "des commissions réunies"),
        ("Éducation et jeunesse", "de la commission Éducation et jeunesse"),
    ],
)
def test_the_reporter_speaks_for_a_commission_however_it_is_typed(commission, dite):
    record = (
        "demarche: territoires-denfance\ncollectivite: Givardon\ndeliberation:\n"
        "  rapporteur: {civilite: Mme, prenom: Jo, nom: Modèle, titre: adjointe, "
        f'commission: "{commission}"}}\n'
    )
    rapport = contexte(examen(record).matiere)["deliberation"]["rapport"]
    assert rapport == f"Mme\xa0Jo Modèle, adjointe, au nom {dite}, expose\xa0:"


def test_who_reports_when_the_record_names_nobody():
    assert sample("wissembourg")["deliberation"]["rapport"] == "Madame le Maire expose\xa0:"
    assert sample("givardon")["deliberation"]["rapport"] == f"{LONG}, rapporteur, expose\xa0:"


def test_lists_and_recitals_are_closed():
    for nom in ("dijon", "givardon", "pays-de-sommieres"):
        act = sample(nom)["deliberation"]
        assert all(visa.startswith("Vu ") and visa.endswith("\u202f;") for visa in act["visas"])
        *milieu, dernier = act["considerants"]
        assert all(c.startswith("Considérant qu") and c.endswith("\u202f;") for c in milieu)
        assert dernier.endswith(",")
        assert all(article["texte"].endswith(".") for article in act["articles"])
        assert act["articles"][0]["numero"] == "Article 1er"


def test_the_town_s_own_commitments_join_the_programme_s():
    act = sample("dijon")["deliberation"]
    assert [e[-1] for e in act["engagements_propres"]] == [";", "."]
    assert any("ceux que la Ville y ajoute" in article["texte"] for article in act["articles"])
    assert not any(
        "y ajoute" in article["texte"] for article in sample("le-havre")["deliberation"]["articles"]
    )


def test_an_object_can_be_sent_to_the_prefecture():
    # ACTES takes at most 499 characters.
    longest = max((c.nom for c in communes().values()), key=len)
    code = next(c.code for c in communes().values() if c.nom == longest)
    for demarche in DEMARCHES:
        mots = contexte(deux_cles(demarche, f'code_insee: "{code}"').matiere)
        assert len(mots["deliberation"]["objet"]) <= 499


# --- charter and plan -----------------------------------------------------------------------------------


def test_the_charter_has_four_principles_each_with_its_article():
    mots = sample("pays-de-sommieres")
    principes = mots["charte"]["principes"]
    assert {p["nom"]: p["article"] for p in principes} == {
        "L’intérêt supérieur de l’enfant": "3",
        "La non-discrimination": "2",
        "La prise en compte de l’opinion de l’enfant": "12",
        "Le développement de chaque enfant": "6",
    }
    assert [bool(p["propre"]) for p in principes] == [False, False, True, False]


def test_the_actions_stand_under_their_axis_and_their_year():
    feuille = sample("dijon")["feuille_de_route"]
    assert [len(axe["actions"]) for axe in feuille["axes"]] == [1, 1, 1, 1, 1]
    assert feuille["axes"][0]["actions"][0]["budget"] == "12\u202f000\xa0€"
    assert feuille["axes"][0]["actions"][0]["cible"] == "100\xa0% des politiques"
    assert feuille["budget"] == "887\u202f000\xa0€"
    calendrier = [(a["annee"], len(a["actions"])) for a in feuille["calendrier"]]
    assert calendrier == [("2028", 2), ("2029", 1), ("2030", 1), ("2031", 1)]
    assert len(feuille["indicateurs"]) == 5
    assert len(feuille["diagnostic"]) == 2


def test_an_action_without_axis_is_not_lost():
    record = (
        "demarche: ville-amie-des-enfants\ncollectivite: Dijon\nfeuille_de_route:\n  actions:\n"
        "    - {intitule: Une action pour tous, echeance: 2030}\n"
        "    - {axe: sante, intitule: Un lieu d'écoute}\n"
    )
    axes = contexte(examen(record).matiere)["feuille_de_route"]["axes"]
    assert axes[-1]["nom"] == "Actions transversales"
    assert [a["intitule"] for a in axes[-1]["actions"]] == ["Une action pour tous"]
    assert [a["intitule"] for a in axes[3]["actions"]] == ["Un lieu d’écoute"]
    assert (axes[0]["actions"][0]["intitule"], axes[0]["actions"][0]["vide"]) == ("", True)
    assert [a["vide"] for a in (*axes[3]["actions"], *axes[-1]["actions"])] == [False, False]


def test_partners_are_printed_as_the_record_gives_them():
    def partenaires(collectivite, texte):
        record = (
            f"demarche: territoires-denfance\ncollectivite: {collectivite}\n"
            f"feuille_de_route: {{partenaires: {texte}}}\n"
        )
        return contexte(examen(record).matiere)["feuille_de_route"]["partenaires"]

    assert partenaires("Dijon", "[écoles, CAF]") == ["écoles\u202f;", "CAF."]
    assert partenaires("Dijon", "{national: [UNICEF France], commune: [écoles, crèches]}") == [
        "dans la commune et ses quartiers\xa0: écoles et crèches\u202f;",
        "dans le pays\xa0: UNICEF France.",
    ]
    vides = partenaires("Dijon", "")
    assert len(vides) == 5
    assert all(LONG in niveau for niveau in vides)
    epci = partenaires('{siren: "243000296"}', "{commune: [écoles]}")
    assert epci == ["dans les communes membres\xa0: écoles."]


def test_the_most_deprived_are_named_for_the_whole_and_for_each_action():
    record = (
        "demarche: ville-amie-des-enfants\ncollectivite: Dijon\nfeuille_de_route:\n"
        "  publics_defavorises: Une équipe mobile.\n"
        "  actions: [{intitule: A, axe: sante, publics_defavorises: au foyer}]\n"
    )
    feuille = contexte(examen(record).matiere)["feuille_de_route"]
    assert feuille["publics_defavorises"] == ["Une équipe mobile."]
    assert feuille["axes"][3]["actions"][0]["publics_defavorises"] == "au foyer"
    assert feuille["nombre_d_actions"] == "une action"


# --- hostile words ----------------------------------------------------------------------------------------


def test_what_a_record_says_is_never_read_as_a_template():
    record = (
        "demarche: territoires-denfance\n"
        'collectivite: {commune: Dijon, nom: "{{ 7 * 7 }}{% raw %}", charniere: de}\n'
        'deliberation: {numero: "{{ demarche }}"}\n'
    )
    mots = contexte(examen(record).matiere)
    assert mots["collectivite"]["nom"] == "{{ 7 * 7 }}{%\xa0raw\xa0%}".replace("\xa0", " ")
    assert "{{ 7 * 7 }}{% raw %}" in mots["deliberation"]["objet"]
    assert mots["deliberation"]["numero"] == "{{ demarche }}"


# --- properties of the documents ----------------------------------------------------------------------------


def test_the_properties_of_a_document():
    matiere = verify(SAMPLES / "dijon.yaml", aujourdhui=AUJOURDHUI).matiere
    facts = proprietes(documents()["deliberation"], contexte(matiere), matiere)
    assert facts.titre == (
        "Délibération – Candidature de la Ville de Dijon au titre de «\xa0Ville amie des "
        "enfants\xa0» pour le mandat 2026-2032"
    )
    assert facts.auteur == "Ville de Dijon"
    assert facts.date == datetime.datetime(2026, 6, 22, tzinfo=datetime.UTC)
    assert facts.langue == "fr-FR"
    assert "UNICEF France" in facts.mots_cles


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.yaml")), ids=lambda path: path.stem)
def test_every_document_has_a_title_in_clean_french(path):
    examen = verify(path, aujourdhui=AUJOURDHUI)
    mots = contexte(examen.matiere)
    for document in examen.documents:
        facts = proprietes(document, mots, examen.matiere)
        assert faults({"titre": facts.titre, "sujet": facts.sujet}) == []
        seance = examen.dossier.seance.date
        assert (facts.date and facts.date.date()) == seance
