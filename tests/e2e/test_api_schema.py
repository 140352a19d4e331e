"""The API keeps what its description promises: every operation asked with examples, edges, and made-up requests."""

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest

from storage import open_store
from tests.fakes.nouns import NOW
from tests.fakes.served import BEARER, HOUR, Served, serving

SCHEMATHESIS = Path(sys.executable).with_name("schemathesis")
PROMISES = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "negative_data_rejection",
    "ignored_auth",
    "unsupported_method",
)
"""Not among them: that whatever fits the description is taken. A cursor is a text that only the server can write."""


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Served]:
    """A served installation with a token, where an hour passes between any two looks at the clock.

    So that the many wrong tokens are each refused, and not kept waiting: that is another test's matter.
    """
    store, hours = open_store(f"sqlite:///{tmp_path}/watch.db"), count()
    async with serving(store, wall=lambda: NOW + next(hours) * HOUR) as opened:
        yield opened
    await store.close()


async def ask_everything(place: Served, folder: Path, examples: int, *more: str) -> None:
    """Fails with what does not keep its promise, and how to ask that again."""
    description = place.client.base_url.join("/api/v1/openapi.json")
    header = ": ".join(("Authorization", BEARER["Authorization"]))
    asked = (f"--max-examples={examples}", f"--checks={','.join(PROMISES)}", "--no-color", *more)
    process = await asyncio.create_subprocess_exec(
        SCHEMATHESIS, "run", str(description), "--header", header, *asked, cwd=folder, stdout=PIPE, stderr=STDOUT
    )
    out, _ = await process.communicate()
    if process.returncode:
        pytest.fail(out.decode())


async def test_no_operation_breaks_a_promise(place: Served, tmp_path: Path) -> None:
    await ask_everything(place, tmp_path, 3, "--generation-deterministic", "--no-shrink")


@pytest.mark.slow
async def test_no_operation_breaks_a_promise_whatever_it_is_asked(place: Served, tmp_path: Path) -> None:
    await ask_everything(place, tmp_path, 150)
