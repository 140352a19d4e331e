"""Several writers at one database, and one that is killed."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from core.errors import StaleWrite
from core.model import Features, Kinship, Page, Related, RelationKind, Verdict
from storage import SqlStore, open_store
from tests.contract.postgres import emptied_database
from tests.contract.stored import (
    HOUR,
    a_change,
    a_delivery,
    a_document,
    a_listed_page,
    a_source,
    a_verdict,
    a_version,
)
from tests.fakes.nouns import NOW


@pytest.fixture(params=["sqlite", "postgresql"])
async def pair(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[tuple[SqlStore, SqlStore]]:
    """Two stores on the same database, as two processes have them."""
    url = f"sqlite:///{tmp_path}/policywatch.db" if request.param == "sqlite" else emptied_database()
    one, other = open_store(url), open_store(url)
    yield one, other
    await asyncio.gather(one.close(), other.close())


async def test_two_that_commit_to_different_pages_never_lock_each_other_out(
    pair: tuple[SqlStore, SqlStore],
) -> None:
    pages = [await a_listed_page(pair[0], url=f"/{number}") for number in range(2)]
    await asyncio.gather(*(_commit_often(store, page) for store, page in zip(pair, pages, strict=True)))
    assert [(await pair[0].page(page.id)).failures for page in pages] == [40, 40]


async def test_two_that_commit_to_one_page_take_turns(pair: tuple[SqlStore, SqlStore]) -> None:
    page = await a_listed_page(pair[0])
    verdicts = [Verdict(page=replace(page, failures=number)) for number in (1, 2)]
    commits = [store.commit(page, verdict) for store, verdict in zip(pair, verdicts, strict=True)]
    outcomes = await asyncio.gather(*commits, return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "StaleWrite"]


async def test_two_that_claim_at_once_never_share(pair: tuple[SqlStore, SqlStore]) -> None:
    page = await a_listed_page(pair[0])
    change = a_change(page, 1, after=1)
    owed = tuple(a_delivery(change, recipient=str(number)) for number in range(40))
    await pair[0].commit(page, replace(a_verdict(page, a_version(1), change), deliveries=owed))
    claims = await asyncio.gather(*(store.claim(NOW, HOUR, 5) for store in pair * 4))
    ids = [one.id for one in chain.from_iterable(claims)]
    assert len(ids) == len(set(ids)) == 40


async def test_two_that_register_at_once_agree(pair: tuple[SqlStore, SqlStore]) -> None:
    sources = [a_source(f"source-{number}") for number in range(20)]
    await asyncio.gather(*(store.register(sources, NOW) for store in pair * 3))
    assert len(await pair[1].due_listings(NOW, 100)) == 20


async def test_two_that_repeal_each_other_at_once_neither_wait_for_ever_nor_miss_it(
    pair: tuple[SqlStore, SqlStore],
) -> None:
    for number in range(8):
        names = (f"甲{number}", f"乙{number}")
        pages = [await a_listed_page(pair[0], url=f"/{name}") for name in names]
        verdicts = [
            replace(
                a_verdict(page, a_version(1, own)),
                features=Features(number=own),
                relations=(Related(kind=RelationKind.REPEALS, number=other, evidence=f"{other}废止"),),
            )
            for page, own, other in zip(pages, names, reversed(names), strict=True)
        ]
        outcomes = await asyncio.gather(
            *(store.commit(page, said) for store, page, said in zip(pair, pages, verdicts, strict=True)),
            return_exceptions=True,
        )
        # Whoever comes second was moved by the repeal, and looks again.
        late = [page for page, outcome in zip(pages, outcomes, strict=True) if isinstance(outcome, StaleWrite)]
        for page, said in zip(pages, verdicts, strict=True):
            if page in late:
                await pair[0].commit(await pair[0].page(page.id), said)
        repealed = [(await pair[0].page(page.id)).repealed_by for page in pages]
        assert repealed == [f"{name}废止" for name in names]


async def test_two_that_join_one_policy_at_once_agree_on_its_canonical_page(pair: tuple[SqlStore, SqlStore]) -> None:
    first = await a_document(pair[0], "/first", "办法", first_seen_at=NOW + 9 * HOUR)
    assert first.policy_id is not None
    kinship = Kinship(policy_id=first.policy_id)
    pages = [await a_listed_page(pair[0], url=f"/{hours}", first_seen_at=NOW + hours * HOUR) for hours in range(8)]
    verdicts = [replace(a_verdict(page, a_version(1, "办法")), kinship=kinship) for page in pages]
    await asyncio.gather(
        *(store.commit(page, said) for store, page, said in zip(pair * 4, pages, verdicts, strict=True))
    )
    policy = await pair[1].policy("/first")
    assert policy is not None
    assert [page.url for page in policy.pages] == [*(f"/{hours}" for hours in range(8)), "/first"]
    assert policy.canonical_url == "/0"


async def test_what_was_committed_outlives_a_killed_process(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/policywatch.db"
    writer = await asyncio.create_subprocess_exec(sys.executable, "-c", _COMMIT_AND_DIE, url)
    assert await writer.wait() == -signal.SIGKILL
    store = open_store(url)
    assert (await store.counts())["versions"] == 1
    assert len(await store.claim(NOW, HOUR, 10)) == 1
    await store.close()


async def _commit_often(store: SqlStore, page: Page) -> None:
    for number in range(1, 41):
        await store.commit(page, Verdict(page=replace(page, failures=number)))
        page = await store.page(page.id)


_COMMIT_AND_DIE = """
import asyncio, os, signal, sys
from storage import open_store
from tests.contract.stored import a_read_page

async def main():
    await a_read_page(open_store(sys.argv[1]))
    os.kill(os.getpid(), signal.SIGKILL)

asyncio.run(main())
"""
