"""dxpdf in a supervised child: no document can crash, freeze or fill the main process.

A plain subprocess rather than a pool of `multiprocessing`: it starts faster, works in a program
without an `if __name__ == "__main__"` guard, and inside workers that may have no children.
"""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from generator.errors import ConversionError, EngineUnavailableError
from generator.pdf import polices
from generator.pdf.engines import enfant
from generator.pdf.engines.protocole import Sonde

NOM = "dxpdf"
REPLIS: Mapping[str, str] = {}

_FIN_DOUCE = 1.0  # seconds left to an idle child to end by itself
_BRUIT = "Fontconfig "  # its fontconfig is older than the rules of most systems
_DETAIL = 200  # characters kept of an engine's own English message
_MEMOIRE_REFUSEE = "memory allocation of"


def probe() -> Sonde:
    """Look for dxpdf without importing it."""
    from importlib.metadata import version  # noqa: PLC0415, slow to import

    chemin = _find()
    return Sonde(disponible=False) if chemin is None else Sonde(True, version("dxpdf"), chemin)


def start(*, delai: float, memoire: int) -> SeanceDxpdf:
    """Open a session and start its child, which warms up while the caller goes on.

    `delai`: seconds granted to each document; `memoire`: bytes granted to the child (a common
    document needs 75 MiB of address space, one of 1.2 MB of PDF 180 MiB).
    """
    return SeanceDxpdf(delai, memoire)


class SeanceDxpdf:
    """One child and its private folder; a child that dies is replaced at the next document."""

    def __init__(self, delai: float, memoire: int) -> None:
        chemin = _find()
        if chemin is None:
            raise EngineUnavailableError(
                "Le moteur dxpdf n'est pas installé : réinstallez actes-enfance avec pip."
            )
        self._delai = delai
        self._memoire = memoire
        self._dossier = tempfile.TemporaryDirectory(prefix="actes-enfance-")
        self._fontconfig = polices.install(Path(self._dossier.name))
        self._journal = Path(self._dossier.name) / "stderr.txt"
        self._paquets = chemin.parent
        self._verrou = threading.Lock()
        self._enfant = self._launch()

    def convert(self, docx: bytes) -> bytes:
        """Return the PDF.

        Raises ConversionError: the document cannot be parsed, takes more than the time or the
        memory granted, or kills the child. The next document finds a child ready.
        """
        with self._verrou:
            if self._enfant.poll() is not None:
                self._enfant = self._launch()
            deja_ecrit = self._journal.stat().st_size
            accord, reponse = self._exchange(docx, deja_ecrit)
        if not accord:
            motif = _shorten(reponse.decode("utf-8", "replace"))
            raise ConversionError(f"dxpdf ne peut pas lire ce document : {motif}")
        return reponse

    def close(self) -> None:
        """End the child and remove its folder."""
        with self._verrou:
            entree, sortie = _pipes(self._enfant)
            try:
                entree.close()
                self._enfant.wait(_FIN_DOUCE)
            except (subprocess.TimeoutExpired, BrokenPipeError):
                self._kill()
            sortie.close()
            self._dossier.cleanup()

    def _launch(self) -> subprocess.Popen[bytes]:
        # -I -S: the child reads neither the environment's Python settings nor any package but one.
        commande = [sys.executable, "-I", "-S", enfant.__file__]
        commande += [str(self._paquets), str(self._fontconfig), str(self._memoire)]
        with self._journal.open("ab") as journal:
            return subprocess.Popen(
                commande, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=journal
            )

    def _exchange(self, docx: bytes, deja_ecrit: int) -> tuple[bool, bytes]:
        entree, sortie = _pipes(self._enfant)
        trop_long = threading.Event()
        gardien = threading.Timer(self._delai, self._expire, (trop_long,))
        gardien.start()
        fini = False
        try:
            entree.write(len(docx).to_bytes(enfant.TETE, "big"))
            entree.write(docx)
            entree.flush()
            signe = sortie.read(1)
            longueur = int.from_bytes(sortie.read(enfant.TETE), "big")
            reponse = sortie.read(longueur)
            fini = bool(signe) and len(reponse) == longueur
        except BrokenPipeError:
            pass  # the child died while it was reading; what it wrote tells why
        finally:
            gardien.cancel()
            if not fini:
                self._kill()
        if not fini:
            raise ConversionError(self._cause(trop_long.is_set(), deja_ecrit))
        return signe == b"+", reponse

    def _expire(self, trop_long: threading.Event) -> None:
        trop_long.set()
        self._enfant.kill()

    def _kill(self) -> None:
        self._enfant.kill()
        self._enfant.wait()

    def _cause(self, trop_long: bool, deja_ecrit: int) -> str:
        """Return the sentence that says why the child died."""
        if trop_long:
            return f"dxpdf n'a pas fini ce document en {self._delai:g} s et a été arrêté."
        dit = self._said(deja_ecrit)
        if _MEMOIRE_REFUSEE in dit or "MemoryError" in dit:
            return (
                f"dxpdf a demandé pour ce document plus de {self._memoire // 2**20} Mio de mémoire."
            )
        detail = f" : {_shorten(dit)}" if dit else ""
        return f"dxpdf s'est arrêté brutalement sur ce document ({_end(self._enfant)}){detail}."

    def _said(self, deja_ecrit: int) -> str:
        """Return the first line that the child wrote on stderr about this document."""
        with self._journal.open("rb") as journal:
            journal.seek(deja_ecrit)
            lignes = journal.read(2**16).decode("utf-8", "replace").splitlines()
        return next((ligne for ligne in lignes if ligne and not ligne.startswith(_BRUIT)), "")


def _find() -> Path | None:
    spec = importlib.util.find_spec("dxpdf")
    return None if spec is None or spec.origin is None else Path(spec.origin).parent


def _pipes(processus: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert processus.stdin is not None and processus.stdout is not None  # noqa: S101, both asked
    return processus.stdin, processus.stdout


def _shorten(texte: str) -> str:
    return texte if len(texte) <= _DETAIL else f"{texte[:_DETAIL]}…"


def _end(processus: subprocess.Popen[bytes]) -> str:
    code = processus.returncode
    if code >= 0:
        return f"code {code}"
    try:
        return signal.Signals(-code).name
    except ValueError:
        return f"signal {-code}"
