"""`teletransmettre`: what the legality check needs, whole, true, and nothing lost."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import certificats
import conformite
import pikepdf
import pytest
from click.testing import Result
from lxml import etree
from reperes import AUJOURDHUI, ROOT

import generator
from generator.pdf.verrou import why_closed
from generator.redaction.transmission import Fichier, Rubrique, fiche_de_transmission
from generator.referentiel.actes import actes

Commande = Callable[..., Result]
SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).with_name("actes-1.1.xsd")))
PREFIXE = "021-212102313-20260622-2026_06_12-DE-1-1"
DIJON = (ROOT / "samples/dijon.yaml").read_text(encoding="utf-8")
MAINTENANT = datetime.datetime(2026, 11, 21, 9, 0, tzinfo=datetime.UTC)


def ecrire(dossier: Path, *changes: tuple[str, str]) -> Path:
    texte = DIJON
    for motif, par in changes:
        texte, combien = re.subn(motif, par, texte)
        assert combien == 1, motif
    chemin = dossier / "dijon.yaml"
    chemin.write_text(texte, encoding="utf-8")
    return chemin


def transmettre(fiche: Path, sortie: Path, **demande: object) -> generator.Transmission:
    return generator.transmit(
        fiche,
        sortie,
        generator.DemandeTransmission(**demande),
        aujourdhui=AUJOURDHUI,
        maintenant=MAINTENANT,
    )


def faits(sortie: Path) -> dict:
    return json.loads((sortie / "metadonnees.json").read_text(encoding="utf-8"))


def message(sortie: Path) -> etree._Element:
    (chemin,) = sortie.glob("*_0.xml")
    return etree.fromstring(chemin.read_bytes())


@pytest.fixture(scope="module")
def produits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What « produire » writes for Dijon and Wissembourg."""
    sortie = tmp_path_factory.mktemp("produits")
    examens = [
        generator.verify(ROOT / f"samples/{nom}.yaml", aujourdhui=AUJOURDHUI)
        for nom in ("dijon", "wissembourg")
    ]
    list(generator.produce(examens, generator.Commande(sortie, formats=("pdf",))))
    return sortie


@pytest.fixture
def copie(produits: Path, tmp_path: Path) -> Path:
    """The same, to be changed."""
    for dossier in produits.iterdir():
        (tmp_path / "sortie" / dossier.name).mkdir(parents=True)
        for fichier in dossier.iterdir():
            (tmp_path / "sortie" / dossier.name / fichier.name).write_bytes(fichier.read_bytes())
    return tmp_path / "sortie"


# --- the folder -----------------------------------------------------------------------------------


def test_the_folder_holds_the_act_the_message_the_sheet_and_the_facts(tmp_path, produits):
    sortie = tmp_path / "envoi"
    faite = transmettre(ROOT / "samples/dijon.yaml", sortie, produits=produits)
    assert [p.name for p in faite.fichiers] == [
        f"{PREFIXE}_1.pdf",
        f"{PREFIXE}_0.xml",
        "fiche-de-transmission.docx",
        "fiche-de-transmission.pdf",
        "metadonnees.json",
    ]
    assert sorted(p.name for p in sortie.iterdir()) == sorted(p.name for p in faite.fichiers)
    assert faite.alertes == ()


def test_the_facts_say_it_all(tmp_path, produits):
    transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=produits)
    dits = faits(tmp_path / "e")
    assert dits["nature"] == {"code": "1", "abrege": "DE", "libelle": "Délibérations"}
    assert dits["numero"] == {"transmis": "2026_06_12", "acte": "2026-06-12"}
    assert dits["date"] == "2026-06-22"
    assert dits["collectivite"] == {
        "siren": "212102313",
        "siret": "21210231300013",
        "departement": "021",
    }
    assert dits["identifiant_attendu"] == "021-212102313-20260622-2026_06_12-DE"
    assert dits["matiere"]["a_valider_par_la_prefecture"] is True
    acte = (tmp_path / "e" / dits["acte"]["nom"]).read_bytes()
    assert dits["acte"]["sha256"] == hashlib.sha256(acte).hexdigest()
    assert dits["taille_totale"] == len(acte)
    assert str(tmp_path) not in json.dumps(dits)


