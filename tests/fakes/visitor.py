"""A person with Chromium before the dashboard: what they see, and what the browser complained of."""

import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from playwright.async_api import Browser, Page, async_playwright

PROGRAM = shutil.which("chromium") or shutil.which("google-chrome")
WITHOUT = "there is no Chromium on this machine; `make browser` installs one"
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

AXE = Path(__file__).parents[1] / "fixtures" / "axe" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa")

Scheme = Literal["light", "dark"]


@dataclass
class Visitor:
    """One window, where it looks, and what went wrong in it.

    Args:
        complaints: errors on the console, errors of scripts, and dialogs that opened.
    """

    address: str
    page: Page
    complaints: list[str] = field(default_factory=list)

    async def go(self, path: str) -> None:
        """Open an address of the dashboard."""
        await self.page.goto(self.address.rstrip("/") + path)

    async def width(self) -> tuple[int, int]:
        """How wide the page is, and how wide the window."""
        wide, window = await self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        return int(wide), int(window)

    async def faults(self) -> list[str]:
        """What axe-core finds wrong with what is shown, by day and by night; empty when nothing is."""
        await self.page.add_script_tag(content=axe())
        by_day = await self._violations({"type": "tag", "values": RULES})
        await self.page.emulate_media(color_scheme="dark")
        # Of all rules these alone depend on colours.
        by_night = await self._violations({"type": "rule", "values": ("color-contrast", "link-in-text-block")})
        await self.page.emulate_media(color_scheme="light")
        return [*by_day, *(f"by night, {one}" for one in by_night)]

    async def _violations(self, rules: Mapping[str, object]) -> list[str]:
        script = "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']})"
        found = await self.page.evaluate(script, rules)
        return [
            f"{one['id']}: {node['html'][:160]} {node['failureSummary'][:300]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]


@cache
def axe() -> str:
    """The program of axe-core."""
    return AXE.read_text(encoding="utf-8")


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The browser of the machine, without a window and without a word to the world."""
    async with async_playwright() as driver:
        browser = await driver.chromium.launch(executable_path=PROGRAM, args=list(FLAGS))
        yield browser
        await browser.close()


@asynccontextmanager
async def visitor(
    browser: Browser,
    address: str,
    *,
    size: tuple[int, int] = (1280, 900),
    language: str = "en",
    scheme: Scheme = "light",
    token: str | None = None,
    sealed: bool = True,
) -> AsyncIterator[Visitor]:
    """A new window with no cookies.

    Args:
        token: sent with every request; None signs in nowhere.
        sealed: whether the pages' content policy holds, as it does for everybody but axe-core.
    """
    context = await browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        locale=language,
        color_scheme=scheme,
        bypass_csp=not sealed,
        reduced_motion="reduce",
        extra_http_headers={"Authorization": f"Bearer {token}"} if token else {},
    )
    context.set_default_timeout(20_000)
    seen = Visitor(address, await context.new_page())
    _listen(seen)
    yield seen
    await context.close()


def _listen(seen: Visitor) -> None:
    async def dismissed(dialog: object) -> None:
        seen.complaints.append(f"a dialog: {dialog}")

    seen.page.on("console", lambda said: seen.complaints.append(said.text) if said.type == "error" else None)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    seen.page.on("dialog", dismissed)
