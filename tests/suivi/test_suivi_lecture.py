"""A follow-up workbook, read back as people leave it."""

from __future__ import annotations

import csv
import datetime
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from classeurs_suivi import DIJON, ENTETES, PREMIERE, Main, creer, fiche_de, lire
from hypothesis import given
from hypothesis import strategies as st
from reperes import AUJOURDHUI, ROOT

from generator.domain.suivi import EtatAction
from generator.errors import RecordError
from generator.records.fiche import load
from generator.records.suivi import cellules, piece
from generator.records.suivi.entetes import resolve
from generator.records.tableur.lignes import Pourcentage
from generator.referentiel.suivi import colonnes_des_annees, tableau

ADDITION = "Action supplémentaire au plan d’action initial"
INTITULE = "Intitulé de l’action"


def problems(path: Path, **options: Path) -> str:
    with pytest.raises(RecordError) as caught:
        lire(path, **options)
    return "\n".join(caught.value.messages)


@pytest.fixture
def main(tmp_path: Path) -> Main:
    return Main(creer(tmp_path))


# --- as it was made ---------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["dijon", "pays-de-sommieres"])
def test_a_workbook_that_nobody_has_filled_says_what_was_voted(tmp_path: Path, nom: str) -> None:
    fiche = load(ROOT / f"samples/{nom}.yaml", aujourdhui=AUJOURDHUI)
    classeur = lire(creer(tmp_path, ROOT / f"samples/{nom}.yaml"))
    assert classeur.alertes == ()
    assert classeur.fiche.dossier == fiche.dossier
    assert classeur.fiche.empreinte == fiche.empreinte
    voted = fiche.dossier.feuille_de_route.actions
    assert tuple(suivie.action for suivie in classeur.suivi.actions) == voted
    assert [suivie.reference for suivie in classeur.suivi.actions] == list(range(1, len(voted) + 1))
    assert {suivie.etat for suivie in classeur.suivi.actions} == {EtatAction.PREVUE}
    assert classeur.suivi.bilans_faits == frozenset()
    assert "Comité de pilotage" in classeur.suivi.presentation or nom != "dijon"


def test_texts_of_every_kind_come_back_as_they_are(tmp_path: Path) -> None:
    odd = "=SOMME(A1) & <REP+> _x0041_ « œ » \u202f; +1 @moi"
    fiche = fiche_de(
        tmp_path,
        ("objectif: fermer aux voitures", f'objectif: "{odd}"\n      cible_: '),
    )
    texte = fiche.read_text(encoding="utf-8")
    fiche.write_text(
        "\n".join(line for line in texte.split("\n") if "cible_" not in line), encoding="utf-8"
    )
    classeur = lire(creer(tmp_path, fiche))
    assert classeur.suivi.actions[4].action.objectif == odd


# --- filled in by hand ------------------------------------------------------------------------