def test_the_charter_is_the_annex_of_an_adhesion(tmp_path, produits):
    faite = transmettre(ROOT / "samples/wissembourg.yaml", tmp_path / "e", produits=produits)
    noms = [p.name for p in faite.fichiers]
    prefixe = "067-216705442-20261001-2026_10_04-DE-1-1"
    assert noms[:2] == [f"{prefixe}_1.pdf", f"{prefixe}_2.pdf"]
    assert [a["description"] for a in faits(tmp_path / "e")["annexes"]] == ["Charte"]
    assert not list((tmp_path / "e").glob("*.xml"))
    assert any("le message XML n'est pas fait" in alerte for alerte in faite.alertes)
    assert any("notre proposition, à faire valider" in alerte for alerte in faite.alertes)


def test_every_adopted_sample_can_be_sent_and_every_draft_is_refused(tmp_path):
    for sample in sorted((ROOT / "samples").glob("*.yaml")):
        sortie = tmp_path / sample.stem
        if "etat: adoptee" in sample.read_text(encoding="utf-8"):
            transmettre(sample, sortie)
            assert why_closed((sortie / faits(sortie)["acte"]["nom"]).read_bytes()) is None
        else:
            with pytest.raises(generator.RecordError, match="n'est pas adoptée"):
                transmettre(sample, sortie)
            assert not sortie.exists()


# --- the message ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "demande",
    [
        {},
        {"matiere": "7.10"},
        {"matiere": "9.1.2.3.4"},
        {"objet": "L’œuvre & <l’été> « \u00a0 » – suite…"},
        {"numero": "délib. 12", "typologie": "99_DE"},
        {"classification": datetime.date(2025, 1, 31)},
    ],
)
def test_the_message_is_valid_and_in_latin_1(tmp_path, produits, demande):
    faite = transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=produits, **demande)
    (chemin,) = (tmp_path / "e").glob("*_0.xml")
    octets = chemin.read_bytes()
    assert octets.startswith(b"<?xml version='1.0' encoding='ISO-8859-1'?>")
    assert b"&#" not in octets
    racine = message(tmp_path / "e")
    SCHEMA.assertValid(racine)
    assert chemin.name == f"{faite.acte.prefixe}_0.xml"
    noms = [n.text for n in racine.iter("{*}NomFichier")]
    assert all((tmp_path / "e" / nom).is_file() for nom in noms)
    assert (
        racine.findtext("{*}Objet")
        == faite.acte.objet
        == faits(tmp_path / "e")["objet"]["transmis"]
    )


def test_the_message_says_the_levels_of_the_matter(tmp_path, produits):
    transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=produits, matiere="9.1.2")
    codes = [
        (etree.QName(n).localname, n.values())
        for n in message(tmp_path / "e")
        if "CodeMatiere" in n.tag
    ]
    assert codes == [("CodeMatiere1", ["9"]), ("CodeMatiere2", ["1"]), ("CodeMatiere3", ["2"])]


def test_the_subject_is_the_act_s_own_in_plain_signs(tmp_path, produits):
    transmettre(ROOT / "samples/wissembourg.yaml", tmp_path / "e", produits=produits)
    objet = faits(tmp_path / "e")["objet"]
    assert objet["transmis"] == (
        "Adhésion de la Ville de Wissembourg au réseau Territoires d'enfance d'UNICEF France pour le "
        "mandat 2026-2032"
    )
    assert {"signe": "’", "par": "'", "nombre": 2} in objet["remplacements"]


# --- what cannot be sent ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "demande", "dit"),
    [
        (
            ("numero: 2026-06-12", "numero: conseil-de-juin-2026"),
            {},
            "deliberation.numero : le numéro",
        ),
        ((r"\Z", ""), {"numero": "#"}, "--numero : le numéro « # »"),
        ((r"\Z", ""), {"objet": "Łódź"}, "--objet : l'objet contient « Ł » (U+0141)"),
        ((r"\Z", ""), {"objet": "a" * 500}, "--objet : l'objet a 500 caractères, 499 au plus"),
        ((r"\Z", ""), {"matiere": "9.9"}, "--matiere : la matière 9.9"),
        ((r"\Z", ""), {"typologie": "../x"}, "--typologie : « ../x »"),
        (("etat: adoptee", "etat: projet"), {}, "seul un acte voté se transmet"),
    ],
)
def test_what_cannot_be_sent_is_told_with_its_place(tmp_path, produits, change, demande, dit):
    with pytest.raises(generator.RecordError, match=re.escape(dit)):
        transmettre(ecrire(tmp_path, change), tmp_path / "e", produits=produits, **demande)
    assert not (tmp_path / "e").exists()


