"""Pages nobody wrote: good ones cut, spliced, nested, garbled; the same number gives the same bytes for ever."""

from collections.abc import Callable
from functools import cache
from itertools import pairwise
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("tests/golden/pages", "seeds/official", "seeds/mirror")
LONGEST = 400_000
"""Bytes of an input; what is larger is cut."""

Mutation = Callable[[bytes, Random], bytes]

TAGS = (
    *(b"<p>", b"</p>", b"<div>", b"</div>", b"<table>", b"</table>", b"<tr>", b"<td>", b"</td>", b"<li>", b"<ul>"),
    *(
        b"<b>",
        b"<font>",
        b"<a href=x>",
        b"</a>",
        b"<a name=''>",
        b"<form>",
        b"<h1>",
        b"</h1>",
        b"<h2>",
        b"<br>",
        b"<hr>",
    ),
    *(
        b"<script>",
        b"</script>",
        b"<style>",
        b"</style>",
        b"<title>",
        b"</title>",
        b"<!--",
        b"-->",
        b"<![CDATA[",
        b"]]>",
    ),
    *(
        b"<textarea>",
        b"<plaintext>",
        b"<xmp>",
        b"<noscript>",
        b"<template>",
        b"<svg>",
        b"<math>",
        b"<select>",
        b"<frameset>",
    ),
    *(
        b"</html>",
        b"</body>",
        b"<body>",
        b"<html>",
        b"<head>",
        b"<iframe src=a.pdf>",
        b"<object data=a.pdf>",
        b"<img src=a.png>",
    ),
    *(
        b"<ruby>",
        b"<rt>",
        b"</ruby>",
        b"<pre>",
        b"<base href='//['>",
        b"<meta charset=gb2312>",
        b"<meta charset=utf-7>",
    ),
    *(
        b"<div style=display:none>",
        b"<div style='visibility:hidden'>",
        b"<div class=TRS_Editor>",
        b"<div id=zoom>",
        b"<",
    ),
)
WORDS = tuple(
    word.encode()
    for word in (
        *(
            "第一条　本办法自印发之日起施行。",
            "2025年2月30日",
            "9999-99-99 99:99",
            "发布时间：",
            "〔２０２５〕９９９９号",
            "附件：1.",
        ),
        *(
            "责任编辑：",
            "上一篇：",
            "请开启JavaScript",
            "页面不存在",
            "辦(bàn)公(gōng)廳(tīng)",
            "政(zheng)(zheng)府",
            "锟斤拷",
        ),
        *(
            'window._CONFIG={\'DETAIL\':{"content":"<p>\\u',
            "createPageHTML(99,0,'a','html')",
            "\ufffd",
            "&#55296;",
            "&#x110000;",
        ),
        *(
            "&nbsp;" * 9,
            "\u202e",
            "\u200b",
            "\x00",
            "有效期至二〇九九年十三月卅日",
            "截止",
            "=" * 300,
            "（" * 300,
            "１" * 60,
            "\u0304" * 80,
        ),
    )
)
RUNS = tuple(
    run.encode()
    for run in (
        *(
            "1",
            " ",
            "\t",
            "\n",
            "　",
            "&nbsp;",
            "a",
            "第",
            "自",
            "《",
            "（",
            "(",
            "，",
            "。",
            "-",
            "=",
            "_",
            "/",
            ">",
            "〔",
        ),
        *(
            "发布时间：",
            "来源：",
            "2025-1-1 ",
            "2025年",
            "附件",
            "编辑",
            "一、",
            "第一条",
            "分享到",
            "有效期",
            "至2025年1月1日",
            "(a)",
        ),
        *(
            "辦(ban)",
            "府(fǔ)",
            "<b>",
            "<p>",
            "<a href=1>甲</a>",
            "<td>1</td>",
            "&#1;",
            "\u0301",
            "\u200b",
            "％",
            "ａ",
            "時",
        ),
    )
)
"""What patterns may stumble over when there is no end of it."""

CHARSETS = ("utf-8", "gb18030", "big5", "utf-16", "utf-32", "latin-1", "shift_jis")
MOST_NESTED = 3_000


@cache
def pages() -> tuple[bytes, ...]:
    """What mutations begin with: every specimen and every page of the demonstration sites."""
    files = sorted(path for folder in FOLDERS for path in (ROOT / folder).rglob("*.html"))
    return tuple(path.read_bytes() for path in files)


