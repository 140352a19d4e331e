"""Addresses that betray an article, and the date some of them carry (handbook §1)."""

import re
from datetime import date

DIALECTS = (
    re.compile(r"/t(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)_\d+\.s?html?$"),
    re.compile(r"/art/(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})/art_\d+_\w+"),
    re.compile(r"/(?P<y>\d{4})-(?P<m>\d\d)/(?P<d>\d\d)/(?:content|c)_\d+"),
    re.compile(r"/(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)/\d+\.s?html?$"),
    re.compile(r"/(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)/[0-9a-f]{32}"),
    re.compile(r"/m?post_\d+\.s?html?$"),
    re.compile(r"/c\d+/content\.s?html?$"),
    re.compile(r"/content_\d+\.s?html?$"),
    re.compile(r"/info/\d+/\d+\.html?$"),
)
DATED = (
    re.compile(r"/(?P<y>(?:19|20)\d\d)/(?P<m>\d{1,2})/(?P<d>\d{1,2})/"),
    re.compile(r"/(?P<y>(?:19|20)\d\d)[-/]?(?P<m>\d\d)-?(?P<d>\d\d)/"),
)
"""Further addresses that carry a day, though an article is not all that they may be."""
ANY = re.compile("|".join(re.sub(r"\?P<\w>", "?:", dialect.pattern) for dialect in DIALECTS))
ANY_DATED = re.compile(r"\d{4}.*/|/t\d{8}_")
"""What all addresses that carry a day have in common."""
YEAR = re.compile(r"/((?:19|20)\d\d)(?:[-/]?(?:0?[1-9]|1[0-2]))?/")
NUMBERS = re.compile(r"[0-9a-f]{32}|\d+")
EARLIEST_YEAR = 1949


def is_article(url: str) -> bool:
    """Whether an address has the form that one of the great platforms gives its articles.

    >>> is_article("https://www.gz.gov.cn/gkmlpt/content/10/10839/post_10839528.html")
    True
    >>> is_article("https://www.gz.gov.cn/index_2.html")
    False
    """
    return ANY.search(path_of(url)) is not None


def date_in(url: str) -> date | None:
    """The day that an address carries; None for none, or for zeros.

    >>> date_in("https://www.ndrc.gov.cn/xxgk/zcfb/tz/202601/t20260123_123.html")
    datetime.date(2026, 1, 23)
    """
    path = path_of(url)
    for dialect in DIALECTS + DATED if ANY_DATED.search(path) else ():
        match = dialect.search(path)
        if match and "y" in dialect.groupindex:
            return day(match["y"], match["m"], match["d"])
    return None


def path_of(url: str) -> str:
    """The path of an absolute address.

    >>> path_of("https://a.gov.cn/tz/show.jsp?id=1")
    '/tz/show.jsp'
    """
    return "/" + url.partition("://")[2].partition("?")[0].partition("#")[0].partition("/")[2]


def year_in(url: str) -> int | None:
    """The year of a folder in an address: what a row's 01-09 leaves out.

    >>> year_in("https://a.gov.cn/tz/202601/123.html")
    2026
    """
    match = YEAR.search(path_of(url))
    return int(match[1]) if match else None


def shape(url: str) -> str:
    """What the addresses of one list have in common: the last part of the path and the query, its numbers as 0.

    >>> shape("https://a.gov.cn/a/tzgg/123.html"), shape("https://a.gov.cn/show?id=12")
    ('0.html', 'show?id=0')
    """
    return NUMBERS.sub("0", url.rpartition("/")[2])


def day(year: str, month: str, of_month: str) -> date | None:
    """A calendar day; None where there is no such day."""
    try:
        made = date(int(year), int(month), int(of_month))
    except ValueError:
        return None
    return made if made.year >= EARLIEST_YEAR else None