def test_what_people_write_is_read(main: Main) -> None:
    main.cells(
        PREMIERE,
        {
            "État": "Terminée",
            "Descriptif/analyse de l’action": "Repéré dans 12 politiques.\n\nPuis dans toutes.",
            "Commentaires": "Un logiciel a aidé.",
            "Perspectives de développement": "Publier chaque année.",
            "Commentaires de la collectivité": "Nous pouvons en parler au réseau.",
            "Consultation de la société civile": "Les associations de familles, en mai.",
            "Valeur 2027": 0.85,
            "Valeur 2028": "100 %",
        },
    )
    main.actions.cell(PREMIERE, main.column("Valeur 2027")).number_format = "0%"
    main.cells(PREMIERE + 1, {"État": "en-cours", "Valeur 2027": 1234.5, "Valeur 2028": 9})
    main.cells(
        PREMIERE + 2, {"État": "ANNULEE", "Motif (action annulée ou ajoutée)": "Faute de crédits"}
    )
    added = main.free_row() + 2  # two rows left empty
    main.cells(
        added,
        {
            INTITULE: "Une maison des enfants",
            "Axe": "Gouvernance de l'enfance",
            ADDITION: "x",
            "Motif (action annulée ou ajoutée)": "Demandée par le conseil d'enfants",
            "Échéance": "2030",
            "Budget (€)": "12 000,50 €",
            "Partenaires": "CAF, écoles ; département",
            "État": "prévu",
        },
    )
    main.presentation.cell(main.year(2027), 2).value = "Oui"
    main.presentation.cell(main.year(2028), 2).value = True
    main.presentation.cell(main.year(2028), 3).value = "Une année de lancement."
    main.presentation.cell(main.year("Mandat 2026-2032"), 3).value = "Un bon partenariat."
    classeur = lire(main.save())
    assert classeur.alertes == ()
    un, deux, trois, _, _, ajoutee = classeur.suivi.actions
    assert un.etat is EtatAction.REALISEE
    assert un.descriptif == "Repéré dans 12 politiques.\nPuis dans toutes."
    assert un.commentaires == "Un logiciel a aidé."
    assert un.perspectives == "Publier chaque année."
    assert un.commentaires_de_la_collectivite == "Nous pouvons en parler au réseau."
    assert un.societe_civile == "Les associations de familles, en mai."
    assert un.valeurs == {2027: "85 %", 2028: "100 %"}
    assert (deux.etat, deux.valeurs) == (EtatAction.EN_COURS, {2027: "1234,5", 2028: "9"})
    assert (trois.etat, trois.motif) == (EtatAction.ANNULEE, "Faute de crédits")
    assert (ajoutee.reference, ajoutee.supplementaire, ajoutee.ligne) == (None, True, added)
    assert ajoutee.action.axe == "gouvernance"
    assert ajoutee.action.echeance == 2030
    assert ajoutee.action.budget == Decimal("12000.50")
    assert ajoutee.action.partenaires == ("CAF, écoles", "département")
    assert classeur.suivi.bilans_faits == {2027, 2028}
    assert classeur.suivi.commentaires_annuels == {2028: "Une année de lancement."}
    assert classeur.suivi.commentaires_de_la_collectivite == "Un bon partenariat."
    assert classeur.locate(un, "etat") == (
        f"{main.path}, feuille Actions, ligne 6, colonne M « État »"
    )
    assert classeur.locate(un, annee=2027).endswith("colonne T « Valeur 2027 »")


def test_moved_renamed_and_hidden_columns_are_known_by_their_title(main: Main) -> None:
    main.move_column("État", 2)
    main.move_column("Commentaires de la collectivité", 1)
    main.actions.cell(ENTETES, main.column("Pilote")).value = "SERVICE PILOTE "
    main.actions.cell(ENTETES, main.column("Échéance")).value = "Date d'echeance"
    main.actions.cell(ENTETES, main.column("Valeur 2027")).value = 2027
    main.actions.cell(ENTETES, main.column("Perspectives de développement")).value = "Perspectives"
    main.actions.column_dimensions["H"].hidden = True
    main.cells(
        PREMIERE,
        {"État": "réalisée", "Perspectives": "Continuer", "Commentaires de la collectivité": "Oui"},
    )
    main.actions.cell(
        PREMIERE, next(c.column for c in main.actions[ENTETES] if c.value == 2027)
    ).value = 3
    classeur = lire(main.save())
    assert classeur.alertes == ()
    voted = classeur.dossier.feuille_de_route.actions
    assert tuple(suivie.action for suivie in classeur.suivi.actions) == voted
    suivie = classeur.suivi.actions[0]
    assert (suivie.etat, suivie.perspectives, suivie.valeurs) == (
        EtatAction.REALISEE,
        "Continuer",
        {2027: "3"},
    )


def test_a_title_with_a_slip_is_read_and_told(main: Main) -> None:
    main.actions.cell(
        ENTETES, main.column("Perspectives de développement")
    ).value = "Perspectives de dévelopement"
    classeur = lire(main.save())
    assert "lue comme « Perspectives de développement »" in "\n".join(classeur.alertes)


