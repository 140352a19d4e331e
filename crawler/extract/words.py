"""What a line says by its words alone, wherever it stands: remembered, since frames come around each page of a site."""

import re
from typing import NamedTuple

from core.piled import unpiled
from crawler.extract.lexicon import Chrome, chrome_of, key_of

LONGEST_REMEMBERED = 120
REMEMBERED = 8_192
"""Lines that are remembered: the frames of some fifty sites, which stand around each of their pages."""
_LONG = 400
_remembered: "dict[str, Words]" = {}
"""No `lru_cache`: the list that it keeps in order costs more than the words themselves."""

_HAN = re.compile("[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0002ffff]+")
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_STOPS = re.compile("[，。；：！？、,;!?:…]")
_ATTACHED = ("附件", "附:")
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar)$", re.IGNORECASE)


class Words(NamedTuple):
    """The text of a line and what can be told from it.

    Args:
        han: number of Chinese characters.
        key: as it is looked up, see `key_of`.
        stops: number of marks that a sentence has and a menu has not.
        is_file: the name of a file, or the heading of a list of them.
    """

    text: str
    han: int
    key: str
    chrome: Chrome | None
    stops: int
    is_file: bool


def words_of(raw: str, longest: int) -> Words:
    """The words of a stretch of text, its white space and all; an empty text where there are none.

    Args:
        longest: characters of it that are read at most.
    """
    words = _remembered.get(raw)
    if words is None:
        words = _told(raw, longest)
        if len(raw) <= LONGEST_REMEMBERED:
            if len(_remembered) >= REMEMBERED:
                _remembered.clear()
            _remembered[raw] = words
    return words


def _told(raw: str, longest: int) -> Words:
    text = " ".join(raw.split())
    if not text.isprintable():
        text = " ".join(_INVISIBLE.sub("", text).split())
    if len(text) > _LONG:
        text = unpiled(text[:longest])
    key = key_of(text)
    # A long paragraph can only be a footer or spam, and only by its beginning.
    return Words(
        text=text,
        han=sum(map(len, _HAN.findall(text))),
        key=key,
        chrome=chrome_of(key),
        stops=len(_STOPS.findall(text)),
        is_file=key.startswith(_ATTACHED) or ("." in key[-5:] and _FILE.search(key) is not None),
    )
