"""wants(match, subject) -> bool, and judge(match, subject) -> why: a rule's parts, asked one by one.

Both ask the same questions in the same order; `wants` stops at the first that fails, `judge` says what each found.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import attrgetter

from core.model import ACTIONABLE, ChangeKind
from core.source import Match
from notifier.subject import Subject

MOST_NAMED = 6
"""Names of a list that an explanation repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """What one part of a rule found.

    Args:
        part: its key in `match`, such as `tags` or `words.any`.
        evidence: in words.
    """

    part: str
    holds: bool
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """One question.

    Args:
        asked: whether the rule has this part; without it every change fits.
    """

    name: str
    asked: Callable[[Match], object]
    holds: Callable[[Match, Subject], bool]
    evidence: Callable[[Match, Subject], str]


def wants(match: Match, subject: Subject) -> bool:
    """Whether a rule asks for the change; a part that is empty asks for everything.

    A `rebased` change is ours, not the document's, and is wanted by nobody.
    """
    return all(not part.asked(match) or part.holds(match, subject) for part in PARTS)


def judge(match: Match, subject: Subject) -> tuple[Clause, ...]:
    """What each part that the rule has found; the rule `wants` the change when all of them hold."""
    return tuple(
        Clause(part=part.name, holds=part.holds(match, subject), evidence=part.evidence(match, subject))
        for part in PARTS
        if part.asked(match)
    )


def _is_kind(match: Match, subject: Subject) -> bool:
    kind = subject.change.kind
    return kind is not ChangeKind.REBASED and kind in (match.kinds or ACTIONABLE)


def _kind_said(match: Match, subject: Subject) -> str:
    if subject.change.kind is ChangeKind.REBASED:
        return "rebased is told to nobody: it is read differently, it did not change"
    return _among(subject.change.kind.value, match.kinds or ACTIONABLE)


def _tags_said(match: Match, subject: Subject) -> str:
    shared = [tag for tag in match.tags if tag in subject.source.tags]
    return f"the source has the tag {shared[0]}" if shared else f"the source has none of {_list(match.tags)}"


def _part_of(parts: Iterable[str], whole: str) -> str | None:
    """The first of the parts that stands in a name."""
    return next((part for part in parts if part.casefold() in whole), None)


def _is_agency(match: Match, subject: Subject) -> bool:
    return any(_part_of(match.agencies, name) for name in subject.agencies)


def _agency_said(match: Match, subject: Subject) -> str:
    found = next((part for name in subject.agencies if (part := _part_of(match.agencies, name))), None)
    names = _list(subject.agencies) or "no agency"
    return f"{found} is part of {names}" if found else f"none of {_list(match.agencies)} is part of {names}"


def _region_said(match: Match, subject: Subject) -> str:
    found, name = _part_of(match.regions, subject.region), subject.region or "no region"
    return f"{found} is part of {name}" if found else f"none of {_list(match.regions)} is part of {name}"


def _is_stage(match: Match, subject: Subject) -> bool:
    return any(stage in match.stages for stage in subject.stages)


def _stage_said(match: Match, subject: Subject) -> str:
    found = next((stage for stage in subject.stages if stage in match.stages), None)
    return _among(found or _list(subject.stages) or "no stage", match.stages)


def _found(word: str, subject: Subject) -> bool:
    """Whether a word stands in the text as it is, or stood there: an edit that takes it out is news of it."""
    return word.casefold() in subject.ever


def _any_word(match: Match, subject: Subject) -> bool:
    return any(_found(word, subject) for word in match.words.any)


def _every_word(match: Match, subject: Subject) -> bool:
    return all(_found(word, subject) for word in match.words.all)


def _no_word(match: Match, subject: Subject) -> bool:
    return not any(word.casefold() in subject.now for word in match.words.none)


def _any_said(match: Match, subject: Subject) -> str:
    found = next((word for word in match.words.any if _found(word, subject)), None)
    return _where(found, subject) if found else f"none of {_list(match.words.any)} is in the text"


def _every_said(match: Match, subject: Subject) -> str:
    missing = [word for word in match.words.all if not _found(word, subject)]
    if missing:
        return f"not in the text: {_list(missing)}"
    return "; ".join(_where(word, subject) for word in match.words.all[:MOST_NAMED])


def _none_said(match: Match, subject: Subject) -> str:
    found = next((word for word in match.words.none if word.casefold() in subject.now), None)
    return f"{found} is in the text" if found else f"none of {_list(match.words.none)} is in the text"


def _where(word: str, subject: Subject) -> str:
    return f"{word} is in the text" if word.casefold() in subject.now else f"{word} was in the text before"


def _is_large(match: Match, subject: Subject) -> bool:
    return subject.characters is None or subject.characters >= match.min_characters


def _size_said(match: Match, subject: Subject) -> str:
    if subject.characters is None:
        return f"{subject.change.kind.value} has no size here, and is never too small"
    than = "at least" if _is_large(match, subject) else "fewer than"
    return f"{subject.characters} characters put in or taken out, {than} {match.min_characters}"


def _among(value: str, wanted: Iterable[str]) -> str:
    some = list(wanted)
    return f"{value} is {'one of' if value in some else 'not in'} {_list(some)}"


def _list(words: Iterable[str]) -> str:
    some = list(words)
    return ", ".join(some[:MOST_NAMED]) + (" …" if len(some) > MOST_NAMED else "")


PARTS = (
    _Part(name="kinds", asked=lambda _: True, holds=_is_kind, evidence=_kind_said),
    _Part(
        name="sources",
        asked=attrgetter("sources"),
        holds=lambda match, subject: subject.source.id in match.sources,
        evidence=lambda match, subject: _among(subject.source.id, match.sources),
    ),
    _Part(
        name="tags",
        asked=attrgetter("tags"),
        holds=lambda match, subject: any(tag in subject.source.tags for tag in match.tags),
        evidence=_tags_said,
    ),
    _Part(
        name="tiers",
        asked=attrgetter("tiers"),
        holds=lambda match, subject: subject.source.tier in match.tiers,
        evidence=lambda match, subject: _among(subject.source.tier.value, match.tiers),
    ),
    _Part(
        name="regions",
        asked=attrgetter("regions"),
        holds=lambda match, subject: _part_of(match.regions, subject.region) is not None,
        evidence=_region_said,
    ),
    _Part(name="stages", asked=attrgetter("stages"), holds=_is_stage, evidence=_stage_said),
    _Part(name="agencies", asked=attrgetter("agencies"), holds=_is_agency, evidence=_agency_said),
    _Part(name="words.any", asked=attrgetter("words.any"), holds=_any_word, evidence=_any_said),
    _Part(name="words.all", asked=attrgetter("words.all"), holds=_every_word, evidence=_every_said),
    _Part(name="words.none", asked=attrgetter("words.none"), holds=_no_word, evidence=_none_said),
    _Part(name="min_characters", asked=attrgetter("min_characters"), holds=_is_large, evidence=_size_said),
)
"""The parts of `match`, cheapest first; the size of an edit, which needs a diff, is asked last."""