def test_rows_may_be_put_above_the_headers_and_the_sheets_renamed(main: Main) -> None:
    main.actions.insert_rows(1, 4)
    main.actions["A1"] = "Direction de l'enfance"
    main.actions["B2"] = "Mis à jour par Alix"
    main.actions.title = "Suivi 2028"
    main.presentation.title = "Page 1"
    main.presentation.insert_rows(1, 2)
    main.presentation.cell(main.year(2028), 2).value = "✓"
    main.book["Plan voté"].title = "zz"
    classeur = lire(main.save())
    assert classeur.alertes == ()
    assert len(classeur.suivi.actions) == 5
    assert classeur.suivi.actions[0].ligne == PREMIERE + 4
    assert classeur.suivi.bilans_faits == {2028}
    assert "feuille Suivi 2028" in classeur.locate(classeur.suivi.actions[0])


def test_columns_of_the_town_are_kept_and_told(main: Main) -> None:
    last = main.actions.max_column
    main.actions.cell(ENTETES, last + 1).value = "Quartier"
    main.actions.cell(PREMIERE, last + 1).value = "Les Grésilles"
    main.actions.cell(PREMIERE + 1, last + 2).value = "à revoir"
    classeur = lire(main.save())
    assert classeur.suivi.actions[0].autres == {"Quartier": "Les Grésilles"}
    assert classeur.suivi.actions[1].autres == {"colonne AD": "à revoir"}
    assert "colonne AC « Quartier » : cette colonne n'est pas du tableau" in classeur.alertes[0]
    assert "colonne AD : cette colonne n'a pas de titre" in classeur.alertes[1]


def test_a_column_that_is_gone_leaves_what_was_voted(main: Main) -> None:
    for titre in ("Budget (€)", "Commentaires", "Action prioritaire"):
        main.actions.delete_cols(main.column(titre))
    classeur = lire(main.save())
    voted = classeur.dossier.feuille_de_route.actions
    assert tuple(suivie.action for suivie in classeur.suivi.actions) == voted
    said = "\n".join(classeur.alertes)
    assert (
        "colonnes absentes (Action prioritaire, Budget (€)) ; ce qui a été voté est gardé" in said
    )
    assert "colonnes absentes (Commentaires) ; rien n'y est lu" in said


def test_the_same_column_twice_is_refused_unless_one_is_empty(main: Main) -> None:
    last = main.actions.max_column
    main.actions.cell(ENTETES, last + 1).value = "Statut"
    assert len(lire(main.save()).suivi.actions) == 5
    main.actions.cell(PREMIERE, last + 1).value = "réalisée"
    assert "les colonnes M et AC sont toutes deux « Statut »" in problems(main.save())


def test_what_is_noted_around_the_table_of_years_is_kept(main: Main) -> None:
    sheet = main.presentation
    sheet.cell(main.year(2027), 4).value = "Visite de la délégation en mai."
    sheet.cell(main.year(2028), 1).value = "Année 2028"
    sheet.cell(main.year("Année 2028"), 2).value = "x"
    sheet.cell(
        main.year("Mandat 2026-2032") + 2, 1
    ).value = "En 2027, la ville a changé de directrice de l'enfance."
    sheet["A12"] = "Téléphone"
    sheet["B12"] = "le standard"
    suivi = lire(main.save()).suivi
    assert suivi.bilans_faits == {2028}
    assert suivi.commentaires_annuels == {2027: "Visite de la délégation en mai."}
    assert suivi.commentaires_de_la_collectivite == (
        "En 2027, la ville a changé de directrice de l'enfance."
    )
    assert suivi.presentation["Téléphone"] == "le standard"


# --- which row is which action ----------------------------------------------------------------


def test_sorted_rows_stay_the_actions_that_they_are(main: Main) -> None:
    main.sort([4, 2, 0, 3, 1])
    classeur = lire(main.save())
    assert [suivie.reference for suivie in classeur.suivi.actions] == [5, 3, 1, 4, 2]
    assert classeur.alertes == ()


def test_without_the_numbers_the_wordings_tell(main: Main) -> None:
    main.actions.cell(
        PREMIERE + 1, main.column(INTITULE)
    ).value = "UN PARCOURS CULTUREL de la creche au CM2 "
    main.actions.cell(
        PREMIERE + 2, main.column(INTITULE)
    ).value = "Former les agents au repérage des violences"
    main.actions.delete_cols(main.column("N°"))
    classeur = lire(main.save())
    assert [suivie.reference for suivie in classeur.suivi.actions] == [1, 2, 3, 4, 5]
    said = "\n".join(classeur.alertes)
    assert "ligne 6 : sans numéro, reconnue à son intitulé" in said
    assert (
        "ligne 8 : sans numéro, reconnue à son intitulé proche de « Former tous les agents" in said
    )


