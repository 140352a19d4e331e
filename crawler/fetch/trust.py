"""Is this answer the site's own? judge() knows the walls that stand before Chinese sites (handbook §3.4). Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from core.model import Blocked

SCANNED = 64 * 1024
"""Bytes that are looked at; a larger page with status 2xx is nobody's challenge."""

PAGE = 600
"""Visible characters from which on an answer with status 2xx is a page, whatever stands in its scripts."""

NOTICE = 300
"""Visible characters up to which a word alone makes an answer with status 2xx a wall: articles quote such words."""

STUB = 2048
"""Bytes up to which a page may be nothing but a script."""

HIDDEN = re.compile(rb"<(script|style)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)|<[^>]*(?:>|\Z)", re.DOTALL | re.IGNORECASE)

SHOWS = re.compile(rb"<(?:i?frame|img|embed|object|a)\b", re.IGNORECASE)
"""Elements that show something without a word of text, or lead there."""


CARRIES = re.compile(rb"window\._CONFIG\s*=|NFCMS_CAT_ID\s*=")
"""Scripts that carry what the page is for: the index of a catalogue is nothing but its settings (handbook §1)."""


def _words(*words: str) -> re.Pattern[bytes]:
    """Any of the words, in the two charsets that Chinese pages come in."""
    forms = dict.fromkeys(word.encode(charset) for word in words for charset in ("utf-8", "gb18030"))
    return re.compile(b"|".join(map(re.escape, forms)), re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wall:
    """One way to be kept out.

    Args:
        mark: searched in the body and, unless the status is 2xx, 404 or 410, in the headers.
        statuses: with which it comes; empty for any.
        code: the mark is machine code, which no article quotes; else a word, which one may.
    """

    by: str
    mark: re.Pattern[bytes]
    statuses: frozenset[int] = frozenset()
    code: bool = True


WALLS = (
    Wall("加速乐", re.compile(rb"__jsl|document\.cookie\s*="), frozenset({521, 512})),
    Wall("加速乐", re.compile(rb"__jsl_clearance")),
    Wall("瑞数", re.compile(rb"\$_ts\s*[=.\[]|FSSBBIl1UgzbN7N80")),
    Wall("Aliyun", re.compile(rb"\barg1\s*=\s*['\"][0-9A-Fa-f]{8,}|acw_sc__v[23]")),
    Wall("Aliyun", re.compile(rb"errors\.aliyun\.com"), frozenset({403, 405})),
    Wall("Cloudflare", re.compile(rb"cf-mitigated: challenge|/cdn-cgi/challenge-platform/|_cf_chl_opt|cf-chl-")),
    Wall("Cloudflare", re.compile(rb"<title>\s*(?:Just a moment|Attention Required)", re.IGNORECASE)),
    Wall(
        "WZWS", re.compile(rb"wzws_(?:cid|sessionid|confirm)|wzws-waf-cgi|reason\s*:\s*GeoBL|WZWS-RAY", re.IGNORECASE)
    ),
    Wall("ccgp", re.compile(rb"sbu_fpcm\.js|\bHOY_TR\b|\bHBB_HC\b")),
    Wall("chinatax", re.compile(rb"\bC3VK\s*=")),
    Wall("EdgeOne", re.compile(rb"<title>[^<]{0,80}EdgeOne|Tencent Cloud EdgeOne|EO_Bot_Ssid", re.IGNORECASE)),
    Wall("电信云防护", _words("电信云防护"), code=False),
    Wall("安全狗", _words("安全狗", "safedog"), code=False),
    Wall("D盾", _words("D盾"), code=False),
    Wall("云锁", _words("云锁", "yunsuo_session"), code=False),
    Wall("创宇盾", _words("创宇盾", "365cyd"), code=False),
    Wall("云盾", _words("云盾"), code=False),
    Wall(
        "WAF", _words("Web应用防火墙", "网站防火墙", "请求被拦截", "已被网站管理员设置拦截", "访问被阻断"), code=False
    ),
    Wall("javascript", _words("请开启JavaScript", "请启用JavaScript", "请打开浏览器的JavaScript"), code=False),
    Wall("javascript", _words("enable JavaScript and cookies to continue"), code=False),
    Wall("precondition", re.compile(rb""), frozenset({412})),
)
"""The first that fits names the wall. The last: we send no precondition that a GET could fail with 412."""


def judge(status: int, headers: Sequence[tuple[str, str]], body: bytes) -> Blocked | None:
    """The wall that gave this answer, or None if the site itself seems to have.

    Never judges a status alone except 412; a page with real text and status 2xx is never a wall.
    """
    good = 200 <= status < 300 and status != 202
    if good and len(body) > SCANNED:
        return None
    text = body[:SCANNED]
    seen = visible(text) if good else 0
    if seen >= PAGE:
        return None  # the common case, before any mark is searched for
    shown = text if good or status in (404, 410) else _lines(headers) + text
    for wall in WALLS:
        mark = wall.mark.search(shown) if not wall.statuses or status in wall.statuses else None
        if mark is None:
            continue
        if not wall.code and seen >= NOTICE:
            continue
        quoted = mark.group().decode("utf-8", "replace")
        return Blocked(by=wall.by, evidence=f"http {status} {quoted}".strip())
    return _stub(status, text, seen) if good else None


def visible(page: bytes) -> int:
    """Characters that a reader would see, white space aside; about right for any charset."""
    text = HIDDEN.sub(b"", page).decode("utf-8", "replace")
    return len("".join(text.split()))


def _stub(status: int, page: bytes, seen: int) -> Blocked | None:
    """A page that is nothing but a script needs a browser."""
    if len(page) > STUB or b"<script" not in page.lower() or SHOWS.search(page) or seen > 20:
        return None
    if CARRIES.search(page):
        return None
    return Blocked(by="javascript", evidence=f"http {status} nothing but a script in {len(page)} bytes")


def _lines(headers: Sequence[tuple[str, str]]) -> bytes:
    return "".join(f"{name.lower()}: {value}\n" for name, value in headers).encode(errors="replace")
