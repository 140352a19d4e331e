"""`python -m benchmarks.hostile`: seconds of CPU for pages of 1, 5 and 10 MB that are made to be slow to read."""

import time

from crawler import extract_page

LIMIT = 2.0
SIZES = (1, 5, 10)
URL = "https://www.qinglan.example/zwgk/t20260102_1.html"
REPEATED = {
    "annotations": "辦(ban)",
    "open paragraphs": "<p>",
    "end tags": "</p>",
    "list items": "<li>a",
    "cells": "<table><tr><td>字",
    "piled marks": "\u0323\u0301",
    "overlapping phrases": "電覆",
    "shifted bytes": "?！睆V州市",
    "UTF-8 as Latin-1": "ä¸­å›½",
    "UTF-8 as GBK": "骞垮窞",
    "ligatures": "ﷺ",
    "beyond the plane": "\U0001f600",
    "file names": ".pdf",
    "frames": "<iframe src=a.pdf></iframe>",
    "prose": "各有关单位应当按照职责分工，认真抓好落实。",
}


def main() -> None:
    """Print the table; what takes longer than a page may is marked."""
    print(f"{'page of nothing but':22}" + "".join(f"{size:>8} MB" for size in SIZES))
    for name, piece in REPEATED.items():
        print(_row(name, [_seconds(_page(piece, size * 1_000_000)) for size in SIZES]))
    print(_row("attributes", [_seconds(_attributes(size * 1_000_000)) for size in SIZES]))


def _row(name: str, seconds: list[float]) -> str:
    return f"{name:22}" + "".join(f"{each:11.2f}" for each in seconds) + ("  too slow" if max(seconds) >= LIMIT else "")


def _page(piece: str, size: int) -> bytes:
    return f"<title>关于印发某某办法的通知</title><div>{piece * (size // len(piece.encode()) + 1)}</div>".encode()


def _attributes(size: int) -> bytes:
    return _page(f"<p {' '.join(f'a{number}=1' for number in range(size // 9))}>字", 1)


def _seconds(page: bytes) -> float:
    began = time.process_time()
    extract_page(page, URL)
    return time.process_time() - began


if __name__ == "__main__":
    main()
