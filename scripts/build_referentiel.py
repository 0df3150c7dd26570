"""Rebuild the CSV files of `generator/donnees/` from the npm package of the French communes.

    python scripts/build_referentiel.py [FOLDER]

FOLDER is the unpacked package @etalab/decoupage-administratif; without it `npm pack` fetches
VERSION into a temporary folder. The same package always gives the same bytes: sorted lines,
`;` between fields, no quoting, UTF-8, LF. Every repair of a name is a rule below, and told in
`generator/donnees/SOURCES.md`. A new version is a new VERSION here and there.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from generator.domain.territoire import Entete, Liaison, TypeCollectivite
from generator.resources import DONNEES

PAQUET = "@etalab/decoupage-administratif"
VERSION = "6.0.0"

Ligne = tuple[str, ...]
Fiche = dict[str, Any]

# --- Communes and départements -------------------------------------------------------------

# Overseas names that want an article and do not hold it, which no rule can guess.
LIAISONS_OUTRE_MER: Mapping[str, Liaison] = {
    "98411": Liaison.LES,  # Îles Saint-Paul et Nouvelle-Amsterdam
    "98412": Liaison.L_APOSTROPHE,  # Archipel des Kerguelen
    "98413": Liaison.L_APOSTROPHE,  # Archipel des Crozet
    "98415": Liaison.LES,  # Îles Éparses de l'océan Indien
    "98901": Liaison.L_APOSTROPHE,  # Île de Clipperton
}
# The list says 0 (no article) of a name that has one: French cannot say « de Le ».
LIAISONS_CORRIGEES: Mapping[str, Liaison] = {"63448": Liaison.LE}  # Le Vernet-Chaméane
# The list gives 0 to every overseas collectivité.
LIAISONS_DEPARTEMENT: Mapping[str, Liaison] = {
    "984": Liaison.LES,  # les Terres australes et antarctiques françaises
    "987": Liaison.LA,  # la Polynésie française
    "988": Liaison.LA,  # la Nouvelle-Calédonie
    "989": Liaison.L_APOSTROPHE,  # l'Île de Clipperton
}
LIAISONS_PAR_ARTICLE: Mapping[str, Liaison] = {
    "Le ": Liaison.LE,
    "La ": Liaison.LA,
    "Les ": Liaison.LES,
    "L'": Liaison.L_APOSTROPHE,
}
NATURES: Mapping[str, str] = {
    "commune-deleguee": "COMD",
    "commune-associee": "COMA",
    "arrondissement-municipal": "ARM",
}


def strip_accents(text: str) -> str:
    """Return `text` without its accents; case and length of words are kept."""
    return "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))


def liaison_without_code(nom: str) -> Liaison:
    """Return how « de » joins a name that has no TNCC code: by its article, else its vowel.

    An H or a Y calls for « de »: overseas both are sounded (de Hiva-Oa, de Houaïlou, de Yaté).
    """
    for article, liaison in LIAISONS_PAR_ARTICLE.items():
        if nom.startswith(article):
            return liaison
    return Liaison.D_APOSTROPHE if strip_accents(nom[0]) in "AEIOUŒ" else Liaison.DE


def liaison_of_commune(commune: Fiche) -> Liaison:
    """Return the TNCC code of a commune: corrected, else official, else deduced."""
    code = commune["code"]
    if code in LIAISONS_CORRIGEES:
        return LIAISONS_CORRIGEES[code]
    if "typeLiaison" in commune:
        return Liaison(commune["typeLiaison"])
    return LIAISONS_OUTRE_MER.get(code) or liaison_without_code(commune["nom"])


def rows_of_communes(
    communes: list[Fiche], arrondissements: Mapping[str, str], totales: Mapping[str, int]
) -> Iterator[Ligne]:
    """Yield the lines of `communes.csv`."""
    for commune in communes:
        yield (
            commune["code"],
            commune["nom"],
            str(int(liaison_of_commune(commune))),
            commune.get("siren", ""),
            commune["departement"],
            arrondissements.get(commune.get("arrondissement", ""), ""),
            str(commune.get("population", "")),
            str(totales.get(commune["code"], "")),
        )


def rows_of_former_codes(toutes: list[Fiche]) -> Iterator[Ligne]:
    """Yield the lines of `anciens_codes.csv`: what is, or was, only a part of a commune."""
    nommees = set()
    for fiche in toutes:
        if fiche["type"] in NATURES:
            nommees.add(fiche["code"])
            commune = fiche.get("commune") or fiche["chefLieu"]
            yield (fiche["code"], fiche["nom"], NATURES[fiche["type"]], commune)
    for fiche in toutes:
        if fiche["type"] == "commune-actuelle":
            for code in fiche.get("anciensCodes", ()):
                if code not in nommees:
                    yield (code, "", "ANC", fiche["code"])


# Single collectivités and overseas collectivités are not départements.
ENTETES: Mapping[str, Entete] = {
    "75": Entete.AUCUN,
    **dict.fromkeys(
        ("972", "973", "975", "977", "978", "984", "986", "987", "988", "989"), Entete.NOM
    ),
}


def rows_of_departements(departements: list[Fiche]) -> Iterator[Ligne]:
    """Yield the lines of `departements.csv`."""
    for departement in departements:
        code = departement["code"]
        liaison = LIAISONS_DEPARTEMENT.get(code, Liaison(departement["typeLiaison"]))
        entete = ENTETES.get(code, Entete.DEPARTEMENT)
        yield (code, departement["nom"], str(int(liaison)), entete)


def rows_of_prefectures(
    departements: list[Fiche], communes: Mapping[str, Fiche], arrondissements: Mapping[str, str]
) -> Iterator[Ligne]:
    """Yield the lines of `prefectures.csv`: the arrondissement in which each préfecture stands."""
    for departement in departements:
        chef_lieu = communes.get(departement["chefLieu"], {})
        nom = arrondissements.get(chef_lieu.get("arrondissement", ""))
        if nom is not None:
            yield (departement["code"], nom)


def rows_of_regions(regions: list[Fiche], departements: list[Fiche]) -> Iterator[Ligne]:
    """Yield the lines of `regions.csv`: overseas collectivités belong to none."""
    for region in regions:
        siens = sorted(d["code"] for d in departements if d.get("region") == region["code"])
        if siens:
            yield (region["code"], region["nom"], " ".join(siens))


# --- Intercommunalités -----------------------------------------------------------------------

TYPES: Mapping[str, TypeCollectivite] = {
    "CC": TypeCollectivite.COMMUNAUTE_DE_COMMUNES,
    "CA": TypeCollectivite.COMMUNAUTE_D_AGGLOMERATION,
    "CU": TypeCollectivite.COMMUNAUTE_URBAINE,
    "METRO": TypeCollectivite.METROPOLE,
    "MET69": TypeCollectivite.METROPOLE_DE_LYON,
    "EPT": TypeCollectivite.ETABLISSEMENT_PUBLIC_TERRITORIAL,
}
# The kinds that the official list abbreviates before the name.
NATURES_EN_TETE: Mapping[str, str] = {
    "CC": "Communauté de communes",
    "CA": "Communauté d'agglomération",
    "CU": "Communauté urbaine",
    "EPT": "Établissement public territorial",
}
LIAISONS_PAR_NATURE: Mapping[str, Liaison] = {
    "Communauté": Liaison.LA,
    "Métropole": Liaison.LA,
    "Eurométropole": Liaison.L_APOSTROPHE,
    "Établissement": Liaison.L_APOSTROPHE,
}
# Where the seat is in another département than most inhabitants; the seat gives the tribunal
# (CJA R. 312-1).
SIEGES: Mapping[str, str] = {
    "200041887": "70",  # Val Marnaysien: Marnay
    "200068765": "04",  # Sisteronais-Buëch: Sisteron
    "200073096": "07",  # Arche Agglo: Mauves
}
SIGLE = re.compile(r" \([^()a-zà-ÿœ]*\)$")
# Words that the list leaves without their accent, ligature, hyphen or small letter, and that
# no member's name repairs. Whole words only.
MOTS: Mapping[str, str] = {
    "Belle Ile en Mer": "Belle-Île-en-Mer",
    "Ile de France": "Île-de-France",
    "Saint Quentin en Yvelines": "Saint-Quentin-en-Yvelines",
    "Saint Emilionnais": "Saint-Émilionnais",
    "St-Gildas": "Saint-Gildas",
    "Coeur": "Cœur",
    "Soeurs": "Sœurs",
    "Ile": "Île",
    "Ecrins": "Écrins",
    "Emeraude": "Émeraude",
    "Etangs": "Étangs",
    "Sanon": "Sânon",
    "Saves": "Savès",
    "Intercommunale": "intercommunale",
    "Interrégionale": "interrégionale",
    "Rurales": "rurales",
    "Territoriale": "territoriale",
    "Métropole Européenne": "Métropole européenne",
}
# « Agglomération d'Agen » after « Communauté d'agglomération » says the kind twice.
NATURE_REDITE = re.compile(r"^(?:Communauté |Agglo(?:mération)? (?=d'|de |du ))")


def clean(nom: str) -> str:
    """Return an official name without doubled spaces, stray marks or a final acronym.

    Quotes around the whole name go; inside it they become guillemets. A final parenthesis goes
    when it holds no small letter: « (CCTV) », « (4 C) », but « (Cap Atlantique) » stays.
    """
    nom = re.sub(r"\s+", " ", nom).strip()
    nom = SIGLE.sub("", nom)
    nom = re.sub(r"''|\"", '"', nom)
    nom = re.sub(r'^"([^"]*)"$', r"\1", nom)
    nom = re.sub(r'"([^"]*)"', r"« \1 »", nom)
    return re.sub(r"(?<=\S)- ", "-", nom)


def repair_words(nom: str) -> str:
    """Return `nom` with the words of MOTS written as they should be."""
    for faux, juste in MOTS.items():
        nom = re.sub(rf"(?<!\w){re.escape(faux)}(?!\w)", juste, nom)
    return nom


def spellings(membre: str) -> Iterator[tuple[str, str]]:
    """Yield (as the list may write it, as it is written) for a member commune's name.

    The whole name, and for a name in several words also what follows its article.
    """
    racine = re.sub(r"^(?:L[ae]s? |L')", "", membre)
    for juste in {membre, racine if "-" in racine else membre}:
        yield strip_accents(juste).replace("-", " "), juste


def restore_members(nom: str, membres: Iterable[str]) -> str:
    """Return `nom` where a member commune's name has its accents, hyphens and capitals."""
    for membre in sorted(membres, key=len, reverse=True):
        for nu, juste in spellings(membre):
            motif = re.escape(nu).replace(r"\ ", "[- ]")
            trouve = re.search(rf"(?<!\w){motif}(?!\w)", strip_accents(nom), re.IGNORECASE)
            if trouve:
                nom = nom[: trouve.start()] + juste + nom[trouve.end() :]
    return nom


