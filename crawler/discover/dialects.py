"""Addresses that betray an article, and the date some of them carry (handbook §1)."""

import re
from datetime import date
from urllib.parse import urlsplit

DIALECTS = (
    re.compile(r"/t(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)_\d+\.s?html?$"),
    re.compile(r"/art/(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})/art_\d+_\w+"),
    re.compile(r"/(?P<y>\d{4})-(?P<m>\d\d)/(?P<d>\d\d)/(?:content|c)_\d+"),
    re.compile(r"/(?P<y>\d{4})-(?P<m>\d\d)-(?P<d>\d\d)/\d+\.s?html?$"),
    re.compile(r"/(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)/[0-9a-f]{32}"),
    re.compile(r"/m?post_\d+\.s?html?$"),
    re.compile(r"/c\d+/content\.s?html?$"),
    re.compile(r"/content_\d+\.s?html?$"),
)
EARLIEST_YEAR = 1949


def is_article(url: str) -> bool:
    """Whether an address has the form that one of the great platforms gives its articles.

    >>> is_article("https://www.gz.gov.cn/gkmlpt/content/10/10839/post_10839528.html")
    True
    >>> is_article("https://www.gz.gov.cn/index_2.html")
    False
    """
    path = urlsplit(url).path
    return any(dialect.search(path) for dialect in DIALECTS)


def date_in(url: str) -> date | None:
    """The day that an address carries; None for none, or for zeros.

    >>> date_in("https://www.ndrc.gov.cn/xxgk/zcfb/tz/202601/t20260123_123.html")
    datetime.date(2026, 1, 23)
    """
    path = urlsplit(url).path
    for dialect in DIALECTS:
        match = dialect.search(path)
        if match and "y" in dialect.groupindex:
            return day(match["y"], match["m"], match["d"])
    return None


def day(year: str, month: str, of_month: str) -> date | None:
    """A calendar day; None where there is no such day."""
    try:
        made = date(int(year), int(month), int(of_month))
    except ValueError:
        return None
    return made if made.year >= EARLIEST_YEAR else None
