"""Marks on changes, made in a browser."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from core.model import Mark
from core.source import Source
from policywatch.silence import MOST_NAMED, weighed
from storage import open_store
from tests.contract.stored import a_source
from tests.fakes.desk import TOKEN
from tests.fakes.nouns import NOW
from tests.fakes.served import CONFIGURATION, SOURCES, Served, serving
from tests.fakes.told import HOSTILE
from web.marking import LONGEST_NOTE


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Served]:
    """A served installation with a token."""
    store = open_store(f"sqlite:///{tmp_path}/watch.db")
    async with serving(store) as opened:
        yield opened
    await store.close()


@pytest.fixture
async def browser(place: Served) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has signed in."""
    async with httpx.AsyncClient(base_url=place.client.base_url) as client:
        await client.post("/login", data={"token": TOKEN})
        yield client


def pledge(page: httpx.Response) -> str:
    return page.text.partition('name="csrf" value="')[2].partition('"')[0]


async def marked(
    browser: httpx.AsyncClient, path: str, mark: str, after: int, *, note: str = "", htmx: bool = False
) -> httpx.Response:
    page = await browser.get(path)
    form = {"csrf": pledge(page), "mark": mark, "by": "王五", "note": note, "after": str(after)}
    return await browser.post(f"{path}/triage", data=form, headers={"HX-Request": "true"} if htmx else {})


async def test_a_change_is_marked_on_its_page_and_the_name_is_remembered(
    place: Served, browser: httpx.AsyncClient
) -> None:
    path = f"/changes/{place.changes[1].id}"
    assert "Nobody has marked this change yet." in (await browser.get(path)).text
    answer = await marked(browser, path, "important", 0, note=HOSTILE)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{path}#triage")
    page = (await browser.get(path)).text
    assert "mark-important" in page
    assert 'name="by" value="王五"' in page
    assert "<script>alert" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page
    (history,) = (await place.store.marks([place.changes[1].id])).values()
    assert (history[0].by, history[0].mark) == ("王五", Mark.IMPORTANT)


async def test_who_did_not_see_the_mark_of_another_is_shown_it(place: Served, browser: httpx.AsyncClient) -> None:
    path = f"/changes/{place.changes[1].id}"
    await marked(browser, path, "seen", 0)
    late = await marked(browser, path, "noise", 0)
    assert late.status_code == 409
    assert "Somebody else marked it meanwhile." in late.text
    part = await marked(browser, path, "noise", 0, htmx=True)
    assert part.status_code == 409  # htmx 4 puts what is said under an error into the page too
    assert part.text.lstrip().startswith("<section")
    assert len((await place.store.marks([place.changes[1].id]))[place.changes[1].id]) == 1


async def test_who_was_slower_does_not_lose_what_they_wrote(place: Served, browser: httpx.AsyncClient) -> None:
    path = f"/changes/{place.changes[1].id}"
    await marked(browser, path, "seen", 0)
    late = await marked(browser, path, "important", 0, note="要报告\n主任")
    assert re.search(r">\n要报告\n主任</textarea>", late.text)
    assert 'value="important" required checked' in late.text
    assert 'value="seen" required checked' not in late.text
    assert 'name="by" value="王五"' in late.text


async def test_the_lines_of_a_note_stay_lines(place: Served, browser: httpx.AsyncClient) -> None:
    path = f"/changes/{place.changes[1].id}"
    await marked(browser, path, "noise", 0, note="值班表\r\n每周都有")
    assert '<span class="note">值班表\n每周都有</span>' in (await browser.get(path)).text
    await place.post(f"{path}/triage", {"mark": "seen", "note": "a\r\nb\rc"})
    (history,) = (await place.store.marks([place.changes[1].id])).values()
    assert [one.note for one in history] == ["值班表\n每周都有", "a\nb\nc"]


async def test_a_note_is_as_long_as_its_field_lets_it_be_typed(place: Served, browser: httpx.AsyncClient) -> None:
    path = f"/changes/{place.changes[1].id}"
    note = "x\r\n" * (LONGEST_NOTE // 2 - 1) + "xx"
    assert (await marked(browser, path, "noise", 0, note=note)).status_code == 303
    assert (await marked(browser, path, "seen", 1, note="x" * (LONGEST_NOTE + 1))).status_code == 422


async def test_a_mark_needs_the_pledge_of_the_session(place: Served, browser: httpx.AsyncClient) -> None:
    path = f"/changes/{place.changes[1].id}/triage"
    assert (await browser.post(path, data={"mark": "seen"})).status_code == 403
    assert await place.store.marks([place.changes[1].id]) == {}


async def test_the_list_is_narrowed_to_what_nobody_has_looked_at(place: Served, browser: httpx.AsyncClient) -> None:
    path = f"/changes/{place.changes[1].id}"
    await marked(browser, path, "noise", 0)
    assert path not in (await browser.get("/", params={"mark": "unseen"})).text
    noise = (await browser.get("/", params={"mark": "noise"})).text
    assert path in noise
    assert f"/changes/{place.changes[0].id}" not in noise
    assert "loud" in (await browser.get("/", params={"mark": "loud"})).text


async def test_a_rule_that_would_name_very_many_sources_is_not_offered(place: Served) -> None:
    async def parts(sources: tuple[Source, ...]) -> set[str]:
        config = replace(CONFIGURATION, sources=sources)
        (told,) = await place.store.told([place.changes[1].id])
        return {way.silencer.part for way in await weighed(place.store, config, told, NOW)}

    assert "sources" in await parts(SOURCES)
    many = tuple(a_source(f"s{number}") for number in range(MOST_NAMED))
    assert await parts((*SOURCES, *many)) == await parts(SOURCES) - {"sources"}


async def test_noise_leads_to_how_it_would_have_been_silent(place: Served, browser: httpx.AsyncClient) -> None:
    path = f"/changes/{place.changes[1].id}"
    part = await marked(browser, path, "noise", 0, htmx=True)
    assert f"{path}/silences" in part.text
    page = await browser.get(f"{path}/silences", params={"lang": "en"})
    assert "would not have told 1." in page.text
    assert "- name: cell-therapy" in page.text
    assert (await browser.get("/changes/chg_unknown/silences")).status_code == 404
    assert (await browser.get("/changes/chg_unknown/triage")).status_code == 404
    alone = await browser.get(f"{path}/triage")
    assert (alone.status_code, "mark-noise" in alone.text) == (200, True)
