"""What an operator configures, as frozen nouns: sources, recipes, channels and rules."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import NewType

SourceId = NewType("SourceId", str)


def _digest(parts: list[object]) -> str:
    """16 hex digits that name a piece of configuration."""
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


class SourceKind(StrEnum):
    """How the documents of a source are found."""

    AUTO = "auto"
    PAGE = "page"
    LIST = "list"
    FEED = "feed"
    SITEMAP = "sitemap"
    JSON = "json"
    GKMLPT = "gkmlpt"
    NFCMS = "nfcms"
    TRS = "trs"
    HANWEB = "hanweb"
    GOVCN = "govcn"


class Tier(StrEnum):
    """How close a source is to who made the policy; a lower tier never overrules a higher one."""

    OFFICIAL = "official"
    MEDIA = "media"
    MIRROR = "mirror"


class Baseline(StrEnum):
    """What the first round of a source does with what already stands there."""

    SILENT = "silent"
    ANNOUNCE = "announce"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectors:
    """CSS selectors that overrule the extractor; None leaves the part to it."""

    title: str | None = None
    body: str | None = None
    date: str | None = None
    remove: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How bytes of a source become text.

    Args:
        steps: names of the folding steps, in order.
        charset: overrules what the page says of itself.
        reading_version: of the reading code; raised when the same bytes would read differently.

    The digest names all of it: text read under one digest is never compared with text read
    under another, so that a new recipe re-reads and rebases silently.
    """

    reading_version: int
    steps: tuple[str, ...] = ()
    selectors: Selectors = Selectors()
    charset: str | None = None
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        parts: list[object] = [self.reading_version, self.steps, asdict(self.selectors), self.charset]
        object.__setattr__(self, "digest", _digest(parts))


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often a source is looked at.

    Args:
        every: between two looks at its listing (or its page, for kind `page`).
        recheck: between two looks at a known document.
        cron: five fields with day *names*; overrules `every`.
        timezone: IANA name in which `cron` is read.
    """

    every: timedelta = timedelta(hours=6)
    recheck: timedelta = timedelta(days=1)
    cron: str | None = None
    timezone: str = "Asia/Shanghai"


@dataclass(frozen=True, slots=True, kw_only=True)
class LegacyTls:
    """Permission to speak to a server whose TLS the default refuses, and why.

    Args:
        ca: path of the pinned certificate authority (PEM).
    """

    ca: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How we behave towards the host of a source.

    Args:
        delay: from the end of one request to the start of the next, per host.
        concurrency: requests in flight per host.
        timeout: total deadline of one look, redirects included.
        max_bytes: of the inflated body; more makes the look `Failed`.
        robots_ignored: the operator's reason not to obey robots.txt; None obeys it.
        proxy: URL, already taken from the environment.
    """

    user_agent: str = "policywatch/1"
    delay: timedelta = timedelta(seconds=2)
    concurrency: int = 1
    timeout: timedelta = timedelta(seconds=30)
    max_bytes: int = 10 * 1024 * 1024
    robots_ignored: str | None = None
    allow_private_networks: bool = False
    headers: tuple[tuple[str, str], ...] = ()
    cookies: bool = False
    proxy: str | None = None
    legacy_tls: LegacyTls | None = None


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
class Discovery:
    """Which of the links of a listing are documents, and how many are read at first.

    Args:
        include, exclude: regular expressions searched in the absolute URL.
        backfill: documents already there that the first round reads; the rest is only noted.

    The digest names what decides which links are documents: under new rules, what a listing already
    shows is a baseline again, not news.
    """

    include: str | None = None
    exclude: str | None = None
    backfill: int = 50
    api: JsonApi | None = None
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        api = asdict(self.api) if self.api else None
        object.__setattr__(self, "digest", _digest([self.include, self.exclude, api]))


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One place that publishes documents.

    Args:
        disabled: why it is not watched; None when it is.
    """

    id: SourceId
    name: str
    url: str
    recipe: Recipe
    kind: SourceKind = SourceKind.AUTO
    tier: Tier = Tier.OFFICIAL
    pace: Pace = Pace()
    manners: Manners = Manners()
    discovery: Discovery = Discovery()
    baseline: Baseline = Baseline.SILENT
    tags: tuple[str, ...] = ()
    name_en: str | None = None
    region: str | None = None
    agency: str | None = None
    disabled: str | None = None


class ChannelType(StrEnum):
    """By what means a message travels."""

    CONSOLE = "console"
    EMAIL = "email"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """Where messages go. Secrets are named here and stand in the environment.

    Args:
        to: recipients of type `email`; each is owed its own delivery.
        url: of type `webhook`.
        secret_env: name of the variable that holds the webhook's signing secret.
    """

    name: str
    type: ChannelType
    to: tuple[str, ...] = ()
    url: str | None = None
    secret_env: str | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Addresses that are each owed one delivery."""
        return self.to or (self.url or "console",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words looked for in the folded text; they are stored folded."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Which changes a rule wants; an empty part wants everything.

    Args:
        kinds: values of `core.model.ChangeKind`; empty means the five that people act on.
    """

    words: Words = Words()
    sources: tuple[SourceId, ...] = ()
    tags: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Whom to tell of what."""

    name: str
    send_to: tuple[str, ...]
    match: Match = Match()


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Settings of the whole installation that are no part of a source.

    Args:
        allow_private_networks: whether webhooks may go to loopback and private addresses.
    """

    timezone: str = "Asia/Shanghai"
    allow_private_networks: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuration:
    """All that `sources.yaml` says."""

    sources: tuple[Source, ...] = ()
    channels: tuple[Channel, ...] = ()
    rules: tuple[Rule, ...] = ()
    settings: Settings = Settings()