def test_every_problem_is_told_at_once(tmp_path):
    with pytest.raises(generator.RecordError) as caught:
        transmettre(ecrire(tmp_path), tmp_path / "e", numero="#", objet="Ł", matiere="9.9")
    assert [m.partition(" : ")[0] for m in caught.value.messages] == [
        "--matiere",
        "--numero",
        "--objet",
    ]


def test_a_town_without_a_siren_is_told(tmp_path):
    texte = DIJON.replace("commune: Dijon\n", 'code_insee: "98735"\n')  # Papeete
    texte = re.sub(r"  siret: .*\n", "", texte)
    fiche = tmp_path / "papeete.yaml"
    fiche.write_text(texte, encoding="utf-8")
    if generator.verify(fiche, aujourdhui=AUJOURDHUI).dossier.collectivite.territoire.siren:
        pytest.skip("the official list gives it one now")
    with pytest.raises(generator.RecordError, match="n'a pas de SIREN"):
        transmettre(fiche, tmp_path / "e")


# --- the files already produced -----------------------------------------------------------------------


def test_what_is_made_again_has_the_same_bytes(tmp_path, produits):
    transmettre(ROOT / "samples/dijon.yaml", tmp_path / "repris", produits=produits)
    transmettre(ROOT / "samples/dijon.yaml", tmp_path / "refait")
    for fichier in (tmp_path / "repris").iterdir():
        assert fichier.read_bytes() == (tmp_path / "refait" / fichier.name).read_bytes()
    produit = produits / "dijon-21231/deliberation.pdf"
    assert (tmp_path / "repris" / f"{PREFIXE}_1.pdf").read_bytes() == produit.read_bytes()


def test_an_altered_file_is_never_sent(tmp_path, copie):
    pdf = copie / "dijon-21231/deliberation.pdf"
    bon = pdf.read_bytes()
    pdf.write_bytes(bon[:-1] + b"x")
    faite = transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=copie)
    (alerte,) = faite.alertes
    assert alerte.startswith("dijon-21231/deliberation.pdf : il a changé depuis sa production")
    assert (tmp_path / "e" / f"{PREFIXE}_1.pdf").read_bytes() == bon


def test_a_file_of_another_version_of_the_record_is_never_sent(tmp_path, produits):
    fiche = ecrire(tmp_path, ("pour: 55", "pour: 50"), ("abstentions: 2", "abstentions: 7"))
    faite = transmettre(fiche, tmp_path / "e", produits=produits)
    (alerte,) = faite.alertes
    assert "il vient d'une autre version de la fiche" in alerte
    produit = (produits / "dijon-21231/deliberation.pdf").read_bytes()
    assert (tmp_path / "e" / f"{PREFIXE}_1.pdf").read_bytes() != produit


def test_a_damaged_manifest_is_told_and_everything_is_made_again(tmp_path, copie):
    (copie / "dijon-21231/manifeste.json").write_text("{")
    faite = transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=copie)
    (alerte,) = faite.alertes
    assert "abîmé" in alerte
    assert str(copie) not in alerte


# --- the signed act --------------------------------------------------------------------------------


def signer(pdf: Path, champ: str, sortie: Path, qui: str = "Camille Exemple") -> Path:
    generator.sign(
        generator.DemandeSignature(pdf, champ, certificats.write(sortie.parent, qui), sortie),
        mot_de_passe=lambda: certificats.MOT_DE_PASSE,
        maintenant=certificats.MOMENT,
    )
    return sortie


