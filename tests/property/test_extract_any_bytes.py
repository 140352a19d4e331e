"""`extract_page` keeps its promises on any bytes: a seeded sample of the fuzz (benchmarks/fuzz.py), and Hypothesis."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.fuzz import broken_promise, judged
from benchmarks.mutations import MUTATIONS, mutant, pages
from crawler import extract_page

SAMPLE = 1_500
STRIPES = 10
LONGEST = 30_000
"""Bytes of an input of the sample: a test is to be over soon."""
MARKUP = st.sampled_from(
    ["<p>", "</p>", "<td>", "<table>", "<li>", "<a href='a.pdf'>", "<ruby>", "<h1>", "<br>", "&#0;"]
)
WORDS = st.sampled_from(
    ["发布时间：", "2025年2月30日", "有效期五年，自发布之日起施行。", "第一条　", "附件：1.", "责编："]
)
TEXT = st.text(max_size=60)


@pytest.mark.parametrize("stripe", range(STRIPES))
def test_a_sample_of_the_fuzz_is_read_without_a_fault(stripe: int) -> None:
    outcomes = [judged(20260322, number, LONGEST) for number in range(stripe, SAMPLE, STRIPES)]
    assert [outcome for outcome in outcomes if outcome.fault] == []


@given(st.binary(max_size=4_000))
def test_any_bytes_keep_the_contract(body: bytes) -> None:
    assert broken_promise(extract_page(body)) == ""


@settings(max_examples=150)
@given(
    st.lists(MARKUP | WORDS | TEXT, max_size=60).map("".join), st.sampled_from(["utf-8", "gb18030", "utf-16", "big5"])
)
def test_any_text_in_any_charset_keeps_the_contract(page: str, charset: str) -> None:
    assert broken_promise(extract_page(page.encode(charset, "replace"), "https://www.qinglan.example/a.html")) == ""


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__.strip("_"))
def test_every_mutation_works_on_an_empty_page(mutation: object) -> None:
    assert callable(mutation)
    assert isinstance(mutation(b"", Random(1)), bytes)


def test_the_same_number_gives_the_same_bytes() -> None:
    assert mutant(1, 7) == mutant(1, 7)
    assert mutant(1, 7) != mutant(2, 7)
    assert len(pages()) >= 60
