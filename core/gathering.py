"""gather(due, …) -> groups: which deliveries of one recipient travel in one letter, and which have to wait.

Three things bring deliveries together: a digest (`Delivery.gather`), a letter they already share, and a storm: more
than the recipient is allowed. None of them may overtake an earlier delivery of its line.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from core.model import Delivery

FAILED_FOR = timedelta(days=7)
"""How long a delivery that was given up counts as undelivered; until then somebody should have retried it."""

MOST_GATHERED = 500
"""Deliveries of one letter; what is more comes in the next."""

Place = tuple[datetime, int, int]
Group = tuple[Delivery, ...]

_STORM = ("storm", "")


def gather(due: Sequence[Delivery], ahead: Mapping[str, Place], free: int | None = None) -> list[Group]:
    """The letters that may go out now, each with its deliveries in their order.

    Args:
        due: everything of one channel and recipient that may be claimed now.
        ahead: line -> place of its first delivery that is not settled and may not be claimed now.
        free: letters that the recipient may get now; None is any number. What was gathered before goes out in any case.

    Returns:
        Where `due` makes more letters than are free, the loose ones among them in one; with none free, without them.
    """
    ready = sorted((one for one in due if not _is_blocked(one, ahead)), key=_place)
    letters = {_letter(one) for one in ready}
    storm = free is not None and len(letters) > free
    groups: dict[tuple[str, str], list[Delivery]] = {}
    lines: dict[str, tuple[str, str]] = {}
    for one in ready:
        letter = _letter(one)
        if storm and letter[0] == "alone":
            letter = _STORM
        if lines.setdefault(one.line, letter) == letter and len(groups.get(letter, ())) < MOST_GATHERED:
            groups.setdefault(letter, []).append(one)
        else:
            lines[one.line] = ("closed", "")  # what comes later in this line waits behind it
    if storm and not free:
        groups.pop(_STORM, None)
    return [tuple(group) for group in groups.values()]


def first_places(deliveries: Collection[Delivery]) -> dict[str, Place]:
    """Line -> place of the first of its deliveries."""
    first: dict[str, Place] = {}
    for one in deliveries:
        first[one.line] = min(first.get(one.line, one.place), one.place)
    return first


def _is_blocked(delivery: Delivery, ahead: Mapping[str, Place]) -> bool:
    return delivery.line in ahead and ahead[delivery.line] < delivery.place


def _letter(delivery: Delivery) -> tuple[str, str]:
    if delivery.letter is not None:
        return "letter", delivery.letter
    if delivery.gather is not None:
        return "gather", delivery.gather
    return "alone", delivery.id


def _place(delivery: Delivery) -> Place:
    return delivery.place
