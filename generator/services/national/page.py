"""`chiffres.html`: the national figures on one page, each chart beside its table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape
from typing import TextIO
from urllib.parse import quote

from generator.domain.comparaison import Situation
from generator.redaction.bilan import compter
from generator.redaction.nombres import en_chiffres, en_pourcentage
from generator.referentiel.bilan import usages
from generator.resources import CHIFFRES_CSS
from generator.services.national.chiffres import Chiffres, Groupe, Prioritaire
from generator.services.national.graphiques import draw, legend, patterns
from generator.services.pages import FIN, head

_OUVERTES = 20  # rows from which a list is folded


def write_page(file: TextIO, chiffres: Chiffres, fichiers: Sequence[str]) -> None:
    """Write the page; `fichiers` are the tables that stand beside it. OSError if it cannot be."""
    file.write(head(f"Le suivi national, fin {chiffres.annee}", styles=[CHIFFRES_CSS]))
    file.write(patterns())
    _summary(file, chiffres, fichiers)
    _section(file, "ensemble", "Où en sont les actions")
    file.write(legend())
    tout = replace(chiffres.ensemble, nom="Toutes les actions")
    _chart(file, "toutes", "Situation de toutes les actions", "Ensemble", [tout])
    file.write(_reading(chiffres))
    _close(file)
    _axes(file, chiffres)
    _section(file, "regions", "Par région")
    _chart(file, "region", "Situation des actions par région", "Région", chiffres.regions)
    _close(file)
    _section(file, "populations", "Par population")
    _chart(
        file,
        "population",
        "Situation des actions selon la population",
        "Population",
        chiffres.tranches,
    )
    _close(file)
    _priorities(file, chiffres)
    _not_closed(file, chiffres)
    _left_out(file, chiffres)
    file.write(FIN)


def _summary(file: TextIO, chiffres: Chiffres, fichiers: Sequence[str]) -> None:
    ensemble = chiffres.ensemble
    faites = ensemble.situations.get(Situation.REALISEE, 0)
    retard = ensemble.situations.get(Situation.EN_RETARD, 0)
    cases = [
        ("", en_chiffres(ensemble.villes), _s(ensemble.villes, "collectivité")),
        ("", en_chiffres(ensemble.actions), _s(ensemble.actions, "action")),
        ("fait", en_pourcentage(faites, ensemble.suivies), "réalisées, hors annulées"),
        ("alerte", en_pourcentage(retard, ensemble.suivies), "en retard, hors annulées"),
        (
            "",
            en_pourcentage(ensemble.valeurs, ensemble.indicateurs),
            f"des indicateurs ont une valeur pour {chiffres.annee}",
        ),
        (
            "",
            f"{en_chiffres(chiffres.closes)} sur {en_chiffres(chiffres.attendues)}",
            f"{_s(chiffres.closes, 'bilan clos', 'bilans clos')} pour {chiffres.annee}",
        ),
    ]
    items = "".join(
        f'<li class="{classe}"><strong>{valeur}</strong>{escape(nom)}</li>'
        for classe, valeur, nom in cases
    )
    liens = ", ".join(f'<a href="{quote(nom)}">{escape(nom)}</a>' for nom in fichiers)
    file.write(
        f"<p>Ce que disent les tableaux de suivi des collectivités. Les lignes elles-mêmes : {liens}."
        f'</p>\n<ul class="compte">{items}</ul>\n'
    )
    if refus := len({fichier for fichier, _ in chiffres.refuses}):
        file.write(
            f'<ul class="alertes"><li><p>{_s(refus, "Classeur")} laissé{"s" if refus > 1 else ""} de '
            f"côté : {en_chiffres(refus)}. Ces chiffres sont sans {'eux' if refus > 1 else 'lui'} "
            '(<a href="#refus">pourquoi</a>).</p></li></ul>\n'
        )


def _reading(chiffres: Chiffres) -> str:
    """Return the sentences that go with the whole."""
    actions = chiffres.ensemble.actions
    autre = chiffres.hors_mandat
    dehors = (
        f"<p>{en_chiffres(autre)} {_s(autre, 'plan')} d’un mandat qui ne comprend pas {chiffres.annee} : "
        f"{_s(autre, 'ses actions sont comptées', 'leurs actions sont comptées')} ici dans l’état où le "
        "tableau les laisse, sans valeur d’indicateur attendue.</p>\n"
        if autre
        else ""
    )
    return dehors + (
        f"<p>{_s(chiffres.ajoutees, 'Action ajoutée', 'Actions ajoutées')} aux plans votés : "
        f"{en_chiffres(chiffres.ajoutees)}. Actions qui disent quels enfants sont entendus : "
        f"{en_chiffres(chiffres.enfants)} ({en_pourcentage(chiffres.enfants, actions)}) ; quels "
        f"enfants parmi les plus défavorisés sont servis : {en_chiffres(chiffres.defavorises)} "
        f"({en_pourcentage(chiffres.defavorises, actions)}). Budgets écrits, hors actions annulées : "
        f"{en_chiffres(chiffres.budget)}\u00a0€.</p>\n"
        f"<p>Une action est en retard quand son échéance votée est passée fin {chiffres.annee} et "
        "qu’elle n’est ni réalisée ni annulée. Elle est sans état quand le tableau ne dit pas où elle "
        "en est.</p>\n"
    )


def _axes(file: TextIO, chiffres: Chiffres) -> None:
    _section(file, "axes", "Par axe")
    for rang, demarche in enumerate(chiffres.demarches, start=1):
        nom = f"{demarche.nom}, mandat {demarche.mandat}"
        file.write(f"<h3>{escape(nom)}</h3>\n")
        _chart(file, f"axe-{rang}", f"Situation des actions par axe, {nom}", "Axe", demarche.axes)
    _close(file)


def _priorities(file: TextIO, chiffres: Chiffres) -> None:
    _section(file, "prioritaires", "Les actions prioritaires")
    if not chiffres.prioritaires:
        file.write("<p>Aucune collectivité n’a d’action prioritaire dans son plan.</p>\n")
        _close(file)
        return
    file.write(
        "<p>Celles de la liste nationale, sous l’intitulé du plan voté, de la plus suivie à la moins "
        "suivie.</p>\n"
    )
    _chart(
        file,
        "prioritaire",
        "Situation des actions prioritaires dans les collectivités",
        "Action prioritaire",
        [p.groupe for p in chiffres.prioritaires],
    )
    if reformulees := [p for p in chiffres.prioritaires if p.reformulees]:
        file.write(
            "<p>Intitulé changé dans le tableau de suivi depuis le vote :</p>\n<ul>"
            f"{''.join(map(_reworded, reformulees))}</ul>\n"
        )
    _close(file)


def _reworded(prioritaire: Prioritaire) -> str:
    nombre = prioritaire.reformulees
    return f"<li>{escape(prioritaire.groupe.nom)} : {compter(nombre, 'collectivité')}</li>"


def _not_closed(file: TextIO, chiffres: Chiffres) -> None:
    _section(file, "bilans", f"Les bilans {chiffres.annee} qui ne sont pas clos")
    if not chiffres.attendues:
        file.write(f"<p>Aucun mandat ne comprend {chiffres.annee}.</p>\n")
    elif not chiffres.non_closes:
        file.write("<p>Tous les bilans de l’année sont clos.</p>\n")
    else:
        rows = "".join(
            f'<tr><th scope="row">{escape(v.nom)} ({escape(v.code)})</th>'
            f"<td>{escape(v.departement)}</td><td>{escape(v.mandat)}</td>"
            f"<td>{escape(v.annees_closes.replace(' | ', ', ') or 'aucune')}</td></tr>\n"
            for v in chiffres.non_closes
        )
        table = (
            "<table>\n<caption>« Bilan annuel - Fait » n’y est pas coché pour l’année.</caption>\n"
            '<thead><tr><th scope="col">Collectivité</th><th scope="col">Département</th>'
            '<th scope="col">Mandat</th><th scope="col">Années closes</th></tr></thead>\n'
            f"<tbody>\n{rows}</tbody>\n</table>\n"
        )
        nombre = len(chiffres.non_closes)
        file.write(_fold(table, compter(nombre, "collectivité"), nombre))
    _close(file)


def _left_out(file: TextIO, chiffres: Chiffres) -> None:
    if not (chiffres.refuses or chiffres.alertes):
        return
    _section(file, "refus", "À regarder")
    if chiffres.refuses:
        rows = "".join(
            f'<tr><th scope="row">{escape(fichier)}</th><td>{escape(message)}</td></tr>\n'
            for fichier, message in chiffres.refuses
        )
        table = (
            '<table class="manques">\n<caption>Les classeurs laissés de côté, et pourquoi.</caption>\n'
            '<thead><tr><th scope="col">Classeur</th><th scope="col">Pourquoi</th></tr></thead>\n'
            f"<tbody>\n{rows}</tbody>\n</table>\n"
        )
        nombre = len(chiffres.refuses)
        file.write(_fold(table, compter(nombre, "raison"), nombre))
    if chiffres.alertes:
        file.write(
            f"<p>{_s(chiffres.alertes, 'Remarque')} sur les classeurs lus : "
            f"{en_chiffres(chiffres.alertes)}, dans la table « remarques ».</p>\n"
        )
    _close(file)


# --- pieces -------------------------------------------------------------------------------------


def _section(file: TextIO, cle: str, titre: str) -> None:
    file.write(f'<section aria-labelledby="{cle}">\n<h2 id="{cle}">{escape(titre)}</h2>\n')


def _close(file: TextIO) -> None:
    file.write("</section>\n")


def _chart(file: TextIO, cle: str, titre: str, de_quoi: str, groupes: Sequence[Groupe]) -> None:
    """Write a chart and, beside it, the table of its numbers."""
    if not any(groupe.actions for groupe in groupes):
        file.write("<p>Aucune action.</p>\n")
        return
    file.write(draw(cle, titre, groupes))
    heads = "".join(
        f'<th scope="col" class="n">{nom}</th>'
        for nom in (
            "Collectivités",
            "Actions",
            *(aspect.pluriel.capitalize() for aspect in usages().situations.values()),
            "Part réalisée",
            "Indicateurs avec valeur",
        )
    )
    rows = "".join(map(_row, groupes))
    file.write(
        f'<div class="large" role="region" tabindex="0" aria-label="{escape(titre)}, en nombres">\n'
        f"<table>\n<caption>{escape(titre)}, en nombres. La part réalisée est hors actions annulées."
        f'</caption>\n<thead><tr><th scope="col">{de_quoi}</th>{heads}</tr></thead>\n'
        f"<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )


def _row(groupe: Groupe) -> str:
    faites = groupe.situations.get(Situation.REALISEE, 0)
    cells = (
        en_chiffres(groupe.villes),
        en_chiffres(groupe.actions),
        *(en_chiffres(groupe.situations.get(situation, 0)) for situation in usages().situations),
        en_pourcentage(faites, groupe.suivies),
        f"{en_chiffres(groupe.valeurs)} sur {en_chiffres(groupe.indicateurs)}",
    )
    numbers = "".join(f'<td class="n">{cell}</td>' for cell in cells)
    return f'<tr><th scope="row">{escape(groupe.nom)}</th>{numbers}</tr>\n'


def _fold(table: str, resume: str, nombre: int) -> str:
    """Return a table, folded under its summary when it is long."""
    if nombre < _OUVERTES:
        return table
    return f"<details>\n<summary>{resume}</summary>\n{table}</details>\n"


def _s(nombre: int, singulier: str, pluriel: str | None = None) -> str:
    """Return a word as the number that it goes with wants it."""
    return singulier if nombre < 2 else pluriel or f"{singulier}s"
