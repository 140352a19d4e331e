"""How a value is refused: one clause for what is wrong, one for what would be right."""

import difflib
from collections.abc import Iterable

from pydantic_core import PydanticCustomError

REFUSED = "refused"
LONGEST_SHOWN = 40
MANY = 12


def refuse(wrong: str, remedy: str) -> PydanticCustomError:
    """The error that a validator raises; `policywatch.config.wording` turns it into a mistake."""
    return PydanticCustomError(REFUSED, "{wrong}; {remedy}", {"wrong": wrong, "remedy": remedy})


def nearest(word: str, known: Iterable[str]) -> str:
    """The remedy for a word that is not known: the nearest known one, or all of them.

    >>> nearest("evry", ["every", "cron"])
    "did you mean 'every'?"
    >>> nearest("xyz", ["page", "list"])
    'write one of page, list'
    """
    words = list(known)
    alike = difflib.get_close_matches(word.lower(), words, n=1, cutoff=0.6)
    if alike:
        return f"did you mean '{alike[0]}'?"
    if not words:
        return "none is known"
    return "write one of " + ", ".join(words[:MANY]) + (" …" if len(words) > MANY else "")


def visible(text: str) -> str:
    r"""A text in which what cannot be seen stands as an escape.

    >>> visible("\u200bname")
    '\\u200bname'
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in text)


def shown(value: object) -> str:
    """A value in quotes, on one line and not too long.

    >>> shown("no")
    "'no'"
    """
    line = visible(" ".join(str(value).split()))
    return f"'{line}'" if len(line) <= LONGEST_SHOWN else f"'{line[:LONGEST_SHOWN]}…'"


def described(value: object) -> str:
    """What sort of value stands there, in a reader's words."""
    if isinstance(value, bool):
        return f"{str(value).lower()} is a truth value"
    if isinstance(value, int | float):
        return f"{value} is a number"
    if isinstance(value, str):
        return f"{shown(value)} is text"
    if isinstance(value, dict):
        return "is a mapping of keys"
    return "is a list" if isinstance(value, list) else "has no value"
