"""A diff as people read it: marked text, a redline page, and the three-column comparison table (修改对照表)."""

from collections.abc import Sequence
from html import escape

from core.diff import Hunk, Op, spans

NOTES = {
    Op.INSERT: "added 新增",
    Op.DELETE: "deleted 删除",
    Op.REPLACE: "changed 修改",
    Op.MOVE: "moved 移动",
}

STYLE = (
    "body{font:16px/1.7 sans-serif;max-width:52em;margin:2em auto;padding:0 1em}"
    "ins{background:#d8f5d8;text-decoration:none}del{background:#fbdcdc}"
    "table{border-collapse:collapse;width:100%}td,th{border:1px solid #999;padding:.5em}"
    "td,th{vertical-align:top;text-align:left}"
)


def as_text(hunks: Sequence[Hunk]) -> str:
    """Lines marked `+`, `-`, `~` (changed) and `>` (moved); what is equal is indented.

    Inside a changed line, what went stands in [-…-] and what came in {+…+}, as `git --word-diff` has it.
    """
    return "\n".join(_line(hunk) for hunk in hunks)


def as_html(hunks: Sequence[Hunk], *, title: str) -> str:
    """A page of its own, with <ins> and <del>; every text is escaped."""
    paragraphs = "\n".join(f"<p>{_marked(hunk)}</p>" for hunk in hunks)
    return _page(title, paragraphs)


def as_table(hunks: Sequence[Hunk], *, title: str) -> str:
    """The comparison table: before, after, note; only what differs."""
    rows = "\n".join(_row(hunk) for hunk in hunks if hunk.op is not Op.EQUAL)
    head = "<tr><th>before 原条文</th><th>after 修改后</th><th>note 说明</th></tr>"
    return _page(title, f"<table>\n{head}\n{rows}\n</table>")


def _line(hunk: Hunk) -> str:
    match hunk.op:
        case Op.INSERT:
            return f"+ {hunk.after}"
        case Op.DELETE:
            return f"- {hunk.before}"
        case Op.MOVE:
            return f"> {hunk.after}"
        case Op.REPLACE:
            return "~ " + "".join(
                (f"[-{span.before}-]" if span.before else "") + (f"{{+{span.after}+}}" if span.after else "")
                if span.op is not Op.EQUAL
                else span.after
                for span in spans(hunk.before or "", hunk.after or "")
            )
        case _:
            return f"  {hunk.after}"


def _marked(hunk: Hunk) -> str:
    match hunk.op:
        case Op.REPLACE:
            return _sides(hunk, before=True, after=True)
        case Op.INSERT:
            return f"<ins>{escape(hunk.after or '')}</ins>"
        case Op.DELETE:
            return f"<del>{escape(hunk.before or '')}</del>"
        case _:
            return escape(hunk.after or "")


def _row(hunk: Hunk) -> str:
    if hunk.op is Op.REPLACE:
        before, after = _sides(hunk, before=True, after=False), _sides(hunk, before=False, after=True)
    else:
        before, after = escape(hunk.before or ""), escape(hunk.after or "")
    place = f"{escape(hunk.where)} " if hunk.where else ""
    return f"<tr><td>{before}</td><td>{after}</td><td>{place}{NOTES[hunk.op]}</td></tr>"


def _sides(hunk: Hunk, *, before: bool, after: bool) -> str:
    """A changed block with one side marked, or both."""
    pieces = []
    for span in spans(hunk.before or "", hunk.after or ""):
        if span.op is Op.EQUAL:
            pieces.append(escape(span.after))
            continue
        if before and span.before:
            pieces.append(f"<del>{escape(span.before)}</del>")
        if after and span.after:
            pieces.append(f"<ins>{escape(span.after)}</ins>")
    return "".join(pieces)


def _page(title: str, inside: str) -> str:
    return (
        f'<!doctype html>\n<html lang="zh"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body>\n<h1>{escape(title)}</h1>\n{inside}\n</body></html>"
    )
