"""What casts doubt on a change is said plainly, in a line of its own."""

from dataclasses import replace

import pytest
from selectolax.lexbor import LexborHTMLParser

from core.model import ChangeKind, Told
from core.source import Tier
from notifier.render import render
from tests.fakes.hostile import digest_of
from tests.fakes.told import change, letter, told


def flagged(flag: str) -> Told:
    one = told()
    assert one.after is not None
    return replace(one, after=replace(one.after, document=replace(one.after.document, flags=(flag,))))


def over_outdated_tls() -> Told:
    one = told()
    assert one.after is not None
    return replace(one, after=replace(one.after, evidence={":url": one.change.url, ":tls": "legacy"}))


DOUBTFUL = {
    "from a site that copies others": replace(told(), tier=Tier.MIRROR),
    "the page bears the marks of a copying site": flagged("mirror_signals"),
    "foreign advertising was planted in the page": flagged("spam_injected"),
    "the page seems to be hijacked": flagged("hijacked"),
    "characters were garbled": flagged("mojibake"),
    "its figures differ from the original's": told(fields={"figures": ("500万元", "800万元")}),
    "fetched over outdated TLS": over_outdated_tls(),
}


@pytest.mark.parametrize("why", DOUBTFUL)
def test_doubt_has_a_line_of_its_own_in_every_form(why: str) -> None:
    one = DOUBTFUL[why]
    for dispatch in (letter(one), digest_of(one, one)):
        message = render(dispatch)
        (line, *_) = [line for line in message.text.splitlines() if "Doubtful 存疑: " in line]
        assert why in line
        marked = LexborHTMLParser(message.html).css_first(".doubt")
        assert marked is not None
        assert why in marked.text()
        assert any(line.startswith("**Doubtful 存疑** · ") and why in line for line in message.markdown.split("\n"))


def test_what_is_beyond_doubt_says_nothing_of_it() -> None:
    message = render(letter(flagged("pinyin_annotations")))
    assert "Doubtful" not in message.text + message.html + message.markdown


def test_that_a_mirror_fails_is_not_doubtful() -> None:
    failing = replace(told(), tier=Tier.MIRROR, before=None, after=None, change=change(ChangeKind.FAILING))
    assert "Doubtful" not in render(letter(failing)).text
