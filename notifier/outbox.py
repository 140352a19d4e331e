"""settle_attempt(delivery, outcome, now) -> Delivery: what becomes of a delivery after one attempt."""

from dataclasses import replace
from datetime import datetime, timedelta

from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import Delivery, DeliveryState, digest_of
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


def settle_attempt(delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
    """What becomes of a claimed delivery: sent, failed, or owed again later.

    Args:
        delivery: with the attempt counted.
    """
    if outcome is None:
        return replace(delivery, state=DeliveryState.SENT, settled_at=now, last_error=None)
    error = plain(str(outcome))[:ERROR_LENGTH]
    if isinstance(outcome, DeliveryRefused):
        return replace(delivery, state=DeliveryState.FAILED, settled_at=now, last_error=error)
    if delivery.attempts >= ATTEMPTS and now - delivery.created_at >= PATIENCE:
        error = f"given up after {delivery.attempts} attempts: {error}"[:ERROR_LENGTH]
        return replace(delivery, state=DeliveryState.FAILED, settled_at=now, last_error=error)
    wait = max(back_off(delivery), min(outcome.retry_after or timedelta(), LONGEST_ASKED))
    return replace(delivery, state=DeliveryState.OWED, due_at=now + wait, last_error=error)


def put_back(delivery: Delivery, now: datetime, why: str) -> Delivery:
    """A claimed delivery that was not tried and soon will be; never given up for that.

    The attempt that its claim counted stays counted: stores know by it whose claim is settled.
    """
    return replace(delivery, state=DeliveryState.OWED, due_at=now + FIRST_WAIT, last_error=why)


def back_off(delivery: Delivery) -> timedelta:
    """How long to wait after the latest attempt: doubling, capped, spread by a hash so that nothing comes in step."""
    doublings = min(max(delivery.attempts, 1) - 1, 20)
    wait = min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)
    spread = int(digest_of(delivery.id, str(delivery.attempts))[:8], 16) / 0xFFFFFFFF
    return wait * (1 + JITTER * spread)
