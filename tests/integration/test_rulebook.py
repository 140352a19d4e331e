"""What the rules make of stored changes, over a real database."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from core.model import Change, ChangeKind, Told, Verdict
from core.ports import Store
from core.source import Channel, ChannelType, Configuration, Days, Match, Rule, SourceId, When, Words
from policywatch import rulebook
from policywatch.rulebook import explained, tried, unknown_years
from storage import open_store
from tests.contract.stored import a_change, a_listed_page, a_source, a_verdict, a_version
from tests.fakes.nouns import NOW

SCREEN = Channel(name="screen", type=ChannelType.CONSOLE)
EVERYTHING = Rule(name="everything", send_to=("screen",))
CONFIG = Configuration(sources=(a_source(), a_source("other")), channels=(SCREEN,), rules=(EVERYTHING,))
MINUTE = timedelta(minutes=1)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """An empty database."""
    opened = open_store(f"sqlite:///{tmp_path / 'w.db'}")
    yield opened
    await opened.close()


async def edited(store: Store, url: str, *, joins: Change | None = None, source: str = "gz-wjw") -> Change:
    """The first change of a page, of which nobody was told."""
    page = await a_listed_page(store, source, url)
    change = replace(a_change(page, 1, kind=ChangeKind.EDITED), edit="of-a-footer", copies=())
    verdict = Verdict(page=replace(page, changes=1), change=change, joins=joins.id if joins else None)
    await store.commit(page, verdict)
    return change


async def test_the_same_edit_of_many_pages_is_one_message(store: Store) -> None:
    leader = await edited(store, "/1")
    joined = [await edited(store, url, joins=leader) for url in ("/2", "/3")]
    trial = await tried(store, CONFIG, None, NOW)
    assert [hit.change.id for hit in trial.hits] == [leader.id]
    assert (trial.looked, len(trial.posts), trial.cut) == (3, 1, ())
    assert [(await explained(store, CONFIG, one.id)).leader for one in (leader, *joined)] == [None, *[leader.id] * 2]


async def test_whom_the_leading_change_does_not_tell_is_told_of_the_page_itself(store: Store) -> None:
    leader = await edited(store, "/1")
    await edited(store, "/2", joins=leader)
    fourth = await a_listed_page(store, url="/4")
    worded = replace(a_change(fourth, 1, kind=ChangeKind.EDITED, after=1), edit="of-a-footer", copies=())
    verdict = replace(a_verdict(fourth, a_version(1, "细胞治疗"), worded), deliveries=(), raw=b"<p>", joins=leader.id)
    await store.commit(fourth, verdict)
    cells = replace(EVERYTHING, match=Match(words=Words(any=("细胞治疗",))))
    trial = await tried(store, replace(CONFIG, rules=(cells,)), cells, NOW)
    assert [hit.change.url for hit in trial.hits] == ["/4"]


async def test_a_trial_says_of_which_sources_it_saw_only_the_newest(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for url in ("/1", "/2", "/3"):
        await edited(store, url)
    await edited(store, "/9", source="other")
    monkeypatch.setattr(rulebook, "MOST_OF_A_SOURCE", 2)
    trial = await tried(store, CONFIG, None, NOW)
    assert (trial.looked, trial.cut) == (3, ("gz-wjw",))
    monkeypatch.setattr(rulebook, "MOST", 2)
    trial = await tried(store, CONFIG, None, NOW)
    assert (trial.looked, trial.cut) == (2, ("gz-wjw", "other"))


async def test_a_trial_of_a_rule_looks_only_at_its_sources_and_since_its_time(store: Store) -> None:
    await edited(store, "/1")
    await edited(store, "/9", source="other")
    rule = replace(EVERYTHING, match=Match(sources=(a_source("other").id,)))
    config = replace(CONFIG, rules=(rule,))
    assert (await tried(store, config, rule, NOW)).looked == 1
    assert (await tried(store, config, rule, NOW + 2 * MINUTE)).looked == 0


async def test_of_very_many_sources_a_trial_asks_only_those_that_changed(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[SourceId | None] = []
    changes = store.changes

    async def counted(*, since: datetime, source_id: SourceId, limit: int) -> list[Told]:
        asked.append(source_id)
        return await changes(since=since, source_id=source_id, limit=limit)

    monkeypatch.setattr(store, "changes", counted)
    leader = await edited(store, "/1", source="s7")
    await edited(store, "/2", joins=leader, source="s7")
    await edited(store, "/9", source="s3")
    config = replace(CONFIG, sources=tuple(a_source(f"s{number}") for number in range(rulebook.FEW_SOURCES + 1)))
    trial = await tried(store, config, None, NOW)
    assert (trial.looked, asked) == (3, ["s3", "s7"])
    monkeypatch.setattr(rulebook, "MOST", 1)
    trial = await tried(store, config, None, NOW)
    assert (trial.looked, trial.cut) == (1, ("s7",))


async def test_an_earlier_rule_comes_first_in_a_trial_too(store: Store) -> None:
    await edited(store, "/1")
    second = replace(EVERYTHING, name="second")
    config = replace(CONFIG, rules=(EVERYTHING, second))
    assert (await tried(store, config, second, NOW)).hits == ()


def test_years_whose_holidays_are_not_known_are_named_where_something_depends_on_them() -> None:
    working = replace(EVERYTHING, when=When(digest="0 9 * * *", days=Days.WORKING))
    then = NOW.replace(year=2040)
    assert unknown_years(CONFIG, then) == []
    assert unknown_years(replace(CONFIG, rules=(working,)), then) == [2040]
    assert unknown_years(replace(CONFIG, rules=(working,)), then.replace(month=12)) == [2040, 2041]
    assert unknown_years(replace(CONFIG, channels=(replace(SCREEN, days=Days.WORKING),)), then) == [2040]
    assert unknown_years(replace(CONFIG, rules=(working,)), NOW) == []
