"""What the network showed (Sight), and what it says (Reading): two closed unions."""

from dataclasses import dataclass, field
from datetime import timedelta

from core.model.document import Document, Fingerprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What lets the next look be cheap (RFC 9110 §13.1).

    Args:
        raw_digest: SHA-256 of the last body; equal bytes are `Unchanged` though the server says 200.
    """

    etag: str | None = None
    last_modified: str | None = None
    raw_digest: str | None = None


NO_VALIDATORS = Validators()
"""Of a place never looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fresh:
    """The server answered with a body we had not seen."""

    url: str
    status: int
    body: bytes = field(repr=False)
    headers: tuple[tuple[str, str], ...]
    validators: Validators

    def header(self, name: str) -> str | None:
        """The first value of a header, by case-insensitive name."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unchanged:
    """The server said 304, or sent the same bytes again."""

    how: str = "304"


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """The document is not there: 404, 410, or a page that says so with status 200 (`soft`)."""

    status: int
    soft: bool = False
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Somebody stands in between: a WAF, a challenge, a geo-fence, robots.txt. Says nothing of the document."""

    by: str
    evidence: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """No usable answer: time-out, refused connection, 5xx, too large, a forbidden address."""

    reason: str
    retry_after: timedelta | None = None


Sight = Fresh | Unchanged | Gone | Blocked | Failed
"""What the network showed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A trusted reading; the only one that may move the baseline."""

    document: Document
    fingerprint: Fingerprint
    folded: str = field(repr=False)
    sight: Fresh = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubtful:
    """Bytes came, but they are not to be believed: `why` they are not, as `PageKind` or a flag.

    Args:
        suspect: digest (`Suspect.exact`) of a text that counts once a second look confirms it: no failure.
    """

    why: str
    evidence: str = ""
    retry_after: timedelta | None = None
    suspect: str | None = None


Reading = Text | Unchanged | Gone | Doubtful | Failed
"""What it says."""
