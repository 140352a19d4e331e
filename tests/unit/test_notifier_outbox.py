"""What becomes of a delivery after one attempt."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from core.errors import DeliveryDelayed, DeliveryRefused
from core.model import Delivery, DeliveryState, Letter, Owed, alone
from notifier.outbox import (
    ATTEMPTS,
    FIRST_WAIT,
    JITTER,
    LONGEST_ASKED,
    LONGEST_WAIT,
    PATIENCE,
    Outcome,
    back_off,
    put_back,
    settle_attempt,
)
from tests.fakes.nouns import NOW
from tests.fakes.told import letter, owed, told

LETTER = letter()
DELIVERY = LETTER.owed[0].delivery


def settled_once(delivery: Delivery, outcome: Outcome, now: datetime) -> Delivery:
    """What becomes of a delivery that travels alone."""
    (settled,) = settle_attempt(alone(Owed(delivery=delivery, told=told())), outcome, now)
    return settled


def test_what_was_taken_is_sent() -> None:
    settled = settled_once(replace(DELIVERY, last_error="before"), None, NOW)
    assert (settled.state, settled.settled_at, settled.last_error) == (DeliveryState.SENT, NOW, None)


def test_what_was_refused_has_failed_at_once_and_says_why() -> None:
    settled = settled_once(DELIVERY, DeliveryRefused("550 no such user"), NOW)
    assert (settled.state, settled.settled_at) == (DeliveryState.FAILED, NOW)
    assert settled.last_error == "The receiver will never take the message: 550 no such user"


def test_what_was_delayed_is_owed_again_under_the_same_id() -> None:
    settled = settled_once(DELIVERY, DeliveryDelayed("451 busy"), NOW)
    assert (settled.state, settled.settled_at) == (DeliveryState.OWED, None)
    assert settled.due_at > NOW
    assert settled.id == DELIVERY.id
    assert settled.last_error is not None
    assert "451 busy" in settled.last_error


@pytest.mark.parametrize("attempts", range(1, 40))
def test_waits_double_up_to_six_hours_and_are_spread_by_a_quarter(attempts: int) -> None:
    plain_wait = min(FIRST_WAIT * 2 ** (attempts - 1), LONGEST_WAIT)
    wait = back_off(LETTER.id, attempts)
    assert plain_wait <= wait <= plain_wait * (1 + JITTER)


def test_two_deliveries_do_not_come_in_step_and_one_always_waits_the_same() -> None:
    assert back_off(LETTER.id, 1) != back_off(letter(told(number=2)).id, 1)
    assert back_off(LETTER.id, 1) == back_off(LETTER.id, 1)


def test_a_receiver_that_says_when_to_come_back_is_obeyed() -> None:
    settled = settled_once(DELIVERY, DeliveryDelayed("429", retry_after=timedelta(hours=2)), NOW)
    assert settled.due_at == NOW + timedelta(hours=2)


def test_a_receiver_that_asks_for_a_year_is_asked_again_after_a_day() -> None:
    settled = settled_once(DELIVERY, DeliveryDelayed("429", retry_after=timedelta(days=365)), NOW)
    assert settled.due_at == NOW + LONGEST_ASKED


def test_a_receiver_that_asks_for_a_second_does_not_use_up_the_attempts() -> None:
    settled = settled_once(DELIVERY, DeliveryDelayed("429", retry_after=timedelta(seconds=1)), NOW)
    assert settled.due_at >= NOW + FIRST_WAIT


@pytest.mark.parametrize(
    ("attempts", "age", "state"),
    [
        (ATTEMPTS, PATIENCE, DeliveryState.FAILED),
        (ATTEMPTS + 30, PATIENCE - timedelta(seconds=1), DeliveryState.OWED),
        (ATTEMPTS - 1, PATIENCE * 10, DeliveryState.OWED),
    ],
)
def test_it_is_given_up_only_when_attempts_and_days_are_both_spent(
    attempts: int, age: timedelta, state: DeliveryState
) -> None:
    settled = settled_once(replace(DELIVERY, attempts=attempts), DeliveryDelayed("down"), NOW + age)
    assert settled.state is state


def test_a_server_that_is_down_for_a_weekend_loses_nothing() -> None:
    delivery, now, monday = DELIVERY, NOW, NOW + timedelta(hours=64)
    while now < monday:
        delivery = settled_once(delivery, DeliveryDelayed("down"), now)
        assert delivery.state is DeliveryState.OWED
        now, delivery = delivery.due_at, replace(delivery, attempts=delivery.attempts + 1)
    assert settled_once(delivery, None, now).state is DeliveryState.SENT


def test_what_was_not_tried_is_due_soon_and_never_given_up_for_that() -> None:
    now = NOW + PATIENCE * 2
    tried = replace(DELIVERY, attempts=ATTEMPTS * 2)
    (settled,) = put_back(alone(Owed(delivery=tried, told=told())), now, "not tried")
    assert (settled.state, settled.due_at) == (DeliveryState.OWED, now + FIRST_WAIT)


def test_an_answer_of_a_hostile_receiver_is_kept_short_and_plain() -> None:
    settled = settled_once(DELIVERY, DeliveryRefused("\x1b[31m" + "x" * 10_000), NOW)
    assert settled.last_error is not None
    assert len(settled.last_error) <= 500
    assert "\x1b" not in settled.last_error


def test_the_deliveries_of_one_letter_stay_together_whatever_becomes_of_it() -> None:
    both = tuple(owed(told(number=number)) for number in (1, 2))
    together = Letter(id="ltr_1", owed=both)
    for outcome in (None, DeliveryRefused("550"), DeliveryDelayed("451")):
        settled = settle_attempt(together, outcome, NOW)
        assert [one.id for one in settled] == [one.delivery.id for one in both]
        assert len({(one.state, one.due_at if one.state is DeliveryState.OWED else None) for one in settled}) == 1


def test_a_letter_is_given_up_when_its_youngest_delivery_is() -> None:
    old = replace(DELIVERY, attempts=ATTEMPTS)
    young = replace(DELIVERY, number=2, attempts=ATTEMPTS, promised_at=NOW + PATIENCE)
    together = Letter(id="ltr_1", owed=tuple(Owed(delivery=one, told=told()) for one in (old, young)))
    early, late = (settle_attempt(together, DeliveryDelayed("down"), NOW + days * PATIENCE) for days in (1, 2))
    assert {one.state for one in early} == {DeliveryState.OWED}
    assert {one.state for one in late} == {DeliveryState.FAILED}
