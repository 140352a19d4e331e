"""One look at a real server: what it becomes, and that the world cannot make it raise."""

import gzip
import random
import zlib
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from core.model import Blocked, Failed, Fresh, Gone, Unchanged, Validators
from core.source import Manners
from crawler.fetch import HttpWeb
from tests.fakes.website import Page, Website, raw_site

MANNERS = Manners(
    user_agent="policywatch-test/1 (+https://example.org/bot)",
    delay=timedelta(0),
    timeout=timedelta(seconds=5),
    max_bytes=1_000_000,
    robots_ignored="the test's own server",
    allow_private_networks=True,
)
ARTICLE = "<html><body><p>第一条 为促进细胞治疗产业发展，制定本办法。</p></body></html>".encode()


@pytest.fixture
async def site() -> AsyncIterator[Website]:
    async with Website() as site:
        yield site


@pytest.fixture
async def http() -> AsyncIterator[HttpWeb]:
    async with HttpWeb() as http:
        yield http


def manners(**changes: object) -> Manners:
    known = {name: getattr(MANNERS, name) for name in Manners.__dataclass_fields__}
    return Manners(**{**known, **changes})


async def test_a_page_is_a_fresh_sight_with_its_validators(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(ARTICLE, headers={"ETag": '"1"', "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT"}))
    sight = await http.look(site.url + "/a", MANNERS)
    assert isinstance(sight, Fresh)
    assert (sight.status, sight.body, sight.url) == (200, ARTICLE, site.url + "/a")
    assert sight.validators.etag == '"1"'
    assert sight.validators.last_modified == "Thu, 01 Jan 2026 00:00:00 GMT"
    assert sight.validators.raw_digest is not None
    assert sight.header("etag") == '"1"'


async def test_the_request_says_who_we_are_and_what_we_can_read(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(ARTICLE))
    await http.look(site.url + "/a", manners(headers=(("X-Key", "k"), ("User-Agent", "Mozilla/5.0"))))
    seen = site.log[0]
    assert seen.header("user-agent") == MANNERS.user_agent
    assert seen.header("accept-encoding") == "gzip, deflate"
    assert seen.header("x-key") == "k"


async def test_a_304_is_unchanged(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(status=304))
    asked = Validators(etag='W/"1"', last_modified="Thu, 01 Jan 2026 00:00:00 GMT")
    assert await http.look(site.url + "/a", MANNERS, asked) == Unchanged(how="304")
    assert site.log[0].header("if-none-match") == 'W/"1"'
    assert site.log[0].header("if-modified-since") == "Thu, 01 Jan 2026 00:00:00 GMT"


async def test_a_304_that_nobody_asked_for_is_no_answer(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(status=304))
    assert isinstance(await http.look(site.url + "/a", MANNERS, Validators(raw_digest="0" * 64)), Failed)


async def test_the_same_bytes_again_are_unchanged_though_the_server_says_200(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(ARTICLE), Page(gzip.compress(ARTICLE), headers={"Content-Encoding": "gzip"}))
    first = await http.look(site.url + "/a", MANNERS)
    assert isinstance(first, Fresh)
    assert await http.look(site.url + "/a", MANNERS, first.validators) == Unchanged(how="same bytes")


async def test_an_etag_that_could_not_be_sent_back_is_not_kept(http: HttpWeb) -> None:
    answer = b'HTTP/1.1 200 OK\r\nETag: "\xe6\x94\xbf"\r\nContent-Length: 2\r\n\r\nok'
    async with raw_site(answer) as url:
        sight = await http.look(url, MANNERS)
    assert isinstance(sight, Fresh)
    assert sight.validators.etag is None


@pytest.mark.parametrize("modified", ["Thu, 01 Jan 2099 00:00:00 GMT", "yesterday"])
async def test_a_day_of_change_that_is_still_to_come_is_not_kept(site: Website, http: HttpWeb, modified: str) -> None:
    site.put("/a", Page(ARTICLE, headers={"Last-Modified": modified}))
    sight = await http.look(site.url + "/a", MANNERS)
    assert isinstance(sight, Fresh)
    assert sight.validators.last_modified is None


