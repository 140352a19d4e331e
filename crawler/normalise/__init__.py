"""Texts made comparable: what differs only in script, width, spacing or annotations becomes equal."""

from crawler.normalise.chain import STEPS, Step, fold, fold_lines, recipe_steps
from crawler.normalise.mojibake import Kind, Mended, mended
from crawler.normalise.pinyin import Annotations, annotations_of, without_annotations

__all__ = [
    "STEPS",
    "Annotations",
    "Kind",
    "Mended",
    "Step",
    "annotations_of",
    "fold",
    "fold_lines",
    "mended",
    "recipe_steps",
    "without_annotations",
]