def test_numbers_that_a_partial_sort_has_mixed_yield_to_wordings(main: Main) -> None:
    for ligne, numero in ((PREMIERE, 2), (PREMIERE + 1, 1)):
        main.actions.cell(ligne, 1).value = numero
    classeur = lire(main.save())
    assert [suivie.reference for suivie in classeur.suivi.actions] == [1, 2, 3, 4, 5]
    assert (
        "avec le numéro 2, reconnue à son intitulé : c'est l'action 1 du plan"
        in classeur.alertes[0]
    )


def test_a_reworded_action_stays_that_of_its_number(main: Main) -> None:
    main.cells(PREMIERE, {INTITULE: "Le budget vu par les enfants", "N°": "n° 1"})
    classeur = lire(main.save())
    suivie = classeur.suivi.actions[0]
    assert (suivie.reference, suivie.action.intitule) == (1, "Le budget vu par les enfants")
    assert classeur.alertes == ()


def test_a_copied_row_given_another_wording_is_an_added_action(main: Main) -> None:
    libre = main.free_row()
    for cell in main.actions[PREMIERE + 2]:
        main.actions.cell(libre, cell.column).value = cell.value
    main.cells(libre, {INTITULE: "Former les animateurs", ADDITION: "oui"})
    classeur = lire(main.save())
    assert classeur.suivi.actions[-1].reference is None
    assert "le numéro 3 est celui de l'action de la ligne 8" in classeur.alertes[0]


def test_the_same_action_twice_is_refused_and_a_mere_copy_left_out(main: Main) -> None:
    libre = main.free_row()
    for cell in main.actions[PREMIERE]:
        main.actions.cell(libre, cell.column).value = cell.value
    classeur = lire(main.save())
    assert len(classeur.suivi.actions) == 5
    assert f"ligne {libre} : copie de la ligne 6 ; laissée de côté" in classeur.alertes[0]
    main.cells(libre, {"État": "réalisée"})
    said = problems(main.save())
    assert f"ligne {libre} : l'action 1 « Budget à hauteur d'enfant » est déjà à la ligne 6" in said


def test_an_action_that_is_gone_is_told(main: Main) -> None:
    main.actions.delete_rows(PREMIERE + 3)
    classeur = lire(main.save())
    assert len(classeur.suivi.actions) == 4
    assert (
        "l'action 4 « Un lieu d'écoute dans chaque quartier » du plan voté n'y est plus"
        in (classeur.alertes[0])
    )


def test_an_added_action_that_is_not_ticked_is_told(main: Main) -> None:
    main.cells(main.free_row(), {INTITULE: "Une ludothèque", "N°": 6})
    main.cells(PREMIERE, {ADDITION: "oui"})
    classeur = lire(main.save())
    assert classeur.suivi.actions[-1].reference is None
    assert not classeur.suivi.actions[-1].supplementaire
    said = "\n".join(classeur.alertes)
    assert "cette action n'est pas au plan voté ; écrivez « oui »" in said
    assert "est coché, mais c'est l'action 1 du plan voté" in said


# --- rows and cells of all kinds --------------------------------------------------------------


def test_totals_notes_and_repeated_headers_are_no_actions(main: Main) -> None:
    libre = main.free_row()
    main.cells(libre, {"N°": "Total", "Budget (€)": 887000})
    main.actions.cell(libre + 2, 1).value = "Mis à jour le 3 mai"
    for cell in main.actions[ENTETES]:
        main.actions.cell(libre + 4, cell.column).value = cell.value
    classeur = lire(main.save())
    assert len(classeur.suivi.actions) == 5
    assert "lu comme un total" in classeur.alertes[0]
    assert "une seule cellule est remplie (« Mis à jour le 3 mai »)" in classeur.alertes[1]


