"""`python -m benchmarks.dashboard_screenshots`: pictures of the dashboard over the demo, into docs/screenshots/."""

import asyncio
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser

from benchmarks.screenshots import FOLDER, LARGEST
from tests.fakes.demonstration import demonstration
from tests.fakes.visitor import PROGRAM, WITHOUT, Scheme, Visitor, chromium, visitor

DESKTOP, PHONE = (1280, 900), (390, 844)


@dataclass(frozen=True, slots=True)
class Picture:
    """One page, as one reader sees it; `page` is a key of `_places`."""

    name: str
    page: str
    language: str = "en"
    scheme: Scheme = "light"
    size: tuple[int, int] = DESKTOP


PICTURES = (
    Picture("dashboard-changes.png", "changes"),
    Picture("dashboard-changes-phone-dark.png", "changes", "zh", "dark", PHONE),
    Picture("dashboard-change.png", "change"),
    Picture("dashboard-change-zh-dark.png", "side", "zh", "dark"),
    Picture("dashboard-change-phone.png", "change", "zh", "light", PHONE),
    Picture("dashboard-policy.png", "policy"),
    Picture("dashboard-sources.png", "sources"),
    Picture("dashboard-deliveries.png", "deliveries", "en", "dark"),
    Picture("dashboard-deadlines-zh.png", "deadlines", "zh"),
    Picture("dashboard-search.png", "search", size=(1280, 760)),
    Picture("dashboard-search-zh-phone.png", "search", "zh", "light", PHONE),
    Picture("dashboard-system.png", "system", "en", "dark", (1280, 860)),
)


async def main() -> None:
    """Take every picture, where there is a browser."""
    if PROGRAM is None:
        print(f"skipped: {WITHOUT}")
        return
    FOLDER.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as folder:
        async with demonstration(Path(folder)) as address, chromium() as browser:
            async with visitor(browser, address) as seen:
                places = await _places(seen)
            for picture in PICTURES:
                await _take(browser, address, picture, places)


async def _places(seen: Visitor) -> Mapping[str, str]:
    """Where the pages are, by name."""
    await seen.go("/")
    edit = seen.page.locator(".changes > li", has=seen.page.locator(".kind-edited")).locator(".name a")
    change = str(await edit.get_attribute("href"))
    await seen.go(change)
    policy = str(await seen.page.get_by_role("link", name="This policy").get_attribute("href"))
    return {
        "changes": "/",
        "change": change,
        "side": f"{change}?view=side#redline",
        "policy": policy,
        "search": "/search?q=生物醫藥 產業集群",
        "deadlines": "/deadlines?month=2026-04",
        **{name: f"/{name}" for name in ("sources", "deliveries", "system")},
    }


async def _take(browser: Browser, address: str, picture: Picture, places: Mapping[str, str]) -> None:
    target = FOLDER / picture.name
    async with visitor(browser, address, size=picture.size, language=picture.language, scheme=picture.scheme) as seen:
        await seen.go(places[picture.page])
        await seen.page.screenshot(path=target, animations="disabled")
    size = target.stat().st_size
    print(f"{picture.name:36} {picture.size[0]} px wide {size / 1000:6.0f} KB")
    if size > LARGEST:
        sys.exit(f"{picture.name}: more than {LARGEST} bytes; show less of it")


if __name__ == "__main__":
    asyncio.run(main())
