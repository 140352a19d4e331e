"""spark(values, …) -> SVG: a line of tiny bars, to stand in a row of a table."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from markupsafe import Markup

from web.charts.drawing import drawing, rectangle

HEIGHT = 20.0
STEP = 6.0
GAP = 2.0


def spark(values: Sequence[int], title: str, description: str, most: int | None = None) -> Markup:
    """Tiny bars from zero up.

    Args:
        most: the value that is as high as there is room, where several charts are to be compared.
    """
    width = STEP * max(1, len(values))
    return drawing("spark", (width, HEIGHT), (title, description), _parts(values, most or max(values, default=0) or 1))


def _parts(values: Sequence[int], most: int) -> Iterator[Markup]:
    for nth, value in enumerate(values):
        height = max(1.5, (HEIGHT - 2) * min(value, most) / most) if value else 1.0
        yield _bar(nth, round(height, 2), "bar" if value else "nothing")


@lru_cache(maxsize=4_096)
def _bar(nth: int, height: float, kind: str) -> Markup:
    """One of the few that there are: a list of 200 sources draws 2,400 of them, which took 50 ms."""
    return rectangle((nth * STEP, HEIGHT - height, STEP - GAP, height), kind)