def test_an_action_whose_name_begins_like_a_total_is_an_action(main: Main) -> None:
    libre = main.free_row()
    main.cells(libre, {INTITULE: "Totalement gratuite, la cantine", "État": "en cours"})
    main.cells(libre + 1, {INTITULE: "Total du plastique banni des crèches", "État": "prévue"})
    main.cells(libre + 2, {INTITULE: "Sous-total général", "Budget (€)": 12})
    main.cells(libre + 3, {INTITULE: "TOTAUX", "Budget (€)": 24})
    classeur = lire(main.save())
    assert [suivie.action.intitule for suivie in classeur.suivi.actions[5:]] == [
        "Totalement gratuite, la cantine",
        "Total du plastique banni des crèches",
    ]
    assert sum("lu comme un total" in alerte for alerte in classeur.alertes) == 2


def test_a_row_that_says_things_of_no_action_is_refused(main: Main) -> None:
    main.cells(main.free_row(), {"Pilote": "direction des sports", "État": "en cours"})
    assert "ligne 11, colonne B « Intitulé de l’action » : cette ligne n'a pas d'intitulé" in (
        problems(main.save())
    )


def test_an_erased_wording_is_that_of_the_plan(main: Main) -> None:
    main.actions.cell(PREMIERE, main.column(INTITULE)).value = None
    classeur = lire(main.save())
    assert classeur.suivi.actions[0].action.intitule == "Budget à hauteur d'enfant"
    assert "intitulé effacé" in classeur.alertes[0]


def test_merged_cells_speak_for_each_of_their_rows(main: Main) -> None:
    colonne = main.column("Pilote")
    main.actions.merge_cells(
        start_row=PREMIERE, end_row=PREMIERE + 2, start_column=colonne, end_column=colonne
    )
    budget = main.column("Budget (€)")
    main.actions.merge_cells(
        start_row=PREMIERE, end_row=PREMIERE + 1, start_column=budget, end_column=budget
    )
    classeur = lire(main.save())
    assert [suivie.action.pilote for suivie in classeur.suivi.actions[:4]] == [
        *["direction des finances"] * 3,
        "direction de la santé",
    ]
    assert classeur.suivi.actions[1].action.budget is None
    said = "\n".join(classeur.alertes)
    assert "cellules fusionnées F6:F8 : la valeur est lue pour chaque ligne" in said
    assert "cellules fusionnées I6:I7 : la valeur est lue dans sa première cellule" in said


def test_hidden_rows_are_read_and_told(main: Main) -> None:
    main.actions.row_dimensions[PREMIERE].hidden = True
    classeur = lire(main.save())
    assert len(classeur.suivi.actions) == 5
    assert "lignes masquées (filtre ou groupe), lues comme les autres : 1" in classeur.alertes[0]


def test_every_problem_is_told_with_its_sheet_row_and_column(main: Main) -> None:
    main.cells(PREMIERE, {"État": "à peu près", "Budget (€)": "douze mille", "Échéance": "bientôt"})
    main.cells(PREMIERE + 1, {"Axe": "sport", ADDITION: "peut-être", "Commentaires": "#REF!"})
    main.presentation.cell(main.year(2027), 2).value = "presque"
    said = problems(main.save()).splitlines()
    places = [line.removeprefix(f"{main.path}, ").split(" : ")[0] for line in said]
    assert sorted(places) == [
        "feuille Actions, ligne 6, colonne H « Échéance »",
        "feuille Actions, ligne 6, colonne I « Budget (€) »",
        "feuille Actions, ligne 6, colonne M « État »",
        "feuille Actions, ligne 7, colonne D « Axe »",
        "feuille Actions, ligne 7, colonne N « Action supplémentaire au plan d’action … »",
        "feuille Actions, ligne 7, colonne Z « Commentaires »",
        "feuille Présentation, ligne 15, colonne B « Bilan annuel - Fait »",
    ]
    assert "écrivez « oui », ou effacez la cellule" in "\n".join(said)


def test_a_formula_without_a_result_is_refused(main: Main) -> None:
    main.cells(PREMIERE, {"Valeur 2027": "=A1+A2"})
    assert "formule sans résultat enregistré" in problems(main.save())


