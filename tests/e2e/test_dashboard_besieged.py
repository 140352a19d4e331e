"""The dashboard of an installation in trouble: it is put right in a browser, and nobody breaks in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.fakes.besieged import BLOCKED, REFUSED, Besieged, besieged
from tests.fakes.desk import TOKEN, a_desk
from tests.fakes.memory_store import MemoryStore
from tests.fakes.routes import guarded
from tests.fakes.visitor import PROGRAM, WITHOUT, Visitor, chromium, visitor
from web.app import dashboard

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason=WITHOUT),
    pytest.mark.asyncio(loop_scope="module"),
]

FOREIGN = ".xss, [onerror], [onload], iframe, object, embed, base, script:not([src]), img, [href^='javascript:' i]"
"""What is on no page of ours: elements and attributes that only a payload brings."""

A_FORM = "body => fetch(location.origin + body, {method: 'POST', body: new URLSearchParams({all: 'true'})})"


@dataclass(frozen=True)
class Siege:
    """The installation, and a browser that has opened nothing yet."""

    chromium: Browser
    place: Besieged


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def siege(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Siege]:
    """One for all tests."""
    async with besieged(tmp_path_factory.mktemp("besieged"), TOKEN) as place, chromium() as browser:
        yield Siege(browser, place)


@pytest_asyncio.fixture(loop_scope="module")
async def operator(siege: Siege) -> AsyncIterator[Visitor]:
    """Somebody who has signed in."""
    async with visitor(siege.chromium, siege.place.address) as seen:
        await seen.go("/login")
        await seen.page.get_by_label("Token").fill(TOKEN)
        await seen.page.keyboard.press("Enter")
        await expect(seen.page.locator("h1")).to_have_text("What changed")
        yield seen


async def test_a_stranger_is_led_to_the_door_from_every_page_there_is(siege: Siege) -> None:
    async with visitor(siege.chromium, siege.place.address) as stranger:
        paths = sorted({path for method, path in guarded(dashboard(a_desk(MemoryStore()))) if method == "GET"})
        assert len(paths) > 20
        seen_inside = {}
        for path in (*paths, *siege.place.pages):
            await stranger.go(path)
            if await stranger.page.locator("input[name=token]").count() != 1 or ".example" in await _words(stranger):
                seen_inside[path] = stranger.page.url
        assert seen_inside == {}


async def test_a_form_that_is_not_ours_changes_nothing_though_the_cookie_is_sent(operator: Visitor) -> None:
    for path in ("/deliveries/retry", "/add", "/logout"):
        status = await operator.page.evaluate(f"async body => (await ({A_FORM})(body)).status", path)
        assert (path, status) == (path, 403)
    await operator.go("/deliveries")
    await expect(operator.page.locator(".parcels .state-failed")).to_have_count(1)


async def test_nothing_that_came_from_outside_runs_or_becomes_an_element_on_any_page(
    siege: Siege, operator: Visitor
) -> None:
    broken: dict[str, object] = {}
    shown = 0
    for path in siege.place.pages:
        operator.complaints.clear()
        await operator.go(path)
        words = await _words(operator)
        shown += "class=xss" in words
        complaints = [said for said in operator.complaints if "Failed to load resource" not in said]
        found = await operator.page.locator(FOREIGN).evaluate_all("all => all.map(one => one.outerHTML)")
        ran = await operator.page.evaluate("'__xss' in window")
        if complaints or found or ran or "49$49" in words:
            broken[path] = (complaints, found, ran)
    assert broken == {}
    assert shown > 10, "the payload is shown as text, so it was there to be tried"


async def test_no_hostile_word_makes_a_page_wider_than_a_phone(siege: Siege) -> None:
    async with visitor(siege.chromium, siege.place.address, size=(390, 844), token=TOKEN) as seen:
        wide = {}
        for path in (path for path in siege.place.pages if "/table." not in path):
            await seen.go(path)
            if (sizes := await seen.width())[0] > sizes[1]:
                wide[path] = sizes[0]
        assert wide == {}


async def test_a_source_that_fails_is_first_in_the_list_and_says_why_and_since_when(operator: Visitor) -> None:
    await operator.page.get_by_role("link", name="Sources", exact=True).click()
    first = operator.page.locator(f"main a[href='/sources/{BLOCKED}']").first
    await first.click()
    trouble = operator.page.locator(".wrong")
    await expect(trouble).to_contain_text("It cannot be read.")
    await expect(trouble).to_contain_text(REFUSED)
    await expect(operator.page.locator(".source-page > header time")).to_be_visible()


async def test_a_delivery_that_failed_says_why_and_is_owed_once_it_is_sent_again(operator: Visitor) -> None:
    await operator.page.get_by_role("link", name="Deliveries", exact=True).click()
    failed = operator.page.locator(".parcels > li", has=operator.page.locator(".state-failed"))
    await expect(failed).to_have_count(1)
    await expect(failed.locator(".because")).to_contain_text("550")
    owed = operator.page.locator(".parcels .state-owed")
    before = await owed.count()
    await failed.get_by_role("button").click()
    await expect(operator.page.get_by_role("status")).to_contain_text("1 go out again")
    await expect(operator.page.locator(".parcels .state-failed")).to_have_count(0)
    await expect(owed).to_have_count(before + 1)


async def _words(seen: Visitor) -> str:
    """All text that is shown."""
    return str(await seen.page.evaluate("document.documentElement.innerText"))
