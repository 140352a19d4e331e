"""The labels that listings put before what they say of a document (handbook §2.2)."""

import re
from collections.abc import Iterable, Iterator

PUBLISHED = frozenset(
    "发布日期 发布时间 发布于 发布 公开日期 公开时间 公布日期 公布时间 发文日期 发文时间 日期 时间 更新日期".split()  # noqa: SIM905
)
WRITTEN = frozenset("成文日期 成文时间 成文 生成日期 制发日期 印发日期 签发日期".split())  # noqa: SIM905
OTHER_DAYS = frozenset(
    "施行日期 实施日期 生效日期 执行日期 截止日期 截止时间 截至日期 截至 截止 有效期 有效期至 失效日期".split()  # noqa: SIM905
)
DOC_NUMBER = frozenset("文号 发文字号 发文文号 文件号 文件字号 公文文号 文件文号".split())  # noqa: SIM905
INDEX_NUMBER = frozenset({"索引号", "索引"})
AGENCY = frozenset(
    "发布机构 发文机关 发文机构 发文单位 制发机关 发布单位 发布部门 责任部门 公开责任部门".split()  # noqa: SIM905
)
VALIDITY = frozenset("有效性 时效性 时效 效力状态 是否有效 效力".split())  # noqa: SIM905
SOURCE_LABEL = frozenset({"来源", "信息来源", "稿源"})
KNOWN_LABELS = PUBLISHED | WRITTEN | OTHER_DAYS | DOC_NUMBER | INDEX_NUMBER | AGENCY | VALIDITY | SOURCE_LABEL

SPACES = re.compile(r"\s+")
LABELLED = re.compile(r"[\s\[\]【】()（）|·•-]*([\u4e00-\u9fff][\u4e00-\u9fff\s]{1,11})(?:[:：][\s】\]]*|(?=\s*\d))")
NEXT_LABEL = re.compile(r"(?<=\S)[\s|]{1,20}(?=[\u4e00-\u9fff][\u4e00-\u9fff\s]{1,9}[:：])")

Said = tuple[str, str]
"""A label, empty for none, and what it stands before."""


def label(written: str) -> str:
    """A label without the spaces and the colon around it.

    >>> label("索 引 号：")
    '索引号'
    """
    return SPACES.sub("", written[:40]).strip(":：[]【】()（）")


def labelled(pieces: Iterable[str]) -> Iterator[Said]:
    """Pieces of text, each with its label, which may stand in the piece before.

    >>> list(labelled(["发布时间：2026-01-09", "文 号：", "样府〔2026〕1号"]))
    [('发布时间', '2026-01-09'), ('文号', '样府〔2026〕1号')]
    """
    pending = ""
    for part in (part for piece in pieces for part in _cut(piece)):
        text = part.strip()
        if not text:
            continue
        if text[0].isdigit():
            yield pending, text
            pending = ""
            continue
        match = LABELLED.match(text)
        name = label(match[1]) if match else ""
        if match and name in KNOWN_LABELS:
            pending, text = name, text[match.end() :].strip()
        elif label(text) in KNOWN_LABELS:
            pending, text = label(text), ""
        if text:
            yield pending, text
            pending = ""


def _cut(piece: str) -> list[str]:
    """Pieces of a line that has several labels."""
    return NEXT_LABEL.split(piece) if "：" in piece or ":" in piece else [piece]