def test_years_out_of_the_mandate_are_told(main: Main) -> None:
    main.presentation.cell(main.year(2032), 1).value = 2040
    main.presentation.cell(main.year(2040), 2).value = "oui"
    main.actions.cell(ENTETES, main.column("Valeur 2026")).value = "Valeur 2020"
    said = "\n".join(lire(main.save()).alertes)
    assert "l'année 2040 n'est pas du mandat 2026-2032" in said
    assert "colonne S « Valeur 2020 » : l'année 2020 n'est pas du mandat" in said


# --- the cells, one by one --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("texte", "etat"),
    [
        ("réalisée", EtatAction.REALISEE),
        (" Realisé ", EtatAction.REALISEE),
        ("TERMINÉES", EtatAction.REALISEE),
        ("En cours", EtatAction.EN_COURS),
        ("en-cours", EtatAction.EN_COURS),
        ("annulé", EtatAction.ANNULEE),
        ("Abandonnée", EtatAction.ANNULEE),
        ("À venir", EtatAction.PREVUE),
        ("non commencée", EtatAction.PREVUE),
        ("en attente", EtatAction.PREVUE),
        ("-", None),
        ("NC", None),
        (None, None),
    ],
)
def test_states_are_read_as_people_write_them(texte: str | None, etat: EtatAction | None) -> None:
    lu = cellules.read_etat(texte)
    assert (lu.valeur, lu.probleme) == (etat, "")


def test_what_follows_a_state_is_told_and_two_states_are_refused() -> None:
    lu = cellules.read_etat("annulée : faute de budget")
    assert lu.valeur is EtatAction.ANNULEE
    assert "faute de budget" in lu.alerte
    assert cellules.read_etat("prévue puis annulée").probleme
    assert cellules.read_etat("non réalisée").probleme


@pytest.mark.parametrize(
    "texte",
    [
        "réalisée à 50 %",
        "Réalisée partiellement",
        "faite en partie",
        "fait à 80 pour cent",
        "réalisée ?",
        "terminée (à confirmer)",
        "annulée ?",
        "presque finie",
    ],
)
def test_an_end_that_is_taken_back_is_no_end(texte: str) -> None:
    assert "état inconnu" in cellules.read_etat(texte).probleme


@pytest.mark.parametrize(
    ("texte", "etat"),
    [
        ("réalisée à 100 %", EtatAction.REALISEE),
        ("terminée le 3/5/2028", EtatAction.REALISEE),
        ("en cours (50 %)", EtatAction.EN_COURS),
        ("partiellement réalisée", EtatAction.EN_COURS),
    ],
)
def test_what_follows_a_state_and_leaves_it_whole_is_read(texte: str, etat: EtatAction) -> None:
    assert cellules.read_etat(texte).valeur is etat


def test_a_number_shown_as_a_date_is_no_year() -> None:
    assert cellules.read_annee(datetime.date(1900, 1, 12)).probleme
    assert cellules.read_annee(datetime.date(2028, 12, 31)).valeur == 2028


@pytest.mark.parametrize(
    ("valeur", "coche"),
    [
        *(
            (v, True)
            for v in ("x", "X", "oui", "OUI", "✓", "✔\ufe0f", "[x]", "vrai", True, 1, 1.0, "ok")
        ),
        *((v, False) for v in ("non", "", None, False, 0, "faux", "☐", "[ ]", "-", "pas fait")),
    ],
)
def test_boxes_are_read_as_people_tick_them(valeur: object, coche: bool) -> None:
    lu = cellules.read_case(valeur)
    assert (lu.valeur, lu.probleme) == (coche, "")


@pytest.mark.parametrize(
    ("valeur", "annee"),
    [
        (2028, 2028),
        (2028.0, 2028),
        ("2028", 2028),
        (datetime.datetime(2028, 12, 31), 2028),  # noqa: DTZ001, as a workbook gives it
        ("décembre 2028", 2028),
        ("2027-2028", 2028),
        ("31/12/2028", 2028),
        ("à définir", None),
    ],
)
def test_years_are_read_as_people_date(valeur: object, annee: int | None) -> None:
    lu = cellules.read_annee(valeur)
    assert (lu.valeur, lu.probleme) == (annee, "")