def mutant(seed: int, number: int, longest: int = LONGEST) -> bytes:
    """The input of this number, at most `longest` bytes; one in twenty is chance alone."""
    chance = Random(f"{seed}:{number}")
    if chance.random() < 0.05:
        return chance.randbytes(chance.randrange(4_000))
    page = chance.choice(pages())
    for _ in range(1 + min(chance.getrandbits(3), chance.getrandbits(3))):
        page = chance.choice(MUTATIONS)(page, chance)[:longest]
    return page


def _span(page: bytes, chance: Random, longest: int = 3_000) -> tuple[int, int]:
    start = chance.randrange(len(page) + 1)
    return start, min(len(page), start + chance.randrange(1, longest))


def _cut(page: bytes, chance: Random) -> bytes:
    start, end = _span(page, chance)
    return page[:start] + page[end:]


def _head_or_tail(page: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(page) + 1)
    return page[:at] if chance.random() < 0.5 else page[at:]


def _spliced(page: bytes, chance: Random) -> bytes:
    other = chance.choice(pages())
    return page[: chance.randrange(len(page) + 1)] + other[chance.randrange(len(other) + 1) :]


def _repeated(page: bytes, chance: Random) -> bytes:
    start, end = _span(page, chance, 600)
    return page[:end] + page[start:end] * chance.choice((1, 2, 10, 100)) + page[end:]


def _moved(page: bytes, chance: Random) -> bytes:
    start, end = _span(page, chance)
    rest = page[:start] + page[end:]
    at = chance.randrange(len(rest) + 1)
    return rest[:at] + page[start:end] + rest[at:]


def _garbled(page: bytes, chance: Random) -> bytes:
    bytes_ = bytearray(page)
    for _ in range(chance.choice((1, 5, 50, 500)) if page else 0):
        bytes_[chance.randrange(len(bytes_))] = chance.getrandbits(8)
    return bytes(bytes_)


def _swapped(page: bytes, chance: Random) -> bytes:
    bytes_ = bytearray(page)
    for _ in range(chance.choice((1, 20, 200)) if page else 0):
        left, right = chance.randrange(len(bytes_)), chance.randrange(len(bytes_))
        bytes_[left], bytes_[right] = bytes_[right], bytes_[left]
    return bytes(bytes_)


def _strewn(page: bytes, chance: Random) -> bytes:
    places = sorted(chance.randrange(len(page) + 1) for _ in range(chance.choice((1, 3, 12, 60))))
    pieces = [page[left:right] for left, right in pairwise((0, *places, len(page)))]
    out = [pieces[0]]
    for piece in pieces[1:]:
        out += [chance.choice(TAGS if chance.random() < 0.6 else WORDS), piece]
    return b"".join(out)


def _stuffed(page: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(page) + 1)
    return page[:at] + chance.choice(RUNS) * chance.choice((50, 500, 5_000, 20_000)) + page[at:]


def _swollen(page: bytes, chance: Random) -> bytes:
    return page * chance.choice((2, 2, 2, 8, 8, 40))


def _nested(page: bytes, chance: Random) -> bytes:
    at, depth = chance.randrange(len(page) + 1), chance.choice((10, 100, 600, MOST_NESTED))
    tag = chance.choice(TAGS)
    close = tag.replace(b"<", b"</", 1) if chance.random() < 0.3 else b""
    return page[:at] + tag * depth + page[at:] + close * depth


def _recoded(page: bytes, chance: Random) -> bytes:
    return page.decode("utf-8", "replace").encode(chance.choice(CHARSETS), "replace")


def _renamed(page: bytes, chance: Random) -> bytes:
    return page.replace(b"utf-8", chance.choice(CHARSETS).encode()).replace(b"UTF-8", b"gb2312")


def _untagged(page: bytes, chance: Random) -> bytes:
    byte = chance.choice((b">", b"<", b'"', b"/", b"=", b"&", b";", b" ", b"\n"))
    return page.replace(byte, b"" if chance.random() < 0.5 else byte * 2, chance.choice((1, 30, -1)))


MUTATIONS: tuple[Mutation, ...] = (
    *(_cut, _head_or_tail, _spliced, _repeated, _moved, _garbled, _swapped, _strewn, _nested, _recoded, _renamed),
    *(_untagged, _stuffed, _swollen),
)
