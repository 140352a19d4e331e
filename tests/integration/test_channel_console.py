"""The console against real streams."""

import io
from pathlib import Path

import pytest

from core.errors import DeliveryDelayed
from notifier.channels.console import Console
from tests.fakes.told import hostile, letter


async def test_a_change_is_one_readable_block(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w+", encoding="utf-8") as stream:
        await Console(stream).send(letter())
        await Console(stream).send(letter())
        stream.seek(0)
        printed = stream.read()
    assert printed.count("第二条: 500万元 → 800万元") == 2
    assert "https://www.example.gov.cn/content/post_1.html" in printed


async def test_a_title_cannot_move_the_cursor_or_fake_a_line() -> None:
    stream = io.StringIO()
    await Console(stream).send(letter(hostile()))
    printed = stream.getvalue()
    assert not set(printed) & set(map(chr, [*range(10), *range(11, 32), 127, 0x202E]))
    assert "\nBcc:" not in printed


async def test_a_stream_that_knows_no_chinese_gets_escapes() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    await Console(stream).send(letter())
    assert b"\\u901a\\u77e5" in raw.getvalue()


async def test_a_stream_that_is_closed_delays() -> None:
    stream = io.StringIO()
    stream.close()
    with pytest.raises(DeliveryDelayed, match="the console takes no more"):
        await Console(stream).send(letter())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
async def test_a_full_disk_delays() -> None:
    stream = open("/dev/full", "w", encoding="utf-8")  # noqa: ASYNC230, SIM115 - closed below, where it fails again
    with pytest.raises(DeliveryDelayed, match="the console takes no more"):
        await Console(stream).send(letter())
    with pytest.raises(OSError, match="space"):
        stream.close()
