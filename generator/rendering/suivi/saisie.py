"""What each column of the sheet of actions accepts, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from openpyxl.worksheet.datavalidation import DataValidation

from generator.domain.suivi import EtatAction
from generator.records.textes import LONGUEUR_MAXIMALE
from generator.redaction.suivi import TexteSuivi
from generator.redaction.typographie import typographier
from generator.referentiel.suivi import ColonneSuivi, GenreColonne

LISTES = "Listes"  # the sheet, not shown, of the themes that are offered
_TITRE, _TEXTE = 32, 255  # characters, that Excel takes in a message

Regle = Mapping[str, Any]


def validation(colonne: ColonneSuivi, texte: TexteSuivi) -> DataValidation:
    """Return the validation of a column, with what is shown when one of its cells is selected."""
    rule = dict(_RULES.get(colonne.genre, _texte)(texte))
    if "error" in rule:
        rule["error"] = typographier(rule["error"])
    titre = colonne.titre[:_TITRE]
    return DataValidation(
        **rule,
        allow_blank=True,
        errorTitle=titre,
        showErrorMessage=bool(rule),
        promptTitle=titre,
        prompt=typographier(colonne.aide)[:_TEXTE] or None,
        showInputMessage=bool(colonne.aide),
    )


def _reference(texte: TexteSuivi) -> Regle:
    return {
        **_between("whole", 1, max(len(texte.actions), 1)),
        "error": "Ce numéro est celui d'une action du plan voté. Laissez la cellule vide pour une "
        "action ajoutée.",
    }


def _axe(texte: TexteSuivi) -> Regle:
    if not texte.axes:
        return _texte(texte)
    return {
        "type": "list",
        "formula1": f"{LISTES}!$A$1:$A${len(texte.axes)}",
        "error": "Choisissez un axe dans la liste.",
    }


def _annee(texte: TexteSuivi) -> Regle:
    debut, fin = texte.annees[0], texte.annees[-1]
    return {
        **_between("whole", debut, fin),
        "errorStyle": "warning",
        "error": "Une échéance est d'ordinaire une année du mandat, en quatre chiffres, de "
        f"{debut} à {fin}.",
    }


def _montant(_: TexteSuivi) -> Regle:
    return {
        "type": "decimal",
        "operator": "greaterThanOrEqual",
        "formula1": "0",
        "error": "Écrivez un montant en euros, en chiffres : 12000 ou 12000,50.",
    }


def _etat(_: TexteSuivi) -> Regle:
    return {
        "type": "list",
        "formula1": f'"{",".join(EtatAction)}"',
        "error": f"Choisissez l'un de : {', '.join(EtatAction)}.",
    }


def _case(_: TexteSuivi) -> Regle:
    return {
        "type": "list",
        "formula1": '"oui,non"',
        "error": "Choisissez « oui » ou « non », ou laissez la cellule vide.",
    }


def _valeur(_: TexteSuivi) -> Regle:
    """Return no rule: a value is a number, a percentage or words."""
    return {}


def _texte(_: TexteSuivi) -> Regle:
    return {
        "type": "textLength",
        "operator": "lessThanOrEqual",
        "formula1": str(LONGUEUR_MAXIMALE),
        "error": f"Ce texte est trop long : {LONGUEUR_MAXIMALE} caractères au plus.",
    }


def _between(kind: str, debut: int, fin: int) -> Regle:
    return {"type": kind, "operator": "between", "formula1": str(debut), "formula2": str(fin)}


_RULES: Mapping[GenreColonne, Callable[[TexteSuivi], Regle]] = {
    GenreColonne.REFERENCE: _reference,
    GenreColonne.AXE: _axe,
    GenreColonne.ANNEE: _annee,
    GenreColonne.MONTANT: _montant,
    GenreColonne.ETAT: _etat,
    GenreColonne.CASE: _case,
    GenreColonne.VALEUR: _valeur,
}
