"""What every chart begins and ends with: a title and a description, which screen readers say in place of it."""

from collections.abc import Iterable

from markupsafe import Markup, escape

from web.harmless import harmless


def drawing(kind: str, size: tuple[float, float], said: tuple[str, str], parts: Iterable[Markup]) -> Markup:
    """A chart.

    Args:
        kind: class of the style sheet.
        size: width and height, in units of the drawing; it grows to the room that it is given.
        said: title, and all that it shows, in words.
    """
    title, description = (escape(harmless(words)) for words in said)
    width, height = size
    return Markup(
        '<svg class="chart {}" viewBox="0 0 {} {}" role="img" preserveAspectRatio="xMinYMid meet">'
        "<title>{}</title><desc>{}</desc>{}</svg>"
    ).format(kind, number(width), number(height), title, description, Markup("").join(parts))


def rectangle(box: tuple[float, float, float, float], kind: str, said: str | None = None) -> Markup:
    """A rectangle: left, top, width, height; with a tool tip."""
    inside = Markup("<title>{}</title>").format(str(harmless(said))) if said else Markup("")
    x, y, width, height = (number(value) for value in box)
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" class="{}">{}</rect>').format(
        x, y, width, height, kind, inside
    )


def words(at: tuple[float, float], text: str, kind: str = "") -> Markup:
    """A text that ends or begins where its class says."""
    x, y = (number(value) for value in at)
    return Markup('<text x="{}" y="{}" class="{}">{}</text>').format(x, y, kind, str(harmless(text)))


def number(value: float) -> str:
    """A coordinate, short.

    >>> number(1.0), number(2.346)
    ('1', '2.35')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".")
