"""Every page over what real rounds of the specimen sites have stored, as a browser gets it, in both languages."""

from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import quote

import pytest
from rich.console import Console

from core.model import Page
from core.ports import Store
from policywatch.dashboard import Place, desk_over, served
from policywatch.demo.story import Scene, on_scene, perform
from tests.fakes.accessible import faults
from tests.fakes.desk import TOKEN, another_browser
from web.access.lock import Lock
from web.pages import TABS

NATIVE = ("en", "zh")


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    """Three days of the specimen sites, watched."""
    async with on_scene(tmp_path, Console(quiet=True)) as opened:
        assert await perform(opened)
        yield opened


async def test_every_page_is_there_for_everybody_and_breaks_no_rule_of_its_own(scene: Scene) -> None:
    watch = scene.watch
    lock = Lock(secret=b"0" * 32, token=TOKEN)
    desk = desk_over(watch.store, lambda: watch.config, lock, watch.clock, environ=watch.environ)
    async with served(desk, Place(port=0)) as address, another_browser(address) as browser:
        await browser.enter()
        for path in await _addresses(watch.store):
            for language in NATIVE:
                answer = await browser.get(f"{path}{'&' if '?' in path else '?'}lang={language}")
                assert (path, answer.status) == (path, 200)
                assert (path, faults(answer.text)) == (path, [])


async def _addresses(store: Store) -> list[str]:
    page = await _edited(store)
    assert page.policy_id is not None
    source = page.source_id
    return [
        *(f"/{tab.page}" for tab in TABS if tab.page != "changes"),
        "/",
        f"/policies/{page.policy_id}",
        f"/pages/{page.id}",
        f"/compare?url={quote(page.url, safe='')}",
        f"/compare?page={page.id}&from=1&to=2&view=side",
        f"/sources/{source}",
        "/sources?health=ok",
        f"/search?q={quote('細胞治療')}",
        f"/search?q={quote('没有这样的词')}&source={source}",
        "/deliveries?state=sent",
        "/deadlines?month=2026-04",
        "/rules?try=everything&days=30",
        "/add?url=https://www.example.gov.cn/",
    ]


async def _edited(store: Store) -> Page:
    """A page with two versions."""
    for told in await store.changes(limit=50):
        page = await store.page(told.change.page_id)
        if page.latest and page.latest.number > 1:
            return page
    raise AssertionError("nothing was edited")


def test_what_is_asked_of_pages_can_be_broken() -> None:
    broken = (
        "<html><h1>a</h1><h3 id=x>b</h3><p id=x onclick='a()' style='color:red'><input name=q><a href=/></a>"
        "<svg></svg><nav></nav><section aria-labelledby=y></section><table><tr><th>c</th></table><script>1</script>"
    )
    assert [fault.partition(":")[0] for fault in faults(broken)] == [
        "the page does not say its language",
        "the page has no title",
        "there is not one main part",
        "a heading of level 3 follows one of level 1",
        "no label",
        "no words",
        "a drawing that says nothing",
        "a navigation without a name",
        "twice the id x",
        "labelled by nothing",
        "a header of what",
        "a style in the page",
        "a script in the page",
        "a handler in the page",
    ]
