"""Which characters of the first plane are only another shape of others."""

import re
import unicodedata
from collections.abc import Iterator

_SAME = {
    '"': "“”„‟〝〞「」『』﹁﹂﹃﹄«»",
    "'": "‘’‚‛′`´",
    "-": "‐‑‒–—―−─━﹣⸺⸻",
    "·": "•・‧∙⋅●",
    "~": "〜∼",
    "[": "〔【〖﹝",
    "]": "〕】〗﹞",
    "〇": "○◯",
    "/": "\u2044∕",
    "...": "⋯",
}
_CIRCLED = ((0x2460, 1, 20), (0x24EB, 11, 10), (0x24F5, 1, 10), (0x2776, 1, 10), (0x2780, 1, 10), (0x278A, 1, 10))
_CIRCLED_HIGH = ((0x3251, 21, 15), (0x32B1, 36, 15))

_RADICALS = (
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇几⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺒巳⺓幺⺔彑⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王"
    "⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻕阜⻖阝"
    "⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞飠⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀"
)
"""Supplementary radicals and their characters in turn: NFKC knows only the Kangxi ones (EquivalentUnifiedIdeograph)."""

_CODES = (*range(0x80, 0x3400), *range(0xA000, 0xAC00), *range(0xD7A4, 0x10000))
"""Of the first plane, without the Chinese characters and Korean syllables, which are their own shape."""

_SPACE_AND_MARK = re.compile(r"\s\W")


def _marks() -> Iterator[str]:
    """Characters that may compose with the one before them: what NFC calls Maybe, and all with a combining class."""
    for code in _CODES:
        character = chr(code)
        parts = unicodedata.decomposition(character).split()
        if len(parts) == 2 and not parts[0].startswith("<"):
            yield chr(int(parts[1], 16))
        if unicodedata.combining(character) or 0x1161 <= code <= 0x1175 or 0x11A8 <= code <= 0x11C2:
            yield character


def _own() -> Iterator[tuple[str, str]]:
    for plain, shapes in _SAME.items():
        yield from ((shape, plain) for shape in shapes)
    for first, number, count in _CIRCLED + _CIRCLED_HIGH:
        yield from ((chr(first + step), f"({number + step})") for step in range(count))
    yield from zip(_RADICALS[::2], _RADICALS[1::2], strict=True)


def _shapes() -> dict[str, str]:
    own = dict(_own())
    shapes = {}
    for code in _CODES:
        character = chr(code)
        narrowed = unicodedata.normalize("NFKC", character)
        # White space is another step's; a spacing accent (¨) would become a space and a mark: it stays as it is.
        if character in own or character.isspace() or _SPACE_AND_MARK.match(narrowed):
            continue
        plain = "".join(own.get(part, part) for part in narrowed)
        if plain != character:
            shapes[character] = plain
    return shapes | own


COMBINING: str = "".join(sorted(set(_marks())))
SHAPES: dict[str, str] = _shapes()
"""Character -> its one shape; every part of a shape is its own shape."""