@pytest.mark.parametrize("status", [404, 410])
async def test_what_is_not_there_is_gone(site: Website, http: HttpWeb, status: int) -> None:
    site.put("/a", Page(b"<h1>404</h1>", status=status))
    assert await http.look(site.url + "/a", MANNERS) == Gone(status=status)


@pytest.mark.parametrize("status", [401, 403, 451])
async def test_a_closed_door_is_blocked(site: Website, http: HttpWeb, status: int) -> None:
    site.put("/a", Page(b"no", status=status))
    assert await http.look(site.url + "/a", MANNERS) == Blocked(by=f"http {status}")


@pytest.mark.parametrize("status", [206, 300, 400, 405, 500, 502, 521])
async def test_any_other_status_is_failed(site: Website, http: HttpWeb, status: int) -> None:
    site.put("/a", Page(b"no", status=status))
    assert await http.look(site.url + "/a", MANNERS) == Failed(reason=f"http {status}")


@pytest.mark.parametrize("status", [200, 204])
async def test_an_empty_answer_is_fresh_and_empty(site: Website, http: HttpWeb, status: int) -> None:
    site.put("/a", Page(b"", status=status))
    sight = await http.look(site.url + "/a", MANNERS)
    assert isinstance(sight, Fresh)
    assert sight.body == b""


async def test_a_challenge_page_is_blocked_and_not_fresh(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(b"<script>document.cookie='__jsl_clearance_s=1'</script>", status=521))
    sight = await http.look(site.url + "/a", MANNERS)
    assert isinstance(sight, Blocked)
    assert sight.by == "加速乐"


async def test_a_listing_can_be_asked_for_by_post(site: Website, http: HttpWeb) -> None:
    site.put("/api?page=1", Page(b'{"items": []}'))
    sight = await http.look(
        site.url + "/api?page=1", MANNERS, method="POST", body=b'{"n":20}', content_type="application/json"
    )
    assert isinstance(sight, Fresh)
    seen = site.log[0]
    assert (seen.method, seen.body, seen.header("content-type")) == ("POST", b'{"n":20}', "application/json")


async def test_an_address_in_chinese_is_encoded(site: Website, http: HttpWeb) -> None:
    site.put("/%E6%94%BF%E7%AD%96?q=%E4%B8%80", Page(ARTICLE))
    assert isinstance(await http.look(site.url + "/政策?q=一#top", MANNERS), Fresh)


# --- bodies -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("gzip", gzip.compress(ARTICLE)),
        ("gzip", gzip.compress(ARTICLE[:30]) + gzip.compress(ARTICLE[30:])),
        ("deflate", zlib.compress(ARTICLE)),
        ("deflate", zlib.compress(ARTICLE, wbits=-15)),
        ("identity", ARTICLE),
        ("utf-8", ARTICLE),
    ],
    ids=["gzip", "two members", "zlib", "bare deflate", "identity", "no encoding at all"],
)
async def test_encoded_bodies_are_inflated(site: Website, http: HttpWeb, encoding: str, body: bytes) -> None:
    site.put("/a", Page(body, headers={"Content-Encoding": encoding}))
    sight = await http.look(site.url + "/a", MANNERS)
    assert isinstance(sight, Fresh)
    assert sight.body == ARTICLE


async def test_a_gzip_bomb_is_stopped_at_the_limit(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(gzip.compress(bytes(50_000_000)), headers={"Content-Encoding": "gzip"}))
    sight = await http.look(site.url + "/a", MANNERS)
    assert sight == Failed(reason="body larger than 1000000 bytes")


async def test_a_huge_body_is_stopped_at_the_limit(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(bytes(5_000_000)))
    assert await http.look(site.url + "/a", MANNERS) == Failed(reason="body larger than 1000000 bytes")


async def test_a_body_of_exactly_the_limit_is_read(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(b"x" * 1_000_000))
    assert isinstance(await http.look(site.url + "/a", MANNERS), Fresh)


@pytest.mark.parametrize(
    ("encoding", "body"),
    [("gzip", b"this is no gzip"), ("gzip", gzip.compress(ARTICLE)[:-12]), ("br", b"\x0b\x02\x80ok\x03")],
    ids=["no gzip", "cut short", "brotli"],
)
async def test_a_body_that_cannot_be_inflated_is_failed(
    site: Website, http: HttpWeb, encoding: str, body: bytes
) -> None:
    site.put("/a", Page(body, headers={"Content-Encoding": encoding}))
    sight = await http.look(site.url + "/a", MANNERS)
    assert isinstance(sight, Failed)
    assert "body" in sight.reason


