"""settle_attempt(letter, outcome, now) -> deliveries: what becomes of the deliveries of a letter after one attempt."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import Delivery, DeliveryState, Letter, digest_of
from notifier.plain import plain

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
LONGEST_ASKED = timedelta(days=1)
"""A receiver that asks for more patience than this is asked again all the same."""

ATTEMPTS = 12
PATIENCE = timedelta(days=3)
"""Given up once both are spent: a mail server that is down over a weekend, or a machine that slept for a week, loses
nothing."""

JITTER = 0.25
ERROR_LENGTH = 500

Outcome = DeliveryDelayed | DeliveryRefused | None
"""Why the receiver has not taken the message; None when it has."""


def settle_attempt(letter: Letter, outcome: Outcome, now: datetime) -> tuple[Delivery, ...]:
    """What becomes of the claimed deliveries of a letter: sent, failed, or owed again later, all alike.

    Args:
        letter: its deliveries with the attempt counted.
    """
    deliveries = [one.delivery for one in letter.owed]
    if outcome is None:
        return tuple(replace(one, state=DeliveryState.SENT, settled_at=now, last_error=None) for one in deliveries)
    error = plain(str(outcome))[:ERROR_LENGTH]
    if isinstance(outcome, DeliveryRefused):
        return _failed(deliveries, error, now)
    attempts = min(one.attempts for one in deliveries)
    if attempts >= ATTEMPTS and now - max(one.promised_at for one in deliveries) >= PATIENCE:
        return _failed(deliveries, f"given up after {attempts} attempts: {error}"[:ERROR_LENGTH], now)
    wait = max(back_off(letter.id, attempts), min(outcome.retry_after or timedelta(), LONGEST_ASKED))
    return _owed_again(deliveries, now + wait, error)


def put_back(letter: Letter, now: datetime, why: str) -> tuple[Delivery, ...]:
    """The deliveries of a letter that was not tried and soon will be; never given up for that.

    The attempt that their claim counted stays counted: stores know by it whose claim is settled.
    """
    return _owed_again([one.delivery for one in letter.owed], now + FIRST_WAIT, why)


def back_off(letter_id: str, attempts: int) -> timedelta:
    """How long to wait after the latest attempt: doubling, capped, spread by a hash so that nothing comes in step."""
    doublings = min(max(attempts, 1) - 1, 20)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    spread = int(digest_of(letter_id, str(attempts))[:8], 16) / 0xFFFFFFFF
    return wait * (1 + JITTER * spread)


def _failed(deliveries: Sequence[Delivery], error: str, now: datetime) -> tuple[Delivery, ...]:
    return tuple(replace(one, state=DeliveryState.FAILED, settled_at=now, last_error=error) for one in deliveries)


def _owed_again(deliveries: Sequence[Delivery], due_at: datetime, error: str) -> tuple[Delivery, ...]:
    return tuple(replace(one, state=DeliveryState.OWED, due_at=due_at, last_error=error) for one in deliveries)
