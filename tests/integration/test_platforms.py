"""Every platform family over real HTTP, through the whole service: all found, none twice, a later day told once."""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from core.address_key import address_key
from core.model import Change, ChangeKind
from core.source import SourceId
from policywatch.round import Tally, run_round
from policywatch.wiring import Watch, open_watch, read_configuration
from seeds.platforms import Planted, Platform, planted
from seeds.platforms.feed import FeedForm, FeedSite
from seeds.platforms.gkmlpt import Gkmlpt
from seeds.platforms.govcn import GovcnFeed, GovcnLibrary
from seeds.platforms.hanweb import HanwebSite
from seeds.platforms.html_list import LOOKS, HtmlList
from seeds.platforms.json_api import JsonSite
from seeds.platforms.nfcms import Nfcms
from seeds.platforms.server import PlatformServer
from seeds.platforms.sitemap import SitemapSite
from seeds.platforms.trs import Pager, TrsSite

ID = SourceId("specimen")
DAY_ONE = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
COUNT = 47
Build = Callable[[Sequence[Planted], str], Platform]

SITES: dict[str, tuple[str, Build]] = {
    "gkmlpt": ("gkmlpt", lambda documents, origin: Gkmlpt(documents, origin=origin)),
    "gkmlpt in a folder": ("gkmlpt", lambda documents, origin: Gkmlpt(documents, folder="/gzpyjy")),
    "gkmlpt by auto": ("auto", lambda documents, origin: Gkmlpt(documents)),
    "nfcms": ("nfcms", lambda documents, origin: Nfcms(documents)),
    "nfcms by auto": ("auto", lambda documents, origin: Nfcms(documents)),
    **{
        f"trs {pager.name}": ("trs", lambda documents, origin, pager=pager: TrsSite(documents, pager=pager))  # type: ignore[misc]
        for pager in Pager
    },
    "trs by auto": ("auto", lambda documents, origin: TrsSite(documents)),
    "hanweb": ("hanweb", lambda documents, origin: HanwebSite(documents)),
    "hanweb by auto": ("auto", lambda documents, origin: HanwebSite(documents)),
    "govcn feed": ("govcn", lambda documents, origin: GovcnFeed(documents)),
    "govcn library": ("govcn", lambda documents, origin: GovcnLibrary(documents)),
    **{
        f"feed {form.name}": ("feed", lambda documents, origin, form=form: FeedSite(documents, form=form))  # type: ignore[misc]
        for form in FeedForm
    },
    "sitemap": ("sitemap", lambda documents, origin: SitemapSite(documents)),
    "sitemap by auto": ("auto", lambda documents, origin: SitemapSite(documents)),
    "json": ("json", lambda documents, origin: JsonSite(documents)),
    **{
        f"list of {look}": ("list", lambda documents, origin, look=look: HtmlList(look, documents))  # type: ignore[misc]
        for look in LOOKS
    },
    **{
        f"list of {look} by auto": ("auto", lambda documents, origin, look=look: HtmlList(look, documents))  # type: ignore[misc]
        for look in LOOKS
    },
}


KEYS = {
    "json": ", api: {items: data.list, url: '/content/post_{id}.html', title: name, date: publishTime}"
    ", paging: {url: '/api/policy/list?page={page}&channel=7'}"
}
"""What an operator has to say of an interface that is nobody's platform."""


def documents(count: int = COUNT) -> list[Planted]:
    """Documents with the traps that a list has: one pinned, one that stands elsewhere."""
    made = planted(count)
    made[0] = replace(made[0], pinned=True)
    made[20] = replace(made[20], elsewhere=True)
    return made


@dataclass
class Service:
    """The service, watching one specimen."""

    server: PlatformServer
    watch: Watch
    now: datetime = DAY_ONE
    told: list[Change] = field(default_factory=list)

    async def round(self, after: timedelta = timedelta(days=1)) -> Tally:
        self.now += after
        tally = await run_round(self.watch, [ID])
        self.told += tally.changes
        return tally

    async def paths(self) -> list[str]:
        """Addresses that the store has, without the origin."""
        pages = await self.watch.store.source_pages(ID)
        return sorted(address_key(page.url).partition("/")[2] for page in pages)


@asynccontextmanager
async def service(kind: str, build: Build, folder: Path) -> AsyncIterator[Service]:
    async with PlatformServer(lambda origin: build(documents(), origin)) as server:
        path = folder / "sources.yaml"
        path.write_text(
            "version: 1\nsettings: {allow_private_networks: true}\ndefaults: {every: 1h, delay: 0s, recheck: 1d}\n"
            f"sources:\n  - {{id: {ID}, name: 样本, url: '{server.listing}', kind: {kind}{KEYS.get(kind, '')}}}\n"
            "channels:\n  out: {type: console}\nrules:\n  - {name: all, send_to: [out]}\n",
            encoding="utf-8",
        )
        config = read_configuration(path, {})
        made: list[Service] = []
        clock = lambda: made[0].now if made else DAY_ONE  # noqa: E731 - it speaks of what is made below
        async with open_watch(config, f"sqlite:///{folder / 'w.db'}", {}, clock) as watch:
            made.append(Service(server, watch))
            yield made[0]


@pytest.mark.parametrize("name", SITES)
async def test_everything_planted_is_found_once_and_what_comes_later_is_told_once(name: str, tmp_path: Path) -> None:
    async with service(*SITES[name], tmp_path) as running:
        first = await running.round(timedelta())
        assert [seen.trouble for seen in first.troubles] == []
        assert running.told == []
        wanted = running.server.platform.wanted
        assert await running.paths() == sorted(address_key(f"http://x{path}").partition("/")[2] for path in wanted)

        running.server.platform.documents = [*running.server.platform.documents, *planted(3, first=COUNT + 1)]
        second = await running.round()
        assert [seen.trouble for seen in second.troubles] == []
        await running.round()
        assert [change.kind for change in running.told] == [ChangeKind.NEW] * 3
        assert len({change.url for change in running.told}) == 3
