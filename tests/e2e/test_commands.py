"""The commands of CONTRACT §1, as a person runs them."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.command import policywatch
from tests.e2e.village import Village, village
from tests.fakes.website import Page

CHANGE_KEYS = {
    "id", "kind", "at", "source", "url", "title", "doc_number", "agency", "stage", "published", "policy", "version",
    "similarity", "nature", "headline", "fields", "diff", "pages", "links",
}  # fmt: skip
EXTRACT_KEYS = {
    "page_kind", "title", "published", "agency", "source_label", "doc_number", "index_number", "stage", "dates", "body",
    "folded", "content_hash", "near_hash", "attachments", "charset", "flags",
}  # fmt: skip


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(tmp_path) as built:
        yield built


async def test_the_first_round_is_silent_and_the_next_tells_what_is_new_and_edited(place: Village) -> None:
    first = await policywatch(place, "check", "--json")
    assert (first.status, len(first.lines)) == (0, 1), first.err
    place.publish(3, 2, 1)
    place.write(1, "第1条 资助金额最高为800万元。")
    second = await policywatch(place, "check", "--all", "--json")
    assert second.status == 0, second.err
    *changes, last = second.lines
    assert sorted(str(change["kind"]) for change in changes) == ["edited", "new"]
    assert all(set(change) == CHANGE_KEYS for change in changes)
    assert last["summary"]["deliveries"] == {"owed": 4, "sent": 4, "delayed": 0, "failed": 0}  # type: ignore[index]
    assert len(place.mail.mails) == 2
    assert len(place.hook.taken) == 2
    edited = next(change for change in changes if change["kind"] == "edited")
    assert {hunk["op"] for hunk in edited["diff"]} >= {"replace"}  # type: ignore[attr-defined]


async def test_the_read_side_shows_what_was_stored(place: Village) -> None:
    await policywatch(place, "check")
    url = f"{place.site.url}/content/post_1.html"
    place.write(1, "第1条 资助金额最高为800万元。")
    told = await policywatch(place, "check", "--all")
    assert "edited" in told.out
    assert "100万元 → 800万元" in told.out

    changes = await policywatch(place, "changes", "--since", "7d", "--json")
    assert [change["kind"] for change in changes.lines] == ["edited"]
    assert (await policywatch(place, "changes", "--kind", "removed")).out == ""
    history = await policywatch(place, "history", url)
    assert [line.split()[0] for line in history.out.splitlines()] == ["1", "2"]
    redline = await policywatch(place, "diff", url)
    assert "[-100万元-]{+800万元+}" in redline.out
    table = await policywatch(place, "diff", url, "1", "2", "--format", "table")
    assert "<del>100万元</del>" in table.out
    assert "<ins>800万元</ins>" in table.out
    alone = await policywatch(place, "diff", f"{place.site.url}/content/post_2.html")
    assert (alone.status, "version: the page has only one" in alone.err) == (2, True), alone
    nothing = await policywatch(place, "diff", url, "0", "2")
    assert "there is no version 0; the page has 1, 2" in nothing.err
    page = await policywatch(place, "diff", url, "--format", "html")
    assert "<del>100万元</del><ins>800万元</ins>" in page.out
    deliveries = await policywatch(place, "deliveries", "--json")
    assert {one["state"] for one in deliveries.lines} == {"sent"}
    listed = await policywatch(place, "sources", "list")
    assert "ok, last read" in listed.out


async def test_extract_reads_a_file_standard_input_and_an_address(place: Village) -> None:
    page = place.folder / "page.html"
    page.write_bytes("<h1>关于印发办法的通知</h1><p>正文</p>".encode())
    for outcome in (
        await policywatch(place, "extract", str(page), "--json"),
        await policywatch(place, "extract", "-", "--json", stdin=page.read_bytes()),
    ):
        assert outcome.status == 0, outcome.err
        assert set(outcome.lines[0]) >= EXTRACT_KEYS
    refused = await policywatch(place, "extract", f"{place.site.url}/content/post_1.html")
    assert refused.status == 2
    assert "address" in refused.err


async def test_notify_test_sends_one_sample_through_a_channel(place: Village) -> None:
    for channel in ("team", "hook"):
        outcome = await policywatch(place, "notify-test", channel)
        assert outcome.status == 0, outcome.err
    assert len(place.mail.mails) == 1
    assert len(place.hook.taken) == 1


async def test_doctor_says_what_is_wrong_and_how_to_mend_it(place: Village) -> None:
    well = await policywatch(place, "doctor")
    assert well.status == 0, well.out
    del place.environ["HOOK_SECRET"]
    ill = await policywatch(place, "doctor")
    assert ill.status == 1
    assert "HOOK_SECRET" in ill.out
    place.config.write_text("version: 2\n")
    blind = await policywatch(place, "doctor")
    assert (blind.status, "channel" in blind.out) == (1, False), "nothing is known of channels"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("check", "nowhere"), "no enabled source has the id 'nowhere'"),
        (("history", "https://example.org/none"), "no version of https://example.org/none is stored"),
        (("changes", "--since", "yesterday"), "'yesterday' is no time"),
        (("changes", "--since", "99999999999d"), "'99999999999d' is no time"),
        (("search", "x", "--since", f"{'9' * 5000}d"), "is no time"),
        (("changes", "--since", "0001-01-01T00:00:00+14:00"), "is no time"),
        (("changes", "--limit", "99999999999999999999"), "--limit"),
        (("deliveries", "retry", "msg_0"), "no failed delivery has the id msg_0"),
        (("export", "--format", "jsonl", "--output", "x" * 300), "File name too long"),
        (("--config", "x" * 300, "verify"), "cannot be read (File name too long)"),
        (("changes", "--source", "nowhere"), "--source: there is no source 'nowhere' in the database"),
        (("search", "x", "--source", "nowhere"), "--source: there is no source 'nowhere' in the database"),
        (("notify-test", "nobody"), "there is no channel 'nobody'"),
        (("extract", "nothing.html"), "cannot read nothing.html"),
        (("extract", "https://"), "could not be fetched"),
        (("--config", "nothing.yaml", "check"), "nothing.yaml:1:1"),
        (("--database", "sqlite:////proc/none/watch.db", "changes"), "/proc/none"),
        (("--database", "postgresql+psycopg://nobody@127.0.0.1:9/none", "changes"), "127.0.0.1"),
        (("--database", "mysql://x/y", "changes"), "mysql"),
        (("changes", "--kind", "odd"), "odd"),
    ],
)
async def test_what_a_person_gets_wrong_is_one_sentence_and_status_2(
    place: Village, arguments: tuple[str, ...], sentence: str
) -> None:
    outcome = await policywatch(place, *arguments)
    assert outcome.status == 2, outcome
    assert sentence in outcome.err
    assert "Traceback" not in outcome.err


async def test_a_broken_file_is_told_with_every_mistake_and_nothing_is_touched(place: Village) -> None:
    text = place.config.read_text().replace("kind: list", "kind: lst").replace("send_to: [team", "send_to: [taem")
    place.config.write_text(text)
    outcome = await policywatch(place, "check")
    assert outcome.status == 2
    mistakes = outcome.err.splitlines()
    assert len(mistakes) == 2
    assert all(mistake.startswith(f"{place.config}:") for mistake in mistakes)
    assert not (place.folder / "watch.db").exists()


async def test_a_source_that_fails_makes_the_status_1_and_loses_nothing(place: Village) -> None:
    await policywatch(place, "check")
    place.site.put("/list/", Page(b"oops", status=500))
    outcome = await policywatch(place, "check", "--json")
    assert outcome.status == 1
    assert outcome.lines[-1]["summary"]["troubles"][0]["source"] == "village"  # type: ignore[index]
    place.publish(3, 2, 1)
    mended = await policywatch(place, "check", "--json")
    assert [change["kind"] for change in mended.lines[:-1]] == ["new"]


async def test_the_schema_of_the_file_is_json_schema(place: Village) -> None:
    schema = json.loads((await policywatch(place, "sources", "schema")).out)
    assert "sources" in schema["properties"]
