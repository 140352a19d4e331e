"""What the dashboard cannot know by itself and is given by the program that serves it."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from core.model import Document, Reference, Told

Body = Mapping[str, object]
"""A JSON object, as docs/json.md says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """A feed of a rule, written.

    Args:
        updated: when the newest change in it was seen; None while older ones may still come into it.
    """

    content: bytes
    media_type: str
    updated: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """One way in which a rule would have said nothing of a change.

    Args:
        part: key of the rule's `match` that moves.
        why: why the rule would not have fired, in words.
        snippet: the rule with it, as `sources.yaml` says it.
        told: changes that the rule told in the time of the trial.
        silenced: those among them that it would not have told.
        others: titles of some of these.
        still: rules that would tell of the change all the same.
    """

    rule: str
    part: str
    why: str
    snippet: str
    told: int
    silenced: int
    others: tuple[str, ...] = ()
    still: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; `remedy` is empty when it is well."""

    what: str
    state: str
    remedy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Probed:
    """What was seen at an address, and what would be read from it.

    Args:
        trouble: why it cannot be watched as it stands; None where it can.
        answer: status, size and type of what came, in words.
        pause: seconds between two requests to its host.
        kind: how it would be watched.
        entrance: where its documents were found, if not at the address itself.
        found: how many documents its listing shows; `first` are the first of them.
        document: of an address that is one document.
        snippet: lines for `sources.yaml`; empty where there is trouble.
    """

    url: str
    trouble: str | None = None
    answer: str = ""
    pause: float = 0.0
    kind: str | None = None
    entrance: str | None = None
    found: int = 0
    first: tuple[Reference, ...] = ()
    document: Document | None = None
    snippet: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """Questions that others answer.

    Args:
        states: every configured source and how it fares.
        rules: every rule, in the order of the file.
        explained: what every rule makes of a change; empty once its source is not configured.
        tried: what the rule of this name would have told over so many days.
        silences: how the rules that fired for a change could have been silent, weighed over so many days.
        feed: the feed of a rule in a format (`atom`, `json`, `ics`), with the address that it is served at; None
            for a rule or a format that is not there.
        metrics: how the service fares, in the text format of Prometheus.
        checks: what is looked at when something seems wrong; looks at nothing in the world.
        probed: what stands at an address of the world, and what would be read from it; takes as long as that does,
            within limits.
        attend: goes on with what readers did not wait for, beside the answers, until it is cancelled.
    """

    states: Callable[[], Awaitable[Sequence[Body]]]
    rules: Callable[[], Sequence[Body]]
    explained: Callable[[Told], Awaitable[Sequence[Body]]]
    tried: Callable[[str, int], Awaitable[Body]]
    silences: Callable[[Told, int], Awaitable[Sequence[Silence]]]
    feed: Callable[[str, str, str], Awaitable[Published | None]]
    metrics: Callable[[], Awaitable[bytes]]
    checks: Callable[[], Awaitable[Sequence[Check]]]
    probed: Callable[[str], Awaitable[Probed]]
    attend: Callable[[], Coroutine[None, None, None]]
