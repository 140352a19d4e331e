"""digest_view(letter, style) -> what a template is given of several changes that are told together."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from core.model import OF_SOURCES, ChangeKind, Letter, Told
from notifier.links import Href, href
from notifier.phrases import Words
from notifier.render.facts import local
from notifier.render.style import Style
from notifier.render.view import Bounds, ChangeView, change_view, shortened

LISTED = 100
"""Most changes of a digest that are listed one by one; all are counted."""

CHARACTERS = 30_000
"""Of the redlines and openings of all changes together."""

MOST_CHARACTERS = 1_500
FEWEST_CHARACTERS = 400
"""Of one change; where there is less room its headline has to do."""

LONGEST_VALUE = 200
"""Characters of either side of metadata that differs."""

FACTS = frozenset({"agency", "doc_number", "stage", "happened", "published", "deadline", "effective", "original"})


@dataclass(frozen=True, slots=True)
class Count:
    """How many changes are of a kind."""

    kind: ChangeKind
    label: str
    number: int


@dataclass(frozen=True, slots=True)
class Group:
    """Changes of one policy, in time order; `label` is empty for one that stands alone."""

    label: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestView:
    """Several changes as templates see them; docs/notifications.md describes each of these for operators.

    Args:
        number: of all changes; `label` says it.
        counts: by kind, the most frequent first.
        since, until: when the first and the last was noticed.
        groups: what is listed, by policy, in time order.
        omitted: how many are not listed; `left_out` says so, and is empty where none is.
        dashboard: where the dashboard shows all changes.
    """

    number: int
    label: str
    counts: tuple[Count, ...]
    since: str
    until: str
    groups: tuple[Group, ...]
    omitted: int
    left_out: str
    dashboard: Href | None

    @property
    def changes(self) -> tuple[ChangeView, ...]:
        """What is listed, in the order of the groups."""
        return tuple(change for group in self.groups for change in group.changes)


def digest_view(letter: Letter, style: Style) -> DigestView:
    """What is said of several changes."""
    words = Words(style.language)
    told = sorted(letter.told, key=lambda one: one.change.at)
    groups = _groups(told[:LISTED])
    room = min(MOST_CHARACTERS, CHARACTERS // max(1, len(told[:LISTED])))
    digest = DigestView(
        number=len(told),
        label=words("changes_one") if len(told) == 1 else words("changes", n=len(told)),
        counts=_counts(told, words),
        since=local(told[0].change.at, style.timezone),
        until=local(told[-1].change.at, style.timezone),
        groups=tuple(_group(one, style, room if room >= FEWEST_CHARACTERS else 0) for one in groups),
        omitted=0,
        left_out="",
        dashboard=href(f"{style.dashboard.rstrip('/')}/changes" if style.dashboard else None),
    )
    return listed(digest, words, LISTED)


def listed(digest: DigestView, words: Words, most: int) -> DigestView:
    """The digest with no more than so many changes listed one by one."""
    groups: list[Group] = []
    place = 0
    for group in digest.groups:
        kept = tuple(replace(one, place=place + at) for at, one in enumerate(group.changes[: most - place], 1))
        place += len(kept)
        if kept:
            groups.append(Group(_said_of(kept, words), kept))
    omitted = digest.number - place
    return replace(
        digest, groups=tuple(groups), omitted=omitted, left_out=words("not_listed", n=omitted) if omitted else ""
    )


def _said_of(changes: Sequence[ChangeView], words: Words) -> str:
    if len(changes) == 1:
        return ""
    return words("one_source" if changes[0].kind in OF_SOURCES else "policy", n=len(changes))


def _groups(told: Sequence[Told]) -> list[list[Told]]:
    """By policy, those of the first change first; the health of sources belongs to no policy."""
    groups: dict[str, list[Told]] = {}
    for one in told:
        change = one.change
        key = change.policy_id if change.policy_id and change.kind not in OF_SOURCES else f"page {change.page_id}"
        groups.setdefault(key, []).append(one)
    return list(groups.values())


def _group(told: Sequence[Told], style: Style, room: int) -> Group:
    bounds = Bounds(
        hunks=6 if room else 0, characters=room, blocks=2, opening=min(160, room), value=LONGEST_VALUE, facts=FACTS
    )
    words = Words(style.language)
    return Group("", tuple(shortened(change_view(one, style, bounds), words, room) for one in told))


def _counts(told: Sequence[Told], words: Words) -> tuple[Count, ...]:
    numbers = Counter(one.change.kind for one in told)
    ranks = list(ChangeKind)
    kinds = sorted(numbers, key=lambda kind: (-numbers[kind], ranks.index(kind)))
    return tuple(Count(kind, words(f"kind_{kind}"), numbers[kind]) for kind in kinds)
