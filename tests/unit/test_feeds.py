"""Feeds say what changed, under ids that stay, and nothing in them acts."""

import json
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from core.model import ChangeKind, Document, Version
from core.source import Language
from notifier.feeds import ENTRIES, Feed, atom, entry, json_feed
from notifier.feeds.entry import LENGTH
from tests.fakes.nouns import NOW
from tests.fakes.told import article, change, hostile, state, told

ATOM = "{http://www.w3.org/2005/Atom}"
FEED = Feed(rule="细胞治疗", updated=NOW, url="https://feeds.example.org/a.atom", dashboard="https://watch.example.org")
ATTACKS = ("]]>", "<script>alert(1)</script>", "\x00\x08", "\ufffe\uffff", "\ud800", "\u202e", "\r\nBEGIN:VEVENT")


def parsed(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)


def said(root: ElementTree.Element, path: str) -> str:
    return root.findtext(path.replace("/", f"/{ATOM}").join((ATOM, "")), "")


def links(element: ElementTree.Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def test_an_atom_feed_has_what_the_standard_asks_for() -> None:
    root = parsed(atom(FEED, [entry(told(), dashboard=FEED.dashboard)]))
    assert root.tag == f"{ATOM}feed"
    assert said(root, "title") == "PolicyWatch 政策观察: 细胞治疗"
    assert said(root, "updated") == "2026-03-02T01:00:00Z"
    assert links(root) == {"self": FEED.url, "alternate": FEED.dashboard}
    one = root.findall(f"{ATOM}entry")[0]
    assert said(one, "title") == "edited 修改: 关于印发办法的通知"
    assert said(one, "author/name") == "某市卫生健康委员会"
    assert said(one, "published") == said(one, "updated") == "2026-03-02T01:00:00Z"
    assert said(one, "summary") == "第二条: 500万元 → 800万元"
    assert links(one) == {
        "alternate": "https://www.example.gov.cn/content/post_1.html",
        "related": f"https://watch.example.org/changes/{told().change.id}",
    }
    category = one.find(f"{ATOM}category")
    assert category is not None
    assert category.attrib == {"term": "edited", "label": "edited 修改"}


def test_the_content_is_the_redline_in_html() -> None:
    root = parsed(atom(FEED, [entry(told())]))
    content = root.find(f"{ATOM}entry/{ATOM}content")
    assert content is not None
    assert content.attrib == {"type": "html"}
    page = LexborHTMLParser(content.text or "")
    assert [node.text() for node in page.css("del")] == ["500万元"]
    assert [node.text() for node in page.css("ins")] == ["800万元"]
    assert "Document number 文号: 某卫规字〔2026〕3号" in page.text()


def test_ids_stay_the_same_and_are_of_one_change_each() -> None:
    assert entry(told()).id == entry(told(title="另一个标题"), Language.EN).id
    assert entry(told()).id != entry(told(number=2)).id
    root = parsed(atom(FEED, []))
    later = parsed(atom(replace(FEED, updated=NOW + timedelta(days=1), dashboard=None), []))
    assert said(root, "id") == said(later, "id") != said(parsed(atom(replace(FEED, rule="b"), [])), "id")
    assert said(root, "id").startswith("urn:uuid:")


def test_a_json_feed_says_the_same() -> None:
    made = entry(told(), dashboard=FEED.dashboard)
    feed = json.loads(json_feed(FEED, [made]))
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["feed_url"], feed["home_page_url"]) == (FEED.title, FEED.url, FEED.dashboard)
    (item,) = feed["items"]
    assert (item["id"], item["content_html"]) == (made.id, made.html)
    assert item["url"] == "https://www.example.gov.cn/content/post_1.html"
    assert item["tags"] == ["edited"]
    assert item["authors"] == [{"name": "某市卫生健康委员会"}]
    assert "- 第二条 最高奖励500万元。\n+ 第二条 最高奖励800万元。" in item["content_text"]
    assert item["_policywatch"]["change"] == told().change.id
    assert item["_policywatch"]["kind"] == "edited"
    assert item["_policywatch"]["doc_number"] == "某卫规字〔2026〕3号"


