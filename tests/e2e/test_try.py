"""`try` and `sources list`, as an operator uses them: the real command against real servers."""

import json
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from policywatch.wiring import read_configuration
from seeds.platforms import Platform, planted
from seeds.platforms.feed import FeedSite
from seeds.platforms.gkmlpt import Gkmlpt
from seeds.platforms.html_list import HtmlList
from seeds.platforms.server import PlatformServer
from seeds.platforms.sitemap import SitemapSite
from seeds.platforms.trs import TrsSite
from tests.e2e.command import Outcome, run

HEAD = "version: 1\nsettings: {allow_private_networks: true}\ndefaults: {delay: 0s}\nsources:\n"
EMPTY = "version: 1\nsettings: {allow_private_networks: true}\nsources: []\n"
DOCUMENTS = planted(30)
SITES: dict[str, Callable[[str], Platform]] = {
    "gkmlpt": lambda origin: Gkmlpt(DOCUMENTS),
    "trs": lambda origin: TrsSite(DOCUMENTS),
    "feed": lambda origin: FeedSite(DOCUMENTS),
    "sitemap": lambda origin: SitemapSite(DOCUMENTS),
    "list": lambda origin: HtmlList("items", DOCUMENTS),
}


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A file that watches nothing yet."""
    path = tmp_path / "sources.yaml"
    path.write_text(EMPTY, encoding="utf-8")
    return path


def snippet_of(ran: Outcome) -> str:
    """What `try` tells to paste."""
    lines = ran.out.splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith("To watch it")) + 1
    return "\n".join(lines[start:]) + "\n"


def paste(config: Path, ran: Outcome) -> None:
    """Do what it says."""
    config.write_text(HEAD + textwrap.indent(textwrap.dedent(snippet_of(ran)), "  "), encoding="utf-8")


@pytest.mark.parametrize("kind", SITES)
async def test_an_address_is_recognised_and_its_snippet_works_when_pasted(kind: str, config: Path) -> None:
    async with PlatformServer(SITES[kind]) as server:
        ran = await run("--config", str(config), "try", server.listing)
        assert ran.status == 0, ran.err
        assert f"kind {kind}: a listing of" in ran.out
        assert any(path.rpartition("/")[2] in ran.out for path in server.platform.wanted)
        paste(config, ran)
        pasted = read_configuration(config, {}).sources[0]
        assert (pasted.kind, pasted.url) == (kind, server.listing)
        database = f"sqlite:///{config.parent / 'w.db'}"
        checked = await run("--config", str(config), "--database", database, "check", "--json")
        assert checked.status == 0, checked.out + checked.err
        listed = await run("--config", str(config), "--database", database, "sources", "list", "--json")
        assert json.loads(listed.out)["health"] == "ok"


async def test_one_document_is_shown_as_it_is_read(config: Path) -> None:
    async with PlatformServer(SITES["list"]) as server:
        ran = await run("--config", str(config), "try", server.origin + server.platform.wanted[0])
    assert ran.status == 0
    assert "kind page: one document" in ran.out
    assert "第二条 申报单位应当在样本市登记满" in ran.out


async def test_an_address_that_cannot_be_read_says_why_and_ends_with_1(config: Path) -> None:
    async with PlatformServer(SITES["list"]) as server:
        missing = await run("--config", str(config), "try", server.origin + "/nowhere/")
    assert missing.status == 1, missing.out
    assert "cannot be watched as it stands: gone (404)" in missing.out
    refused = await run("--config", str(config), "try", "no address")
    assert (refused.status, "begin it with http" in refused.err) == (2, True)


async def test_without_a_configuration_private_addresses_stay_shut(tmp_path: Path) -> None:
    async with PlatformServer(SITES["list"]) as server:
        ran = await run("--config", str(tmp_path / "none.yaml"), "try", server.listing)
    assert ran.status == 1
    assert "address refused" in ran.out