def test_the_act_signed_by_most_people_is_found_in_the_folder_and_sent(tmp_path, copie):
    dossier = copie / "dijon-21231"
    un = signer(dossier / "deliberation.pdf", "secretaire", dossier / "etape-1.pdf")
    deux = signer(un, "executif", dossier / "deliberation-signee.pdf")
    transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=copie)
    assert (tmp_path / "e" / f"{PREFIXE}_1.pdf").read_bytes() == deux.read_bytes()
    assert len(faits(tmp_path / "e")["acte"]["signataires"]) == 2


def test_a_signature_that_waits_is_told(tmp_path, copie):
    dossier = copie / "dijon-21231"
    signer(dossier / "deliberation.pdf", "secretaire", dossier / "etape-1.pdf")
    faite = transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=copie)
    assert faite.alertes == ("Délibération : reste à signer : executif",)


def test_an_act_signed_under_its_own_name_is_sent_signed(tmp_path, copie):
    pdf = copie / "dijon-21231/deliberation.pdf"
    signe = signer(pdf, "executif", tmp_path / "signee.pdf").read_bytes()
    pdf.write_bytes(signe)
    faite = transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=copie)
    assert (tmp_path / "e" / f"{PREFIXE}_1.pdf").read_bytes() == signe
    assert faite.alertes == ("Délibération : reste à signer : secretaire",)


def test_a_signed_charter_is_the_annex(tmp_path, copie):
    dossier = copie / "wissembourg-67544"
    signe = signer(dossier / "charte.pdf", "executif", dossier / "charte-signee.pdf")
    transmettre(ROOT / "samples/wissembourg.yaml", tmp_path / "e", produits=copie)
    (annexe,) = faits(tmp_path / "e")["annexes"]
    assert (tmp_path / "e" / annexe["nom"]).read_bytes() == signe.read_bytes()
    assert len(annexe["signataires"]) == 1


@pytest.mark.parametrize("valeur", ["beaucoup", [1, None], {"a": 1}, None])
def test_a_manifest_written_by_hand_cannot_break_the_command(tmp_path, copie, valeur):
    chemin = copie / "dijon-21231/manifeste.json"
    contenu = json.loads(chemin.read_text(encoding="utf-8"))
    for entree in contenu["fichiers"]:
        entree |= {"alertes": valeur, "blancs": valeur}
    chemin.write_text(json.dumps(contenu), encoding="utf-8")
    assert transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=copie).alertes == ()


def test_a_signed_file_elsewhere_is_given_by_name(tmp_path, produits):
    pdf = produits / "dijon-21231/deliberation.pdf"
    signe = signer(pdf, "executif", tmp_path / "signee.pdf")
    transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", signe=signe)
    assert (tmp_path / "e" / f"{PREFIXE}_1.pdf").read_bytes() == signe.read_bytes()


@pytest.mark.parametrize(
    ("change", "dit"),
    [
        (lambda octets: b"%PDF-1.7 autre chose", "n'est pas la délibération de cette fiche"),
        (lambda octets: octets + b"\n% ajout", "ses signatures ne sont pas bonnes"),
    ],
)
def test_a_signed_file_that_is_not_is_refused(tmp_path, produits, change, dit):
    faux = tmp_path / "faux.pdf"
    faux.write_bytes(change((produits / "dijon-21231/deliberation.pdf").read_bytes()))
    with pytest.raises(generator.SignatureError, match=dit):
        transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=produits, signe=faux)
    assert not (tmp_path / "e").exists()


def test_a_broken_signature_in_the_folder_is_told_and_not_sent(tmp_path, copie):
    dossier = copie / "dijon-21231"
    bon = (dossier / "deliberation.pdf").read_bytes()
    (dossier / "faux.pdf").write_bytes(bon + b"\n% ajout")
    faite = transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", produits=copie)
    (alerte,) = faite.alertes
    assert alerte.startswith("dijon-21231/faux.pdf : ses signatures ne sont pas bonnes")
    assert (tmp_path / "e" / f"{PREFIXE}_1.pdf").read_bytes() == bon


# --- annexes -----------------------------------------------------------------------------------------


