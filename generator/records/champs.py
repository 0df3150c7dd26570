"""Every field of a record, in one table: key, kind, meaning, example.

Validation (`conversion`), the JSON Schema (`schema`) and the record to fill in (`fiche_vierge`)
are all drawn from it.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, field
from functools import cache, partial
from typing import Any

from generator.domain.dossier import (
    ActePrecedent,
    Action,
    Charte,
    Civilite,
    ControleDeLegalite,
    Cotisation,
    Deliberation,
    Etat,
    FeuilleDeRoute,
    Gouvernance,
    Partenaires,
    Periode,
    Personne,
    Pouvoir,
    Seance,
    TypeDeliberation,
    Vote,
)
from generator.records.genres import (
    ANNEE,
    CODE,
    DATE,
    ENTIER,
    HEURE,
    MONTANT,
    NOM,
    OUI_NON,
    PARAGRAPHES,
    PERIODE,
    TEXTE,
    Champ,
    Groupe,
    Liste,
    SelonForme,
    enum_choix,
    texte_choix,
)
from generator.referentiel import demarches


@dataclass(frozen=True, slots=True)
class CollectiviteDeclaree:
    """What the record says of the collectivité, before it is looked up."""

    commune: str | None = None
    code_insee: str | None = None
    siren: str | None = None
    nom: str | None = None
    denomination: str | None = None
    charniere: str | None = None
    population: int | None = None
    departement: str | None = None
    logo: str | None = None
    assemblee: str | None = None
    siret: str | None = None


@dataclass(frozen=True, slots=True)
class FicheDeclaree:
    """What the record says, typed, before programme and collectivité are looked up."""

    demarche: str | None = None
    mandat: Periode | None = None
    collectivite: CollectiviteDeclaree | None = None
    executif: Personne | None = None
    seance: Seance = field(default_factory=Seance)
    deliberation: Deliberation = field(default_factory=Deliberation)
    charte: Charte = field(default_factory=Charte)
    feuille_de_route: FeuilleDeRoute = field(default_factory=FeuilleDeRoute)


def _count_pouvoirs(valeurs: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a sitting; a list of pouvoirs gives their number."""
    liste = valeurs.get("pouvoirs")
    if not isinstance(liste, tuple):
        return valeurs
    return {**valeurs, "pouvoirs": len(liste), "liste_des_pouvoirs": liste}


