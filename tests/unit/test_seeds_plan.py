"""The plot: what is planted is in the pages, and nothing else is."""

from collections.abc import Iterator

from core.model import PageKind, Stage
from seeds import Expected, Host, expectations, expected, plan

Deed = tuple[int, str, str]


def told() -> list[Deed]:
    """Day, kind and path of everything that is planted."""
    return [(change.day, change.kind.value, change.path) for change in plan().changes]


def deeds() -> Iterator[Deed]:
    """What differs between the days, found in the expectations alone."""
    for host, path in sorted({(item.host, item.path) for item in expectations()}):
        for day in range(2, len(plan().days) + 1):
            before, after = expected(host, path, day - 1), expected(host, path, day)
            deed = difference(before, after)
            if deed:
                yield day, deed, path


def difference(before: Expected | None, after: Expected | None) -> str | None:
    if after is None or before == after:
        return None
    if before is None:
        return "new"
    if after.page_kind is PageKind.ARTICLE:
        return "edited"
    return {PageKind.MISSING: "removed", PageKind.BLOCKED: "blocked"}.get(after.page_kind)


def test_the_days_follow_one_another() -> None:
    days = plan().days
    assert [day.toordinal() - days[0].toordinal() for day in days] == [0, 1, 2]


def test_what_differs_between_the_days_is_what_is_planted() -> None:
    blocked = [(obstacle.day, "blocked", obstacle.path) for obstacle in plan().blocked]
    assert sorted(deeds()) == sorted(told() + blocked)


def test_one_document_is_new_one_edited_one_removed_and_one_blocked() -> None:
    assert [(day, kind) for day, kind, _ in told()] == [(2, "new"), (2, "edited"), (3, "removed")]
    assert [obstacle.day for obstacle in plan().blocked] == [3]


def test_the_amendment_changes_one_figure_and_adds_one_item_and_nothing_else() -> None:
    edit = plan().changes[1]
    before, after = expected(edit.host, edit.path, 1), expected(edit.host, edit.path, 2)
    assert before is not None
    assert after is not None
    assert [old for old in before.body if old not in after.body] == [before.body[8]]
    assert [new for new in after.body if new not in before.body] == [
        before.body[8].replace("1000亿元", "1200亿元"),
        after.body[-2],
    ]
    assert (before.title, before.published, before.doc_number) == (after.title, after.published, after.doc_number)


def test_the_lists_show_on_each_day_what_stands_on_that_day() -> None:
    for day in (1, 2, 3):
        items = [item for item in expectations() if item.day == day and item.host is Host.OFFICIAL]
        listed = {row.path for item in items for row in item.expected.documents}
        there = {item.path for item in items if item.expected.page_kind in (PageKind.ARTICLE, PageKind.BLOCKED)}
        assert listed == there


def test_rows_of_a_list_bear_the_title_and_the_date_of_their_document() -> None:
    rows = [(row, item.day) for item in expectations() for row in item.expected.documents]
    assert len(rows) > 40
    for row, day in rows:
        document = expected(Host.OFFICIAL, row.path, day)
        assert document is not None
        if document.page_kind is PageKind.ARTICLE:
            assert (document.title, document.published) == (row.name, row.published)


def test_the_new_document_stands_at_the_top_of_its_list_under_a_pinned_row() -> None:
    new = plan().changes[0]
    rows = expected(new.host, "/gdstc/zwgk/zcwj/index.html", 2)
    assert rows is not None
    dates = [row.published for row in rows.documents if row.published]
    assert rows.documents[1].path == new.path
    assert dates[0] < dates[2] < dates[1]


def test_the_five_specimens_are_of_readable_length_and_stage() -> None:
    specimens = [expected(Host.OFFICIAL, copy.original, 1) for copy in plan().copies[:5]]
    stages = [Stage.IN_FORCE, Stage.DRAFT, Stage.IN_FORCE, Stage.IN_FORCE, Stage.NEWS]
    assert [specimen.stage for specimen in specimens if specimen] == stages
    assert all(600 <= len("".join(specimen.body)) <= 1500 for specimen in specimens if specimen)