@pytest.mark.parametrize(
    ("language", "title", "label"),
    [
        (Language.EN, "edited: 关于印发办法的通知", "[changed · figures only · 第二条]"),
        (Language.ZH, "修改: 关于印发办法的通知", "[修改 · 仅数字 · 第二条]"),
        (Language.BOTH, "edited 修改: 关于印发办法的通知", "[changed 修改 · figures only 仅数字 · 第二条]"),
    ],
)
def test_a_feed_speaks_the_language_asked_for(language: Language, title: str, label: str) -> None:
    made = entry(told(), language)
    assert made.title == title
    assert label in made.text


def test_a_new_document_is_told_by_its_beginning_and_a_change_without_document_by_its_address() -> None:
    new = entry(replace(told(), before=None, change=change(ChangeKind.NEW)))
    assert "第一条 为了鼓励创新，制定本办法。" in new.text
    assert "<ins>" not in new.html
    bare = entry(replace(told(), before=None, after=None, change=change(ChangeKind.FAILING)))
    assert bare.title.endswith("https://www.example.gov.cn/content/post_1.html")
    assert bare.doc_number is None


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_a_page_says_is_text(attack: str) -> None:
    told_by_it = replace(told(title=f"通知{attack}"), source_name=f"源{attack}")
    made = entry(replace(told_by_it, change=replace(told_by_it.change, headline=f"改{attack}")))
    root = parsed(atom(replace(FEED, rule=f"规则{attack}"), [made]))
    (item,) = json.loads(json_feed(FEED, [made]))["items"]
    assert len(root.findall(f"{ATOM}entry")) == 1
    assert said(root, "entry/title") == item["title"]
    assert item["title"].startswith("edited 修改: 通知")
    for text in (item["title"], item["content_text"], item["summary"], said(root, "title")):
        assert text.replace("\n", "").isprintable()
    assert LexborHTMLParser(made.html).css("script") == []


def test_a_hostile_document_makes_no_link_and_no_markup() -> None:
    page = LexborHTMLParser(entry(hostile(), dashboard="https://watch.example.org").html)
    assert {node.attributes.get("href") for node in page.css("a")} == {
        f"https://watch.example.org/changes/{hostile().change.id}"
    }
    assert page.css("script") == []


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://example.org/", "https://", "//example.org", "http://[x"])
def test_an_address_that_is_not_of_the_web_is_no_link(url: str) -> None:
    made = entry(told(url=url))
    assert made.url is None
    assert "alternate" not in links(parsed(atom(FEED, [made])).findall(f"{ATOM}entry")[0])


def test_an_address_is_written_as_the_standard_wants_it() -> None:
    url = entry(told(url="https://www.example.gov.cn/通知 <1>?a=1&b=%20")).url
    assert url == "https://www.example.gov.cn/%E9%80%9A%E7%9F%A5%20%3C1%3E?a=1&b=%20"


def test_a_feed_and_its_entries_are_bounded() -> None:
    long = tuple(f"第{number}条 {'&<' * 400}" for number in range(80))
    after = tuple(text.replace("&", "'", 200) for text in long)
    before, now = state(1, *long), state(2, *after)
    huge = replace(told(), before=before, after=_endless(now), source_name="&" * 9_000)
    fields = {f"field{number}": ("&" * 9_000, "<" * 9_000) for number in range(40)}
    made = entry(replace(huge, change=replace(huge.change, headline="'" * 9_000, fields=fields)))
    assert len(made.html) <= LENGTH
    assert len(made.text) <= LENGTH
    assert "more 另有" in made.html
    first = entry(replace(huge, before=None, change=replace(huge.change, headline="'" * 9_000, fields=fields)))
    assert 10_000 < len(first.html) <= LENGTH
    several = [entry(told(number=number)) for number in range(ENTRIES + 1)]
    assert len(parsed(atom(FEED, several)).findall(f"{ATOM}entry")) == ENTRIES
    assert len(json.loads(json_feed(FEED, several))["items"]) == ENTRIES


def _endless(version: Version) -> Version:
    said: Document = article(*(block.text for block in version.document.blocks), title="&" * 9_000)
    return replace(version, document=replace(said, agency="&" * 9_000, doc_number='"' * 9_000))
