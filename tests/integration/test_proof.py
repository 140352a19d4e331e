"""What `verify` finds: whatever of a history was altered, by page and number."""

import json
from pathlib import Path

import pytest

from crawler.read import PLAIN
from policywatch.proof import Proof, Proved, orphaned, prove
from storage.compression import squeeze
from storage.records import Records, open_records
from tests.e2e.village import Village
from tests.e2e.watched import DATABASE, page_of, tamper, watched_village


@pytest.fixture
def place(tmp_path: Path) -> Village:
    return watched_village(tmp_path)


async def faults(place: Village) -> dict[tuple[int, int], tuple[str, ...]]:
    """What is wrong, by page and number."""
    return {one.kept.key: one.wrong for one in await proofs(place) if one.wrong}


async def proofs(place: Village) -> list[Proved]:
    """All versions looked at, under the recipe of the village's only source."""
    records = opened(place)
    found = [one async for one in prove(records, {PLAIN.digest: PLAIN})]
    await records.close()
    return found


def opened(place: Village) -> Records:
    return open_records(f"sqlite:///{place.folder / DATABASE}")


async def test_a_history_that_nobody_touched_is_proved(place: Village) -> None:
    found = await proofs(place)
    assert [(one.wrong, one.text) for one in found] == [((), Proof.PROVED)] * 4


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE version SET exact = raw_digest WHERE {it}", "its chain digest does not follow from the history"),
        ("UPDATE version SET captured_at = '2020-01-01 00:00:00.000000' WHERE {it}", "its chain digest does not"),
        ("UPDATE version SET captured_at = 'never' WHERE {it}", "cannot be read back"),
        ("UPDATE version SET chain = exact WHERE {it}", "its chain digest does not follow from the history"),
        ("UPDATE version SET document = x'00' WHERE {it}", "cannot be read back"),
        ("UPDATE version SET evidence = '{{' WHERE {it}", "cannot be read back"),
        ("UPDATE version SET number = 3 WHERE {it}", "version 2 before it is missing"),
        ("UPDATE blob SET data = x'00', base = NULL WHERE {its_blob}", "its bytes: the page with digest"),
        ("UPDATE blob SET data = x'{forged}', base = NULL WHERE {its_blob}", "its bytes are not those of digest"),
        ("DELETE FROM blob WHERE {its_blob}", "its bytes: no bytes are kept under digest"),
    ],
)
async def test_what_was_tampered_with_is_named_by_page_and_number(place: Village, statement: str, said: str) -> None:
    page_id, _ = page_of(place, 1)
    it = f"page_id = {page_id} AND number = 2"
    its_blob = f"digest = (SELECT raw_digest FROM version WHERE {it})"
    tamper(place, statement.format(it=it, its_blob=its_blob, forged=squeeze(b"<p>another</p>").hex()))
    found = await faults(place)
    assert list(found) == [(page_id, 3 if "number = 3" in statement else 2)]
    assert any(said in what for what in next(iter(found.values()))), found


async def test_a_version_altered_with_its_chain_breaks_the_one_behind_it(place: Village) -> None:
    page_id, _ = page_of(place, 1)
    tamper(place, "UPDATE version SET chain = exact WHERE page_id = ? AND number = 1", page_id)
    assert list(await faults(place)) == [(page_id, 1), (page_id, 2)]


async def test_a_text_that_was_rewritten_is_named_though_its_digests_were_left(place: Village) -> None:
    page_id, _ = page_of(place, 2)
    document = {"page_kind": "article", "charset": "utf-8", "blocks": ["第2条 资助金额最高为900万元。"]}
    forged = squeeze(json.dumps(document).encode())
    tamper(place, "UPDATE version SET document = ?, base = NULL WHERE page_id = ?", forged, page_id)
    found = await faults(place)
    assert list(found) == [(page_id, 1)]
    assert found[page_id, 1][0].startswith("its text is not that of digest")


async def test_a_text_that_another_program_read_is_no_fault_but_not_proved(place: Village) -> None:
    page_id, _ = page_of(place, 2)
    document = {"page_kind": "article", "charset": "utf-8", "blocks": ["第2条，另读。"]}
    read_otherwise = squeeze(json.dumps(document).encode())
    statement = "UPDATE version SET document = ?, base = NULL, recipe = 'earlier' WHERE page_id = ?"
    tamper(place, statement, read_otherwise, page_id)
    assert [one.text for one in await proofs(place) if one.kept.page_id == page_id] == [Proof.OPEN]
    assert await faults(place) == {}


async def test_rows_that_point_nowhere_are_told(place: Village) -> None:
    page_id, url = page_of(place, 1)
    tamper(place, "DELETE FROM version WHERE page_id = ? AND number = 2", page_id)
    tamper(place, "DELETE FROM source")
    records = opened(place)
    lost = await records.lost_rows()
    await records.close()
    assert f"{url} (page {page_id}): its latest version is said to be 2, the last one kept is 1" in lost
    assert any(said.endswith(f"names version {page_id}/2, which is not there") for said in lost)
    assert any(said.startswith("page ") and said.endswith("names source village, which is not there") for said in lost)


async def test_bytes_that_no_version_names_are_listed(place: Village) -> None:
    left = squeeze(b"left by a crash")
    tamper(place, "INSERT INTO blob (digest, data) VALUES (?, ?)", "ab" * 32, left)
    records = opened(place)
    assert [found async for found in orphaned(records)] == [("the database", "ab" * 32)]
    await records.close()
    assert await faults(place) == {}
