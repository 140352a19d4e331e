"""What the sites of the month answer: a pure function of who asks whom for what, when, and how often before."""

from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from seeds.month.articles import article
from seeds.month.ask import Ask
from seeds.month.days import day_of, moment
from seeds.month.faults import CHALLENGE, CHECKING, ERROR, MISSING, SOFT_MISSING, Fault, fault
from seeds.month.listings import by_path, listing
from seeds.month.noise import STATIC, Noise
from seeds.month.paper import Form, Paper, State

HTML = "text/html; charset=utf-8"
ROBOTS = "/robots.txt"


@dataclass(frozen=True, slots=True)
class Answer:
    """One response; `fault` says how it is cut short, or that it never comes."""

    status: int
    body: bytes = b""
    content_type: str = HTML
    etag: str | None = None
    fault: Fault | None = None


def answer(ask: Ask) -> Answer:
    """Play the world."""
    if ask.target == ROBOTS:
        return Answer(200, b"User-agent: *\nAllow: /\n", "text/plain")
    noise = Noise(ask.site, ask.target, ask.at, ask.visit)
    paper = by_path(ask.site).get(ask.target)
    wrong = fault(noise, paper.key if paper else None)
    if wrong is not None and wrong is not Fault.CUT:
        return _stand_in(wrong, noise)
    answered = _document(ask, noise) if paper else _listing(ask, noise)
    if wrong is Fault.CUT:
        return Answer(answered.status, answered.body, answered.content_type, fault=wrong)
    return _conditional(ask, answered)


def _document(ask: Ask, noise: Noise) -> Answer:
    paper = by_path(ask.site)[ask.target]
    state = paper.at(ask.at, ask.visit)
    if state is None or state.form is Form.MISSING:
        return Answer(404, MISSING.encode())
    if state.form is Form.SOFT_MISSING:
        return Answer(200, SOFT_MISSING.encode())
    if ask.site in STATIC:
        return Answer(200, _made(paper, state, ask.target, day_of(ask.at)))
    return Answer(200, article(paper, state, noise).encode())


@lru_cache(maxsize=128)
def _made(paper: Paper, state: State, path: str, day: int) -> bytes:
    """A page of a site whose pages are made once a day."""
    return article(paper, state, Noise(paper.site, path, moment(day), 1)).encode()


def _listing(ask: Ask, noise: Noise) -> Answer:
    served = listing(ask, noise)
    if served is None:
        return Answer(404, MISSING.encode())
    return Answer(served.status, served.body, served.content_type)


def _conditional(ask: Ask, answered: Answer) -> Answer:
    """Pages that are made once a day have an ETag, the others no validator at all."""
    if ask.site not in STATIC or answered.status != 200:
        return answered
    etag = f'"{sha256(answered.body).hexdigest()[:16]}"'
    if etag in (ask.if_none_match or ""):
        return Answer(304, etag=etag)
    return Answer(200, answered.body, answered.content_type, etag)


def _stand_in(wrong: Fault, noise: Noise) -> Answer:
    match wrong:
        case Fault.CHALLENGE_412:
            return Answer(412, CHALLENGE.format(token=noise.token, number=noise.draw() % 99).encode(), fault=wrong)
        case Fault.CHALLENGE_200:
            return Answer(200, CHECKING.format(token=noise.token).encode(), fault=wrong)
        case Fault.ERROR_500:
            return Answer(500, ERROR.encode(), fault=wrong)
        case _:
            return Answer(200, fault=wrong)
