"""Dispatches of every shape in which every text is what somebody else wrote."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from core.model import Alarm, Backlog, ChangeKind, Dispatch, Letter, PageId, PolicyId, Told, letter_id
from core.source import Tier
from tests.fakes.nouns import NOW
from tests.fakes.told import change, letter, owed, state, told

ATTACKS = (
    "通知\r\nBcc: evil@example.org\r\n\r\nbody",
    "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "&lt;a href=&quot;http://evil.example.com&quot;&gt;x&lt;/a&gt;",
    "[点此](javascript:alert(1)) ![x](http://evil.example.com/p.png)",
    "\u202egpj.exe\u2066 \x1b[2J\x07",
    "**粗** `code` ~~删~~ # 标题 > 引用 | 表 | <@all> <at id=all></at> @everyone",
    "{{ 7 * 7 }}{% include '/etc/passwd' %}",
    "https://evil.example.com/login www.evil.com evil.com.cn mailto:evil@example.com",
    "</style></title></a><style>*{display:none}</style>",
    "'\"><a href='http://evil.com'>x</a>",
)
URLS = (
    "javascript:alert(1)",
    "data:text/html,<script>x</script>",
    "http://[broken",
    "//evil.example.com/x",
    "https://www.example.gov.cn@evil.example.com/",
    "ftp://evil.example.com/",
)
"""Addresses that are no link."""

AWKWARD = "https://www.example.gov.cn/a b)[x](javascript:alert(1))\"><script>x</script>\n~~*_`'|?q=政策#<b>"
"""An address that is one, with everything in it that ends or opens markup."""


def spoken_by(text: str, url: str = "https://www.example.gov.cn/content/post_1.html", *, number: int = 1) -> Told:
    """An edit of which every text is `text`, and every address `url`."""
    before, after = state(1, text, "第二条 五百万元", title=text), state(2, text + "！", "第二条 八百万元", title=text)
    places = tuple(replace(block, place=text) for block in after.document.blocks)
    document = replace(after.document, blocks=places, agency=text, doc_number=text, source_label=text + "站")
    edit = replace(
        change(number=number, url=url),
        fields={"agency": (text, text), text: (None, text), "draft": (url, url)},
        headline=text,
        canonical_url=url + "#o",
        copies=(url,) * 7,
        pages=(url,),
        policy_id=PolicyId("pol"),
    )
    return Told(change=edit, source_name=text, tier=Tier.MIRROR, before=before, after=replace(after, document=document))


def digest_of(*what: Told) -> Letter:
    """A letter that tells several changes."""
    items = tuple(owed(one) for one in what)
    return Letter(id=letter_id([item.delivery.id for item in items]), owed=items)


def alarm(text: str = "connection refused") -> Alarm:
    """A channel that does not deliver; `text` is its name and what it answered."""
    return Alarm(
        channel="chat",
        recipient="ops",
        backlog=Backlog(channel=text, deliveries=3, since=NOW, why=text),
        at=NOW,
    )


def many(number: int) -> Letter:
    """A letter that tells so many changes of as many pages."""
    kinds = (ChangeKind.EDITED, ChangeKind.NEW, ChangeKind.REMOVED)
    return digest_of(
        *(
            replace(one, change=replace(one.change, page_id=PageId(at), kind=kinds[at % 3]))
            for at in range(number)
            for one in [told(number=at + 1, title=f"第{at + 1}号通知", url=f"https://www.example.gov.cn/{at + 1}.html")]
        )
    )


SHAPES: Mapping[str, Callable[[str], Dispatch]] = {
    "change": lambda text: letter(spoken_by(text)),
    "digest": lambda text: digest_of(spoken_by(text), spoken_by(text, number=2)),
    "alarm": alarm,
}
"""Every shape of a dispatch, of a text."""
