"""Charts as SVG: values in, markup out. No script and no style in them; colours are classes of the style sheet."""

from web.charts.bars import Bar, bars
from web.charts.spark import spark
from web.charts.strip import Span, strip

__all__ = ["Bar", "Span", "bars", "spark", "strip"]
