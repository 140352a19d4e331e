"""Text of pages is hostile: what is shown cannot turn a line round, hide in it or break the page."""

import re
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from markupsafe import Markup

_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f"
_BROKEN = "\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff"
_UNSAFE = re.compile(f"[{_INVISIBLE}{_BROKEN}]")
_VANISHES = re.compile(f"[{_INVISIBLE}]")


def harmless(value: object) -> object:
    r"""What a template writes: text without invisible, bidirectional and control characters (Unicode TR 36).

    Nothing is escaped here; Jinja does that. Line feeds and tabs stay; CRLF, as mail servers end lines, is a line feed.

    >>> harmless("通\u202e知\x1b[2J\r\n")
    '通知\ufffd[2J\n'
    """
    if not isinstance(value, str) or isinstance(value, Markup):
        return value
    return _UNSAFE.sub(lambda found: "" if _VANISHES.match(found[0]) else "\ufffd", value.replace("\r\n", "\n"))


def safe_href(url: str | None) -> str | None:
    """The address as a link may carry it; None for anything but http and https.

    >>> safe_href("javascript:alert(1)"), safe_href("https://www.gz.gov.cn/")
    (None, 'https://www.gz.gov.cn/')
    """
    if not url or _UNSAFE.search(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def told_at(moment: datetime, zone: ZoneInfo) -> str:
    """A moment, to the minute, in the zone in which times are told."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
