"""Feeds of every form, and what sites make of them: from the pasted address to every entry, each once."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from urllib.parse import urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser

from core.address_key import address_key
from core.model import Ask, Attachment, Reference, Validity
from core.source import Paging, SourceKind
from crawler.discover import Answer, Elsewhere, Found, Rules, Unreadable
from crawler.discover.feed import feed, feed_link, is_feed
from crawler.discover.outcome import BEIJING
from seeds.platforms import Planted, planted
from seeds.platforms.feed import FeedForm, FeedSite
from tests.fakes.specimen_walk import walk

SITE = "https://www.mou.gov.cn"
FEED = f"{SITE}/feeds/rss.xml"
ENTRY = "<title>通知</title><link>/content/post_1.html</link>"
FORMS = list(FeedForm)


def documents(count: int = 65) -> list[Planted]:
    """Pinned, repealed and off-site ones among others."""
    return [
        replace(
            document,
            pinned=document.number in {2, 3},
            repealed=document.number in {3, 40},
            elsewhere=document.number == 41,
        )
        for document in planted(count)
    ]


def rss(*items: str, channel: str = "") -> str:
    return f"<rss version='2.0'><channel>{channel}{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"


def read(text: str, rules: Rules | None = None, url: str = FEED, number: int = 1) -> Found | Elsewhere | Unreadable:
    return feed(Answer(text=text, url=url, ask=Ask(url=url), number=number), rules or Rules(itself=(url,)))


def found(text: str, rules: Rules | None = None) -> Found:
    outcome = read(text, rules)
    assert isinstance(outcome, Found), outcome
    return outcome


def one(text: str) -> Reference:
    (reference,) = found(text).references
    return reference


def paths(references: Sequence[Reference]) -> list[str]:
    return [urlsplit(reference.url).path for reference in references]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("origin", [SITE, "http://www.mou.gov.cn", ""])
@pytest.mark.parametrize("careless", [False, True])
def test_every_planted_document_is_found_and_none_twice(form: FeedForm, origin: str, careless: bool) -> None:
    site = FeedSite(documents(), form=form, origin=origin, careless=careless)

    references = walk(site, feed, SITE + site.listing)

    assert sorted(paths(references)) == sorted(site.wanted)
    assert len({address_key(reference.url) for reference in references}) == len(site.wanted)


@pytest.mark.parametrize("form", FORMS)
def test_titles_days_and_standing_are_those_of_the_documents(form: FeedForm) -> None:
    site = FeedSite(documents(), form=form, origin=SITE)
    expected = {
        f"/content/post_{7_000_000 + document.number}.html": (
            ("【已废止】" if document.repealed else "") + document.title,
            document.day,
            Validity.REPEALED if document.repealed else None,
        )
        for document in site.documents
    }

    references = walk(site, feed, SITE + site.listing)

    for path, reference in zip(paths(references), references, strict=True):
        assert (reference.title, reference.date, reference.listed.validity) == expected[path]


@pytest.mark.parametrize("form", FORMS)
def test_a_page_that_names_its_feed_is_the_door_to_it(form: FeedForm) -> None:
    site = FeedSite(documents(), form=form)

    assert sorted(paths(walk(site, feed, f"{SITE}/"))) == sorted(site.wanted)


def test_an_entry_says_when_it_was_last_touched() -> None:
    entry = (
        "<entry><link href='/a'/><published>2026-01-09</published><updated>2026-01-12T08:00:00+08:00</updated></entry>"
    )

    reference = one(f"<feed xmlns='http://www.w3.org/2005/Atom'>{entry}</feed>")

    assert reference.date == date(2026, 1, 9)
    assert reference.listed.modified == datetime(2026, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Fri, 09 Jan 2026 10:00:00 +0800", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("9 Jan 26 10:00 GMT", datetime(2026, 1, 9, 10, tzinfo=UTC)),
        ("Fri, 09 Jan 2026 10:00:00 CST", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("Fri, 09 Jan 2026 10:00:00 GMT+8", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("Fri, 09 Jan 2026 10:00:00 GMT+08:00", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("Fri, 09 Jan 2026 10:00:00 +9900", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("Fri, 09 Jan 2026 10:00:00 (北京时间)", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("Fri Jan 09 10:00:00 CST 2026", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("周五, 09 一月 2026 10:00:00 +0800", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("星期三, 09 12月 2026 10:00:00 +0800", datetime(2026, 12, 9, 10, tzinfo=BEIJING)),
        ("2026-01-09T10:00:00Z", datetime(2026, 1, 9, 10, tzinfo=UTC)),
        ("2026-01-09T10:00:00.1234567+0800", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("2026-01-09 10:00:00", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("2026/1/9 10:00", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("2026年1月9日 10:00", datetime(2026, 1, 9, 10, tzinfo=BEIJING)),
        ("2026-01-09", datetime(2026, 1, 9, tzinfo=BEIJING)),
        ("2026-01-09T25:61:00", datetime(2026, 1, 9, tzinfo=BEIJING)),
        ("2026-13-09", None),
        ("Fri, 31 Feb 2026 10:00:00 GMT", None),
        ("昨天", None),
        ("", None),
        ("9" * 5000, None),
    ],
)
def test_moments_are_read_in_every_form(written: str, at: datetime | None) -> None:
    text = rss(f"<link>/a</link><atom:updated>{written}</atom:updated><pubDate>{written}</pubDate>")

    reference = one(text)

    assert reference.listed.modified == at
    assert reference.date == (at.astimezone(BEIJING).date() if at else None)


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        ("<link> /content/post_1.html\n</link>", f"{SITE}/content/post_1.html"),
        ("<link>post_1.html</link>", f"{SITE}/feeds/post_1.html"),
        ("<link xml:base='/content/'>post_1.html</link>", f"{SITE}/content/post_1.html"),
        ("<link><![CDATA[/a?x=1&y=2]]></link>", f"{SITE}/a?x=1&y=2"),
        ("<link>/a?x=1&y=2</link>", f"{SITE}/a?x=1&y=2"),
        ("<link>/a?x=1&amp;y=2</link>", f"{SITE}/a?x=1&y=2"),
        ("<link>/a?x=1&copy=2</link>", f"{SITE}/a?x=1&copy=2"),
        (f"<guid>{SITE}/g</guid>", f"{SITE}/g"),
        ("<link/><guid isPermaLink='true'>/g</guid>", f"{SITE}/g"),
        (f"<guid isPermaLink='false'>{SITE}/g</guid><link>/l</link>", f"{SITE}/l"),
        ("<atom:link rel='enclosure' href='/f.pdf'/><atom:link rel='alternate' href='/l'/>", f"{SITE}/l"),
        ("<link type='application/pdf' href='/f.pdf'/><link type='text/html' href='/l'/>", f"{SITE}/l"),
        ("<comments>/c</comments><source><link>/s</link></source><link>/l</link>", f"{SITE}/l"),
        ("<link>javascript:void(0)</link><guid>https://www.mou.gov.cn/g</guid>", f"{SITE}/g"),
    ],
)
def test_an_entry_is_found_at_its_link_or_at_its_guid(entry: str, url: str) -> None:
    assert one(rss(entry)).url == url


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("关于<![CDATA[<b>细胞</b>]]>治疗的通知", "关于细胞治疗的通知"),
        ("关于&lt;b&gt;细胞&lt;/b&gt;治疗的通知", "关于细胞治疗的通知"),
        ("<div xmlns='http://www.w3.org/1999/xhtml'>关于<b>细胞</b>治疗的通知</div>", "关于细胞治疗的通知"),
        ("研发 R&D 通知", "研发 R&D 通知"),
        ("研发&nbsp;R&amp;D&hellip;", "研发 R&D…"),
        ("管理办法<试行>", "管理办法<试行>"),
        ("一&#0;二&#xD800;三\x0b\ud800四", "一二三四"),
        ("[详细]", None),
        ("", None),
    ],
)
def test_titles_are_plain(title: str, plain: str | None) -> None:
    assert one(rss(f"<media:title>图</media:title><title>{title}</title><link>/a</link>")).title == plain


def test_enclosed_files_are_attachments_and_pictures_are_not() -> None:
    entry = (
        f"{ENTRY}<enclosure url='/files/%E9%99%84%E4%BB%B6.pdf' type='application/pdf' length='9'/>"
        "<enclosure url='/files/p.jpg' type='image/jpeg'/>"
    )

    assert one(rss(entry)).listed.attachments == (
        Attachment(name="附件.pdf", url=f"{SITE}/files/%E9%99%84%E4%BB%B6.pdf"),
    )


def test_entries_on_foreign_sites_are_left_to_include() -> None:
    text = rss("<link>/a</link>", "<link>https://mp.weixin.qq.com/s/1</link>", "<link>https://wjw.mou.gov.cn/b</link>")

    assert len(found(text).references) == 2
    assert len(found(text, Rules(include="mp.weixin.qq.com|mou.gov.cn")).references) == 3


def test_the_feed_of_another_site_names_that_site_s_pages() -> None:
    assert one(rss("<link>https://news.example.cn/a</link>")).url == "https://news.example.cn/a"


@pytest.mark.parametrize("rel", ["next", "prev-archive", "http://www.iana.org/assignments/relation/next"])
def test_a_feed_goes_on_where_it_says(rel: str) -> None:
    channel = f"<atom:link rel='self' href='/feeds/rss.xml'/><atom:link rel='{rel}' href='?page=2'/>"

    assert found(rss(ENTRY, channel=channel)).further == Ask(url=f"{FEED}?page=2")


@pytest.mark.parametrize("href", ["https://evil.example/2", "javascript:1", "/feeds/rss.xml", ""])
def test_a_feed_does_not_go_on_elsewhere_or_at_itself(href: str) -> None:
    assert found(rss(ENTRY, channel=f"<atom:link rel='next' href='{href}'/>")).further is None


def test_a_feed_goes_on_where_the_source_describes_it_until_nothing_comes() -> None:
    rules = Rules(itself=(FEED,), paging=Paging(url="/feeds/rss.xml?paged={page}"))
    first, empty = read(rss(ENTRY), rules), read(rss(), rules, number=2)

    assert isinstance(first, Found)
    assert first.further is not None
    assert first.further.url == f"{FEED}?paged=2"
    assert empty == Found((), kind=SourceKind.FEED)


def test_an_empty_feed_is_a_fact() -> None:
    assert found(rss()) == Found((), kind=SourceKind.FEED)


def test_items_of_a_json_feed_are_read() -> None:
    items: list[object] = [
        {
            "id": f"{SITE}/1",
            "title": "关于<em>细胞</em>的通知",
            "date_modified": "2026-01-09T00:30:00+08:00",
            "attachments": [
                {"url": "/f.pdf", "mime_type": "application/pdf", "title": "附件1"},
                {"url": "/v.mp4", "mime_type": "video/mp4"},
                7,
            ],
        },
        {"external_url": "/2", "attachments": {}},
        {"id": 3},
        "nonsense",
    ]
    listed = found(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items, "next_url": "?p=2"}))

    assert paths(listed.references) == ["/1", "/2"]
    assert (listed.references[0].title, listed.references[0].date) == ("关于细胞的通知", date(2026, 1, 9))
    assert listed.references[0].listed.attachments == (Attachment(name="附件1", url=f"{SITE}/f.pdf"),)
    assert listed.further == Ask(url=f"{FEED}?p=2")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('<?xml version="1.0"?><rss version="2.0">', True),
        ("<?xml version='1.0'?>\n<!-- 说明 <x> -->\n<?xml-stylesheet href='a'?><feed xmlns='x'>", True),
        ('<rdf:RDF xmlns="http://purl.org/rss/1.0/">', True),
        (' {"version": "https:\\/\\/jsonfeed.org\\/version\\/1.1"}', True),
        ("<!DOCTYPE html><html><body><rss>", False),
        ("<urlset>", False),
        ("<feedback>", False),
        ('{"items": []}', False),
        ("", False),
    ],
)
def test_feeds_are_recognised_by_how_they_begin(text: str, expected: bool) -> None:
    assert is_feed(text) is expected


@pytest.mark.parametrize(
    ("links", "url"),
    [
        ("<link rel='alternate' type='application/rss+xml' href='/rss'>", f"{SITE}/rss"),
        ("<link rel='Alternate home' type='application/atom+xml; charset=utf-8' href='rss'>", f"{SITE}/rss"),
        ("<link rel=alternate type=application/feed+json href=/f.json>", f"{SITE}/f.json"),
        (
            "<link rel=alternate type=application/rss+xml title=评论 href=/c>"
            "<link rel=alternate type=application/rss+xml href=/f>",
            f"{SITE}/f",
        ),
        ("<link rel=stylesheet type=application/rss+xml href=/x>", None),
        ("<link rel=alternate hreflang=en href=/en>", None),
        ("<link rel=alternate type=application/rss+xml href='javascript:1'>", None),
        ("", None),
    ],
)
def test_the_feed_of_a_page_is_found_in_its_head(links: str, url: str | None) -> None:
    assert feed_link(LexborHTMLParser(f"<html><head>{links}</head></html>"), f"{SITE}/") == url
