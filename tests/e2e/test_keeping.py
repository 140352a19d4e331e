"""The operator's tools over a database that real rounds have made, as a person runs them."""

import hashlib
from pathlib import Path

import pytest

from storage.compression import squeeze
from tests.contract.postgres import new_database
from tests.e2e.command import Outcome, policywatch, start
from tests.e2e.village import Village, village
from tests.e2e.watched import DATABASE, page_of, tamper, two_days, watched_village
from tests.fakes.bucket import endpoint, environ_of, new_bucket
from tests.fakes.warc_reader import records

LINE_KEYS = {
    "source", "url", "version", "captured_at", "content_hash", "near_hash", "recipe", "raw_digest", "chain", "evidence",
    "document", "change",
}  # fmt: skip


@pytest.fixture
def place(tmp_path: Path) -> Village:
    return watched_village(tmp_path)


async def well(place: Village, *arguments: str) -> Outcome:
    """A command that has to succeed."""
    outcome = await policywatch(place, *arguments)
    assert outcome.status == 0, outcome
    return outcome


async def test_what_was_tampered_with_is_named_and_makes_the_status_1(place: Village) -> None:
    assert (await well(place, "verify", "--orphans")).out == "4 versions looked at, 0 faults\n"
    page_id, url = page_of(place, 1)
    tamper(place, "UPDATE version SET document = x'00' WHERE page_id = ? AND number = 2", page_id)
    tamper(place, "INSERT INTO blob (digest, data) VALUES (?, ?)", "ab" * 32, squeeze(b"left by a crash"))
    outcome = await policywatch(place, "verify", "--orphans")
    assert outcome.status == 1
    named, orphan, summary = outcome.out.splitlines()
    assert named.startswith(f"! {url} version 2 (page {page_id}): version 2 of page {page_id} cannot be read back")
    assert orphan == f"  {'ab' * 32} in the database is named by no version"
    assert summary == "4 versions looked at, 1 faults"
    exported = await policywatch(place, "export", "--format", "jsonl")
    assert exported.status == 1
    assert len(exported.lines) == 3
    assert f"! {url} version 2 (page {page_id}) is left out" in exported.err


async def test_a_backup_brings_back_what_was_lost_since(place: Village) -> None:
    backup = place.folder / "backup.db"
    await well(place, "backup", str(backup))
    again = await policywatch(place, "backup", str(backup))
    assert (again.status, "is there already; name a new file" in again.err) == (2, True)
    before = (await well(place, "export", "--format", "jsonl")).lines
    tamper(place, "DELETE FROM delivery")
    tamper(place, "DELETE FROM change")
    refused = await policywatch(place, "restore", str(backup))
    assert (refused.status, "add --force" in refused.err) == (2, True)
    restored = await well(place, "restore", "--force", str(backup))
    assert "watch.db.before-restore" in restored.out
    assert "1 sources, 3 pages, 4 versions, 2 changes" in restored.out
    assert (await well(place, "export", "--format", "jsonl")).lines == before
    await well(place, "verify")


async def test_the_daemon_keeps_its_database(place: Village) -> None:
    backup = place.folder / "backup.db"
    await well(place, "backup", str(backup))
    daemon = await start(place, "run")
    try:
        assert daemon.stderr is not None
        while b"watching" not in await daemon.stderr.readline():
            pass
        refused = await policywatch(place, "restore", "--force", str(backup))
        assert refused.status == 2
        assert "is in use; stop the daemon" in refused.err
    finally:
        daemon.terminate()
        await daemon.communicate()


async def test_every_version_is_exported_a_line_each(place: Village) -> None:
    lines = (await well(place, "export", "--format", "jsonl")).lines
    assert [(str(line["url"])[-6:], line["version"]) for line in lines] == [
        ("2.html", 1),
        ("1.html", 1),
        ("1.html", 2),
        ("3.html", 1),
    ]
    assert all(set(line) == LINE_KEYS for line in lines)
    kinds = [line["change"]["kind"] if line["change"] else None for line in lines]  # type: ignore[index]
    assert kinds == [None, None, "edited", "new"]
    assert lines[2]["document"]["title"] == "关于印发第1号办法的通知"  # type: ignore[index]
    later = await well(place, "export", "--format", "jsonl", "--since", str(lines[2]["captured_at"]))
    assert [line["chain"] for line in later.lines] == [line["chain"] for line in lines[2:]]


