"""LibreOffice, where it is installed: one process, one profile and one folder a document."""

from __future__ import annotations

import io
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from generator.errors import ConversionError, EngineUnavailableError
from generator.pdf import polices
from generator.pdf.engines.protocole import Sonde

NOM = "libreoffice"
REPLIS: Mapping[str, str] = {"\u2011": "-"}

_COMMANDES = ("soffice", "libreoffice")
_ENDROITS = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.exe",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    ),
}
_ENDROITS_UNIX = (
    "/usr/lib/libreoffice/program/soffice",
    "/opt/libreoffice/program/soffice",
    "/snap/bin/libreoffice",
)
_DELAI_DE_SONDE = 20.0  # seconds


def probe() -> Sonde:
    """Look for LibreOffice and ask it its version."""
    chemin = _find()
    return Sonde(disponible=False) if chemin is None else Sonde(True, _version(chemin), chemin)


def is_installed() -> bool:
    """Tell whether LibreOffice is on this machine, without starting it."""
    return _find() is not None


def start(*, delai: float, memoire: int) -> SeanceLibreOffice:
    """Open a session; `delai`: seconds granted to each document.

    `memoire` does not hold here: LibreOffice reserves far more address space than it uses.
    """
    chemin = _find()
    if chemin is None:
        raise EngineUnavailableError(
            "LibreOffice n'est pas installé sur cette machine : installez-le, ou employez le "
            "moteur dxpdf."
        )
    return SeanceLibreOffice(chemin, delai)


class SeanceLibreOffice:
    """The program and a private font configuration; each document gets its own process."""

    def __init__(self, chemin: Path, delai: float) -> None:
        self._chemin = chemin
        self._delai = delai
        self._dossier = tempfile.TemporaryDirectory(prefix="actes-enfance-")
        self._fontconfig = polices.install(Path(self._dossier.name), avec_celles_du_systeme=True)

    def convert(self, docx: bytes) -> bytes:
        """Return the PDF; ConversionError when LibreOffice fails, hangs or writes none."""
        with tempfile.TemporaryDirectory(dir=self._dossier.name) as nom:
            dossier = Path(nom)
            source = dossier / "document.docx"
            source.write_bytes(_without_our_font(docx))
            dit = self._run(source)
            resultat = source.with_suffix(".pdf")
            pdf = resultat.read_bytes() if resultat.is_file() else b""
        if not pdf.startswith(b"%PDF-"):  # it exits with 0 even without a result
            detail = f" : {dit}" if dit else ""
            raise ConversionError(f"LibreOffice n'a produit aucun PDF pour ce document{detail}.")
        return pdf

    def close(self) -> None:
        """Remove the session's folder."""
        self._dossier.cleanup()

    def _run(self, source: Path) -> str:
        """Run the conversion; return the last line it printed."""
        dossier = source.parent
        processus = subprocess.Popen(
            [
                str(self._chemin),
                f"-env:UserInstallation={(dossier / 'profil').as_uri()}",
                "--headless",
                "--norestore",
                "--convert-to",
                "pdf:writer_pdf_Export",
                "--outdir",
                str(dossier),
                str(source),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                "FONTCONFIG_FILE": str(self._fontconfig),
                "HOME": str(dossier),
                "TMPDIR": str(dossier),
            },
            start_new_session=True,
        )
        try:
            sortie, _ = processus.communicate(timeout=self._delai)
        except subprocess.TimeoutExpired as error:
            raise ConversionError(
                f"LibreOffice n'a pas fini ce document en {self._delai:g} s et a été arrêté."
            ) from error
        finally:
            _kill_group(processus)
        lignes = sortie.decode("utf-8", "replace").strip().splitlines()
        return lignes[-1] if lignes else ""


def _without_our_font(docx: bytes) -> bytes:
    """Return the Word file without its own copy of the package's family, which we provide whole.

    Of two copies LibreOffice would take one or the other, from one run to the next.
    """
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(docx)) as source, zipfile.ZipFile(target, "w") as archive:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "word/fontTable.xml":
                content = _OUR_FONT.sub(lambda font: _EMBEDDING.sub(b"", font[0]), content)
            archive.writestr(info, content)
    return target.getvalue()


_OUR_FONT = re.compile(rb'<w:font w:name="%s".*?</w:font>' % polices.FAMILLE.encode(), re.DOTALL)
_EMBEDDING = re.compile(rb"<w:embed(?:Regular|Bold|Italic|BoldItalic)\b[^>]*/>")


def _find() -> Path | None:
    for commande in _COMMANDES:
        if trouve := shutil.which(commande):
            return Path(trouve)
    endroits = map(Path, _ENDROITS.get(sys.platform, _ENDROITS_UNIX))
    return next((endroit for endroit in endroits if endroit.is_file()), None)


def _version(chemin: Path) -> str | None:
    """Return « 7.4.7.2 », or None when the program does not answer."""
    try:
        reponse = subprocess.run(
            [str(chemin), "--version"],
            capture_output=True,
            timeout=_DELAI_DE_SONDE,
            check=False,
            text=True,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    mots = reponse.stdout.split()
    return mots[1] if len(mots) > 1 else None


def _kill_group(processus: subprocess.Popen[bytes]) -> None:
    """End the program and the processes that it started (soffice is a script on most systems)."""
    if sys.platform == "win32":
        processus.kill()
    else:
        with suppress(ProcessLookupError):
            os.killpg(processus.pid, signal.SIGKILL)
    processus.communicate()
