"""Where the dashboard listens, what it asks for, and what it refuses."""

import asyncio
import socket
import subprocess
import sys
from collections.abc import Sequence

import aiohttp
import pytest

from core.errors import UsageError
from core.model import Told
from core.source import Configuration
from policywatch import callers
from policywatch.dashboard import HOST, PORT, SECRET, TOKEN, Place, desk_over, free, lock_of, place_of, served
from tests.fakes.desk import a_browser, a_desk
from tests.fakes.memory_store import MemoryStore
from tests.fakes.nouns import NOW
from tests.fakes.told import told
from web.access.lock import Lock
from web.access.session import Session, Sessions

LONG = "a-token-that-is-long-enough"


def test_it_listens_on_this_machine_unless_told_otherwise() -> None:
    assert place_of({}) == Place("127.0.0.1", 8080)
    assert place_of({HOST: "::1", PORT: "0"}) == Place("::1", 0)
    assert place_of({HOST: "", PORT: ""}) == Place("127.0.0.1", 8080)


@pytest.mark.parametrize("port", ["http", "-1", "65536", "８０"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(UsageError, match=r"POLICYWATCH_PORT: .* is no port"):
        place_of({PORT: port})


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "policy.example.org"])
def test_without_a_token_it_is_open_to_this_machine_alone(host: str) -> None:
    assert lock_of({}, Place("127.0.0.1"), None).is_open
    for environ in ({}, {TOKEN: ""}, {TOKEN: " \n"}):
        with pytest.raises(UsageError, match="POLICYWATCH_TOKEN: is not set"):
            lock_of(environ, Place(host), None)
    with pytest.raises(UsageError, match="fewer than 12 characters"):
        lock_of({TOKEN: "short"}, Place(host), None)
    assert not lock_of({TOKEN: LONG}, Place(host), None).is_open


def test_sessions_outlive_a_restart_only_with_a_secret_of_their_own() -> None:
    def cookie(lock: Lock) -> tuple[Sessions, str]:
        sessions = Sessions(lock, lambda: NOW)
        return sessions, sessions.cookie(Session("a", NOW, NOW))

    def lock(**environ: str) -> Lock:
        return lock_of({TOKEN: LONG, **environ}, Place(), None)

    _, kept = cookie(lock(**{SECRET: "s"}))
    assert cookie(lock(**{SECRET: "s"}))[0].recognise(kept)
    assert not cookie(lock(**{SECRET: "other"}))[0].recognise(kept)
    assert not cookie(lock_of({TOKEN: LONG + "!", SECRET: "s"}, Place(), None))[0].recognise(kept)
    assert not cookie(lock())[0].recognise(cookie(lock())[1])


def test_a_lock_does_not_tell_its_secrets() -> None:
    assert LONG not in repr(lock_of({TOKEN: LONG, SECRET: "hidden"}, Place(), None))


async def test_a_place_that_is_taken_is_refused_with_a_remedy() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = Place(port=other.getsockname()[1])
        with pytest.raises(UsageError, match="POLICYWATCH_PORT: cannot listen on port"):
            async with served(a_desk(MemoryStore()), taken):
                pass
        assert free(taken) == Place(port=0)


async def test_a_host_that_is_none_of_this_machine_is_refused() -> None:
    with pytest.raises(UsageError, match=r"POLICYWATCH_HOST: 'nowhere\.invalid' is no address"):
        async with served(a_desk(MemoryStore()), Place("nowhere.invalid")):
            pass


async def test_it_stops_when_its_block_ends_and_lets_the_port_go() -> None:
    async with served(a_desk(MemoryStore()), Place(port=0)) as address:
        port = int(address.rstrip("/").rpartition(":")[2])
        assert not [task for task in asyncio.all_tasks() if task.get_name() == "dashboard" and task.done()]
    with socket.socket() as again:
        again.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        again.bind(("127.0.0.1", port))


async def test_the_real_tables_are_files_for_word_and_for_browsers() -> None:
    class OneChange(MemoryStore):
        async def told(self, change_ids: object) -> list[Told]:
            return [told()]

    desk = desk_over(OneChange(), Configuration, Lock(secret=b"s"), lambda: NOW)
    async with a_browser(desk) as browser:
        word = await browser.get("/changes/x/table.docx")
        html = await browser.get("/changes/x/table.html")
    assert word.body.startswith(b"PK")
    assert "<del>500万元</del>" in html.text
    assert "2026-03-02 09:00+08:00" in html.text
    assert html.headers["Content-Type"] == "application/octet-stream"


def test_commands_that_serve_nothing_do_not_pay_for_it() -> None:
    told = "import sys, policywatch.cli; print(sorted({'fastapi', 'uvicorn', 'jinja2'} & set(sys.modules)))"
    printed = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout
    assert printed.strip() == "[]"


async def _hung_up(port: int, said: bytes) -> bool:
    """Whether somebody who says no more is hung up on before long."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(said)
    try:
        await asyncio.wait_for(reader.read(), timeout=3)
    except ConnectionResetError:
        return True
    except TimeoutError:
        return False
    finally:
        writer.close()
    return True


async def test_who_opens_a_connection_and_says_nothing_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(callers, "TICK", 0.2)
    form = b"POST /login HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n"
    form += b"Content-Type: application/x-www-form-urlencoded\r\n\r\n"
    async with a_browser(a_desk(MemoryStore())) as browser:
        port = int(browser.address.rstrip("/").rpartition(":")[2])
        said = (b"", b"GET / HTTP/1.1\r\nHost: a\r\n", form + b"token=")
        assert await asyncio.gather(*(_hung_up(port, one) for one in said)) == [True] * len(said)
        assert (await browser.get("/health")).status == 200


async def test_an_answer_that_takes_its_time_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    class SlowStore(MemoryStore):
        async def told(self, change_ids: Sequence[str]) -> list[Told]:
            await asyncio.sleep(1)
            return await super().told(change_ids)

    monkeypatch.setattr(callers, "TICK", 0.1)
    async with a_browser(a_desk(SlowStore())) as browser:
        await browser.enter()
        assert (await browser.get("/changes/chg_1")).status == 404


async def test_only_so_many_connections_are_held_and_there_is_room_again_once_they_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(callers, "MOST", 3)
    monkeypatch.setattr(callers, "TICK", 0.5)
    async with a_browser(a_desk(MemoryStore())) as browser:
        port = int(browser.address.rstrip("/").rpartition(":")[2])
        held = [await asyncio.open_connection("127.0.0.1", port) for _ in range(3)]
        with pytest.raises(aiohttp.ClientError):
            await browser.get("/health")
        for _, writer in held:
            writer.close()
        await asyncio.sleep(0.1)
        assert (await browser.get("/health")).status == 200
