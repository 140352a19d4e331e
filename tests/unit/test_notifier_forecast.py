"""In how many messages deliveries would come."""

from dataclasses import replace
from datetime import timedelta

from core.model import Delivery
from core.source import Allowance, Channel, ChannelType
from notifier.forecast import posts
from tests.contract.stored import a_delivery
from tests.fakes.nouns import NOW
from tests.fakes.told import change

MINUTE = timedelta(minutes=1)


def channel(allowance: Allowance | None = None) -> Channel:
    return Channel(name="team", type=ChannelType.EMAIL, to=("policy@example.org",), allowance=allowance)


def owed(*minutes: int, gather: str | None = None, recipient: str = "policy@example.org") -> list[Delivery]:
    return [
        replace(a_delivery(change(number=at + 1), recipient=recipient), due_at=NOW + at * MINUTE, gather=gather)
        for at in minutes
    ]


def told(deliveries: list[Delivery], allowance: Allowance | None = None) -> list[tuple[int, int]]:
    """Minute and number of changes of each message."""
    return [((post.at - NOW) // MINUTE, post.changes) for post in posts(deliveries, [channel(allowance)])]


def test_without_a_digest_or_an_allowance_each_comes_by_itself() -> None:
    assert told(owed(0, 1, 2)) == [(0, 1), (1, 1), (2, 1)]


def test_a_digest_is_one_message() -> None:
    digest = [replace(one, due_at=NOW + 9 * MINUTE) for one in owed(0, 1, 2, gather="nine")]
    assert told(digest) == [(9, 3)]


def test_what_is_over_the_allowance_comes_together_when_its_time_is_over() -> None:
    assert told(owed(0, 1, 2, 3, 4, 70), Allowance(2, 60 * MINUTE)) == [(0, 1), (1, 1), (60, 3), (70, 1)]


def test_every_recipient_has_an_allowance_of_their_own() -> None:
    both = owed(0, 1) + owed(0, 1, recipient="b@example.org")
    assert len(posts(both, [channel(Allowance(2, 60 * MINUTE))])) == 4


def test_a_channel_that_is_gone_has_no_allowance() -> None:
    assert len(posts(owed(0, 1), [])) == 2
