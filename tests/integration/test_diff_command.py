"""`diff` over a real database, in every format, to standard output and into a file."""

import asyncio
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from typer.testing import CliRunner, Result

from core.errors import UsageError
from core.model import Version
from policywatch.cli import app
from storage import open_store
from tests.contract.stored import a_change, a_listed_page, a_verdict, first_verdict
from tests.fakes.told import AFTER, BEFORE, HOSTILE, state

URL = "https://www.example.gov.cn/content/post_1.html"


def as_stored(shown: Version) -> Version:
    return replace(shown, raw_digest=f"{shown.number}" * 64)


async def two_versions(database: str) -> None:
    store = open_store(database)
    try:
        page = await a_listed_page(store, url=URL)
        first = replace(first_verdict(page), raw=b"<p>1")
        await store.commit(page, replace(first, version=as_stored(state(1, *BEFORE))))
        page = await store.page(page.id)
        edited = a_verdict(page, as_stored(state(2, *AFTER, HOSTILE)), a_change(page, 2, before=1, after=2))
        await store.commit(page, replace(edited, raw=b"<p>2"))
    finally:
        await store.close()


@pytest.fixture
def database(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path / 'watch.db'}"
    asyncio.run(two_versions(url))
    return url


def diff(database: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["--database", database, "diff", URL, *arguments])


def test_the_last_two_versions_are_compared_as_text(database: str) -> None:
    assert "~ 第二条 最高奖励[-500万元-]{+800万元+}。" in diff(database).stdout.splitlines()
    assert diff(database, "1", "2").stdout == diff(database).stdout


@pytest.mark.parametrize("style", ["html", "table"])
def test_a_page_is_written_to_a_file_as_it_is_shown(database: str, tmp_path: Path, style: str) -> None:
    file = tmp_path / "redline.html"
    assert diff(database, "--format", style, "--output", str(file)).exit_code == 0
    page = file.read_bytes()
    assert page == diff(database, "--format", style).stdout_bytes
    assert "<del>500万元</del>".encode() in page
    assert b"<script>" not in page
    assert b"\x1b" not in page


def test_a_word_file_goes_into_a_file_or_down_a_pipe(database: str, tmp_path: Path) -> None:
    file = tmp_path / "table.docx"
    assert diff(database, "--format", "docx", "--output", str(file)).exit_code == 0
    for content in (file.read_bytes(), diff(database, "--format", "docx").stdout_bytes):
        word = docx.Document(BytesIO(content))
        assert URL in word.paragraphs[2].text
        assert word.tables[0].rows[1].cells[0].text == BEFORE[1]


def test_a_file_that_cannot_be_written_is_a_mistake_of_the_command(database: str, tmp_path: Path) -> None:
    outcome = diff(database, "--output", str(tmp_path / "nowhere" / "redline.txt"))
    assert isinstance(outcome.exception, UsageError)
    assert "name another file" in str(outcome.exception)
