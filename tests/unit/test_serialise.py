"""A change as JSON says exactly what the contract promises, and never without bound."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.diff import Op
from core.model import Dates, DeliveryState, PolicyId, Told, digest_of
from core.serialise import DIFF_CHARACTERS, DIFF_HUNKS, MOST_PAGES, change_json, delivery_json, excerpt, rfc3339
from tests.fakes.nouns import NOW
from tests.fakes.told import AFTER, BEFORE, change, owed, state, told

KEYS = (
    "id kind at source url title doc_number agency stage published policy version similarity nature pages headline "
    "fields diff links"
)


def rewritten(before: list[str], after: list[str]) -> Told:
    return replace(told(), before=state(1, *before), after=state(2, *after))


def test_a_change_has_exactly_the_keys_of_the_contract() -> None:
    said = change_json(told())
    assert list(said) == KEYS.split()
    assert said["source"] == {"id": "source", "name": "某市卫生健康委员会", "tier": "official"}
    assert said["version"] == {"from": 1, "to": 2}
    assert said["stage"] == "in_force"
    assert said["links"] == {"dashboard": None}


def test_a_change_names_its_policy_its_nature_and_the_pages_it_speaks_for() -> None:
    pages = tuple(f"/{number}" for number in range(MOST_PAGES + 1))
    known = replace(change(), policy_id=PolicyId("pol_1"), nature="numbers", pages=pages)
    said = change_json(replace(told(), change=known))
    assert said["policy"] == {"id": "pol_1", "canonical_url": known.canonical_url, "copies": list(known.copies)}
    assert (said["nature"], said["pages"]) == ("numbers", list(pages[:-1]))


def test_a_change_of_no_known_policy_is_told_under_its_address() -> None:
    said = change_json(told())
    assert said["policy"] == {
        "id": "pol_" + digest_of(change().canonical_url),
        "canonical_url": change().canonical_url,
        "copies": list(change().copies),
    }
    assert (said["nature"], said["pages"]) == (None, [])


def test_the_diff_tells_what_differs_with_its_neighbours_and_its_place() -> None:
    assert change_json(told())["diff"] == [
        {"op": "equal", "before": BEFORE[0], "after": AFTER[0], "where": "第一条"},
        {"op": "replace", "before": BEFORE[1], "after": AFTER[1], "where": "第二条"},
        {"op": "equal", "before": BEFORE[2], "after": AFTER[2], "where": "第三条"},
    ]


def test_a_change_is_json_whatever_it_is_about() -> None:
    for subject in (told(), replace(told(), before=None), replace(told(), after=None, before=None)):
        assert json.loads(json.dumps(change_json(subject))) == change_json(subject)


def test_times_are_rfc_3339_in_utc() -> None:
    assert change_json(told())["at"] == "2026-03-02T01:00:00Z"
    assert rfc3339(datetime(2026, 3, 2, 9, 30, tzinfo=timezone(timedelta(hours=8)))) == "2026-03-02T01:30:00Z"


@pytest.mark.parametrize(
    ("dates", "published"),
    [
        (Dates(), None),
        (Dates(published=NOW.date()), "2026-03-02"),
        (Dates(published=NOW.date(), published_at=NOW), "2026-03-02T01:00:00Z"),
    ],
)
def test_the_day_of_publication_is_a_day_unless_the_moment_is_known(dates: Dates, published: str | None) -> None:
    after = state(2, "一")
    after = replace(after, document=replace(after.document, dates=dates))
    assert change_json(replace(told(), after=after))["published"] == published


def test_a_new_document_is_all_insertions_and_a_vanished_one_all_deletions() -> None:
    new = change_json(replace(told(), before=None))["diff"]
    gone = change_json(replace(told(), after=None))["diff"]
    assert isinstance(new, list)
    assert isinstance(gone, list)
    assert {hunk["op"] for hunk in new} == {"insert"}
    assert {hunk["op"] for hunk in gone} == {"delete"}


def test_a_document_that_came_back_unchanged_has_no_diff() -> None:
    same = state(1, "第一条 甲。")
    assert change_json(replace(told(), before=same, after=same))["diff"] == []


def test_copies_of_one_policy_share_its_id() -> None:
    official = told(url="https://www.example.gov.cn/a.html")
    copy = told(url="https://mirror.example.com/b.html")
    copy = replace(copy, change=replace(copy.change, canonical_url=official.change.url))
    policies = [change_json(subject)["policy"] for subject in (official, copy)]
    assert policies[0] == policies[1]


def test_a_diff_of_thousands_of_blocks_is_bounded_and_says_so() -> None:
    many = rewritten([], [f"第{n}段 内容" for n in range(5000)])
    diff = change_json(many)["diff"]
    assert isinstance(diff, list)
    assert len(diff) == DIFF_HUNKS + 1
    assert diff[-1] == {"op": "equal", "before": "…", "after": "…", "where": f"… {5000 - DIFF_HUNKS} more"}


def test_a_huge_block_is_narrowed_to_what_differs_in_it() -> None:
    common = "甲" * 50_000
    subject = rewritten([common + "五百" + common], [common + "八百" + common])
    shown = excerpt(subject, hunks=10, characters=DIFF_CHARACTERS)
    (hunk,) = shown.hunks
    assert hunk.op is Op.REPLACE
    assert hunk.before is not None
    assert hunk.after is not None
    assert "五百" in hunk.before
    assert "八百" in hunk.after
    assert len(hunk.before) < 1000
    assert shown.omitted == 0


def test_a_huge_new_block_is_cut() -> None:
    diff = change_json(rewritten([], ["甲" * 1_000_000]))["diff"]
    assert isinstance(diff, list)
    assert len(diff[0]["after"]) < 3000


def test_the_dashboard_is_linked_where_there_is_one() -> None:
    said = change_json(told(), dashboard="https://watch.example.org/")
    assert said["links"] == {"dashboard": f"https://watch.example.org/changes/{said['id']}"}


def test_a_delivery_says_where_it_stands() -> None:
    delivery = replace(owed().delivery, state=DeliveryState.FAILED, settled_at=NOW.astimezone(UTC), last_error="550 no")
    assert delivery_json(delivery) == {
        "id": delivery.id,
        "change": delivery.change_id,
        "rule": "rule",
        "channel": "team",
        "recipient": "policy@example.org",
        "state": "failed",
        "attempts": 1,
        "created_at": "2026-03-02T01:00:00Z",
        "due_at": "2026-03-02T01:00:00Z",
        "settled_at": "2026-03-02T01:00:00Z",
        "last_error": "550 no",
    }