async def test_an_archive_holds_every_answer_with_its_proofs(place: Village) -> None:
    file = place.folder / "all.warc.gz"
    await well(place, "export", "--format", "warc", "--source", "village", "--output", str(file))
    lines = (await well(place, "export", "--format", "jsonl")).lines
    first, *rest = records(file.read_bytes())
    assert first.kind == "warcinfo"
    assert [record.kind for record in rest] == ["response", "metadata"] * len(lines)
    for line, response, metadata in zip(lines, rest[::2], rest[1::2], strict=True):
        assert response.fields["WARC-Target-URI"] == line["url"]
        assert hashlib.sha256(response.answer[2]).hexdigest() == line["raw_digest"]
        assert metadata.about["policywatch-chain-sha256"] == line["chain"]
    assert "800万元".encode() in rest[4].answer[2]
    again = await policywatch(place, "export", "--format", "warc", "--output", str(file))
    assert (again.status, "is there already; name a new file" in again.err) == (2, True)
    nobody = await policywatch(place, "export", "--format", "jsonl", "--source", "nobody")
    assert (nobody.status, "there is no source 'nobody'" in nobody.err) == (2, True)


async def test_a_village_moves_to_postgresql_by_one_command(place: Village) -> None:
    with new_database() as target:
        moved = await well(place, "migrate-to", target)
        assert "both databases hold the same, and every chain of versions holds" in moved.out
        assert "rows/s" in moved.out
        assert [line.split()[1:3] for line in moved.out.splitlines() if line.startswith("version ")] == [["4", "4"]]
        refused = await policywatch(place, "migrate-to", target)
        assert (refused.status, "is not empty" in refused.err) == (2, True)
        resumed = await well(place, "migrate-to", "--resume", target)
        assert resumed.out.splitlines()[-1].startswith("0 rows moved")
        lines = (await well(place, "export", "--format", "jsonl")).lines
        assert (await well(place, "--database", target, "export", "--format", "jsonl")).lines == lines
        assert (await well(place, "--database", target, "verify")).out == "4 versions looked at, 0 faults\n"
        told = await policywatch(place, "--database", target, "backup", "x.dump")
        assert (told.status, "pg_dump --format=custom --file=x.dump" in told.err) == (2, True)


async def test_a_village_whose_pages_lie_in_a_bucket(tmp_path: Path) -> None:
    with endpoint() as address:
        async with village(tmp_path) as place:
            place.environ |= environ_of(address, new_bucket(address))
            await two_days(place, f"sqlite:///{place.folder / DATABASE}")
            assert "can be written to and read" in (await well(place, "doctor")).out
            assert (await well(place, "verify", "--orphans")).out == "4 versions looked at, 0 faults\n"
            archive = place.folder / "all.warc.gz"
            await well(place, "export", "--format", "warc", "--output", str(archive))
            assert len(list(records(archive.read_bytes()))) == 9
            assert "back that place up" in (await well(place, "backup", str(place.folder / "backup.db"))).out


async def test_while_the_bucket_is_out_of_reach_pages_stay_due_and_nothing_is_lost(tmp_path: Path) -> None:
    async with village(tmp_path) as place:
        with endpoint() as address:
            environ = environ_of(address, new_bucket(address))
            place.environ |= environ
            await well(place, "check")
        place.write(1, "第1条 资助金额最高为800万元。")
        outage = await policywatch(place, "check", "--all", "--json")
        assert outage.status == 1
        assert len(outage.lines) == 1
        (trouble,) = outage.lines[0]["summary"]["troubles"]  # type: ignore[index]
        assert "no connection" in trouble["why"]
        assert environ["POLICYWATCH_BLOBS_SECRET_ACCESS_KEY"] not in outage.out + outage.err
        assert place.mail.mails == []
        ill = await policywatch(place, "doctor")
        assert (ill.status, "! blobs" in ill.out) == (1, True)
        with endpoint() as address:
            place.environ |= environ_of(address, new_bucket(address))
            told = await policywatch(place, "check", "--all", "--json")
    assert [change["kind"] for change in told.lines[:-1]] == ["edited"]
    assert len(place.mail.mails) == 1
