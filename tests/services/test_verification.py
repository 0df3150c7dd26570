"""What makes a record unfit is located in its file, and what deserves a look goes with it."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from reperes import AUJOURDHUI, ROOT

import generator
from generator.errors import RecordError
from generator.rendering.contenu import as_text
from generator.rendering.ooxml.lecture import read
from generator.services.verification import verify

DIJON = (ROOT / "samples/dijon.yaml").read_text(encoding="utf-8")


def _refusal(tmp_path: Path, content: str) -> RecordError:
    path = tmp_path / "f.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(RecordError) as caught:
        verify(path, aujourdhui=AUJOURDHUI)
    return caught.value


def test_a_path_may_be_a_text() -> None:
    path = ROOT / "samples/givardon.yaml"
    assert verify(str(path), aujourdhui=AUJOURDHUI) == verify(path, aujourdhui=AUJOURDHUI)


@pytest.mark.parametrize(
    ("nom", "charniere"), [("Dijon", "d'"), ("Le Havre", "de"), ("Havre", "aux")]
)
def test_a_charniere_that_does_not_fit_the_name_is_located(
    tmp_path: Path, nom: str, charniere: str
) -> None:
    error = _refusal(
        tmp_path,
        "demarche: territoires-denfance\ncollectivite:\n  commune: Dijon\n"
        f'  nom: {nom}\n  charniere: "{charniere}"\n',
    )
    (message,) = error.messages
    assert message.startswith(f"{tmp_path / 'f.yaml'}:5:3 : collectivite.charniere : ")


def test_a_sitting_before_the_known_figures_of_law_is_located(tmp_path: Path) -> None:
    error = _refusal(
        tmp_path,
        "demarche: territoires-denfance\nmandat: 2026-2032\ncollectivite: Givardon\n"
        "seance:\n  date: 2013-06-22\n",
    )
    (message,) = error.messages
    assert message.startswith(f"{tmp_path / 'f.yaml'}:5:3 : seance.date : ")
    assert "les seuils légaux au 22/06/2013 ne sont pas connus" in message


@pytest.mark.parametrize(
    ("avant", "apres", "champ", "manque"),
    [
        ("    prenom: Dominique\n", "", "deliberation.rapporteur", "le prénom"),
        (
            "  presents: 52\n",
            "  presents: 52\n  presidence: {civilite: Mme, nom: Modèle}\n",
            "seance.presidence",
            "le prénom et la qualité",
        ),
    ],
)
def test_an_adopted_act_names_its_persons_in_full(
    tmp_path: Path, avant: str, apres: str, champ: str, manque: str
) -> None:
    (message,) = _refusal(tmp_path, DIJON.replace(avant, apres, 1)).messages
    assert message.endswith(f" : {champ} : il manque {manque}")


def test_the_alerts_of_an_unfit_record_come_with_its_errors(tmp_path: Path) -> None:
    error = _refusal(
        tmp_path,
        DIJON.replace("numero: 2026-06-12", "").replace("en_exercice: 59", "en_exercice: 60"),
    )
    assert [m.split(" : ")[1] for m in error.messages] == ["deliberation.numero"]
    assert [a.split(" : ")[1] for a in error.alertes] == ["seance.en_exercice"]


def test_a_logo_that_is_no_picture_is_located(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 20)
    error = _refusal(
        tmp_path,
        "demarche: territoires-denfance\ncollectivite:\n  commune: Dijon\n  logo: logo.png\n",
    )
    (message,) = error.messages
    assert message.startswith(f"{tmp_path / 'f.yaml'}:4:3 : collectivite.logo : ")


def test_whoever_presides_opens_the_act_and_signs_it_and_the_mayor_carries_it_out(
    tmp_path: Path,
) -> None:
    record = tmp_path / "f.yaml"
    adjoint = "{civilite: M., prenom: Claude, nom: Modèle, titre: premier adjoint}"
    maire = "{civilite: M., prenom: Camille, nom: Exemple, titre: Maire}"
    record.write_text(
        DIJON.replace("  presents: 52\n", f"  presents: 52\n  presidence: {adjoint}\n").replace(
            "{civilite: Mme, prenom: Camille, nom: Exemple, titre: Maire}", maire
        ),
        encoding="utf-8",
    )
    examen = verify(record, aujourdhui=AUJOURDHUI)
    assert examen.alertes == ()
    commande = generator.Commande(tmp_path, ("deliberation",), ("docx",))
    (made,) = generator.produce([examen], commande)
    (path,) = made.produits[0].fichiers
    texte = as_text(read(path.read_bytes())).replace("\u00a0", " ")
    assert "sous la présidence de M. Claude Modèle, premier adjoint." in texte
    assert (
        " | Le président de séance / [Signature de M. Claude Modèle, président de séance]" in texte
    )
    assert "Autorise Monsieur le Maire, ou la personne qui reçoit sa délégation" in texte
    assert "Charge Monsieur le Maire de l’exécution" in texte
    assert "adressé dans ce délai au Maire" in texte
    assert "Camille Exemple" not in texte


HEADS = [
    ("commune: Paris", ["RÉPUBLIQUE FRANÇAISE", "Ville de Paris"]),
    (
        "commune: Papeete",
        ["RÉPUBLIQUE FRANÇAISE", "Polynésie française", "Commune de Papeete"],
    ),
    (
        "commune: Fort-de-France",
        ["RÉPUBLIQUE FRANÇAISE", "Martinique", "Commune de Fort-de-France"],
    ),
    ('siren: "243300316"', ["RÉPUBLIQUE FRANÇAISE", "Bordeaux Métropole"]),
]


@pytest.mark.parametrize(("collectivite", "lines"), HEADS)
def test_what_heads_the_act(tmp_path: Path, collectivite: str, lines: list[str]) -> None:
    record = tmp_path / "f.yaml"
    record.write_text(f"demarche: territoires-denfance\ncollectivite: {{{collectivite}}}\n")
    commande = generator.Commande(tmp_path, ("deliberation",), ("docx",))
    (made,) = generator.produce([verify(record, aujourdhui=AUJOURDHUI)], commande)
    head = Document(str(made.produits[0].fichiers[0])).tables[0].rows[0].cells[0]
    assert [p.text for p in head.paragraphs if p.text] == lines


@pytest.mark.parametrize("collectivite", ["Évry", "{commune: Évry}", "{commune: Évry, nom: Évry}"])
def test_a_name_that_a_much_bigger_town_begins_with_is_told(
    tmp_path: Path, collectivite: str
) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(
        f"demarche: territoires-denfance\ncollectivite: {collectivite}\n", encoding="utf-8"
    )
    (alerte,) = [a for a in verify(path, aujourdhui=AUJOURDHUI).alertes if "Courcouronnes" in a]
    assert alerte.startswith(f"{path}:2:") and "Évry (Yonne), 89162" in alerte


@pytest.mark.parametrize(
    "precision", ['code_insee: "89162"', "commune: Évry\n  departement: Yonne"]
)
def test_a_name_that_is_made_precise_is_not_told(tmp_path: Path, precision: str) -> None:
    path = tmp_path / "f.yaml"
    path.write_text(
        f"demarche: territoires-denfance\ncollectivite:\n  {precision}\n", encoding="utf-8"
    )
    assert not [a for a in verify(path, aujourdhui=AUJOURDHUI).alertes if "Courcouronnes" in a]
