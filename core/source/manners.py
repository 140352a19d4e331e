"""How often a source is looked at, and how we behave towards its host."""

from dataclasses import dataclass
from datetime import timedelta


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
