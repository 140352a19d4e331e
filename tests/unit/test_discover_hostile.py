"""List pages that want to do harm, or are merely old."""

import re
from datetime import date

import pytest

from core.model import Ask, Reference
from core.source import SourceKind
from crawler.discover import Answer, Found, Outcome, Rules, Unreadable, references

SOURCE = "https://www.mou.gov.cn/xxgk/tzgg/"
LISTING = "https://www.mou.gov.cn/xxgk/tzgg/index.html"


def read(html: str, base_url: str = LISTING, include: str | None = None, exclude: str | None = None) -> Outcome:
    answer = Answer(text=html, url=base_url, ask=Ask(url=SOURCE))
    return references(SourceKind.LIST, answer, Rules(include=include, exclude=exclude, itself=(SOURCE,)))


def found(
    html: str, base_url: str = LISTING, include: str | None = None, exclude: str | None = None
) -> tuple[Reference, ...]:
    outcome = read(html, base_url, include, exclude)
    assert isinstance(outcome, Found)
    return outcome.references


def urls(html: str, base_url: str = LISTING, include: str | None = None, exclude: str | None = None) -> list[str]:
    return [reference.url for reference in found(html, base_url, include, exclude)]


def link(href: str) -> str:
    return f'<ul><li><a href="{href}">关于某事项的通知</a></li></ul>'


def test_a_hundred_thousand_links_are_bounded() -> None:
    html = "".join(f'<a href="/post_{n}.html">x</a>' for n in range(60_000))

    assert len(found(html)) == 5000


@pytest.mark.parametrize("html", ["", "   \n", "\ufeff"])
def test_an_empty_answer_is_said_to_be_empty(html: str) -> None:
    assert read(html) == Unreadable("the page is empty")


def test_json_in_place_of_a_page_is_recognised() -> None:
    outcome = read('{"articles": []}')

    assert isinstance(outcome, Unreadable)
    assert "kind: json" in outcome.why


@pytest.mark.parametrize(
    "unit",
    [
        "<div>",
        "<ul><li>",
        "<td><p><li><dt>",
        "<b><div></b>",
        "<div><table><td></div></td></table>",
        "<span><div></span></div>",
        "<div><font color={n}></div>",
        "<table><tr><td>",
        "<blockquote><p>",
    ],
)
def test_nesting_without_end_is_refused_before_it_is_parsed(unit: str) -> None:
    html = "".join(unit.replace("{n}", str(n)) for n in range(20_000))

    assert read(html) == Unreadable("the page is nested too deeply")


def test_a_page_without_measure_is_refused() -> None:
    outcome = read("x" * 2_000_001)

    assert isinstance(outcome, Unreadable)


def test_unclosed_rows_as_old_sites_write_them_are_read() -> None:
    rows = "".join(f"<li><a href=/post_{n}.html>通知{n}号</a> 2026-09-11" for n in range(1000))
    cells = "".join(f"<tr><td><p><a href=/post_{n}.html>通知{n}号</a><td>2026-09-11" for n in range(1000, 2000))

    listed = found(f"<ul>{rows}</ul><table>{cells}</table>")

    assert len(listed) == 2000
    assert {reference.date for reference in listed} == {date(2026, 9, 11)}


def test_tags_inside_scripts_do_not_count_as_nesting() -> None:
    script = "<script>document.write('" + "<div>" * 2000 + "')</script>"

    assert urls(script + link("/post_1.html")) == ["https://www.mou.gov.cn/post_1.html"]


def test_every_reference_is_an_address_of_the_web_without_a_fragment() -> None:
    html = "".join(link(f"{scheme}//x{n}/post_{n}.html#f") for n, scheme in enumerate(["http:", "HTTPS:", "file:", ""]))

    assert all(re.fullmatch(r"https?://[^#@\s]+", url) for url in urls(html, include="//x"))
