"""The month of specimen sites: what is planted is in the pages, nothing else is, and every page can be read."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise

import pytest

from core.deadlines import due_reminders
from core.model import ChangeKind, Document, Fresh, Gone, Text, Validators
from crawler.normalise import fold
from crawler.read import PLAIN, read
from seeds.month.ask import Ask
from seeds.month.cast import cast, papers
from seeds.month.copies import LAYOUT_DAY
from seeds.month.days import DAYS, ZONE, day_of, moment, rounds
from seeds.month.faults import CALM, SHARES, Fault, fault, is_down
from seeds.month.listings import by_path, shelf
from seeds.month.noise import STATIC, Noise
from seeds.month.official import STORM_DAY
from seeds.month.paper import Form, Paper, Site, State
from seeds.month.plot import on_request, plan
from seeds.month.world import Answer, answer

FOLLOWED = [paper for site in cast().values() for paper in site if not paper.elsewhere]
NOON = 12


def place(paper: Paper) -> tuple[Site, str]:
    return paper.site, shelf(paper.site).paths[paper.key]


def calm_visit(paper: Paper, at: datetime, first: int = 1) -> int:
    """The first visit from some number on at which nothing goes wrong."""
    site, path = place(paper)
    return next(n for n in range(first, first + 50) if fault(Noise(site, path, at, n), paper.key) is None)


def shown(paper: Paper, at: datetime, visit: int = 1) -> Answer:
    site, path = place(paper)
    return answer(Ask(site=site, target=path, at=at, visit=visit))


def reading_of(paper: Paper, at: datetime, visit: int = 1) -> Text | Gone:
    _, path = place(paper)
    reply = shown(paper, at, calm_visit(paper, at, visit))
    if reply.status == 404:
        return Gone(status=404)
    headers = (("Content-Type", reply.content_type),)
    sight = Fresh(url=f"http://127.0.0.1{path}", status=200, body=reply.body, headers=headers, validators=Validators())
    reading = read(sight, PLAIN)
    assert isinstance(reading, Text | Gone), (paper.key, reading)
    return reading


def lives(paper: Paper) -> list[datetime]:
    """Moments of all its states, each once: when it appears, and after each turn."""
    noon = moment(1, NOON)
    down = [turn.at for turn in paper.turns] + [max(paper.since, noon)]
    return sorted({at if not is_down(at) else at + timedelta(days=1) for at in down})


@pytest.mark.parametrize("paper", FOLLOWED, ids=lambda paper: paper.key)
def test_every_document_reads_as_it_was_written_at_every_turn_of_its_life_and_through_all_noise(paper: Paper) -> None:
    for at in lives(paper):
        for first in (1, 2, 3) if at == lives(paper)[0] else (1,):
            visit = calm_visit(paper, at, first)
            state, reading = paper.at(at, visit), reading_of(paper, at, visit)
            assert state is not None
            if state.form is not Form.PAGE:
                assert isinstance(reading, Gone)
                continue
            assert isinstance(reading, Text)
            assert [block.folded for block in reading.document.blocks] == [fold(line) for line in state.lines]
            assert fold(reading.document.title or "") == fold(state.title)
            assert reading.document.dates.published == paper.day
            assert reading.document.doc_number == (paper.doc_number or None)


def test_the_same_visit_is_answered_the_same_and_no_two_visits_to_a_site_without_validators_are() -> None:
    at = moment(3, NOON)
    for paper in FOLLOWED:
        visits = [calm_visit(paper, at, first) for first in (1, 10, 20)] if paper.since < at and not is_down(at) else []
        replies = [shown(paper, at, visit) for visit in visits]
        assert replies == [shown(paper, at, visit) for visit in visits]
        alike = 1 if paper.site in STATIC else len(visits)
        assert len({reply.body for reply in replies}) == (alike if visits else 0)
        assert all((reply.etag is not None) == (paper.site in STATIC) for reply in replies)


def test_pages_that_are_made_once_a_day_answer_304_through_the_day_and_differ_the_next() -> None:
    paper = papers()["health-1"]
    site, path = place(paper)
    first = shown(paper, moment(3, 9), calm_visit(paper, moment(3, 9)))
    again = [Ask(site=site, target=path, at=moment(day, 18), visit=calm_visit(paper, moment(day, 18), 5),
                 if_none_match=first.etag) for day in (3, 4)]  # fmt: skip
    assert [answer(ask).status for ask in again] == [304, 200]


def deed(before: State | None, after: State | None) -> str | None:
    """What a reader of two days would say has happened to a document."""
    if before == after or after is None:
        return None
    if before is None:
        return "new"
    if before.form is not after.form:
        return "restored" if after.form is Form.PAGE else "removed"
    return "status" if (before.repealed, "继续有效" in before.title, "废止" in before.title) != (
        after.repealed, "继续有效" in after.title, "废止" in after.title) else "edited"  # fmt: skip


def test_what_differs_between_the_moments_at_which_pages_are_looked_at_is_what_is_planted() -> None:
    """Twelve pages and the newspaper's day apart, and what another document or a calendar does to a page."""
    happened: Counter[tuple[int, str, tuple[Site, str]]] = Counter()
    looks = [at for day in range(1, DAYS + 1) for at in rounds(day)]
    for paper in FOLLOWED:
        for before, after in pairwise(looks):
            what = deed(paper.at(before), paper.at(after))
            at_once = (day_of(after), paper.site) in {(STORM_DAY, Site.AGENCY), (LAYOUT_DAY, Site.PAPER)}
            if what and not at_once and (day_of(after), paper.key) != (12, "paper-3"):
                happened[day_of(after), what, place(paper)] += 1
    assert happened == planted_in_pages()


