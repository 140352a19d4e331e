"""dispatch_json(dispatch): what a program is told: a change, several in a digest, or that a channel is late."""

import json
from collections.abc import Sequence

from core.model import Alarm, Dispatch, Letter
from core.serialise import change_json, rfc3339

MOST_BYTES = 1_000_000
"""Of a digest whose changes are told whole."""

EMPTIED = ("diff", "pages")
"""Lists that a longer digest leaves empty in every change, one after the other until it is short enough."""


def dispatch_json(dispatch: Dispatch, *, dashboard: str | None = None) -> dict[str, object]:
    """The body of a webhook and a line of a file (docs/json.md).

    A letter with one change is that change (CONTRACT §3); the same dispatch has the same body however often it is told.

    Args:
        dashboard: public address of the dashboard; None leaves links to it null.
    """
    if isinstance(dispatch, Alarm):
        return _alarm(dispatch)
    changes = [change_json(told, dashboard=dashboard) for told in dispatch.told]
    return changes[0] if len(changes) == 1 else _digest(dispatch, changes)


def dispatch_bytes(dispatch: Dispatch, *, dashboard: str | None = None) -> bytes:
    """The same as one line of JSON in UTF-8, without a line feed; what is no Unicode text is told as `?`."""
    return _encoded(dispatch_json(dispatch, dashboard=dashboard))


def _digest(letter: Letter, changes: Sequence[dict[str, object]]) -> dict[str, object]:
    left_out: list[str] = []
    body: dict[str, object] = {
        "id": letter.id,
        "kind": "digest",
        "at": rfc3339(max(told.change.at for told in letter.told)),
        "rules": list(letter.rules),
        "left_out": left_out,
        "changes": changes,
    }
    for name in EMPTIED:
        if len(_encoded(body)) <= MOST_BYTES:
            break
        left_out.append(name)
        for change in changes:
            change[name] = []
    return body


def _alarm(alarm: Alarm) -> dict[str, object]:
    backlog = alarm.backlog
    return {
        "id": alarm.id,
        "kind": "undelivered",
        "at": rfc3339(alarm.at),
        "channel": backlog.channel,
        "deliveries": backlog.deliveries,
        "since": rfc3339(backlog.since),
        "why": backlog.why,
    }


def _encoded(body: dict[str, object]) -> bytes:
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
