"""`try`: what stands at an address, what would be read from it, and how to say so in sources.yaml."""

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from io import StringIO
from urllib.parse import urlsplit

from ruamel.yaml import YAML

from core.listing import Walk
from core.model import Fresh, Known, Listing, Reading, Reference
from core.source import Discovery, Manners, Paging, Source, SourceId, SourceKind
from crawler import extract_page
from crawler.fetch import HttpWeb
from crawler.read import PLAIN, read
from policywatch.walk import Walker

SHOWN = 10
DEEP = 2
"""Pages: that behind an index of sitemaps is needed to see a document."""

GENERIC = frozenset({"www", "gov", "cn", "com", "org", "net", "index", "default", "html", "htm", "shtml", "json"})
LONGEST_ID = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """What was learnt of an address.

    Args:
        walk: its first page, read as `kind: auto`.
        reading: of an address that is one document; None for a listing.
        pause: between two requests to its host, robots.txt included.
    """

    url: str
    walk: Walk
    reading: Reading | None
    pause: timedelta
    manners: Manners

    @property
    def kind(self) -> SourceKind | None:
        """How it would be watched; None where it could not be read."""
        return self.walk.kind if self.walk.trouble is None else None

    @property
    def first(self) -> Sequence[Reference]:
        """The first documents of a listing."""
        return () if self.walk.found is None else self.walk.found[:SHOWN]


class _Nothing:
    """The memory of a place never looked at."""

    async def known(self, source_id: SourceId, urls: Sequence[str]) -> dict[str, Known]:
        """Nothing is known."""
        del source_id, urls
        return {}


async def probe(url: str, manners: Manners, web: HttpWeb, now: datetime, kind: SourceKind = SourceKind.AUTO) -> Probe:
    """Look at an address as a source of its own would be looked at for the first time; remembers nothing."""
    source = Source(
        id=SourceId("try"),
        name="try",
        url=url,
        recipe=PLAIN,
        kind=kind,
        manners=manners,
        discovery=Discovery(backfill=1, paging=Paging(pages=DEEP)),
    )
    walk = await Walker(source, Listing(source_id=source.id, next_look_at=now), web, _Nothing()).walk()
    one = walk.kind is SourceKind.PAGE and isinstance(walk.sight, Fresh)
    return Probe(
        url=url,
        walk=walk,
        reading=await asyncio.to_thread(read, walk.sight, PLAIN) if one else None,
        pause=await web.pause(url, manners),
        manners=manners,
    )


def snippet(seen: Probe, name: str | None = None) -> str:
    """The lines of `sources.yaml` that watch the address; they work when pasted under `sources:`."""
    entry: dict[str, object] = {
        "id": slug(seen.url),
        "name": name or title(seen),
        "url": seen.url,
        "kind": str(seen.kind or SourceKind.AUTO),
        "tier": "official" if _is_government(seen.url) else "media",
    }
    if seen.pause > seen.manners.delay:
        entry["delay"] = f"{seen.pause.total_seconds():g}s"
    yaml = YAML()
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump({"sources": [entry]}, out)
    return out.getvalue().partition("\n")[2]


def title(seen: Probe) -> str:
    """What the page calls itself; its host where it does not."""
    host = urlsplit(seen.url).hostname or seen.url
    if not isinstance(seen.walk.sight, Fresh):
        return host
    said = extract_page(seen.walk.sight.body, seen.walk.sight.url)["title"]
    return said if isinstance(said, str) and said else host


def slug(url: str) -> str:
    """An id made of an address: what is particular in its host and path.

    >>> slug("https://wjw.gz.gov.cn/xxgk/tzgg/index.html")
    'wjw-gz-xxgk-tzgg'
    """
    parts = urlsplit(url)
    words = re.findall(r"[a-z0-9]+", f"{parts.hostname or ''} {parts.path}".lower())
    chosen = [word for word in words if word not in GENERIC]
    return ("-".join(chosen) or "source")[:LONGEST_ID].strip("-")


def _is_government(url: str) -> bool:
    return (urlsplit(url).hostname or "").endswith(".gov.cn")
