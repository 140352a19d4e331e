"""Whatever a server sends, the round goes on, and only a document that can be believed becomes a version."""

import random
from datetime import timedelta
from pathlib import Path

import pytest

from core.model import Page as Known
from core.source import SourceId
from policywatch.round import run_round
from policywatch.wiring import open_watch, read_configuration
from tests.e2e.village import DAY_ONE, HTML, article, village
from tests.fakes.website import Page

TITLE = "关于印发第1号办法的通知"
GOOD = article(TITLE, "第1条 资助金额最高为100万元。")
NOISE = random.Random(7)

NEVER_A_VERSION = {
    "0 bytes": Page(b"", headers=HTML),
    "50 MB": Page(b"<html><body>" + b"<p>text</p>" * (50 * 1024 * 1024 // 11), headers=HTML),
    "random bytes": Page(NOISE.randbytes(40_000), headers=HTML),
    "random bytes as octets": Page(NOISE.randbytes(40_000), headers={"Content-Type": "application/octet-stream"}),
    "undecodable": Page(GOOD.replace("资助".encode(), b"\xff\xfe\xfd" * 2000), headers=HTML),
    "deeply nested": Page(b"<div>" * 200_000 + GOOD, headers=HTML),
    "formatting tags": Page(b"<b><i><u><font>" * 20_000 + GOOD, headers=HTML),
    "chrome only": Page("<ul><li><a href=/>首页</a><li><a href=/a>关于</a></ul>".encode(), headers=HTML),
    "a challenge": Page(b"<html><script>var $_ts={};$_ts.cd='x'</script></html>", status=412, headers=HTML),
    "a server error": Page(b"oops", status=502),
}


@pytest.mark.parametrize("kind", list(NEVER_A_VERSION))
async def test_a_page_that_cannot_be_believed_is_never_a_version(tmp_path: Path, kind: str) -> None:
    async with village(tmp_path) as place:
        place.site.put("/content/post_1.html", NEVER_A_VERSION[kind])
        config = read_configuration(place.config, place.environ)
        async with open_watch(config, f"sqlite:///{tmp_path}/watch.db", place.environ, lambda: DAY_ONE) as watch:
            tally = await run_round(watch, list(watch.sources))
            pages: dict[str, Known] = {p.url[-6:]: p for p in await watch.store.source_pages(SourceId("village"))}
            versions = await watch.store.versions(pages["1.html"].url)
            other = await watch.store.versions(pages["2.html"].url)
    assert tally.pages == 2
    assert versions == []
    assert pages["1.html"].last_error
    assert len(other) == 1


@pytest.mark.parametrize("kind", list(NEVER_A_VERSION))
async def test_a_known_page_that_turns_bad_is_no_change_and_neither_is_its_return(tmp_path: Path, kind: str) -> None:
    async with village(tmp_path) as place:
        now = [DAY_ONE]
        config = read_configuration(place.config, place.environ)
        async with open_watch(config, f"sqlite:///{tmp_path}/watch.db", place.environ, lambda: now[0]) as watch:
            for page in (Page(GOOD, headers=HTML), NEVER_A_VERSION[kind], Page(GOOD + b" ", headers=HTML)):
                place.site.put("/content/post_1.html", page)
                tally = await run_round(watch, list(watch.sources), every_page=True)
                now[0] += timedelta(days=1)
                assert tally.changes == []


@pytest.mark.parametrize(
    ("declared", "real"), [("gb2312", "utf-8"), ("utf-8", "gb18030"), ("big5", "utf-8"), ("nonsense", "utf-8")]
)
async def test_a_page_under_a_wrong_charset_is_read_as_what_it_is(tmp_path: Path, declared: str, real: str) -> None:
    async with village(tmp_path) as place:
        now = [DAY_ONE]
        config = read_configuration(place.config, place.environ)
        async with open_watch(config, f"sqlite:///{tmp_path}/watch.db", place.environ, lambda: now[0]) as watch:
            await run_round(watch, list(watch.sources))
            wrong = article(TITLE, "第1条 资助金额最高为100万元。").decode().replace("utf-8", declared).encode(real)
            place.site.put(
                "/content/post_1.html", Page(wrong, headers={"Content-Type": f"text/html; charset={declared}"})
            )
            now[0] += timedelta(days=1)
            tally = await run_round(watch, list(watch.sources), every_page=True)
    assert tally.changes == []
    assert tally.troubles == []
