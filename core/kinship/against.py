"""What speaks against two documents being one policy, whatever their texts are."""

import re

from rapidfuzz.distance import Levenshtein

from core.identity import doc_number
from core.kinship.side import Bond, Judgement, Side, one_name
from core.model import Stage

TELLING = 100
"""Characters from which on a text is known by its words; 现印发给你们，请认真贯彻执行 is anybody's."""

_PATTERN = 0.6
_ENACTED = (Stage.IN_FORCE, Stage.TRIAL, Stage.AMENDED, Stage.REPEALED)
_ORDER = re.compile("令|公告|通告")
_FIGURES = re.compile(r"\d+")
_YEARS = re.compile(r"(?:19|20)\d\d")
_PLACE = re.compile("[\u3400-\u9fff]{1,6}?(?:自治[区州县旗]|[省市区县镇乡])(?!场|域|级)")


def contradiction(one: Side, other: Side) -> Judgement | None:
    """Why two documents cannot be one policy, whatever their texts are; None where nothing speaks against it."""
    numbers = one.features.number, other.features.number
    if numbers[0] and numbers[1] and not _same_number(numbers[0], numbers[1]):
        return Judgement(Bond.APART, f"文号 {numbers[0]} is not {numbers[1]}")
    if one.explains != other.explains and (one.is_certain and other.is_certain):
        return Judgement(Bond.APART, "the one explains the other")
    if _is_draft_of_other(one, other):
        return Judgement(Bond.DRAFT if one_name(one, other) else Bond.APART, "the one is a draft")
    if one.forwards != other.forwards:
        return Judgement(Bond.APART, "the one forwards the other")
    if one.acts != other.acts and one.name.named and other.name.named:
        return Judgement(Bond.APART, f"{'、'.join(sorted(one.acts ^ other.acts))} is a document of its own")
    return None if is_one_text(one, other) else _by_name(one, other)


def is_one_text(one: Side, other: Side) -> bool:
    """Whether two documents say the same to the letter, and enough to be known by it."""
    if one.fingerprint.exact != other.fingerprint.exact:
        return False
    return len(one.wording.text) >= TELLING or one_name(one, other)


def _is_draft_of_other(one: Side, other: Side) -> bool:
    """Whether one of the two is a draft and the other is known to be none."""
    if one.is_draft == other.is_draft:
        return False
    draft, final = (one, other) if one.is_draft else (other, one)
    if not draft.name.named and final.wording.is_consulted_on:
        return False
    return final.is_certain or final.document.stage in _ENACTED


def _same_number(one: str, other: str) -> bool:
    """Whether two keys number one document; the issuer of an order may be abbreviated (国家药监局令)."""
    if one == other:
        return True
    if not (_ORDER.search(one) and _ORDER.search(other)):
        return False
    first, second = doc_number(one), doc_number(other)
    if first is None or second is None or (first.year, first.number) != (second.year, second.number):
        return False
    short, long = sorted((first.code, second.code), key=len)
    signs = iter(long)
    return all(sign in signs for sign in short)


def _by_name(one: Side, other: Side) -> Judgement | None:
    """What two names say against one policy; under one 文号 only their years and batches do."""
    first, second = one.name, other.name
    numbered = one.features.number is not None and other.features.number is not None
    years = set(_YEARS.findall(first.variant)), set(_YEARS.findall(second.variant))
    if _disjoint(*years):
        return Judgement(Bond.APART, "editions of two years")
    if not (first.named and second.named):
        return None
    if not numbered and _disjoint(_places(first.issuer), _places(second.issuer)):
        return Judgement(Bond.APART, f"{first.issuer} is not {second.issuer}")
    if first.key == second.key:
        return None
    figures = set(_FIGURES.findall(first.key)), set(_FIGURES.findall(second.key))
    if _disjoint(figures[0] - figures[1], figures[1] - figures[0]):
        return Judgement(Bond.APART, f"{first.name} is not {second.name}")
    if numbered or Levenshtein.normalized_similarity(first.key, second.key) < _PATTERN:
        return None
    if any(op.tag == "replace" for op in Levenshtein.opcodes(first.key, second.key)):
        return Judgement(Bond.APART, f"{first.name} is not {second.name}")
    return None


def _disjoint(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and not one & other


def _places(issuer: str) -> set[str]:
    return set(_PLACE.findall(issuer))
