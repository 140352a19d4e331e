"""What the specimen sites answer: a pure function of who asks for what, on which day, on which visit."""

from dataclasses import dataclass
from hashlib import sha256

from seeds.noise import fill, is_quiet
from seeds.plot import PlantedKind, plan
from seeds.world import Host, page, stand_in

GBK_PAGE = 'content="text/html; charset=gb2312"'
"""Written as UTF-8 in the checkout, sent as what it says it is; the header says nothing, as in the wild."""

CHALLENGE_COOKIE = "FSSBBIl1UgzbN7N80S={token}; Path=/; HttpOnly"

STAND_INS = {404: "missing", 412: "challenge"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """One request.

    Args:
        day: 1-based day of the plot.
        visit: nth request for this path; the noise differs with it.
        if_none_match: the header as sent (RFC 9110 §13.1.2).
    """

    host: Host
    path: str
    day: int
    visit: int
    if_none_match: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One response; a quiet page has an ETag, a noisy one no validator at all."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


def answer(ask: Ask) -> Answer:
    """Play the world: the page of the day, or 304, 404 or a challenge in its place."""
    status = _status(ask)
    text = page(ask.host, ask.path, ask.day) if status == 200 else None
    if text is None:
        return _stand_in(ask, status if status in STAND_INS else 404)
    if not is_quiet(text):
        return Answer(200, (_content_type(ask.path, text),), _encoded(_filled(ask, text)))
    body = _encoded(text)
    headers = (_content_type(ask.path, text), ("ETag", _etag(body)))
    if _etag(body) in _tags(ask.if_none_match):
        return Answer(304, headers[1:], b"")
    return Answer(200, headers, body)


def _status(ask: Ask) -> int:
    """What the plot has done to the page by that day."""
    for change in plan().changes:
        gone = change.kind is PlantedKind.REMOVED and ask.day >= change.day
        if gone and (change.host, change.path) == (ask.host, ask.path):
            return 404
    for obstacle in plan().blocked:
        if ask.day >= obstacle.day and (obstacle.host, obstacle.path) == (ask.host, ask.path):
            return obstacle.status
    return 200


def _stand_in(ask: Ask, status: int) -> Answer:
    """The page that a host shows instead of the one asked for."""
    text = _filled(ask, stand_in(ask.host, STAND_INS[status]))
    headers = [_content_type(".html", text)]
    if status == 412:
        token = sha256(f"{ask.path}|{ask.day}|{ask.visit}".encode()).hexdigest()[:22]
        headers.append(("Set-Cookie", CHALLENGE_COOKIE.format(token=token)))
    return Answer(status, tuple(headers), _encoded(text))


def _filled(ask: Ask, text: str) -> str:
    return fill(text, path=ask.path, day=ask.day, visit=ask.visit)


def _encoded(text: str) -> bytes:
    return text.encode("gb18030" if GBK_PAGE in text else "utf-8")


def _content_type(path: str, text: str) -> tuple[str, str]:
    if path.endswith(".txt"):
        return ("Content-Type", "text/plain; charset=utf-8")
    return ("Content-Type", "text/html" if GBK_PAGE in text else "text/html; charset=utf-8")


def _etag(body: bytes) -> str:
    return f'"{sha256(body).hexdigest()[:16]}"'


def _tags(if_none_match: str | None) -> set[str]:
    """The entity tags of the header; the comparison is weak (RFC 9110 §8.8.3.2)."""
    return {tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")}
