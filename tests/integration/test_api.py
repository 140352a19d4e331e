"""The API of a served installation, asked over HTTP."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from core.model import DeliveryState, Mark, PageId, Version
from core.serialise import change_json
from storage import open_store
from tests.fakes.desk import TOKEN
from tests.fakes.served import Served, serving


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Served]:
    """A served installation with a token."""
    store = open_store(f"sqlite:///{tmp_path}/watch.db")
    async with serving(store, address="https://watch.example.org") as opened:
        yield opened
    await store.close()


@pytest.fixture
async def open_place(tmp_path: Path) -> AsyncIterator[Served]:
    """One that asks for nothing."""
    store = open_store(f"sqlite:///{tmp_path}/watch.db")
    async with serving(store, token=None) as opened:
        yield opened
    await store.close()


@pytest.fixture
async def plain_place(tmp_path: Path) -> AsyncIterator[Served]:
    """One with a token, reached over plain http."""
    store = open_store(f"sqlite:///{tmp_path}/watch.db")
    async with serving(store) as opened:
        yield opened
    await store.close()


def ids(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    return [one["id"] for one in answer.json()["items"]]


def error(answer: httpx.Response) -> str:
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message"}
    assert body["error"]["message"]
    return str(body["error"]["code"])


async def test_a_change_is_what_the_command_line_says_of_it(place: Served) -> None:
    second = place.changes[1]
    (told,) = await place.store.told([second.id])
    said = (await place.get(f"/changes/{second.id}")).json()
    assert said == change_json(told, dashboard="https://watch.example.org")
    assert said["links"]["dashboard"] == f"https://watch.example.org/changes/{second.id}"
    assert any("800" in (hunk["after"] or "") for hunk in said["diff"])


async def test_changes_come_newest_first_and_as_asked_for(place: Served) -> None:
    third, second, first = (change.id for change in place.changes)
    for asked, wanted in (
        ({}, [third, second, first]),
        ({"kind": ["new"]}, [third, first]),
        ({"kind": ["new", "edited"], "source": "gz-wjw"}, [second, first]),
        ({"source": "nobody"}, []),
        ({"tag": "nothing"}, []),
        ({"stage": "in_force"}, [third, second, first]),
        ({"stage": "draft"}, []),
        ({"rule": "cell-therapy"}, [third, second, first]),
        ({"rule": "another"}, []),
        ({"since": "2026-03-02T02:00:00Z"}, [third, second]),
        ({"until": "2026-03-02T02:00:00Z"}, [first]),
        ({"since": "2026-03-02", "until": "2026-03-02"}, [third, second, first]),
        ({"until": "2026-03-01"}, []),
    ):
        assert ids(await place.get("/changes", **asked)) == wanted, asked


async def test_a_list_goes_on_where_it_ended(place: Served) -> None:
    walked, path = [], "/api/v1/changes?limit=1&kind=new&kind=edited"
    while path:
        answer = await place.client.get(path)
        walked += ids(answer)
        link, following = answer.headers.get("link"), answer.json()["next"]
        assert (link is None) == (following is None)
        path = link.partition(">")[0].removeprefix("<") if link else ""
        assert not path or answer.links["next"]["rel"] == "next"
    assert walked == [change.id for change in place.changes]


async def test_diffs_come_with_a_list_only_when_asked_for(place: Served) -> None:
    plain = (await place.get("/changes")).json()
    assert plain["left_out"] == ["diff"]
    assert [one["diff"] for one in plain["items"]] == [[], [], []]
    whole = (await place.get("/changes", diff="true")).json()
    assert whole["left_out"] == []
    assert all(one["diff"] for one in whole["items"])


async def test_a_whole_diff_has_the_unchanged_blocks_too(place: Served) -> None:
    said = (await place.get(f"/changes/{place.changes[1].id}/diff")).json()
    assert [hunk["op"] for hunk in said["hunks"]] == ["equal", "replace"]
    assert (said["version"], said["omitted"]) == ({"from": 1, "to": 2}, 0)


async def test_half_characters_of_pages_do_not_break_the_json(place: Served) -> None:
    answer = await place.get(f"/changes/{place.changes[0].id}")
    said = json.loads(answer.content.decode("utf-8", "strict"))
    assert "\ufffd" in said["title"]
    assert not any(0xD800 <= ord(character) < 0xE000 for character in json.dumps(said, ensure_ascii=False))
    version = await place.get("/pages/versions/1", url="/hostile")
    assert "\ufffd" in version.json()["document"]["attachments"][0]["name"]


async def test_who_has_it_already_is_told_that_nothing_is_new(place: Served) -> None:
    path = f"/api/v1/changes/{place.changes[1].id}"
    tag = (await place.client.get(path)).headers["etag"]
    assert tag.startswith('W/"')
    again = await place.client.get(path, headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    other = await place.client.get("/api/v1/changes", headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert other.headers["cache-control"] == "private, no-cache"


async def test_the_history_of_a_page_goes_on_and_each_version_has_its_document(place: Served) -> None:
    url = place.changes[1].url
    first = (await place.get("/pages/versions", url=url, limit=1)).json()
    second = (await place.get("/pages/versions", url=url, limit=1, cursor=first["next"])).json()
    assert [one["number"] for one in (*first["items"], *second["items"])] == [1, 2]
    assert second["next"] is None
    whole = (await place.get("/pages/versions/2", url=url)).json()
    assert "800万元" in whole["document"]["body"]
    assert error(await place.get("/pages/versions/3", url=url)) == "not_found"
    assert error(await place.get("/pages/versions", url="/nowhere")) == "not_found"
    beyond = (await place.get("/pages/versions", url=url, cursor="9")).json()
    assert (beyond["items"], beyond["next"]) == ([], None)


async def test_no_more_of_a_long_history_is_read_than_is_asked_for(
    place: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    version = place.store.version

    async def counted(page_id: PageId, number: int) -> Version | None:
        read.append(number)
        return await version(page_id, number)

    async def all_of_it(url: str) -> list[Version]:
        raise AssertionError(url)

    monkeypatch.setattr(place.store, "version", counted)
    monkeypatch.setattr(place.store, "versions", all_of_it)
    url = place.changes[1].url
    await place.get("/pages/versions", url=url, limit=1)
    await place.get("/pages/versions/2", url=url)
    assert read == [1, 2]


async def test_a_policy_is_told_with_its_pages(place: Served) -> None:
    known = await place.store.policy(place.changes[1].url)
    assert known is not None
    said = (await place.get(f"/policies/{known.id}")).json()
    assert [page["url"] for page in said["pages"]] == [place.changes[1].url]
    assert error(await place.get("/policies/pol_unknown")) == "not_found"


async def test_sources_are_told_with_their_health(place: Served) -> None:
    said = (await place.get("/sources")).json()["items"]
    assert [(one["id"], one["health"]) for one in said] == [("gz-wjw", "never looked at"), ("media", "never looked at")]
    assert (await place.get("/sources/media")).json() == said[1]
    assert error(await place.get("/sources/nobody")) == "not_found"


async def test_rules_are_told_explained_and_tried(place: Served) -> None:
    rules = (await place.get("/rules")).json()["items"]
    assert [rule["name"] for rule in rules] == ["cell-therapy", "全部 ../变化"]
    assert "any word of 细胞治疗" in rules[0]["wants"]
    explained = (await place.get(f"/changes/{place.changes[0].id}/rules")).json()["items"]
    assert [one["fires"] for one in explained] == [False, True]
    trial = (await place.get("/rules/trial", rule="cell-therapy", days=30)).json()
    assert trial["summary"]["changes"] == 2
    assert {one["change"] for one in trial["told"]} == {change.id for change in place.changes[1:]}
    assert (await place.get("/rules/trial", rule="全部 ../变化")).json()["summary"]["changes"] == 1
    assert error(await place.get("/rules/trial", rule="nobody")) == "not_found"


async def test_the_outbox_goes_on_and_what_failed_is_tried_again(place: Served) -> None:
    first = (await place.get("/deliveries", limit=2)).json()
    rest = (await place.get("/deliveries", limit=2, cursor=first["next"])).json()
    everything = [one["id"] for one in (*first["items"], *rest["items"])]
    assert everything == [one.id for one in await place.store.deliveries()]
    (failed,) = (await place.get("/deliveries", state="failed")).json()["items"]
    assert failed["last_error"] == "550 no such user"
    assert (await place.post("/deliveries/retry", {"ids": ["msg_nothing"]})).json() == {"retried": 0}
    assert (await place.post("/deliveries/retry", {"ids": [failed["id"]]})).json() == {"retried": 1}
    assert await place.store.deliveries(state=DeliveryState.FAILED) == []
    assert error(await place.post("/deliveries/retry", {"ids": []})) == "not_understood"
    assert (await place.post("/deliveries/retry", {"ids": "all"})).json() == {"retried": 0}


async def test_a_change_is_marked_once_and_by_whoever_saw_the_last_mark(place: Served) -> None:
    path = f"/changes/{place.changes[0].id}/triage"
    for _ in range(2):
        made = await place.post(path, {"mark": "important", "by": " 王五 ", "note": "请跟进"})
        assert (made.json()["number"], made.json()["by"]) == (1, "王五")
    moved = await place.post(path, {"mark": "noise", "after": 0})
    assert (moved.status_code, error(moved)) == (409, "conflict")
    assert (await place.post(path, {"mark": "noise", "after": 1})).json()["number"] == 2
    said = (await place.get(path)).json()["items"]
    assert [one["mark"] for one in said] == ["important", "noise"]
    assert ids(await place.get("/changes", mark="noise")) == [place.changes[0].id]
    assert ids(await place.get("/changes", mark=["unseen", "important"])) == [one.id for one in place.changes[1:]]
    assert error(await place.post("/changes/chg_unknown/triage", {"mark": "seen"})) == "not_found"
    assert error(await place.post(path, {"mark": "loud"})) == "not_understood"
    (glance, *_) = await place.store.changes_page()
    assert glance.mark is Mark.NOISE


async def test_it_is_told_how_noise_would_have_been_silent_and_at_what_cost(place: Served) -> None:
    ways = (await place.get(f"/changes/{place.changes[1].id}/silences", days=30)).json()["items"]
    by_part = {(way["rule"], way["part"]): way for way in ways}
    kinds = by_part["cell-therapy", "kinds"]
    assert (kinds["told"], kinds["silenced"], kinds["still"]) == (2, 1, ["全部 ../变化"])
    assert "kinds: [new, status, removed" in kinds["snippet"]
    assert by_part["cell-therapy", "sources"]["silenced"] == 2


async def test_figures_say_how_much_there_is(place: Served) -> None:
    said = (await place.get("/figures")).json()
    assert (said["versions"], said["changes"]) == (3, {"edited": 1, "new": 2})
    assert said["at"] == "2026-03-02T01:00:00Z"


async def test_nobody_comes_in_without_the_token(place: Served) -> None:
    async with httpx.AsyncClient(base_url=place.client.base_url) as stranger:
        for method, path in (("GET", "changes"), ("GET", "openapi.json"), ("POST", "deliveries/retry")):
            answer = await stranger.request(method, f"/api/v1/{path}")
            assert (answer.status_code, error(answer)) == (401, "unauthorised")
            assert answer.headers["www-authenticate"] == "Bearer"
        wrong = {"Authorization": "Bearer wrong"}
        for _ in range(5):
            await stranger.get("/api/v1/changes", headers=wrong)
        answer = await stranger.get("/api/v1/changes", headers=wrong)
        assert (answer.status_code, error(answer)) == (429, "too_many_requests")
        assert int(answer.headers["retry-after"]) > 0


async def test_a_session_changes_something_only_with_its_pledge(plain_place: Served) -> None:
    async with httpx.AsyncClient(base_url=plain_place.client.base_url) as browser:
        await browser.post("/login", data={"token": TOKEN})
        path = f"/changes/{plain_place.changes[0].id}"
        page = await browser.get(path)
        pledge = page.text.partition('name="csrf" value="')[2].partition('"')[0]
        assert pledge
        body, api = {"mark": "seen"}, f"/api/v1{path}/triage"
        assert error(await browser.post(api, json=body)) == "forbidden"
        assert (await browser.post(api, json=body, headers={"X-CSRF-Token": pledge})).status_code == 200


async def test_where_nothing_is_asked_for_programs_may_write_and_other_sites_may_not(open_place: Served) -> None:
    path, body = f"/changes/{open_place.changes[0].id}/triage", {"mark": "seen"}
    assert (await open_place.post(path, body)).status_code == 200
    for headers in (
        {"Origin": "https://evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Content-Type": "text/plain"},
        {"Origin": "null"},
    ):
        async with httpx.AsyncClient(base_url=open_place.client.base_url) as fresh:
            answer = await fresh.post(f"/api/v1{path}", content=json.dumps(body), headers=headers)
        assert (answer.status_code, error(answer)) == (403, "forbidden"), headers
    rebound = await open_place.client.get("/api/v1/changes", headers={"Host": "evil.example"})
    assert (rebound.status_code, error(rebound)) == (421, "misdirected")


async def test_what_is_wrong_with_a_request_is_said(place: Served) -> None:
    for path, asked, status, code in (
        ("/changes", {"cursor": "nonsense"}, 400, "bad_request"),
        ("/changes", {"since": "2026-02-30"}, 400, "bad_request"),
        ("/changes", {"since": "0001-01-01"}, 400, "bad_request"),
        ("/changes", {"since": "yesterday"}, 422, "not_understood"),
        ("/changes", {"limit": "0"}, 422, "not_understood"),
        ("/changes", {"limit": "201"}, 422, "not_understood"),
        ("/changes", {"kind": "loud"}, 422, "not_understood"),
        ("/changes", {"source": "x" * 201}, 422, "not_understood"),
        ("/changes/chg_unknown", {}, 404, "not_found"),
        ("/nothing", {}, 404, "not_found"),
        ("/deliveries", {"cursor": "x.y"}, 400, "bad_request"),
        ("/pages/versions", {"url": "/x", "cursor": "-1"}, 400, "bad_request"),
    ):
        answer = await place.get(path, **asked)
        assert (answer.status_code, error(answer)) == (status, code), (path, asked)
    assert error(await place.post("/changes", {})) == "method_not_allowed"
    said = (await place.get("/changes", limit="0")).json()["error"]["message"]
    assert "limit" in said


async def test_the_list_of_endpoints_is_a_page_for_those_who_are_in(place: Served) -> None:
    page = await place.client.get("/api/v1/")
    assert page.status_code == 200
    assert "/api/v1/changes/{change_id}/triage" in page.text