async def test_a_body_shorter_than_announced_is_failed(http: HttpWeb) -> None:
    async with raw_site(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf") as url:
        assert await http.look(url, MANNERS) == Failed(reason="answer broken off")


# --- time ---------------------------------------------------------------------------------------


async def test_a_server_that_never_answers_times_out(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(ARTICLE, pause=30))
    sight = await http.look(site.url + "/a", manners(timeout=timedelta(seconds=0.2)))
    assert sight == Failed(reason="timed out after 0.2 s")


async def test_a_slow_drip_ends_at_the_deadline(site: Website, http: HttpWeb) -> None:
    site.put("/a", Page(b"x" * 1000, drip=0.02))
    sight = await http.look(site.url + "/a", manners(timeout=timedelta(seconds=0.3)))
    assert sight == Failed(reason="timed out after 0.3 s")


async def test_the_deadline_covers_all_redirects_together(site: Website, http: HttpWeb) -> None:
    for step in range(3):
        site.put(f"/{step}", Page(status=302, headers={"Location": f"/{step + 1}"}, pause=0.15))
    site.put("/3", Page(ARTICLE, pause=0.15))
    sight = await http.look(site.url + "/0", manners(timeout=timedelta(seconds=0.4)))
    assert sight == Failed(reason="timed out after 0.4 s")


# --- what the world can send --------------------------------------------------------------------


HOSTILE = {
    "random bytes": random.Random(7).randbytes(4000),
    "nothing": b"",
    "another protocol": b"SSH-2.0-OpenSSH_9.2\r\n",
    "a status beyond numbers": b"HTTP/1.1 abc OK\r\n\r\n",
    "a huge header": b"HTTP/1.1 200 OK\r\nX: " + b"a" * 200_000 + b"\r\n\r\n",
    "a thousand headers": b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 5000 + b"\r\n",
    "a negative length": b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
    "broken chunks": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello",
    "a null in a header": b"HTTP/1.1 200 OK\r\nX: a\x00b\r\nContent-Length: 0\r\nETag: \x00\r\n\r\n",
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_answer_is_failed(http: HttpWeb, name: str) -> None:
    async with raw_site(HOSTILE[name]) as url:
        sight = await http.look(url, MANNERS)
    assert isinstance(sight, Failed)
    assert sight.reason


async def test_headers_in_no_charset_are_read_as_they_are(http: HttpWeb) -> None:
    async with raw_site(b"HTTP/1.1 200 OK\r\nX: \xd5\xfe\xb2\xdf\r\nContent-Length: 2\r\n\r\nok") as url:
        sight = await http.look(url, MANNERS)
    assert isinstance(sight, Fresh)
    assert sight.header("x") == "Õþ²ß"


@pytest.mark.parametrize(
    "url",
    ["http://[", "", "no address", "ftp://example.org/a", "file:///etc/passwd", "http://user:secret@example.org/",
     "http://a..b/", "http://.example.org/", "http://" + "a" * 64 + ".org/", "http://example.org:99999/",
     "http://exa mple.org/", "http://[fe80::1%25eth0]/", "http://example.org/" + "a" * 9000, "http://1.2.3.4.5/",
     "http://\ud800.org/"],
)  # fmt: skip
async def test_what_is_no_address_is_failed(http: HttpWeb, url: str) -> None:
    assert isinstance(await http.look(url, MANNERS), Failed)


async def test_a_closed_port_is_failed_in_plain_words(http: HttpWeb) -> None:
    async with Website() as site:
        url = site.url
    assert await http.look(url, MANNERS) == Failed(reason="connection refused")


async def test_a_name_that_does_not_exist_is_failed_in_plain_words(http: HttpWeb) -> None:
    assert await http.look("http://nowhere.invalid/", MANNERS) == Failed(reason="name not resolved")


async def test_a_header_that_cannot_be_sent_is_failed(site: Website, http: HttpWeb) -> None:
    sight = await http.look(site.url + "/a", manners(headers=(("X", "a\r\nY: b"),)))
    assert isinstance(sight, Failed)
    assert site.log == []
