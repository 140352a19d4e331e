"""Texts made comparable: what differs only in script, width, spacing or annotations becomes equal."""

from crawler.normalise.chain import fold
from crawler.normalise.pinyin import without_annotations

__all__ = ["fold", "without_annotations"]
