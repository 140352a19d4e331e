"""judged(one, other) -> Judgement: whether two documents are one policy, and the reason in words."""

from core.fingerprint import resemblance
from core.kinship.against import TELLING, contradiction, is_one_text
from core.kinship.side import Bond, Judgement, Side, one_name
from core.model import Stage
from core.source import Tier
from core.wording import Difference, difference, overlap

LONG = 300
"""Characters that a part must have to show by itself whose part it is."""

RESEMBLING = 0.8
"""Texts of no common name are one from this resemblance on."""

NEARLY = 0.9
"""The 办法（试行） and the 办法 after it are two, unless their texts resemble each other so: a headline left it out."""

CONTAINED = 0.5
"""Texts of one name are one when the longer has this share of the shorter."""

WHOLLY = 0.85
"""A part is one with its whole when so much of it stands there."""

APART_DAYS = 60
"""Notices of one name and with other dates in it, published further apart, are two."""

SURELY = 0.92
"""An estimate of resemblance that needs no closer look."""

_ERROR = 0.19  # three standard deviations of an estimate by 64 hashes
_COMMON = 0.2
_TINY = 200
_EDITED = 0.05
_UNLIKE = Judgement(Bond.UNLIKE)


def judged(one: Side, other: Side) -> Judgement:
    """What two documents are to each other: 文号, names, texts and days decide together.

    Two 文号 are never one policy, nor are two batches, years or places of one name. What nothing speaks against is
    one for its 文号, for its text, or for its name where the texts are alike as well.
    """
    against = contradiction(one, other)
    if against is not None:
        return against
    if one.features.number and other.features.number:
        return _of_one_number(one, other)
    if is_one_text(one, other):
        return Judgement(Bond.ONE, "the same text", 3.0)
    return _by_text(one, other)


def figures_that_differ(there: Side, here: Side) -> tuple[tuple[str, str], ...]:
    """(there, here) figures of sentences that are the same but for them."""
    if there.fingerprint.exact == here.fingerprint.exact:
        return ()
    return tuple(dict.fromkeys(difference(there.wording, here.wording).figures))


def _of_one_number(one: Side, other: Side) -> Judgement:
    """Documents of one 文号: one, unless their texts have nothing in common and their names do not agree."""
    why = f"文号 {one.features.number}"
    shorter = min(len(one.wording.text), len(other.wording.text))
    reported = Stage.NEWS in (one.document.stage, other.document.stage)
    if (one_name(one, other) and not reported) or shorter < _TINY:
        return Judgement(Bond.ONE, why, 4.0)
    if resemblance(one.fingerprint.near, other.fingerprint.near) > CONTAINED:
        return Judgement(Bond.ONE, why, 4.0)
    _, contained = overlap(one.wording, other.wording)
    return Judgement(Bond.ONE, why, 4.0) if contained >= _COMMON else _UNLIKE


def _by_text(one: Side, other: Side) -> Judgement:
    """Documents of no common 文号: by their texts, more leniently under one name."""
    alike = resemblance(one.fingerprint.near, other.fingerprint.near)
    named = one_name(one, other)
    shorter, longer = sorted((len(one.wording.text), len(other.wording.text)))
    if _most_contained(alike, longer / max(1, shorter)) < (CONTAINED if named else RESEMBLING):
        return _UNLIKE
    share, contained = (alike, 1.0) if alike >= SURELY else overlap(one.wording, other.wording)
    whole = contained >= WHOLLY and shorter >= LONG
    if not (named and contained >= CONTAINED) and not (shorter >= TELLING and share >= RESEMBLING) and not whole:
        return _UNLIKE
    found = difference(one.wording, other.wording)
    if found.shared < CONTAINED:
        return _UNLIKE
    against = _edition(one, other, found) or (None if named else _stranger(one, other, found))
    if against is None and _variants_differ(one, other) and (share < NEARLY or found.edited):
        against = f"{one.name.variant or '正式'} is not {other.name.variant or '正式'}"
    if against is not None:
        return Judgement(Bond.APART, against)
    why = f"{share:.0%} of the text alike" if share >= RESEMBLING else f"{contained:.0%} of the shorter text"
    if named:
        return Judgement(Bond.ONE, f"the name {one.name.name}, {why}", 2.0 + share)
    return Judgement(Bond.ONE, why, 1.0 + share)


def _most_contained(alike: float, ratio: float) -> float:
    """The most that a text can have of one that is shorter by the ratio, their resemblance being an estimate."""
    share = min(1.0, alike + _ERROR)
    return share / (1 + share) * (1 + ratio)


def _edition(one: Side, other: Side, found: Difference) -> str | None:
    """Why two alike texts are two editions of a template: another place, batch or year, or too many edits."""
    if found.places:
        return "another place"
    if found.ordinals:
        return "another batch"
    if found.edited > max(1, _EDITED * found.sentences):
        return f"{found.edited} sentences edited"
    if found.years > 1 or (found.dates and _far(one, other)):
        return "other dates"
    if found.dates and one.tier is other.tier is Tier.OFFICIAL:
        return "other dates on two official pages"
    return "most figures differ" if len(found.figures) > max(2, found.steady) else None


def _stranger(one: Side, other: Side, found: Difference) -> str | None:
    """What two texts of one name may differ in, and two of no common name may not."""
    if found.dates:
        return "other dates"
    if found.edited > (1 if one.is_draft == other.is_draft else 0):
        return f"{found.edited} sentences edited"
    if any(times > 1 for times in found.swaps.values()):
        was, now = max(found.swaps, key=lambda swap: found.swaps[swap])
        return f"{now} for {was}"
    return None


def _variants_differ(one: Side, other: Side) -> bool:
    return one.name.named and other.name.named and one.name.variant != other.name.variant


def _far(one: Side, other: Side) -> bool:
    first, second = one.features.day, other.features.day
    return first is not None and second is not None and abs((first - second).days) > APART_DAYS
