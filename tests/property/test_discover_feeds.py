"""Whatever a server answers, a feed and a sitemap are read or refused, and lead only to the web."""

import json
import zlib

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import Ask, Reference
from crawler.discover import Answer, Found, Outcome, Rules, Unreadable
from crawler.discover.address import absolute
from crawler.discover.feed import feed, is_feed
from crawler.discover.moments import moment
from crawler.discover.outcome import BEIJING
from crawler.discover.packed import GZIP, unpacked
from crawler.discover.sitemap import is_sitemap, sitemap

URL = "https://www.mou.gov.cn/feeds/rss.xml"
PIECES = st.sampled_from(
    [
        *("<rss>", "<channel>", "<item>", "</item>", "<title>", "</title>", "<link>", "</link>", "<link href='/a'/>"),
        *(
            "<feed xmlns='http://www.w3.org/2005/Atom'>",
            "<entry xml:base='//[b/'>",
            "</entry>",
            "<a:entry>",
            "<rdf:RDF>",
        ),
        *(
            "<guid isPermaLink='true'>",
            "</guid>",
            "<pubDate>",
            "</pubDate>",
            "<?xml version='1.0'?>",
            "<!DOCTYPE x [",
            "]>",
        ),
        *("<urlset>", "<sitemapindex>", "<url>", "</url>", "<loc>", "</loc>", "<sitemap>", "<lastmod>", "</lastmod>"),
        *("<![CDATA[", "]]>", "<!--", "-->", "&", "&amp;", "&#0;", "&#x110000;", "&nbsp;", "<", ">", '"', "/a?b=1&c=2"),
        *(
            "http://[::1",
            "https://a.cn:99999/x",
            "2026-01-09",
            "9999-99-99",
            "Fri, 09 Jan 26 24:00 -1400",
            "\x00",
            "\ud800",
        ),
    ]
)
SOUP = st.lists(PIECES | st.text(max_size=8), max_size=60).map("".join)
PARTS = ["0", "1", "2", "26", "2026", "Jan", "一月", ":", "-", "/", "T", "Z", "+", "CST", "年", "月", "日"]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.floats()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["/a", URL, "2026-01-09"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["url", "id", "title", "items", "attachments", "date_modified"]), inner)
    ),
    max_leaves=20,
)


def answer(text: str) -> Answer:
    return Answer(text=text, url=URL, ask=Ask(url=URL))


def references(outcome: Outcome) -> tuple[Reference, ...]:
    return outcome.references if isinstance(outcome, Found) else ()


@settings(deadline=None, max_examples=300)
@given(
    SOUP,
    st.sampled_from(["", "<rss><channel>", "<feed>", "<urlset>", "<sitemapindex>", "<?xml version='1.0'?><rdf:RDF>"]),
)
def test_any_text_is_read_or_refused(soup: str, start: str) -> None:
    text = start + soup
    is_feed(text), is_sitemap(text)

    for reader in (feed, sitemap):
        for reference in references(reader(answer(text), Rules(itself=(URL,)))):
            assert absolute(reference.url, URL) is not None
            assert reference.listed.modified is None or reference.listed.modified.utcoffset() is not None


@settings(deadline=None, max_examples=200)
@given(st.lists(JSON, max_size=5), JSON)
def test_any_json_feed_is_read_or_refused(items: list[object], further: object) -> None:
    document = {"version": "https://jsonfeed.org/version/1.1", "items": items, "next_url": further}

    outcome = feed(answer(json.dumps(document)), Rules(itself=(URL,)))

    assert isinstance(outcome, Found | Unreadable)


@given(st.text(max_size=60) | st.lists(st.sampled_from(PARTS), max_size=14).map("".join))
def test_any_moment_is_a_moment_in_utc_or_none(written: str) -> None:
    at = moment(written, BEIJING)

    assert at is None or (at.utcoffset() is not None and 1948 <= at.year <= 2101)


@given(st.binary(max_size=200), st.integers(0, 100))
def test_any_bytes_are_unpacked_within_the_bound_or_refused(body: bytes, limit: int) -> None:
    for packed in (GZIP + body, zlib.compress(body, wbits=31), zlib.compress(body, wbits=31) + body):
        plain = unpacked(packed, limit)
        assert isinstance(plain, Unreadable) or len(plain) <= limit
