"""What stands in for a page now and then, and says nothing of it."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum

from seeds.month.chance import number
from seeds.month.days import moment
from seeds.month.noise import Noise
from seeds.month.paper import Site


class Fault(StrEnum):
    """How an answer goes wrong."""

    CHALLENGE_412 = "challenge 412"
    CHALLENGE_200 = "challenge 200"
    ERROR_500 = "error 500"
    EMPTY = "empty body"
    CUT = "cut off"
    STALLED = "time-out"
    REFUSED = "host down"


SHARES: Mapping[Fault, int] = {
    Fault.CHALLENGE_412: 7,
    Fault.CHALLENGE_200: 7,
    Fault.ERROR_500: 7,
    Fault.EMPTY: 5,
    Fault.CUT: 4,
}
"""Of a thousand visits."""

FAILING_SITE, FAILING_DAY = Site.ARCHIVE, 19

CALM = frozenset({"agency-4", "agency-5", "city-23", "paper-3"})
"""Documents whose plot needs every look of its day."""

STALLED = frozenset({("city-22", 40), ("park-2", 61), ("health-5", 20)})
"""Documents, and the visits to them that are never answered: each costs the wait for it."""


def fault(noise: Noise, key: str | None) -> Fault | None:
    """What goes wrong at a visit, if anything does.

    Args:
        key: of the document that is asked for; None for a listing.
    """
    if noise.site is FAILING_SITE and is_down(noise.at):
        return Fault.REFUSED
    if key in CALM:
        return None
    if key is not None and (key, noise.visit) in STALLED:
        return Fault.STALLED
    lot = number("fault", noise.site, noise.path, noise.visit) % 1000
    for kind, share in SHARES.items():
        if lot < share:
            return kind
        lot -= share
    return None


def is_down(at: datetime) -> bool:
    """Whether the host that fails for a day does."""
    return moment(FAILING_DAY) <= at < moment(FAILING_DAY + 1)


CHALLENGE = (
    '<html><head><meta charset="utf-8"><meta content="{token}{token}"></head><body><script>'
    "$_ts=window['$_ts'];if(!$_ts)$_ts={{}};$_ts.nsd={number};</script></body></html>"
)
CHECKING = (
    '<html><head><meta charset="utf-8"><title>请稍候</title></head><body>'
    '<script>document.cookie="__jsl_clearance_s={token}";location.reload()</script></body></html>'
)
ERROR = "<html><head><title>500</title></head><body><h1>Internal Server Error</h1></body></html>"
MISSING = '<html><head><meta charset="utf-8"><title>404</title></head><body><h1>404 Not Found</h1></body></html>'
SOFT_MISSING = (
    '<html><head><meta charset="utf-8"><title>提示信息</title></head><body><div class="top">样本日报</div>'
    "<p>抱歉，您访问的页面不存在或已被删除。</p><a href='/'>返回首页</a></body></html>"
)
