"""The message of the channel: the XML that goes with an act (transaction 1-1, ISO-8859-1).

Elements and namespaces are those that the public platforms write (S2LOW, Pastell) for the schema
`actesv1_1.xsd` of the ministry of the interior. The envelope around it is the platform's.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from io import BytesIO

from lxml import etree

from generator.services.transmission.acte import Acte

ACTES = "http://www.interieur.gouv.fr/ACTES#v1.1-20040216"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_NOMS = {"actes": ACTES, "insee": "http://xml.insee.fr/schema", "xsi": _XSI}


def write_message(
    acte: Acte, classification: datetime.date, document: str, annexes: Sequence[str]
) -> bytes:
    """Return the message: the act's facts, and the names of its file and of its annexes.

    `classification`: the date of the list of matters that the prefecture has sent.
    """
    racine = etree.Element(_name("Acte"), nsmap=_NOMS)
    racine.set(f"{{{_XSI}}}schemaLocation", f"{ACTES} actesv1_1.xsd")
    racine.set(_name("Date"), acte.date.isoformat())
    racine.set(_name("NumeroInterne"), acte.numero)
    racine.set(_name("CodeNatureActe"), acte.nature.code)
    for niveau, nombre in enumerate(acte.code.niveaux, start=1):
        matiere = etree.SubElement(racine, _name(f"CodeMatiere{niveau}"))
        matiere.set(_name("CodeMatiere"), str(nombre))
    _add(racine, "Objet", acte.objet)
    _add(racine, "ClassificationDateVersion", classification.isoformat())
    _add(etree.SubElement(racine, _name("Document")), "NomFichier", document)
    jointes = etree.SubElement(racine, _name("Annexes"))
    jointes.set(_name("Nombre"), str(len(annexes)))
    for nom in annexes:
        _add(etree.SubElement(jointes, _name("Annexe")), "NomFichier", nom)
    _add(racine, "DocumentPapier", "N")
    message = BytesIO()
    arbre = etree.ElementTree(racine)
    arbre.write(message, encoding="ISO-8859-1", xml_declaration=True, pretty_print=True)
    return message.getvalue()


def _name(nom: str) -> str:
    return f"{{{ACTES}}}{nom}"


def _add(parent: etree._Element, nom: str, texte: str) -> None:
    etree.SubElement(parent, _name(nom)).text = texte
