"""The dashboard in a real browser, under its own content policy."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, async_playwright, expect

from core.model import ChangeKind
from policywatch.dashboard import Place, served
from tests.contract.stored import a_change, a_listed_page, a_text, a_verdict
from tests.fakes.desk import TOKEN, a_desk
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome")

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed")


@dataclass
class Sight:
    """A browser, where it looks, and what it complained of."""

    chromium: Chromium
    address: str
    page: Page
    complaints: list[str] = field(default_factory=list)

    async def enter(self) -> None:
        """Sign in, by keyboard alone."""
        await self.page.goto(self.address)
        await expect(self.page.get_by_label("Token")).to_be_focused()  # the browser does so in its own time
        await self.page.keyboard.type(TOKEN)
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator("h1")).to_have_text("What changed")


@pytest.fixture
async def sight() -> AsyncIterator[Sight]:
    """Three changes, two kinds; nobody has signed in."""
    store = MemoryStore()
    for minutes, kind in enumerate((ChangeKind.NEW, ChangeKind.EDITED, ChangeKind.NEW)):
        page = await a_listed_page(store, url=f"https://gz.example/{minutes}")
        await store.commit(page, a_verdict(page, a_text(1, "第一条 最高奖励500万元。")))
        page = await store.page(page.id)
        change = replace(a_change(page, 1, kind=kind, before=1, after=2), at=NOW + minutes * timedelta(minutes=1))
        await store.commit(page, a_verdict(page, a_text(2, "第一条 最高奖励800万元。"), change))
    async with served(a_desk(store), Place(port=0)) as address, async_playwright() as driver:
        chromium = await driver.chromium.launch(executable_path=PROGRAM, args=["--no-sandbox"])
        page_of = await (await chromium.new_context(viewport={"width": 390, "height": 844})).new_page()
        found = Sight(chromium, address, page_of)
        page_of.on("console", lambda said: found.complaints.append(said.text) if said.type == "error" else None)
        page_of.on("pageerror", lambda error: found.complaints.append(str(error)))
        yield found
        await chromium.close()


async def test_filtering_swaps_the_list_and_going_back_brings_it_back(sight: Sight) -> None:
    await sight.enter()
    entries = sight.page.locator(".changes > li")
    await expect(entries).to_have_count(3)
    await sight.page.locator(".filter summary").click()
    await sight.page.get_by_label("edited").check()
    await expect(entries).to_have_count(1)
    assert "kind=edited" in sight.page.url
    await sight.page.get_by_label("new", exact=True).check()
    await expect(entries).to_have_count(3)
    await sight.page.go_back()
    await expect(entries).to_have_count(1)
    assert sight.complaints == []


async def test_a_change_can_be_put_side_by_side_and_nothing_is_wider_than_a_phone(sight: Sight) -> None:
    await sight.enter()
    await sight.page.locator(".name a").first.click()
    for choice in ("Side by side", "Inline"):
        await sight.page.get_by_role("link", name=choice).click()
        await expect(sight.page.get_by_role("link", name=choice)).to_have_attribute("aria-current", "true")
        await expect(sight.page.locator("del", has_text="500万元")).to_be_visible()
        assert await sight.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert sight.complaints == []


async def test_a_link_in_somebody_s_web_mail_leads_to_the_change_though_the_cookie_is_strict(sight: Sight) -> None:
    await sight.enter()
    mail = "https://mail.example/"
    await sight.page.route(
        mail, lambda route: route.fulfill(content_type="text/html", body=f'<a href="{sight.address}?kind=new">go</a>')
    )
    await sight.page.goto(mail)
    await sight.page.get_by_text("go").click()
    await expect(sight.page.locator(".changes > li")).to_have_count(2)


async def test_the_keyboard_reaches_the_content_first_and_signing_out_works(sight: Sight) -> None:
    await sight.enter()
    await sight.page.keyboard.press("Tab")
    await expect(sight.page.locator(".skip")).to_be_focused()
    await sight.page.get_by_role("button", name="Sign out").click()
    await expect(sight.page.get_by_label("Token")).to_be_focused()
    assert await sight.page.context.cookies() == []
