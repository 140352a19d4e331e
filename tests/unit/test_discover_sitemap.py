"""Sitemaps: from the index or the file itself to every document, the newest first."""

import gzip
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest

from core.model import Ask, Reference, Validity
from core.source import Paging, SourceKind
from crawler.discover import Answer, Elsewhere, Found, Rules, Unreadable
from crawler.discover.packed import LARGEST, unpacked
from crawler.discover.sitemap import is_sitemap, sitemap
from seeds.platforms import Planted, Served, planted
from seeds.platforms.sitemap import SitemapSite
from tests.fakes.specimen_walk import walk

SITE = "https://www.mou.gov.cn"
MAP = f"{SITE}/sitemap.xml"


class Unpacked(SitemapSite):
    """The specimen as the road hears it, which unpacks what is packed."""

    def serve(self, method: str, target: str, body: bytes) -> Served | None:
        served = super().serve(method, target, body)
        if served is None:
            return None
        plain = unpacked(served.body)
        assert isinstance(plain, bytes)
        return replace(served, body=plain)


def documents(count: int = 65) -> list[Planted]:
    return [replace(document, elsewhere=document.number == 41) for document in planted(count)]


def urlset(*urls: str) -> str:
    return f"<?xml version='1.0'?><urlset>{''.join(f'<url>{url}</url>' for url in urls)}</urlset>"


def index(*children: str) -> str:
    return f"<sitemapindex>{''.join(f'<sitemap>{child}</sitemap>' for child in children)}</sitemapindex>"


def read(text: str, rules: Rules | None = None, ask: Ask | None = None) -> Found | Elsewhere | Unreadable:
    ask = ask or Ask(url=MAP)
    return sitemap(Answer(text=text, url=ask.url, ask=ask), rules or Rules(itself=(MAP,)))


def found(text: str, rules: Rules | None = None, ask: Ask | None = None) -> Found:
    outcome = read(text, rules, ask)
    assert isinstance(outcome, Found), outcome
    return outcome


def why(text: str) -> str:
    outcome = read(text)
    assert isinstance(outcome, Unreadable), outcome
    return outcome.why


def paths(references: Sequence[Reference]) -> list[str]:
    return [urlsplit(reference.url).path for reference in references]


def children(text: str, rules: Rules | None = None) -> list[str]:
    """Paths of the sitemaps that are asked for after an index."""
    followed: list[str] = []
    further = found(text, rules).further
    while further is not None:
        followed.append(urlsplit(further.url).path)
        further = found(urlset(), rules, further).further
    return followed


@pytest.mark.parametrize("origin", [SITE, "http://www.mou.gov.cn", ""])
@pytest.mark.parametrize("rows", [0, 25])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("of_one_run", [False, True])
def test_every_planted_document_is_found_and_none_twice(origin: str, rows: int, packed: bool, of_one_run: bool) -> None:
    site = Unpacked(documents(), origin=origin, rows=rows, packed=packed, of_one_run=of_one_run)

    references = walk(site, sitemap, SITE + site.listing)

    assert sorted(paths(references)) == sorted(site.wanted)


def test_the_newest_come_first_over_all_children() -> None:
    site = Unpacked(documents(), origin=SITE)

    assert paths(walk(site, sitemap, SITE + site.listing)) == list(reversed(site.wanted))


def test_the_news_extension_gives_titles_and_days() -> None:
    site = Unpacked([replace(one, title=f"【已废止】{one.title}") for one in planted(3)], origin=SITE, news=True)

    references = walk(site, sitemap, SITE + site.listing)

    assert [(ref.title, ref.date) for ref in references] == [(one.title, one.day) for one in reversed(site.documents)]
    assert {reference.listed.validity for reference in references} == {Validity.REPEALED}


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("2026-01-09T10:00:00+08:00", datetime(2026, 1, 9, 2, tzinfo=UTC)),
        ("2026-01-09T10:00:00Z", datetime(2026, 1, 9, 10, tzinfo=UTC)),
        ("2026-01-09", datetime(2026, 1, 8, 16, tzinfo=UTC)),
        ("2026-01-09 10:00:00", datetime(2026, 1, 9, 2, tzinfo=UTC)),
        ("2026", None),
        ("", None),
    ],
)
def test_a_page_says_when_it_was_last_touched_which_is_not_when_it_was_published(
    written: str, at: datetime | None
) -> None:
    (reference,) = found(urlset(f"<loc>/a.html</loc><lastmod>{written}</lastmod>")).references

    assert (reference.listed.modified, reference.date) == (at, None)


