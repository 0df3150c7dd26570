"""A dossier: what the record of one collectivité says, read, typed and resolved.

Every name is the YAML key. None means that the record is silent: the documents then leave a
blank to fill by hand in a `projet`.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from generator.domain.territoire import Territoire


class Civilite(StrEnum):
    """How a person is addressed; the gender of every agreement follows."""

    MONSIEUR = "M."
    MADAME = "Mme"


class Etat(StrEnum):
    """Where the act stands: on the agenda, or voted."""

    PROJET = "projet"
    ADOPTEE = "adoptee"


class TypeDeliberation(StrEnum):
    """What the act decides."""

    ADHESION = "adhesion"  # the town joins, or applies
    PLAN_D_ACTION = "plan-d-action"  # a candidate's second act, on its plan
    RENOUVELLEMENT = "renouvellement"  # the dues of one more year


@dataclass(frozen=True, slots=True)
class Personne:
    """A person as the record names them; every part may be missing in a projet."""

    civilite: Civilite | None = None
    prenom: str | None = None
    nom: str | None = None
    titre: str | None = None
    article: str | None = None  # « la » or « le » before the title: « Madame le Maire »
    commission: str | None = None


@dataclass(frozen=True, slots=True)
class Pouvoir:
    """`de` has given their voting power to `a` (CGCT L. 2121-20)."""

    de: str
    a: str


@dataclass(frozen=True, slots=True)
class Periode:
    """Calendar years, both ends included."""

    debut: int
    fin: int

    def __str__(self) -> str:
        """Return « 2026-2032 », or « 2028 » for a single year."""
        return str(self.debut) if self.debut == self.fin else f"{self.debut}-{self.fin}"


@dataclass(frozen=True, slots=True)
class Seance:
    """The sitting at which the assembly decides."""

    date: datetime.date | None = None
    heure: datetime.time | None = None
    lieu: str | None = None
    presidence: Personne | None = None  # who presides, when it is not the head of the executive
    convocation: datetime.date | None = None
    secretaire: Personne | None = None
    en_exercice: int | None = None
    presents: int | None = None
    pouvoirs: int | None = None  # a number, whichever way the record gives them
    liste_des_pouvoirs: tuple[Pouvoir, ...] = ()
    urgence: bool = False  # the notice was shortened for urgency (CGCT L. 2121-11, L. 2121-12)
    seconde_convocation: bool = False  # after a sitting without quorum (CGCT L. 2121-17)


@dataclass(frozen=True, slots=True)
class Vote:
    """The count of votes; `ne_prend_pas_part` are members who left the room.

    `blancs_et_nuls` only count in a secret ballot; they are no votes cast (CGCT L. 2121-20).
    """

    pour: int | None = None
    contre: int | None = None
    abstentions: int | None = None
    ne_prend_pas_part: int | None = None
    blancs_et_nuls: int | None = None


@dataclass(frozen=True, slots=True)
class Cotisation:
    """Yearly dues in euros; None leaves the programme's scale to decide."""

    montant: Decimal | None = None
    annees: Periode | None = None
    imputation: str | None = None
    budget: str | None = None  # the name of the budget that bears them, for open data


@dataclass(frozen=True, slots=True)
class ControleDeLegalite:
    """What the prefecture says of the act, and of itself."""

    service: str | None = None  # « PREF021 », « SPREF0213 »
    classification: datetime.date | None = None  # of the list of matters that it has sent
    reception: datetime.date | None = None  # of its acknowledgement


@dataclass(frozen=True, slots=True)
class ActePrecedent:
    """The act that this one follows: its date and its number in the register."""

    numero: str | None = None
    date: datetime.date | None = None


@dataclass(frozen=True, slots=True)
class Deliberation:
    """What the act says of itself."""

    numero: str | None = None
    type: TypeDeliberation = TypeDeliberation.ADHESION
    etat: Etat = Etat.PROJET
    matiere: str | None = None  # the code of its subject for the prefecture, « 9.1 »
    controle_de_legalite: ControleDeLegalite = field(default_factory=ControleDeLegalite)
    url: str | None = None  # where the act is published
    precedente: ActePrecedent = field(default_factory=ActePrecedent)
    acceptation: datetime.date | None = None  # when UNICEF France accepted the candidacy
    rapporteur: Personne | None = None
    vote: Vote | None = None
    engagements: tuple[str, ...] = ()  # the town's own, beside the programme's
    cotisation: Cotisation = field(default_factory=Cotisation)


@dataclass(frozen=True, slots=True)
class Action:
    """One action of the feuille de route or of the plan d'action."""

    intitule: str
    axe: str | None = None
    objectif: str | None = None
    pilote: str | None = None
    partenaires: tuple[str, ...] = ()
    echeance: int | None = None  # a year
    budget: Decimal | None = None  # euros
    indicateur: str | None = None
    cible: str | None = None
    participation_des_enfants: str | None = None
    publics_defavorises: str | None = None
    prioritaire: bool = False  # one of the national list: its wording does not change


@dataclass(frozen=True, slots=True)
class Gouvernance:
    """Who steers."""

    comite_de_pilotage: tuple[str, ...] = ()
    elu_referent: Personne | None = None
    agent_referent: Personne | None = None


@dataclass(frozen=True, slots=True)
class Partenaires:
    """The partners, from the nearest to the farthest."""

    commune: tuple[str, ...] = ()  # and its neighbourhoods
    intercommunalite: tuple[str, ...] = ()
    departement_et_region: tuple[str, ...] = ()
    national: tuple[str, ...] = ()
    international: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeuilleDeRoute:
    """The feuille de route (Territoires d'enfance) or the plan d'action (Ville amie des enfants)."""

    gouvernance: Gouvernance = field(default_factory=Gouvernance)
    intentions: tuple[str, ...] = ()
    diagnostic: str | None = None
    partenaires: tuple[str, ...] = ()  # all of them, whichever way the record gives them
    partenaires_par_niveau: Partenaires = field(default_factory=Partenaires)
    participation_des_enfants: str | None = None
    societe_civile: str | None = None
    publics_defavorises: str | None = None
    suivi: str | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class Charte:
    """The town's own words in the charter: what it makes of each principle, and who signs."""

    interet_superieur: str | None = None
    non_discrimination: str | None = None
    opinion: str | None = None
    developpement: str | None = None
    representant_unicef: Personne | None = None


@dataclass(frozen=True, slots=True)
class Collectivite:
    """The collectivité that acts: official facts, and what the record puts above them."""

    territoire: Territoire
    nom: str | None = None
    denomination: str | None = None  # « Ville » or « Commune »
    charniere: str | None = None  # « de », « d' », « du », « des », « de la », « de l' »
    population: int | None = None
    departement: str | None = None  # the name to print
    logo: str | None = None  # a path, already resolved and checked
    assemblee: str | None = None  # « conseil métropolitain »
    siret: str | None = None  # of its seat, 14 digits


@dataclass(frozen=True, slots=True)
class Dossier:
    """Everything the record says, resolved against the official data."""

    demarche: str  # key of the programme, « ville-amie-des-enfants »
    mandat: Periode
    collectivite: Collectivite
    executif: Personne | None = None
    seance: Seance = field(default_factory=Seance)
    deliberation: Deliberation = field(default_factory=Deliberation)
    charte: Charte = field(default_factory=Charte)
    feuille_de_route: FeuilleDeRoute = field(default_factory=FeuilleDeRoute)
