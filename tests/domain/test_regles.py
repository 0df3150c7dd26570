"""The rules of the CGCT on an act: each threshold from both sides, on a draft and once voted."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pytest
from dossiers_types import (
    DIJON,
    GIVARDON,
    SEUILS,
    STRASBOURG,
    TERRITOIRES,
    VILLE_AMIE,
    VILLE_AMIE_2020,
    WISSEMBOURG,
    cotisation,
    deliberation,
    dossier_adopte,
    en_projet,
    erreurs,
    habitants,
    seance,
    sur,
    verdicts,
    vote,
)
from hypothesis import given
from hypothesis import strategies as st

from generator.domain.dossier import (
    Charte,
    Civilite,
    Dossier,
    FeuilleDeRoute,
    Gouvernance,
    Personne,
    Pouvoir,
    Vote,
)
from generator.domain.regles.cadre import Cadre
from generator.domain.regles.convocation import delai_de_convocation, is_note_due
from generator.domain.regles.seance import quorum
from generator.domain.regles.vote import votants
from generator.domain.verdict import Gravite
from generator.referentiel.territoires import commune_by_code, communes, territoire_by_siren

ERREUR, ALERTE = Gravite.ERREUR, Gravite.ALERTE
METROPOLE = territoire_by_siren("243300316")
SOMMIERES = territoire_by_siren("243000296")
EUROMETROPOLE = territoire_by_siren("246700488")


def test_the_model_dossier_satisfies_every_rule():
    assert verdicts(dossier_adopte()) == ()


def test_findings_name_fields_of_the_record_and_speak_french():
    spoilt = vote(seance(dossier_adopte(), presents=20, pouvoirs=30), pour=1)
    found = verdicts(spoilt)
    assert len(found) >= 3
    for verdict in found:
        assert verdict.champ.split(".")[0] in {"seance", "deliberation"}
        assert not verdict.message.endswith(".")
        assert "None" not in verdict.message


# --- what makes the act wrong is an error once adopted, an alert on a draft --------------------

FAUTES = [
    ("seance.presents", "60 présents pour 59 membres", seance(dossier_adopte(), presents=60)),
    ("seance.pouvoirs", "52 présents et 8 pouvoirs font 60", seance(dossier_adopte(), pouvoirs=8)),
    ("seance.presents", "quorum n'est pas atteint", seance(dossier_adopte(), presents=29)),
    (
        "seance.pouvoirs",
        "31 pouvoirs pour 30 présents",
        seance(dossier_adopte(), en_exercice=70, presents=30, pouvoirs=31),
    ),
    ("seance.presents", "aucun présent", seance(dossier_adopte(), presents=0)),
    (
        "seance.pouvoirs",
        "M. A. B. porte 2 pouvoirs",
        seance(
            dossier_adopte(),
            liste_des_pouvoirs=(Pouvoir("Mme C. D.", "M. A. B."), Pouvoir("M. E. F.", "M. A. B.")),
        ),
    ),
    (
        "seance.convocation",
        "n'est pas antérieure à la séance (22/06/2026)",
        seance(dossier_adopte(), convocation=datetime.date(2026, 6, 22)),
    ),
    (
        "seance.convocation",
        "4 jours francs entre la convocation et la séance, il en faut 5 (CGCT L. 2121-12)",
        seance(dossier_adopte(), convocation=datetime.date(2026, 6, 17)),
    ),
    ("deliberation.vote", "font 56 ; les votants sont 57", vote(dossier_adopte(), pour=54)),
    (
        "deliberation.rapporteur",
        "il manque le prénom",
        deliberation(dossier_adopte(), rapporteur=Personne(Civilite.MADAME, nom="Modèle")),
    ),
    (
        "seance.presidence",
        "il manque le prénom et le nom",
        seance(dossier_adopte(), presidence=Personne(Civilite.MADAME, titre="adjointe")),
    ),
    (
        "seance.presidence",
        "il manque la qualité",
        seance(dossier_adopte(), presidence=Personne(Civilite.MADAME, "Claude", "Modèle")),
    ),
    (
        "deliberation.vote.ne_prend_pas_part",
        "58 membres ne prennent pas part au vote, pour 57",
        vote(dossier_adopte(), ne_prend_pas_part=58),
    ),
]


@pytest.mark.parametrize(("champ", "extrait", "faux"), FAUTES)
def test_a_fault_is_an_error_in_an_adopted_act(champ, extrait, faux):
    assert [g for g, message in sur(faux, champ) if extrait in message] == [ERREUR]


@pytest.mark.parametrize(("champ", "extrait", "faux"), FAUTES)
def test_the_same_fault_is_an_alert_on_a_draft(champ, extrait, faux):
    projet = en_projet(faux)
    assert [g for g, message in sur(projet, champ) if extrait in message] == [ALERTE]
    assert erreurs(projet) == []


# --- missing mentions -------------------------------------------------------------------------

MENTIONS = [
    "executif.civilite",
    "executif.prenom",  # CRPA L. 212-1: first name, name and quality of the author
    "executif.nom",
    "executif.titre",
    "seance.date",  # CGCT R. 2121-9: date and order number
    "seance.heure",
    "seance.lieu",
    "seance.convocation",  # CGCT L. 2121-10: the convocation is mentioned in the register
    "seance.secretaire.prenom",  # CGCT L. 2121-23: the secretary signs
    "seance.secretaire.nom",
    "seance.secretaire.titre",
    "seance.en_exercice",
    "seance.presents",
    "seance.pouvoirs",
    "deliberation.numero",
    "deliberation.vote.pour",
    "deliberation.vote.contre",
    "deliberation.vote.abstentions",
]


def without(dossier: Dossier, champ: str) -> Dossier:
    """Return the dossier with one dotted field set to None."""
    tete, _, reste = champ.partition(".")
    value = without(getattr(dossier, tete), reste) if reste else None
    return replace(dossier, **{tete: value})


@pytest.mark.parametrize("champ", MENTIONS)
def test_an_adopted_act_wants_each_mention(champ):
    found = sur(without(dossier_adopte(), champ), champ)
    assert [gravite for gravite, _ in found] == [ERREUR]
    assert "qu'une délibération adoptée doit porter" in found[0][1]


@pytest.mark.parametrize("champ", MENTIONS)
def test_a_draft_wants_none(champ):
    assert sur(en_projet(without(dossier_adopte(), champ)), champ) == []


def test_all_missing_mentions_are_named_at_once():
    adopte = dossier_adopte()
    vide = replace(
        deliberation(adopte, numero=None, vote=None),
        executif=None,
        seance=type(adopte.seance)(),
    )
    assert [v.champ for v in erreurs(vide) if "il manque" in v.message] == MENTIONS


def test_whoever_the_act_demands_in_full_is_blamed_once():
    partiel = replace(dossier_adopte(), executif=Personne(Civilite.MADAME, titre="Maire"))
    assert sur(partiel, "executif") == []
    assert sur(en_projet(partiel), "executif") == [(ALERTE, "il manque le prénom et le nom")]


@pytest.mark.parametrize("role", ["elu_referent", "agent_referent"])
def test_a_referent_named_in_part_deserves_a_look_and_no_more(role):
    gouvernance = Gouvernance(**{role: Personne(Civilite.MADAME, "Alix")})
    tenu = replace(dossier_adopte(), feuille_de_route=FeuilleDeRoute(gouvernance=gouvernance))
    assert sur(tenu, f"feuille_de_route.gouvernance.{role}") == [(ALERTE, "il manque le nom")]


def test_the_representative_of_unicef_named_in_part_deserves_a_look():
    charte = Charte(representant_unicef=Personne(nom="Exemple"))
    tenu = replace(dossier_adopte(), charte=charte)
    assert sur(tenu, "charte.representant_unicef") == [(ALERTE, "il manque le prénom")]


# --- quorum (CGCT L. 2121-17) -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("en_exercice", "presents"), [(7, 4), (11, 6), (58, 30), (59, 30), (60, 31), (163, 82), (1, 1)]
)
def test_the_quorum_is_more_than_half_of_the_members(en_exercice, presents):
    assert quorum(en_exercice) == presents


@given(st.integers(1, 500))
def test_the_quorum_is_the_smallest_majority(en_exercice):
    assert 2 * quorum(en_exercice) > en_exercice >= 2 * (quorum(en_exercice) - 1)


@pytest.mark.parametrize(("presents", "atteint"), [(29, False), (30, True)])
def test_the_quorum_of_a_council_of_59_is_30(presents, atteint):
    tenu = vote(seance(dossier_adopte(), presents=presents), pour=presents + 3)
    messages = [m for _, m in sur(tenu, "seance.presents")]
    assert (messages == []) is atteint
    if not atteint:
        assert "29 présents, il en faut 30 sur 59 (CGCT L. 2121-17" in messages[0]


def test_proxies_do_not_make_a_quorum():
    tenu = vote(seance(dossier_adopte(), presents=29, pouvoirs=29), pour=56)
    assert "les pouvoirs ne comptent pas" in sur(tenu, "seance.presents")[0][1]


def test_a_second_convocation_needs_no_quorum():
    tenu = vote(seance(dossier_adopte(), presents=5, pouvoirs=0, seconde_convocation=True), pour=3)
    assert verdicts(tenu) == ()


# --- proxies (CGCT L. 2121-20) ----------------------------------------------------------------


@pytest.mark.parametrize(("pouvoirs", "bon"), [(10, True), (11, False)])
def test_each_member_present_carries_one_proxy(pouvoirs, bon):
    # With a quorum there are never as many proxies as members present.
    tenu = seance(dossier_adopte(), presents=10, pouvoirs=pouvoirs, seconde_convocation=True)
    found = erreurs(vote(tenu, pour=votants(tenu) - 2))
    assert (found == []) is bon
    if not bon:
        assert "11 pouvoirs pour 10 présents" in found[0].message


@pytest.mark.parametrize(("pouvoirs", "bon"), [(7, True), (8, False)])
def test_present_and_represented_are_no_more_than_the_members(pouvoirs, bon):
    tenu = seance(dossier_adopte(), pouvoirs=pouvoirs)
    tenu = vote(tenu, pour=votants(tenu) - 2)
    assert (erreurs(tenu) == []) is bon


def test_one_bearer_of_two_proxies_is_named_once_whatever_the_spelling():
    liste = (Pouvoir("A", "M. Théo EXEMPLE"), Pouvoir("B", "m. theo exemple"))
    found = sur(seance(dossier_adopte(), liste_des_pouvoirs=liste), "seance.pouvoirs")
    assert len(found) == 1
    assert "porte 2 pouvoirs : un seul est permis (CGCT L. 2121-20)" in found[0][1]


def test_nobody_is_represented_twice():
    liste = (Pouvoir("M. Absent", "Mme A"), Pouvoir("M. Absent", "Mme B"))
    found = sur(seance(dossier_adopte(), liste_des_pouvoirs=liste), "seance.pouvoirs")
    assert [m.split(" :")[0] for _, m in found] == ["M. Absent donne pouvoir 2 fois"]


def test_whoever_is_represented_cannot_carry_a_proxy():
    liste = (Pouvoir("M. Absent", "Mme A"), Pouvoir("Mme B", "M. Absent"))
    found = sur(seance(dossier_adopte(), liste_des_pouvoirs=liste), "seance.pouvoirs")
    assert [g for g, _ in found] == [ERREUR]
    assert "M. Absent donne pouvoir et en porte un" in found[0][1]


def test_distinct_proxies_pass():
    liste = (Pouvoir("M. Absent", "Mme A"), Pouvoir("Mme Autre", "M. B"))
    assert verdicts(seance(dossier_adopte(), liste_des_pouvoirs=liste)) == ()


# --- legal size (CGCT L. 2121-2) ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("territoire", "legal"),
    [(DIJON, 59), (GIVARDON, 11), (commune_by_code("13055"), 111), (commune_by_code("75056"), 163)],
)
def test_more_members_than_the_law_gives_deserve_a_look_and_no_more(territoire, legal):
    plein = seance(dossier_adopte(territoire), en_exercice=legal)
    trop = seance(dossier_adopte(territoire), en_exercice=legal + 1)
    assert sur(plein, "seance.en_exercice") == []
    ((gravite, message),) = sur(trop, "seance.en_exercice")
    assert gravite is ALERTE
    assert f"{legal + 1} membres en exercice pour un effectif légal de {legal}" in message


def test_vacant_seats_are_no_concern():
    tenu = vote(seance(dossier_adopte(), en_exercice=40, presents=38, pouvoirs=2), pour=38)
    assert verdicts(tenu) == ()


COMPLETS = [
    # inhabitants, from how many members the council is held to be whole (CGCT L. 2121-2-1)
    (1, 5), (99, 5), (100, 9), (499, 9), (500, 13), (999, 13),
]  # fmt: skip


@pytest.mark.parametrize(("population", "complet"), COMPLETS)
def test_a_council_below_its_whole_deserves_a_look_and_no_more(population, complet):
    village = habitants(GIVARDON, population)
    assert sur(seance(dossier_adopte(village), en_exercice=complet), "seance.en_exercice") == []
    moins = seance(dossier_adopte(village), en_exercice=complet - 1)
    ((gravite, message),) = sur(moins, "seance.en_exercice")
    assert gravite is ALERTE
    assert f"le conseil n'est réputé complet qu'à {complet} (CGCT L. 2121-2-1)" in message


def test_no_council_of_1000_inhabitants_is_held_to_be_whole():
    village = habitants(GIVARDON, 1_000)
    assert sur(seance(dossier_adopte(village), en_exercice=3), "seance.en_exercice") == []


def test_no_legal_size_is_known_for_an_intercommunalite():
    assert sur(seance(dossier_adopte(SOMMIERES), en_exercice=400), "seance.en_exercice") == []


# --- notice (CGCT L. 2121-11, L. 2121-12, L. 2541-2, L. 5211-1) --------------------------------

SEANCE = datetime.date(2026, 6, 22)


def convoque(territoire, jours_avant, **changes):
    convocation = SEANCE - datetime.timedelta(days=jours_avant)
    return seance(dossier_adopte(territoire), convocation=convocation, **changes)


DELAIS = [
    # territory, days of notice that suffice, texts; one day fewer does not
    (habitants(GIVARDON, 3_499), 4, "3 (CGCT L. 2121-11)"),
    (habitants(GIVARDON, 3_500), 6, "5 (CGCT L. 2121-12)"),
    (habitants(GIVARDON, 3_490, 3_510), 6, "5 (CGCT L. 2121-12)"),  # the total one: R. 2151-2
    (habitants(WISSEMBOURG, 3_499), 3, "3 (CGCT L. 2541-2)"),
    (habitants(WISSEMBOURG, 3_500), 6, "5 (CGCT L. 2121-12)"),
    (DIJON, 6, "5 (CGCT L. 2121-12)"),
    (SOMMIERES, 6, "5 (CGCT L. 5211-1 et L. 2121-12)"),
    (habitants(SOMMIERES, 900), 6, "5 (CGCT L. 5211-1 et L. 2121-12)"),
    (METROPOLE, 6, "5 (CGCT L. 5211-1 et L. 2121-12)"),
    (habitants(EUROMETROPOLE, 900), 6, "5 (CGCT L. 5211-1 et L. 2121-12)"),
]


@pytest.mark.parametrize(("territoire", "jours", "texte"), DELAIS)
def test_the_notice_that_suffices(territoire, jours, texte):
    assert sur(convoque(territoire, jours), "seance.convocation") == []


@pytest.mark.parametrize(("territoire", "jours", "texte"), DELAIS)
def test_one_day_less_is_too_little(territoire, jours, texte):
    ((gravite, message),) = sur(convoque(territoire, jours - 1), "seance.convocation")
    assert gravite is ERREUR
    assert f"il en faut {texte}" in message
    assert "en cas d'urgence, indiquez « urgence: oui »" in message


def test_neither_the_day_of_sending_nor_the_sitting_counts():
    # 12 and 18 June: 13, 14, 15, 16 and 17 are five clear days.
    tenu = seance(
        dossier_adopte(), date=datetime.date(2026, 6, 18), convocation=datetime.date(2026, 6, 12)
    )
    assert sur(tenu, "seance.convocation") == []


def test_in_alsace_moselle_the_days_are_not_clear_days_below_3500():
    ((_, message),) = sur(convoque(habitants(WISSEMBOURG, 800), 2), "seance.convocation")
    assert message.startswith("2 jours entre la convocation")
    assert delai_de_convocation(dossier_adopte(STRASBOURG), SEUILS).francs


def test_the_record_s_population_decides_the_notice():
    village = dossier_adopte(habitants(GIVARDON, 3_490, 3_510), population=3_400)
    assert delai_de_convocation(village, SEUILS).jours == 3


@pytest.mark.parametrize(
    ("dossier", "due"),
    [
        (dossier_adopte(habitants(GIVARDON, 4_000, 3_499)), False),
        (dossier_adopte(habitants(GIVARDON, 3_000, 3_500)), True),
        (dossier_adopte(habitants(GIVARDON, None)), True),
        (dossier_adopte(habitants(GIVARDON, 9_000), population=3_499), False),
        (dossier_adopte(habitants(WISSEMBOURG, 3_499)), False),
        (dossier_adopte(habitants(WISSEMBOURG, 3_500)), True),
        (dossier_adopte(habitants(SOMMIERES, 900)), True),
        (dossier_adopte(commune_by_code("75056")), True),
    ],
)
def test_a_note_of_synthesis_goes_with_the_notice_where_the_law_asks(dossier, due):
    assert is_note_due(dossier, SEUILS) is due


def test_without_any_population_the_longer_notice_is_asked():
    assert delai_de_convocation(dossier_adopte(habitants(GIVARDON, None)), SEUILS).jours == 5


URGENCES = [
    # territory, the shortest notice of an urgent sitting, who judges the urgency
    (DIJON, 2, "l'assemblée se prononce sur elle"),
    (GIVARDON, 2, "l'assemblée se prononce sur elle"),
    (SOMMIERES, 2, "l'assemblée se prononce sur elle"),
    (STRASBOURG, 2, "l'assemblée se prononce sur elle"),
    (EUROMETROPOLE, 2, "l'assemblée se prononce sur elle"),
    (habitants(WISSEMBOURG, 800), 1, "l'assemblée décide s'il y avait urgence"),
]


@pytest.mark.parametrize(("territoire", "jours", "qui"), URGENCES)
def test_urgency_shortens_the_notice_and_is_to_be_explained(territoire, jours, qui):
    ((gravite, message),) = sur(convoque(territoire, jours, urgence=True), "seance.convocation")
    assert gravite is ALERTE
    assert "l'urgence est à exposer à l'ouverture de la séance" in message
    assert qui in message


@pytest.mark.parametrize("territoire", [DIJON, GIVARDON, SOMMIERES, STRASBOURG, EUROMETROPOLE])
def test_urgency_still_wants_one_clear_day(territoire):
    ((gravite, message),) = sur(convoque(territoire, 1, urgence=True), "seance.convocation")
    assert gravite is ERREUR
    assert "même en urgence, il en faut 1" in message


def test_urgency_says_nothing_where_the_notice_was_kept():
    assert sur(convoque(DIJON, 6, urgence=True), "seance.convocation") == []


@pytest.mark.parametrize("territoire", [DIJON, SOMMIERES])
@pytest.mark.parametrize(("jours", "bon"), [(3, True), (2, False)])
def test_a_second_convocation_comes_three_days_before(territoire, jours, bon):
    found = sur(convoque(territoire, jours, seconde_convocation=True), "seance.convocation")
    assert (found == []) is bon
    if not bon:
        ((gravite, message),) = found
        assert gravite is ERREUR
        assert (
            "2 jours entre la convocation et la séance, il en faut 3 (CGCT L. 2121-17)" in message
        )


def test_a_second_convocation_shortens_nothing_in_alsace_moselle():
    # L. 2121-17, second paragraph, does not hold there (L. 2541-1).
    found = sur(convoque(STRASBOURG, 5, seconde_convocation=True), "seance.convocation")
    assert [gravite for gravite, _ in found] == [ERREUR]


@pytest.mark.parametrize(
    ("jours", "dits"), [(1, "0 jour franc "), (2, "1 jour franc "), (3, "2 jours francs ")]
)
def test_days_agree_with_their_number(jours, dits):
    ((_, message),) = sur(convoque(DIJON, jours), "seance.convocation")
    assert message.startswith(dits)


def test_a_sitting_cannot_come_before_its_convocation():
    for jours in (0, -1):
        ((gravite, message),) = sur(convoque(DIJON, jours), "seance.convocation")
        assert gravite is ERREUR
        assert "corrigez l'une des deux dates" in message


# --- the threshold of 3,500 inhabitants ---------------------------------------------------------


@pytest.mark.parametrize(
    ("municipale", "totale", "alerte"),
    [(3_499, 3_500, True), (3_500, 3_499, True), (3_498, 3_499, False), (3_500, 3_501, False)],
)
def test_two_populations_on_both_sides_of_3500_deserve_a_look(municipale, totale, alerte):
    found = sur(dossier_adopte(habitants(GIVARDON, municipale, totale)), "collectivite.population")
    assert [gravite for gravite, _ in found] == [ALERTE] * alerte
    if alerte:
        assert f"{municipale} habitants" in found[0][1]
        assert "la population totale est retenue (CGCT R. 2151-2)" in found[0][1]


def test_the_record_s_population_settles_it():
    commune = habitants(GIVARDON, 3_499, 3_500)
    assert sur(dossier_adopte(commune, population=3_499), "collectivite.population") == []


def test_few_communes_are_on_both_sides():
    concernees = [
        c
        for c in communes().values()
        if c.population_municipale is not None
        and c.population_totale is not None
        and (c.population_municipale < 3_500) != (c.population_totale < 3_500)
    ]
    assert 50 < len(concernees) < 100
    for commune in concernees:
        assert sur(dossier_adopte(commune), "collectivite.population")


# --- secretary ----------------------------------------------------------------------------------


def test_the_two_signatories_are_two_persons():
    meme = Personne(Civilite.MADAME, "camille", "EXEMPLE", "conseillère municipale")
    ((gravite, message),) = sur(seance(dossier_adopte(), secretaire=meme), "seance.secretaire")
    assert gravite is ALERTE
    assert "CGCT L. 2121-23" in message


def test_the_secretary_is_not_whoever_presides():
    adjointe = Personne(Civilite.MADAME, "Claude", "Modèle", "première adjointe")
    tenu = seance(dossier_adopte(), presidence=adjointe, secretaire=adjointe)
    assert [g for g, _ in sur(tenu, "seance.secretaire")] == [ALERTE]
    maire = seance(dossier_adopte(), presidence=adjointe, secretaire=dossier_adopte().executif)
    assert sur(maire, "seance.secretaire") == []


def test_namesakes_with_another_first_name_pass():
    autre = Personne(Civilite.MONSIEUR, "Noé", "Exemple", "conseiller municipal")
    assert verdicts(seance(dossier_adopte(), secretaire=autre)) == ()


# --- the vote (CGCT L. 2121-20) -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pour", "contre", "champ", "gravite", "extrait"),
    [
        (29, 28, None, None, ""),
        (1, 0, None, None, ""),
        (28, 28, "deliberation.vote", ALERTE, "partage égal des voix"),
        (28, 29, "deliberation.etat", ERREUR, "28 voix pour et 29 contre"),
        (0, 1, "deliberation.etat", ERREUR, "n'est pas adoptée (CGCT L. 2121-20)"),
        (0, 0, "deliberation.vote", ERREUR, "aucun suffrage exprimé"),
    ],
)
def test_who_carries_the_vote(pour, contre, champ, gravite, extrait):
    voix = vote(dossier_adopte(), pour=pour, contre=contre, abstentions=57 - pour - contre)
    found = verdicts(voix)
    if champ is None:
        assert found == ()
    else:
        (seul,) = found
        assert (seul.champ, seul.gravite) == (champ, gravite)
        assert extrait in seul.message


def test_a_draft_may_lose_its_vote():
    assert verdicts(en_projet(vote(dossier_adopte(), pour=0, contre=57, abstentions=0))) == ()


def test_abstentions_are_no_votes_cast():
    assert verdicts(vote(dossier_adopte(), pour=2, contre=1, abstentions=54)) == ()


def test_members_who_leave_the_room_are_not_voters():
    parti = vote(dossier_adopte(), pour=54, ne_prend_pas_part=1)
    assert votants(parti) == 56
    assert verdicts(parti) == ()


def test_the_voters_are_unknown_until_both_counts_are_known():
    assert votants(seance(dossier_adopte(), pouvoirs=None)) is None
    assert votants(seance(dossier_adopte(), presents=None)) is None
    assert votants(deliberation(dossier_adopte(), vote=None)) == 57


def test_a_draft_without_any_count_is_silent():
    projet = en_projet(dossier_adopte())
    projet = deliberation(projet, vote=None)
    assert verdicts(seance(projet, en_exercice=None, presents=None, pouvoirs=None)) == ()


# --- arithmetic, whatever the numbers ---------------------------------------------------------------


@st.composite
def dossiers_justes(draw):
    """Draw an adopted dossier whose counts add up and whose vote carries."""
    en_exercice = draw(st.integers(3, 59))
    presents = draw(st.integers(quorum(en_exercice), en_exercice))
    pouvoirs = draw(st.integers(0, min(presents, en_exercice - presents)))
    nppv = draw(st.integers(0, presents + pouvoirs - 1))
    total = presents + pouvoirs - nppv
    pour = draw(st.integers(total // 2 + 1, total))
    contre = draw(st.integers(0, total - pour))
    blancs = draw(st.integers(0, total - pour - contre))
    voix = Vote(pour, contre, total - pour - contre - blancs, nppv, blancs)
    tenu = seance(dossier_adopte(), en_exercice=en_exercice, presents=presents, pouvoirs=pouvoirs)
    return deliberation(tenu, vote=voix)


@given(dossiers_justes())
def test_counts_that_add_up_are_never_blamed(dossier):
    assert verdicts(dossier) == ()


@given(
    dossiers_justes(),
    st.sampled_from(["pour", "contre", "abstentions", "ne_prend_pas_part", "blancs_et_nuls"]),
    st.sampled_from([1, -1]),
)
def test_one_vote_more_or_less_is_always_seen(dossier, compte, ecart):
    actuel = getattr(dossier.deliberation.vote, compte)
    faux = vote(dossier, **{compte: max(actuel + ecart, 0) if actuel + ecart >= 0 else 1})
    assert any(v.champ.startswith("deliberation.vote") for v in erreurs(faux))


@given(dossiers_justes(), st.sampled_from(["presents", "pouvoirs"]), st.sampled_from([1, -1]))
def test_one_member_more_or_less_is_always_seen(dossier, compte, ecart):
    actuel = getattr(dossier.seance, compte)
    faux = seance(dossier, **{compte: actuel + ecart if actuel + ecart >= 0 else 1})
    assert erreurs(faux)


# --- the rest ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("date", "alerte"),
    [
        (datetime.date(2026, 2, 28), True),
        (datetime.date(2026, 3, 1), False),
        (datetime.date(2032, 12, 31), False),
        (datetime.date(2033, 1, 1), True),
    ],
)
def test_a_sitting_outside_the_mandate_deserves_a_look(date, alerte):
    tenu = seance(dossier_adopte(), date=date, convocation=date - datetime.timedelta(days=10))
    assert [g for g, _ in sur(tenu, "mandat")] == [ALERTE] * alerte


@pytest.mark.parametrize(
    ("nom", "charniere", "alerte"),
    [
        ("Houilles-sur-Mer", None, True),
        ("Yerres-le-Vieux", None, True),
        ("Houilles-sur-Mer", "de", False),
        ("Dijon-Ville", None, False),
        (None, None, False),
    ],
)
def test_a_name_in_h_or_y_wants_its_charniere(nom, charniere, alerte):
    nomme = dossier_adopte(nom=nom, charniere=charniere)
    assert [g for g, _ in sur(nomme, "collectivite.nom")] == [ALERTE] * alerte


@pytest.mark.parametrize(
    ("code", "nom"),
    [
        ("97502", "Saint-Pierre-et-Miquelon"),
        ("97701", "Saint-Barthélemy"),
        ("97801", "Saint-Martin"),
        ("98412", "Terres australes et antarctiques françaises"),
        ("98611", "Wallis et Futuna"),
        ("98735", "Polynésie française"),
        ("98818", "Nouvelle-Calédonie"),
    ],
)
def test_a_law_that_is_not_ours_is_said(code, nom):
    ((gravite, message),) = sur(dossier_adopte(commune_by_code(code)), "collectivite")
    assert gravite is ALERTE
    assert message.startswith(f"{nom} : le droit communal y est propre ou n'est pas décrit ici ; ")
    assert "relisez les visas, la monnaie et les voies de recours" in message


@pytest.mark.parametrize("code", ["21231", "75056", "97105", "97209", "97411", "2A004", "54395"])
def test_a_town_of_a_departement_is_not_concerned(code):
    assert sur(dossier_adopte(commune_by_code(code)), "collectivite") == []


@pytest.mark.parametrize("territoire", [commune_by_code("57463"), STRASBOURG, WISSEMBOURG])
def test_the_signatures_of_alsace_moselle_deserve_a_look(territoire):
    ((gravite, message),) = sur(dossier_adopte(territoire), "collectivite")
    assert gravite is ALERTE
    assert "CGCT L. 2541-6, à confirmer) : relisez le bloc de signature" in message


@pytest.mark.parametrize(
    ("demarche", "alerte"), [(VILLE_AMIE, True), (VILLE_AMIE_2020, False), (TERRITOIRES, False)]
)
@pytest.mark.parametrize("territoire", [SOMMIERES, METROPOLE, EUROMETROPOLE])
def test_an_intercommunalite_may_not_be_of_every_programme(demarche, alerte, territoire):
    found = sur(dossier_adopte(territoire), "collectivite", Cadre(demarche, SEUILS))
    assert found == [(ALERTE, demarche.avertissement_intercommunalite)] * alerte
    assert sur(dossier_adopte(), "collectivite", Cadre(demarche, SEUILS)) == []


@pytest.mark.parametrize(
    ("titre", "alerte"),
    [
        ("Maire", False),
        ("maire", False),
        ("Maire de Dijon", False),
        ("Président", False),
        ("Présidente", False),
        (None, False),
        ("première adjointe", True),
        ("adjoint faisant fonction de maire", True),
        ("Vice-président", True),
    ],
)
def test_a_title_that_is_not_the_head_s_points_to_the_presidency(titre, alerte):
    projet = en_projet(dossier_adopte())
    found = sur(replace(projet, executif=replace(projet.executif, titre=titre)), "executif.titre")
    assert [g for g, _ in found] == [ALERTE] * alerte
    if alerte:
        assert f"« {titre} » n'est pas le titre d'un maire ni d'un président" in found[0][1]
        assert "« seance.presidence »" in found[0][1]


def test_the_words_of_a_charter_want_a_programme_that_has_one():
    parle = replace(dossier_adopte(), charte=Charte(opinion="Un conseil des jeunes."))
    ((gravite, message),) = sur(parle, "charte")
    assert gravite is ALERTE
    assert "n'a pas de charte : ces mots ne seront imprimés nulle part" in message
    assert sur(parle, "charte", Cadre(TERRITOIRES, SEUILS)) == []


def test_an_act_without_imputation_is_told_so_with_the_usual_account():
    ((gravite, message),) = sur(
        cotisation(dossier_adopte(), imputation=None), "deliberation.cotisation.imputation"
    )
    assert gravite is ALERTE
    assert message.startswith("l'imputation budgétaire n'est pas indiquée ")
    assert "chapitre 011" in message
    assert "compte 6281" in message
