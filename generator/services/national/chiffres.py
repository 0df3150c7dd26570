"""The national figures, counted by the database of what was read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from generator.domain.comparaison import Situation
from generator.domain.dossier import Periode
from generator.referentiel import demarches
from generator.referentiel.national import tranches_de_population
from generator.referentiel.regions import regions
from generator.referentiel.territoires import fold
from generator.services.national.colonnes import REFUSE
from generator.services.national.registre import Registre

INCONNUE = "non connue"
"""The group of towns whose région or population is in no list."""

SANS_AXE = "axe non dit"


@dataclass(frozen=True, slots=True)
class Groupe:
    """The figures of one group of actions.

    `villes`: how many towns have some; `situations`: actions by situation; `indicateurs`: those
    that expect a value, `valeurs`: those that have one for the year.
    """

    nom: str
    villes: int
    situations: Mapping[Situation, int]
    indicateurs: int
    valeurs: int

    @property
    def actions(self) -> int:
        """Return how many actions there are."""
        return sum(self.situations.values())

    @property
    def suivies(self) -> int:
        """Return how many actions there are without the cancelled ones."""
        return self.actions - self.situations.get(Situation.ANNULEE, 0)


@dataclass(frozen=True, slots=True)
class ParDemarche:
    """The figures of one programme for one mandate, by axis."""

    nom: str
    mandat: str
    axes: tuple[Groupe, ...]


@dataclass(frozen=True, slots=True)
class Prioritaire:
    """One priority action across towns; `reformulees`: towns that have changed its wording."""

    groupe: Groupe
    reformulees: int


@dataclass(frozen=True, slots=True)
class NonClose:
    """A town that has not closed the year; `annees_closes`: those that it has, for people."""

    nom: str
    code: str
    departement: str
    mandat: str
    annees_closes: str


@dataclass(frozen=True, slots=True)
class Chiffres:
    """All that the page of figures says.

    `attendues`: towns whose mandate holds the year; `hors_mandat`: those whose mandate does not.
    """

    annee: int
    ensemble: Groupe
    ajoutees: int
    budget: int  # euros, of actions that are not cancelled
    enfants: int  # actions that say which children were heard
    defavorises: int  # actions that say which of the most disadvantaged they serve
    attendues: int
    hors_mandat: int
    non_closes: tuple[NonClose, ...]
    demarches: tuple[ParDemarche, ...]
    regions: tuple[Groupe, ...]
    tranches: tuple[Groupe, ...]
    prioritaires: tuple[Prioritaire, ...]
    refuses: tuple[tuple[str, str], ...]  # file and sentence
    alertes: int

    @property
    def closes(self) -> int:
        """Return how many towns have closed the year."""
        return self.attendues - len(self.non_closes)


def measure(registre: Registre, annee: int) -> Chiffres:
    """Return the figures of what was read, at the end of one year."""
    ensemble = _groups(registre, "''")
    ajoutees, budget, enfants, defavorises = registre.select(
        "SELECT TOTAL(supplementaire), TOTAL(CASE WHEN situation != ? THEN budget END), "
        "COUNT(participation_des_enfants), COUNT(publics_defavorises) FROM actions",
        Situation.ANNULEE,
    )[0]
    ((attendues, tous),) = registre.select("SELECT COUNT(bilan_clos), COUNT(*) FROM collectivites")
    return Chiffres(
        annee,
        _with_every_town(registre, ensemble.get("")),
        int(ajoutees),
        round(budget / 100),
        enfants,
        defavorises,
        attendues,
        tous - attendues,
        tuple(
            NonClose(*row)
            for row in registre.select(
                "SELECT collectivite, code, departement, mandat, COALESCE(annees_closes, '') "
                "FROM collectivites WHERE bilan_clos = 0 ORDER BY code, demarche, mandat"
            )
        ),
        tuple(_by_axis(registre)),
        _sorted(_groups(registre, f"COALESCE(region, '{INCONNUE}')"), _regions()),
        _sorted(
            _groups(registre, f"COALESCE(tranche_de_population, '{INCONNUE}')"),
            [nom for _, nom in tranches_de_population()],
        ),
        tuple(_priorities(registre)),
        tuple(
            registre.select(
                "SELECT fichier, message FROM remarques WHERE nature = ? ORDER BY rowid", REFUSE
            )
        ),
        registre.select("SELECT COUNT(*) FROM remarques WHERE nature != ?", REFUSE)[0][0],
    )


def _groups(
    registre: Registre, expression: str, condition: str = "1", *valeurs: object
) -> dict[str, Groupe]:
    """Return the figures of the actions, by what an expression of SQL gives for each."""
    situations: defaultdict[str, dict[Situation, int]] = defaultdict(dict)
    indicateurs, avec = Counter[str](), Counter[str]()
    for nom, situation, nombre, attendus, renseignes in registre.select(
        f"SELECT {expression} AS nom, situation, COUNT(*), COUNT(valeur_renseignee), "  # noqa: S608
        f"TOTAL(valeur_renseignee) FROM actions WHERE {condition} GROUP BY nom, situation",
        *valeurs,
    ):
        situations[nom][Situation(situation)] = nombre
        indicateurs[nom] += attendus
        avec[nom] += int(renseignes)
    villes = registre.select(
        f"SELECT {expression} AS nom, COUNT(DISTINCT code) FROM actions WHERE {condition} "  # noqa: S608
        "GROUP BY nom",
        *valeurs,
    )
    return {
        nom: Groupe(nom, nombre, situations[nom], indicateurs[nom], avec[nom])
        for nom, nombre in villes
    }


def _with_every_town(registre: Registre, groupe: Groupe | None) -> Groupe:
    """Return the figures of all, the towns without any action counted."""
    villes = registre.select("SELECT COUNT(DISTINCT code) FROM collectivites")[0][0]
    found = groupe or Groupe("", 0, {}, 0, 0)
    return Groupe("", villes, found.situations, found.indicateurs, found.valeurs)


def _sorted(groups: Mapping[str, Groupe], ordre: Iterable[str]) -> tuple[Groupe, ...]:
    """Return the groups in that order; those that it does not name come last."""
    rangs = {nom: rang for rang, nom in enumerate(ordre)}
    return tuple(
        groups[nom] for nom in sorted(groups, key=lambda nom: (rangs.get(nom, len(rangs)), nom))
    )


def _regions() -> list[str]:
    """Return the names of the régions, in the order of the alphabet."""
    return sorted((region.nom for region in regions().values()), key=fold)


def _by_axis(registre: Registre) -> Iterable[ParDemarche]:
    for cle, mandat in registre.select(
        "SELECT DISTINCT demarche, mandat FROM actions ORDER BY demarche, mandat"
    ):
        debut, _, fin = mandat.partition("-")
        demarche = demarches.load(cle, Periode(int(debut), int(fin or debut)))
        groups = _groups(
            registre,
            f"COALESCE(axe, '{SANS_AXE}')",
            "demarche = ? AND mandat = ?",
            cle,
            mandat,
        )
        yield ParDemarche(demarche.nom, mandat, _sorted(groups, [a.nom for a in demarche.axes]))


def _priorities(registre: Registre) -> Iterable[Prioritaire]:
    """Yield the priority actions, the most frequent first, under the wording that was voted.

    Spellings that differ by case, accents or signs are one action.
    """
    registre.define("plier", fold)
    nom = "plier(COALESCE(intitule_vote, intitule))"
    groups = _groups(registre, nom, "prioritaire = 1")
    said = {
        plie: (intitule, reformulees)
        for plie, intitule, reformulees in registre.select(
            f"SELECT {nom} AS nom, MIN(COALESCE(intitule_vote, intitule)), "  # noqa: S608
            "TOTAL(plier(intitule) != plier(COALESCE(intitule_vote, intitule))) FROM actions "
            "WHERE prioritaire = 1 GROUP BY nom"
        )
    }
    for plie in sorted(groups, key=lambda plie: (-groups[plie].villes, plie)):
        intitule, reformulees = said[plie]
        g = groups[plie]
        yield Prioritaire(
            Groupe(intitule, g.villes, g.situations, g.indicateurs, g.valeurs), int(reformulees)
        )
