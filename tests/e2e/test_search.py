"""`search`, as a person runs it: read by the road, found in either script."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.e2e.command import Outcome, policywatch, run
from tests.e2e.village import HTML, Village, article, village
from tests.fakes.website import Page

HIT_KEYS = {
    "url", "title", "source", "policy", "published", "stage", "doc_number", "presence", "version", "excerpt",
}  # fmt: skip


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Village]:
    async with village(tmp_path) as built:
        page = article("關於細胞治療管理的通知", "第一條 干細胞製劑按規定管理。\x1b[31m", "依據穗府〔2026〕3號執行。")
        built.site.put("/content/post_2.html", Page(page, headers=HTML))
        yield built


def excerpt(found: Outcome) -> str:
    (hit,) = found.lines
    pieces = hit["excerpt"]
    assert isinstance(pieces, list)
    return "".join(f"[{piece['text']}]" if piece["match"] else piece["text"] for piece in pieces)


async def test_a_page_is_found_in_either_script_and_shown_as_published(place: Village) -> None:
    await policywatch(place, "check")
    simplified = await policywatch(place, "search", "干细胞制剂 穗府(2026)3号", "--json")
    traditional = await policywatch(place, "search", "干細胞製劑", "穗府【2026】3號", "--json")
    assert simplified.status == 0, simplified.err
    assert simplified.out == traditional.out
    (hit,) = simplified.lines
    assert set(hit) == HIT_KEYS
    assert (hit["url"], hit["title"]) == (f"{place.site.url}/content/post_2.html", "關於細胞治療管理的通知")
    assert hit["source"] == {"id": "village", "name": "村政府", "tier": "official"}
    assert (hit["published"], hit["presence"], hit["version"]) == ("2026-03-01", "present", 1)
    assert "[干細胞製劑]" in excerpt(simplified)
    assert "[穗府〔2026〕3號]" in excerpt(simplified)


async def test_what_is_asked_for_narrows_what_is_found(place: Village) -> None:
    await policywatch(place, "check")
    narrow = ("--limit", "1", "--source", "village", "--since", "2026-03-01", "--json")
    assert len((await policywatch(place, "search", "通知", *narrow)).lines) == 1
    assert len((await policywatch(place, "search", "通知 -细胞", "--json")).lines) == 1
    assert (await policywatch(place, "search", "通知", "--since", "2026-03-02")).out == ""


async def test_a_person_reads_titles_and_excerpts_and_finds_the_same_once_the_index_is_made_anew(
    place: Village,
) -> None:
    await policywatch(place, "check")
    shown = await policywatch(place, "search", "细胞治疗")
    assert shown.out.splitlines()[0] == "關於細胞治療管理的通知"
    assert f"{place.site.url}/content/post_2.html" in shown.out
    assert "\x1b" not in shown.out
    anew = await policywatch(place, "search", "--reindex")
    assert (anew.status, anew.out) == (0, "2 pages are indexed anew\n")
    assert (await policywatch(place, "search", "细胞治疗")).out == shown.out


@pytest.mark.parametrize("query", ["", "  ", "，。", '""'])
async def test_a_query_that_looks_for_nothing_is_refused(tmp_path: Path, query: str) -> None:
    outcome = await run("--database", f"sqlite:///{tmp_path}/watch.db", "search", query)
    assert outcome.status == 2
    assert outcome.err == "search: nothing is looked for; name a word or a 文号; -word only leaves pages out\n"
    assert not (tmp_path / "watch.db").exists()
