"""Folding 1 MB of Simplified and of Traditional text, whole and in paragraphs, beside OpenCC's own conversion."""

import time
from collections.abc import Callable

from opencc import OpenCC

from crawler.normalise import fold

SIMPLIFIED = (
    "第五条　为了规范医疗机构管理，促进医疗卫生事业的发展，保障公民健康，"
    "根据《中华人民共和国基本医疗卫生与健康促进法》，制定本办法。\n",
    "各地级以上市人民政府，省政府各部门、各直属机构：“十四五”时期（2021—2025年），深入贯彻落实党中央、国务院决策部署。\n",
    "（一）加强组织领导。各区要建立健全工作机制，明确责任分工；重大事项及时上报。联系电话：020-12345678。\n",
    "对符合条件的企业，按照不超过实际投资额30%的比例给予补助，最高不超过500万元，同一项目不得重复申报。\n",
)
GOALS = {"Simplified": 50.0, "Traditional": 10.0}
"""MB of UTF-8 a second on one core (issue 3)."""

_OPENCC_BYTES = 50_000
"""Enough of the library: a megabyte would take it half a minute."""


def main() -> None:
    """Print the table."""
    plain = _repeated("".join(SIMPLIFIED), 1_000_000)
    traditional = OpenCC("s2t").convert("".join(SIMPLIFIED))
    fold(traditional)  # tables are made at the first use
    print("folding, MB of UTF-8 a second of CPU")
    print(f"{'text':14}{'whole':>10}{'paragraphs':>13}{'us a paragraph':>17}{'OpenCC alone':>15}")
    for name, text in (("Simplified", plain), ("Traditional", _repeated(traditional, 1_000_000))):
        print(_row(name, text))


def _row(name: str, text: str) -> str:
    paragraphs = text.splitlines()
    size = len(text.encode()) / 1e6
    whole = _seconds(lambda: fold(text))
    pieces = _seconds(lambda: [fold(paragraph) for paragraph in paragraphs])
    part = text[: _OPENCC_BYTES // 3]
    library = OpenCC("t2s")
    alone = _seconds(lambda: library.convert(part), rounds=1)
    verdict = "" if size / whole >= GOALS[name] else f"  under the goal of {GOALS[name]:g}"
    return (
        f"{name:14}{size / whole:10.1f}{size / pieces:13.1f}{pieces / len(paragraphs) * 1e6:17.1f}"
        f"{len(part.encode()) / 1e6 / alone:15.3f}{verdict}"
    )


def _repeated(text: str, size: int) -> str:
    return text * (size // len(text.encode()) + 1)


def _seconds(work: Callable[[], object], rounds: int = 5) -> float:
    """The best of some rounds: the machine is not ours alone."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        work()
        best = min(best, time.process_time() - start)
    return best
