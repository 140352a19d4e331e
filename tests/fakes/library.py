"""Documents to be searched, and what a search of them must find, told without any of the code that finds it."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import pairwise

from core.model import Block, Dates, Page, PageId, Verdict
from core.ports import Store
from core.search import Phrase, Query, heading
from crawler.normalise import fold
from tests.contract.stored import a_listed_page, a_source, a_verdict, a_version
from tests.fakes.nouns import NOW

SOURCES = ("gz-wjw", "sz_kjj")
ALONE = ("CJK UNIFIED", "CJK COMPATIBILITY", "HIRAGANA LETTER", "KATAKANA", "HANGUL SYLLABLE", "IDEOGRAPHIC")
"""How the names of characters begin that are written without spaces."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document as it is published."""

    title: str
    day: date | None
    paragraphs: tuple[str, ...]
    number: str | None = None
    source_id: str = SOURCES[0]


PAPERS = (
    Paper("关于印发细胞治疗管理办法的通知", date(2026, 1, 5), ("为规范细胞治疗临床研究,制定办法。",), "粤府[2026]3号"),
    Paper("细胞治疗产品目录", date(2025, 6, 1), ("CAR-T细胞治疗产品。", "干细胞制剂。"), None, SOURCES[1]),
    Paper("关于申报2026年度项目的通知", date(2026, 3, 1), ("根据粤府[2026]3号,申报细胞治疗项目。",)),
    Paper("治疗细胞学会议", date(2024, 2, 29), ("会议讨论治疗。细胞的来源。",)),
    Paper("通知", None, ("本通知没有日期。",), "穗卫(2025)33号"),
    Paper("通知办法", date(2026, 1, 5), ("办法通知,办法。通知。",)),
    Paper("广州市中医药条例", date(2023, 12, 31), ("第一条 为了促进中医药事业,", "传承创新,根据宪法,制定本条例。")),
    Paper("Guidance on Good Clinical Practice", date(2025, 5, 5), ("GCP (2020) applies. ISO9001 is not ISO 9001.",)),
    Paper("药品GMP检查", date(2025, 5, 5), ("按照gmp要求检查。GMP2.0版。",), "粤药监[2025]第12号", SOURCES[1]),
    Paper("㐂寿之家", date(2022, 8, 8), ("㐂字与𠮷字,以及﨑字。𠮷野家。",)),
    Paper("関西の医療機関", date(2021, 1, 1), ("がん治療とデータ。한국어 문서.",)),
    Paper("通知通知通知", date(2026, 1, 6), ("通知" * 400,)),
    Paper("数字", date(2020, 1, 1), ("1 2 3 12 23 123 2026年3月5日",)),
    Paper("长词", date(2020, 1, 2), ("x" * 70 + " abc_def a.b.c don't",)),
    Paper("关于细胞的通知", date(2019, 9, 9), ("治疗另行规定。",), None, SOURCES[1]),
    Paper("的", date(2018, 1, 1), ("的" * 300 + "末",)),
    Paper("“十四五”规划", date(2021, 3, 3), ("《“十四五”规划》——印发", "各区:请执行。")),
    Paper("征求意见稿", date(2027, 1, 1), ("意见请于3月20日前反馈。",)),
    Paper("邮件", date(2017, 1, 1), ("policy@example.org https://www.example.gov.cn/a?b=1",)),
    Paper("", date(2016, 1, 1), ("没有标题的细胞。",)),
    Paper("空", date(2015, 1, 1), ()),
)