def restore_capitals(nom: str, membres: Iterable[str]) -> str:
    """Return `nom` where a first capital has the accent it has in a member's name.

    « Pays d'Evian » becomes « Pays d'Évian » because Évian-les-Bains is a member.
    """
    mots = {mot for membre in membres for mot in re.findall(r"[^\W\d_]+", membre)}
    accentues = {strip_accents(mot[0]) + mot[1:]: mot for mot in mots if not mot[0].isascii()}
    return re.sub(r"[^\W\d_]+", lambda m: accentues.get(m[0], m[0]), nom)


def capitalize_article(nom: str) -> str:
    """Return `nom` with a capital to the article that opens it: « La Domitienne »."""
    return nom[0].upper() + nom[1:] if re.match(r"l(?:[ae]|es) |l'", nom) else nom


def name_of_groupement(groupement: Fiche, membres: Iterable[str]) -> str:
    """Return the full printable name of an intercommunalité."""
    sigle = groupement["type"]
    membres = list(membres)
    propre = clean(groupement["nom"].removeprefix(f"{sigle} "))
    propre = repair_words(restore_capitals(restore_members(propre, membres), membres))
    nature = NATURES_EN_TETE.get(sigle)
    if nature is None:
        return propre
    deja = re.search(re.escape(nature), propre, re.IGNORECASE)
    if deja:  # « Grand Orb Communauté de communes en Languedoc » needs nothing before it
        return propre.replace(deja[0], nature)
    return f"{nature} {capitalize_article(NATURE_REDITE.sub('', propre))}"


