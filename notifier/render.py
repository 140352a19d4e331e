"""render(told) -> Message: what is said of a change, in English with the Chinese beside it.

Text of a page is data: it is made plain, escaped, and never becomes a link or markup.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from html import escape
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from jinja2 import PackageLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from core.model import ChangeKind, Dispatch, Document, Letter, Stage, Told
from core.serialise import dashboard_link, excerpt
from core.source import Language, Tier
from notifier.plain import plain
from notifier.redline import redline

HUNKS = 30
CHARACTERS = 20_000
"""Most of a diff that a message shows; it says how much it leaves out."""

OPENING_BLOCKS = 12
OPENING_CHARACTERS = 2_000
TITLE_LENGTH = 100
COPIES = 5
PAGES = 30

KINDS = {
    ChangeKind.NEW: "new 新发布",
    ChangeKind.EDITED: "edited 修改",
    ChangeKind.COSMETIC: "cosmetic 排版调整",
    ChangeKind.STATUS: "status 状态变更",
    ChangeKind.REMOVED: "removed 已撤下",
    ChangeKind.RESTORED: "restored 恢复",
    ChangeKind.REPRINT: "reprint 转载",
    ChangeKind.REBASED: "rebased 重新读取",
    ChangeKind.FAILING: "failing 来源读取失败",
    ChangeKind.LAYOUT: "layout 来源版式已变",
    ChangeKind.SILENT: "silent 来源长期无更新",
    ChangeKind.RECOVERED: "recovered 来源恢复",
    ChangeKind.DEADLINE: "deadline 期限提醒",
    ChangeKind.FLAPPING: "flapping 反复变动",
}
TIERS = {Tier.OFFICIAL: "official 官方", Tier.MEDIA: "media 媒体", Tier.MIRROR: "mirror 转载站"}
STAGES = {
    Stage.DRAFT: "draft 征求意见稿",
    Stage.TRIAL: "trial 试行",
    Stage.IN_FORCE: "in force 现行有效",
    Stage.AMENDED: "amended 已修订",
    Stage.REPEALED: "repealed 已废止",
    Stage.INTERPRETATION: "interpretation 政策解读",
    Stage.NEWS: "news 新闻",
}
FIELDS = {
    "title": "Title 标题",
    "doc_number": "Document number 文号",
    "agency": "Agency 发文机关",
    "stage": "Stage 阶段",
    "effective": "Effective 施行日期",
    "deadline": "Deadline 截止日期",
    "expires": "Expires 失效日期",
}


@dataclass(frozen=True, slots=True)
class Message:
    """What is said, for every kind of channel; `subject` is one line."""

    subject: str
    text: str
    html: str
    markdown: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How a channel speaks.

    Args:
        timezone: IANA name; times are told in it.
        dashboard: public address of the dashboard; None leaves links to it out.
    """

    timezone: str = "Asia/Shanghai"
    dashboard: str | None = None
    language: Language = Language.BOTH


PLAIN_STYLE = Style()


def render(dispatch: Dispatch, style: Style = PLAIN_STYLE) -> Message:
    """What is said of a change."""
    if not isinstance(dispatch, Letter):
        said = plain(f"PolicyWatch 政策观察: {dispatch.backlog.channel} does not deliver: {dispatch.backlog.why}")
        return Message(said, said, f"<p>{escape(said)}</p>", said)
    told = dispatch.told[0]
    timezone, dashboard = style.timezone, style.dashboard
    change, document = told.change, told.document
    shown = excerpt(told, hunks=HUNKS, characters=CHARACTERS) if told.before and told.after else None
    view: dict[str, object] = {
        "kind": KINDS[change.kind],
        "title": _title(document),
        "headline": plain(change.headline),
        "source": plain(told.source_name),
        "url": plain(change.url),
        "href": _href(change.url),
        "facts": _facts(told, timezone),
        "fields": [
            (FIELDS.get(name, plain(name)), _field(name, before), _field(name, after))
            for name, (before, after) in change.fields.items()
        ],
        "entries": redline(shown.hunks) if shown else (),
        "omitted": shown.omitted if shown else 0,
        "opening": _opening(document) if document and not shown else [],
        "removed": change.kind is ChangeKind.REMOVED,
        "dashboard": _href(dashboard_link(dashboard, change.id)),
        "change_id": change.id,
    }
    subject = f"[PolicyWatch] {view['kind']}: {_title(document) or plain(change.url)} — {view['source']}"
    text, html = (_environment().get_template(name).render(view) for name in ("change.txt.j2", "change.html.j2"))
    return Message(subject, text, html, re.sub(r"([\\`*_\[\]()<>#|~])", r"\\\1", text))


