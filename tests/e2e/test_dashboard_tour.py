"""The dashboard as a new user tries it: the demo, a browser, and nobody who explains anything."""

import io
from collections.abc import AsyncIterator
from dataclasses import dataclass

import docx
import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.fakes.demonstration import demonstration
from tests.fakes.visitor import PROGRAM, WITHOUT, Visitor, chromium, visitor

pytestmark = [
    pytest.mark.skipif(PROGRAM is None, reason=WITHOUT),
    pytest.mark.asyncio(loop_scope="module"),
]

DESKTOP, PHONE = (1280, 900), (390, 844)
SEARCHED = "/search?q=生物醫藥"
STEPS = 80
"""Most presses of Tab until the first change."""


@dataclass(frozen=True)
class Demo:
    """The demo, and a browser that has opened nothing yet."""

    chromium: Browser
    address: str


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Demo]:
    """One for all tests: three days are told, and it stays up."""
    folder = tmp_path_factory.mktemp("demo")
    async with demonstration(folder) as address, chromium() as browser:
        yield Demo(browser, address)


@pytest_asyncio.fixture(loop_scope="module")
async def reader(demo: Demo) -> AsyncIterator[Visitor]:
    """Somebody at a desk who has just opened the dashboard; nothing may go wrong for them."""
    async with visitor(demo.chromium, demo.address, size=DESKTOP) as seen:
        await seen.go("/")
        yield seen
        assert seen.complaints == []


async def test_a_change_is_read_as_a_redline_and_leads_to_its_policy(reader: Visitor) -> None:
    await _open_edit(reader)
    assert (await reader.page.locator("#redline p:not(.toolbar) del").first.inner_text()).strip()
    assert (await reader.page.locator("#redline p:not(.toolbar) ins").first.inner_text()).strip()
    title = await reader.page.locator("h1").inner_text()
    await reader.page.get_by_role("link", name="This policy").click()
    await expect(reader.page.locator("h1")).to_have_text(title)
    await expect(reader.page.locator(".timeline .step")).not_to_have_count(0)


async def test_a_policy_in_simplified_script_is_found_by_words_in_traditional_script(reader: Visitor) -> None:
    await reader.page.get_by_role("link", name="Search", exact=True).click()
    await reader.page.get_by_label("Words").fill("生物醫藥 產業集群")
    await reader.page.keyboard.press("Enter")
    hit = reader.page.locator(".hits > li", has_text="产业集群行动计划").first
    await expect(hit.locator("mark").first).to_be_visible()
    assert {"生物医药", "产业集群"} & set(await hit.locator("mark").all_inner_texts())


async def test_the_amendment_table_is_a_document_that_word_opens(reader: Visitor) -> None:
    await _open_edit(reader)
    async with reader.page.expect_download() as started:
        await reader.page.get_by_role("link", name="Comparison table .docx").click()
    path = await (await started.value).path()
    table = docx.Document(io.BytesIO(path.read_bytes())).tables[0]
    assert len(table.rows) > 1
    assert any(cell.text.strip() for cell in table.rows[1].cells)


async def test_a_change_that_is_marked_seen_is_found_by_its_mark(reader: Visitor) -> None:
    title = await _open_edit(reader)
    form = reader.page.locator("#triage")
    await form.get_by_label("seen", exact=True).check()
    await form.get_by_label("Your name").fill("张三")
    await form.get_by_role("button", name="Save").click()
    await expect(form.locator(".marks .mark-seen")).to_have_text("seen")
    await reader.go("/")
    entries = reader.page.locator(".changes > li")
    await expect(entries).to_have_count(3)
    await reader.page.locator(".filter summary").click()
    await reader.page.get_by_label("Marked").select_option("seen")
    await expect(entries).to_have_count(1)
    await expect(entries.locator(".name")).to_have_text(title)
    await expect(entries.locator(".mark-seen")).to_be_visible()


async def test_the_keyboard_alone_reaches_navigation_filters_and_the_first_change(reader: Visitor) -> None:
    wanted = [".skip", ".top nav ul a", ".filter summary", ".changes .name a"]
    reached: list[str] = []
    for _ in range(STEPS):
        await reader.page.keyboard.press("Tab")
        here = await reader.page.evaluate("all => all.find(one => document.activeElement.matches(one)) || ''", wanted)
        if here and here not in reached:
            reached.append(here)
            assert await reader.page.evaluate("getComputedStyle(document.activeElement).outlineStyle != 'none'"), here
    assert reached == wanted
    await reader.page.locator(wanted[-1]).first.focus()
    await reader.page.keyboard.press("Enter")
    await expect(reader.page.locator("#triage")).to_be_visible()


@pytest.mark.parametrize(("language", "size"), [("en", DESKTOP), ("zh", PHONE)])
async def test_no_page_is_at_fault_for_axe_or_wider_than_its_window(
    demo: Demo, language: str, size: tuple[int, int]
) -> None:
    async with visitor(demo.chromium, demo.address, size=size, language=language, sealed=False) as seen:
        found: dict[str, list[str]] = {}
        for path in await _pages(seen):
            await seen.go(path)
            wide, window = await seen.width()
            if faults := [*await seen.faults(), *([f"{wide} px wide"] if wide > window else [])]:
                found[path] = faults
    assert found == {}


async def _open_edit(reader: Visitor) -> str:
    """Open the change of the demo that is an edit; its title."""
    link = reader.page.locator(".changes > li", has=reader.page.locator(".kind-edited")).locator(".name a")
    title = (await link.inner_text()).strip()
    await link.click()
    await expect(reader.page.locator("h1")).to_have_text(title)
    return title


async def _pages(seen: Visitor) -> list[str]:
    """One page of each kind that the dashboard has."""
    await seen.go("/")
    links = seen.page.locator(".changes > li", has=seen.page.locator(".kind-edited")).locator(".name a")
    change = str(await links.get_attribute("href"))
    await seen.go(change)
    own = [str(await link.get_attribute("href")) for link in await seen.page.locator(".change > .links a").all()]
    await seen.go("/sources")
    source = str(await seen.page.locator("main a[href^='/sources/']").first.get_attribute("href"))
    tabs = [str(await link.get_attribute("href")) for link in await seen.page.locator(".top nav ul a").all()]
    return [*tabs, change, f"{change}?view=side", f"{change}/silences", *own, source, SEARCHED, "/nothing"]
