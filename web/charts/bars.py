"""bars(values, …) -> SVG: upright bars over time, or any few classes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from web.charts.drawing import drawing, rectangle, words

WIDTH = 360.0
HEIGHT = 110.0
WIDEST = 44.0
"""Of a bar."""

FILLED = 0.75
"""Of the room that a bar has."""

TOP = 16.0
BOTTOM = 18.0

MOST_LABELS = 7
"""More would run into each other."""


class Bar(NamedTuple):
    """One bar: below it stands the label, and `said` when it is pointed at."""

    label: str
    value: int
    said: str = ""


def bars(values: Sequence[Bar], title: str, description: str) -> Markup:
    """Bars from zero up, the highest as high as there is room; each says its value.

    >>> str(bars([Bar("a", 2), Bar("b", 0)], "t", "d")).count('class="bar"')
    1
    """
    return drawing("bars", (WIDTH, HEIGHT), (title, description), _parts(values))


def _parts(values: Sequence[Bar]) -> Iterator[Markup]:
    most = max((bar.value for bar in values), default=0) or 1
    step = WIDTH / max(1, len(values))
    width = min(WIDEST, FILLED * step)
    every = -(-len(values) // MOST_LABELS)
    yield rectangle((0, HEIGHT - BOTTOM, WIDTH, 0.6), "axis")
    for nth, bar in enumerate(values):
        middle = (nth + 0.5) * step
        height = (HEIGHT - TOP - BOTTOM) * bar.value / most
        top = HEIGHT - BOTTOM - height
        if bar.value:
            said = bar.said or f"{bar.label}: {bar.value}"
            yield rectangle((middle - width / 2, top, width, max(height, 1.0)), "bar", said)
            yield words((middle, top - 3), str(bar.value), "value")
        # Counted from the end: what is now is always named.
        if (len(values) - 1 - nth) % every == 0:
            yield words((min(max(middle, 13.0), WIDTH - 13.0), HEIGHT - 5), bar.label, "label")
