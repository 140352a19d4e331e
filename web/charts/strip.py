"""strip(spans, …) -> SVG: how something fared, from one moment to another, in one line."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from markupsafe import Markup

from web.charts.drawing import drawing, rectangle, words

WIDTH = 360.0
HEIGHT = 34.0
LINE = 18.0


class Span(NamedTuple):
    """From when to when it fared so; `kind` is a class of the style sheet, `said` in words."""

    kind: str
    start: datetime
    end: datetime
    said: str


def strip(spans: Sequence[Span], ends: tuple[str, str], title: str, description: str) -> Markup:
    """The spans in order, from the start of the first to the end of the last.

    What is well is drawn low, and trouble as high as the strip: not by colour alone.

    Args:
        ends: what stands below its beginning and its end.
    """
    return drawing("strip", (WIDTH, HEIGHT), (title, description), _parts(spans, ends))


def _parts(spans: Sequence[Span], ends: tuple[str, str]) -> Iterator[Markup]:
    if spans:
        start, whole = spans[0].start, spans[-1].end - spans[0].start
        for span in spans:
            left = WIDTH * ((span.start - start) / whole) if whole else 0.0
            right = WIDTH * ((span.end - start) / whole) if whole else WIDTH
            high = LINE if span.kind not in ("ok", "unknown") else LINE / 2
            yield rectangle((left, LINE - high, max(right - left, 0.5), high), f"health-{span.kind}", span.said)
    yield words((0, HEIGHT - 4), ends[0], "label begins")
    yield words((WIDTH, HEIGHT - 4), ends[1], "label ends")
