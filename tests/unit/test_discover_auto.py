"""Kind `auto`: is this a listing or an article? And what the other kinds name."""

import pytest

from core.model import Ask, Reference
from core.source import SourceKind
from crawler.discover import Answer, Found, Outcome, Rules, Unreadable, references
from crawler.discover.auto import judge
from crawler.discover.references import READERS

BASE = "https://www.mou.gov.cn/xxgk/tzgg/"
SENTENCE = "为贯彻落实上级部署要求，结合本市实际情况，现就有关事项通知如下，请各单位认真组织实施。"
ROWS = "".join(f'<li><a href="/post_{n}.html">关于第{n}项工作的通知</a><i>2026-09-11</i></li>' for n in range(20))
CARDS = "".join(
    f'<div><h3><a href="/a/{n}.html">关于开展第{n}项工作的通知</a></h3><p>{SENTENCE}</p><i>2026-09-11</i></div>'
    for n in range(10)
)
NAVIGATION = "".join(f'<a href="/lm{n}/">栏目{n}</a>' for n in range(40))


def read(kind: SourceKind, html: str, include: str | None = None, url: str = BASE) -> Outcome:
    answer = Answer(text=html, url=url, ask=Ask(url=BASE))
    return references(kind, answer, Rules(include=include, itself=(BASE,)))


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
        (f"<div>{CARDS}</div>", SourceKind.LIST),
        (article(12), SourceKind.PAGE),
        (article(12, rest=f"<div>{CARDS}</div>"), SourceKind.PAGE),
        (article(3, rest=f"<p>{SENTENCE}<a href='/post_1.html'>《某办法》</a>{SENTENCE * 5}</p>" * 9), SourceKind.PAGE),
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
    outcome = read(SourceKind.AUTO, f"<ul>{ROWS}</ul>")

    assert isinstance(outcome, Found)
    assert len(outcome.references) == 20


def test_kind_auto_names_an_article_itself() -> None:
    assert read(SourceKind.AUTO, article(30)) == Found((Reference(BASE),), kind=SourceKind.PAGE)


def test_an_include_says_that_it_is_a_listing() -> None:
    outcome = read(SourceKind.AUTO, article(30), include="/lm1/")

    assert outcome == Found((Reference("https://www.mou.gov.cn/lm1/", "栏目1"),))


def test_kind_page_names_the_configured_address_whatever_was_answered() -> None:
    assert read(SourceKind.PAGE, "", url="https://elsewhere.gov.cn/") == Found((Reference(BASE),), kind=SourceKind.PAGE)


def test_an_unreadable_answer_is_unreadable_for_kind_auto_too() -> None:
    assert read(SourceKind.AUTO, " ") == Unreadable("the page is empty")


@pytest.mark.parametrize("kind", sorted(set(SourceKind) - {SourceKind.AUTO, SourceKind.PAGE}))
def test_every_kind_is_built_or_says_that_it_is_not(kind: SourceKind) -> None:
    outcome = read(kind, "<html></html>")

    assert isinstance(outcome, Unreadable | Found)
    assert kind in READERS or (isinstance(outcome, Unreadable) and "not available in this version" in outcome.why)