def test_the_day_in_an_address_is_the_day_of_its_document() -> None:
    (reference,) = found(urlset("<loc>/tz/202601/t20260109_77.html</loc><lastmod>2026-03-01</lastmod>")).references

    assert reference.date == date(2026, 1, 9)


def test_a_lastmod_that_is_only_the_sitemap_s_own_clock_says_nothing() -> None:
    run = [f"<loc>/{n}.html</loc><lastmod>2026-01-09T10:00:0{n}Z</lastmod>" for n in range(6)]
    told = [*run, "<loc>/old.html</loc><lastmod>2025-01-09T10:00:00Z</lastmod>"]

    assert {reference.listed.modified for reference in found(urlset(*run)).references} == {None}
    assert None not in {reference.listed.modified for reference in found(urlset(*told)).references}


def test_columns_are_no_documents_unless_nothing_else_is_there_or_include_says_so() -> None:
    columns = ["<loc>/</loc>", "<loc>/tz/</loc>", "<loc>/tz/index_2.html</loc>"]

    assert paths(found(urlset(*columns, "<loc>/tz/1.html</loc>")).references) == ["/tz/1.html"]
    assert sorted(paths(found(urlset(*columns)).references)) == ["/tz/", "/tz/index_2.html"]
    assert paths(found(urlset(*columns, "<loc>/1.html</loc>"), Rules(include="/tz/$")).references) == ["/tz/"]


def test_pages_on_foreign_sites_are_left_to_include() -> None:
    text = urlset("<loc>https://news.example.cn/a.html</loc>")

    assert "name the site in include" in why(text)
    assert len(found(text, Rules(include="news.example.cn")).references) == 1


def test_the_children_of_an_index_are_followed_newest_first() -> None:
    assert children(
        index(
            "<loc>/a.xml</loc><lastmod>2025-01-09</lastmod>",
            "<loc>/b.xml.gz</loc><lastmod>2026-01-09T10:00:00+08:00</lastmod>",
            "<loc>/c.xml</loc>",
        )
    ) == ["/b.xml.gz", "/a.xml", "/c.xml"]


@pytest.mark.parametrize(
    ("names", "order"),
    [
        (["s-2024.xml", "s-2026.xml", "s-2025.xml"], ["/s-2026.xml", "/s-2025.xml", "/s-2024.xml"]),
        (["s-2025-12.xml", "s-202601.xml"], ["/s-202601.xml", "/s-2025-12.xml"]),
        (["posts1.xml", "posts2.xml.gz", "posts10.xml"], ["/posts10.xml", "/posts2.xml.gz", "/posts1.xml"]),
        (["a.xml", "b.xml", "a.xml"], ["/a.xml", "/b.xml"]),
    ],
)
def test_children_without_dates_go_by_their_names(names: list[str], order: list[str]) -> None:
    assert children(index(*(f"<loc>/{name}</loc>" for name in names))) == order


def test_an_index_within_an_index_is_followed_too() -> None:
    further = found(index("<loc>/2.xml</loc>", "<loc>/1.xml</loc>")).further
    assert further is not None

    nested = found(index("<loc>/inner.xml</loc>", f"<loc>{MAP}</loc>"), ask=further)

    assert nested.further is not None
    assert urlsplit(nested.further.url).path == "/inner.xml"
    last = found(urlset(), ask=nested.further).further
    assert last is not None
    assert urlsplit(last.url).path == "/1.xml"


