"""What the kind of act asks for: the act that it follows, and who may decide it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from generator.domain.dossier import ActePrecedent, Dossier, Etat, TypeDeliberation
from generator.domain.regles.cadre import ALERTE, ERREUR, Cadre, Finding, severity
from generator.domain.territoire import TypeCollectivite


def check_avertissement(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield what the programme has to say of this kind of act before it is voted."""
    deliberation = dossier.deliberation
    avertissement = cadre.demarche.deliberations[deliberation.type].avertissement
    if avertissement is not None and deliberation.etat is Etat.PROJET:
        yield ALERTE, "deliberation.type", avertissement


def check_precedente(dossier: Dossier, cadre: Cadre) -> Iterator[Finding]:
    """Yield what is missing or wrong of the act that this one follows, and of the acceptance."""
    deliberation, champ = dossier.deliberation, "deliberation.precedente"
    precedente, acceptation = deliberation.precedente, deliberation.acceptation
    if not cadre.demarche.deliberations[deliberation.type].suit:
        if precedente != ActePrecedent() or acceptation is not None:
            yield (
                ALERTE,
                champ if precedente != ActePrecedent() else "deliberation.acceptation",
                "une adhésion ne rappelle pas d'acte antérieur : ceci ne sera imprimé nulle part ; "
                "indiquez « type: plan-d-action » ou « type: renouvellement » si c'en est un",
            )
        return
    renewed = deliberation.type is TypeDeliberation.RENOUVELLEMENT
    if renewed and deliberation.engagements:
        yield (
            ALERTE,
            "deliberation.engagements",
            "un renouvellement n'ajoute pas d'engagements : ceux-ci, pris par l'adhésion ou par le plan, "
            "ne seront imprimés nulle part",
        )
    if renewed and acceptation is not None:
        yield (
            ALERTE,
            "deliberation.acceptation",
            "un renouvellement ne rappelle pas l'acceptation d'UNICEF France : elle ne sera imprimée "
            "nulle part ; ôtez-la, ou indiquez « type: plan-d-action » si c'en est un",
        )
    if deliberation.etat is Etat.ADOPTEE:
        for cle, libelle in (("numero", "le numéro"), ("date", "la date")):
            if getattr(precedente, cle) is None:
                yield (
                    ERREUR,
                    f"{champ}.{cle}",
                    f"il manque {libelle} de la délibération que celle-ci suit et vise",
                )
    yield from _check_dates(dossier)


def _check_dates(dossier: Dossier) -> Iterator[Finding]:
    """Yield where the first act, the acceptance and the sitting do not follow one another."""
    deliberation = dossier.deliberation
    steps = [
        (
            "deliberation.precedente.date",
            "la délibération précédente",
            deliberation.precedente.date,
        ),
        (
            "deliberation.acceptation",
            "l'acceptation d'UNICEF France",
            deliberation.acceptation
            if deliberation.type is TypeDeliberation.PLAN_D_ACTION
            else None,
        ),
        ("seance.date", "la séance", dossier.seance.date),
    ]
    told = [(champ, nom, date) for champ, nom, date in steps if date is not None]
    for (champ, nom, date), (_, suivant, after) in itertools.pairwise(told):
        if date >= after:
            yield (
                severity(dossier),
                champ,
                f"{nom} ({date:%d/%m/%Y}) n'est pas antérieure à {suivant} ({after:%d/%m/%Y}) : "
                "corrigez l'une des deux dates",
            )


def check_delegation(dossier: Dossier, _: Cadre) -> Iterator[Finding]:
    """Yield an alert where the renewal may be for the head of the executive to decide.

    CGCT L. 2122-22, 24° for the communes, L. 5211-10 for the intercommunalités.
    """
    territoire = dossier.collectivite.territoire
    if dossier.deliberation.type is not TypeDeliberation.RENOUVELLEMENT:
        return
    if territoire.is_commune:
        delegue = "au maire (CGCT L. 2122-22, 24°)"
    elif territoire.type is not TypeCollectivite.METROPOLE_DE_LYON:
        delegue = "au président ou au bureau (CGCT L. 5211-10)"
    else:
        return
    yield (
        ALERTE,
        "deliberation.type",
        f"si l'assemblée a délégué {delegue} le renouvellement des adhésions, une décision suffit et "
        "cette délibération n'a pas lieu d'être : vérifiez les délégations",
    )
