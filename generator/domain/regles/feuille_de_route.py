"""What a feuille de route or a plan d'action must not leave out."""

from __future__ import annotations

from collections.abc import Iterator

from generator.domain.dossier import Dossier, FeuilleDeRoute, TypeDeliberation
from generator.domain.regles.cadre import ALERTE, Cadre, Finding

_DITS = {
    "participation_des_enfants": "comment les enfants sont entendus",
    "societe_civile": "comment la société civile est consultée",
    "partenaires": "qui sont les partenaires, de la commune au monde",
    "publics_defavorises": "quels enfants, les plus éloignés de leurs droits, sont servis et comment",
}


_DOCUMENTS = {"feuille-de-route", "plan-d-action"}


def check_oublis(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield one alert for all that a feuille de route leaves out, once it has been begun.

    One that says nothing yet is a form to fill in, whose blanks are counted; a plan that is put to
    the vote is no such form.
    """
    feuille, acte = dossier.feuille_de_route, dossier.deliberation.type
    if _DOCUMENTS.isdisjoint(cadre.demarche.deliberations[acte].documents):
        return
    if feuille == FeuilleDeRoute() and acte is not TypeDeliberation.PLAN_D_ACTION:
        return
    tus = [f"{dit} (« {cle} »)" for cle, dit in _DITS.items() if not getattr(feuille, cle)]
    if not feuille.actions:
        tus.append("quelles actions seront menées (« actions »)")
    elif not any(action.publics_defavorises for action in feuille.actions):
        tus.append(
            "lesquelles de ses actions servent ces enfants (« publics_defavorises » de l'action)"
        )
    if tus:
        yield ALERTE, "feuille_de_route", f"ne dit pas {', ni '.join(tus)} : complétez"