def test_an_index_is_followed_for_as_many_pages_as_a_round_has() -> None:
    text = index(*(f"<loc>/{n}.xml</loc>" for n in range(1000)))

    assert len(children(text, Rules(paging=Paging(pages=7)))) == 7


def test_an_index_that_names_itself_or_foreign_sites_ends() -> None:
    assert found(index(f"<loc>{MAP}</loc>")) == Found((), kind=SourceKind.SITEMAP)
    assert "on other sites" in why(index("<loc>https://evil.example/s.xml</loc>"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing came"),
        ("<!DOCTYPE html><html><body>404</body></html>", "an HTML page came"),
        ("<rss><channel/></rss>", "use kind: feed"),
        ("User-agent: *", "no XML came"),
        ("<urlset><url>", "broken XML"),
        ("<?xml version='1.0'?><!DOCTYPE u [<!ENTITY a 'b'>]><urlset/>", "declares entities"),
        ("<urlset>" + "<url>" * 5000, "nested too deeply"),
    ],
)
def test_what_is_no_sitemap_is_said_to_be_none(text: str, said: str) -> None:
    assert said in why(text)


def test_a_sitemap_that_is_cut_short_is_read_as_far_as_it_goes() -> None:
    text = urlset("<loc>/1.html</loc>", "<loc>/2.html?a=1&b=2</loc>", "<loc>/3.html</loc>")

    assert paths(found(text[: text.index("/3.html") - 2]).references) == ["/2.html", "/1.html"]


def test_twenty_thousand_pages_are_bounded_and_the_newest_kept() -> None:
    days = [f"20{n // 1000:02}-01-{n % 28 + 1:02}" for n in range(20_000)]
    text = urlset(*(f"<loc>/{n}.html</loc><lastmod>{day}</lastmod>" for n, day in enumerate(days)))

    references = found(text).references

    assert len(references) == 5000
    assert {ref.listed.modified.year for ref in references if ref.listed.modified} <= set(range(2014, 2020))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('\ufeff<?xml version="1.0"?>\n<?xml-stylesheet href="a"?><!-- <html> --><urlset xmlns="x">', True),
        ("<sm:sitemapindex xmlns:sm='x'>", True),
        ("<html><urlset>", False),
        ("<rss>", False),
        ("", False),
    ],
)
def test_sitemaps_are_recognised_by_how_they_begin(text: str, expected: bool) -> None:
    assert is_sitemap(text) is expected


def test_a_packed_body_is_unpacked_and_any_other_left_alone() -> None:
    assert unpacked(gzip.compress(b"<urlset/>") + gzip.compress(b"\n") + b"\x00" * 9) == b"<urlset/>\n"
    assert unpacked(b"<urlset/>") == b"<urlset/>"
    assert unpacked(b"") == b""


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (gzip.compress(b"<urlset/>")[:-9], "ends too early"),
        (b"\x1f\x8b", "ends too early"),
        (b"\x1f\x8b" + b"x" * 50, "is broken"),
        (gzip.compress(b"x" * 50_000)[:40] + b"junk" * 9, "is broken"),
        (gzip.compress(b"") * 101, "more than 100 members"),
        (gzip.compress(b"\x00" * (LARGEST + 1)), "holds more than 10,485,760 bytes"),
        (gzip.compress(b"\x00" * LARGEST) + gzip.compress(b"x"), "holds more than"),
    ],
    ids=["cut", "no header", "no gzip", "broken", "many members", "a bomb", "a bomb in parts"],
)
def test_a_packed_bomb_or_a_broken_one_is_reported(body: bytes, said: str) -> None:
    outcome = unpacked(body)

    assert isinstance(outcome, Unreadable)
    assert said in outcome.why


def test_the_bound_of_a_packed_body_is_exact() -> None:
    assert unpacked(gzip.compress(b"12345"), limit=5) == b"12345"
    assert isinstance(unpacked(gzip.compress(b"123456"), limit=5), Unreadable)
