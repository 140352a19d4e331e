"""Any query is answered, and a document is found by every part of itself, in either script."""

import asyncio
import string
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from core.model import Block, Document, PageKind, Position
from core.search import Marks, grams, heading, marked, read_query, run, segments
from crawler.normalise import fold
from storage import open_store
from storage.engine import Engines, engines
from storage.search import search
from tests.contract.postgres import emptied_database
from tests.fakes.library import QUERIES, expected, shelved

ANYTHING = st.text(st.characters(exclude_categories=()), max_size=60)
MEANT = "细胞 治疗 通知 2026 3号 GMP NEAR AND OR NOT grams:"
SIGNS = "\"'()*^:+-&|!<>\\;%_§·\x00"
SYNTAX = st.lists(st.sampled_from([*MEANT.split(), *SIGNS, *QUERIES]), max_size=8).flatmap(
    lambda parts: st.sampled_from(["", " "]).map(lambda between: between.join(parts))
)
# Each sign has one counterpart whatever stands beside it, so that a part is folded as it is in the whole.
WORDS = "廣東 細胞 治療 關於 管理 辦法 醫療 機構 發展 條例 專項 資金 通過 實驗 車輛"
TRADITIONAL = st.lists(
    st.sampled_from([*WORDS.split(), *"，。《》（）\n", " GMP ", " Good Practice ", "〔2026〕", "12"]),
    min_size=1,
    max_size=40,
).map("".join)
LETTERS = string.ascii_letters + string.digits


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def opened(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    """A database with the library in it."""
    folder: Path = tmp_path_factory.mktemp("library")
    url = f"sqlite:///{folder}/library.db" if request.param == "sqlite" else emptied_database()

    async def fill() -> None:
        store = open_store(url)
        await shelved(store)
        await store.close()

    asyncio.run(fill())
    found = engines(url)
    yield found
    found.reads.dispose()


@settings(deadline=None)
@given(text=ANYTHING | SYNTAX)
@example(text='"' * 50)
@example(text="细" * 3000)
def test_every_query_finds_what_it_must_on_every_engine(opened: Engines, text: str) -> None:
    query = read_query(text, fold)
    with opened.reads.begin() as connection:
        hits = search(connection, query, limit=100, after=None, source_id=None, since=None).hits
    assert [hit.url for hit in hits] == [f"/paper/{at}.html" for at in expected(query)]
    assert [Position.read(str(hit.position)) for hit in hits] == [hit.position for hit in hits]


@settings(deadline=None)
@given(st.data(), TRADITIONAL)
def test_a_document_is_found_by_every_part_of_itself(data: st.DataObject, published: str) -> None:
    lines = published.split("\n")
    document = _document(lines)
    start = data.draw(st.integers(0, len(published)))
    part = published[start : start + data.draw(st.integers(1, 12))]
    query = read_query(_whole_words(published, start, part), fold)
    folded = [block.folded for block in document.blocks]
    held = grams(heading(document, None, fold), "\n".join(folded))
    assert held.issuperset(query.grams)
    assert query.is_met("", folded)


@settings(deadline=None)
@given(ANYTHING, ANYTHING)
def test_marks_leave_the_text_as_it_was_published(text: str, query: str) -> None:
    pieces = marked(text, fold(text), Marks(read_query(query, fold).wanted))
    assert "".join(piece.text for piece in pieces) == text


@settings(deadline=None)
@given(ANYTHING)
def test_cutting_what_was_cut_cuts_nothing(text: str) -> None:
    assert "".join(segments(text)) == run(text)
    assert run(run(text)) == run(text)


def _document(lines: list[str]) -> Document:
    return Document(page_kind=PageKind.ARTICLE, blocks=tuple(Block(line, fold(line)) for line in lines))


def _whole_words(published: str, start: int, part: str) -> str:
    """The part without what it cuts of a word."""
    before, after = published[:start][-1:], published[start + len(part) :][:1]
    part = part.lstrip(LETTERS) if before and before in LETTERS else part
    return part.rstrip(LETTERS) if after and after in LETTERS else part
