"""What other programs ask of a served installation: feeds, metrics, and whether it is ready."""

import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from xml.etree import ElementTree

import httpx
import pytest
from icalendar import Calendar
from prometheus_client.parser import text_string_to_metric_families

from core.model import ChangeKind
from storage import open_store
from tests.contract.stored import a_listed_page
from tests.fakes.desk import TOKEN
from tests.fakes.nouns import NOW
from tests.fakes.served import CELLS, EVERYTHING, Served, serving, tell
from tests.fakes.told import article
from web.access.feed import feed_path, feed_token
from web.readiness import LATE, STILL, looked

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Served]:
    """A served installation with a token."""
    store = open_store(f"sqlite:///{tmp_path}/watch.db")
    async with serving(store, address="https://watch.example.org") as opened:
        yield opened
    await store.close()


@pytest.fixture
async def stranger(place: Served) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody who has no token."""
    async with httpx.AsyncClient(base_url=place.client.base_url) as client:
        yield client


async def test_a_feed_opens_with_its_own_token_alone(place: Served, stranger: httpx.AsyncClient) -> None:
    path = feed_path(CELLS.name, "atom", TOKEN)
    answer = await stranger.get(path)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.headers["cache-control"] == "private, no-cache"
    feed = ElementTree.fromstring(answer.content)
    assert len(feed.findall(f"{ATOM}entry")) == 2
    (itself,) = (link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self")
    assert itself.get("href") == f"https://watch.example.org{path}"
    assert (await place.client.get(feed_path(CELLS.name, "atom", None))).content == answer.content


async def test_a_wrong_token_and_a_rule_that_is_not_there_look_alike(
    place: Served, stranger: httpx.AsyncClient
) -> None:
    wrong = await stranger.get(feed_path(CELLS.name, "atom", "another token"))
    unknown = await stranger.get(f"/feeds/nobody.atom?token={feed_token(TOKEN, 'nobody')}")
    other = await stranger.get(f"/feeds/{CELLS.name}.atom?token={feed_token(TOKEN, EVERYTHING.name)}")
    assert {(one.status_code, one.content) for one in (wrong, unknown, other)} == {(404, wrong.content)}
    assert (await stranger.get("/feeds/nobody.atom")).status_code == 401
    for path in ("/feeds/nobody.atom", f"/feeds/{CELLS.name}.exe", "/feeds/x"):
        assert (await place.client.get(path)).status_code == 404


async def test_every_format_is_handed_out_whatever_the_rule_is_called(
    place: Served, stranger: httpx.AsyncClient
) -> None:
    said = (await stranger.get(feed_path(EVERYTHING.name, "json", TOKEN))).json()
    assert len(said["items"]) == 3
    assert said["feed_url"].startswith("https://watch.example.org/feeds/")
    days = Calendar.from_ical((await stranger.get(feed_path(EVERYTHING.name, "ics", TOKEN))).content)
    assert list(days.walk("VEVENT"))


async def test_who_has_a_feed_already_is_told_so_until_something_changes(place: Served) -> None:
    path = feed_path(CELLS.name, "atom", None)
    first = await place.client.get(path)
    assert parsedate_to_datetime(first.headers["last-modified"]) == place.changes[1].at
    for headers in (
        {"If-None-Match": first.headers["etag"]},
        {"If-Modified-Since": first.headers["last-modified"]},
    ):
        again = await place.client.get(path, headers=headers)
        assert (again.status_code, again.content) == (304, b"")
    stale = {"If-None-Match": '"other"', "If-Modified-Since": first.headers["last-modified"]}
    assert (await place.client.get(path, headers=stale)).status_code == 200
    assert (await place.client.get(path, headers={"If-Modified-Since": "nonsense"})).status_code == 200
    page = await a_listed_page(place.store, url="/third")
    await tell(place.store, page, article("支持细胞治疗"), kind=ChangeKind.NEW, at=timedelta(hours=5))
    after = await place.client.get(path, headers={"If-None-Match": first.headers["etag"]})
    assert after.status_code == 200
    assert len(ElementTree.fromstring(after.content).findall(f"{ATOM}entry")) == 3


async def test_metrics_are_for_those_who_are_in(place: Served, stranger: httpx.AsyncClient) -> None:
    assert (await stranger.get("/metrics")).status_code == 401
    answer = await place.client.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    families = {family.name: family for family in text_string_to_metric_families(answer.text)}
    assert {sample.labels["state"]: sample.value for sample in families["policywatch_deliveries"].samples} == {
        "owed": 2,
        "claimed": 0,
        "sent": 0,
        "failed": 1,
    }


async def test_it_is_ready_while_the_scheduler_beats_and_anybody_may_ask(
    place: Served, stranger: httpx.AsyncClient
) -> None:
    answer = await stranger.get("/ready")
    assert answer.status_code == 503
    assert answer.json()["checks"]["heartbeat"] == {"ok": False, "last": None}
    assert TOKEN not in answer.text
    await place.store.beat("scheduler", NOW)
    assert (await stranger.head("/ready")).status_code == 503  # asked again a moment later: the same answer


async def test_what_makes_it_not_ready_is_named(place: Served) -> None:
    await place.store.beat("scheduler", NOW)
    assert (await looked(place.store, NOW)).ok
    assert (await looked(place.store, NOW + STILL)).ok
    silent = await looked(place.store, NOW + 2 * STILL)
    assert [name for name, check in silent.checks.items() if not check["ok"]] == ["heartbeat"]
    late = NOW + LATE + timedelta(seconds=1)
    await place.store.beat("scheduler", late)
    behind = await looked(place.store, late)
    assert [name for name, check in behind.checks.items() if not check["ok"]] == ["lag"]
    assert behind.checks["lag"]["seconds"] == LATE.total_seconds() + 1


async def test_a_database_that_does_not_answer_makes_it_not_ready(tmp_path: Path) -> None:
    file = tmp_path / "watch.db"
    store = open_store(f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("DROP TABLE heartbeat")
    found = await looked(store, NOW)
    await store.close()
    assert json.loads(json.dumps(found.checks)) == {"database": {"ok": False}}