def un_pdf(mot_de_passe: str | None = None) -> bytes:
    sortie = BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        chiffre = (
            pikepdf.Encryption(owner="a", user=mot_de_passe) if mot_de_passe is not None else None
        )
        pdf.save(sortie, encryption=chiffre or False)
    return sortie.getvalue()


def test_annexes_given_by_name_come_after_ours_in_their_order(tmp_path, produits):
    (tmp_path / "convention.pdf").write_bytes(un_pdf())
    (tmp_path / "plan.jpeg").write_bytes(b"\xff\xd8\xff\xe0 image")
    annexes = (tmp_path / "convention.pdf", tmp_path / "plan.jpeg")
    transmettre(
        ROOT / "samples/wissembourg.yaml",
        tmp_path / "e",
        produits=produits,
        annexes=annexes,
        classification=datetime.date(2025, 1, 31),
    )
    dits = faits(tmp_path / "e")["annexes"]
    assert [(a["description"], a["nom"].rpartition("_")[2]) for a in dits] == [
        ("Charte", "2.pdf"),
        ("convention", "3.pdf"),
        ("plan", "4.jpg"),
    ]
    racine = message(tmp_path / "e")
    SCHEMA.assertValid(racine)
    assert racine.find("{*}Annexes").values() == ["3"]


@pytest.mark.parametrize(
    ("octets", "dit"),
    [
        (b"du texte", "ni un PDF ni une image"),
        (b"%PDF-1.7 abime", "endommagé"),
        (un_pdf("secret"), "protégé par un mot de passe"),
        (un_pdf(""), "ce PDF est protégé"),
    ],
)
def test_an_annex_that_a_platform_would_refuse_is_refused(tmp_path, produits, octets, dit):
    annexe = tmp_path / "annexe.pdf"
    annexe.write_bytes(octets)
    with pytest.raises(generator.RecordError, match=dit):
        transmettre(ROOT / "samples/dijon.yaml", tmp_path / "e", annexes=(annexe,))
    assert not (tmp_path / "e").exists()


def test_files_too_heavy_together_are_refused(tmp_path, produits):
    lourde = tmp_path / "lourde.png"
    with lourde.open("wb") as fichier:
        fichier.write(b"\x89PNG\r\n\x1a\n")
        fichier.truncate(actes().limites.taille)
    with pytest.raises(
        generator.RecordError,
        match=r"pèsent 150,\d Mo, 150 Mo au plus ; allégez « lourde » \(150,0 Mo\)",
    ):
        transmettre(
            ROOT / "samples/dijon.yaml", tmp_path / "e", produits=produits, annexes=(lourde,)
        )


# --- a second run -------------------------------------------------------------------------------------


def test_a_second_run_replaces_the_first_and_touches_nothing_else(tmp_path, produits):
    sortie = tmp_path / "e"
    transmettre(ROOT / "samples/dijon.yaml", sortie, produits=produits)
    (sortie / "accuse.pdf").write_bytes(b"accuse")
    faite = transmettre(ROOT / "samples/dijon.yaml", sortie, produits=produits, numero="B12")
    attendus = {p.name for p in faite.fichiers} | {"accuse.pdf"}
    assert {p.name for p in sortie.iterdir()} == attendus
    assert not any(PREFIXE in nom for nom in attendus)


def test_the_same_run_gives_the_same_bytes(tmp_path, produits):
    sortie = tmp_path / "e"
    transmettre(ROOT / "samples/dijon.yaml", sortie, produits=produits)
    premier = {p.name: p.read_bytes() for p in sortie.iterdir()}
    transmettre(ROOT / "samples/dijon.yaml", sortie, produits=produits)
    assert {p.name: p.read_bytes() for p in sortie.iterdir()} == premier


@pytest.mark.parametrize("contenu", [None, "{}", "[", '{"format": "autre", "fichiers": ["x"]}'])
def test_a_file_of_another_origin_is_never_replaced(tmp_path, produits, contenu):
    sortie = tmp_path / "e"
    sortie.mkdir()
    nom = "metadonnees.json" if contenu is not None else f"{PREFIXE}_1.pdf"
    (sortie / nom).write_text(contenu or "à moi")
    with pytest.raises(generator.OutputError, match="ne sera pas remplacé"):
        transmettre(ROOT / "samples/dijon.yaml", sortie, produits=produits)
    assert [p.name for p in sortie.iterdir()] == [nom]