def liaison_of_groupement(nom: str) -> Liaison:
    """Return how « de » joins the name: by its kind, else as a brand without article."""
    return LIAISONS_PAR_NATURE.get(nom.split(" ", maxsplit=1)[0]) or liaison_without_code(nom)


def departement_of(groupement: Fiche, communes: Mapping[str, Fiche]) -> str:
    """Return the département of the seat: known, else that of most inhabitants."""
    habitants: Counter[str] = Counter()
    for membre in groupement["membres"]:
        habitants[communes[membre["code"]]["departement"]] += membre["populationMunicipale"]
    majorite = min(habitants, key=lambda code: (-habitants[code], code))
    return SIEGES.get(groupement["code"], majorite)


def rows_of_groupements(
    groupements: list[Fiche], communes: Mapping[str, Fiche], arrondissements: Mapping[str, str]
) -> Iterator[Ligne]:
    """Yield the lines of `intercommunalites.csv`.

    Municipal populations are the members' own, so that both files have one vintage.
    """
    for groupement in groupements:
        membres = [communes[membre["code"]] for membre in groupement["membres"]]
        nom = name_of_groupement(groupement, (membre["nom"] for membre in membres))
        siens = {membre["arrondissement"] for membre in membres}
        yield (
            groupement["code"],
            nom,
            str(int(liaison_of_groupement(nom))),
            TYPES[groupement["type"]].value,
            departement_of(groupement, communes),
            arrondissements.get(siens.pop(), "") if len(siens) == 1 else "",
            str(sum(membre["population"] for membre in membres)),
            str(groupement["populationTotale"]),
        )


