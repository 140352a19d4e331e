"""How the documents of a source are found."""

from dataclasses import asdict, dataclass, field

from core.source.digests import digest_of_parts


@dataclass(frozen=True, slots=True, kw_only=True)
class JsonApi:
    """A described JSON listing (kind `json`).

    Args:
        items: dotted path to the array of rows; empty for a top-level array.
        url, title, date: dotted paths inside a row; `url` may be a template such as
            `/content/post_{id}.html`.
        body: sent with POST, already encoded.
    """

    items: str
    url: str
    title: str | None = None
    date: str | None = None
    method: str = "GET"
    body: str | None = None
    content_type: str = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """How a listing goes on, where it does not say so itself.

    Args:
        pages: looked at in one round, the first included.
        next: CSS selector of the link to the next page.
        url, body: of the nth page, with `{page}` for its number.
        first: number that the second page has in `url` and `body`.
    """

    pages: int = 20
    next: str | None = None
    url: str | None = None
    body: str | None = None
    first: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovery:
    """Which of the links of a listing are documents, and how many are read at first.

    Args:
        include, exclude: regular expressions searched in the absolute URL.
        rows: CSS selector of the rows of an HTML list; None finds them.
        backfill: documents already there that the first round reads; the rest is only noted.

    The digest names what decides which links are documents: under new rules, what a listing already
    shows is a baseline again, not news.
    """

    include: str | None = None
    exclude: str | None = None
    rows: str | None = None
    paging: Paging = Paging()
    backfill: int = 50
    api: JsonApi | None = None
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        api = asdict(self.api) if self.api else None
        rows = [self.rows] if self.rows else []  # a digest of before stays what it was
        object.__setattr__(self, "digest", digest_of_parts([self.include, self.exclude, api, *rows]))
