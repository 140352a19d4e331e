"""The dashboard with the daemon, alone, and after the demo."""

import asyncio
import os
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.e2e.command import policywatch, start
from tests.e2e.village import Village, village

PATIENCE = 120.0


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(tmp_path) as built:
        yield built


async def address(process: Process, stream: asyncio.StreamReader | None) -> str:
    """Where the dashboard says that it is."""
    assert stream is not None
    async with asyncio.timeout(PATIENCE):
        while line := (await stream.readline()).decode():
            if (found := re.search(r"http://127\.0\.0\.1:\d+/", line)) and "dashboard" in line:
                return found[0]
    raise AssertionError(f"the dashboard never came up: {await process.communicate()}")


async def page(url: str, token: str | None = None) -> tuple[int, str]:
    """Status and text of a page."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with aiohttp.ClientSession() as client, client.get(url, headers=headers) as answer:
        return answer.status, await answer.text()


async def ended(process: Process, how: signal.Signals = signal.SIGTERM) -> tuple[int | None, str]:
    """Stop it; its status and the rest of its log."""
    process.send_signal(how)
    _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, err.decode()


async def test_the_daemon_serves_what_it_found_and_stops_with_it(place: Village) -> None:
    await policywatch(place, "check")
    place.write(1, "第1条 资助金额最高为800万元。")
    await policywatch(place, "check", "--all")
    process = await start(place, "run")
    status, text = await page(await address(process, process.stderr))
    assert status == 200
    assert "100万元 → 800万元" in text
    code, log = await ended(process)
    assert code == 0, log
    assert "Traceback" not in log


@pytest.mark.parametrize("command", ["run", "web"])
async def test_a_token_from_a_file_is_asked_for(place: Village, command: str) -> None:
    await policywatch(place, "check")
    secret = place.folder / "token"
    secret.write_text("a-token-that-is-long-enough\n")
    place.environ["POLICYWATCH_TOKEN_FILE"] = str(secret)
    process = await start(place, command)
    url = await address(process, process.stderr)
    assert (await page(url))[0] == 401
    assert (await page(url, "a-token-that-is-long-enough"))[0] == 200
    code, log = await ended(process)
    assert (code, "Traceback" in log) == (0, False), log
    assert "long-enough" not in log


async def test_a_file_that_is_saved_is_shown_by_the_dashboard_alone(place: Village) -> None:
    await policywatch(place, "check")
    process = await start(place, "web")
    url = await address(process, process.stderr)
    text = place.config.read_text()
    async with asyncio.timeout(PATIENCE):
        while "another-village" not in (await page(url))[1]:
            place.config.write_text(text.replace("id: village", "id: another-village"))
            await asyncio.sleep(0.5)
    code, log = await ended(process)
    assert code == 0, log


async def test_it_is_not_opened_to_others_without_a_token_and_can_be_left_out(place: Village) -> None:
    place.environ["POLICYWATCH_HOST"] = "0.0.0.0"
    for command in ("run", "web"):
        refused = await policywatch(place, command)
        assert refused.status == 2
        assert "POLICYWATCH_TOKEN: is not set" in refused.err
        assert "Traceback" not in refused.err
    process = await start(place, "run", "--no-dashboard")
    assert process.stderr is not None
    async with asyncio.timeout(PATIENCE):
        assert "dashboard" not in (await process.stderr.readline()).decode()
    assert (await ended(process))[0] == 0


@pytest.mark.slow
async def test_the_demo_stays_up_with_the_dashboard_unless_once(tmp_path: Path) -> None:
    command = (sys.executable, "-m", "policywatch", "demo", "--directory", str(tmp_path))
    process = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE, env=_environ())
    status, text = await page(await address(process, process.stderr))
    assert status == 200
    assert text.count('<p class="name"') == 3
    assert (await ended(process, signal.SIGINT))[0] == 0


def _environ() -> dict[str, str]:
    return {**os.environ, "POLICYWATCH_PORT": "0", "COLUMNS": "200"}