# --- Files -------------------------------------------------------------------------------------

COLONNES: Mapping[str, str] = {
    "communes.csv": "code_insee;nom;liaison;siren;departement;arrondissement;"
    "population_municipale;population_totale",
    "anciens_codes.csv": "code_insee;nom;nature;commune",
    "departements.csv": "code;nom;liaison;entete",
    "regions.csv": "code;nom;departements",
    "prefectures.csv": "departement;arrondissement",
    "intercommunalites.csv": "siren;nom;liaison;type;departement;arrondissement;"
    "population_municipale;population_totale",
}


def write(fichier: str, lignes: Iterable[Ligne]) -> None:
    """Write the sorted lines under their header; raise ValueError on a field that would split."""
    triees = sorted(lignes)
    for ligne in triees:
        if any(re.search(r"[;\r\n]", champ) for champ in ligne):
            raise ValueError(f"{fichier} : {ligne} contient un séparateur")
    texte = "\n".join([COLONNES[fichier], *(";".join(ligne) for ligne in triees), ""])
    (DONNEES / fichier).write_text(texte, encoding="utf-8", newline="\n")
    print(f"{fichier} : {len(triees)} lignes")


def build(paquet: Path) -> None:
    """Write the six CSV files from the unpacked package."""
    listes: dict[str, list[Fiche]] = {
        nom: json.loads((paquet / "data" / f"{nom}.json").read_text(encoding="utf-8"))
        for nom in ("communes", "epci", "ept", "departements", "regions", "arrondissements")
    }
    groupements = listes["epci"] + listes["ept"]
    communes = {c["code"]: c for c in listes["communes"] if c["type"] == "commune-actuelle"}
    arrondissements = {a["code"]: a["nom"] for a in listes["arrondissements"]}
    totales = {m["code"]: m["populationTotale"] for g in groupements for m in g["membres"]}
    write("departements.csv", rows_of_departements(listes["departements"]))
    write("regions.csv", rows_of_regions(listes["regions"], listes["departements"]))
    write(
        "prefectures.csv",
        rows_of_prefectures(listes["departements"], communes, arrondissements),
    )
    write("communes.csv", rows_of_communes(list(communes.values()), arrondissements, totales))
    write("anciens_codes.csv", rows_of_former_codes(listes["communes"]))
    write("intercommunalites.csv", rows_of_groupements(groupements, communes, arrondissements))


def main() -> None:
    """Build from the folder given, or from the package that `npm pack` brings."""
    if len(sys.argv) > 1:
        build(Path(sys.argv[1]))
        return
    with tempfile.TemporaryDirectory() as dossier:
        subprocess.run(["npm", "pack", f"{PAQUET}@{VERSION}"], cwd=dossier, check=True)
        (archive,) = Path(dossier).glob("*.tgz")
        with tarfile.open(archive) as contenu:
            contenu.extractall(dossier, filter="data")
        build(Path(dossier) / "package")


if __name__ == "__main__":
    main()