def planted_in_pages() -> Counter[tuple[int, str, tuple[Site, str]]]:
    told = {"reprint": "new", "cosmetic": "edited", "flapping": "edited"}
    apart = ("one line on", "by turns for", "stale cache", "repealed by another")
    kinds = ("new", "edited", "status", "removed", "restored", "reprint", "cosmetic", "flapping")
    return Counter(
        (one.day, told.get(one.kind, one.kind.value), one.places[0])
        for one in (*plan(), *on_request())
        if one.kind in kinds and not any(words in one.what for words in apart)
    )


def test_the_reminders_planted_are_those_that_the_documents_as_read_ask_for() -> None:
    asked = Counter(
        (day, place(paper))
        for paper in FOLLOWED
        if not paper.traditional and paper.key != "paper-2"
        for day in reminded_days(paper, last_reading(paper).document)
    )
    assert asked == Counter((one.day, one.places[0]) for one in plan() if one.kind is ChangeKind.DEADLINE)


def last_reading(paper: Paper) -> Text:
    reading = reading_of(paper, moment(DAYS, NOON))
    assert isinstance(reading, Text)
    return reading


def reminded_days(paper: Paper, document: Document) -> list[int]:
    begin = max(paper.since, moment(1, 9))
    asked = [(at - timedelta(days=1), at) for day in range(1, DAYS + 1) if (at := moment(day, NOON)) > begin]
    return [day_of(now) for after, now in asked if due_reminders(document, max(after, begin), now, zone=ZONE)]


def test_no_two_documents_are_alike_but_copies_and_a_draft_and_its_final_text() -> None:
    texts = {paper.key: shingles(paper.first) for paper in FOLLOWED}
    alike = {pair for pair in combinations(texts, 2) if jaccard(texts[pair[0]], texts[pair[1]]) > 0.4}
    assert alike == {
        ("city-21", "paper-7"), ("city-21", "archive-4"), ("paper-7", "archive-4"), ("city-26", "archive-2"),
        ("city-32", "archive-5"), ("health-1", "archive-1"), ("health-2", "archive-3"), ("health-3", "health-13"),
    }  # fmt: skip


def shingles(state: State) -> set[str]:
    text = fold("".join(state.lines))
    return {text[at : at + 5] for at in range(len(text) - 4)}


def jaccard(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def test_everything_planted_has_a_place_and_a_day_of_the_month() -> None:
    listings = {(site, shelf(site).listing) for site in Site}
    pages = {(site, path) for site in Site for path in by_path(site)}
    for one in (*plan(), *on_request()):
        assert 1 < one.day <= DAYS
        assert set(one.places) <= (listings if one.kind in ("failing", "recovered", "layout", "silent") else pages)
    assert {one.kind for one in (*plan(), *on_request())} == set(ChangeKind) - {ChangeKind.REBASED}


def test_every_fault_comes_now_and_then_but_never_to_a_document_whose_plot_needs_every_look() -> None:
    at = datetime(2026, 5, 2, tzinfo=UTC)
    lots: Counter[Fault | None] = Counter()
    for paper in FOLLOWED:
        faults = [fault(Noise(*place(paper), at, visit), paper.key) for visit in range(1, 121)]
        lots.update(faults)
        assert paper.key not in CALM or set(faults) == {None}
    assert set(SHARES) <= set(lots)
    assert lots[None] / lots.total() > 0.9
