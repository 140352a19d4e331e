"""What sites do to a page between two visits: the noise, the answers that are no page, and one real edit."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from opencc import OpenCC

Write = Callable[["Base", int], str]
"""A page as it is rendered on a visit (0, 1, …)."""


@dataclass(frozen=True, slots=True)
class Base:
    """A page, its title and its paragraphs, each of which stands in the page in one piece."""

    name: str
    html: str
    title: str
    paragraphs: Sequence[str]

    def after_title(self, markup: str) -> str:
        """The page with something new under its title."""
        return self._behind(self.html.rindex(f">{self.title}<") + len(self.title) + 1, markup)

    def after_paragraph(self, index: int, markup: str) -> str:
        """The page with something new behind one of its paragraphs."""
        text = self.paragraphs[index]
        return self._behind(self.html.rindex(text) + len(text), markup)

    def at_top(self, markup: str) -> str:
        """The page with something new at the very top of what is seen."""
        return re.sub(r"(<body[^>]*>)", lambda found: found[1] + markup, self.html, count=1)

    def rewritten(self, change: Callable[[str], str]) -> str:
        """The page with every paragraph written otherwise."""
        html = self.html
        for text in self.paragraphs:
            html = re.sub(rf"(?<=[>;\s]){re.escape(text)}(?=<)", lambda found: change(found[0]), html)
        return html

    def _behind(self, place: int, markup: str) -> str:
        closing = re.compile(r"\s*(?:</(?:span|font|b|strong)>)*\s*(?:</(?:p|h1|h2|li)>)?").match(self.html, place)
        place = closing.end() if closing else place
        return self.html[:place] + markup + self.html[place:]


def view_counter(base: Base, visit: int) -> str:
    """浏览次数 grows."""
    return base.after_title(f"<div class='v'>浏览次数：<span id='hits'>{1203 + 174 * visit}</span></div>")


def clock(base: Base, visit: int) -> str:
    """The page tells the time at which it was asked for, to the reader and in a meta tag."""
    told = f"<div>今天是2026年3月{3 + visit}日　星期{'二三四'[visit]}　10:0{visit}:33</div>"
    meta = f'<meta name="others" content="页面生成时间 2026-03-0{3 + visit} 10:33:59">'
    return base.at_top(told).replace("<title>", f"{meta}<title>", 1)


RELATED = (
    ("市政务服务大厅试行午间不打烊", "全市完成第三批河道清淤工程", "乡村教师周转房交付使用"),
    ("首届社区运动会圆满落幕", "气象部门提醒注意防范强对流", "夜间公交线路再增加两条", "志愿服务积分可兑换图书"),
)


def related_list(base: Base, visit: int) -> str:
    """Other headlines stand below the text."""
    items = "".join(
        f"<li><a href='/n/{visit}{number}.html'>{text}</a><span>2026-02-{11 + visit + number}</span></li>"
        for number, text in enumerate(RELATED[visit])
    )
    return base.after_paragraph(-1, f"<div class='r'><h4>相关阅读</h4><ul>{items}</ul></div>")


def ad_slot(base: Base, visit: int) -> str:
    """A place in the middle of the text is let to somebody else each time."""
    told = (
        "<div id='g1'><script>slot(81)</script></div>",
        "<div id='g1'><a href='//ad.example/7'><img src='7.gif'>临溪农商银行安心贷</a><span>广告</span></div>",
    )
    return base.after_paragraph((len(base.paragraphs) - 1) // 2, told[visit])


def token(base: Base, visit: int) -> str:
    """Forms, scripts and links carry a number that is new each time."""
    secret = f"{0x5F2A9C01 + 7919 * visit:x}"
    form = f"<form action='/s?t={secret}'><input type='hidden' name='csrf' value='{secret}'><input name='q'></form>"
    script = f"<script nonce='{secret}'>var token='{secret}';</script>"
    return re.sub(r'(href="[^"#?]+\.s?html?)"', rf'\1?_={secret}"', base.at_top(form + script))


_TAG = re.compile(r"<(body|div|table|td|p|h1|h2|ul|li|a)\b([^<>]*)>")


def attribute_order(base: Base, visit: int) -> str:
    """Another template engine writes the attributes in another order."""
    return _TAG.sub(r"<\1\2 data-v='7'>" if visit else r"<\1 data-v='7'\2>", base.html)


_NARROW = str.maketrans("，；：！？（）", ",;:!?()")


def punctuation_width(base: Base, visit: int) -> str:
    """Full-width marks become half-width."""
    return base.rewritten(lambda text: text.translate(_NARROW)) if visit else base.html


def no_break_spaces(base: Base, visit: int) -> str:
    """Paragraphs are indented, and marks spaced, with no-break spaces."""
    if not visit:
        return base.html
    return base.rewritten(lambda text: "&nbsp;" * 4 + re.sub("([，。；：])", r"\1&nbsp;", text).replace("　", "\xa0"))


def zero_width_spaces(base: Base, visit: int) -> str:
    """Marks that nobody sees are strewn among the characters."""
    marks = "\u200b\ufeff\u200d\u2060"
    return base.rewritten(lambda text: re.sub(".{5}", rf"\g<0>{marks[len(text) % 4]}", text)) if visit else base.html


@cache
def _traditional(text: str) -> str:
    return str(OpenCC("s2t").convert(text))


def other_script(base: Base, visit: int) -> str:
    """The page is served in Traditional characters."""
    return _traditional(base.html) if visit else base.html


def edited(base: Base, visit: int) -> str:
    """One number of the text is another."""
    if not visit:
        return base.html
    turns = count()
    changed = re.compile(r"\d+(?=[时日年月]?)")
    longest = max(base.paragraphs, key=len)
    other = changed.sub(lambda found: str(int(found[0]) + 1) if next(turns) == 0 else found[0], longest, count=1)
    return base.html.replace(longest, other if other != longest else longest[:-1] + "，但是法律另有规定的除外。")


NOISE: tuple[Write, ...] = (
    *(view_counter, clock, related_list, ad_slot, token, attribute_order, punctuation_width, no_break_spaces),
    *(zero_width_spaces, other_script),
)
"""After which a page says what it said before."""
