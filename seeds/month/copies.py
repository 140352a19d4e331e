"""What a newspaper and two mirrors publish: news, explanations, and copies of what the official sites say."""

from dataclasses import replace
from datetime import date

from seeds.month.days import date_of, moment
from seeds.month.kinds import rules
from seeds.month.official import city, health
from seeds.month.paper import Edit, Form, Numbering, Paper, Site, State, Turn, formed, said
from seeds.month.writing import clause, clauses

LAYOUT_DAY = 22
STALE_DAY = 12
EXPLAINED = "样本市医疗废物全程管理办法"
NEWS = (
    (1, "样本市三甲医院开出首张数字处方", "数字处方"),
    (2, "走进样本市最大的中药材交易市场", "中药材交易"),
    (3, "样本市新增四条定制公交线路", "定制公交"),
    (4, "专访：基因检测如何走进社区", "基因检测"),
    (5, "样本市青少年近视防控行动见成效", "近视防控"),
)


def paper() -> tuple[Paper, ...]:
    """A newspaper: reports, an interview, an explanation and a copy under a headline of its own."""
    standing = [_report(number, title, subject) for number, title, subject in NEWS]
    standing[1] = standing[1].with_turns(Turn(moment(12), formed(Form.SOFT_MISSING)))
    standing[2] = _stale(standing[2])
    copied = _copy(city()[0], Site.PAPER, 7, day=8, title="创新券最高可领八百万元 样本市新规来了")
    whole = (*standing, _report(6, "对话院士：细胞治疗离我们有多远", "细胞治疗", day=6), copied, _explanation(8, 16))
    return tuple(_turned(one) for one in whole)


def archive() -> tuple[Paper, ...]:
    """A mirror in Traditional characters by turns; it copies late, once wrongly, and once before the original."""
    by_key = {one.key: one for one in (*city(), *health())}
    copies = (
        _copy(by_key["health-1"], Site.ARCHIVE, 1, day=0),
        _copy(by_key["city-26"], Site.ARCHIVE, 2, day=0),
        _copy(by_key["health-2"], Site.ARCHIVE, 3, day=4),
        _copy(by_key["city-21"], Site.ARCHIVE, 4, day=9, edit=said("800万元", "300万元")),
        _copy(by_key["city-32"], Site.ARCHIVE, 5, day=13),
    )
    return tuple(replace(one, traditional=True) for one in copies)


def park() -> tuple[Paper, ...]:
    """An industrial park that publishes nothing all month."""
    subjects = ("厂房租赁", "人才公寓", "班车运行", "访客登记", "用电检修")
    return tuple(
        replace(
            rules(Site.HEALTH, 60 + number, f"样本园区{subject}管理办法"),
            key=f"park-{number}",
            site=Site.PARK,
            number=number,
            day=date(2026, 4, 5 * number),
            doc_number="",
            agency="样本产业园区管理委员会",
        )
        for number, subject in enumerate(subjects, start=1)
    )


def _report(number: int, title: str, subject: str, day: int = 0) -> Paper:
    """A report; the third says how many buses run."""
    lead = f"本报讯（记者 林小样）近日，记者从有关方面了解到，{subject}有了新的进展。"
    own = "首批投入运营车辆36台，市民可以在手机上预约。" if number == 3 else "不少读者来电询问详情，记者为此多方走访。"
    first = State(
        title=title,
        head=(lead, own),
        clauses=clauses(subject, 9, "report", number),
        numbering=Numbering.NONE,
    )
    return _of_paper(number, first, day)


def _explanation(number: int, day: int) -> Paper:
    questions = ("为什么要制定这个办法？", "哪些单位要照着做？", "和过去的做法有什么不同？", "个人能从中得到什么？")
    answers = tuple(f"问：{question}答：{clause('全程管理', 'answer', question)}" for question in questions)
    first = State(
        title=f"《{EXPLAINED}》政策问答",
        head=(f"《{EXPLAINED}》已经出台，本报请有关负责人回答读者关心的问题。",),
        clauses=(*answers, *clauses("收集转运", 5, "explanation", number)),
        numbering=Numbering.NONE,
    )
    return _of_paper(number, first, day)


def _of_paper(number: int, first: State, day: int) -> Paper:
    return Paper(
        key=f"paper-{number}",
        site=Site.PAPER,
        number=number,
        since=moment(day) if day > 0 else moment(-400),
        day=date_of(day) if day > 0 else date(2026, 4, 2 * number),
        first=first,
        agency="样本日报",
    )


def _copy(original: Paper, site: Site, number: int, *, day: int, title: str = "", edit: Edit | None = None) -> Paper:
    """What the original says on the day before, as a document of another site."""
    state = original.at(max(moment(day), original.since))
    if state is None:
        raise ValueError(f"{original.key} is not there to be copied on day {day}")
    state = edit(state) if edit else state
    return Paper(
        key=f"{site}-{number}",
        site=site,
        number=number,
        since=moment(day) if day > 0 else moment(-400),
        day=date_of(day) if day > 0 else date(2026, 4, 10 + number),
        first=replace(state, title=title or state.title, row=None, repealed=False),
        agency=original.agency,
    )


def _stale(paper: Paper) -> Paper:
    """Edited one morning; for an hour of the same day a cache shows what stood there before."""
    was, now = "首批投入运营车辆36台", "首批投入运营车辆48台"
    return paper.with_turns(
        Turn(moment(STALE_DAY), said(was, now)),
        Turn(moment(STALE_DAY, 15), said(now, was)),
        Turn(moment(STALE_DAY, 15, 30), said(was, now)),
    )


def _turned(paper: Paper) -> Paper:
    """On one day the newspaper's new template shows within every text what stood beside it, other words on each."""

    def edit(state: State) -> State:
        return replace(
            state,
            head=(f"核心提示：{clause(paper.key, 'summary', paper.key)}", *state.head),
            tail=(*state.tail, clause(paper.key, "postscript", paper.key)),
        )

    return paper.with_turns(Turn(moment(LAYOUT_DAY), edit))
