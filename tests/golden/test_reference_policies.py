"""The five reference documents: each with its noisy copies is one policy, and no two of them are."""

import html
from collections.abc import Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from core.identity.script import plain
from core.model import Fresh, Kin, Kinship, Page, PageId, PolicyId, Text, Validators
from core.policy import features_of, kinship
from core.source import SourceId, Tier
from crawler.read import PLAIN, read
from tests.fakes.nouns import NOW

SHARED = Path(__file__).resolve().parents[2].parent / "shared"
TEXTS = SHARED / "seeds"
PAGES = SHARED / "eval" / "seeds"
NUMBERS = range(5)
KEPT = 0.6

pytestmark = [pytest.mark.shared, pytest.mark.skipif(not TEXTS.is_dir(), reason="no ../shared beside the checkout")]


def _read(page: bytes) -> Text:
    sight = Fresh(url="", status=200, body=page, headers=(), validators=Validators())
    reading = read(sight, PLAIN)
    assert isinstance(reading, Text)
    return reading


def _set(title: str, lines: Sequence[str]) -> Text:
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    return _read(f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{body}</body></html>".encode())


@cache
def official(number: int) -> Text:
    """The document as its issuer would publish it: clean, in Simplified."""
    said = _read((PAGES / f"{number:03}.good.html").read_bytes()).document
    return _set(plain(said.title or ""), [plain(block.text) for block in said.blocks])


@cache
def copies(number: int) -> tuple[Text, ...]:
    """The reference document as it was collected, set among a site's chrome twice, and the beginning of it."""
    collected = next(TEXTS.glob(f"{number:03}_*.txt")).read_text("utf-8").splitlines()
    said = official(number).document
    beginning = said.body[: int(len(said.body) * KEPT)].split("\n")
    return (
        _set("", [line for line in collected if line.strip()]),
        _read((PAGES / f"{number:03}.good.html").read_bytes()),
        _read((PAGES / f"{number:03}.hostile.html").read_bytes()),
        _set(said.title or "", beginning),
    )


def _decided(reading: Text, kin: Sequence[Kin], tier: Tier) -> Kinship:
    url = f"https://{tier}.example.cn/page"
    page = Page(id=PageId(99), source_id=SourceId(str(tier)), url=url, first_seen_at=NOW, next_check_at=NOW, tier=tier)
    return kinship(page, reading, features_of(reading.document), kin)


def _kin(reading: Text, number: int, tier: Tier) -> Kin:
    return Kin(
        page_id=PageId(number + 1),
        source_id=SourceId("other"),
        url=f"https://other.example.cn/{number}",
        tier=tier,
        policy_id=PolicyId(f"pol_{number}"),
        features=features_of(reading.document),
        fingerprint=reading.fingerprint,
        document=reading.document,
    )


@pytest.mark.parametrize("number", NUMBERS)
def test_a_noisy_copy_is_the_policy_of_the_official_page_whichever_comes_first(number: int) -> None:
    everybody = [_kin(official(other), other, Tier.OFFICIAL) for other in NUMBERS]
    for at, copy in enumerate(copies(number)):
        assert _decided(copy, everybody, Tier.MIRROR).policy_id == f"pol_{number}", (at, copy.document.title)
        late = _decided(official(number), [_kin(copy, number, Tier.MIRROR)], Tier.OFFICIAL)
        assert late.policy_id == f"pol_{number}", (at, copy.document.title)
        assert late.original is None
        assert late.canonical_url == "https://official.example.cn/page"


def test_no_two_reference_documents_are_joined() -> None:
    for one, other in combinations(NUMBERS, 2):
        for first in (official(one), *copies(one)):
            for second in (official(other), *copies(other)):
                decision = _decided(first, [_kin(second, other, Tier.OFFICIAL)], Tier.MIRROR)
                assert decision.policy_id != f"pol_{other}", (first.document.title, second.document.title)
