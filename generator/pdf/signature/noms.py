"""Who a certificate names, in words fit for a line of text."""

from __future__ import annotations

import unicodedata

from asn1crypto import x509

_PERSONNE = ("given_name", "surname")
_AUTRES = ("organizational_unit_name", "organization_name", "email_address")


def nom_lisible(nom: x509.Name) -> str:
    """Return the person or body that a distinguished name (X.501) designates."""
    valeurs: dict[str, object] = nom.native
    prenom, patronyme = (_texte(valeurs.get(cle)) for cle in _PERSONNE)
    candidats = [_texte(valeurs.get("common_name")), f"{prenom} {patronyme}".strip()]
    candidats += [_texte(valeurs.get(cle)) for cle in _AUTRES]
    return next(filter(None, candidats), "") or propre(nom.human_friendly) or "sans nom"


def _texte(valeur: object) -> str:
    if isinstance(valeur, list):
        return " ".join(filter(None, map(_texte, valeur)))
    return propre(valeur) if isinstance(valeur, str) else ""


def propre(texte: str) -> str:
    """Return a text on one line, without the characters that control a screen or a direction."""
    espace = "".join(
        " " if c.isspace() else c if not unicodedata.category(c).startswith("C") else ""
        for c in texte
    )
    return " ".join(espace.split())
