"""The fold: the one order in which the steps are applied."""

from crawler.normalise.control import without_controls
from crawler.normalise.pinyin import without_annotations
from crawler.normalise.script import simplified
from crawler.normalise.space import compact
from crawler.normalise.width import narrow

ROUNDS = 5


def fold(text: str) -> str:
    """The text that is compared: one line, Simplified, narrow, without spaces between Chinese characters.

    Returns:
        `fold(fold(x)) == fold(x)`; the same for `<p>` and `<br>`, for full and half width, for both scripts.

    >>> fold("廣州市（第 1 號）\\n2024 年")
    '广州市(第1号)2024年'
    """
    # A later step may make work for an earlier one: a removed space brings a letter to its combining accent, and
    # 乾縣 (kept by a phrase of OpenCC's) becomes 乾县, which is none of its phrases.
    for _ in range(ROUNDS):
        shaped = narrow(without_controls(text))
        text = simplified(without_annotations(compact(shaped)))
        if text == shaped:
            break
    return text
