"""Requests that remember the way they came: readers see one answer at a time, and are handed their request with it."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from core.model import Ask, Reference
from crawler.discover.address import absolute
from crawler.discover.outcome import Answer, Rules

TOLERATED = 2
"""Page that may repeat the first: some interfaces answer page 0 and page 1 alike (handbook §1, trap 1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trail(Ask):
    """One request of a listing that goes on.

    Args:
        rest: addresses to ask for after this one.
        seen: digests of the pages before.
    """

    rest: tuple[str, ...] = field(default=(), compare=False)
    seen: tuple[str, ...] = field(default=(), compare=False)


def rest_of(ask: Ask) -> tuple[str, ...]:
    """What is to be asked for after a request."""
    return ask.rest if isinstance(ask, Trail) else ()


def repeats(answer: Answer, references: Sequence[Reference]) -> bool:
    """Whether an earlier page of this round showed just the same documents."""
    return isinstance(answer.ask, Trail) and _digest(references) in answer.ask.seen


def next_page(answer: Answer, rules: Rules, references: Sequence[Reference]) -> Ask | None:
    """The page behind this one by the paging that the source describes; None behind an empty or repeated one."""
    paging = rules.paging
    described = paging.url is not None or paging.body is not None
    if not described or not references or (repeats(answer, references) and answer.number > TOLERATED):
        return None
    number = str(paging.first + answer.number - 1)
    first = rules.itself[0] if rules.itself else answer.ask.url
    url = absolute(paging.url.replace("{page}", number), first) if paging.url else answer.ask.url
    if url is None:
        return None
    seen = answer.ask.seen if isinstance(answer.ask, Trail) else ()
    return Trail(
        url=url,
        method=answer.ask.method,
        body=paging.body.replace("{page}", number) if paging.body is not None else answer.ask.body,
        content_type=answer.ask.content_type,
        seen=(*seen, _digest(references)),
    )


def _digest(references: Sequence[Reference]) -> str:
    return hashlib.sha256("\n".join(reference.url for reference in references).encode()).hexdigest()[:16]
