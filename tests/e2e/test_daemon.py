"""`policywatch run`: it tells, it takes a saved file, it stops when told to."""

import asyncio
import signal
from asyncio.subprocess import Process
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.e2e.command import policywatch, start
from tests.e2e.village import Village, village

PATIENCE = 60.0


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(tmp_path) as built:
        text = built.config.read_text().replace("every: 1h", "every: 1s").replace("recheck: 1h", "recheck: 1s")
        built.config.write_text(text)
        yield built


async def until(happened: Callable[[], bool]) -> None:
    """Wait for something, not for a time."""
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110 - what happens, happens in another process
            await asyncio.sleep(0.05)


async def baseline_done(place: Village) -> None:
    """Both documents were looked at twice."""
    await until(lambda: all(len(place.site.asked(f"/content/post_{n}.html")) >= 2 for n in (1, 2)))


async def ended(process: Process) -> tuple[int | None, str]:
    """Stop it and give its status and its log."""
    process.send_signal(signal.SIGTERM)
    _, err = await asyncio.wait_for(process.communicate(), PATIENCE)
    return process.returncode, err.decode()


async def test_the_daemon_tells_what_changes_and_ends_on_sigterm_with_status_0(place: Village) -> None:
    process = await start(place, "run")
    await baseline_done(place)
    place.publish(3, 2, 1)
    await until(lambda: len(place.mail.mails) == 1 and len(place.hook.taken) == 1)
    status, log = await ended(process)
    assert status == 0, log
    assert "Traceback" not in log
    deliveries = await policywatch(place, "deliveries", "--json")
    assert [one["state"] for one in deliveries.lines] == ["sent", "sent"]


async def test_saving_the_file_applies_it_and_a_broken_one_is_reported_and_the_old_one_kept(place: Village) -> None:
    process = await start(place, "run")
    await baseline_done(place)
    good = place.config.read_text()
    place.config.write_text(good.replace("kind: list", "kind: lst"))
    await asyncio.sleep(1)  # the watcher has no other sign to wait for: nothing is applied
    looks = len(place.site.asked("/list/"))
    await until(lambda: len(place.site.asked("/list/")) > looks + 1)
    place.config.write_text(
        good.replace("sources:", f'sources:\n  - {{id: second, name: 二, url: "{place.site.url}/two/"}}')
    )
    await until(lambda: bool(place.site.asked("/two/")))
    status, log = await ended(process)
    assert status == 0, log
    assert "not applied" in log
    assert "lst" in log
    assert "applied" in log
