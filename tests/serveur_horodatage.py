"""A timestamp server on this machine, with a real HTTP door."""

from __future__ import annotations

import contextlib
import datetime
import http.server
import threading
from collections.abc import Iterator

import certificats
from asn1crypto import core, keys, tsp, x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

MOMENT = datetime.datetime(2026, 6, 22, 16, 31, 12, tzinfo=datetime.UTC)


def answer(demande: bytes) -> bytes:
    """What an authority answers to a request."""
    certificat, cle = certificats.horodateur()
    octets = cle.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    horodateur = DummyTimeStamper(
        x509.Certificate.load(certificat.public_bytes(Encoding.DER)),
        keys.PrivateKeyInfo.load(octets),
        fixed_dt=MOMENT,
    )
    return horodateur.request_tsa_response(tsp.TimeStampReq.load(demande)).dump()


def refusal(_: bytes) -> bytes:
    statut = tsp.PKIStatusInfo({"status": "rejection", "fail_info": {"bad_request"}})
    sequence = core.SequenceOf([statut], spec=tsp.PKIStatusInfo)  # a refusal has no token
    return sequence.dump()


def of_something_else(demande: bytes) -> bytes:
    autre = tsp.TimeStampReq.load(demande)
    imprint = autre["message_imprint"].native
    autre["message_imprint"] = {**imprint, "hashed_message": b"\0" * 32}
    return answer(autre.dump(force=True))


@contextlib.contextmanager
def serve(repondre: object = answer, code: int = 200) -> Iterator[str]:
    """Yield the address of a server that answers so until the block ends."""

    class Porte(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            corps = repondre(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(code)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(corps)))
            self.end_headers()
            self.wfile.write(corps)

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Porte) as serveur:
        fil = threading.Thread(target=serveur.serve_forever, daemon=True)
        fil.start()
        try:
            yield f"http://127.0.0.1:{serveur.server_address[1]}/"
        finally:
            serveur.shutdown()
            fil.join()
