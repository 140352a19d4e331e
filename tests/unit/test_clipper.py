"""Which changes are judged next for which rules, and what a reading brings."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from core.model import ChangeKind, Cursor, PageId, Stretch
from core.source import Match, Source, SourceId, Tier, Words
from crawler.normalise import fold
from notifier.asked import facts_of, kinds_of, reads_documents, rule_digest
from notifier.clipper import (
    LATE,
    REACH,
    Clipper,
    Judged,
    ahead,
    back,
    clipper_of,
    cut_ahead,
    cut_back,
    is_judged,
    judged,
)
from tests.contract.stored import a_source
from tests.fakes.nouns import NOW
from tests.fakes.told import change, told

DAY = timedelta(days=1)
A = replace(a_source("a"), tags=("health",), region="广州", agency="某局")
EVERYTHING = Match()
TAGGED = Match(tags=("health",))
WORDS = Match(words=Words(any=("资助",)))


def at(ago: timedelta, page: int = 0, number: int = 0) -> Cursor:
    return Cursor(NOW - ago, PageId(page), number)


def a_clipper(
    match: Match = EVERYTHING, since: Cursor | None = None, *, name: str = "", until: timedelta = LATE * 0
) -> Clipper:
    """One whose scrapbook reaches from `since` until so long ago."""
    made = clipper_of(match, {}, [], NOW)
    book = replace(made.book, id=name or made.book.id, since=since or made.book.since, until=NOW - until)
    return replace(made, book=book)


def back_of(*clippers: Clipper) -> tuple[Sequence[Clipper], Stretch]:
    found = back(clippers, NOW)
    assert found is not None
    return found


def test_rules_that_ask_for_the_same_share_a_scrapbook() -> None:
    first, second = (clipper_of(match, {}, [], NOW) for match in (WORDS, Match(words=Words(any=("资助",)))))
    assert first.book.id == second.book.id
    assert rule_digest(WORDS) != rule_digest(Match(words=Words(all=("资助",))))


def test_a_rule_of_half_characters_has_a_digest_too() -> None:
    assert rule_digest(Match(words=Words(any=("\udc80",)))) != rule_digest(Match())


@pytest.mark.parametrize(
    ("match", "moved", "matters"),
    [
        (TAGGED, replace(A, tags=("housing",)), True),
        (TAGGED, replace(A, tier=Tier.MEDIA, region="深圳", agency="别的", name="别名"), False),
        (Match(tiers=(Tier.MEDIA,)), replace(A, tier=Tier.MEDIA), True),
        (Match(regions=("广",)), replace(A, region="深圳"), True),
        (Match(agencies=("局",)), replace(A, agency="别的"), True),
        (Match(agencies=("局",)), replace(A, name="别名"), True),
        (WORDS, replace(A, name="别名"), False),
        (replace(WORDS, kinds=("silent",)), replace(A, name="别名"), True),
        (replace(TAGGED, sources=(SourceId("b"),)), replace(A, tags=()), False),
        (Match(), replace(A, tags=(), tier=Tier.MEDIA, name="别名"), False),
    ],
    ids=repr,
)
def test_a_source_is_judged_anew_when_what_a_rule_looks_at_is_another(
    match: Match, moved: Source, matters: bool
) -> None:
    known = clipper_of(match, facts_of(match, [A]), [], NOW)
    later = clipper_of(match, facts_of(match, [moved]), [known.book], NOW + DAY)
    assert (later.book != known.book) == matters


def test_sources_that_are_new_or_gone_move_nothing() -> None:
    known = clipper_of(TAGGED, facts_of(TAGGED, [A]), [], NOW)
    facts = facts_of(TAGGED, [replace(A, id=SourceId("b"))])
    later = clipper_of(TAGGED, facts, [known.book], NOW + DAY)
    assert later.book == known.book
    (cutting,) = cut_ahead([later], Judged(), ahead([later], NOW), last=None, now=NOW)
    assert set(cutting.after.facts) == {"a", "b"}


def test_what_was_judged_on_the_same_facts_before_is_gone_on_with() -> None:
    first = clipper_of(TAGGED, facts_of(TAGGED, [A]), [], NOW)
    moved = facts_of(TAGGED, [replace(A, tags=())])
    second = clipper_of(TAGGED, moved, [first.book], NOW + DAY)
    books = [first.book, second.book]
    assert clipper_of(TAGGED, moved, books, NOW + 2 * DAY).book == second.book
    assert clipper_of(TAGGED, facts_of(TAGGED, [A]), books, NOW + 2 * DAY).book == first.book


@pytest.mark.parametrize(
    ("match", "reads"),
    [
        (Match(), False),
        (Match(kinds=("new",), sources=(SourceId("a"),), tags=("a",), tiers=(Tier.MEDIA,), regions=("a",)), False),
        (Match(stages=("draft",)), True),
        (Match(agencies=("局",)), True),
        (Match(min_characters=5), True),
        (Match(words=Words(none=("a",))), True),
    ],
    ids=repr,
)
def test_documents_are_read_only_for_rules_that_look_at_them(match: Match, reads: bool) -> None:
    assert reads_documents(match) == reads
    assert ahead([a_clipper(match)], NOW).whole == reads


def test_of_kinds_and_sources_no_more_is_read_than_the_rules_ask_for() -> None:
    edits, news = (a_clipper(Match(kinds=(kind,), sources=(SourceId(kind),))) for kind in ("edited", "new"))
    both = ahead([edits, news], NOW)
    assert (both.kinds, both.sources) == ((ChangeKind.EDITED, ChangeKind.NEW), ("edited", "new"))
    assert ahead([edits, a_clipper()], NOW).sources is None
    assert ChangeKind.REBASED not in kinds_of(Match(kinds=tuple(ChangeKind)))


def test_what_came_is_read_from_an_hour_before_the_last_reading_on() -> None:
    both = [a_clipper(name="a", until=DAY), a_clipper(name="b", until=2 * DAY)]
    assert ahead(both, NOW).after == at(2 * DAY + LATE)
    assert ahead([a_clipper(until=-DAY)], NOW).after == at(LATE)  # a clock that was wrong
    assert ahead(both, NOW, at(DAY, 7, 2)).after == at(DAY, 7, 2)


def test_a_reading_ahead_ends_where_it_ended() -> None:
    clipper = a_clipper(until=DAY)
    read = ahead([clipper], NOW)
    (cutting,) = cut_ahead([clipper], Judged({clipper.book.id: [at(DAY)]}), read, last=at(DAY / 2), now=NOW)
    assert (cutting.after.until, cutting.after.since, cutting.wanted) == (NOW - DAY / 2, clipper.book.since, (at(DAY),))
    (cutting,) = cut_ahead([clipper], Judged(), read, last=None, now=NOW)
    assert (cutting.after.until, cutting.wanted) == (NOW, ())
    (cutting,) = cut_ahead([clipper], Judged(), read, last=at(-DAY), now=NOW)  # a clock that was wrong
    assert cutting.after.until == NOW


def test_whose_last_bite_was_lost_does_not_leap_over_it() -> None:
    there, behind = a_clipper(name="there", until=DAY), a_clipper(name="behind", until=3 * DAY)
    cuttings = cut_ahead([there, behind], Judged(), ahead([there, behind], NOW, at(DAY)), last=None, now=NOW)
    assert [one.before.id for one in cuttings] == ["there"]


def test_what_was_there_before_is_read_backwards_first_for_who_is_least_far() -> None:
    new, half, done = a_clipper(name="new"), a_clipper(name="half", since=at(DAY, 3)), a_clipper(since=at(REACH))
    these, read = back_of(half, done, new)
    assert (these, read.before, read.down_to) == ([new], at(LATE * 0), at(DAY, 3))
    (cutting,) = cut_back(these, Judged(), read, last=None, now=NOW)
    met = replace(new, book=cutting.after)
    these, read = back_of(half, done, met)
    assert (these, read.before, read.down_to) == ([half, met], at(DAY, 3), at(REACH))


def test_a_reading_back_ends_where_it_ended_and_at_last_three_years_ago() -> None:
    clipper = a_clipper()
    _, read = back_of(clipper)
    (cutting,) = cut_back([clipper], Judged(), read, last=at(DAY, 4, 2), now=NOW)
    assert (cutting.after.since, cutting.after.until) == (at(DAY, 4, 2), NOW)
    (cutting,) = cut_back([clipper], Judged(), read, last=None, now=NOW)
    assert back([replace(clipper, book=cutting.after)], NOW) is None
    assert back([replace(clipper, book=cutting.after)], NOW + DAY) is None
    assert is_judged(cutting.after, NOW)
    assert not is_judged(cutting.after, NOW + DAY)


def test_of_a_source_that_is_gone_those_are_asked_that_look_at_nothing_of_it() -> None:
    plain, tagged = a_clipper(WORDS), a_clipper(TAGGED)
    said = replace(told(), change=change())
    stranger = SourceId("source")
    assert judged([plain, tagged], [said], {}, fold) == Judged({}, frozenset({stranger}))
    kinds = a_clipper(Match(kinds=("edited",)))
    assert list(judged([tagged, kinds], [said], {}, fold).wanted) == [kinds.book.id]
    known = replace(a_source("source"), tags=("health",))
    found = judged([tagged, kinds], [said], {known.id: known}, fold)
    assert (set(found.wanted), found.strangers) == ({tagged.book.id, kinds.book.id}, frozenset())
    assert found.wanted[kinds.book.id] == [Cursor(said.change.at, said.change.page_id, said.change.number)]


def test_a_source_whose_changes_were_passed_over_is_judged_when_it_is_there() -> None:
    tagged, of_others = a_clipper(TAGGED), a_clipper(replace(TAGGED, sources=(SourceId("b"),)))
    read = ahead([tagged, of_others], NOW)
    passed = Judged(strangers=frozenset({A.id}))
    cuttings = cut_ahead([tagged, of_others, a_clipper()], passed, read, last=None, now=NOW)
    assert [one.after.facts for one in cuttings] == [{"a": ""}, {}, {}]
    books = [one.after for one in cuttings]
    assert clipper_of(TAGGED, {}, books, NOW).book == books[0]
    assert clipper_of(TAGGED, facts_of(TAGGED, [A]), books, NOW).book.id not in {book.id for book in books}


def test_a_scrapbook_that_has_come_to_other_facts_than_it_was_begun_on_is_not_taken_for_a_new_one() -> None:
    facts = facts_of(TAGGED, [A])
    first = clipper_of(TAGGED, facts, [], NOW).book
    passed_over = replace(first, facts={A.id: ""})
    second = clipper_of(TAGGED, facts, [passed_over], NOW).book
    assert second.id != first.id
    assert clipper_of(TAGGED, facts, [passed_over], NOW).book.id == second.id
    assert clipper_of(TAGGED, facts, [passed_over, second], NOW).book == second
