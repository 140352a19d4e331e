"""A certificate for localhost, made afresh by the openssl command."""

import shutil
import ssl
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SUBJECT = ("-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1")


@dataclass(frozen=True)
class Certificate:
    """A self-signed certificate and its key (PEM)."""

    certificate: Path
    key: Path

    def server(self) -> ssl.SSLContext:
        """How a server presents it."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context

    def client(self) -> ssl.SSLContext:
        """How a client trusts it."""
        return ssl.create_default_context(cafile=str(self.certificate))


def make_certificate(folder: Path) -> Certificate:
    """A certificate in `folder`; skips the test where openssl is not installed."""
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("the openssl command is not installed")
    made = Certificate(folder / "certificate.pem", folder / "key.pem")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", str(made.key))
    subprocess.run(
        [openssl, "req", "-x509", *key, "-out", str(made.certificate), "-days", "2", *SUBJECT],
        check=True,
        capture_output=True,
    )
    return made
