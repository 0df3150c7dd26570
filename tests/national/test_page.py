"""The page of figures counts what the tables hold, and everyone can read it."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest
from consolidations import csv_texts

from generator.redaction.nombres import en_chiffres, en_pourcentage
from generator.referentiel.bilan import usages
from generator.services.national.consolidation import Consolidation

Faite = tuple[Path, Consolidation]
SITUATIONS = [situation.value for situation in usages().situations]


class _Page(HTMLParser):
    """What the tests look at: tags, ids, links, and each table as rows of texts, by its caption."""

    def __init__(self, texte: str) -> None:
        super().__init__()
        self.balises: list[tuple[str, dict[str, str]]] = []
        self.ouvertes: list[str] = []
        self.tables: dict[str, list[list[str]]] = {}
        self._titre = ""
        self.feed(texte)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append((tag, {nom: valeur or "" for nom, valeur in attrs}))
        if tag not in {"meta", "path", "circle", "rect"}:
            self.ouvertes.append(tag)
        if tag == "tr":
            self.tables.setdefault(self._titre, []).append([])
        if tag in {"td", "th"}:
            self.tables[self._titre][-1].append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.balises.append((tag, {nom: valeur or "" for nom, valeur in attrs}))

    def handle_endtag(self, tag: str) -> None:
        assert self.ouvertes.pop() == tag

    def handle_data(self, data: str) -> None:
        if "caption" in self.ouvertes:
            self._titre = data
        elif self.ouvertes and self.ouvertes[-1] in {"td", "th"}:
            self.tables[self._titre][-1][-1] += data


@pytest.fixture(scope="module")
def texte(consolidation: Faite) -> str:
    return (consolidation[0] / "chiffres.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def page(texte: str) -> _Page:
    return _Page(texte)


def _rows(page: _Page, debut: str) -> list[list[str]]:
    (found,) = [rows for titre, rows in page.tables.items() if titre.startswith(debut)]
    return found[1:]


@pytest.mark.parametrize(
    ("debut", "colonne"),
    [
        ("Situation des actions par région", "region"),
        ("Situation des actions selon la population", "tranche_de_population"),
    ],
)
def test_each_group_counts_its_actions(
    consolidation: Faite, page: _Page, debut: str, colonne: str
) -> None:
    _check_groups(csv_texts(consolidation[0], "actions"), _rows(page, debut), colonne)


def test_each_axis_of_each_programme_counts_its_actions(consolidation: Faite, page: _Page) -> None:
    actions = csv_texts(consolidation[0], "actions")
    for nom, cle in (
        ("Territoires d’enfance", "territoires-denfance"),
        ("Ville amie des enfants", "ville-amie-des-enfants"),
    ):
        siennes = [row | {"axe": row["axe"] or "axe non dit"} for row in actions]
        siennes = [row for row in siennes if row["demarche"] == cle]
        _check_groups(siennes, _rows(page, f"Situation des actions par axe, {nom}"), "axe")


def _check_groups(actions: list[dict[str, str]], rows: list[list[str]], colonne: str) -> None:
    groups: defaultdict[str, list[dict[str, str]]] = defaultdict(list)
    for action in actions:
        groups[action[colonne]].append(action)
    assert {row[0] for row in rows} == set(groups)
    for nom, *cells in rows:
        siennes = groups[nom]
        comptes = Counter(action["situation"] for action in siennes)
        attendus = [a for a in siennes if a["valeur_renseignee"]]
        avec = sum(a["valeur_renseignee"] == "oui" for a in attendus)
        assert cells == [
            en_chiffres(len({a["code"] for a in siennes})),
            en_chiffres(len(siennes)),
            *(en_chiffres(comptes[situation]) for situation in SITUATIONS),
            en_pourcentage(comptes["réalisée"], len(siennes) - comptes["annulée"]),
            f"{avec} sur {len(attendus)}",
        ]


def test_priority_actions_are_counted_across_towns(consolidation: Faite, page: _Page) -> None:
    actions = csv_texts(consolidation[0], "actions")
    rows = _rows(page, "Situation des actions prioritaires")
    comptes = Counter(a["intitule_vote"] for a in actions if a["prioritaire"] == "oui")
    assert {row[0]: int(row[2]) for row in rows} == comptes
    assert len(rows) == 3
    assert [int(row[1]) for row in rows] == sorted((int(row[1]) for row in rows), reverse=True)


def test_towns_that_have_not_closed_the_year_are_named(consolidation: Faite, page: _Page) -> None:
    villes = csv_texts(consolidation[0], "collectivites")
    attendues = {f"{v['collectivite']} ({v['code']})" for v in villes if v["bilan_clos"] == "non"}
    rows = _rows(page, "« Bilan annuel - Fait »")
    assert {row[0] for row in rows} == attendues
    assert len(rows) == len(attendues) > 10


def test_the_head_says_the_whole(consolidation: Faite, texte: str) -> None:
    actions = csv_texts(consolidation[0], "actions")
    comptes = Counter(a["situation"] for a in actions)
    said = re.findall(r"<li class=\"[a-z]*\"><strong>([^<]*)</strong>([^<]*)</li>", texte)
    assert ("100", "collectivités") in said
    assert (en_chiffres(len(actions)), "actions") in said
    part = en_pourcentage(comptes["réalisée"], len(actions) - comptes["annulée"])
    assert (part, "réalisées, hors annulées") in said


def test_every_chart_is_told_to_those_who_do_not_see_it(texte: str, page: _Page) -> None:
    charts = [attrs for tag, attrs in page.balises if tag == "svg" and attrs.get("role") == "img"]
    ids = [attrs["id"] for _, attrs in page.balises if "id" in attrs]
    assert len(charts) == 6  # all, two programmes, regions, populations, priorities
    assert len(ids) == len(set(ids))
    for chart in charts:
        assert {chart["aria-labelledby"], chart["aria-describedby"]} <= set(ids)
    for cle in ("toutes-dit", "region-dit", "prioritaire-dit"):
        (said,) = re.findall(f'<desc id="{cle}">([^<]*)</desc>', texte)
        assert re.search(r"\d+ actions? (?:réalisée|en cours|annulée)", said)


def test_a_chart_wider_than_the_screen_is_scrolled_from_the_keyboard_too(page: _Page) -> None:
    figures = [attrs for tag, attrs in page.balises if tag == "figure"]
    assert len(figures) == 6
    for figure in figures:
        assert (figure["class"], figure["tabindex"], figure["role"]) == ("large", "0", "group")
        assert figure["aria-label"].endswith(", en barres")


def test_tables_and_titles_are_marked(texte: str, page: _Page) -> None:
    assert '<html lang="fr">' in texte
    niveaux = [int(tag[1]) for tag, _ in page.balises if re.fullmatch("h[1-6]", tag)]
    assert niveaux[0] == 1
    assert niveaux.count(1) == 1
    assert all(b <= a + 1 for a, b in itertools.pairwise(niveaux))
    scopes = [attrs.get("scope") for tag, attrs in page.balises if tag == "th"]
    assert set(scopes) == {"col", "row"}
    assert page.ouvertes == []


def test_the_page_needs_no_other_file_but_the_tables_it_links(
    consolidation: Faite, page: _Page
) -> None:
    liens = [attrs[nom] for _, attrs in page.balises for nom in ("href", "src") if nom in attrs]
    for lien in liens:
        assert lien.startswith("#") or (consolidation[0] / lien).is_file(), lien
    assert not any(tag in {"script", "link", "img"} for tag, _ in page.balises)


def test_what_is_rounded_is_never_none_or_all() -> None:
    assert en_pourcentage(1, 1000) == "1\u00a0%"
    assert en_pourcentage(999, 1000) == "99\u00a0%"
    assert en_pourcentage(0, 10) == "0\u00a0%"
    assert en_pourcentage(10, 10) == "100\u00a0%"
    assert en_pourcentage(0, 0) == "–"
