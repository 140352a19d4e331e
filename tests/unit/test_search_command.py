"""A hit as a person sees it."""

from datetime import date
from io import StringIO

from rich.console import Console

from core.model import IN_TEXT, Hit, PageId, Piece, Position, Presence
from core.source import SourceId, Tier
from policywatch.cli.search import show_hit

HIT = Hit(
    url="https://www.example.gov.cn/[bold]/1.html",
    title="细胞\x1b[2J治疗",
    source_id=SourceId("gz-wjw"),
    source_name="卫健委\u202e",
    tier=Tier.OFFICIAL,
    policy_id=None,
    published=None,
    stage=None,
    doc_number="粤府〔2026〕3号",
    presence=Presence.REMOVED,
    version=1,
    heading=(Piece("细胞\x1b[2J", is_match=True), Piece("治疗", is_match=False)),
    excerpt=(Piece("[red]开展\n", is_match=False), Piece("细胞", is_match=True), Piece("x" * 300, is_match=False)),
    position=Position(IN_TEXT, date(2026, 3, 2), PageId(1)),
)


def shown(*, terminal: bool) -> str:
    screen = StringIO()
    show_hit(Console(file=screen, force_terminal=terminal, highlight=False, soft_wrap=True, no_color=False), HIT)
    return screen.getvalue()


def test_what_was_looked_for_stands_out_on_a_terminal_and_nothing_else_acts() -> None:
    screen = shown(terminal=True)
    assert "\x1b[1;31m细胞�[2J\x1b[0m治疗" in screen
    assert "\x1b[1;31m细胞\x1b[0m" in screen
    assert screen.count("\x1b") == 4
    assert "\u202e" not in screen


def test_elsewhere_it_is_plain_text_a_line_each() -> None:
    assert shown(terminal=False).splitlines() == [
        "细胞�[2J治疗  (removed 已撤下)",
        "    2026-03-02  卫健委�  粤府〔2026〕3号",
        f"    [red]开展 细胞{'x' * 300}",
        "    https://www.example.gov.cn/[bold]/1.html",
    ]
