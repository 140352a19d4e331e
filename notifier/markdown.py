"""twins(value): what a Markdown message may say of a page, with nothing left in it that is markup.

DingTalk, WeCom and Feishu know no backslash escapes, and each takes another part of Markdown and HTML; Slack, Discord
and Telegram add mentions. A full-width twin is the same sign to a reader, and none to any of them.
"""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import TypeVar, cast

from notifier.links import Href

Value = TypeVar("Value")


def _twin(sign: str) -> str:
    return chr(ord(sign) + 0xFEE0)


_TWINS = str.maketrans({sign: _twin(sign) for sign in "[]*_`<>#~|\\&@"} | {"\t": " ", "\n": " ", "\r": " "})
_LIST = re.compile(r"(\s*)(?:([-+=])(?=[\s=+-]|$)|(\d{1,9})([.)])(?=\s|$))")
"""What begins a list, a rule or a heading where a line begins with it."""

_GAP = re.compile(r"\n(?:[ \t]*\n){2,}")


def twins(text: str) -> str:
    """The text, of which nothing is markup in any dialect; doing it twice changes nothing.

    >>> twins("[x](http[:]//y) **z** &lt;a")
    '［x］(http［:］//y) ＊＊z＊＊ ＆lt;a'
    >>> twins("1. 总则")
    '1． 总则'
    """
    wide = text.translate(_TWINS)
    mark = _LIST.match(wide)
    return f"{mark[1]}{mark[3] or ''}{_twin(mark[2] or mark[4])}{wide[mark.end() :]}" if mark else wide


def twinned(value: Value) -> Value:
    """A view of which every text has twins for markup; addresses and words of a closed set stay as they are."""
    changed: object = value
    match value:
        case Href() | Enum():
            pass
        case str():
            changed = twins(value)
        case tuple():
            changed = tuple(twinned(one) for one in value)
        case Mapping():
            changed = {key: twinned(one) for key, one in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            changed = replace(value, **{one.name: twinned(getattr(value, one.name)) for one in fields(value)})
    return cast("Value", changed)


def broken(markdown: str) -> str:
    """Markdown whose every line break is one: DingTalk and CommonMark join lines that do not end in two spaces."""
    lines = [line.rstrip() for line in _GAP.sub("\n\n", markdown.strip()).split("\n")]
    ends = ["  " if line and after else "" for line, after in zip(lines, [*lines[1:], ""], strict=True)]
    return "\n".join(line + end for line, end in zip(lines, ends, strict=True))