@pytest.mark.parametrize(
    ("valeur", "montant"),
    [
        (12000, "12000"),
        (12000.5, "12000.50"),
        (0.1 + 0.2, "0.30"),
        ("12 000 €", "12000"),
        ("12\u202f000,50 euros", "12000.50"),
        ("néant", None),
    ],
)
def test_amounts_are_read_as_people_count(valeur: object, montant: str | None) -> None:
    lu = cellules.read_montant(valeur)
    assert lu.probleme == ""
    assert lu.valeur == (None if montant is None else Decimal(montant))


def test_amounts_that_are_none_are_refused() -> None:
    for valeur in ("12 k€", -3, "entre 3 et 5", Pourcentage(0.5), True):
        assert cellules.read_montant(valeur).probleme


def test_a_paste_from_word_is_text() -> None:
    assert cellules.read_texte("un_x000B_deux\u200b").valeur == "un\ndeux"
    assert cellules.read_texte(" - ").valeur is None
    assert cellules.read_texte("~").valeur == "~"


@given(st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.datetimes()))
def test_whatever_a_cell_holds_it_is_read_or_told(valeur: object) -> None:
    for read_cell in (
        cellules.read_texte,
        cellules.read_liste,
        cellules.read_annee,
        cellules.read_montant,
        cellules.read_etat,
        cellules.read_case,
        cellules.read_valeur,
    ):
        lu = read_cell(valeur)
        assert not (lu.probleme and lu.valeur)


def test_every_title_and_synonym_designates_its_column_and_no_other() -> None:
    for colonne in tableau().colonnes:
        for titre in (colonne.titre, *colonne.synonymes):
            annee = 2029 if "{annee}" in titre else None
            said = titre.replace("{annee}", "2029")
            assert resolve(said) == (colonne.cle, annee), said
            assert resolve(said.upper()) == (colonne.cle, annee), said
    titres = [colonne.titre for colonne in colonnes_des_annees(range(2026, 2033))]
    assert len(set(titres)) == len(titres)


# --- the plan that travels --------------------------------------------------------------------


def test_an_altered_plan_is_refused_until_the_record_is_given(main: Main) -> None:
    sheet = main.book["Plan voté"]
    sheet["B4"].value = sheet["B4"].value[:-8] + "AAAAAAA="
    said = problems(main.save())
    assert "feuille « Plan voté » : le plan voté qu'elle garde a été modifié" in said
    assert "--fiche" in said
    assert len(lire(main.path, fiche=DIJON).suivi.actions) == 5


def test_without_the_plan_the_record_is_asked_for(main: Main) -> None:
    del main.book["Plan voté"]
    assert "ne garde pas le plan voté" in problems(main.save())
    classeur = lire(main.path, fiche=DIJON)
    assert classeur.dossier == load(DIJON, aujourdhui=AUJOURDHUI).dossier
    assert classeur.alertes == ()


def test_a_record_that_is_not_the_one_carried_is_told(main: Main, tmp_path: Path) -> None:
    other = fiche_de(tmp_path, ("echeance: 2031", "echeance: 2030"))
    classeur = lire(main.path, fiche=other)
    assert classeur.dossier.feuille_de_route.actions[4].echeance == 2030
    assert "la fiche donnée l'emporte" in classeur.alertes[0]


def test_a_long_record_travels_in_several_cells(tmp_path: Path) -> None:
    fiche = fiche_de(tmp_path, ("# Candidature", "# " + "é" * 30_000 + "\n# Candidature"))
    path = creer(tmp_path, fiche)
    rows = list(openpyxl.load_workbook(path)["Plan voté"].iter_rows(values_only=True))
    assert len(rows) > 5
    assert max(len(str(row[1])) for row in rows) <= 32_000
    assert piece.join([(str(a), str(b)) for a, b in rows]) == fiche.read_bytes()
    assert lire(path).fiche.empreinte == load(fiche, aujourdhui=AUJOURDHUI).empreinte


