"""The SIRET of a collectivité: nine digits of SIREN, five of NIC, and its key."""

from __future__ import annotations


def is_luhn(chiffres: str) -> bool:
    """Return whether the last digit is the key of the others (ISO/IEC 7812-1)."""
    rangs = enumerate(reversed(chiffres))
    return sum(sum(divmod(int(c) * (1 + rang % 2), 10)) for rang, c in rangs) % 10 == 0


def why_wrong(siret: str, siren: str | None) -> str | None:
    """Return why a SIRET cannot be that of a collectivité of this SIREN, None if it can.

    `siren` is None where the official data has none: then only the key is checked.
    """
    if not (len(siret) == 14 and siret.isascii() and siret.isdigit()):
        return f"« {siret[:30]} » n'est pas un SIRET : il faut quatorze chiffres"
    if siren is not None and not siret.startswith(siren):
        return (
            f"le SIRET {siret} n'est pas celui de la collectivité : ses neuf premiers chiffres sont "
            f"son SIREN, {siren}"
        )
    if not is_luhn(siret):
        return f"le SIRET {siret} est mal recopié : sa clé de contrôle est fausse, vérifiez chaque chiffre"
    return None
