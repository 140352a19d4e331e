"""What a table of words is."""

from collections.abc import Mapping

Table = Mapping[str, tuple[str, str]]
"""Key, as `page.what`, -> (English, Chinese)."""
