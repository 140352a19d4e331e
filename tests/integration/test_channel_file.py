"""Lines of JSON in real files, and what is no file."""

import json
import os
import threading
from pathlib import Path

import pytest

from core.bodies import dispatch_json
from core.errors import DeliveryDelayed
from notifier.channels.file import File, append, require_writable
from tests.fakes.dispatches import alarm, digest
from tests.fakes.told import hostile, letter


async def test_every_message_is_a_line_as_a_webhook_has_it(tmp_path: Path) -> None:
    path = tmp_path / "changes.jsonl"
    sent = (letter(), digest(), alarm(), letter(hostile()))
    for dispatch in sent:
        await File(str(path), dashboard="https://watch.example").send(dispatch)
    lines = path.read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert [json.loads(line) for line in lines] == [
        dispatch_json(dispatch, dashboard="https://watch.example") for dispatch in sent
    ]


async def test_a_line_that_a_crash_tore_stays_alone(tmp_path: Path) -> None:
    path = tmp_path / "changes.jsonl"
    path.write_bytes(b'{"id": "chg_1"}\n{"id": "ch')
    await File(str(path)).send(alarm())
    whole, torn, ours, end = path.read_bytes().split(b"\n")
    assert (whole, torn, end) == (b'{"id": "chg_1"}', b'{"id": "ch', b"")
    assert json.loads(ours)["kind"] == "undelivered"


def test_lines_of_many_writers_do_not_mix(tmp_path: Path) -> None:
    path = tmp_path / "changes.jsonl"
    lines = [str(writer).encode() * 5000 for writer in range(8)]

    def write(line: bytes) -> None:
        for _ in range(20):
            append(path, line)

    writers = [threading.Thread(target=write, args=(line,)) for line in lines]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(path.read_bytes().splitlines()) == sorted(lines * 20)


async def test_a_link_to_a_file_is_that_file(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "changes.jsonl")
    await File(str(tmp_path / "link")).send(alarm())
    assert (tmp_path / "changes.jsonl").stat().st_size > 0


async def test_a_missing_folder_delays_and_is_not_made(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "changes.jsonl"
    with pytest.raises(DeliveryDelayed, match="cannot be written: No such file or directory"):
        await File(str(path)).send(letter())
    with pytest.raises(DeliveryDelayed, match=f"the folder {path.parent} does not exist"):
        require_writable(path)


@pytest.mark.parametrize("kind", ["folder", "pipe", "pipe that is read", "link to a device"])
async def test_what_is_no_file_takes_no_line(tmp_path: Path, kind: str) -> None:
    path, reader = tmp_path / "thing", None
    match kind:
        case "folder":
            path.mkdir()
        case "link to a device":
            path.symlink_to("/dev/null")
        case _:
            os.mkfifo(path)
            reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK) if "read" in kind else None
    with pytest.raises(DeliveryDelayed, match=str(path)):
        await File(str(path)).send(letter())
    with pytest.raises(DeliveryDelayed, match=str(path)):
        require_writable(path)
    if reader is not None:
        assert os.read(reader, 1) == b""
        os.close(reader)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
async def test_a_device_that_is_full_is_not_asked() -> None:
    with pytest.raises(DeliveryDelayed, match="not a regular file"):
        await File("/dev/full").send(letter())


def test_a_file_that_may_grow_no_further_delays(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource")
    signal = pytest.importorskip("signal")
    path = tmp_path / "changes.jsonl"
    limits, before = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
        with pytest.raises(DeliveryDelayed, match="a part of the line only"):
            append(path, b"x" * 200)
        with pytest.raises(DeliveryDelayed, match="cannot be written"):
            append(path, b"y")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    append(path, b"z")
    assert path.read_bytes() == b"x" * 100 + b"\nz\n"


def test_to_see_whether_a_file_can_be_written_makes_none(tmp_path: Path) -> None:
    require_writable(tmp_path / "changes.jsonl")
    assert list(tmp_path.iterdir()) == []


async def test_a_channel_without_a_path_delays() -> None:
    with pytest.raises(DeliveryDelayed, match="names no path"):
        await File(None).send(letter())
