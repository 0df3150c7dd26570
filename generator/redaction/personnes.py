"""How a person is named, addressed and agreed with."""

from __future__ import annotations

from dataclasses import dataclass

from generator.domain.dossier import Civilite, Personne
from generator.domain.regime import Fonction
from generator.redaction.blancs import BLANC, LONG
from generator.redaction.typographie import INSECABLE

_VOYELLES = "aàâäeéèêëiîïoôöuùûüyœæ"


@dataclass(frozen=True, slots=True)
class Accord:
    """The words that agree with a person; the masculine stands for a person not yet named."""

    feminin: bool

    def choose(self, masculin: str, feminin: str) -> str:
        """Return the form that agrees."""
        return feminin if self.feminin else masculin


def accord(personne: Personne | None) -> Accord:
    """Return how to agree with the person."""
    return Accord(personne is not None and personne.civilite is Civilite.MADAME)


def nom_complet(personne: Personne | None) -> str | None:
    """Return « Camille Exemple », a blank for the part that is missing; None for nobody named."""
    if personne is None or (personne.prenom is None and personne.nom is None):
        return None
    return f"{personne.prenom or BLANC} {personne.nom or BLANC}"


def nom_civil(personne: Personne | None) -> str | None:
    """Return « Mme Camille Exemple », without the civility when it is not known."""
    nom = nom_complet(personne)
    if personne is None or nom is None or personne.civilite is None:
        return nom
    return f"{personne.civilite}{INSECABLE}{nom}"


def nom_et_qualite(personne: Personne | None) -> str | None:
    """Return « Mme Camille Exemple, adjointe à l'éducation »."""
    nom = nom_civil(personne)
    if personne is None or personne.titre is None:
        return nom
    return f"{nom or LONG}, {personne.titre}"


def signature(personne: Personne | None, fonction: str, article: str) -> str:
    """Return what a place of signature is: « Signature de Mme Exemple, Maire », « Signature du Maire ».

    It is heard, never written on: a part that is not known is left out rather than blank.
    """
    nom = nom_connu(personne)
    return f"Signature {de(nom)}, {fonction}" if nom else f"Signature {du(fonction, article)}"


def nom_connu(personne: Personne | None) -> str | None:
    """Return what is known of « Mme Camille Exemple »; None without a family name."""
    if personne is None or personne.nom is None:
        return None
    nom = " ".join(filter(None, (personne.prenom, personne.nom)))
    return f"{personne.civilite}{INSECABLE}{nom}" if personne.civilite else nom


def adresse(personne: Personne | None, fonction: Fonction) -> str:
    """Return « Madame la Maire », or « le Maire » as the law names the office when nobody is named.

    The title and its article are the record's: neither is ever inferred from the other.
    """
    if personne is None or personne.civilite is None:
        return fonction.masculin
    titre = personne.titre or accord(personne).choose(
        fonction.masculin, fonction.feminin
    ).removeprefix("le ").removeprefix("la ")
    civilite = accord(personne).choose("Monsieur", "Madame")
    article = personne.article or accord(personne).choose("le", "la")
    return f"{civilite} {avec_article(titre, article)}"


def avec_article(titre: str, article: str) -> str:
    """Return « la Maire », « l'adjointe »."""
    return f"l’{titre}" if titre[:1].lower() in _VOYELLES else f"{article} {titre}"


def du(titre: str, article: str) -> str:
    """Return « du Maire », « de la Présidente », « de l'adjoint »."""
    if article == "le" and titre[:1].lower() not in _VOYELLES:
        return f"du {titre}"
    return f"de {avec_article(titre, article)}"


def au(titre: str, article: str) -> str:
    """Return « au Maire », « à la Présidente », « à l'adjoint »."""
    if article == "le" and titre[:1].lower() not in _VOYELLES:
        return f"au {titre}"
    return f"à {avec_article(titre, article)}"


def de(nom: str) -> str:
    """Return « de Mme Exemple », « d'Anne Exemple »."""
    return f"d’{nom}" if nom[:1].lower() in _VOYELLES else f"de {nom}"
