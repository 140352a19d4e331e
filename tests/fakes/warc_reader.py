"""Reads a web archive by the grammar of ISO 28500:2017, and refuses whatever that does not allow."""

import base64
import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_URI = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+")
_DIGEST = re.compile(r"([!#$%&'*+\-.^_`|~0-9A-Za-z]+):([!#$%&'*+\-.^_`|~0-9A-Za-z]+)")
_DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z")
_NEEDED = {"WARC-Record-ID", "Content-Length", "WARC-Date", "WARC-Type"}
_WITH_TARGET = {"response", "metadata"}


@dataclass(frozen=True, slots=True)
class Record:
    """One record, its header fields by name and its block."""

    fields: dict[str, str]
    block: bytes

    @property
    def kind(self) -> str:
        """Its type."""
        return self.fields["WARC-Type"]

    @property
    def about(self) -> dict[str, str]:
        """A block of `application/warc-fields`."""
        assert self.fields["Content-Type"] == "application/warc-fields"
        return dict(_fields(self.block))

    @property
    def answer(self) -> tuple[str, dict[str, str], bytes]:
        """A block of `application/http`: status line, headers and payload."""
        assert self.fields["Content-Type"] == "application/http; msgtype=response"
        head, _, payload = self.block.partition(b"\r\n\r\n")
        line, _, rest = head.partition(b"\r\n")
        headers = dict(_fields(rest + b"\r\n"))
        assert int(headers["content-length"]) == len(payload)
        assert not {"content-encoding", "transfer-encoding"} & set(headers)
        return line.decode("ascii"), headers, payload


def records(archive: bytes) -> Iterator[Record]:
    """Every record; each must be a gzip member of its own (Annex D)."""
    while archive:
        member = zlib.decompressobj(16 + zlib.MAX_WBITS)
        plain = member.decompress(archive)
        assert member.eof
        archive = member.unused_data
        yield _record(plain)


def _record(plain: bytes) -> Record:
    head, _, rest = plain.partition(b"\r\n\r\n")
    version, _, lines = head.partition(b"\r\n")
    assert version == b"WARC/1.1"
    pairs = list(_fields(lines + b"\r\n"))
    fields = dict(pairs)
    assert len(fields) == len(pairs), "a field that stands twice"
    assert set(fields) >= _NEEDED
    assert _DATE.fullmatch(fields["WARC-Date"])
    datetime.fromisoformat(fields["WARC-Date"])
    for name in ("WARC-Record-ID", "WARC-Concurrent-To"):
        assert name not in fields or _URI.fullmatch(fields[name].removeprefix("<").removesuffix(">"))
    assert (fields["WARC-Type"] in _WITH_TARGET) is ("WARC-Target-URI" in fields)
    if "WARC-Target-URI" in fields:
        assert _URI.fullmatch(fields["WARC-Target-URI"])
    length = int(fields["Content-Length"])
    assert rest[length:] == b"\r\n\r\n", "a record ends with two line ends and nothing else"
    record = Record(fields, rest[:length])
    _prove(fields["WARC-Block-Digest"], record.block)
    if "WARC-Payload-Digest" in fields:
        _prove(fields["WARC-Payload-Digest"], record.answer[2])
    return record


def _fields(lines: bytes) -> Iterator[tuple[str, str]]:
    assert lines.endswith(b"\r\n")
    for line in lines.decode("utf-8").removesuffix("\r\n").split("\r\n"):
        name, colon, value = line.partition(": ")
        assert colon
        assert _TOKEN.fullmatch(name), name
        assert not re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value), value
        yield name, value


def _prove(labelled: str, data: bytes) -> None:
    parts = _DIGEST.fullmatch(labelled)
    assert parts is not None, labelled
    digest = hashlib.new(parts[1], data)
    assert parts[2] in (base64.b32encode(digest.digest()).decode().rstrip("="), digest.hexdigest())
