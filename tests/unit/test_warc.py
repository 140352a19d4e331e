"""A web archive as the standard has it, whatever the server had said."""

import gzip
import hashlib
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from core.model import PageId, Version
from core.source import SourceId
from policywatch.export import warc
from storage.records import KeptVersion, Link
from tests.fakes.nouns import NOW, URL, version
from tests.fakes.warc_reader import Record, records

RAW = "<p>第一条\r\n\r\nWARC/1.1\r\n</p>".encode()


def a_version(**evidence: str) -> Version:
    said = {":url": URL, ":status": "200"}
    said |= {name.replace("_", "-"): value for name, value in evidence.items()}
    return replace(version("第一条"), evidence=said, raw_digest=hashlib.sha256(RAW).hexdigest())


def kept(said: Version, url: str = URL) -> KeptVersion:
    link = Link(said.fingerprint.exact, said.raw_digest, said.captured_at, said.chain)
    return KeptVersion(
        page_id=PageId(1), number=said.number, url=url, source_id=SourceId("gz"), version=said, link=link
    )


def written(
    said: Version, raw: bytes = RAW, url: str = "https://www.example.gov.cn/content/post_1.html"
) -> list[Record]:
    return list(records(warc.records(kept(said, url), said, raw)))


def test_an_archive_begins_with_who_wrote_it() -> None:
    (first,) = records(warc.opening("十二月.warc.gz", "policywatch/1", NOW))
    assert first.kind == "warcinfo"
    assert first.fields["WARC-Filename"] == "十二月.warc.gz"
    assert first.about["software"] == "policywatch/1"
    assert first.about["format"] == "WARC File Format 1.1"


def test_a_version_is_an_answer_and_what_chains_it() -> None:
    said = a_version(content_type="text/html; charset=utf-8", etag='"1"')
    response, metadata = written(said)
    line, headers, payload = response.answer
    assert (line, payload) == ("HTTP/1.1 200 OK", RAW)
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert response.fields["WARC-Date"] == "2026-03-02T01:00:00.000000Z"
    assert response.fields["WARC-Payload-Digest"] == f"sha256:{said.raw_digest}"
    assert metadata.fields["WARC-Concurrent-To"] == response.fields["WARC-Record-ID"]
    assert metadata.about["policywatch-chain-sha256"] == said.chain
    assert metadata.about["policywatch-raw-sha256"] == said.raw_digest


def test_headers_of_the_coding_that_the_bytes_came_in_say_so() -> None:
    response, _ = written(a_version(content_encoding="gzip", transfer_encoding="chunked", content_length="3"))
    _, headers, _ = response.answer
    assert headers["x-archive-orig-content-encoding"] == "gzip"
    assert headers["x-archive-orig-content-length"] == "3"


def test_the_same_version_is_the_same_bytes_whenever_it_is_exported() -> None:
    said = a_version(etag='"1"')
    once, again = (warc.records(kept(said), said, RAW) for _ in range(2))
    assert once == again
    assert gzip.decompress(once).count(b"WARC/1.1\r\nWARC-Type") == 2


@pytest.mark.parametrize(
    "value", ["a\r\nWARC-Type: warcinfo", "a\x00b", "a\r\n\r\nHTTP/1.1 500", "\x1b[31m", "\u2028", "正文", "\ud800"]
)
def test_no_header_of_a_server_can_begin_a_line_of_its_own(value: str) -> None:
    response, _ = written(a_version(x_odd=value))
    _, headers, payload = response.answer
    assert set(headers) == {"x-odd", "content-length"}
    assert payload == RAW


@pytest.mark.parametrize("name", ["a b", "a:b", "", "名", "a\r\n"])
def test_what_is_no_name_of_a_header_is_left_out(name: str) -> None:
    said = replace(a_version(), evidence={name: "x", ":status": "200"})
    response, _ = written(said)
    assert set(response.answer[1]) == {"content-length"}


@pytest.mark.parametrize(
    ("url", "uri"),
    [
        ("https://www.example.gov.cn/公告/一.html?x=1&y=%E4%B8%80", "https://www.example.gov.cn/%E5%85%AC%E5%91%8A/%E4%B8%80.html?x=1&y=%E4%B8%80"),
        ("https://www.example.gov.cn/a b\r\n", "https://www.example.gov.cn/a%20b%0D%0A"),
    ],
)  # fmt: skip
def test_addresses_are_such_as_the_standard_knows(url: str, uri: str) -> None:
    response, metadata = written(replace(a_version(), evidence={}), url=url)
    assert response.fields["WARC-Target-URI"] == metadata.fields["WARC-Target-URI"] == uri


@pytest.mark.parametrize("status", ["", "abc", "799", "²"])
def test_a_status_that_nobody_knows_does_no_harm(status: str) -> None:
    response, _ = written(replace(a_version(), evidence={":status": status}))
    assert response.answer[0].startswith("HTTP/1.1 ")


def test_a_moment_of_another_zone_is_written_in_utc() -> None:
    moved = replace(a_version(), captured_at=datetime.fromisoformat("2026-03-02T09:00:00.5+08:00"))
    assert moved.captured_at.astimezone(UTC) != NOW
    assert written(moved)[0].fields["WARC-Date"] == "2026-03-02T01:00:00.500000Z"
