"""What the three official sites publish over the month, and what becomes of it."""

from dataclasses import replace
from datetime import date

from seeds.month.days import DAY_OF_FLAPS, HOURS, LATE, date_of, moment
from seeds.month.kinds import draft, notice, rules
from seeds.month.paper import (
    Form,
    Numbering,
    Paper,
    Site,
    State,
    Turn,
    Variant,
    dropped,
    formed,
    inserted,
    marked,
    moved,
    repealed_in_listing,
    said,
    titled,
)

STORM_DAY, STORM_PAGES = 24, 12
VARIANT_DAY = 17
OLD_LINE = "（联系方式：政策法规处，联系电话020-38880011，受理时间为工作日上午）"
NEW_LINE = "（联系方式：综合监管处，联系电话020-38886622，受理时间为工作日下午）"

COUNTS = (1024, 1187, 1263, 1391, 1456, 1533)
"""What the page of statistics says: another figure at every look of its worst day, and one more the day after."""


def city() -> tuple[Paper, ...]:
    """A city's catalogue: pinned rows, cross-posts, marks in the listing alone."""
    site = Site.CITY
    return (
        rules(site, 21, "样本市科技创新券管理办法", "单个企业每年申领额度最高为500万元。").with_turns(
            Turn(moment(2), said("500万元", "800万元"))
        ),
        rules(site, 22, "样本市公共数据开放管理办法").with_turns(Turn(moment(5), inserted(5, ADDED))),
        _varying(
            rules(site, 23, "样本市历史建筑保护管理办法", "修缮历史建筑，应当遵循最小干预原则，保持原有风貌。")
        ).with_turns(Turn(moment(6), said("修缮历史建筑，应当", "修缮历史建筑应当"))),
        rules(site, 24, "样本市既有住宅加装电梯管理办法").with_turns(Turn(moment(8), marked("【已废止】"))),
        rules(site, 26, "样本市地下综合管廊管理办法").with_turns(Turn(moment(9), repealed_in_listing)),
        _flip_flop(rules(site, 25, "样本市餐厨垃圾处理管理办法", "收运单位应当每日至少清运一次。")),
        rules(site, 27, "样本市公园城市建设管理办法", day=3, last=LATER),
        replace(rules(site, 8, "样本市社区养老设施管理办法", day=7, written=LONG_AGO), day=LONG_AGO),
        notice(site, 31, EXTENDING, PROLONGED, subject="科技创新券兑付", day=11),
        rules(site, 32, "样本市低空飞行服务管理办法", LANTERNS, day=15, written=date_of(11)),
        *(_elsewhere(number) for number in range(9, 20)),
    )


ADDED = "公共数据开放实行目录管理，目录每年六月更新一次，未列入目录的数据需要另行申请。"
LANTERNS = "起降场地周边五百米内禁止燃放孔明灯。"
LONG_AGO = date(2026, 1, 15)
LATER = "本办法自2026年5月20日起施行，由样本市人民政府办公室负责解释。"
EXTENDING = "样本市人民政府办公室关于延长《样本市科技创新券管理办法》有效期的通知"
PROLONGED = "《样本市科技创新券管理办法》有效期延长至2029年6月30日，期间如有新规定的从其规定。"
REPEALED_NAME, REPEALED_NUMBER = "样本市医疗废物集中处置管理办法", "样卫规〔2026〕4号"


def health() -> tuple[Paper, ...]:
    """A commission's column: a pinned row, drafts and their final texts."""
    site = Site.HEALTH
    consulted = "样本市互联网诊疗管理办法"
    own = "首诊不得通过互联网开展，复诊须有六个月以内的实体机构病历。", "接诊医师应当具有三年以上独立执业经验。"
    final = rules(site, 13, consulted, *own, day=16)
    old = draft(site, 3, consulted, *own, deadline=date(2026, 4, 20), subject="互联网诊疗")
    same = final.first.clauses[:-1]
    return (
        replace(rules(site, 1, "样本市献血管理办法"), pinned=True),
        rules(site, 2, "样本市院前急救管理办法", "急救分中心建设力争到2027年6月30日全部建成。").with_turns(
            Turn(moment(3), said("2027年6月30日", "2027年9月30日"))
        ),
        replace(old, first=replace(old.first, clauses=(*same[:5], *same[6:]))),
        rules(site, 4, REPEALED_NAME),
        rules(site, 5, "样本市托育机构管理办法").with_turns(Turn(moment(6), dropped(6))),
        rules(site, 6, "样本市家庭医生签约服务管理办法").with_turns(Turn(moment(7), moved(3, 9))),
        rules(site, 7, "样本市心理援助热线管理办法", last=ENDING),
        rules(site, 10, "样本市老年健康服务管理办法", day=2),
        draft(site, 11, "样本市医师区域注册管理办法", deadline=date_of(19), subject="医师区域注册", day=5),
        rules(site, 12, "样本市医疗废物全程管理办法", f"《{REPEALED_NAME}》（{REPEALED_NUMBER}）同时废止。", day=10),
        final,
    )


