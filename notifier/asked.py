"""What a rule asks for, in a nutshell: its digest, what it looks at of sources, which changes it may want."""

import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from functools import lru_cache

from core.model import ACTIONABLE, OF_SOURCES, ChangeKind, Facts, digest_of
from core.source import Match, Source

JUDGING = 1
"""To be raised whenever `wants` would answer otherwise of the same change: all that was judged is then judged anew."""

LENGTH = 16
"""Of the digests here; they set a few thousand rules apart."""

_EVERYTHING = Match()


@lru_cache(maxsize=1_024)
def rule_digest(match: Match) -> str:
    """What rules that ask for the same have in common; a part that a later program adds moves nothing.

    >>> rule_digest(Match(tags=("a",))) == rule_digest(Match(tags=("a",), sources=())) != rule_digest(Match())
    True
    """
    usual = asdict(_EVERYTHING)
    asked = {part: said for part, said in asdict(match).items() if said != usual[part]}
    return digest_of(str(JUDGING), json.dumps(asked, sort_keys=True))[:LENGTH]


def facts_of(match: Match, sources: Iterable[Source]) -> Facts:
    """What a rule looks at of each source that may publish what it wants, as digests; nothing if it looks at none.

    >>> facts_of(Match(kinds=("new",), sources=(SourceId("a"),)), [])
    {}
    """
    asked = _facts_asked(match)
    if not asked:
        return {}
    return {
        source.id: digest_of(json.dumps([fact(source) for fact in asked]))[:LENGTH]
        for source in sources
        if not match.sources or source.id in match.sources
    }


def asks_of_sources(match: Match) -> bool:
    """Whether a rule looks at more of a source than which one it is."""
    return bool(_facts_asked(match))


def reads_documents(match: Match) -> bool:
    """Whether it looks at more than the change and its source."""
    words = match.words
    return bool(match.agencies or match.stages or match.min_characters or words.any or words.all or words.none)


def kinds_of(match: Match) -> frozenset[ChangeKind]:
    """Kinds of changes of which a rule may want some."""
    return frozenset(map(ChangeKind, match.kinds or ACTIONABLE)) - {ChangeKind.REBASED}


def _facts_asked(match: Match) -> list[Callable[[Source], object]]:
    """What the parts of a rule look at of a source, as JSON can say it."""
    found: list[Callable[[Source], object]] = []
    if match.tags:
        found.append(lambda source: source.tags)
    if match.tiers:
        found.append(lambda source: source.tier)
    if match.regions:
        found.append(lambda source: source.region)
    if match.agencies:
        found.append(lambda source: (source.agency, source.name))
    if match.words != _EVERYTHING.words and kinds_of(match).intersection(OF_SOURCES):
        found.append(lambda source: source.name)
    return found
