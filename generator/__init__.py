"""actes-enfance: from a small YAML record per French town to its Word documents and PDFs.

The functions that the command line uses itself:

- `verify(path, aujourdhui=…)` returns an `Examen`, or raises `RecordError` with every problem;
- `produce([examen, …], Commande(sortie=…))` makes the documents and yields one `Production` a town;
- `Atelier(Commande(sortie=…))`, in a `with` block, makes one town after the other with `produce(examen)`;
- `welcome("Givardon", Envoi(), demarche=…, aujourdhui=…)` returns the `Examen` of a welcome pack, which
  `produce([examen], Commande(…, pack=True))` makes;
- `inspect(dossier)` yields, for each town's folder, what is intact, altered, missing or added;
- `create(nom, demarche, aujourdhui=…)` returns the YAML of a new record;
- `create_follow_up(fiche, sortie, aujourdhui=…)` writes the follow-up workbook of a plan;
- `review(classeur, 2028, aujourdhui=…)` returns the `Examen` of a yearly report, which `produce` makes;
- `sign(DemandeSignature(…), mot_de_passe=…, maintenant=…)` signs a field of a PDF;
- `verify_signatures(path, maintenant=…)` returns a `Releve` of what its signatures are worth;
- `transmit(path, sortie, DemandeTransmission(…), aujourdhui=…, maintenant=…)` makes an adopted act ready for
  the legality check;
- `publish([path, …], sortie, aujourdhui=…)` writes adopted acts as open data (SCDL « Délibérations »);
- `json_schema()` returns the JSON Schema of the record;
- `diagnose()` says what this machine has.

Every error a user can mend is an `ActesError`. Names are loaded on first use, so that
`import generator` costs nothing.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from generator.version import __version__

if TYPE_CHECKING:
    from generator.domain.accueil import Envoi
    from generator.errors import (
        ActesError,
        ConversionError,
        EngineUnavailableError,
        ManifestError,
        OutputError,
        RecordError,
        ReferentielError,
        SignatureError,
        TemplateError,
    )
    from generator.pdf.signature.verification import Releve
    from generator.records.schema import json_schema
    from generator.services.accueil import welcome
    from generator.services.controle import inspect
    from generator.services.creation import create
    from generator.services.diagnostic import Diagnostic, diagnose
    from generator.services.ouvrage import Production
    from generator.services.production import Atelier, Commande, produce
    from generator.services.publication import Publication, publish
    from generator.services.signature import (
        DemandeSignature,
        SignatureApposee,
        sign,
        verify_signatures,
    )
    from generator.services.suivi.bilan import review
    from generator.services.suivi.creation import SuiviCree, create_follow_up
    from generator.services.transmission.acte import DemandeTransmission
    from generator.services.transmission.envoi import Transmission, transmit
    from generator.services.verification import Examen, verify

__all__ = [
    "ActesError",
    "Atelier",
    "Commande",
    "ConversionError",
    "DemandeSignature",
    "DemandeTransmission",
    "Diagnostic",
    "EngineUnavailableError",
    "Envoi",
    "Examen",
    "ManifestError",
    "OutputError",
    "Production",
    "Publication",
    "RecordError",
    "ReferentielError",
    "Releve",
    "SignatureApposee",
    "SignatureError",
    "SuiviCree",
    "TemplateError",
    "Transmission",
    "__version__",
    "create",
    "create_follow_up",
    "diagnose",
    "inspect",
    "json_schema",
    "produce",
    "publish",
    "review",
    "sign",
    "transmit",
    "verify",
    "verify_signatures",
    "welcome",
]

_HOMES = {
    "Atelier": "services.production",
    "Commande": "services.production",
    "DemandeSignature": "services.signature",
    "DemandeTransmission": "services.transmission.acte",
    "Diagnostic": "services.diagnostic",
    "Envoi": "domain.accueil",
    "Examen": "services.verification",
    "Production": "services.ouvrage",
    "Publication": "services.publication",
    "Releve": "pdf.signature.verification",
    "SignatureApposee": "services.signature",
    "SuiviCree": "services.suivi.creation",
    "Transmission": "services.transmission.envoi",
    "create": "services.creation",
    "create_follow_up": "services.suivi.creation",
    "diagnose": "services.diagnostic",
    "inspect": "services.controle",
    "json_schema": "records.schema",
    "produce": "services.production",
    "publish": "services.publication",
    "review": "services.suivi.bilan",
    "sign": "services.signature",
    "transmit": "services.transmission.envoi",
    "verify": "services.verification",
    "verify_signatures": "services.signature",
    "welcome": "services.accueil",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'generator' has no attribute {name!r}")
    module = importlib.import_module(f"generator.{_HOMES.get(name, 'errors')}")
    return getattr(module, name)
