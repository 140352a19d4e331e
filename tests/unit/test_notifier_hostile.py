"""Whatever a page, an address or a server says stays text, in every shape and every form of a message."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from core.model import Dispatch, Told
from notifier.render import Message, Style, fitted, render
from tests.fakes.hostile import ATTACKS, AWKWARD, SHAPES, URLS, alarm, digest_of, spoken_by
from tests.fakes.told import hostile, letter

STYLE = Style(dashboard="https://watch.example.org")
LIVE = re.compile(
    r"(?:javascript|vbscript|data|mailto):\S|www\.|[a-z0-9]+://|[\w-]\.(?:com|cn|org|net)\b", re.IGNORECASE
)
"""What a mail or chat program makes a link of."""

MARKUP = re.compile(r"[][*_`<>#~|\\&@]")
OURS = re.compile(
    r"\[[^\]\n]*\]\(https://[^()\s]+\)|\*\*[^*\n]+\*\*|https://(?:www\.example\.gov\.cn|watch\.example\.org)\S*"
)
"""The markup and the addresses that are ours."""


def forms(message: Message) -> Iterator[str]:
    yield from (message.subject, message.text, message.html, message.markdown)


def shown(html: str) -> str:
    """What a reader sees of a page."""
    body = LexborHTMLParser(html).body
    return body.text() if body else ""


def without_ours(text: str) -> str:
    return OURS.sub("", text)


def judge(dispatch: Dispatch) -> None:
    message = render(dispatch, STYLE)
    for form in forms(message):
        assert not set(form) & set(map(chr, [*range(10), *range(11, 32), 127, 0x202E, 0x2066]))
    assert "\n" not in message.subject
    assert not re.search(r"^\s*Bcc:", message.text, re.MULTILINE)
    page = LexborHTMLParser(message.html)
    assert not page.css("script, img, iframe, form, svg, object, [onerror]")
    assert len(page.css("style")) == 1
    hrefs = [node.attributes.get("href") or "" for node in page.css("a")]
    assert all(re.match(r"https://(?:www\.example\.gov\.cn|watch\.example\.org)/|#c\d+$", href) for href in hrefs)
    for form in (message.subject, message.text, shown(message.html)):
        assert LIVE.search(without_ours(form)) is None
    for told in (message.markdown, *(fitted(dispatch, STYLE, limit=limit) for limit in (3_000, 900, 300, 150))):
        assert MARKUP.search(without_ours(told)) is None, told
        assert LIVE.search(without_ours(told)) is None


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_stays_text(shape: str, attack: str) -> None:
    judge(SHAPES[shape](attack))


def test_everything_hostile_at_once_stays_text() -> None:
    judge(letter(hostile()))
    judge(digest_of(*(spoken_by(attack, number=n) for n, attack in enumerate(ATTACKS, 1))))
    judge(alarm(" ".join(ATTACKS)))


@pytest.mark.parametrize("url", URLS)
def test_an_address_that_is_not_of_the_web_is_told_and_never_linked(url: str) -> None:
    for dispatch in (
        letter(spoken_by("通知", url)),
        digest_of(spoken_by("通知", url), spoken_by("通知", url, number=2)),
    ):
        judge(dispatch)
        message = render(dispatch)
        outward = [node for node in LexborHTMLParser(message.html).css("a") if "#c" not in str(node.attributes)]
        assert outward == []
        assert "](" not in message.markdown


def test_an_awkward_address_stays_one_address_in_every_form() -> None:
    dispatch = letter(spoken_by("通知", AWKWARD))
    judge(dispatch)
    judge(digest_of(spoken_by("通知", AWKWARD), spoken_by("", AWKWARD, number=2)))
    message = render(dispatch)
    (address,) = {node.attributes.get("href") for node in LexborHTMLParser(message.html).css("h1 a")}
    assert address is not None
    assert address.startswith("https://www.example.gov.cn/a%20b%29%5Bx%5D%28javascript:alert%281%29%29%22%3E%3Cscript")
    assert f"\n{address}\n" in message.text
    assert f"]({address})" in message.markdown


def test_what_a_page_says_is_still_to_be_read() -> None:
    message = render(letter(spoken_by("奖励<500>万元 & [附件]")))
    assert "奖励<500>万元 & [附件]" in message.text
    assert "奖励<500>万元 & [附件]" in shown(message.html)
    assert "奖励＜500＞万元 ＆ ［附件］" in message.markdown


def test_a_title_that_fills_the_subject_is_cut() -> None:
    what = spoken_by("长" * 5_000)
    assert len(render(letter(replace(what, source_name="名" * 5_000))).subject) <= 250


def test_a_digest_of_pages_with_endless_titles_goes_out() -> None:
    def endless(number: int) -> Told:
        title = f"{number}&" * 2_000
        what = spoken_by(title, f"https://www.example.gov.cn/{number}", number=number)
        change = replace(what.change, headline=title, fields={"title": (title, title), "doc_number": (title, title)})
        return replace(what, change=change, source_name=title)

    message = render(digest_of(*map(endless, range(1, 101))), STYLE)
    assert len(message.html) < 1_500_000
    assert len(render(letter(endless(1)), STYLE).html) < 100_000
