"""Charts are well-formed, say in words what they show, and never more than they are told."""

from datetime import timedelta
from xml.etree.ElementTree import Element, fromstring
from zoneinfo import ZoneInfo

from markupsafe import Markup

from core.model import ChangeKind, HealthTurn, Noticed
from core.source import Language, SourceId
from tests.fakes.nouns import NOW
from tests.fakes.told import HOSTILE
from web.charts import Bar, Span, bars, spark, strip
from web.courses import delay_bars, spans, week_bars, weeks
from web.words import Words

SVG = "{http://www.w3.org/2000/svg}"
ZONE = ZoneInfo("Asia/Shanghai")
ENGLISH = Words(Language.EN)
DAY = timedelta(days=1)
GZ = SourceId("gz-wjw")


def drawn(chart: Markup) -> Element:
    """The chart, as an XML parser has it."""
    return fromstring(str(chart).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))


def rectangles(chart: Markup, kind: str) -> list[Element]:
    return [one for one in drawn(chart).iter(f"{SVG}rect") if (one.get("class") or "").startswith(kind)]


def heights(chart: Markup, kind: str = "bar") -> list[float]:
    return [float(one.get("height") or 0) for one in rectangles(chart, kind)]


def test_bars_are_as_high_as_their_values_are_large() -> None:
    low, high = heights(bars([Bar("a", 2), Bar("b", 0), Bar("c", 4)], "title", "words"))
    assert high == 2 * low
    assert heights(bars([], "title", "words")) == heights(bars([Bar("a", 0)], "title", "words")) == []


def test_every_chart_has_a_title_and_says_what_it_shows() -> None:
    for chart in (
        bars([Bar("a", 1)], "title", "a: 1"),
        spark((1,), "title"),
        strip([Span("ok", NOW, NOW + DAY, "well")], ("a", "b"), "title", "a: 1"),
    ):
        root = drawn(chart)
        assert root.get("role") == "img"
        assert (root.findtext(f"{SVG}title"), root.findtext(f"{SVG}desc")) in [("title", "a: 1"), ("title", "1")]


def test_charts_have_neither_style_nor_script_whatever_they_are_told() -> None:
    bad = Bar(HOSTILE, 1, HOSTILE)
    for chart in (
        bars([bad], HOSTILE, HOSTILE),
        spark((1,), HOSTILE),
        strip([Span("ok", NOW, NOW + DAY, HOSTILE)], (HOSTILE, HOSTILE), HOSTILE, HOSTILE),
    ):
        root = drawn(chart)
        tags = {one.tag.removeprefix(SVG) for one in root.iter()}
        assert tags <= {"svg", "title", "desc", "rect", "text"}
        assert not any("style" in one.attrib for one in root.iter())
        assert "\u202e" not in str(chart)


def test_the_last_of_many_bars_is_always_named() -> None:
    labels = [one.text for one in drawn(bars([Bar(str(n), 1) for n in range(26)], "t", "d")).iter(f"{SVG}text")]
    assert "25" in labels
    assert len([label for label in labels if label != "1"]) <= 8


def test_sparks_can_be_compared() -> None:
    assert heights(spark((5,), "t", most=10))[0] < heights(spark((10,), "t", most=10))[0]
    assert rectangles(spark((0, 0), "t"), "nothing")


def test_trouble_is_drawn_higher_than_what_is_well() -> None:
    chart = strip(
        [Span("ok", NOW, NOW + DAY, "well"), Span("failing", NOW + DAY, NOW + 3 * DAY, "ill")], ("", ""), "t", "d"
    )
    (well,), (ill,) = (rectangles(chart, f"health-{kind}") for kind in ("ok", "failing"))
    assert float(ill.get("height") or 0) > float(well.get("height") or 0)
    assert float(ill.get("width") or 0) == 2 * float(well.get("width") or 0)


def test_weeks_begin_on_mondays_and_end_with_this_one() -> None:
    starts = weeks(NOW, 3, ZONE)
    assert [f"{start.astimezone(ZONE):%a %m-%d %H:%M}" for start in starts] == [
        "Mon 02-16 00:00",
        "Mon 02-23 00:00",
        "Mon 03-02 00:00",
        "Mon 03-09 00:00",
    ]
    assert [bar.value for bar in week_bars(starts, [(1, 0, 2), (0, 3, 1)], ZONE)] == [1, 3, 3]
    assert [bar.value for bar in week_bars(starts, [], ZONE)] == [0, 0, 0]


def test_a_source_fares_as_it_last_turned() -> None:
    def turned(kind: ChangeKind, days: int) -> HealthTurn:
        return HealthTurn(source_id=GZ, kind=kind, at=NOW - days * DAY)

    turns = [turned(ChangeKind.SILENT, 95), turned(ChangeKind.RECOVERED, 50), turned(ChangeKind.FAILING, 10)]
    start = NOW - 90 * DAY
    found = spans(turns, start, NOW, start, ENGLISH)
    assert [(span.kind, (span.end - span.start).days) for span in found] == [
        ("silent", 40),
        ("ok", 40),
        ("failing", 10),
    ]
    assert [span.kind for span in spans([], start, NOW, start, ENGLISH)] == ["ok"]
    assert [span.kind for span in spans([], start, NOW, NOW - DAY, ENGLISH)] == ["unknown", "ok"]


def test_delays_are_counted_in_days_of_the_zone() -> None:
    today = NOW.astimezone(ZONE).date()
    found = [Noticed(source_id=GZ, published=today - days * DAY, seen_at=NOW) for days in (-1, 0, 1, 2, 7, 8, 31)]
    counts = {bar.label: bar.value for bar in delay_bars(found, ZONE, ENGLISH)}
    assert counts == {"same day": 2, "1 d": 1, "2–3 d": 1, "4–7 d": 1, "8–30 d": 1, "later": 1}
