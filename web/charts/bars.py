"""bars(values, …) -> SVG: upright bars over time, or any few classes."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from web.charts.drawing import drawing, rectangle, words

HEIGHT = 110.0
STEP = 26.0
GAP = 6.0
TOP = 16.0
BOTTOM = 18.0
LEFT = 2.0

MOST_LABELS = 8
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
    width = LEFT + STEP * max(1, len(values))
    return drawing("bars", (width, HEIGHT), (title, description), _parts(values, width))


def _parts(values: Sequence[Bar], width: float) -> Iterator[Markup]:
    most = max((bar.value for bar in values), default=0) or 1
    room = HEIGHT - TOP - BOTTOM
    every = -(-len(values) // MOST_LABELS) if len(values) > MOST_LABELS else 1
    yield rectangle((0, HEIGHT - BOTTOM, width, 0.6), "axis")
    for nth, bar in enumerate(values):
        left = LEFT + nth * STEP
        height = room * bar.value / most if bar.value else 0.0
        top = HEIGHT - BOTTOM - height
        if bar.value:
            yield rectangle((left, top, STEP - GAP, max(height, 1.0)), "bar", bar.said or f"{bar.label}: {bar.value}")
            yield words((left + (STEP - GAP) / 2, top - 3), str(bar.value), "value")
        if nth % every == 0:
            yield words((left + (STEP - GAP) / 2, HEIGHT - 5), bar.label, "label")