def _gather_partenaires(valeurs: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a feuille de route; partners told by level are also listed together."""
    niveaux = valeurs.get("partenaires")
    if not isinstance(niveaux, Partenaires):
        return valeurs
    tous = tuple(nom for niveau in astuple(niveaux) for nom in niveau)
    return {**valeurs, "partenaires": tous, "partenaires_par_niveau": niveaux}


def _name_commune(valeurs: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a record; a collectivité given by a bare name is a commune."""
    nom = valeurs.get("collectivite")
    if not isinstance(nom, str):
        return valeurs
    return {**valeurs, "collectivite": CollectiviteDeclaree(commune=nom)}


def _personne(exemple: tuple[str, str, str, str], *autres: Champ) -> Groupe:
    civilite, prenom, nom, titre = exemple
    champs = (
        Champ("civilite", _CIVILITE, "Civilité : M. ou Mme.", civilite),
        Champ("prenom", NOM, "Prénom.", prenom),
        Champ("nom", NOM, "Nom.", nom),
        Champ("titre", NOM, "Qualité, telle qu'elle suit le nom.", titre),
        *autres,
    )
    return Groupe(champs, Personne)


_CIVILITE = enum_choix(Civilite, {"Monsieur": Civilite.MONSIEUR, "Madame": Civilite.MADAME})
_ARTICLE = Champ(
    "article",
    texte_choix("la", "le"),
    "Article devant le titre : « la » ou « le » (Madame la Maire, Madame le Maire).",
    "la",
)

_COLLECTIVITE = (
    Champ(
        "commune",
        TEXTE,
        "Nom de la commune. À défaut : code_insee ou siren.",
        "Dijon",
        confusions=("ville",),
    ),
    Champ(
        "code_insee",
        CODE,
        "Code Insee de la commune, entre guillemets.",
        "21231",
        confusions=("insee", "code_commune"),
    ),
    Champ("siren", CODE, "Numéro SIREN de la commune ou de l'intercommunalité.", "212102313"),
    Champ(
        "siret",
        CODE,
        "Numéro SIRET du siège de la collectivité, entre guillemets (publication des données).",
        "21210231300013",
    ),
    Champ("nom", NOM, "Nom à imprimer, s'il n'est pas le nom officiel.", "Dijon"),
    Champ(
        "denomination",
        texte_choix("Ville", "Commune"),
        "Ville ou Commune, selon l'usage de la collectivité.",
        "Ville",
    ),
    Champ(
        "charniere",
        texte_choix("de", "d'", "du", "des", "de la", "de l'"),
        "Mot qui joint « Ville » au nom : de, d', du, des, de la ou de l'.",
        "de",
    ),
    Champ(
        "population", ENTIER, "Nombre d'habitants, s'il n'est pas le chiffre officiel.", "161830"
    ),
    Champ(
        "departement",
        TEXTE,
        "Nom ou code du département ; départage les communes de même nom.",
        "Côte-d'Or",
    ),
    Champ(
        "logo",
        TEXTE,
        "Logo de la collectivité : image PNG ou JPEG de 2 Mio au plus, cherchée à partir du "
        "dossier de cette fiche.",
        "logo.png",
    ),
    Champ(
        "assemblee",
        NOM,
        "Nom de l'assemblée, s'il n'est pas celui de la loi.",
        "conseil municipal",
    ),
)

_SEANCE = (
    Champ("date", DATE, "Jour de la séance.", "2026-06-22"),
    Champ("heure", HEURE, "Heure de la séance.", "18:30"),
    Champ("lieu", NOM, "Lieu de la séance.", "salle du conseil, hôtel de ville"),
    Champ("convocation", DATE, "Date de la convocation.", "2026-06-12"),
    Champ(
        "presidence",
        _personne(("Mme", "Claude", "Modèle", "première adjointe")),
        "Qui préside la séance, si ce n'est pas le chef de l'exécutif.",
    ),
    Champ(
        "secretaire",
        _personne(("M.", "Camille", "Exemple", "conseiller municipal")),
        "Secrétaire de séance.",
    ),
    Champ("en_exercice", ENTIER, "Nombre de membres en exercice.", "59"),
    Champ("presents", ENTIER, "Nombre de membres présents.", "52"),
    Champ(
        "pouvoirs",
        SelonForme(
            ENTIER,
            Liste(
                Groupe(
                    (
                        Champ(
                            "de",
                            TEXTE,
                            "Membre absent, qui donne son pouvoir.",
                            "Dominique Exemple",
                            obligatoire=True,
                        ),
                        Champ(
                            "a",
                            TEXTE,
                            "Membre présent, qui le reçoit.",
                            "Claude Modèle",
                            obligatoire=True,
                        ),
                    ),
                    partial(Pouvoir, de="", a=""),
                )
            ),
        ),
        "Nombre de pouvoirs (0 s'il n'y en a pas), ou leur liste : sous la clé, une ligne "
        "« - {de: …, a: …} » par pouvoir.",
        "5",
        confusions=("procurations", "representes"),
    ),
    Champ("urgence", OUI_NON, "Convocation dans le délai d'urgence : oui ou non.", "non"),
    Champ(
        "seconde_convocation",
        OUI_NON,
        "Séance tenue sans condition de quorum, après une première réunion sans quorum : oui "
        "ou non.",
        "non",
    ),
)

_VOTE = (
    Champ("pour", ENTIER, "Nombre de voix pour.", "55"),
    Champ("contre", ENTIER, "Nombre de voix contre.", "0"),
    Champ("abstentions", ENTIER, "Nombre d'abstentions.", "2"),
    Champ(
        "blancs_et_nuls",
        ENTIER,
        "Nombre de bulletins blancs ou nuls, si le vote était à bulletin secret.",
        "0",
    ),
    Champ("ne_prend_pas_part", ENTIER, "Nombre de membres qui ne prennent pas part au vote.", "0"),
)

_COTISATION = (
    Champ("montant", MONTANT, "Montant annuel en euros ; par défaut, celui du barème.", "9500"),
    Champ("annees", PERIODE, "Années de cotisation ; par défaut, celles du barème.", "2027-2032"),
    Champ("imputation", NOM, "Imputation budgétaire.", "chapitre 011, compte 6281"),
    Champ(
        "budget",
        NOM,
        "Nom du budget qui porte la dépense (publication des données).",
        "budget principal",
    ),
)

_CONTROLE_DE_LEGALITE = (
    Champ(
        "service",
        CODE,
        "Qui contrôle l'acte : PREF et le département sur trois caractères, ou SPREF, le "
        "département et le numéro de l'arrondissement.",
        "PREF021",
    ),
    Champ(
        "classification",
        DATE,
        "Date de la classification en matières que la préfecture a envoyée à votre plateforme.",
        "2019-08-29",
    ),
    Champ("reception", DATE, "Jour où la préfecture a reçu l'acte.", "2026-06-24"),
)

_PRECEDENTE = (
    Champ("numero", NOM, "Son numéro.", "2026-06-12"),
    Champ("date", DATE, "Jour où elle a été votée.", "2026-06-22"),
)

_DELIBERATION = (
    Champ("numero", NOM, "Numéro de la délibération.", "2026-06-12"),
    Champ(
        "type",
        enum_choix(TypeDeliberation),
        "adhesion (par défaut), plan-d-action (seconde délibération d'une Ville amie des "
        "enfants) ou renouvellement (cotisation d'une année).",
        "adhesion",
    ),
    Champ(
        "etat",
        enum_choix(Etat),
        "projet (par défaut : ce qui manque reste en blanc) ou adoptee (tout doit être rempli).",
        "projet",
    ),
    Champ(
        "matiere",
        CODE,
        "Code matière de la télétransmission, entre guillemets, tel que la préfecture le donne.",
        "9.1",
    ),
    Champ(
        "controle_de_legalite",
        Groupe(_CONTROLE_DE_LEGALITE, ControleDeLegalite),
        "Le contrôle de légalité, après le vote.",
    ),
    Champ(
        "url",
        TEXTE,
        "Adresse où la délibération est publiée.",
        "https://www.exemple.fr/deliberations/2026-06-12.pdf",
    ),
    Champ(
        "precedente",
        Groupe(_PRECEDENTE, ActePrecedent),
        "La délibération que celle-ci suit, pour un plan d'action ou un renouvellement : celle de "
        "la candidature ou de l'adhésion.",
        apart=True,
    ),
    Champ(
        "acceptation",
        DATE,
        "Jour où UNICEF France a accepté la candidature, pour un plan d'action.",
        "2027-02-10",
    ),
    Champ(
        "rapporteur",
        _personne(
            ("Mme", "Claude", "Modèle", "adjointe à l'éducation"),
            _ARTICLE,
            Champ(
                "commission",
                TEXTE,
                "Commission au nom de laquelle il ou elle rapporte.",
                "commission de l'éducation",
            ),
        ),
        "Rapporteur ou rapporteuse.",
    ),
    Champ("vote", Groupe(_VOTE, Vote), "Résultat du vote."),
    Champ(
        "engagements",
        Liste(TEXTE),
        "Engagements propres à la collectivité, en plus de ceux de la démarche.",
        ("créer un conseil municipal des enfants", "ouvrir les cours d'école le samedi"),
    ),
    Champ("cotisation", Groupe(_COTISATION, Cotisation), "Cotisation annuelle."),
)

_CHARTE = (
    Champ(
        "interet_superieur",
        PARAGRAPHES,
        "Ce que la collectivité fait de l'intérêt supérieur de l'enfant (article 3).",
        "Chaque projet d'équipement dit ce qu'il change pour les enfants.",
    ),
    Champ(
        "non_discrimination",
        PARAGRAPHES,
        "Ce qu'elle fait de la non-discrimination (article 2).",
        "Le tarif de la cantine suit les ressources des familles.",
    ),
    Champ(
        "opinion",
        PARAGRAPHES,
        "Ce qu'elle fait de l'opinion de l'enfant (article 12).",
        "Le conseil des enfants donne son avis sur les cours d'école.",
    ),
    Champ(
        "developpement",
        PARAGRAPHES,
        "Ce qu'elle fait du développement de chaque enfant (article 6).",
        "La bibliothèque est ouverte à tous les enfants le mercredi.",
    ),
    Champ(
        "representant_unicef",
        _personne(("Mme", "Andrea", "Exemple", "déléguée départementale")),
        "Qui signe la charte pour UNICEF France.",
    ),
)

_ACTION = (
    Champ(
        "intitule",
        TEXTE,
        "Intitulé de l'action (obligatoire).",
        "Permanence d'écoute dans les collèges",
        obligatoire=True,
    ),
    Champ("axe", TEXTE, "Axe de la démarche.", "protection"),
    Champ(
        "objectif", PARAGRAPHES, "Ce que l'action doit changer.", "Repérer plus tôt les violences."
    ),
    Champ("pilote", TEXTE, "Qui la conduit.", "direction de l'éducation"),
    Champ(
        "partenaires", Liste(TEXTE), "Avec qui.", ("département", "caisse d'allocations familiales")
    ),
    Champ("echeance", ANNEE, "Année d'échéance.", "2028"),
    Champ("budget", MONTANT, "Budget en euros.", "12000"),
    Champ("indicateur", TEXTE, "Ce qui sera mesuré.", "nombre d'enfants reçus"),
    Champ("cible", TEXTE, "Valeur à atteindre.", "200 par an"),
    Champ(
        "participation_des_enfants",
        PARAGRAPHES,
        "Comment les enfants y prennent part.",
        "Le conseil des enfants choisit les lieux.",
    ),
    Champ(
        "publics_defavorises",
        PARAGRAPHES,
        "Quels enfants parmi les plus éloignés de leurs droits elle sert, et comment.",
        "Un lieu s'ouvre au foyer d'hébergement.",
    ),
    Champ(
        "prioritaire",
        OUI_NON,
        "Action de la liste prioritaire d'UNICEF France, dont l'intitulé ne change pas : oui ou "
        "non.",
        "non",
    ),
)

_GOUVERNANCE = (
    Champ(
        "comite_de_pilotage",
        Liste(TEXTE),
        "Membres du comité de pilotage.",
        ("le maire", "la directrice de l'éducation", "deux enfants du conseil des enfants"),
    ),
    Champ(
        "elu_referent",
        _personne(("Mme", "Claude", "Modèle", "adjointe à l'éducation")),
        "Élu référent ou élue référente.",
    ),
    Champ(
        "agent_referent",
        _personne(("M.", "Sacha", "Exemple", "directeur de l'éducation")),
        "Agent référent ou agente référente.",
    ),
)

_PARTENAIRES = (
    Champ(
        "commune",
        Liste(TEXTE),
        "Dans la commune et ses quartiers.",
        ("écoles", "centre social", "associations de parents d'élèves"),
    ),
    Champ(
        "intercommunalite",
        Liste(TEXTE),
        "Dans l'intercommunalité.",
        ("service enfance de la communauté de communes",),
    ),
    Champ(
        "departement_et_region",
        Liste(TEXTE),
        "Dans le département et la région.",
        ("caisse d'allocations familiales", "protection maternelle et infantile"),
    ),
    Champ("national", Liste(TEXTE), "Dans le pays.", ("UNICEF France",)),
    Champ(
        "international",
        Liste(TEXTE),
        "Dans le monde.",
        ("ville jumelle et son conseil des enfants",),
    ),
)

_FEUILLE_DE_ROUTE = (
    Champ("gouvernance", Groupe(_GOUVERNANCE, Gouvernance), "Qui pilote."),
    Champ(
        "intentions",
        Liste(TEXTE),
        "Ce que la collectivité veut faire pour ses enfants.",
        ("donner la parole aux enfants", "rapprocher les services des familles"),
    ),
    Champ(
        "diagnostic",
        PARAGRAPHES,
        "Diagnostic du territoire. Pour plusieurs paragraphes, écrire « > » après la clé, le "
        "texte décalé dessous, et une ligne vide entre les paragraphes.",
        "Un enfant sur quatre vit dans un quartier prioritaire.",
    ),
    Champ(
        "partenaires",
        SelonForme(Liste(TEXTE), Groupe(_PARTENAIRES, Partenaires)),
        "Partenaires du territoire : leur liste, un tiret par partenaire, ou une liste par niveau, "
        "sous les clés qui suivent.",
        ("écoles", "associations"),
        apart=True,
    ),
    Champ(
        "participation_des_enfants",
        PARAGRAPHES,
        "Comment les enfants sont entendus.",
        "Le conseil des enfants est consulté chaque année.",
    ),
    Champ(
        "societe_civile",
        PARAGRAPHES,
        "Comment les habitants et les associations sont entendus.",
        "Une réunion publique se tient chaque automne.",
    ),
    Champ(
        "publics_defavorises",
        PARAGRAPHES,
        "Quels enfants sont les plus éloignés de leurs droits, et comment ils sont servis.",
        "Les enfants en situation de handicap sont accueillis dans tous les centres de loisirs.",
    ),
    Champ(
        "suivi",
        PARAGRAPHES,
        "Comment l'avancement est suivi.",
        "Le comité de pilotage se réunit deux fois par an.",
    ),
    Champ(
        "actions",
        Liste(Groupe(_ACTION, partial(Action, intitule=""))),
        "Actions : un tiret par action.",
    ),
)


@cache
def fiche() -> Groupe:
    """Return the record's own kind: every field, by way of its groups."""
    connues = demarches.cles()
    champs = (
        Champ(
            "demarche",
            texte_choix(*connues),
            f"Démarche : {' ou '.join(connues)}.",
            connues[-1],
            obligatoire=True,
        ),
        Champ(
            "mandat",
            PERIODE,
            "Mandat ; par défaut, celui en cours le jour de la séance.",
            "2026-2032",
        ),
        Champ(
            "collectivite",
            SelonForme(TEXTE, Groupe(_COLLECTIVITE, CollectiviteDeclaree)),
            "La collectivité : le nom de la commune seul, ou les clés qui suivent. Une seule "
            "suffit parmi commune, code_insee et siren ; le reste remplace les données "
            "officielles.",
            "Dijon",
            obligatoire=True,
        ),
        Champ(
            "executif",
            _personne(("Mme", "Dominique", "Exemple", "Maire"), _ARTICLE),
            "Le maire ou la maire, le président ou la présidente.",
            confusions=("maire", "president", "elu"),
        ),
        Champ("seance", Groupe(_SEANCE, Seance, _count_pouvoirs), "La séance."),
        Champ("deliberation", Groupe(_DELIBERATION, Deliberation), "La délibération."),
        Champ(
            "charte",
            Groupe(_CHARTE, Charte),
            "La charte de Territoires d'enfance : les phrases de la collectivité, à la place de "
            "celles qui sont proposées.",
        ),
        Champ(
            "feuille_de_route",
            Groupe(_FEUILLE_DE_ROUTE, FeuilleDeRoute, _gather_partenaires),
            "La feuille de route, ou le plan d'action d'une Ville amie des enfants.",
            confusions=("plan_d_action", "plan"),
        ),
    )
    return Groupe(champs, FicheDeclaree, _name_commune)
