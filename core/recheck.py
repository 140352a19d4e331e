"""How soon a known page is looked at again: often where change is likely, within one budget of requests per source.

`Pace.recheck` is the mean interval of a source's pages: as many looks are spent as if each page had that interval.
Delay is least when a page's share of them goes with the square root of its rate of change: `sum(rate * interval)`
under a fixed `sum(1 / interval)`. That root is the page's weight.

Sources: J. Cho and H. Garcia-Molina, "Estimating frequency of change", ACM TOIT 3 (2003), and "Effective page refresh
policies for web crawlers", ACM TODS 28 (2003); Y. Azar et al., "Tractable near-optimal policies for crawling", PNAS 115
(2018). `docs/decisions/0007-adaptive-recheck.md` says what was taken from each, and what was measured.
"""

import math
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

from core.model import Change, ChangeKind, Observations, Page

DAY = timedelta(days=1)
SOONEST = timedelta(minutes=15)
"""No page is looked at sooner after a look, unless its source's `recheck` is shorter still."""
LONGEST = 8
"""No interval is longer than this many times `recheck`: an eighth of the budget goes to all pages alike."""
SHORTEST = 16
"""No interval is shorter than this fraction of `recheck`."""

MEMORY = timedelta(days=180)
"""Evidence over more than this is halved: a page that was busy last year is not busy for ever."""
USUAL_RATE = 1 / 200
"""Changes a day of a settled page while nothing is known of it or of its source."""
SPREAD_OF_RATES = 0.5
"""Shape of the gamma distribution of rates within a source: below 1, most pages are still and a few are busy."""

CORRECTIONS = 0.05
"""Further changes to expect while a text's age grows e-fold: about one text in four is mended in its first month."""
NEWBORN = timedelta(hours=2.4)
"""Age until which a new text is mended at a steady rate, before that rate falls."""
MENDED = timedelta(days=1)
"""The same for a text that changed: one edit makes another likely."""

RATES = (1e-5, 100.0)
"""Changes a day beyond which nothing is told apart."""

COUNTED = frozenset({ChangeKind.EDITED, ChangeKind.STATUS, ChangeKind.RESTORED})
"""Changes that the site made to a document it had: not its first sight, not another recipe's reading."""


def learnt(page: Page, change: Change | None, now: datetime) -> Page:
    """The page with what a look at `now` taught of its rate of change.

    Only for looks that showed the document; `page` and its latest version are those of before the look.
    """
    changed = change is not None and change.kind in COUNTED
    observations = page.observations
    if page.latest is not None and page.last_looked_at is not None:
        observations = observed(observations, now - page.last_looked_at, changed=changed)
    root = weight(
        observations,
        age=_age(page, now),
        since_change=timedelta() if changed else _since_change(page, now),
        source_weight=page.source_weight,
    )
    return replace(page, observations=observations, weight=root)


def observed(before: Observations, passed: timedelta, *, changed: bool) -> Observations:
    """One more interval of this length, in which the text changed or not.

    What is older than `MEMORY` fades by halves; halves of odd counts are rounded to even, so that neither
    changes nor quiet are favoured. There are never more changes than looks.

    >>> observed(Observations(), timedelta(days=2), changed=True)
    Observations(looks=1, changes=1, watched=datetime.timedelta(days=2))
    """
    looks, changes = before.looks + 1, before.changes + changed
    watched = before.watched + max(passed, timedelta())
    if watched <= MEMORY:
        return Observations(looks=looks, changes=changes, watched=watched)
    return Observations(looks=round(looks / 2), changes=round(changes / 2), watched=watched / 2)


def weight(
    observations: Observations,
    *,
    age: timedelta,
    since_change: timedelta | None = None,
    source_weight: float | None = None,
) -> float:
    """Square root of the changes a day to expect of a page.

    The rate of what the page does by itself, and that of mending what is new.

    Args:
        age: of the document.
        since_change: since it was last seen changed; None if it never was.
        source_weight: mean weight of its source's pages; None while there is none.

    >>> still = Observations(looks=100, changes=0, watched=timedelta(days=100))
    >>> busy = Observations(looks=100, changes=20, watched=timedelta(days=100))
    >>> year = timedelta(days=365)
    >>> [round(weight(seen, age=year) ** 2, 3) for seen in (still, Observations(), busy)]
    [0.003, 0.005, 0.114]
    >>> round(weight(Observations(), age=timedelta()) ** 2, 3)
    0.505
    """
    expected = USUAL_RATE if source_weight is None else source_weight * source_weight
    rate = _own_rate(observations, _within(expected)) + _mending(age, NEWBORN)
    if since_change is not None:
        rate += _mending(since_change, MENDED)
    return math.sqrt(_within(rate))


def interval(recheck: timedelta, weight: float | None, source_weight: float | None) -> timedelta:
    """How long after a look the next one is due.

    Within a source the reciprocals add up to what equal intervals of `recheck` give, or to less where
    `SHORTEST` or `SOONEST` holds one back; none is longer than `LONGEST` times `recheck`.

    Args:
        recheck: mean interval of the source's pages.
        source_weight: mean weight of its pages.

    >>> day = timedelta(days=1)
    >>> [str(interval(day, weight, 0.1)) for weight in (0.0, 0.1, 1.0)]
    ['8 days, 0:00:00', '1 day, 0:00:00', '2:42:15.211268']
    """
    if weight is None or not source_weight:
        return recheck
    even = 1 / LONGEST
    share = even + (1 - even) * (weight / source_weight)
    return max(recheck / min(share, SHORTEST), min(recheck, SOONEST))


def _own_rate(seen: Observations, expected: float) -> float:
    """Changes a day, from the evidence and a gamma prior around what is expected of such a page.

    Of several changes between two looks only one is seen. The estimator of Cho and Garcia-Molina makes up for
    that and stays finite where every look found a change; it gives the number of changes that there were.
    """
    changes = seen.looks * math.log((seen.looks + 0.5) / (seen.looks - seen.changes + 0.5))
    return (SPREAD_OF_RATES + changes) / (SPREAD_OF_RATES / expected + seen.watched / DAY)


def _mending(age: timedelta, steady: timedelta) -> float:
    return CORRECTIONS / ((max(age, timedelta()) + steady) / DAY)


def _within(rate: float) -> float:
    least, most = RATES
    return min(max(rate, least), most)


def _age(page: Page, now: datetime) -> timedelta:
    """Of the document: the least that its day and the moment we met it allow."""
    day = page.listed_date or (page.latest.document.dates.published if page.latest else None)
    if day is None:
        return now - page.first_seen_at
    # Days are China's, which end at 16:00 UTC.
    return now - min(page.first_seen_at, datetime.combine(day, time(16), UTC))


def _since_change(page: Page, now: datetime) -> timedelta | None:
    latest = page.latest
    return now - latest.captured_at if latest is not None and latest.number > 1 else None
