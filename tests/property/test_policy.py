"""Kinship of any pages: it always decides, and what it decides does not depend on what must not matter."""

from hypothesis import given, settings
from hypothesis import strategies as st

from core.model import Block, Kin, Page, PageId, PolicyId
from core.policy import features_of, kinship
from core.source import SourceId, Tier
from core.wording import Wording, difference, overlap
from tests.fakes.copies import Copy, reading_of
from tests.fakes.nouns import NOW

SAID = st.lists(st.text(alphabet="甲乙丙丁办法第一二条年月日2025万元。；：、（）()0123 ", max_size=120), max_size=8)
TITLES = st.text(alphabet="关于印发《》办法的通知2025年度第三批征求意见稿越秀区转发解读（）", max_size=40)
NUMBERS = st.sampled_from((None, "穗府〔2025〕1号", "穗府〔2025〕2号", "第28号令", "甲局令第3号"))
COPIES = st.builds(
    Copy,
    title=TITLES,
    paragraphs=SAID.map(tuple),
    number=NUMBERS,
    day=st.none(),
    tier=st.sampled_from(Tier),
)


def _kin(copy: Copy, page_id: int, policy: int) -> Kin:
    reading = reading_of(copy)
    return Kin(
        page_id=PageId(page_id),
        source_id=SourceId("other"),
        url=f"https://other.example.cn/{page_id}",
        tier=copy.tier,
        policy_id=PolicyId(f"pol_{policy}"),
        features=features_of(reading.document),
        fingerprint=reading.fingerprint,
        document=reading.document,
    )


@given(copy=COPIES, others=st.lists(st.tuples(COPIES, st.integers(1, 3)), max_size=6))
@settings(deadline=None, max_examples=60)
def test_every_page_has_one_policy_and_never_one_of_another_number(copy: Copy, others: list[tuple[Copy, int]]) -> None:
    kin = [_kin(other, at, policy) for at, (other, policy) in enumerate(others, 1)]
    reading = reading_of(copy)
    features = features_of(reading.document)
    page = Page(
        id=PageId(99),
        source_id=SourceId("source"),
        url="https://www.example.gov.cn/1",
        first_seen_at=NOW,
        next_check_at=NOW,
        tier=copy.tier,
    )
    decision = kinship(page, reading, features, kin)
    joined = {decision.policy_id, *decision.merged}
    assert decision.policy_id not in decision.merged
    assert decision.original is None or decision.original.policy_id in joined
    numbers = {one.features.number for one in kin if one.policy_id in joined} - {None}
    assert features.number is None or numbers <= {features.number}
    assert decision == kinship(page, reading, features, kin)


@given(paragraphs=SAID)
@settings(deadline=None, max_examples=60)
def test_a_text_differs_from_itself_in_nothing(paragraphs: list[str]) -> None:
    wording = Wording(tuple(Block(text, text) for text in paragraphs))
    found = difference(wording, wording)
    assert (found.figures, found.edited, found.swaps) == ((), 0, {})


@given(one=SAID, other=SAID)
@settings(deadline=None, max_examples=60)
def test_overlap_is_mutual_and_a_share(one: list[str], other: list[str]) -> None:
    first, second = (Wording(tuple(Block(text, text) for text in texts)) for texts in (one, other))
    share, contained = overlap(first, second)
    assert 0 <= share <= contained <= 1
    assert overlap(second, first) == (share, contained)
