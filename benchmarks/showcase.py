"""Changes of an invented city, rich enough to show what messages look like."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta, timezone

from core.model import (
    Alarm,
    Backlog,
    Block,
    Change,
    ChangeKind,
    Dates,
    Document,
    Fields,
    Fingerprint,
    Letter,
    PageId,
    PageKind,
    PolicyId,
    Stage,
    Told,
    Version,
)
from core.source import SourceId, Tier
from policywatch.sample import letter_of

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))
HEALTH, SCIENCE, CITY = "云溪市卫生健康委员会", "云溪市科学技术局", "云溪市人民政府"
HOST = "https://wjw.yunxi.example.gov.cn/zwgk/"

BEFORE = (
    "第一条 为促进本市细胞与基因治疗产业创新发展，规范临床研究与转化应用，结合本市实际，制定本办法。",
    "第二条 本办法适用于在本市行政区域内依法登记、从事细胞与基因治疗研发和生产的企业、医疗机构和科研单位。",
    "第五条 对取得药物临床试验批件的项目，按照实际投入的20%给予资助，单个项目最高500万元。",
    "第六条 申请单位应当于每年4月30日前提交申报材料，逾期不予受理。",
    "第九条 市卫生健康部门会同科技部门每两年组织一次绩效评价，评价结果作为调整资助的依据。",
    "第十条 本办法自印发之日起施行，有效期三年。",
)
AFTER = (
    BEFORE[0],
    BEFORE[1],
    "第五条 对取得药物临床试验批件的项目，按照实际投入的30%给予资助，单个项目最高800万元。",
    "第六条 申请单位应当于每年5月31日前通过市政务服务平台提交申报材料，逾期不予受理。",
    "第七条 鼓励医疗机构设立研究型病房。对首次通过备案的机构，给予一次性奖励200万元。",
    BEFORE[4],
    "第十条 本办法自2026年4月1日起施行，有效期五年。",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A line of a digest."""

    kind: ChangeKind
    title: str
    source: str
    headline: str
    page: int
    hour: int
    tier: Tier = Tier.OFFICIAL
    policy: str = ""
    paragraph: str = "现将有关事项通知如下。"


EVENTS = (
    Event(
        kind=ChangeKind.NEW, title="关于征集2026年度重点研发计划指南建议的通知", source=SCIENCE, page=2, hour=21,
        headline="关于征集2026年度重点研发计划指南建议的通知",
    ),
    Event(
        kind=ChangeKind.REPRINT, title="云溪市促进细胞与基因治疗产业发展办法", source="医药政策汇编网", page=4, hour=18,
        headline="figures differ from the original 与原文数字不同: 800万元 → 880万元", tier=Tier.MIRROR, policy="cgt",
    ),
)  # fmt: skip


def edited() -> Told:
    """An edited policy with all its facts."""
    return Told(
        change=_change(
            ChangeKind.EDITED, 1, NOW, headline="第五条: 20% → 30%", policy="cgt",
            fields={"effective": (None, "2026-04-01"), "stage": ("trial", "in_force")},
            copies=("https://news.example.com/a/2026/0302.html",),
        ),
        source_name=HEALTH,
        tier=Tier.OFFICIAL,
        before=_version(1, _policy(BEFORE), NOW - timedelta(days=3, hours=4)),
        after=_version(2, _policy(AFTER), NOW),
    )  # fmt: skip


def doubted() -> Told:
    """The same edit, as a copying site tells it, with other figures."""
    told = edited()
    changed = replace(
        told.change,
        source_id=SourceId("mirror"),
        url="https://www.example.com/zhengce/430129.html",
        canonical_url=told.change.url,
        fields={"figures": ("800万元", "880万元")},
    )
    after = told.after and replace(told.after, document=replace(told.after.document, flags=("spam_injected",)))
    return replace(told, change=changed, source_name="医药政策汇编网", tier=Tier.MIRROR, after=after)


def letter(*told: Told) -> Letter:
    """A letter that tells these changes."""
    return letter_of(list(told), "team", "policy@example.org", NOW)


def digest() -> Letter:
    """What came within a day."""
    return letter(*(_event(event) for event in EVENTS), _briefly(edited()))


def alarm() -> Alarm:
    """A mail server that is down."""
    why = "mail.example.org:587: connection refused"
    backlog = Backlog(channel="team", deliveries=14, since=NOW - timedelta(hours=2), why=why)
    return Alarm(channel="chat", recipient="ops", backlog=backlog, at=NOW)


def _briefly(told: Told) -> Told:
    """The same without what a picture has no room for."""
    sides = (told.before, told.after)
    before, after = (
        side and replace(side, document=replace(side.document, blocks=side.document.blocks[2:3], stage=None))
        for side in sides
    )
    return replace(told, before=before, after=after, change=replace(told.change, fields={}))


def _event(event: Event) -> Told:
    at = NOW - timedelta(hours=event.hour)
    document = Document(
        page_kind=PageKind.ARTICLE,
        title=event.title,
        blocks=(Block(event.paragraph, event.paragraph),),
        agency=event.source if event.tier is Tier.OFFICIAL else HEALTH,
        dates=Dates(published=date(2026, 3, 1)),
    )
    fields: Fields = {"figures": ("800万元", "880万元")} if event.kind is ChangeKind.REPRINT else {}
    return Told(
        change=_change(event.kind, event.page, at, headline=event.headline, policy=event.policy, fields=fields),
        source_name=event.source,
        tier=event.tier,
        after=_version(1, document, at),
    )


def _change(
    kind: ChangeKind,
    page: int,
    at: datetime,
    *,
    headline: str,
    policy: str = "",
    fields: Fields | None = None,
    copies: tuple[str, ...] = (),
) -> Change:
    url = f"{HOST}content/post_58412{page:02}.html"
    return Change(
        page_id=PageId(page),
        source_id=SourceId("yunxi"),
        url=url,
        number=1,
        kind=kind,
        at=at,
        before=1 if kind is ChangeKind.EDITED else None,
        after=2 if kind is ChangeKind.EDITED else 1,
        similarity=0.91 if kind is ChangeKind.EDITED else 0.0,
        fields=fields or {},
        headline=headline,
        canonical_url=url,
        copies=copies,
        policy_id=PolicyId(policy) if policy else None,
    )


def _policy(paragraphs: tuple[str, ...]) -> Document:
    blocks = tuple(Block(text, "".join(text.split()), place=text.split()[0]) for text in paragraphs)
    return Document(
        page_kind=PageKind.ARTICLE,
        title="云溪市促进细胞与基因治疗产业发展办法",
        blocks=blocks,
        agency=HEALTH,
        doc_number="云卫规字〔2026〕3号",
        stage=Stage.IN_FORCE,
        dates=Dates(written=date(2026, 2, 26), published=date(2026, 3, 1), effective=date(2026, 4, 1)),
    )


def _version(number: int, document: Document, at: datetime) -> Version:
    nothing = "0" * 64
    return Version(
        number=number,
        captured_at=at,
        document=document,
        fingerprint=Fingerprint(exact=nothing, near="", recipe=""),
        raw_digest=nothing,
        chain=nothing,
    )
