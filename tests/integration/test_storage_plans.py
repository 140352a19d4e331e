"""What is asked all the time reads no table from end to end; SQLite plans by the schema, however few rows there are."""

from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event

from core.model import ChangeKind, Cursor, Cutting, DeliveryState, Features, PageId, Scrapbook, Stretch
from core.source import Allowance
from storage import SqlStore, open_store
from tests.contract.stored import a_change, a_read_page, a_verdict, a_version, found
from tests.fakes.nouns import NOW

LARGE = ("page", "version", "change", "delivery", "band", "blob", "relation", "policy", "clipping")
LEASE = timedelta(minutes=10)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqlStore]:
    """A store with two pages that were read and told of."""
    opened = open_store(f"sqlite:///{tmp_path}/policywatch.db")
    for url in ("/content/post_1.html", "/content/post_2.html"):
        await a_read_page(opened, url=url)
    yield opened
    await opened.close()


@contextmanager
def scans(avoided: str = "nothing") -> Iterator[list[str]]:
    """Where a statement of the block reads a large table from end to end, or uses an index that is to be avoided."""
    whole: list[str] = []

    def ask(connection: Connection, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE")):
            driver = connection.connection.cursor()
            some = parameters[0] if isinstance(parameters, list) else parameters
            driver.execute(f"EXPLAIN QUERY PLAN {statement}", some)  # type: ignore[arg-type]
            steps = [str(step[3]) for step in driver.fetchall()]
            whole.extend(
                f"{step}: {statement}"
                for step in steps
                if step in {f"SCAN {table}" for table in LARGE} or avoided in step
            )
            driver.close()

    event.listen(Engine, "before_cursor_execute", ask)
    try:
        yield whole
    finally:
        event.remove(Engine, "before_cursor_execute", ask)


async def test_planning_reads_no_table_from_end_to_end(store: SqlStore) -> None:
    with scans() as whole:
        await store.due_listings(NOW, 10)
        await store.due_pages(NOW, 10)
        await store.due_reminders(NOW, 10)
    assert whole == []


async def test_a_look_at_a_page_reads_no_table_from_end_to_end(store: SqlStore) -> None:
    due, _ = await store.due_pages(NOW, 10)
    with scans() as whole:
        page = await store.page(due.page_id)
        change = replace(a_change(page, 2, before=1, after=2), edit="edit")
        assert page.latest is not None
        await store.kin(page, page.latest.fingerprint, Features(number="穗府2025-1", name="办法"))
        await store.turmoil(page.source_id, NOW)
        verdict = a_verdict(page, a_version(2, "第一条。", "第二条。"), change)
        await store.commit(page, replace(verdict, features=Features()))
        (echo,) = await store.echoes(page.source_id, "edit", NOW)
    assert echo.owed_to == {("team", "policy@example.org")}
    assert whole == []


async def test_a_look_at_a_listing_reads_no_table_from_end_to_end(store: SqlStore) -> None:
    due, _ = await store.due_pages(NOW, 10)
    with scans() as whole:
        await store.known(due.source_id, [due.url])
        await found(store)
    assert whole == []


@pytest.mark.parametrize("allowances", [{}, {"team": Allowance(messages=1, per=timedelta(hours=1))}])
async def test_delivering_reads_no_table_from_end_to_end(store: SqlStore, allowances: dict[str, Allowance]) -> None:
    with scans() as whole:
        letters = await store.claim(NOW, LEASE, 10, allowances=allowances)
        await store.undelivered(NOW)
        claimed = [one.delivery for letter in letters for one in letter.owed]
        await store.settle([replace(one, state=DeliveryState.SENT, settled_at=NOW) for one in claimed])
    assert len(claimed) == 2
    assert whole == []


async def test_what_people_ask_reads_no_table_from_end_to_end(store: SqlStore) -> None:
    due, _ = await store.due_pages(NOW, 10)
    with scans() as whole:
        told, _ = await store.changes(limit=10)
        await store.changes(source_id=due.source_id)
        await store.told([told.change.id])
        await store.versions(due.url)
        await store.policy(due.url)
        await store.related(due.url)
    assert told.after is not None
    assert whole == []


async def test_what_feeds_are_made_of_is_found_in_indexes_alone(store: SqlStore) -> None:
    start = Cursor(NOW, PageId(0), 0)
    book = Scrapbook(id="book", rule="rule", since=start, until=NOW, used_at=NOW)
    asked = Stretch(kinds=(ChangeKind.NEW, ChangeKind.EDITED), after=start)
    with scans(avoided="ix_change_kind") as whole:
        await store.begin([book], NOW)
        told = [one.change for one in await store.stretch(asked, 10)]
        await store.stretch(replace(asked, after=None, before=Cursor(NOW + LEASE, PageId(0), 0), down_to=start), 10)
        wanted = tuple(Cursor(one.at, one.page_id, one.number) for one in told)
        await store.keep([Cutting(before=book, after=book, wanted=wanted)])
        found = await store.clippings("book", NOW, None, 10)
        await store.clippings("book", NOW, found[0].cursor, 10)
        await store.days("book", NOW, 10)
    assert len(found) == 2
    assert whole == []
