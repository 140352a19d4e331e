"""A web archive: what the sites answered, as ISO 28500:2017 (WARC/1.1) has it, for any tool that replays or proves it.

Every record is a gzip member of its own (Annex D). A version is two records: `response`, the answer with the bytes as
they are kept, and `metadata`, the digests that chain it to the history. Bytes are kept without the coding they came
in: the headers that spoke of it are kept under the prefix `x-archive-orig-`, as other archives do.
"""

import base64
import gzip
import hashlib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from urllib.parse import quote

from core.model import Version
from storage.records import KeptVersion

Fields = list[tuple[str, str]]

_SPACE = uuid.UUID("8f0a5b0e-6f4c-5c55-9d1e-5b7a0c1d2e3f")
"""Record ids are made from what they name: exported again, a version has the same."""

_CODING = ("content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive")
_KEPT_IN_URL = "%/:?#[]@!$&'()*+,;=~-._"
_STANDARD = "http://bibnum.bnf.fr/WARC/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record.

    Args:
        fields: those of its own, beside the ones that every record has.
    """

    kind: str
    name: str
    date: datetime
    content_type: str
    block: bytes
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> str:
        """Its URI."""
        return f"<urn:uuid:{uuid.uuid5(_SPACE, self.name)}>"

    def packed(self) -> bytes:
        """A gzip member; the same record packs to the same bytes."""
        head: Fields = [
            ("WARC-Type", self.kind),
            ("WARC-Record-ID", self.id),
            ("WARC-Date", _moment(self.date)),
            *self.fields,
            ("WARC-Block-Digest", f"sha1:{_base32(hashlib.sha1(self.block, usedforsecurity=False).digest())}"),
            ("Content-Type", self.content_type),
            ("Content-Length", str(len(self.block))),
        ]
        record = b"WARC/1.1\r\n" + _lines(head) + b"\r\n" + self.block + b"\r\n\r\n"
        return gzip.compress(record, mtime=0)


def opening(filename: str, software: str, now: datetime) -> bytes:
    """The `warcinfo` record that a file begins with."""
    about: Fields = [
        ("software", software),
        ("format", "WARC File Format 1.1"),
        ("conformsTo", f"{_STANDARD}WARC_ISO_28500_version1-1_final.pdf"),
        ("description", "Versions of government pages, as they were answered; digests chain them to their history"),
    ]
    record = Record(
        kind="warcinfo",
        name=f"warcinfo {filename} {now.isoformat()}",
        date=now,
        content_type="application/warc-fields",
        block=_lines(about),
        fields=(("WARC-Filename", _one_line(filename)),) if filename else (),
    )
    return record.packed()


def records(kept: KeptVersion, version: Version, raw: bytes) -> bytes:
    """The records of one version."""
    target = ("WARC-Target-URI", _uri(version.evidence.get(":url") or kept.url))
    response = Record(
        kind="response",
        name=f"response {kept.url} {version.number} {version.chain}",
        date=version.captured_at,
        content_type="application/http; msgtype=response",
        block=_answer(version.evidence, raw),
        fields=(target, ("WARC-Payload-Digest", f"sha256:{hashlib.sha256(raw).hexdigest()}")),
    )
    metadata = Record(
        kind="metadata",
        name=f"metadata {response.name}",
        date=version.captured_at,
        content_type="application/warc-fields",
        block=_lines(_history(kept, version)),
        fields=(target, ("WARC-Concurrent-To", response.id)),
    )
    return response.packed() + metadata.packed()


def _history(kept: KeptVersion, version: Version) -> Fields:
    told: Fields = [
        ("policywatch-source", kept.source_id),
        ("policywatch-url", kept.url),
        ("policywatch-version", str(version.number)),
        ("policywatch-raw-sha256", version.raw_digest),
        ("policywatch-text-sha256", version.fingerprint.exact),
        ("policywatch-chain-sha256", version.chain),
        ("policywatch-captured-at", version.captured_at.isoformat()),
    ]
    return [*told, ("policywatch-change", kept.change.id)] if kept.change is not None else told


def _answer(evidence: Mapping[str, str], raw: bytes) -> bytes:
    """The answer as HTTP/1.1 has it, with the length that the kept bytes have."""
    said = evidence.get(":status", "")
    status = int(said) if said.isascii() and said.isdigit() else HTTPStatus.OK.value
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = ""
    headers: Fields = [
        (f"x-archive-orig-{name}" if name in _CODING else name, value)
        for name, value in evidence.items()
        if not name.startswith(":") and _is_token(name)
    ]
    headers.append(("content-length", str(len(raw))))
    return f"HTTP/1.1 {status} {reason}\r\n".encode("ascii") + _lines(headers) + b"\r\n" + raw


def _lines(fields: Iterable[tuple[str, str]]) -> bytes:
    return b"".join(f"{name}: {_one_line(value)}\r\n".encode("utf-8", "replace") for name, value in fields)


def _one_line(value: str) -> str:
    """Nothing in a value can begin a line of its own, or end the record."""
    return "".join(char if char.isprintable() else " " for char in value).strip()


def _is_token(name: str) -> bool:
    return bool(name) and all(char.isascii() and (char.isalnum() or char in "!#$%&'*+-.^_`|~") for char in name)


def _uri(url: str) -> str:
    """An address as RFC 3986 has it: what stands in Chinese in it is percent-encoded."""
    return quote(url, safe=_KEPT_IN_URL, errors="replace")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _base32(digest: bytes) -> str:
    return base64.b32encode(digest).decode("ascii")
