"""Words of the full-text search."""

from typing import Final

from web.words.table import Table

TABLE: Final[Table] = {
    "nav.search": ("Search", "搜索"),
    "search.title": ("Search", "全文搜索"),
    "search.words": ("Words", "关键词"),
    "search.since": ("Published", "发布时间"),
    "search.ever": ("at any time", "不限"),
    "search.span.month": ("in the last month", "近一个月"),
    "search.span.quarter": ("in the last three months", "近三个月"),
    "search.span.year": ("in the last year", "近一年"),
    "search.submit": ("Search", "搜索"),
    "search.results": ("Results", "搜索结果"),
    "search.advice": (
        "Every text that was read is searched as it stands now, removed ones too. All words must occur:",
        "搜索所有已读取文件的最新正文，包括已撤下的。所有关键词都须出现：",
    ),
    "search.advice.script": (
        "Simplified and Traditional find each other (細胞治療)",
        "简体、繁体互通（細胞治療）",
    ),
    "search.advice.phrase": ("in quotation marks, one after the other", "加引号则须连续出现"),
    "search.advice.number": ("a document number, however its brackets are written", "文号，括号写法不限"),
    "search.advice.not": ("with a hyphen in front, what must not occur", "前加连字符表示不得出现"),
    "search.nothing_wanted": (
        "There is nothing in it that can be looked for: write a word that must occur.",
        "没有可搜索的内容：请输入至少一个必须出现的词。",
    ),
    "search.none": ("Nothing is found.", "没有找到。"),
    "search.none_further": ("Nothing more is found.", "没有更多结果。"),
    "search.none.shorter": (
        "Take fewer or shorter words: all of them must occur.",
        "减少或缩短关键词：所有词都须出现。",
    ),
    "search.none.phrase": (
        "Leave out quotation marks: a phrase must stand in the text exactly so.",
        "去掉引号：加引号的短语须原样出现。",
    ),
    "search.none.filter": ("Search all sources at any time", "搜索全部来源、不限时间"),
    "search.none.read": (
        "Only what PolicyWatch has read is searched; the first round of a source reads a part of what stands there.",
        "只能搜到政策观察已读取的文件；来源的首轮只读取其中一部分。",
    ),
}
