"""Feeds that are broken, hostile, or none at all."""

import json
from collections.abc import Sequence
from urllib.parse import urlsplit

import pytest

from core.model import Ask, Reference
from crawler.discover import Answer, Elsewhere, Found, Rules, Unreadable
from crawler.discover.feed import feed, is_feed
from crawler.extract import decode

SITE = "https://www.mou.gov.cn"
FEED = f"{SITE}/feeds/rss.xml"
ENTRY = "<title>通知</title><link>/content/post_1.html</link>"


def rss(*items: str) -> str:
    return f"<rss version='2.0'><channel>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"


def read(text: str) -> Found | Elsewhere | Unreadable:
    return feed(Answer(text=text, url=FEED, ask=Ask(url=FEED)), Rules(itself=(FEED,)))


def found(text: str) -> Found:
    outcome = read(text)
    assert isinstance(outcome, Found), outcome
    return outcome


def one(text: str) -> Reference:
    (reference,) = found(text).references
    return reference


def why(text: str) -> str:
    outcome = read(text)
    assert isinstance(outcome, Unreadable), outcome
    return outcome.why


def paths(references: Sequence[Reference]) -> list[str]:
    return [urlsplit(reference.url).path for reference in references]


@pytest.mark.parametrize("before", ["\ufeff\n\n", "Notice: <b>x</b>\n", "<!-- <rss> -->", "<?xml version='1.1'?>\n"])
@pytest.mark.parametrize("doctype", ["", "<!DOCTYPE rss SYSTEM 'file:///etc/passwd'>"])
def test_what_stands_before_a_feed_does_no_harm(before: str, doctype: str) -> None:
    text = f"{before}<?xml version='1.0' encoding='gb2312'?>{doctype}{rss(ENTRY)}"

    assert is_feed(text)
    assert one(text).title == "通知"


def test_a_feed_in_gb2312_is_decoded_by_what_it_declares() -> None:
    entry = "<title>关于印发管理办法的通知</title><link>/a</link>"
    raw = f"<?xml version='1.0' encoding='gb2312'?>{rss(entry)}".encode("gbk")

    assert one(decode(raw, "application/xml", None).text).title == "关于印发管理办法的通知"


def test_a_broken_entry_does_not_cost_the_others() -> None:
    text = rss(
        ENTRY,
        "<title>破<b>的</title><link>/b</link>",
        "<link>/c</link><description><br></description>",
        "<link>/d</link>",
    )

    assert [path for path in paths(found(text).references) if path != "/b"] == ["/content/post_1.html", "/c", "/d"]


@pytest.mark.parametrize("cut", [1, 9, 30])
def test_a_feed_that_ends_too_early_is_read_as_far_as_it_goes(cut: int) -> None:
    text = rss(*(f"<link>/{n}</link><title>通知{n}</title>" for n in range(5)))

    assert paths(found(text[:-cut]).references)[:4] == ["/0", "/1", "/2", "/3"]


def test_entries_without_any_address_are_reported() -> None:
    assert why(rss("<title>甲</title>", "<title>乙</title>")) == "none of the 2 entries of the feed has an address"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nothing came"),
        ("<html><body>系统维护</body></html>", "HTML page"),
        ("<urlset></urlset>", "<urlset> came"),
        ("系统繁忙", "something else"),
        ('{"code": 500}', "something else"),
        ('{"version": "https://jsonfeed.org/version/1"}', "there is no array at 'items'"),
        ("<rss><channel>", "broken XML"),
        ("<rss ", "not XML"),
    ],
)
def test_what_is_no_feed_is_said_to_be_none(text: str, said: str) -> None:
    assert said in why(text)


def test_an_entity_bomb_stays_unexploded() -> None:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(30))
    bomb = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "哈">{entities}]>' + rss(
        "<title>&e30;</title><link>/a</link>"
    )

    assert "declares entities" in why(bomb)
    assert one(bomb.removeprefix('<?xml version="1.0"?>')).title == "&e30;"


@pytest.mark.parametrize(
    "body",
    [
        "<item>" * 100_000,
        "<item></item>" * 100_000,
        "<item><description>" * 50_000,
        "</item>" * 100_000,
        "<item><title>" + "&" * 1_000_000,
        "<item><title>" + "&a" * 1_000_000,
        "<item><title>" + "<![CDATA[" * 100_000,
        "<item><title>" + "<![CDATA[]]>" * 100_000,
        "<item><title>" + "<" * 1_000_000,
        "<item><link>/a</link><title>" + "长" * 1_000_000,
        "<!--" * 100_000,
    ],
)
def test_hostile_feeds_end_in_a_bounded_way(body: str) -> None:
    outcome = read(f"<rss><channel>{body}")

    assert isinstance(outcome, Unreadable) or len(outcome.references if isinstance(outcome, Found) else ()) <= 1


def test_a_feed_without_measure_is_refused() -> None:
    assert "longer than" in why("<rss>" + " " * 11_000_000)


@pytest.mark.parametrize("form", ["rss", "json"])
def test_ten_thousand_entries_are_bounded(form: str) -> None:
    items = [f"/content/post_{n}.html" for n in range(10_000)]
    feed_of = {
        "rss": rss(*(f"<link>{url}</link><title>通知</title>" for url in items)),
        "json": json.dumps({"version": "https://jsonfeed.org/version/1", "items": [{"url": url} for url in items]}),
    }

    assert paths(found(feed_of[form]).references) == items[:5000]
