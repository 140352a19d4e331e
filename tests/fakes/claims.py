"""The claims of a store in plain dictionaries, with the leases and letters of `core.ports.Memory`."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from core.gathering import FAILED_FOR, Group, first_places, gather
from core.model import Backlog, Delivery, DeliveryState, letter_id
from core.source import Allowance


class Claims:
    """Deliveries by id, and when somebody may next take each."""

    def __init__(self) -> None:
        self.outbox: dict[str, Delivery] = {}
        self.claimable_at: dict[str, datetime] = {}

    def put(self, delivery: Delivery) -> None:
        """Make a delivery claimable, or no longer so."""
        self.outbox[delivery.id] = delivery
        self.claimable_at.pop(delivery.id, None)
        if delivery.state is DeliveryState.OWED:
            self.claimable_at[delivery.id] = delivery.due_at

    def take(
        self,
        now: datetime,
        until: datetime,
        limit: int,
        allowances: Mapping[str, Allowance],
        resting: Collection[str] = (),
    ) -> list[tuple[str, Group]]:
        """Letters, each with its id and its claimed deliveries."""
        taken = []
        for group in list(self._groups(now, limit, allowances, resting)):
            name = _name(group)
            claimed = tuple(
                replace(one, state=DeliveryState.CLAIMED, attempts=one.attempts + 1, letter=name) for one in group
            )
            for one in claimed:
                self.outbox[one.id] = one
                self.claimable_at[one.id] = until
            taken.append((name or group[0].id, claimed))
        return taken

    def settle_claimed(self, delivery: Delivery) -> None:
        """What was sent stays sent; what another has claimed since is his to settle."""
        known = self.outbox[delivery.id]
        sent = delivery.state is DeliveryState.SENT and known.state is not DeliveryState.SENT
        if sent or (known.state is DeliveryState.CLAIMED and known.attempts == delivery.attempts):
            self.put(replace(delivery, attempts=known.attempts))

    def _groups(
        self, now: datetime, limit: int, allowances: Mapping[str, Allowance], resting: Collection[str]
    ) -> Iterator[Group]:
        unsettled = [self.outbox[one] for one in self.claimable_at]
        due = sorted((one for one in unsettled if self.claimable_at[one.id] <= now), key=_age)
        first = first_places(unsettled)
        firsts = [one for one in due if first[one.line] == one.place and one.channel not in resting][:limit]
        yield from ((one,) for one in firsts if _is_loose(one) and one.channel not in allowances)
        whole = dict.fromkeys(
            (one.channel, one.recipient) for one in firsts if not _is_loose(one) or one.channel in allowances
        )
        for channel, recipient in whole:
            ours = [one for one in unsettled if (one.channel, one.recipient) == (channel, recipient)]
            yield from self._gathered(ours, allowances.get(channel), now)

    def _gathered(self, ours: list[Delivery], allowance: Allowance | None, now: datetime) -> Iterator[Group]:
        due = [one for one in ours if self.claimable_at[one.id] <= now]
        ahead = first_places([one for one in ours if self.claimable_at[one.id] > now])
        free, until = self._free(ours[0], allowance, now) if allowance else (None, now)
        yield from gather(due, ahead, free)
        if free is not None and free <= 0:
            for one in due:
                if _is_loose(one) and one.state is DeliveryState.OWED:
                    self.put(replace(one, due_at=until, promised_at=until))

    def _free(self, one: Delivery, allowance: Allowance, now: datetime) -> tuple[int, datetime]:
        theirs = [two for two in self.outbox.values() if (two.channel, two.recipient) == (one.channel, one.recipient)]
        got = [two for two in theirs if two.state is DeliveryState.SENT and _after(two.settled_at, now - allowance.per)]
        under_way = [
            two for two in theirs if two.state is DeliveryState.CLAIMED and _after(self.claimable_at[two.id], now)
        ]
        first = min((two.settled_at for two in got if two.settled_at), default=now)
        return max(0, allowance.messages - _letters(got) - _letters(under_way)), first + allowance.per


def backlogs(claims: Claims, late_since: datetime) -> list[Backlog]:
    """What was promised by then and is neither sent nor given up, by channel."""
    counted = [one for one in claims.outbox.values() if one.id in claims.claimable_at or _failed(one, late_since)]
    late = sorted((one for one in counted if one.promised_at <= late_since), key=lambda one: (one.promised_at, one.id))
    found = []
    for channel in sorted({one.channel for one in late}):
        ours = [one for one in late if one.channel == channel]
        why = next((one.last_error for one in ours if one.last_error), None)
        failed = sum(one.state is DeliveryState.FAILED for one in ours)
        since = ours[0].promised_at
        found.append(Backlog(channel=channel, deliveries=len(ours), since=since, why=why, failed=failed))
    return found


def _failed(one: Delivery, late_since: datetime) -> bool:
    tried = one.state is DeliveryState.FAILED and one.attempts > 0
    return tried and _after(one.settled_at, late_since - FAILED_FOR)


def _after(moment: datetime | None, since: datetime) -> bool:
    return moment is not None and moment > since


def _letters(deliveries: Iterable[Delivery]) -> int:
    return len({one.letter or one.id for one in deliveries})


def _is_loose(delivery: Delivery) -> bool:
    return delivery.gather is None and delivery.letter is None


def _name(group: Group) -> str | None:
    first = group[0]
    if first.letter is not None or (len(group) == 1 and first.gather is None):
        return first.letter
    return letter_id([one.id for one in group])


def _age(delivery: Delivery) -> tuple[datetime, datetime, str]:
    return delivery.due_at, delivery.created_at, delivery.id
