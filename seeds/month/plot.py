"""What is planted in the month: that, and nothing else, is to be told."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from core.model import ChangeKind
from seeds.month.cast import cast
from seeds.month.copies import LAYOUT_DAY, STALE_DAY
from seeds.month.days import DAY_OF_FLAPS
from seeds.month.faults import FAILING_DAY, FAILING_SITE
from seeds.month.listings import NEW_LAYOUT_DAY, shelf
from seeds.month.official import COUNTS, REPEALED_NUMBER, STORM_DAY, STORM_PAGES, VARIANT_DAY
from seeds.month.paper import Site

Place = tuple[Site, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """One event.

    Args:
        what: the kind of event, as the table names it.
        places: where it may be told; several for one edit on many pages.
        says: words that the headline has.
        fields: names of fields that the change tells.
        nature: of the edit (`core.diff.Nature`), where that is not any.
        others: further pages that the change speaks for.
    """

    day: int
    kind: ChangeKind
    what: str
    places: tuple[Place, ...]
    says: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    nature: str | None = None
    others: int = 0


@cache
def plan() -> tuple[Planted, ...]:
    """Everything that is told by default, by day."""
    everything = (
        *_new(),
        *_edited(),
        *_again_and_again(),
        *_status(),
        *_gone(),
        *_deadlines(),
        *_at_once(),
        *_health(),
    )
    return tuple(sorted(everything, key=lambda one: one.day))


@cache
def on_request() -> tuple[Planted, ...]:
    """What is told only to those who ask for reprints and cosmetic edits."""
    return (
        _one(4, ChangeKind.REPRINT, "reprint: a mirror's copy, script by turns", "archive-3"),
        _one(6, ChangeKind.COSMETIC, "cosmetic: punctuation only", "city-23", nature="cosmetic"),
        _one(8, ChangeKind.REPRINT, "reprint: another headline", "paper-7"),
        _one(9, ChangeKind.REPRINT, "reprint: another figure", "archive-4", fields=("figures",)),
    )


def _one(
    day: int, kind: ChangeKind, what: str, key: str, *says: str, fields: tuple[str, ...] = (), nature: str | None = None
) -> Planted:
    return Planted(day=day, kind=kind, what=what, places=(_place(key),), says=says, fields=fields, nature=nature)


def _place(key: str) -> Place:
    site = Site(key.partition("-")[0])
    return site, shelf(site).paths[key]


def _new() -> list[Planted]:
    new = ChangeKind.NEW
    return [
        _one(2, new, "new: under a pinned row", "health-10", "老年健康服务"),
        _one(3, new, "new: in force later", "city-27"),
        *(_one(4, new, "new: six at once, over two pages", f"agency-{number}") for number in range(9, 15)),
        _one(5, new, "new: a draft", "health-11", "征求意见稿"),
        _one(6, new, "new: an interview", "paper-6", "对话院士"),
        _one(7, new, "new: far down the list", "city-8", "社区养老设施"),
        _one(10, new, "new: repeals another", "health-12"),
        _one(11, new, "new: prolongs another", "city-31", "延长"),
        _one(13, new, "new: a mirror before the original", "archive-5"),
        _one(15, new, "new: the original after its mirror", "city-32", "低空飞行"),
        _one(16, new, "new: the final text of a draft", "health-13", fields=("draft",)),
        _one(16, new, "new: an explanation", "paper-8", "问答"),
        _one(18, new, "new: an ordinary one", "agency-15", "罕见病"),
    ]


def _edited() -> list[Planted]:
    edited = ChangeKind.EDITED
    return [
        _one(2, edited, "edited: one figure", "city-21", "500万元 → 800万元", nature="numbers"),
        _one(3, edited, "edited: one date", "health-2", "2027年6月30日 → 2027年9月30日", nature="dates"),
        _one(5, edited, "edited: an article inserted", "city-22", "+ 第五条", "目录每年六月更新", nature="wording"),
        _one(6, edited, "edited: an article deleted", "health-5", "− 第六条", nature="wording"),
        _one(7, edited, "edited: an article moved", "health-6", "移位", nature="order"),
        _one(7, edited, "edited: the title only", "agency-1", fields=("title",)),
        _one(STALE_DAY, edited, "edited: with a stale cache the same day", "paper-3", "36 → 48", nature="numbers"),
    ]


def _again_and_again() -> list[Planted]:
    edited, day = ChangeKind.EDITED, DAY_OF_FLAPS
    back = "edited: withdrawn the same day"
    turns = "edited: two texts by turns for a day"
    steps = tuple(pairwise(COUNTS))
    return [
        *(_one(on, edited, "edited: A-B-A over days", "city-25", "一", "二") for on in (8, 11, 14)),
        _one(13, edited, back, "agency-4", "五", "八"),
        _one(13, edited, back, "agency-4", "八", "五"),
        *(_one(on, edited, turns, "city-23") for on in (VARIANT_DAY, VARIANT_DAY + 1)),
        *(_one(day, edited, "edited: before it flaps", "agency-5", f"{was}件 → {now}件") for was, now in steps[:4]),
        _one(day, ChangeKind.FLAPPING, "flapping: told once", "agency-5", "反复变动"),
        _one(27, edited, "edited: calm again", "agency-5", "1533件 → 1702件", nature="numbers"),
    ]


def _status() -> list[Planted]:
    status = ChangeKind.STATUS
    return [
        _one(8, status, "status: a mark in the title", "city-24", "【已废止】", fields=("stage",)),
        _one(9, status, "status: in the listing alone", "city-26", "listing", fields=("stage",)),
        _one(10, status, "status: repealed by another document", "health-4", REPEALED_NUMBER, fields=("stage",)),
        _one(11, status, "status: declared valid still", "agency-2", "继续有效", fields=("stage",)),
    ]


def _gone() -> list[Planted]:
    return [
        _one(10, ChangeKind.REMOVED, "removed: 404", "agency-3"),
        _one(14, ChangeKind.RESTORED, "restored", "agency-3"),
        _one(12, ChangeKind.REMOVED, "removed: a page that says so", "paper-2"),
    ]


def _deadlines() -> list[Planted]:
    deadline = ChangeKind.DEADLINE
    return [
        _one(12, deadline, "deadline: of a consultation, 7 days", "health-11", "距截止7天"),
        _one(18, deadline, "deadline: of a consultation, 1 day", "health-11", "距截止1天"),
        _one(13, deadline, "deadline: in force in 7 days", "city-27", "距施行7天"),
        _one(19, deadline, "deadline: in force tomorrow", "city-27", "距施行1天"),
        _one(18, deadline, "deadline: expires in 7 days", "health-7", "距失效7天"),
    ]


def _at_once() -> list[Planted]:
    """One line on twelve pages of a site; and a new template that shows other words on each page."""
    pages = tuple(_place(paper.key) for paper in cast()[Site.AGENCY] if paper.number <= STORM_PAGES)
    return [
        Planted(
            day=STORM_DAY,
            kind=ChangeKind.EDITED,
            what="edited: one line on twelve pages",
            places=pages,
            says=("政策法规 → 综合监管",),
            others=len(pages) - 1,
        ),
        _source(LAYOUT_DAY, ChangeKind.LAYOUT, "layout: all pages at once", Site.PAPER),
    ]


def _health() -> list[Planted]:
    return [
        _source(FAILING_DAY, ChangeKind.FAILING, "failing: a host is down", FAILING_SITE),
        _source(FAILING_DAY + 1, ChangeKind.RECOVERED, "recovered", FAILING_SITE),
        _source(NEW_LAYOUT_DAY, ChangeKind.LAYOUT, "layout: of a list", Site.HEALTH),
        _source(NEW_LAYOUT_DAY + 1, ChangeKind.RECOVERED, "recovered", Site.HEALTH),
        _source(22, ChangeKind.SILENT, "silent: nothing new for weeks", Site.PARK),
    ]


def _source(day: int, kind: ChangeKind, what: str, site: Site) -> Planted:
    return Planted(day=day, kind=kind, what=what, places=((site, shelf(site).listing),))
