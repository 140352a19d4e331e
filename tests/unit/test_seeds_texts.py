"""The texts of the specimens: copies say what their originals say, in words that are our own."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from html import unescape
from itertools import chain
from pathlib import Path

import pytest
from opencc import OpenCC

from core.model import PageKind
from seeds import Ask, Copy, Expectation, Host, answer, expectations, expected, plan

REFERENCES = Path(__file__).parents[3] / "shared" / "seeds"

# Stated here on its own, so that it judges the reading code and is not judged by it.
ANNOTATION = re.compile(r"\([a-z]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-z]*\)")

ARTICLES = [item for item in expectations() if item.expected.page_kind is PageKind.ARTICLE]


@cache
def converter() -> OpenCC:
    return OpenCC("t2s")


def plain(text: str) -> str:
    """Simplified, narrow, without annotations and white space."""
    narrow = ANNOTATION.sub("", unicodedata.normalize("NFKC", text))
    return re.sub(r"\s", "", converter().convert(narrow))


def shown(item: Expectation, visit: int = 1) -> str:
    """The text between the tags of a page."""
    body = answer(Ask(host=item.host, path=item.path, day=item.day, visit=visit)).body
    page = body.decode("gb18030" if b"charset=gb2312" in body[:200] else "utf-8")
    return unescape(re.sub(r"<[^>]*>", "", page))


def sentences(texts: Iterable[str]) -> set[str]:
    """Clauses that are long enough to be recognised, `plain`."""
    return {part for text in texts for part in re.split(r"[。;:!?]", plain(text)) if len(part) >= 20}


@pytest.mark.parametrize("copy", plan().copies, ids=lambda copy: copy.copy)
def test_a_copy_says_folded_what_its_original_says(copy: Copy) -> None:
    original, mirrored = expected(Host.OFFICIAL, copy.original, 1), expected(Host.MIRROR, copy.copy, 1)
    assert original is not None
    assert mirrored is not None
    assert [plain(text) for text in mirrored.body] == [plain(text) for text in original.body]


@pytest.mark.parametrize("item", ARTICLES, ids=lambda item: f"{item.path}@{item.day}")
def test_a_page_shows_every_paragraph_in_order_and_all_its_noise_outside(item: Expectation) -> None:
    text, said = plain(shown(item)), item.expected
    assert plain("".join(said.body)) not in ("", text)
    assert re.search(".*?".join(re.escape(plain(paragraph)) for paragraph in said.body), text)
    assert plain(said.title or "-") in text
    for line in said.noise_lines:
        assert plain(line) not in plain("".join(said.body))


def test_annotated_copies_are_annotated_and_expected_without() -> None:
    annotated = [item for item in ARTICLES if "pinyin_annotations" in item.expected.flags]
    assert {len(ANNOTATION.findall(shown(item))) > 100 for item in annotated} == {True}
    assert len({item.path for item in annotated}) == 3
    assert not any(ANNOTATION.search("".join(item.expected.body)) for item in ARTICLES)


def test_every_noise_line_is_to_be_seen_on_some_visit() -> None:
    for item in ARTICLES:
        lines = {line for visit in range(1, 40) for line in shown(item, visit).splitlines()}
        seen = plain("\n".join(sorted(lines)))
        assert [line for line in item.expected.noise_lines if plain(line) not in seen] == []


@pytest.mark.shared
@pytest.mark.skipif(not REFERENCES.is_dir(), reason="the reference documents do not stand beside this checkout")
def test_no_sentence_is_copied_from_a_reference_document() -> None:
    references = plain("".join(file.read_text("utf-8") for file in sorted(REFERENCES.glob("*.txt"))))
    names = plain("".join(item.expected.title or "" for item in ARTICLES))
    ours = sentences(chain.from_iterable(item.expected.body for item in ARTICLES))
    assert len(ours) > 100
    assert [sentence for sentence in sorted(ours) if sentence in references and sentence not in names] == []
