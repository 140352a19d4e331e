"""TLS against real servers: verified always; outdated servers only with their own pinned authority."""

import shutil
import ssl
import subprocess
import warnings
from datetime import timedelta
from pathlib import Path

import pytest

from core.model import Failed, Fresh, Sight, Text
from core.source import LegacyTls, Manners, Recipe
from core.version import evidence
from crawler.fetch import HttpWeb
from crawler.read import read
from tests.fakes.website import Page, Website

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="certificates are made with openssl")

ARTICLE = (
    "<html><head><meta name='ArticleTitle' content='关于印发办法的通知'></head><body>"
    "<h1>关于印发办法的通知</h1><div id='zoom'>"
    "<p>第一条 为了促进本市生物医药产业高质量发展，根据有关法律法规，结合本市实际，制定本办法。</p>"
    "<p>第二条 对获批上市的创新药，按照研发投入的一定比例给予资助，最高不超过五百万元。</p></div></body></html>"
).encode()


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed certificate for localhost of the kind that old sites have: RSA-1024, SHA-1."""
    cert, key = folder / f"{name}.pem", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:1024", "-sha1", "-nodes", "-days", "2", "-subj"]
    command += [f"/CN={name}", "-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(cert)]
    subprocess.run(command, check=True, capture_output=True)
    return cert, key


def old_server(cert: Path, key: Path) -> ssl.SSLContext:
    """A server that speaks nothing newer than TLS 1.0."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(cert, key)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1
    return context


async def look(url: str, ca: Path | None) -> Sight:
    manners = Manners(
        delay=timedelta(0),
        robots_ignored="test",
        allow_private_networks=True,
        legacy_tls=LegacyTls(ca=str(ca), why="TLS 1.0 only") if ca else None,
    )
    async with HttpWeb() as http:
        return await http.look(url, manners)


async def test_an_outdated_server_is_reached_with_its_pinned_authority_and_not_otherwise(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, "old")
    stranger, _ = certificate(tmp_path, "stranger")
    async with Website("localhost", tls=old_server(cert, key)) as site:
        site.put("/a", Page(b"old but true"))
        pinned = await look(site.url + "/a", cert)
        unpinned = await look(site.url + "/a", None)
        wrong = await look(site.url + "/a", stranger)
    assert isinstance(pinned, Fresh)
    assert pinned.header(":tls") == "legacy"
    assert isinstance(unpinned, Failed)
    assert isinstance(wrong, Failed)
    assert wrong.reason.startswith("TLS: certificate verify failed")


async def test_a_page_that_came_over_outdated_tls_keeps_that_as_evidence_and_no_other_does(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, "old")
    async with Website("localhost", tls=old_server(cert, key)) as old, Website() as plain:
        for site in (old, plain):
            site.put("/a", Page(ARTICLE, headers={"Content-Type": "text/html; charset=utf-8"}))
        sights = [await look(site.url + "/a", cert) for site in (old, plain)]
    readings = [read(sight, Recipe(reading_version=1)) for sight in sights]
    kept = [evidence(reading) for reading in readings if isinstance(reading, Text)]
    assert [one.get(":tls") for one in kept] == ["legacy", None]
    assert len({reading.fingerprint for reading in readings if isinstance(reading, Text)}) == 1


async def test_a_certificate_for_another_name_is_refused_even_in_legacy_mode(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, "old")
    async with Website("127.0.0.1", tls=old_server(cert, key)) as site:
        sight = await look(site.url + "/a", cert)
    assert isinstance(sight, Failed)
    assert sight.reason.startswith("TLS: certificate verify failed: ")


async def test_a_certificate_that_nobody_vouches_for_is_failed_in_plain_words(tmp_path: Path) -> None:
    cert, key = certificate(tmp_path, "own")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("DEFAULT:@SECLEVEL=0")
    context.load_cert_chain(cert, key)
    async with Website("localhost", tls=context) as site:
        sight = await look(site.url + "/a", None)
    assert isinstance(sight, Failed)
    assert sight.reason.startswith("TLS: certificate verify failed: ")


@pytest.mark.parametrize("content", [None, "no certificate"])
async def test_a_pinned_authority_that_cannot_be_read_is_failed_by_name(tmp_path: Path, content: str | None) -> None:
    ca = tmp_path / "ca.pem"
    if content is not None:
        ca.write_text(content)
    sight = await look("https://localhost:1/", ca)
    assert isinstance(sight, Failed)
    assert sight.reason.startswith("legacy_tls.ca ")
