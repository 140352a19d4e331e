"""secret(environ, name) -> what a variable holds, or the file that `<name>_FILE` names; blotted: a text without it."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, unquote_plus

from core.errors import DeliveryDelayed

BLOT = "***"


def secret(environ: Mapping[str, str], name: str) -> str:
    """A secret from the environment (CONTRACT §5).

    Read anew for every message, so that a secret that is set or changed later takes effect.

    Raises:
        DeliveryDelayed: it is not set or its file cannot be read; the sentence names the variable.
    """
    if value := environ.get(name, "").strip():
        return value
    file = environ.get(f"{name}_FILE", "").strip()
    if not file:
        raise DeliveryDelayed(f"the environment variable {name} is not set")
    try:
        content = Path(file).read_bytes()
    except OSError as fault:
        raise DeliveryDelayed(f"the file named by {name}_FILE cannot be read: {fault}") from fault
    value = content.decode("utf-8", "replace").strip()
    if not value:
        raise DeliveryDelayed(f"the file named by {name}_FILE is empty")
    if "\ufffd" in value:  # no cause is chained: a decoding error holds what it could not decode
        raise DeliveryDelayed(f"the file named by {name}_FILE cannot be read: it is not text in UTF-8")
    return value


def pieces(address: str, *, shortest: int) -> frozenset[str]:
    """The parts of an address that may be its secrets, as written and decoded, from `shortest` characters on.

    >>> sorted(pieces("https://bot.example/hook/abc%2Fdef?key=12345678", shortest=7))
    ['12345678', 'abc%2Fdef', 'abc/def', 'bot.example']
    """
    written = re.split(r"[/:@?&=,;#]+", address.partition("://")[2] or address)
    decoded = (way(part) for part in written for way in (unquote, unquote_plus))
    return frozenset(part for part in (*written, *decoded) if len(part) >= shortest)


def blotted(text: str, secrets: Iterable[str]) -> str:
    """The text without the secrets that somebody may have repeated in it.

    >>> blotted("no bot hunter2 at hunter2", ["hunter2"])
    'no bot *** at ***'
    """
    for one in sorted(filter(None, secrets), key=len, reverse=True):
        text = text.replace(one, BLOT)
    return text