def test_a_former_list_that_names_files_elsewhere_removes_nothing(tmp_path, produits):
    sortie, dehors = tmp_path / "e", tmp_path / "garde.txt"
    dehors.write_text("à moi")
    transmettre(ROOT / "samples/dijon.yaml", sortie, produits=produits)
    dits = faits(sortie)
    dits["fichiers"] += ["../garde.txt", "..", str(dehors), 3]
    (sortie / "metadonnees.json").write_text(json.dumps(dits))
    transmettre(ROOT / "samples/dijon.yaml", sortie, produits=produits)
    assert dehors.read_text() == "à moi"


# --- the sheet ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("nom", ["dijon", "wissembourg", "pays-de-sommieres"])
def test_the_sheet_is_one_archival_accessible_page(tmp_path, nom):
    transmettre(ROOT / f"samples/{nom}.yaml", tmp_path / "e")
    pdf = (tmp_path / "e/fiche-de-transmission.pdf").read_bytes()
    assert conformite.failures(pdf, "PDF/A-2a et PDF/UA-1") == []
    with pikepdf.open(BytesIO(pdf)) as document:
        assert len(document.pages) == 1


@pytest.mark.libreoffice
def test_the_sheet_is_made_by_libreoffice_too(tmp_path):
    transmettre(ROOT / "samples/wissembourg.yaml", tmp_path / "e", moteur="libreoffice")
    pdf = (tmp_path / "e/fiche-de-transmission.pdf").read_bytes()
    assert conformite.failures(pdf, "PDF/A-2a et PDF/UA-1") == []


def test_a_long_subject_and_many_annexes_are_all_in_the_sheet(tmp_path, produits):
    annexe = tmp_path / "une-annexe.pdf"
    annexe.write_bytes(un_pdf())
    objet = ("Adhésion de la Ville aux droits de l'enfant, " * 12)[:499].strip()
    faite = transmettre(
        ROOT / "samples/dijon.yaml",
        tmp_path / "e",
        produits=produits,
        objet=objet,
        annexes=(annexe,) * 12,
    )
    assert faite.acte.objet == objet
    assert len(faits(tmp_path / "e")["annexes"]) == 12
    pdf = (tmp_path / "e/fiche-de-transmission.pdf").read_bytes()
    assert conformite.failures(pdf, "PDF/A-2a et PDF/UA-1") == []


def test_every_word_of_the_sheet_is_in_the_page_on_templates():
    page = (ROOT / "docs/GABARITS.md").read_text(encoding="utf-8")
    mots = fiche_de_transmission([Rubrique("a", "b", "c")], [Fichier("a", "b", 1)], ["a"])
    for cle, liste in mots.items():
        assert f"`transmission.{cle}`" in page
        for mot in liste[0] if isinstance(liste[0], dict) else ():
            assert f"`.{mot}`" in page, mot


# --- the command line ----------------------------------------------------------------------------------


def test_the_command_gives_a_path_a_line(commande: Commande, tmp_path: Path):
    result = commande(
        "teletransmettre", ROOT / "samples/dijon.yaml", "--matiere", "7.10", "--sortie", "ici"
    )
    assert result.exit_code == 0
    chemins = result.stdout.splitlines()
    assert chemins[0] == f"ici/{PREFIXE}_1.pdf"
    assert all((tmp_path / chemin).is_file() for chemin in chemins)
    assert faits(tmp_path / "ici")["matiere"]["nom"] == "Divers"


def test_the_command_refuses_a_draft_with_a_sentence(commande: Commande, tmp_path: Path):
    result = commande("teletransmettre", ROOT / "samples/givardon.yaml")
    assert result.exit_code == 1
    assert (
        "givardon.yaml:1:1 : deliberation.etat : la délibération n'est pas adoptée" in result.stderr
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("date", ["hier", "2025-13-01"])
def test_the_command_wants_a_date(commande: Commande, date: str):
    result = commande("teletransmettre", ROOT / "samples/dijon.yaml", "--classification", date)
    assert result.exit_code == 2
    assert "--classification" in result.stderr