QUERIES = (
    "细胞治疗", "细胞 治疗", "治疗细胞", "治疗 细胞", "通知", "的", "的的的", "的末", "末", "办法", "通知办法",
    "办法通知", "粤府〔2026〕3号", "粤府(2026)3号", "粤府[2026]3号", "粤府【2026】3号", "粤府 2026 3号",
    "粤府2026", "2026", "3号", "穗卫〔2025〕33号", "33", "3", "12", "第12号", "粤药监", "GMP", "gmp", "Gmp检查",
    "GMP2.0", "ISO9001", "ISO 9001", '"ISO 9001"', '"good clinical practice"', "good practice",
    '"good practice"', "GCP -guidance", "GCP -细胞", "细胞 -治疗", "细胞治疗 -目录", '细胞 -"治疗产品"',
    "通知 -细胞 -办法", "-细胞", '-"细胞"', "细胞治疗 -细胞治疗", "通知 -通知办法", "通知 -办法通知", "𠮷",
    "𠮷野家", "㐂", "﨑", "﨑字", "データ", "治療", "한국어", "한국", "の医療", "中医药事业传承创新",
    "传承创新", "条例 宪法", "“十四五”规划", "十四五", "规划印发", "印发各区", "执行", "CAR-T", "car t",
    "“CAR-T细胞”", "T细胞", "abc", "abc_def", "don't", "x" * 70, "x" * 32, "x", "policy@example.org",
    "example.gov.cn", "没有标题", "没有标题 细胞", "意见", "3月20日", "2026年3月5日", "1 2 3", '"1 2 3"',
    '"1 3"', "不在任何地方", "胞治", "通知通知通知通知", '"通知 办法', "-", '""', "", "   ", "!!!", "*", "通*",
    "title:通知", "NEAR(细胞 治疗)", "细胞 AND 治疗", "细胞 OR 不在", "NOT 细胞", "细胞^", "(细胞", "细胞)",
    "'细胞'", "细胞 & 治疗", "!细胞", "细胞 <-> 治疗", "细胞:*", "细胞\\", "细胞\x00治疗", "\x00", "\ud800细胞",
    "grams:细胞", "§细胞", "·2026·", "' OR 1=1 --", '" OR "', "%", "_", "细胞;治疗",
)  # fmt: skip


async def shelved(store: Store) -> list[PageId]:
    """Put every document into a store; the pages, in their order."""
    await store.register([a_source(source_id) for source_id in SOURCES], NOW)
    ids = []
    for at, paper in enumerate(PAPERS):
        page = await a_listed_page(store, paper.source_id, f"/paper/{at}.html")
        await store.commit(page, as_read(page, paper))
        ids.append(page.id)
    return ids


def as_read(page: Page, paper: Paper, number: int = 1) -> Verdict:
    """The paper as a version of a page."""
    version = a_version(number)
    document = replace(
        version.document,
        title=paper.title or None,
        doc_number=paper.number,
        blocks=tuple(Block(text, fold(text)) for text in paper.paragraphs),
        dates=Dates(published=paper.day),
    )
    verdict = a_verdict(page, replace(version, document=document))
    return replace(verdict, heading=heading(document, page.listed_title, fold))


def expected(query: Query, papers: Sequence[Paper] = PAPERS) -> list[int]:
    """Numbers of the papers that a query must find, in their order."""
    found = []
    for at, paper in enumerate(papers):
        head = _cut(fold(paper.title)) + _cut(fold(paper.number or ""))
        body = [segment for text in paper.paragraphs for segment in _cut(fold(text))]
        wanted = [_words(phrase) for phrase in query.wanted]
        unwanted = [_words(phrase) for phrase in query.unwanted]
        if not wanted or any(_holds(text, phrase) for phrase in unwanted for text in (head, body)):
            continue
        if all(_holds(head, phrase) or _holds(body, phrase) for phrase in wanted):
            in_heading = all(_holds(head, pair) for phrase in wanted for pair in _pairs(phrase))
            day = min(paper.day or NOW.date(), NOW.date() + timedelta(days=1))
            found.append((not in_heading, -day.toordinal(), -at, at))
    return [at for *_, at in sorted(found)]


def _words(phrase: Phrase) -> list[str]:
    return [segment.strip("·") for segment in phrase.segments]


def _pairs(segments: list[str]) -> list[list[str]]:
    return [list(pair) for pair in pairwise(segments)] or [segments]


def _holds(text: list[str], phrase: list[str]) -> bool:
    return any(text[at : at + len(phrase)] == phrase for at in range(len(text) - len(phrase) + 1))


def _cut(text: str) -> list[str]:
    segments: list[str] = []
    in_word = False
    for sign in text.casefold():
        alone = unicodedata.name(sign, "").startswith(ALONE)
        if sign.isalnum() and in_word and not alone and len(segments[-1]) < 32:
            segments[-1] += sign
        elif sign.isalnum():
            segments.append(sign)
        in_word = sign.isalnum() and not alone
    return segments