ENDING = "本办法自印发之日起施行，有效期至2026年5月25日。"


def agency() -> tuple[Paper, ...]:
    """A provincial agency's column of static pages, with one line under every text."""
    site = Site.AGENCY
    papers = (
        rules(site, 1, "样本省中药饮片炮制管理办法").with_turns(
            Turn(moment(7), titled(lambda title: title.replace("炮制", "炮制质量")))
        ),
        rules(site, 2, "样本省医疗器械唯一标识管理办法").with_turns(
            Turn(moment(11), titled(lambda title: title.removesuffix("的通知") + "（继续有效）的通知"))
        ),
        rules(site, 3, "样本省化妆品备案管理办法").with_turns(
            Turn(moment(10), formed(Form.MISSING)), Turn(moment(14), formed(Form.PAGE))
        ),
        rules(site, 4, "样本省药品追溯管理办法", "追溯信息保存不得少于五年。").with_turns(
            Turn(moment(13), said("不得少于五年", "不得少于八年")),
            Turn(moment(13, 14), said("不得少于八年", "不得少于五年")),
        ),
        _statistics(5),
        *(rules(site, 6 + place, f"样本省{subject}管理办法") for place, subject in enumerate(STANDING)),
        *(rules(site, 9 + place, f"样本省{subject}管理办法", day=4) for place, subject in enumerate(BURST)),
        rules(site, 15, "样本省罕见病用药保障管理办法", day=18),
    )
    return tuple(_with_line(paper) for paper in papers)


STANDING = ("疫苗储运", "网络售药", "临床试验机构")
BURST = ("医用氧生产", "药学服务", "进口通关检验", "儿童用药目录", "真实世界研究", "辅料登记")


def _flip_flop(paper: Paper) -> Paper:
    """Once a day, twice a day, and once again, each for some days."""
    once, twice = "每日至少清运一次", "每日至少清运二次"
    return paper.with_turns(
        Turn(moment(8), said(once, twice)), Turn(moment(11), said(twice, once)), Turn(moment(14), said(once, twice))
    )


def _varying(paper: Paper) -> Paper:
    """Through one day one of two servers lacks a clause."""
    return replace(paper, variant=Variant(moment(VARIANT_DAY), moment(VARIANT_DAY + 1), dropped(7)))


def _statistics(number: int) -> Paper:
    """A page whose figure is another at every look of one day; five days later it changes once more."""
    paper = notice(
        Site.AGENCY,
        number,
        "样本省药品监督管理局关于行政许可受理情况的通报",
        f"截至目前累计受理行政许可事项{COUNTS[0]}件，均已按程序分派到承办处室。",
        subject="行政许可受理",
    )
    times = [moment(DAY_OF_FLAPS, hour.hour) for hour in (*HOURS, LATE)]
    steps = zip(times, COUNTS, COUNTS[1:], strict=False)
    turns = [Turn(at, said(f"{was}件", f"{now}件")) for at, was, now in steps]
    return paper.with_turns(*turns, Turn(moment(27), said(f"{COUNTS[-1]}件", "1702件")))


def _with_line(paper: Paper) -> Paper:
    """The line that every page of the agency's site has; one day it is edited on most of them at once."""
    first = replace(paper.first, tail=(*paper.first.tail, OLD_LINE))
    lined = replace(paper, first=first)
    if paper.number > STORM_PAGES:
        return lined
    return lined.with_turns(Turn(moment(STORM_DAY), said(OLD_LINE, NEW_LINE)))


def _elsewhere(number: int) -> Paper:
    """A row that leads to another host."""
    first = State(title=f"样本市第{number}期便民服务信息汇总", clauses=(), numbering=Numbering.NONE)
    return Paper(
        key=f"city-elsewhere-{number}",
        site=Site.CITY,
        number=number,
        since=moment(-400),
        day=date(2026, 2, number),
        first=first,
        elsewhere=True,
    )
