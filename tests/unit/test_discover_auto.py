"""Kind `auto`: is this a listing or an article? And what the other kinds name."""

import pytest

from core.model import Reference
from core.source import Discovery, Recipe, Source, SourceId, SourceKind
from crawler.discover import Found, Unreadable, references
from crawler.discover.auto import judge

BASE = "https://www.mou.gov.cn/xxgk/tzgg/"
SENTENCE = "为贯彻落实上级部署要求，结合本市实际情况，现就有关事项通知如下，请各单位认真组织实施。"
ROWS = "".join(f'<li><a href="/post_{n}.html">关于第{n}项工作的通知</a><i>2026-09-11</i></li>' for n in range(20))
NAVIGATION = "".join(f'<a href="/lm{n}/">栏目{n}</a>' for n in range(40))


def source(kind: SourceKind, include: str | None = None) -> Source:
    return Source(
        id=SourceId("mou"),
        name="某市",
        url=BASE,
        recipe=Recipe(reading_version=1),
        kind=kind,
        discovery=Discovery(include=include),
    )


def article(paragraphs: int, rest: str = "") -> str:
    return f"<nav>{NAVIGATION}</nav><div>{f'<p>{SENTENCE}</p>' * paragraphs}</div>{rest}"


@pytest.mark.parametrize(
    ("html", "kind"),
    [
        (f"<nav>{NAVIGATION}</nav><ul>{ROWS}</ul>", SourceKind.LIST),
        (f"<ul>{ROWS}</ul><footer>{SENTENCE * 40}</footer>", SourceKind.LIST),
        (f"<ul>{ROWS}</ul><script>var x = '{SENTENCE * 90}'</script>", SourceKind.LIST),
        (
            f'<meta name="PubDate" content="2026-09-11"><meta name="ArticleTitle" content=" "><ul>{ROWS}</ul>',
            SourceKind.LIST,
        ),
        (f'<script>window.NFCMS_PUB_TYPE="cat";</script>{article(40)}', SourceKind.LIST),
        (article(12), SourceKind.PAGE),
        (article(60, rest=f"<h3>相关新闻</h3><ul>{ROWS}</ul>"), SourceKind.PAGE),
        (f'<meta name="ArticleTitle" content="某通知"><ul>{ROWS}</ul>', SourceKind.PAGE),
        (f'<script>window.NFCMS_PUB_TYPE="post";</script><ul>{ROWS}</ul>', SourceKind.PAGE),
    ],
)
def test_listings_and_articles_are_told_apart(html: str, kind: SourceKind) -> None:
    assert judge(html, BASE) is kind


def test_an_address_in_an_article_dialect_is_an_article() -> None:
    assert judge(f"<ul>{ROWS}</ul>", "https://www.mou.gov.cn/content/post_1.html") is SourceKind.PAGE


def test_kind_auto_reads_a_listing_as_a_listing() -> None:
    outcome = references(source(SourceKind.AUTO), f"<ul>{ROWS}</ul>", BASE)

    assert isinstance(outcome, Found)
    assert len(outcome.references) == 20


def test_kind_auto_names_an_article_itself() -> None:
    assert references(source(SourceKind.AUTO), article(30), BASE) == Found((Reference(BASE),))


def test_an_include_says_that_it_is_a_listing() -> None:
    outcome = references(source(SourceKind.AUTO, include="/lm1/"), article(30), BASE)

    assert outcome == Found((Reference("https://www.mou.gov.cn/lm1/", "栏目1"),))


def test_kind_page_names_the_configured_address_whatever_was_answered() -> None:
    assert references(source(SourceKind.PAGE), "", "https://elsewhere.gov.cn/") == Found((Reference(BASE),))


def test_an_unreadable_answer_is_unreadable_for_kind_auto_too() -> None:
    assert references(source(SourceKind.AUTO), " ", BASE) == Unreadable("the page is empty")


def test_a_kind_that_is_not_built_says_so() -> None:
    outcome = references(source(SourceKind.FEED), "<rss/>", BASE)

    assert isinstance(outcome, Unreadable)
    assert "not available in this version" in outcome.why
