"""The words and days that stand beside a link: titles made plain, dates in the forms that listings use."""

import html
import re
import unicodedata
from datetime import date

from crawler.discover.dialects import day

LONGEST_TITLE = 500
LONGEST_READ = 5000
MARKUP = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
NUMERIC = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})(?!\d)")
CHINESE = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
SHORT = re.compile(r"(?<![\d.-])(\d\d)[-/.](\d\d)[-/.](\d\d)(?![\d.-])")
AROUND = " \t\n[]()（）【】·"
SAYS_NOTHING = re.compile(
    r"^[\[【(（<]*(?:查看|点击|阅读)?(?:详情|详细|全文|更多|查看|原文|正文|查看更多|more|附件|下载)?[\]】)）>…\s.>»]*$",
    re.IGNORECASE,
)


def plain_title(written: str) -> str | None:
    """A title without line breaks, tabs, control characters and needless length; None where it says nothing.

    >>> plain_title("\\t关于印发《规划》的通知\\n")
    '关于印发《规划》的通知'
    >>> plain_title("[详细]") is None
    True
    """
    if written.isprintable() and len(written) <= LONGEST_TITLE:
        line = " ".join(written.split())
        return None if SAYS_NOTHING.match(line) else line
    seen = (" " if char.isspace() else char for char in written[:LONGEST_READ])
    line = " ".join("".join(char for char in seen if unicodedata.category(char)[0] != "C").split())
    return None if SAYS_NOTHING.match(line) else line[:LONGEST_TITLE]


def without_markup(written: str) -> str:
    """Text out of a field that may carry tags and entities, as search interfaces answer.

    >>> without_markup("关于<em>细胞</em>治疗&nbsp;的通知")
    '关于细胞治疗\\xa0的通知'
    """
    return html.unescape(MARKUP.sub("", written[:LONGEST_READ]))


def days_in(written: str) -> list[date]:
    """Days in the order written; figures before 年月日, which is how titles write them.

    >>> days_in("[\\n 2026-09-11 ]"), days_in("(2026-01-01)"), days_in("26-01-09")
    ([datetime.date(2026, 9, 11)], [datetime.date(2026, 1, 1)], [datetime.date(2026, 1, 9)])
    """
    full = [day(*match.groups()) for form in (NUMERIC, CHINESE) for match in form.finditer(written)]
    found = [made for made in full if made]
    if found:
        return found
    short = [day(f"20{match[1]}", match[2], match[3]) for match in SHORT.finditer(written)]
    return [made for made in short if made]


def without_days(written: str) -> str:
    """A link's text without a date before or behind the title.

    >>> without_days("关于开展申报的通知 [2026-01-09]")
    '关于开展申报的通知'
    """
    stripped = written.strip(AROUND)
    for match in NUMERIC.finditer(stripped):
        if match.start() == 0 or match.end() == len(stripped):
            rest = stripped[: match.start()] + stripped[match.end() :]
            return rest.strip(AROUND) or written
    return written
