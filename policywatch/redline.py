"""A diff as people read it: marked text, a redline page, and the three-column comparison table (修改对照表)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from core.diff import Hunk, Op, nature, similarity
from core.redline import NATURES, Entry, Piece, redline, rows

HEADINGS = ("before 原条文", "after 修改后", "note 说明")
NOTHING = "no difference 无差异"

_MARKS = {Op.EQUAL: " ", Op.INSERT: "+", Op.DELETE: "-", Op.REPLACE: "~", Op.MOVE: ">"}
_TAGS = {Op.INSERT: "ins", Op.DELETE: "del"}
_STYLE = (
    "body{font:16px/1.7 'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;max-width:64em;margin:2em auto;"
    "padding:0 1em}ins{background:#d8f5d8}del{background:#fbdcdc}p.equal{color:#555}small{color:#666}"
    "dl{display:grid;grid-template-columns:max-content auto;gap:0 1em;font-size:14px}dd{margin:0;word-break:break-all}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.5em;width:40%}"
    "td,th{vertical-align:top;text-align:left;word-break:break-word}td:last-child,th:last-child{width:20%}"
    "@page{size:A4 landscape}@media print{thead{display:table-header-group}}"
)


@dataclass(frozen=True, slots=True)
class Edition:
    """One side of a comparison.

    Args:
        number: of the version within its page.
        seen_at: when it was captured, in the zone in which it is to be told.
    """

    url: str
    number: int
    seen_at: datetime
    published: date | None = None

    def __str__(self) -> str:
        seen = self.seen_at.isoformat(sep=" ", timespec="minutes")
        published = f" · published 发布 {self.published.isoformat()}" if self.published else ""
        return f"version 版本 {self.number} · seen 获取 {seen}{published} · {self.url}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two editions of a document, of one page or of two."""

    title: str
    before: Edition
    after: Edition
    hunks: tuple[Hunk, ...]

    def facts(self) -> tuple[tuple[str, str], ...]:
        """Label and value of what stands above it."""
        kind = f"{NATURES[nature(self.hunks)]} · similarity 相似度 {similarity(self.hunks):.1%}"
        return ("before 修改前", str(self.before)), ("after 修改后", str(self.after)), ("change 修改性质", kind)


def as_text(hunks: Sequence[Hunk]) -> str:
    """Lines marked `+`, `-`, `~` (changed), `>` (moved) and `#` (renumbered only); what is equal is indented.

    Inside a line, what went stands in [-…-] and what came in {+…+}, as `git --word-diff` has it; ¶ is the
    end of a block that was merged or split.
    """
    return "\n".join(_line(entry) for entry in redline(hunks))


def as_html(comparison: Comparison) -> str:
    """A page of its own, with <ins> and <del>; every text is escaped."""
    return _page(comparison, "\n".join(_paragraph(entry) for entry in redline(comparison.hunks)))


def as_table(comparison: Comparison) -> str:
    """The comparison table: before, after, note; only what differs."""
    head = "".join(f"<th>{heading}</th>" for heading in HEADINGS)
    body = [
        f"<tr><td>{_marked(row.before)}</td><td>{_marked(row.after)}</td><td>{_escaped(row.note)}</td></tr>"
        for row in rows(comparison.hunks)
    ]
    inside = "\n".join(body) or f'<tr><td colspan="3">{NOTHING}</td></tr>'
    return _page(comparison, f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{inside}\n</tbody></table>")


def _line(entry: Entry) -> str:
    mark = "#" if entry.op is Op.EQUAL and entry.label else _MARKS[entry.op]
    if entry.op in (Op.INSERT, Op.DELETE):
        return f"{mark} {entry.before}{entry.after}".replace("\n", "¶")
    return f"{mark} {''.join(_worded(entry.pieces))}".replace("\n", "¶")


def _worded(pieces: Iterable[Piece]) -> Iterator[str]:
    for piece in pieces:
        match piece.op:
            case Op.DELETE:
                yield f"[-{piece.text}-]"
            case Op.INSERT:
                yield f"{{+{piece.text}+}}"
            case _:
                yield piece.text


def _paragraph(entry: Entry) -> str:
    said = " · ".join(filter(None, (entry.label, entry.where if entry.label else "", *entry.notes)))
    label = f"<small>{escape(said)}</small><br>" if said else ""
    return f'<p class="{entry.op}">{label}{_marked(entry.pieces)}</p>'


def _marked(pieces: Iterable[Piece]) -> str:
    return "".join(
        f"<{tag}>{_escaped(piece.text, end='¶<br>')}</{tag}>" if (tag := _TAGS.get(piece.op)) else _escaped(piece.text)
        for piece in pieces
    )


def _escaped(text: str, *, end: str = "<br>") -> str:
    return escape(text).replace("\n", end)


def _page(comparison: Comparison, inside: str) -> str:
    title = escape(comparison.title)
    facts = "".join(f"<dt>{label}</dt><dd>{escape(value)}</dd>" for label, value in comparison.facts())
    return (
        f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>\n<h1>{title}</h1>\n<dl>{facts}</dl>\n{inside}\n</body></html>"
    )
