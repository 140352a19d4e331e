"""Walks a specimen site through one reader, as the side road does, without a network."""

from collections.abc import Callable
from urllib.parse import urlsplit

from core.model import Ask, Reference
from crawler.discover import Answer, Elsewhere, Found, Outcome, Rules, Unreadable
from seeds.platforms import Platform

Reader = Callable[[Answer, Rules], Outcome]
MOST_ASKS = 50


def ask_specimen(platform: Platform, reader: Reader, ask: Ask, rules: Rules, number: int = 1) -> Outcome:
    """What a reader makes of a specimen's answer; a 404 is `Unreadable`."""
    parts = urlsplit(ask.url)
    target = parts.path + (f"?{parts.query}" if parts.query else "")
    served = platform.serve(ask.method, target, (ask.body or "").encode())
    if served is None or served.status != 200:
        return Unreadable("404")
    return reader(Answer(text=served.body.decode(), url=ask.url.partition("#")[0], ask=ask, number=number), rules)


def walk(platform: Platform, reader: Reader, url: str, rules: Rules | None = None) -> list[Reference]:
    """Every reference from a specimen's listing to its end, as often as it is shown."""
    ask: Ask | None = Ask(url=url)
    rules = rules or Rules(itself=(url,))
    found: list[Reference] = []
    asked: list[Ask] = []
    while ask is not None:
        assert ask not in asked, f"asked twice: {ask}"
        assert len(asked) < MOST_ASKS, f"no end: {asked[-3:]}"
        asked.append(ask)
        outcome = ask_specimen(platform, reader, ask, rules, number=len(asked))
        match outcome:
            case Found():
                found += outcome.references
                ask = outcome.further
            case Elsewhere():
                ask = outcome.ask
            case Unreadable(why):
                assert why == "404", why
                assert found, "the listing itself is missing"
                ask = None
    return found
