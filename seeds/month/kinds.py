"""The kinds of documents that official sites publish, each with the words it never lacks."""

from datetime import date

from seeds.month.days import date_of, moment
from seeds.month.paper import Numbering, Paper, Site, State
from seeds.month.writing import clauses

AGENCIES = {
    Site.CITY: ("样本市人民政府办公室", "样府办规"),
    Site.HEALTH: ("样本市卫生健康委员会", "样卫规"),
    Site.AGENCY: ("样本省药品监督管理局", "样药监规"),
}
IN_FORCE = "本办法自印发之日起施行，由{agency}负责解释。"


def rules(
    site: Site,
    number: int,
    name: str,
    *own: str,
    subject: str = "",
    day: int = 0,
    last: str = IN_FORCE,
    written: date | None = None,
) -> Paper:
    """A regulation of thirteen clauses and those of its own, under the notice that issues it.

    Args:
        own: clauses that stand third and following.
        subject: what the other clauses are about; the name says it where it is empty.
        day: on which it is published; 0 and below is before anybody looked.
        last: the clause on its entry into force.
        written: its own date, where that is not the day of publication.
    """
    agency, code = AGENCIES[site]
    own_subject = subject or name.removesuffix("管理办法").removeprefix("样本市")
    body = clauses(own_subject, 12, site, number, name)
    first = State(
        title=f"{agency}关于印发《{name}》的通知",
        head=(
            "各区人民政府，市政府各部门、各直属机构：",
            f"《{name}》已经研究同意，现印发给你们，请结合{own_subject}工作实际认真组织实施。",
        ),
        clauses=(*body[:2], *own, *body[2:], last.format(agency=agency)),
        tail=(agency, _written(written or published(day, number))),
    )
    return _paper(site, number, first, day, f"{code}〔2026〕{number}号")


def notice(site: Site, number: int, title: str, *own: str, subject: str, day: int = 0) -> Paper:
    """A notice of some items of work."""
    agency, code = AGENCIES[site]
    first = State(
        title=title,
        head=("各有关单位：", f"为进一步做好{subject}工作，经研究，现就有关事项通知如下。"),
        clauses=(*own, *clauses(subject, 8, site, number, title)),
        tail=(agency, _written(published(day, number))),
        numbering=Numbering.ITEMS,
    )
    return _paper(site, number, first, day, f"{code.removesuffix('规')}函〔2026〕{number}号")


def draft(site: Site, number: int, name: str, *own: str, deadline: date, subject: str, day: int = 0) -> Paper:
    """A draft that is consulted on until a day."""
    agency, _ = AGENCIES[site]
    until = f"{deadline.year}年{deadline.month}月{deadline.day}日"
    first = State(
        title=f"{agency}关于公开征求《{name}（征求意见稿）》意见的公告",
        head=(
            f"为规范{subject}，我单位起草了《{name}（征求意见稿）》，现向社会公开征求意见。",
            f"请于{until}前将意见反馈至电子邮箱zqyj@sample.example，信封或者主题请注明事由。",
        ),
        clauses=(*own, *clauses(subject, 11, site, number, name)),
        tail=(agency, _written(published(day, number))),
    )
    return _paper(site, number, first, day, "")


def published(day: int, number: int) -> date:
    """The date that a document bears: its day, or some day of the months before the first."""
    return date_of(day) if day > 0 else date_of(-3 * (20 - number % 20))


def _paper(site: Site, number: int, first: State, day: int, doc_number: str) -> Paper:
    agency, _ = AGENCIES[site]
    return Paper(
        key=f"{site}-{number}",
        site=site,
        number=number,
        since=moment(day) if day > 0 else moment(-400),
        day=published(day, number),
        first=first,
        doc_number=doc_number,
        agency=agency,
    )


def _written(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
