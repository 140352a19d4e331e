"""What programs find: pages by their text, and days that are awaited."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from core.model import Dates
from core.search import read_query
from core.serialise import hit_json
from crawler.normalise import fold
from storage import open_store
from tests.contract.stored import a_listed_page
from tests.fakes.library import shelved
from tests.fakes.served import Served, serving, tell
from tests.fakes.told import article

COMMENTS, FORCE, LONG_AGO = ("deadline", "2026-03-20"), ("effective", "2026-04-01"), ("effective", "2026-02-01")


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Served]:
    """A served installation with a token, a library and some days that are awaited."""
    store = open_store(f"sqlite:///{tmp_path}/watch.db")
    async with serving(store) as opened:
        await shelved(store)
        page = await a_listed_page(store, url="/awaited.html")
        dates = Dates(published=date(2026, 3, 1), deadline=date(2026, 3, 20), effective=date(2026, 4, 1))
        said = {"effective": "自2026年4月1日起施行"}
        await tell(store, page, replace(article("第一条 支持细胞治疗。"), dates=dates, evidence=said))
        past = await a_listed_page(store, "media", "/past.html")
        await tell(store, past, replace(article("第一条 早已施行。"), dates=Dates(effective=date(2026, 2, 1))))
        yield opened
    await store.close()


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def whole(place: Served, path: str, **asked: object) -> list[dict[str, object]]:
    """A list, page by page."""
    found: list[dict[str, object]] = []
    while True:
        said = (await place.get(path, **asked)).json()
        found += said["items"]
        if said["next"] is None:
            return found
        asked["cursor"] = said["next"]


async def test_a_hit_is_what_the_command_line_says_of_it(place: Served) -> None:
    known = await place.store.search(read_query("细胞治疗", fold))
    said = (await place.get("/search", q="細胞治療")).json()
    assert said["items"] == [hit_json(hit) for hit in known.hits]
    assert {"text": "细胞治疗", "match": True} in said["items"][0]["excerpt"]
    assert said["next"] is None


async def test_what_is_found_goes_on_one_by_one_in_the_same_order(place: Served) -> None:
    everything = (await place.get("/search", q="通知")).json()["items"]
    assert len(everything) > 3
    assert await whole(place, "/search", q="通知", limit=1) == everything
    answer = await place.get("/search", q="通知", limit=1)
    assert answer.headers["link"].endswith('>; rel="next"')


async def test_a_search_is_narrowed_to_a_source_and_to_late_days(place: Served) -> None:
    in_one = (await place.get("/search", q="细胞", source="sz_kjj")).json()["items"]
    assert {one["source"]["id"] for one in in_one} == {"sz_kjj"}
    late = (await place.get("/search", q="通知", since="2026-03-01")).json()["items"]
    everything = (await place.get("/search", q="通知")).json()["items"]
    assert late == [one for one in everything if (one["published"] or "2026-03-02") >= "2026-03-01"]
    assert 0 < len(late) < len(everything)


async def test_a_search_for_nothing_is_refused_in_a_sentence(place: Served) -> None:
    for asked in ("!!!", "-细胞", " "):
        answer = await place.get("/search", q=asked)
        assert refused(answer) == (400, "bad_request")
        assert "at least one word" in answer.json()["error"]["message"]
    assert refused(await place.get("/search")) == (422, "not_understood")
    assert refused(await place.get("/search", q="x" * 2_001)) == (422, "not_understood")


async def days(place: Served, **asked: object) -> list[tuple[object, object]]:
    """Those of the two pages that were given some, in the order of the whole list."""
    found = await whole(place, "/deadlines", **asked)
    return [(one["what"], one["day"]) for one in found if str(one["url"]).endswith(("/awaited.html", "/past.html"))]


async def test_days_are_told_from_today_on_the_earliest_first(place: Served) -> None:
    everything = (await place.get("/deadlines")).json()["items"]
    assert await days(place) == [COMMENTS, FORCE]
    assert [one["day"] for one in everything] == sorted(str(one["day"]) for one in everything)
    assert "自2026年4月1日起施行" in [one["evidence"] for one in everything]
    assert await whole(place, "/deadlines", limit=1) == everything


async def test_days_are_narrowed_like_those_of_the_page(place: Served) -> None:
    since = {"from": "2026-01-01"}
    assert await days(place, **since) == [LONG_AGO, COMMENTS, FORCE]
    assert await days(place, **since, to="2026-03-20") == [LONG_AGO, COMMENTS]
    assert await days(place, **since, kind="effective") == [LONG_AGO, FORCE]
    assert await days(place, **since, kind=["deadline", "expires"]) == [COMMENTS]
    assert await days(place, **since, source="media") == [LONG_AGO]
    assert await days(place, **since, source="media", tag="nothing") == []
    assert await days(place, **since, rule="nobody") == []


async def test_days_and_cursors_that_are_none_are_refused(place: Served) -> None:
    for path, asked in (
        ("/search", {"q": "通知", "since": "2026-02-30"}),
        ("/search", {"q": "通知", "cursor": "1.2026-03-01.9223372036854775808"}),
        ("/search", {"q": "通知", "cursor": "nonsense"}),
        ("/deadlines", {"from": "0001-01-01"}),
        ("/deadlines", {"to": "9999-12-31"}),
        ("/deadlines", {"cursor": "nonsense"}),
    ):
        assert refused(await place.get(path, **asked)) == (400, "bad_request"), asked
    assert refused(await place.get("/deadlines", kind="someday")) == (422, "not_understood")
    page = await place.client.get("/search", params={"q": "通知", "after": "1.2026-03-01.9223372036854775808"})
    assert page.status_code == 200


async def test_who_has_what_was_found_is_told_that_nothing_is_new(place: Served) -> None:
    for path in ("/search?q=通知", "/deadlines"):
        tag = (await place.client.get(f"/api/v1{path}")).headers["etag"]
        again = await place.client.get(f"/api/v1{path}", headers={"If-None-Match": tag})
        assert (again.status_code, again.content) == (304, b"")