def test_a_logo_is_not_asked_for_where_it_is_not(tmp_path: Path) -> None:
    folder = tmp_path / "ailleurs"
    folder.mkdir()
    logo = (ROOT / "samples/logo-fictif.png").read_bytes()
    (tmp_path / "logo.png").write_bytes(logo)
    fiche = fiche_de(tmp_path, ("denomination: Ville", "denomination: Ville\n  logo: logo.png"))
    path = creer(folder, fiche)
    classeur = lire(path)
    assert classeur.dossier.collectivite.logo is None
    assert "le logo « logo.png » n'est pas à côté du classeur" in classeur.alertes[0]
    (folder / "logo.png").write_bytes(logo)
    assert lire(path).dossier.collectivite.logo == str(folder / "logo.png")


# --- other files ------------------------------------------------------------------------------


def test_other_files_get_a_sentence(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["un", "tableau"])
    book.save(tmp_path / "autre.xlsx")
    with (tmp_path / "suivi.csv").open("w", newline="") as stream:
        csv.writer(stream, delimiter=";").writerow(["N°", INTITULE, "État"])
    (tmp_path / "vide.xlsx").touch()
    (tmp_path / "suivi.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512))
    (tmp_path / "page.xlsx").write_text("<html><table></table></html>")
    for nom, phrase in {
        "autre.xlsx": "ne garde pas le plan voté",
        "suivi.csv": "ce n'est pas un classeur .xlsx",
        "vide.xlsx": "fichier vide",
        "suivi.xls": "ancien fichier Office (.xls)",
        "page.xlsx": "page web",
        "absent.xlsx": "fichier introuvable",
    }.items():
        said = problems(tmp_path / nom)
        assert said.startswith(f"{tmp_path / nom} : ")
        assert phrase in said


def test_a_workbook_without_the_table_gets_a_sentence(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["un", "tableau"])
    book.save(tmp_path / "autre.xlsx")
    said = problems(tmp_path / "autre.xlsx", fiche=DIJON)
    assert "aucune feuille n'a les colonnes du tableau de suivi (vues : « Sheet »)" in said


def test_two_sheets_of_actions_are_told_apart_by_their_name(main: Main) -> None:
    copy = main.book.copy_worksheet(main.actions)
    copy.title = "Actions 2027"
    classeur = lire(main.save())
    assert "la feuille « Actions 2027 » a aussi les colonnes" in classeur.alertes[0]
    main.actions.title = "Actions 2028"
    assert "appelez « Actions » celle qui compte" in problems(main.save())


def test_a_sheet_of_the_town_is_told(main: Main) -> None:
    main.book.create_sheet("Brouillon")["A1"] = "à voir"
    main.book.create_sheet("Vide")
    (alerte,) = lire(main.save()).alertes
    assert alerte.endswith("ne sont pas du tableau de suivi : « Brouillon »")


def test_without_the_first_sheet_no_year_is_closed(main: Main) -> None:
    del main.book["Présentation"]
    classeur = lire(main.save())
    assert classeur.suivi.bilans_faits == frozenset()
    assert "aucune année n'est tenue pour close" in classeur.alertes[0]


# --- other programs ---------------------------------------------------------------------------


@pytest.mark.libreoffice
def test_libreoffice_saves_it_and_nothing_changes(main: Main, tmp_path: Path) -> None:
    main.cells(PREMIERE, {"État": "réalisée", "Valeur 2027": 0.5, "Commentaires": "Deux\nlignes"})
    main.actions.cell(PREMIERE, main.column("Valeur 2027")).number_format = "0%"
    main.presentation.cell(main.year(2027), 2).value = "oui"
    before = lire(main.save())
    (tmp_path / "lo").mkdir()
    _convert(main.path, "xlsx", tmp_path / "lo")
    after = lire(tmp_path / "lo/suivi.xlsx")
    assert after.alertes == before.alertes == ()
    assert after.suivi == before.suivi
    assert after.fiche.dossier == before.fiche.dossier
    _convert(main.path, "ods", tmp_path / "lo")
    assert "fichier OpenDocument (.ods)" in problems(tmp_path / "lo/suivi.ods")


def _convert(path: Path, suffixe: str, folder: Path) -> None:
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{folder}/profil",
            "--headless",
            "--convert-to",
            suffixe,
            "--outdir",
            str(folder),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=300,
    )
