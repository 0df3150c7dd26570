"""A programme of UNICEF France for one mandate, as its data file says it.

Sentences may hold the marks of the drafting vocabulary (« {{ collectivite.la }} »): they are
filled by `generator.redaction`. Items of a list carry no final punctuation.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal

from generator.domain.dossier import Periode


@dataclass(frozen=True, slots=True)
class Engagement:
    """A commitment common to all the collectivités of the programme."""

    cle: str
    titre: str
    texte: str | None = None


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A sentence that introduces a list, and its items."""

    introduction: str
    liste: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Engagements:
    """The commitments, with the sentence that introduces them."""

    introduction: str
    liste: tuple[Engagement, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Principe:
    """A principle of the charter and its article of the Convention."""

    cle: str
    nom: str
    article: int
    convention: str  # what the article asks, in our words
    texte: str  # what the collectivité makes of it


@dataclass(frozen=True, slots=True)
class Axe:
    """A theme of action, or a guiding principle."""

    cle: str
    nom: str
    texte: str


@dataclass(frozen=True, slots=True)
class Evenement:
    """A yearly event; `periode` says when without promising a date that is not announced."""

    cle: str
    nom: str
    periode: str
    texte: str
    source: str
    mois: int | None = None  # 1 to 12, where it is always in the same month


@dataclass(frozen=True, slots=True)
class Contact:
    """Where to ask, and what for."""

    cle: str
    nom: str
    valeur: str
    texte: str


@dataclass(frozen=True, slots=True)
class Designation:
    """The programme's noun phrase with its article, and contracted with « de » and « à »."""

    sujet: str
    de: str
    a: str
    court: str


@dataclass(frozen=True, slots=True)
class Visa:
    """A text that the act refers to."""

    cle: str
    texte: str
    source: str


@dataclass(frozen=True, slots=True)
class Etape:
    """One line of the calendar of an act: when, in words, and what."""

    quand: str
    quoi: str


@dataclass(frozen=True, slots=True)
class TexteNote:
    """What the explanatory note says of one kind of act (CGCT L. 2121-12), in plain words.

    `sujet` and `engage` are paragraphs, `decide` what is proposed, in the infinitive.
    """

    sujet: tuple[str, ...]
    decide: tuple[str, ...]
    engage: tuple[str, ...]
    calendrier: tuple[Etape, ...]


@dataclass(frozen=True, slots=True)
class TexteDeliberation:
    """One kind of act: its sentences that belong to the programme, and what goes with it.

    A sentence that its marks leave empty is not printed. `documents`: the keys of what is made of
    the act. `suit`: it follows another, which it recalls. `engagements`: its report recalls the
    commitments of the programme. `cotisation`: it decides dues even where the record says nothing
    of them. `avertissement`: what deserves a look each time.
    """

    documents: tuple[str, ...]
    suit: bool
    engagements: bool
    cotisation: bool
    objet: str
    expose: tuple[str, ...]
    visas: tuple[Visa, ...]
    considerants: tuple[str, ...]
    articles: tuple[str, ...]
    note: TexteNote
    avertissement: str | None = None


@dataclass(frozen=True, slots=True)
class Tranche:
    """Yearly dues for populations from `a_partir_de` to `jusqu_a` included (None: no limit)."""

    a_partir_de: int
    montant: Decimal
    jusqu_a: int | None = None

    def holds(self, population: int) -> bool:
        """Return whether a town of that many inhabitants is in this tier."""
        return self.a_partir_de <= population and (
            self.jusqu_a is None or population <= self.jusqu_a
        )


@dataclass(frozen=True, slots=True)
class Bareme:
    """The scale of yearly dues, in euros, and the only years for which it is known.

    `annees` is None where the source tells an amount a year and no years.
    """

    annees: Periode | None
    tranches: tuple[Tranche, ...]
    source: str

    @property
    def is_unique(self) -> bool:
        """True where all towns, of whatever population, owe the same."""
        return (
            len(self.tranches) == 1 and self.tranches[0].holds(0) and not self.tranches[0].jusqu_a
        )

    def montant(self, population: int | None) -> Decimal | None:
        """Return the yearly dues in euros, or None where the scale has no tier for the town.

        A population that is not known (None) matters to all scales but those of one amount.
        """
        tranche = self.tranche(population)
        return tranche.montant if tranche is not None else None

    def tranche(self, population: int | None) -> Tranche | None:
        """Return the tier of a town of that many inhabitants, or None where there is none."""
        if population is None:
            return self.tranches[0] if self.is_unique else None
        return next((t for t in self.tranches if t.holds(population)), None)


@dataclass(frozen=True, slots=True)
class Voie:
    """How a welcome pack presents the programme beside the others.

    `criteres` answers, in sentences, each line of the comparison but the dues; `etapes` are the
    first steps of a collectivité, in order.
    """

    source: str
    resume: str
    criteres: dict[str, tuple[str, ...]]
    etapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Demarche:
    """One programme for one mandate. `deliberations`: its kinds of act, by `TypeDeliberation`."""

    cle: str
    mandat: Periode
    en_vigueur_le: datetime.date
    nom: str
    designation: Designation
    sources: dict[str, str]
    engagements: Engagements
    obligations: Enumeration
    principes: tuple[Principe, ...]
    axes: tuple[Axe, ...]
    principes_directeurs: tuple[Axe, ...]
    evenements: tuple[Evenement, ...]
    apports: tuple[str, ...]
    contacts: tuple[Contact, ...]
    deliberations: dict[str, TexteDeliberation]
    bareme: Bareme | None
    avertissement_intercommunalite: str | None
    jusqu_au: datetime.date | None = None  # last day, where a later mandate has begun
    voie: Voie | None = None  # None where no welcome pack presents it any more

    @property
    def documents(self) -> tuple[str, ...]:
        """The keys of what its acts are made with, each once."""
        made = (cle for acte in self.deliberations.values() for cle in acte.documents)
        return tuple(dict.fromkeys(made))