def fitted(dispatch: Dispatch, style: Style = PLAIN_STYLE, *, limit: int) -> str:
    """The markdown of a message within `limit` bytes of UTF-8."""
    return render(dispatch, style).markdown.encode()[:limit].decode(errors="ignore")


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=PackageLoader("notifier"),
        autoescape=lambda name: name is not None and name.endswith(".html.j2"),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _facts(told: Told, timezone: str) -> list[tuple[str, str]]:
    """Label and value of what is known, without the title and the address."""
    change, document = told.change, told.document
    facts: list[tuple[str, str | None]] = [
        ("Source 来源", f"{told.source_name} · {TIERS[told.tier]}"),
        ("Noticed 发现时间", _local(change.at, timezone)),
        ("Versions 版本", f"{change.before} → {change.after}" if change.before and change.after else None),
        ("Similarity 相似度", f"{change.similarity:.1%}" if told.before and told.after else None),
    ]
    facts += _document_facts(document) if document else []
    if change.canonical_url and change.canonical_url != change.url:
        facts.append(("Original 原文", change.canonical_url))
    facts += [("Also at 另见", url) for url in change.copies[:COPIES]]
    if change.pages:
        facts.append(("Same edit on 同样修改", f"{len(change.pages)} more pages 个其他页面"))
        facts += [("", url) for url in change.pages[:PAGES]]
    if len(change.copies) > COPIES:
        facts.append(("Also at 另见", f"{len(change.copies) - COPIES} more 更多"))
    return [(label, plain(value)) for label, value in facts if value]


def _document_facts(document: Document) -> list[tuple[str, str | None]]:
    dates = document.dates
    return [
        (FIELDS["doc_number"], document.doc_number),
        (FIELDS["agency"], document.agency),
        (FIELDS["stage"], STAGES[document.stage] if document.stage else None),
        ("Written 成文日期", _day(dates.written)),
        ("Published 发布日期", _day(dates.published)),
        (FIELDS["effective"], _day(dates.effective)),
        (FIELDS["deadline"], _day(dates.deadline)),
        (FIELDS["expires"], _day(dates.expires)),
    ]


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _field(name: str, value: str | None) -> str:
    if name == "stage" and value in list(Stage):
        return STAGES[Stage(value)]
    return plain(value) or "—"


def _opening(document: Document) -> list[str]:
    """The first paragraphs, within bounds; a last `…` where there is more."""
    told: list[str] = []
    room = OPENING_CHARACTERS
    for block in document.blocks:
        if room <= 0 or len(told) == OPENING_BLOCKS:
            return [*told, "…"]
        text = plain(block.text)
        told.append(text if len(text) <= room else text[:room] + "…")
        room -= len(text)
    return told


def _title(document: Document | None) -> str:
    title = plain(document.title) if document else ""
    return title if len(title) <= TITLE_LENGTH else title[: TITLE_LENGTH - 1] + "…"


def _href(url: str | None) -> str | None:
    """The address as a link may carry it; None for anything but http and https."""
    clean = plain(url)
    try:
        return clean if urlsplit(clean).scheme in ("http", "https") else None
    except ValueError:
        return None


def _local(moment: datetime, timezone: str) -> str:
    local = moment.astimezone(ZoneInfo(timezone)).isoformat(sep=" ", timespec="minutes")
    return f"{local} ({timezone})"
