"""headline(hunks): the change in one line."""

from collections.abc import Sequence

from core.diff import Hunk, Nature, Op, differing, nature
from core.model import Fields

LENGTH = 160

_SAID = {
    Nature.COSMETIC: "layout only 仅排版",
    Nature.NUMBERING: "renumbered only 仅编号",
    Nature.ORDER: "moved only 仅移位",
    Nature.DATES: "dates only 仅日期改动",
    Nature.NUMBERS: "numbers only 仅数字改动",
}

_FACTS = {
    "doc_number": "number 文号",
    "effective": "in force from 施行",
    "deadline": "deadline 截止",
    "expires": "expires 失效",
    "agency": "agency 发布机构",
    "attachments": "files 附件",
}


def headline(hunks: Sequence[Hunk]) -> str:
    """What kind of edit it is, if less than one of wording, and the first thing of that weight that differs.

    `numbers only 仅数字改动 · 第五条: 500万元 → 800万元`, `第八条: + 鼓励社会力量举办……`; empty where nothing does.
    """
    weight = nature(hunks)
    hunk = next((hunk for hunk in hunks if weight is not Nature.SAME and nature((hunk,)) is weight), None)
    if hunk is None:
        return ""
    told = f"{hunk.where}: {_told(hunk)}" if hunk.where else _told(hunk)
    return f"{_SAID[weight]} · {told}" if weight in _SAID else told


def headline_of(fields: Fields) -> str:
    """The facts beside the text that differ: `number 文号: 穗府〔2026〕1号 → 穗府〔2026〕2号`."""
    return " · ".join(f"{_FACTS[name]}: {_pair(*pair)}" for name, pair in fields.items() if name in _FACTS)


def figures(differs: Fields) -> str:
    """Figures that differ from an original's: `500万元 → 800万元, + 3年`."""
    return ", ".join(_pair(before, after) for before, after in differs.values())


def one_line(text: str) -> str:
    """As much of a text as a headline holds."""
    line = " ".join(text.split())
    return line if len(line) <= LENGTH else line[: LENGTH - 1] + "…"


def _told(hunk: Hunk) -> str:
    if hunk.op is Op.MOVE and hunk.before == hunk.after:
        return f"⇅ {hunk.after}"
    if hunk.before is None or hunk.after is None:
        return _pair(hunk.before, hunk.after)
    span = next(iter(differing(hunk)), None)
    return _pair(span.before.strip() or None, span.after.strip() or None) if span else hunk.after


def _pair(before: str | None, after: str | None) -> str:
    if before is None:
        return f"+ {after}"
    return f"− {before}" if after is None else f"{before} → {after}"
